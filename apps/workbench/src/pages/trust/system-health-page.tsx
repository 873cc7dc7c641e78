import { TableScroll } from "../../detail/table-scroll.tsx";
import { useQuery } from "@tanstack/react-query";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

/** What the machine says of itself; a check that wants attention says what to do. */
export const SystemHealthPage = () => {
  const query = useQuery({
    queryKey: ["/api/system-health"],
    queryFn: ({ signal }) => read(client.GET("/api/system-health", { signal })),
    refetchInterval: 30_000,
  });
  return (
    <>
      <PageHead
        title="系统状况"
        intro="每 30 秒更新一次。要处理的会写明怎么办。"
        actions={
          query.isSuccess &&
          (query.data.state === "good" ? (
            <StatusMark tone="done">一切正常</StatusMark>
          ) : (
            <StatusMark tone="urgent">有要处理的</StatusMark>
          ))
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <TableScroll>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">检查</th>
                <th scope="col">结果</th>
                <th scope="col">现在</th>
                <th scope="col">怎么办</th>
              </tr>
            </thead>
            <tbody>
              {[...query.data.checks]
                .sort((left, right) => Number(left.state === "good") - Number(right.state === "good"))
                .map((check) => (
                  <tr key={check.name}>
                    <th scope="row">{check.title}</th>
                    <td>
                      {check.state === "good" ? (
                        <StatusMark tone="done">正常</StatusMark>
                      ) : (
                        <StatusMark tone="urgent">要处理</StatusMark>
                      )}
                    </td>
                    <td>{check.value}</td>
                    <td>{check.advice ?? "不用做什么"}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
