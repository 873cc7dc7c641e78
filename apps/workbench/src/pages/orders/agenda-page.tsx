import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { AgendaDay, AgendaView } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { dayOf, isDay, timeText } from "../../time-text.ts";
import { halfName, orderTone } from "./order-words.ts";

const dayMs = 86_400_000;
const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
/** The Monday of a day's week. */
const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
const weekdays = ["日", "一", "二", "三", "四", "五", "六"];
const weekday = (day: string): string => `周${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ""}`;

const kindText = (day: AgendaDay): string => {
  if (day.kind === "holiday") return `${day.name ?? ""}放假`;
  if (day.kind === "workday") return day.name ?? "调休上班";
  return day.kind === "weekend" ? "周末" : "";
};

const Watched = ({ counts }: { counts: AgendaView["counts"] }) => (
  <ul className="overview-counts" aria-label="要盯住的单">
    {(
      [
        ["due", "4 小时内到期", counts.due, paths.ordersBy({ near: "due" })],
        ["late", "已超时", counts.late, paths.ordersBy({ near: "late" })],
        ["risk", "可能误事", counts.risk, paths.ordersBy({ near: "risk" })],
        ["noTeam", "没有人到，等替补", counts.noTeam, paths.ordersBy({ status: "no_show" })],
      ] as const
    ).map(([key, label, count, to]) => (
      <li key={key}>
        <Link to={to}>
          <strong>{count}</strong>{" "}
          <StatusMark tone={count === 0 ? "quiet" : key === "due" ? "waiting" : "urgent"}>{label}</StatusMark>
        </Link>
      </li>
    ))}
  </ul>
);

const HalfDay = ({ day, half }: { day: string; half: AgendaDay["halves"][number] }) => (
  <section aria-label={`${day} ${halfName(half.half)}`}>
    <h3>
      {halfName(half.half)}
      {half.total > half.rows.length && (
        <>
          {" "}
          <Link to={paths.ordersBy({ did: "on", from: day, to: day, half: half.half })}>
            全部 {half.total} 单
          </Link>
        </>
      )}
    </h3>
    {half.total === 0 && <p className="unknown">没有</p>}
    <ul>
      {half.rows.map((row) => (
        <li key={row.id}>
          <span className="agenda-time">
            {row.startsAt === null ? "未约" : timeText(row.startsAt).slice(11, 16)}
          </span>{" "}
          <Link to={paths.order(row.id)}>
            {row.no} {row.title}
          </Link>
          <span className="agenda-more">
            {row.place} · {row.teamName ?? "还没有队"}
          </span>
          <StatusMark tone={row.late || row.atRisk ? "urgent" : orderTone(row.status)}>
            {row.late ? "已超时" : row.atRisk ? "可能误事" : row.statusName}
          </StatusMark>
        </li>
      ))}
    </ul>
  </section>
);

/** The day and the week of my stations by half days; the address holds the day. */
export const AgendaPage = () => {
  const [search] = useSearchParams();
  const today = dayOf(new Date());
  const days = search.get("view") === "day" ? 1 : 7;
  const asked = search.get("from") ?? "";
  const chosen = isDay(asked) ? asked : today;
  const from = days === 7 ? mondayOf(chosen) : chosen;
  const query = useQuery({
    queryKey: ["/api/order-agenda", from, days],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/order-agenda", {
          params: { query: { from, days, each: days === 1 ? 60 : 8 } },
          signal,
        }),
      ),
    refetchInterval: 60_000,
  });
  const to = (day: string, view = days === 1 ? "day" : "week"): string =>
    `${paths.orderAgenda}?${new URLSearchParams({ from: day, view }).toString()}`;
  const guessed = query.data?.days.some((day) => day.from === "statutory") ?? false;
  return (
    <>
      <PageHead
        title={days === 1 ? `日程：${from}（${weekday(from)}）` : `日程：${from} 起一周`}
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="约好时间的排在那个时间，没约的排在居民想要的那天。"
        actions={
          <nav aria-label="换日子" className="agenda-nav">
            <Link to={to(addDays(from, -days))}>上一{days === 1 ? "天" : "周"}</Link>
            <Link to={to(today)}>今天</Link>
            <Link to={to(addDays(from, days))}>下一{days === 1 ? "天" : "周"}</Link>
            {days === 1 ? (
              <Link to={to(from, "week")}>看一周</Link>
            ) : (
              <Link to={to(today, "day")}>只看今天</Link>
            )}
          </nav>
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <>
          <Watched counts={query.data.counts} />
          {guessed && (
            <p className="unknown">
              这一年的放假通知还没有导入，只标出周末和法定节日，调休不知道。
              <Link to={paths.workDays}>看节假日</Link>
            </p>
          )}
          <div className={days === 1 ? "agenda agenda-day" : "agenda"}>
            {query.data.days.map((day) => (
              <section key={day.day} className={day.day === today ? "agenda-today" : undefined}>
                <h2>
                  <Link to={to(day.day, "day")}>
                    {day.day.slice(5)} {weekday(day.day)}
                  </Link>
                  {kindText(day) !== "" && <span className="unknown"> {kindText(day)}</span>}
                </h2>
                {day.halves.map((half) => (
                  <HalfDay key={half.half} day={day.day} half={half} />
                ))}
              </section>
            ))}
          </div>
        </>
      )}
    </>
  );
};
