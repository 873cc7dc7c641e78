import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useId, useState } from "react";
import { useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { CodeRow, CodeTablePreview, CodeTableRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { multipart } from "../../form/file-field.tsx";
import { useMe } from "../../me.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { ProblemView } from "../../shell/problem-view.tsx";

/** One edition: its codes, and the import of a file with a look at every row before anything is written. */
export const CodeTablePage = () => {
  const { scheme = "", version = "" } = useParams();
  const me = useMe();
  const tables = useQuery({
    queryKey: ["/api/code-tables"],
    queryFn: ({ signal }) => read(client.GET("/api/code-tables", { signal })),
  });
  const rows = tables.data?.rows ?? [];
  const table = rows.find((row) => row.scheme === scheme && row.version === version);
  const others = rows.filter((row) => row.scheme === scheme && row.version !== version && row.rowCount > 0);
  return (
    <>
      <ListPage<CodeRow>
        title={
          table === undefined
            ? "代码表"
            : table.name.includes(table.version)
              ? table.name
              : `${table.name}（${table.version}）`
        }
        crumbs={[{ label: "分类代码表", to: paths.codeTables }]}
        intro={table === undefined ? undefined : `标准号 ${table.source}`}
        list={`/api/code-tables/${scheme}/${version}`}
        load={(query, signal) =>
          read(
            client.GET("/api/code-tables/codes", {
              params: { query: { ...query, scheme, version } },
              signal,
            }),
          )
        }
        searchHint="代码或名称"
        rowKey={(row) => row.code}
        rowName={(row) => `${row.code} ${row.name}`}
        columns={[
          { key: "code", title: "代码", render: (row) => <span className="mono">{row.code}</span> },
          { key: "name", title: "名称", render: (row) => row.name },
          { key: "parent", title: "上级代码", render: (row) => row.parentCode ?? "" },
          { key: "previous", title: "旧代码", render: (row) => row.previousCodes.join("、") },
          { key: "note", title: "说明", render: (row) => row.note },
        ]}
        empty={{
          title: "这一版还没有导入",
          hint: "在下面选择整理好的表格（.xlsx 或 .csv）。标准原文里的代码由本单位提供，系统不会自己编。",
        }}
      />
      {permissionOf(me, "manageCodeTables").ok && table !== undefined && (
        <ImportPanel key={`${scheme} ${version}`} table={table} others={others} />
      )}
    </>
  );
};

const ImportPanel = ({ table, others }: { table: CodeTableRow; others: readonly CodeTableRow[] }) => {
  const id = useId();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [file, setFile] = useState<File>();
  const [previous, setPrevious] = useState("");
  const edition = { scheme: table.scheme, version: table.version };
  const preview = useMutation({
    mutationFn: (chosen: File) =>
      write(
        client.POST("/api/code-tables/preview", {
          params: { header: keyed(createKey()) },
          ...multipart({ ...edition, previousVersion: previous, file: chosen }),
        }),
      ),
  });
  const apply = useMutation({
    mutationFn: ({ chosen, fileHash }: { chosen: File; fileHash: string }) =>
      write(
        client.POST("/api/code-tables/apply", {
          params: { header: keyed(createKey()) },
          ...multipart({ ...edition, previousVersion: previous, fileHash, file: chosen }),
        }),
      ),
    onSuccess: (done) => {
      void queries.invalidateQueries({ queryKey: ["/api/code-tables"] });
      void queries.invalidateQueries({ queryKey: [`/api/code-tables/${table.scheme}/${table.version}`] });
      void message.success(`写入了 ${done.rows} 个代码`);
      preview.reset();
      setFile(undefined);
    },
  });
  return (
    <section className="panel">
      <h2>导入代码</h2>
      <p className="unknown">
        列名：代码、名称、上级代码、旧代码、说明；前两列必须有。“旧代码”是同一个标准上一版里的代码，合并来的写几个，用顿号隔开。
      </p>
      <div className="fields-row">
        <div className="file-field">
          <label htmlFor={`${id}-file`}>代码表格（.xlsx 或 .csv，不超过 5 MB）</label>
          <input
            id={`${id}-file`}
            type="file"
            accept=".xlsx,.csv"
            onChange={(event) => {
              preview.reset();
              apply.reset();
              setFile(event.target.files?.[0]);
            }}
          />
        </div>
        {others.length > 0 && (
          <div className="labelled">
            <label htmlFor={`${id}-previous`}>旧代码属于哪一版</label>
            <select
              id={`${id}-previous`}
              className="native-control wide"
              value={previous}
              onChange={(event) => {
                preview.reset();
                setPrevious(event.target.value);
              }}
            >
              <option value="">没有旧代码</option>
              {others.map((other) => (
                <option key={other.version} value={other.version}>
                  {other.version} 版（{other.rowCount} 个代码）
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {preview.isError && <ProblemView problem={asProblem(preview.error)} />}
      {apply.isError && <ProblemView problem={asProblem(apply.error)} />}
      <div className="row-buttons">
        <Button
          type={preview.isSuccess ? "default" : "primary"}
          disabled={file === undefined || preview.isPending}
          onClick={() => file !== undefined && preview.mutate(file)}
        >
          {preview.isPending ? "正在检查" : "检查这个文件"}
        </Button>
        {preview.isSuccess && preview.data.counts.errors === 0 && (
          <Button
            type="primary"
            disabled={apply.isPending}
            onClick={() =>
              file !== undefined && apply.mutate({ chosen: file, fileHash: preview.data.fileHash })
            }
          >
            {apply.isPending ? "正在写入" : `写入 ${preview.data.counts.rows} 个代码`}
          </Button>
        )}
      </div>
      {preview.isSuccess && <Preview preview={preview.data} />}
    </section>
  );
};

/** Rows with errors first, then the others; a long table is cut, the server has looked at every row. */
const Preview = ({ preview }: { preview: CodeTablePreview }) => {
  const shown = [
    ...preview.rows.filter((row) => row.errors.length > 0),
    ...preview.rows.filter((row) => row.errors.length === 0),
  ].slice(0, 200);
  return (
    <>
      <Alert
        type={preview.counts.errors === 0 ? "success" : "warning"}
        showIcon
        title={
          preview.counts.errors === 0
            ? `没有错误：${preview.counts.rows} 个代码，其中 ${preview.counts.mapped} 个有旧代码。还没有写入。`
            : `有 ${preview.counts.errors} 处要先改，现在还不能写入。`
        }
        description={[
          ...preview.fileErrors,
          ...(preview.ignoredColumns.length > 0
            ? [`没有用到的列：${preview.ignoredColumns.join("、")}`]
            : []),
        ].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      />
      {shown.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption>
              文件里的行{shown.length < preview.rows.length && `（先显示 ${shown.length} 行，有错的在前）`}
            </caption>
            <thead>
              <tr>
                <th scope="col">行</th>
                <th scope="col">代码</th>
                <th scope="col">名称</th>
                <th scope="col">上级代码</th>
                <th scope="col">旧代码</th>
                <th scope="col">要改的</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.line}>
                  <td>{row.line}</td>
                  <td className="mono">{row.code}</td>
                  <td>{row.name}</td>
                  <td>{row.parentCode}</td>
                  <td>{row.previousCodes.join("、")}</td>
                  <td className={row.errors.length > 0 ? "refusal" : undefined}>{row.errors.join("；")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
