import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { permissionOf } from "../../capability.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { ChecklistCreate } from "./checklist-create.tsx";

/** Several standards over one evidence store. */
export const ChecklistsPage = () => {
  const may = permissionOf(useMe(), "managePlans").ok;
  const [creating, setCreating] = useState(false);
  const query = useQuery({
    queryKey: ["/api/checklists"],
    queryFn: ({ signal }) => read(client.GET("/api/checklists", { signal })),
  });
  return (
    <>
      <PageHead
        title="创建清单"
        intro="几份清单用同一个材料库：一份材料可以用在好几条上，不用重复上传。"
        actions={
          may && (
            <Button type="primary" onClick={() => setCreating(true)}>
              建清单
            </Button>
          )
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有清单" hint="督导员点“建清单”，把创建标准整段粘贴进来。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="table-caption">清单</caption>
            <thead>
              <tr>
                <th scope="col">清单</th>
                <th scope="col">种类</th>
                <th scope="col" className="number">
                  齐了
                </th>
                <th scope="col" className="number">
                  还缺
                </th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to={paths.checklist(row.id)} data-row-link="">
                      {row.title}
                    </Link>
                  </th>
                  <td>{row.kindName}</td>
                  <td className="number">{row.done}</td>
                  <td className="number">{row.items - row.done}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {creating && <ChecklistCreate onClose={() => setCreating(false)} />}
    </>
  );
};
