import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Table } from "#ui/table/table.tsx";
import type { DocumentView } from "./documents.ts";
import { outcomeNames } from "./estimates.ts";
import { milestoneStateNames, type MilestoneState } from "./milestones.ts";
import { missingReasons, type ProgressStatus, progressStatusNames } from "./progress-rule.ts";
import { countByStatus, measureOf, type TargetProgress } from "./progress.ts";
import type { TaskView } from "./queries.ts";
import type { Standing } from "./standing.ts";

export const progressTones: Readonly<Record<ProgressStatus, StatusTone>> = {
  done: "done",
  on_track: "active",
  at_risk: "soon",
  behind: "wrong",
  none: "neutral",
};
const milestoneTones: Readonly<Record<MilestoneState, StatusTone>> = {
  reached: "done",
  overdue: "wrong",
  soon: "soon",
  ahead: "neutral",
};

const amount = (value: number): string => (Math.round(value * 10) / 10).toLocaleString("zh-CN");

const intervalText = ({ estimate }: TargetProgress): string =>
  estimate === null
    ? ""
    : `（${estimate.surveyedOn} 调查，95% 区间 ${amount(estimate.lower)}%—${amount(estimate.upper)}%，${outcomeNames[estimate.outcome]}）`;

const nowText = (target: TargetProgress): string =>
  target.value === null
    ? missingReasons[target.missing ?? "no_indicator"]
    : `${amount(target.value)} ${measureOf(target)}${intervalText(target)}`;

export const NoPlanPage = () => (
  <div class="stack">
    <h1>科普方案</h1>
    <EmptyState icon="info" title="现在没有在施行的方案">
      有了以后，这里会列出每项任务和进展。
    </EmptyState>
  </div>
);

const TaskBlock = ({ task, standing, now }: { task: TaskView; standing: Standing; now: Date }) => {
  const state = standing.progress.get(task.id);
  const status = state?.status ?? "none";
  const leads = (standing.parts.get(task.id) ?? [])
    .filter((unit) => unit.part === "lead")
    .map((unit) => unit.unitName);
  return (
    <section class="stack" aria-label={`${task.code} ${task.title}`}>
      <h3>
        {task.code} {task.title}
      </h3>
      <p>
        <StatusTag tone={progressTones[status]} text={progressStatusNames[status]} />{" "}
        {leads.join("、") || "还没有牵头单位"}，{calendarDayText(task.dueOn, now)}前完成
      </p>
      <Table
        caption={`${task.title}的目标`}
        captionShown="hidden"
        columns={[
          { header: "目标", role: "name", cell: (row) => row.target.title },
          { header: "现在", align: "end", cell: nowText },
          { header: "要做到", align: "end", cell: (row) => `${amount(row.goal)} ${measureOf(row)}` },
        ]}
        rows={state?.targets ?? []}
        rowKey={(row) => row.target.id}
        empty={<p>{missingReasons[state?.missing ?? "no_target"]}</p>}
      />
      <details>
        <summary>方案的原话</summary>
        <p>{task.sentences.map((sentence) => sentence.text).join("")}</p>
      </details>
    </section>
  );
};

/** The plan in force: how many tasks stand how, its dated steps, and each task with its targets and the plan's own words. */
export const PlanPage = ({
  plan,
  standing,
  asOf,
  now,
}: {
  plan: DocumentView;
  standing: Standing;
  asOf: string;
  now: Date;
}) => {
  return (
    <div class="stack">
      <h1>科普方案说了什么，做到哪一步</h1>
      <p class="lead">
        《{plan.title}》{plan.documentNo === null ? "" : `（${plan.documentNo}）`}，共 {standing.tasks.length}{" "}
        项任务。数字由点单、活动、稿件等记录算出，截至{calendarDayText(asOf, now)}，没有一个是填报的。
      </p>
      <SummaryList
        rows={[
          ["有效期", `${plan.validFrom ?? "没有写"} 至 ${plan.validTo ?? "没有写"}`],
          ...countByStatus(standing.progress.values()).map(
            ({ name, count }) => [name, `${count} 项`] as const,
          ),
        ].map(([term, value]) => ({ term: term ?? "", value: value ?? "" }))}
      />
      {standing.milestones.length > 0 && (
        <>
          <h2>时间节点</h2>
          <Listing
            order="numbered"
            items={standing.milestones.map((step) => ({
              key: step.id,
              title: step.title,
              meta: `${calendarDayText(step.dueOn, now)} · ${step.unitName}`,
              aside: <StatusTag tone={milestoneTones[step.state]} text={milestoneStateNames[step.state]} />,
            }))}
          />
        </>
      )}
      <h2>每项任务</h2>
      {standing.tasks.map((task) => (
        <TaskBlock key={task.id} task={task} standing={standing} now={now} />
      ))}
    </div>
  );
};
