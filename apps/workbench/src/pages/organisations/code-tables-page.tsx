import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

const labels = { name: "名称", source: "标准号", scheme: "代号", version: "版本", validFrom: "实施日期" };

/** Standards whose codes items and records carry. The rows come from whoever holds the standard; none is invented here. */
export const CodeTablesPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [opening, setOpening] = useState(false);
  const query = useQuery({
    queryKey: ["/api/code-tables"],
    queryFn: ({ signal }) => read(client.GET("/api/code-tables", { signal })),
  });
  return (
    <>
      <PageHead
        title="分类代码表"
        intro="国家标准的分类与代码。标准原文由本单位购买，把其中的代码表整理成表格导入；没导入的是空位，不会有代码可选。"
        actions={
          permissionOf(me, "manageCodeTables").ok && (
            <Button onClick={() => setOpening(true)}>加一个新版本</Button>
          )
        }
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <section className="panel">
          <TableScroll>
            <table className="plain-table">
              <caption>标准和它们的版本</caption>
              <thead>
                <tr>
                  <th scope="col">代码表</th>
                  <th scope="col">标准号</th>
                  <th scope="col">版本</th>
                  <th scope="col">实施日期</th>
                  <th scope="col">状态</th>
                  <th scope="col">与上一版的对照</th>
                </tr>
              </thead>
              <tbody>
                {query.data.rows.map((row) => (
                  <tr key={`${row.scheme} ${row.version}`}>
                    <th scope="row">
                      <Link to={paths.codeTable(row.scheme, row.version)}>{row.name}</Link>
                    </th>
                    <td className="one-line">{row.source}</td>
                    <td>{row.version}</td>
                    <td className="one-line">{row.validFrom ?? "没有填"}</td>
                    <td>
                      {row.rowCount === 0 ? (
                        <StatusMark tone="waiting">空位，等导入</StatusMark>
                      ) : (
                        <StatusMark tone="done">
                          {`${row.rowCount} 个代码${row.importedAt === null ? "" : `，${timeText(row.importedAt)}`}`}
                        </StatusMark>
                      )}
                    </td>
                    <td>
                      {row.previousVersion === null
                        ? "没有"
                        : `对 ${row.previousVersion} 版，${row.mappedCount} 个代码有对应`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </section>
      )}
      {opening && (
        <ActDialog
          title="加一个新版本"
          name="code-table-open"
          labels={labels}
          submitLabel="加上"
          onCancel={() => setOpening(false)}
          send={({ body, key }) =>
            write(
              client.POST("/api/code-tables", {
                params: { header: keyed(key) },
                body: {
                  name: textOf(body, "name"),
                  source: textOf(body, "source"),
                  scheme: textOf(body, "scheme"),
                  version: textOf(body, "version"),
                  ...(textOf(body, "validFrom") === "" ? {} : { validFrom: textOf(body, "validFrom") }),
                },
              }),
            )
          }
          onDone={() => {
            void queries.invalidateQueries({ queryKey: ["/api/code-tables"] });
            void message.success("加好了，接着给它导入文件");
            setOpening(false);
          }}
        >
          <TextField name="name" label={labels.name} required maxLength={60} />
          <TextField
            name="source"
            label={labels.source}
            required
            maxLength={60}
            placeholder="GB/T 32844—2025"
          />
          <TextField
            name="scheme"
            label={labels.scheme}
            required
            maxLength={40}
            hint="同一个标准的各版用同一个代号，例如 gbt-32844。"
          />
          <TextField
            name="version"
            label={labels.version}
            required
            maxLength={40}
            hint="一般写年份，例如 2025。"
          />
          <DayField name="validFrom" label={labels.validFrom} />
        </ActDialog>
      )}
    </>
  );
};
