import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { PestRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { multipart } from "../../form/file-field.tsx";
import { PestWrite } from "../../forms/pest-write.tsx";
import { useMe } from "../../me.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { ImportForm } from "../orders/import-form.tsx";

/** The district's vocabulary of crop diseases and pests: by what name farmers say them, and who declared that he treats them. */
export const PestsPage = () => {
  const mayWrite = permissionOf(useMe(), "writePests").ok;
  const [writing, setWriting] = useState<{ row?: PestRow }>();
  const query = useQuery({
    queryKey: ["/api/crop-pests"],
    queryFn: ({ signal }) => read(client.GET("/api/crop-pests", { signal })),
  });
  return (
    <>
      <PageHead
        title="病虫害名录"
        intro="农户点单写到这里的名称或别名，先派给登记会治的队。每一条都写出处；停用的不再认，队里登记过的还在。"
        actions={mayWrite ? <Button onClick={() => setWriting({})}>加一条</Button> : undefined}
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <p className="unknown">名录还是空的。按“加一条”，或在下面导入一张表。</p>
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">病虫害名录</caption>
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col">作物</th>
                <th scope="col">别名</th>
                <th scope="col">要会</th>
                <th scope="col">出处</th>
                <th scope="col">会治的队</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    {row.name}（{row.kindName}）
                  </th>
                  <td>{row.cropNames}</td>
                  <td>{row.otherNames.join("、")}</td>
                  <td>{row.skillName}</td>
                  <td>
                    {row.sourceTitle}，{row.sourcePlace}
                  </td>
                  <td>{row.teams} 支</td>
                  <td>
                    <StatusMark tone={row.isOpen ? "done" : "quiet"}>
                      {row.isOpen ? "在用" : "停用"}
                    </StatusMark>
                    {mayWrite && (
                      <Button size="small" onClick={() => setWriting({ row })}>
                        改{row.name}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {mayWrite && (
        <ImportForm
          title="导入一张表"
          hint="表头写“名称、病虫草、作物、别名、要会什么、出处、在哪里查得到”，一行一条；作物、别名有几个的用顿号分开，要会什么空着就是种养技术。全对才写入，已经有的名称不能重复。"
          accept=".csv,.xlsx"
          sourceLabel="这张表的来源"
          lineName="行"
          list="/api/crop-pests"
          send={(body, key) =>
            write(
              client.POST("/api/crop-pests-import", { params: { header: keyed(key) }, ...multipart(body) }),
            )
          }
        />
      )}
      {writing !== undefined && <PestWrite {...writing} onClose={() => setWriting(undefined)} />}
    </>
  );
};
