import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { CoverageView } from "../../api/views.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText } from "../../time-text.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { useOrderUnit } from "./use-order-unit.ts";

const audiences = [...audienceOptions, { value: "none", label: "大家都有" }];
type Cell = CoverageView["cells"][number];
const audienceOf = (cell: Cell): string => cell.audience ?? "none";
const topicOf = (cell: Cell): string => cell.topic ?? "none";

type Row = { code: string; name: string };

/** One table of the three-way coverage: rows × audiences, a number opens its list, a gap is a zero that is seen. */
const Matrix = ({
  caption,
  head,
  rows,
  cells,
  keyOf,
  toOf,
}: {
  caption: string;
  head: string;
  rows: readonly Row[];
  cells: readonly Cell[];
  keyOf: (cell: Cell) => string;
  toOf: (row: string, audience: string) => string;
}) => {
  const sum = (row: string, audience?: string): number =>
    cells
      .filter((cell) => keyOf(cell) === row && (audience === undefined || audienceOf(cell) === audience))
      .reduce((total, cell) => total + cell.served, 0);
  return (
    <TableScroll>
      <table className="plain-table matrix">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {audiences.map((audience) => (
              <th key={audience.value} scope="col" className="number">
                {audience.label}
              </th>
            ))}
            <th scope="col" className="number">
              合计
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code}>
              <th scope="row">{row.name}</th>
              {audiences.map(({ value }) => {
                const count = sum(row.code, value);
                return (
                  <td key={value} className={count === 0 ? "number gap" : "number"}>
                    {count === 0 ? "0" : <Link to={toOf(row.code, value)}>{numberText(count)}</Link>}
                  </td>
                );
              })}
              <td className="number">{numberText(sum(row.code))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
};

const series = [
  { key: "ordered", label: "点单", did: "created" },
  { key: "served", label: "做完", did: "served" },
  { key: "rated", label: "评价", did: "rated" },
] as const;

/** Three bars a week from zero, the number over each; the table below says the same. */
const Trend = ({ weeks, unit }: { weeks: CoverageView["weeks"]; unit: string }) => {
  const [bar, gap, height] = [16, 22, 160];
  const most = Math.max(1, ...weeks.flatMap((week) => series.map(({ key }) => week[key])));
  const group = bar * series.length + gap;
  return (
    <section aria-label="每周趋势">
      <h2 className="section-title">每周趋势</h2>
      <div>
        <svg
          className="trend"
          role="img"
          aria-label="每周点单、做完、评价的数量，下面的表有同样的数"
          viewBox={`0 0 ${group * weeks.length} ${height + 44}`}
          style={{ inlineSize: "100%", maxInlineSize: group * weeks.length }}
        >
          {weeks.map((week, index) => (
            <g key={week.from} transform={`translate(${group * index + gap / 2} 0)`}>
              {series.map(({ key }, place) => {
                const size = (week[key] / most) * height;
                return (
                  <g key={key} className={`bar bar-${key}`}>
                    <rect x={place * bar} y={height + 16 - size} width={bar - 2} height={size} />
                  </g>
                );
              })}
              <text x={(bar * series.length) / 2} y={height + 34} className="bar-week">
                {week.from.slice(5)}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <ul className="legend">
        {series.map(({ key, label }) => (
          <li key={key} className={`bar-${key}`}>
            {label}
          </li>
        ))}
      </ul>
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">每周趋势</caption>
          <thead>
            <tr>
              <th scope="col">周一到周日</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col" className="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.toReversed().map((week) => (
              <tr key={week.from}>
                <th scope="row" className="one-line">
                  {week.from} 到 {week.to.slice(5)}
                </th>
                {series.map(({ key, did }) => (
                  <td key={key} className="number">
                    {week[key] === 0 ? (
                      "0"
                    ) : (
                      <Link to={paths.ordersBy({ owner: unit, did, from: week.from, to: week.to })}>
                        {numberText(week[key])}
                      </Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="unknown">“做完”按事实算，居民要求重办的会扣掉；“点单”“评价”按记录的时间算。</p>
    </section>
  );
};

const waitText = (minutes: number): string => {
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.round(minutes / 6) / 10;
  return hours < 48 ? `${numberText(hours)} 小时` : `${numberText(Math.round(hours / 2.4) / 10)} 天`;
};

/** How long the one in the middle waited for the station's first act, beside those that still wait. */
const FirstResponse = ({ view, unit }: { view: CoverageView; unit: string }) => {
  const { medianMinutes, answered, waiting } = view.firstResponse;
  return (
    <p>
      {medianMinutes === null ? (
        "还没有回应过的单。"
      ) : (
        <>
          从点单到站点第一次回应，一半的单不超过 <strong>{waitText(medianMinutes)}</strong>（
          {numberText(answered)} 单的中位数）。
        </>
      )}
      {waiting > 0 && (
        <>
          {" "}
          还有{" "}
          <Link
            to={paths.ordersBy({
              owner: unit,
              did: "created",
              from: view.from,
              to: view.to,
              status: "submitted",
            })}
          >
            {numberText(waiting)} 单
          </Link>
          在等第一次回应。
        </>
      )}
    </p>
  );
};

/** Whom services reached, where they went and on which theme; and how weeks went. */
export const CoveragePage = () => {
  const unit = useOrderUnit();
  const [search, setSearch] = useSearchParams();
  const entry = search.get("entry") ?? "";
  const query = useQuery({
    queryKey: ["/api/order-coverage", unit],
    queryFn: ({ signal }) => read(client.GET("/api/order-coverage", { params: { query: { unit } }, signal })),
    enabled: unit !== "",
  });
  const view = query.data;
  const shown = (view?.cells ?? []).filter((cell) => entry === "" || cell.entry === entry);
  const topics = [...(view?.topics ?? []), { code: "none", name: "没有主题" }];
  const reached = new Set(shown.filter((cell) => cell.served > 0).map(topicOf));
  const served = { did: "served", owner: unit, from: view?.from, to: view?.to };
  return (
    <>
      <PageHead
        title="覆盖与趋势"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro={
          view === undefined
            ? undefined
            : `${view.from} 到 ${view.to} 居民确认做完的单。每个数打开那些单，零就是空白。只有数量，没有居民的姓名。`
        }
      />
      {query.isPending && unit !== "" && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {view !== undefined && (
        <div className="stack">
          <FirstResponse view={view} unit={unit} />
          <Matrix
            caption="去向 × 人群"
            head="去向"
            rows={view.entries}
            cells={view.cells}
            keyOf={(cell) => cell.entry}
            toOf={(row, audience) => paths.ordersBy({ ...served, entry: row, audience })}
          />
          <label className="inline-choice">
            主题表只看去向{" "}
            <select
              className="native-control"
              value={entry}
              onChange={(event) => {
                const chosen = event.target.value;
                setSearch((old) => {
                  const changed = new URLSearchParams(old);
                  if (chosen === "") changed.delete("entry");
                  else changed.set("entry", chosen);
                  return changed;
                });
              }}
            >
              <option value="">全部</option>
              {view.entries.map((one) => (
                <option key={one.code} value={one.code}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <Matrix
            caption="主题 × 人群"
            head="主题"
            rows={topics.filter((topic) => reached.has(topic.code))}
            cells={shown}
            keyOf={topicOf}
            toOf={(row, audience) =>
              paths.ordersBy({
                ...served,
                topic: row,
                audience,
                ...(entry === "" ? {} : { entry }),
              })
            }
          />
          <p className="unknown">
            一次都没有的主题：
            {topics
              .filter((topic) => !reached.has(topic.code) && topic.code !== "none")
              .map((topic) => topic.name)
              .join("、") || "没有"}
            。
          </p>
          <Trend weeks={view.weeks} unit={unit} />
        </div>
      )}
    </>
  );
};
