import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { basename, paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { progressTone } from "../plans/plan-words.ts";

const statuses = ["behind", "at_risk", "on_track", "done", "none"] as const;

/** The tasks behind a count of the leader's page, the most urgent first. */
export const OverviewTasksPage = () => {
  const [search] = useSearchParams();
  const unit = search.get("unit") ?? "";
  const status = statuses.find((one) => one === search.get("status"));
  const query = useQuery({
    queryKey: ["/api/overview/tasks", unit, status],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/overview/tasks", {
          params: { query: { unit, ...(status === undefined ? {} : { status }) } },
          signal,
        }),
      ),
  });
  const rows = query.data?.rows ?? [];
  return (
    <>
      <PageHead
        title="任务进展"
        crumbs={[{ label: "总览", to: `${paths.overview}?unit=${encodeURIComponent(unit)}` }]}
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title="没有这样的任务" hint="回到总览看别的进展。" />
      )}
      {rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="table-caption">最急的在前</caption>
            <thead>
              <tr>
                <th scope="col">任务</th>
                <th scope="col">进展</th>
                <th scope="col">牵头</th>
                <th scope="col">期限</th>
                <th scope="col">数字</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((task) => (
                <tr key={task.taskId}>
                  <th scope="row">
                    <Link to={task.href.slice(basename.length)} data-row-link="">
                      {task.code} {task.title}
                    </Link>
                  </th>
                  <td>
                    <StatusMark tone={progressTone(task.status)}>{task.statusName}</StatusMark>
                  </td>
                  <td>{task.lead}</td>
                  <td>{task.dueOn}</td>
                  <td>{task.figureText}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
