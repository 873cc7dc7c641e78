import { sumBurden, usualLimitMinutes } from "#modules/burdens/index.ts";
import { isAtOrBelow } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import { weekOf } from "#kernel/form-burden.ts";
import {
  countByStatus,
  findPlanInForce,
  outcomeNames,
  measureOf,
  milestoneStateNames,
  type MilestoneState,
  type MilestoneView,
  missingReasons,
  type ProgressStatus,
  progressStatusNames,
  readStanding,
  type TaskProgress,
  type TaskUnitView,
  type TaskView,
  toPlanPath,
  toTaskPath,
} from "#modules/plans/index.ts";
import { numberText } from "./content.ts";

/** Rows that fit the leader's one screen and one page of paper; the lists behind hold all. */
const shown = { red: 6, figures: 6, milestones: 4 } as const;

export type OverviewTask = {
  taskId: string;
  code: string;
  title: string;
  status: ProgressStatus;
  statusName: string;
  lead: string;
  dueOn: string;
  /** The figure that decides, in words; why there is none where there is none. */
  figureText: string;
  href: string;
};
export type OverviewFigure = {
  title: string;
  valueText: string;
  goalText: string;
  /** Bounds of an estimate; a count has none. */
  interval: string | null;
  status: ProgressStatus;
  statusName: string;
  href: string;
};
export type OverviewMilestone = {
  title: string;
  unitName: string;
  dueOn: string;
  state: MilestoneState;
  stateName: string;
  href: string;
};
export type Overview = {
  unitId: string;
  unitName: string;
  asOf: string;
  plan: { id: string; title: string; validTo: string | null } | null;
  counts: readonly { status: ProgressStatus; name: string; count: number }[];
  red: readonly OverviewTask[];
  redCount: number;
  figures: readonly OverviewFigure[];
  figureCount: number;
  milestones: readonly OverviewMilestone[];
  notAdopted: number;
  burden: { minutes: number; forms: number; units: number; over: number; limitMinutes: number };
};

const figureText = (progress: TaskProgress): string => {
  const worst = progress.targets.find(({ status }) => status === progress.status) ?? progress.targets[0];
  if (worst === undefined) return missingReasons[progress.missing ?? "no_target"];
  if (worst.value === null)
    return `${worst.target.title}：${missingReasons[worst.missing ?? "no_indicator"]}`;
  const expected =
    worst.expected === null ? "" : `，按进度应为 ${numberText(Math.round(worst.expected * 10) / 10)}`;
  return `${worst.target.title}：${numberText(worst.value)} / ${numberText(worst.goal)} ${measureOf(worst)}${expected}`;
};

type Read = {
  tasks: readonly TaskView[];
  progress: ReadonlyMap<string, TaskProgress>;
  parts: ReadonlyMap<string, readonly TaskUnitView[]>;
  milestones: readonly MilestoneView[];
  plan: Overview["plan"];
};

/** The tasks that concern a unit: all of its own plan, else those in which it or a unit below it has a part. */
const readTasks = async (db: Db, unit: { path: string }, today: string): Promise<Read> => {
  const document = await findPlanInForce(db);
  if (document === undefined)
    return { tasks: [], progress: new Map(), parts: new Map(), milestones: [], plan: null };
  const {
    tasks: all,
    parts,
    progress,
    milestones,
  } = await readStanding(db, {
    documentId: document.id,
    asOf: today,
  });
  const tasks = all.filter(
    (task) =>
      isAtOrBelow(task.unitPath, unit.path) ||
      (parts.get(task.id) ?? []).some(({ unitPath }) => isAtOrBelow(unitPath, unit.path)),
  );
  return {
    tasks,
    progress: new Map(
      tasks.flatMap(({ id }) => {
        const state = progress.get(id);
        return state === undefined ? [] : [[id, state] as const];
      }),
    ),
    parts,
    milestones,
    plan: { id: document.id, title: document.title, validTo: document.validTo },
  };
};

const toTask = ({ progress, parts }: Read, task: TaskView): OverviewTask => {
  const state = progress.get(task.id);
  const status = state?.status ?? "none";
  return {
    taskId: task.id,
    code: task.code,
    title: task.title,
    status,
    statusName: progressStatusNames[status],
    lead:
      (parts.get(task.id) ?? [])
        .filter(({ part }) => part === "lead")
        .map(({ unitName }) => unitName)
        .join("、") || "没有牵头单位",
    dueOn: task.dueOn,
    figureText: state === undefined ? missingReasons.no_target : figureText(state),
    href: toTaskPath(task.id),
  };
};

const urgency: Readonly<Record<ProgressStatus, number>> = {
  behind: 0,
  at_risk: 1,
  none: 2,
  on_track: 3,
  done: 4,
};
const byUrgency = (one: OverviewTask, other: OverviewTask): number =>
  urgency[one.status] - urgency[other.status] ||
  (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0);

/** Every task that concerns a unit with where it stands, the most urgent first; the list behind every count. */
export const listOverviewTasks = async (
  db: Db,
  asked: { unit: { path: string }; now: Date; status?: ProgressStatus | undefined },
): Promise<readonly OverviewTask[]> => {
  const read = await readTasks(db, asked.unit, toDistrictDate(asked.now));
  return read.tasks
    .map((task) => toTask(read, task))
    .filter(({ status }) => asked.status === undefined || status === asked.status)
    .toSorted(byUrgency);
};

const toFigures = ({ tasks, progress }: Read): OverviewFigure[] =>
  tasks.flatMap((task) =>
    (progress.get(task.id)?.targets ?? [])
      .filter(({ value }) => value !== null)
      .map((target) => ({
        title: target.target.title,
        valueText: `${numberText(target.value ?? 0)} ${measureOf(target)}`,
        goalText: `${numberText(target.goal)} ${measureOf(target)}`,
        interval:
          target.estimate === null
            ? null
            : `${numberText(target.estimate.lower)}%—${numberText(target.estimate.upper)}%，${outcomeNames[target.estimate.outcome]}`,
        status: target.status,
        statusName: progressStatusNames[target.status],
        href: toTaskPath(task.id),
      })),
  );

/** The timeline: what is overdue, then what comes next, then what was reached last. */
const toTimeline = (
  milestones: readonly MilestoneView[],
  unit: { path: string },
): readonly OverviewMilestone[] => {
  const all = milestones.filter(({ unitPath }) => isAtOrBelow(unitPath, unit.path));
  const open = all.filter(({ state }) => state !== "reached");
  const reached = all.filter(({ state }) => state === "reached").toReversed();
  return [...open, ...reached].slice(0, shown.milestones).map((milestone) => ({
    title: milestone.title,
    unitName: milestone.unitName,
    dueOn: milestone.dueOn,
    state: milestone.state,
    stateName: milestoneStateNames[milestone.state],
    href: toPlanPath(milestone.documentId),
  }));
};

/** What a leader sees on one page: how the plan stands, what is red, the figures, what typing the week asked. */
export const readOverview = async (
  db: Db,
  asked: { unit: { id: string; name: string; path: string }; now: Date },
): Promise<Overview> => {
  const { unit, now } = asked;
  const asOf = toDistrictDate(now);
  const read = await readTasks(db, unit, asOf);
  const red = read.tasks
    .map((task) => toTask(read, task))
    .filter(({ status }) => status === "behind" || status === "at_risk")
    .toSorted(byUrgency);
  // What only a survey can tell stands first: it is what the whole plan is for.
  const figures = toFigures(read).toSorted(
    (one, other) =>
      Number(one.interval === null) - Number(other.interval === null) ||
      urgency[one.status] - urgency[other.status],
  );
  const open = read.tasks.flatMap((task) => read.parts.get(task.id) ?? []);
  return {
    unitId: unit.id,
    unitName: unit.name,
    asOf,
    plan: read.plan,
    counts: countByStatus(read.progress.values()),
    red: red.slice(0, shown.red),
    redCount: red.length,
    figures: figures.slice(0, shown.figures),
    figureCount: figures.length,
    milestones: toTimeline(read.milestones, unit),
    notAdopted: open.filter(({ adoption, unitPath }) => adoption === null && isAtOrBelow(unitPath, unit.path))
      .length,
    burden: {
      ...(await sumBurden(db, { scope: [unit.path], week: weekOf(now) })),
      limitMinutes: usualLimitMinutes,
    },
  };
};
