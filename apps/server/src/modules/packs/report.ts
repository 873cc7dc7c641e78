import type { Block, OfficialDocument, Run } from "@kepu/official-document";
import type { Context } from "#kernel/context.ts";
import {
  countByStatus,
  getDocument,
  listTasks,
  listTaskUnits,
  measureOf,
  missingReasons,
  type ProgressStatus,
  progressStatusNames,
  readProgress,
  type TargetProgress,
  type TaskProgress,
  type TaskView,
  toTaskPath,
} from "#modules/plans/index.ts";
import { numberText, surveyText } from "./content.ts";

/** Every printed number is a link to the page that opens its records. */
const linked = (context: Context, text: string, path: string): Run => ({
  text,
  link: new URL(path, context.config.publicUrl).href,
});

const printed = (progress: TargetProgress, value: number | null): string =>
  value === null ? "没有数字" : `${numberText(value)} ${measureOf(progress)}`;

const sourceOf = (progress: TargetProgress): string => {
  switch (progress.source) {
    case "facts":
      return "系统里的记录";
    case "survey":
      return progress.estimate === null ? "抽样调查" : surveyText(progress.estimate);
    case "sheets":
      return "签字的人数单";
    case "none":
      return missingReasons[progress.missing ?? "no_indicator"];
    default:
      return progress.source satisfies never;
  }
};

type Stands = {
  task: TaskView;
  first: TaskProgress | undefined;
  last: TaskProgress | undefined;
  lead: string;
};

const taskSection = (context: Context, { task, last, lead }: Stands): Block => {
  const path = toTaskPath(task.id);
  const status = last?.status ?? "none";
  const figures = (last?.targets ?? []).flatMap((target): Run[] => [
    `${target.target.title}：`,
    linked(context, printed(target, target.value), path),
    `（应达到 ${printed(target, target.goal)}，${progressStatusNames[target.status]}，来源：${sourceOf(target)}）。`,
  ]);
  const why = last?.missing === null || last === undefined ? "" : missingReasons[last.missing];
  return {
    kind: "section",
    heading: `${task.code} ${task.title}`,
    text: [
      `牵头单位：${lead}。`,
      `完成期限：${task.dueOn}。进展：`,
      linked(context, progressStatusNames[status], path),
      `。${figures.length === 0 ? (why === "" ? "没有设目标。" : why) : ""}`,
      ...figures,
    ],
  };
};

const statusRow = (context: Context, stands: readonly Stands[], status: ProgressStatus) =>
  stands
    .filter(({ last }) => (last?.status ?? "none") === status)
    .flatMap(({ task }, index): Run[] => [
      index === 0 ? "" : "、",
      linked(context, task.code, toTaskPath(task.id)),
    ]);

const firstLast = (context: Context, stands: readonly Stands[]): Block => ({
  kind: "table",
  title: "表1 指标首末对照",
  columns: [
    { title: "指标", width: 4 },
    { title: "期初", width: 2, align: "right" },
    { title: "期末", width: 2, align: "right" },
    { title: "目标", width: 2, align: "right" },
    { title: "结论", width: 1.6, align: "center" },
  ],
  rows: stands.flatMap(({ task, first, last }) =>
    (last?.targets ?? []).map((target) => {
      const before = first?.targets.find((one) => one.target.id === target.target.id);
      const start = target.target.baseline ?? before?.value ?? null;
      return [
        `${task.code} ${target.target.title}`,
        start === null ? "没有数字" : printed(target, start),
        [linked(context, printed(target, target.value), toTaskPath(task.id))],
        printed(target, target.goal),
        progressStatusNames[target.status],
      ];
    }),
  ),
  note: "期初有基数的用基数，没有的用期初日期的记录；期末由记录算出，点开数字可看每一条。",
});

/**
 * The yearly report, or with the whole period the final evaluation (Z-05): how all tasks stand, task by task, indicators at
 * the first and the last day, and what is missing. Every number is a link to its records; nothing is typed.
 */
export const yearlyReport = async (
  context: Context,
  asked: { documentId: string; from: string; to: string; title: string },
): Promise<OfficialDocument> => {
  const { db } = context;
  const document = await getDocument(db, asked.documentId);
  const tasks = await listTasks(db, { documentId: document.id });
  const first = await readProgress(db, { tasks, asOf: asked.from });
  const last = await readProgress(db, { tasks, asOf: asked.to });
  const leads = Map.groupBy(
    (
      await listTaskUnits(
        db,
        tasks.map(({ id }) => id),
      )
    ).filter(({ part }) => part === "lead"),
    ({ taskId }) => taskId,
  );
  const stands = tasks.map((task): Stands => ({
    task,
    first: first.get(task.id),
    last: last.get(task.id),
    lead: (leads.get(task.id) ?? []).map(({ unitName }) => unitName).join("、") || "没有",
  }));
  const counts = countByStatus(last.values());
  const unmet = stands.filter(({ last: state }) => state?.status === "behind" || state?.status === "at_risk");
  const unknown = stands.filter(({ last: state }) => (state?.status ?? "none") === "none");
  return {
    title: asked.title,
    body: [
      {
        kind: "paragraph",
        text: `本报告由系统从记录生成，数字截至 ${asked.to}。每个数字都能点开看它的记录；没有数字的写明原因。结论和经验由单位补写。`,
      },
      {
        kind: "section",
        heading: "总体进展",
        blocks: [
          {
            kind: "paragraph",
            text: `《${document.title}》共 ${tasks.length} 项任务：${counts.map(({ name, count }) => `${name} ${count} 项`).join("，")}。`,
          },
          {
            kind: "table",
            columns: [
              { title: "进展", width: 1.2, align: "center" },
              { title: "项数", width: 1, align: "right" },
              { title: "任务", width: 6 },
            ],
            rows: counts.map(({ status, name, count }) => [
              name,
              String(count),
              statusRow(context, stands, status),
            ]),
          },
        ],
      },
      {
        kind: "section",
        heading: "逐项任务完成情况",
        blocks: stands.map((one) => taskSection(context, one)),
      },
      { kind: "section", heading: "指标首末对照", blocks: [firstLast(context, stands)] },
      {
        kind: "section",
        heading: "没有达到进度的任务",
        blocks:
          unmet.length === 0
            ? [{ kind: "paragraph", text: "没有。" }]
            : unmet.map(({ task, lead, last: state }) => ({
                kind: "paragraph" as const,
                text: `${task.code} ${task.title}：${progressStatusNames[state?.status ?? "none"]}，牵头单位 ${lead}，期限 ${task.dueOn}。`,
              })),
      },
      {
        kind: "section",
        heading: "无法推算的任务",
        blocks:
          unknown.length === 0
            ? [{ kind: "paragraph", text: "没有。" }]
            : unknown.map(({ task, last: state }) => ({
                kind: "paragraph" as const,
                text: `${task.code} ${task.title}：${missingReasons[state?.missing ?? "no_target"]}`,
              })),
      },
      {
        kind: "section",
        heading: "典型案例和经验",
        blocks: [{ kind: "paragraph", text: "（由牵头单位补写。）" }],
      },
    ],
    signature: { units: [document.unitName], date: asked.to },
  };
};
