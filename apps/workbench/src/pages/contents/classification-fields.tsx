import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { type Change, Choice, Labelled } from "./body-inputs.tsx";
import type { ContentBody } from "./text-document.ts";
import { useCodeTables } from "./use-topics.ts";

/** Codes of imported standards, and the registered identifier. A standard nobody has imported offers nothing. */
export const ClassificationFields = ({ body, change }: { body: ContentBody; change: Change }) => {
  const tables = useCodeTables().filter((table) => table.rowCount > 0 && table.scheme !== "gbt-2260");
  const [chosen, setChosen] = useState("");
  const [wanted, setWanted] = useState("");
  const [scheme = "", version = ""] = chosen.split(" ");
  const codes = useQuery({
    queryKey: ["/api/code-tables", scheme, version, wanted],
    enabled: chosen !== "",
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/code-tables/codes", {
          params: { query: { scheme, version, size: 20, ...(wanted === "" ? {} : { q: wanted }) } },
          signal,
        }),
      ),
  });
  const carried = body.classification;
  const isCarried = (code: string): boolean =>
    carried.some((one) => one.scheme === scheme && one.version === version && one.code === code);
  return (
    <section className="panel">
      <h2>分类代码和标识符</h2>
      <Labelled
        id="resourceCode"
        label="资源标识符（GB/T 41132）"
        hint="登记过才填，照证书原样写；没有就空着。"
      >
        <Input
          id="resourceCode"
          maxLength={120}
          value={body.resourceCode ?? ""}
          onChange={(event) =>
            change({ resourceCode: event.target.value === "" ? undefined : event.target.value } as never)
          } // an absent field is left out of what is sent
        />
      </Labelled>
      {carried.length > 0 && (
        <ul className="plain-list">
          {carried.map((one) => (
            <li key={`${one.scheme} ${one.version} ${one.code}`}>
              <span className="mono">
                {one.scheme} {one.version} {one.code}
              </span>{" "}
              <Button
                size="small"
                aria-label={`去掉分类代码 ${one.code}`}
                onClick={() => change({ classification: carried.filter((other) => other !== one) })}
              >
                去掉
              </Button>
            </li>
          ))}
        </ul>
      )}
      {tables.length === 0 ? (
        <p className="unknown">
          还没有导入任何分类标准的代码表。有文件的话，请到<Link to={paths.codeTables}>分类代码表</Link>导入。
        </p>
      ) : (
        <div className="fields-row">
          <Labelled id="code-table" label="从哪个标准里选">
            <Choice
              id="code-table"
              value={chosen}
              options={tables.map((table) => ({
                value: `${table.scheme} ${table.version}`,
                label: `${table.name} ${table.version}`,
              }))}
              onChange={setChosen}
            />
          </Labelled>
          <Labelled id="code-wanted" label="找代码或名称">
            <Input
              id="code-wanted"
              maxLength={60}
              disabled={chosen === ""}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </Labelled>
        </div>
      )}
      {chosen !== "" && codes.isSuccess && (
        <ul className="plain-list code-choices" aria-label="找到的代码">
          {codes.data.rows.map((row) => (
            <li key={row.code}>
              <Button
                size="small"
                disabled={isCarried(row.code) || carried.length >= 12}
                onClick={() => change({ classification: [...carried, { scheme, version, code: row.code }] })}
              >
                {isCarried(row.code) ? "已选" : "选"} {row.code} {row.name}
              </Button>
            </li>
          ))}
          {codes.data.rows.length === 0 && <li className="unknown">没有找到，请换一个词。</li>}
        </ul>
      )}
    </section>
  );
};
