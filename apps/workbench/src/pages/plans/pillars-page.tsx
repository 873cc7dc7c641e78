import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

const lists = [
  { key: "tasks", title: "任务", to: (pillar: string) => `${paths.planTasks}?pillar=${pillar}` },
  {
    key: "activities",
    title: "已上报的活动",
    to: (pillar: string) => `${paths.activities}?status=reported&pillar=${pillar}`,
  },
  {
    key: "contents",
    title: "已发布的内容",
    to: (pillar: string) => `${paths.contents}?status=published&pillar=${pillar}`,
  },
] as const;

/** Progress cut by the four pillars: each total opens the list that it counts. */
export const PillarsPage = () => {
  const query = useQuery({
    queryKey: ["/api/pillars"],
    queryFn: ({ signal }) => read(client.GET("/api/pillars", { signal })),
  });
  return (
    <>
      <PageHead
        title="按四个方面看"
        intro="施行中方案的任务、已上报的活动和已发布的内容，按标签合计。一条记录可以属于几个方面，所以各行相加可能比总数多。"
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <section className="panel">
          <h2>合计</h2>
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">四个方面的任务、活动和内容</caption>
              <thead>
                <tr>
                  <th scope="col">方面</th>
                  {lists.map((list) => (
                    <th key={list.key} scope="col">
                      {list.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {query.data.rows.map((row) => (
                  <tr key={row.pillar}>
                    <th scope="row">{row.name}</th>
                    {lists.map((list) => (
                      <td key={list.key}>
                        <Link
                          to={list.to(row.pillar)}
                          aria-label={`${row.name}：${list.title} ${row[list.key]}`}
                        >
                          {row[list.key]}
                        </Link>
                      </td>
                    ))}
                  </tr>
                ))}
                <tr>
                  <th scope="row">一共有</th>
                  {lists.map((list) => (
                    <td key={list.key}>{query.data.records[list.key]}</td>
                  ))}
                </tr>
              </tbody>
            </table>
          </TableScroll>
        </section>
      )}
    </>
  );
};
