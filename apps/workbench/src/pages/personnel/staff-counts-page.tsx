import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Link, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

const columns = [
  ["total", "合计"],
  ["women", "女性"],
  ["qualified", "中级职称或本科以上"],
  ["rural", "农村"],
  ["management", "管理"],
  ["creation", "创作"],
  ["guide", "讲解辅导"],
  ["research", "研究"],
] as const;

/** How many served on a day, unit by unit, as the yearly statistics ask. */
export const StaffCountsPage = () => {
  const id = useId();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("day") ?? undefined;
  const query = useQuery({
    queryKey: ["/api/science-staff-counts", chosen],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/science-staff-counts", {
          params: { query: chosen === undefined ? {} : { day: chosen } },
          signal,
        }),
      ),
  });
  return (
    <>
      <PageHead
        title="科普人员统计"
        crumbs={[{ label: "科普人员", to: paths.scienceStaff }]}
        intro="某一天在岗的人数，由名册算出来。年报一般看 12 月 31 日。"
      />
      <p>
        <label htmlFor={id}>哪一天 </label>
        <input
          id={id}
          type="date"
          className="native-control"
          value={chosen ?? query.data?.day ?? ""}
          onChange={(event) =>
            setSearch(event.target.value === "" ? {} : { day: event.target.value }, { replace: true })
          }
        />{" "}
        <a
          href={`/api/science-staff-counts/export.xlsx${chosen === undefined ? "" : `?day=${chosen}`}`}
          download
        >
          下载这张表（.xlsx）
        </a>
      </p>
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess &&
        (query.data.rows.length === 0 ? (
          <EmptyState title="这一天没有在岗的科普人员" hint="先在“科普人员”里登记。" />
        ) : (
          (["fullTime", "partTime"] as const).map((kind) => (
            <section key={kind} className="panel">
              <h2>{kind === "fullTime" ? "专职" : "兼职"}</h2>
              <TableScroll>
                <table className="plain-table">
                  <thead>
                    <tr>
                      <th scope="col">单位</th>
                      {columns.map(([key, title]) => (
                        <th key={key} scope="col">
                          {title}
                        </th>
                      ))}
                      {kind === "partTime" && <th scope="col">一年投入（人月）</th>}
                    </tr>
                  </thead>
                  <tbody>
                    {query.data.rows.map((row) => (
                      <tr key={row.unitId}>
                        <th scope="row">
                          <Link
                            to={`${paths.scienceStaff}?employment=${kind === "fullTime" ? "full_time" : "part_time"}`}
                          >
                            {row.unitName}
                          </Link>
                        </th>
                        {columns.map(([key]) => (
                          <td key={key}>{row[kind][key]}</td>
                        ))}
                        {kind === "partTime" && <td>{row.partTimeMonths}</td>}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            </section>
          ))
        ))}
    </>
  );
};
