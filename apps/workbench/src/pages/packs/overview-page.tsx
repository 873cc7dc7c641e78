import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { OverviewView } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { useMe } from "../../me.tsx";
import { basename, paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { progressTone } from "../plans/plan-words.ts";
import { ProblemView } from "../../shell/problem-view.tsx";
import { numberText, timeText } from "../../time-text.ts";

/** An address inside the workbench, as the router wants it. */
const toRoute = (href: string): string =>
  href.startsWith(`${basename}/`) ? href.slice(basename.length) : href;

const Counts = ({ overview }: { overview: OverviewView }) => (
  <section aria-label="任务进展">
    <h2>任务进展</h2>
    <ul className="overview-counts">
      {overview.counts.map(({ status, name, count }) => (
        <li key={status}>
          <Link to={paths.overviewTasks(overview.unitId, status)}>
            <strong>{numberText(count)}</strong> <StatusMark tone={progressTone(status)}>{name}</StatusMark>
          </Link>
        </li>
      ))}
    </ul>
  </section>
);

const Red = ({ overview }: { overview: OverviewView }) => (
  <section aria-label="红灯">
    <h2>
      红灯 <Link to={paths.overviewTasks(overview.unitId, "behind")}>{numberText(overview.redCount)} 项</Link>
    </h2>
    {overview.red.length === 0 && <p>没有落后或有风险的任务。</p>}
    <ul className="overview-list">
      {overview.red.map((task) => (
        <li key={task.taskId}>
          <StatusMark tone={progressTone(task.status)}>{task.statusName}</StatusMark>{" "}
          <Link to={toRoute(task.href)}>
            {task.code} {task.title}
          </Link>{" "}
          <span className="unknown">
            {task.lead}，{task.figureText}
          </span>
        </li>
      ))}
    </ul>
  </section>
);

const Figures = ({ overview }: { overview: OverviewView }) => (
  <section aria-label="主要数字">
    <h2>主要数字</h2>
    {overview.figures.length === 0 && <p>还没有从记录算出的数字。</p>}
    <TableScroll>
      <table className="plain-table">
        <tbody>
          {overview.figures.map((figure) => (
            <tr key={`${figure.href} ${figure.title}`}>
              <th scope="row">
                {figure.title}
                {figure.interval !== null && <span className="unknown">（{figure.interval}）</span>}
              </th>
              <td className="number">
                <Link to={toRoute(figure.href)}>{figure.valueText}</Link>
              </td>
              <td className="number">目标 {figure.goalText}</td>
              <td>
                <StatusMark tone={progressTone(figure.status)}>{figure.statusName}</StatusMark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
    <p className="unknown">这些数字是逐条记录的合计，没有抽样误差；抽样得来的会写明区间。</p>
  </section>
);

const Waiting = ({ overview }: { overview: OverviewView }) => (
  <section aria-label="等决定的事">
    <h2>等决定的事</h2>
    {overview.waiting.length === 0 && <p>没有等您决定的事。</p>}
    <ul className="overview-list">
      {overview.waiting.slice(0, 6).map((item) => (
        <li key={item.title}>
          <Link to={toRoute(item.href)}>
            {item.title}：{numberText(item.count)} 件
          </Link>
          {item.dueAt !== null && <span className="unknown"> 最早 {timeText(item.dueAt)} 到期</span>}
        </li>
      ))}
    </ul>
  </section>
);

const milestoneTone: Readonly<Record<OverviewView["milestones"][number]["state"], Tone>> = {
  overdue: "urgent",
  soon: "waiting",
  ahead: "quiet",
  reached: "done",
};

const Timeline = ({ overview }: { overview: OverviewView }) => (
  <section aria-label="时间表">
    <h2>时间表</h2>
    {overview.milestones.length === 0 && <p>方案还没有设里程碑。</p>}
    <ol className="overview-list">
      {overview.milestones.map((milestone) => (
        <li key={`${milestone.dueOn} ${milestone.title}`}>
          <span className="unknown">{milestone.dueOn}</span>{" "}
          <Link to={toRoute(milestone.href)}>{milestone.title}</Link>{" "}
          <StatusMark tone={milestoneTone[milestone.state]}>{milestone.stateName}</StatusMark>
        </li>
      ))}
    </ol>
  </section>
);

const Burden = ({ overview: { burden, notAdopted, unitId } }: { overview: OverviewView }) => (
  <section aria-label="填报负担">
    <h2>填报负担和列入情况</h2>
    <ul className="overview-list">
      <li>
        本周填表合计{" "}
        <Link to={`${paths.burdens}?unit=${encodeURIComponent(unitId)}`}>
          {numberText(burden.minutes)} 分钟
        </Link>
        （{numberText(burden.units)} 个单位，{numberText(burden.over)} 个超出上限）
      </li>
      <li>
        还没有列入本单位文件的任务{" "}
        <Link to={paths.overviewTasks(unitId, "")}>{numberText(notAdopted)} 处</Link>
      </li>
    </ul>
  </section>
);

/** The leader's page: one screen, one sheet of paper; every figure opens its list. */
export const OverviewPage = () => {
  const me = useMe();
  const [search] = useSearchParams();
  const unit = search.get("unit") ?? me.grants[0]?.unitId ?? "";
  const query = useQuery({
    queryKey: ["/api/overview", unit],
    queryFn: ({ signal }) => read(client.GET("/api/overview", { params: { query: { unit } }, signal })),
    enabled: unit !== "",
  });
  const overview = query.data;
  return (
    <>
      <PageHead
        title="总览"
        intro={
          overview === undefined
            ? undefined
            : `${overview.unitName} · ${overview.plan === null ? "没有在执行的方案" : `《${overview.plan.title}》`} · 数字截至 ${overview.asOf}`
        }
        actions={
          <Button className="no-print" onClick={() => globalThis.print()}>
            打印一页
          </Button>
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {overview !== undefined && overview.plan === null && (
        <EmptyState
          title="现在没有在执行的方案"
          hint="导入方案并使它生效以后，这里会自动有数字，不用填报。"
        />
      )}
      {overview !== undefined && (
        <div className="overview">
          <Counts overview={overview} />
          <div className="overview-columns">
            <div>
              <Red overview={overview} />
              <Waiting overview={overview} />
            </div>
            <div>
              <Figures overview={overview} />
              <Timeline overview={overview} />
              <Burden overview={overview} />
            </div>
          </div>
        </div>
      )}
    </>
  );
};
