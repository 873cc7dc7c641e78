import { TableScroll } from "../../detail/table-scroll.tsx";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText } from "../../time-text.ts";
import { toFigureRows } from "./figure-tree.ts";
import { PeriodBar } from "./period-bar.tsx";
import { parsePeriod, toPeriodSearch } from "./period.ts";

/** One figure rolled up along the organisation tree; each number opens the facts of that unit and below. */
export const FigurePage = () => {
  const { code = "", version = "" } = useParams();
  const [search] = useSearchParams();
  const period = parsePeriod(search);
  const [everyUnit, setEveryUnit] = useState(false);
  const query = useQuery({
    queryKey: ["/api/figures", code, version, period],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/figures/{code}/{version}/tree", {
          params: { path: { code, version: Number(version) }, query: period },
          signal,
        }),
      ),
  });
  const crumbs = [{ label: "数字与事实", to: paths.figures + toPeriodSearch(period) }];
  if (query.isPending)
    return (
      <>
        <PageHead title="数字" crumbs={crumbs} />
        <LoadingRows />
      </>
    );
  if (query.isError)
    return (
      <>
        <PageHead title="数字" crumbs={crumbs} />
        <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </>
    );
  const { indicator, from, to } = query.data;
  const rows = toFigureRows(query.data.rows);
  // Several hundred units, most of them at zero: the reader's own unit and those with a number come first.
  const empty = rows.filter((row) => row.depth > 0 && row.value === 0).length;
  const shown = everyUnit ? rows : rows.filter((row) => row.depth === 0 || row.value !== 0);
  return (
    <>
      <PageHead
        title={indicator.name}
        crumbs={crumbs}
        intro={`${indicator.definition}（定义第 ${indicator.version} 版）`}
      />
      <PeriodBar key={`${from} ${to}`} from={from} to={to} unitName={rows[0]?.unitName} />
      {empty > 0 && (
        <label className="check">
          <input
            type="checkbox"
            checked={everyUnit}
            onChange={(event) => setEveryUnit(event.target.checked)}
          />{" "}
          也列出数字为 0 的 {empty} 个单位
        </label>
      )}
      <TableScroll>
        <table className="plain-table">
          <caption className="table-caption">
            {from} 至 {to}，每个单位的数字包含它的下级
          </caption>
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col" className="number">
                {indicator.measure}
              </th>
              <th scope="col" className="bar-column">
                <span className="visually-hidden">长短比较</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.unitId}>
                <th scope="row" className={`depth-${Math.min(row.depth, 5)}`}>
                  {row.unitName}
                </th>
                <td className="number">
                  <Link
                    to={
                      paths.figureFacts(code, Number(version)) +
                      toPeriodSearch({ ...period, unit: row.unitId })
                    }
                    data-row-link=""
                  >
                    {numberText(row.value)}
                    <span className="visually-hidden">
                      {indicator.measure}，看{row.unitName}的事实
                    </span>
                  </Link>
                </td>
                <td className="bar-column">
                  <span className="visually-hidden">最大值的 {Math.round(row.share * 100)}%</span>
                  <span className="bar" style={{ inlineSize: `${row.share * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
};
