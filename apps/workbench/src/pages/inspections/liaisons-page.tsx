import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

/** Who to speak to at each unit; a unit without anybody says so. */
export const LiaisonsPage = () => {
  const query = useQuery({
    queryKey: ["/api/liaisons"],
    queryFn: ({ signal }) => read(client.GET("/api/liaisons", { signal })),
  });
  return (
    <>
      <PageHead title="联络员名录" intro="每个部门、街道和镇找谁联系。姓名只显示姓，不排名次。" />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">联络员名录</caption>
            <thead>
              <tr>
                <th scope="col">单位</th>
                <th scope="col">联络员</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.unitId}>
                  <th scope="row">{row.unitName}</th>
                  <td>
                    {row.names.length === 0 ? (
                      <span className="unknown">还没有联络员</span>
                    ) : (
                      row.names.join("、")
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
