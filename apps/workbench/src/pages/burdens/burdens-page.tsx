import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { BurdenRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { BurdenLimitDialog } from "../../forms/burden-limit.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { numberText } from "../../time-text.ts";

/** The forms that ask most of my units together: what is to be shortened or derived next. */
const HeaviestForms = ({ unit }: { unit: string }) => {
  const [search] = useSearchParams();
  const period = Object.fromEntries(
    (["from", "to"] as const).flatMap((name) => {
      const value = search.get(name) ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
  const query = useQuery({
    queryKey: ["/api/burden-forms", unit, period],
    queryFn: ({ signal }) =>
      read(client.GET("/api/burden-forms", { params: { query: { unit, ...period } }, signal })),
  });
  const rows = query.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <TableScroll>
      <table className="plain-table">
        <caption className="table-caption">最花时间的表（各单位合计，先减这些）</caption>
        <thead>
          <tr>
            <th scope="col">表</th>
            <th scope="col" className="number">
              合计（分钟）
            </th>
            <th scope="col" className="number">
              份数
            </th>
            <th scope="col" className="number">
              每份（秒）
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 5).map((row) => (
            <tr key={row.form}>
              <th scope="row">{row.formName}</th>
              <td className="number">{numberText(row.minutes)}</td>
              <td className="number">{numberText(row.forms)}</td>
              <td className="number">{numberText(row.secondsEach)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
};

/** Minutes of typing that forms asked of each unit in each week, beside what is allowed. */
export const BurdensPage = () => {
  const me = useMe();
  const [search] = useSearchParams();
  const [setting, setSetting] = useState(false);
  const unit = search.get("unit") ?? me.grants[0]?.unitId;
  return (
    <>
      <ListPage<BurdenRow>
        title="填报负担"
        intro="每个单位每周填表用了多少分钟。从打开表单量到提交，停顿超过一分钟只算一分钟；只记合计，不记谁、不记哪一条，不用来考核人。"
        actions={
          permissionOf(me, "setBurdenLimit").ok && <Button onClick={() => setSetting(true)}>设定上限</Button>
        }
        list="/api/burdens"
        load={(query, signal) => read(client.GET("/api/burdens", { params: { query }, signal }))}
        exportPath="/api/burdens/export.xlsx"
        rowKey={(row) => `${row.unitId} ${row.week}`}
        rowName={(row) => `${row.unitName} ${row.week}`}
        filters={[
          { kind: "day", name: "from", label: "从哪一周" },
          { kind: "day", name: "to", label: "到哪一周" },
        ]}
        above={unit !== undefined && <HeaviestForms unit={unit} />}
        columns={[
          { key: "unit", title: "单位", render: (row) => row.unitName },
          { key: "week", title: "周（周一）", wrap: "never", render: (row) => row.week },
          { key: "minutes", title: "分钟", align: "right", render: (row) => numberText(row.minutes) },
          { key: "limit", title: "上限", align: "right", render: (row) => numberText(row.limitMinutes) },
          {
            key: "over",
            title: "是否超出",
            render: (row) =>
              row.over ? (
                <StatusMark tone="urgent">超出</StatusMark>
              ) : (
                <StatusMark tone="done">未超出</StatusMark>
              ),
          },
          { key: "forms", title: "表单", align: "right", render: (row) => numberText(row.forms) },
          { key: "fields", title: "填写项", align: "right", render: (row) => numberText(row.fields) },
        ]}
        empty={{
          title: "这段时间没有量到填表",
          hint: "工作人员在表单里填写并提交后，这里会自动出现合计，不用另填。",
        }}
      />
      {setting && <BurdenLimitDialog onClose={() => setSetting(false)} />}
    </>
  );
};
