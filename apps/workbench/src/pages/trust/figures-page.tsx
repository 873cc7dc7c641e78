import { TableScroll } from "../../detail/table-scroll.tsx";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText } from "../../time-text.ts";
import { PeriodBar } from "./period-bar.tsx";
import { parsePeriod, toPeriodSearch } from "./period.ts";

/** Every figure of a unit and below in a period. None is typed in: each opens what it is made of. */
export const FiguresPage = () => {
  const [search] = useSearchParams();
  const period = parsePeriod(search);
  const query = useQuery({
    queryKey: ["/api/figures", period],
    queryFn: ({ signal }) => read(client.GET("/api/figures", { params: { query: period }, signal })),
  });
  return (
    <>
      <PageHead
        title="数字与事实"
        intro="数字都由事实算出，没有一个是填报的。点数字看各单位，再看每一条事实和它的原始记录。"
        actions={<Link to={paths.facts + toPeriodSearch(period)}>直接查事实</Link>}
      />
      {query.isSuccess && (
        <PeriodBar
          key={`${query.data.from} ${query.data.to}`}
          from={query.data.from}
          to={query.data.to}
          unitName={query.data.unit.name}
        />
      )}
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有定义指标" hint="系统管理员安装指标定义后，数字会自动从已有事实算出。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="table-caption">
              {query.data.unit.name}及下级，{query.data.from} 至 {query.data.to}
            </caption>
            <thead>
              <tr>
                <th scope="col">指标</th>
                <th scope="col" className="number">
                  数字
                </th>
                <th scope="col">怎么算的</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={`${row.code} ${row.version}`}>
                  <th scope="row">{row.name}</th>
                  <td className="number">
                    <Link
                      className="figure-link"
                      to={paths.figure(row.code, row.version) + toPeriodSearch(period)}
                      data-row-link=""
                    >
                      {numberText(row.value)}
                      <span className="visually-hidden">
                        {row.measure}，看各单位的{row.name}
                      </span>
                    </Link>{" "}
                    {row.measure}
                  </td>
                  <td className="unknown">{row.definition}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
