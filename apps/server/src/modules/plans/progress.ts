import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { type Indicator, listIndicators, type Period, rollUp } from "#kernel/indicators.ts";
import { listDescendants } from "#modules/organisations/index.ts";
import {
  type Course,
  type Days,
  expectedOn,
  isReached,
  type MissingReason,
  periodOf,
  type ProgressStatus,
  progressStatusNames,
  statusOn,
  worstOf,
} from "./progress-rule.ts";
import {
  getTask,
  listTargets,
  listTaskUnits,
  type TargetView,
  type TaskUnitView,
  type TaskView,
} from "./queries.ts";
import { type EstimateView, isSurveyTarget, listEstimates } from "./estimates.ts";
import { sumSheets } from "./evidence.ts";
import { subjectKinds } from "./vocabulary.ts";

export type UnitProgress = { unitId: string; unitName: string; value: number; status: ProgressStatus };

export type TargetProgress = {
  target: TargetView;
  /** Facts of the system; a survey's sample; numbers of signed sheets where neither tells it; none. */
  source: "facts" | "survey" | "sheets" | "none";
  /** The survey behind the figure, where there is one. */
  estimate: EstimateView | null;
  missing: MissingReason | null;
  /** The days that are counted. */
  days: Days;
  /** What is compared: the figure, or how many units have reached it. */
  value: number | null;
  goal: number;
  expected: number | null;
  status: ProgressStatus;
  /** Units that have to reach it, or that have a part in the task. */
  units: readonly UnitProgress[];
};

export type TaskProgress = {
  taskId: string;
  asOf: string;
  status: ProgressStatus;
  missing: MissingReason | null;
  targets: readonly TargetProgress[];
};

/** What a target's figures count: the facts' own measure, or the units that have reached it. */
export const measureOf = ({ target }: Pick<TargetProgress, "target">): string =>
  target.subject === "area" ? target.measure : "个单位";

const sortedStatuses: readonly ProgressStatus[] = ["behind", "at_risk", "on_track", "done", "none"];

/** How many tasks stand how, the worst first. */
export const countByStatus = (
  progress: Iterable<TaskProgress>,
): { status: ProgressStatus; name: string; count: number }[] => {
  const counts = new Map<ProgressStatus, number>();
  for (const { status } of progress) counts.set(status, (counts.get(status) ?? 0) + 1);
  return sortedStatuses.map((status) => ({
    status,
    name: progressStatusNames[status],
    count: counts.get(status) ?? 0,
  }));
};

type Values = ReadonlyMap<string, number>;

/** Figures of one reading, each asked for once: many targets count the same facts over the same days. */
const createReader = async (db: Db | Trx, rootPath: string) => {
  const definitions = new Map(
    (await listIndicators(db)).map((one) => [`${one.code}@${one.version}`, one] as const),
  );
  const kept = new Map<string, Promise<Values>>();
  return (tied: NonNullable<TargetView["indicator"]>, period: Period): Promise<Values> => {
    const key = JSON.stringify([tied.code, tied.version, tied.filter, period]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const definition = definitions.get(`${tied.code}@${tied.version}`);
    const read =
      definition === undefined
        ? Promise.resolve(new Map())
        : readUnits(db, definition, tied, { rootPath, period });
    kept.set(key, read);
    return read;
  };
};

const readUnits = async (
  db: Db | Trx,
  definition: Indicator,
  tied: NonNullable<TargetView["indicator"]>,
  options: { rootPath: string; period: Period },
): Promise<Values> => {
  const narrowed = { ...definition, filter: { ...definition.filter, ...tied.filter } };
  const rows = await rollUp(db, narrowed, options);
  return new Map(rows.map((row) => [row.unitId, row.value]));
};

/** The days that count for a target on a day, and the line it should follow. */
const courseOf = (target: TargetView, asOf: string): Course => {
  const days =
    target.frequency === null
      ? { from: target.startsOn, to: target.dueOn }
      : periodOf(target.frequency, asOf < target.dueOn ? asOf : target.dueOn);
  return {
    comparison: target.comparison,
    goal: target.value,
    start: target.frequency === null ? (target.baseline ?? 0) : 0,
    days,
    path: target.frequency === null ? target.path : [],
  };
};

type Subject = { id: string; name: string };

const judge = (
  target: TargetView,
  course: Course,
  input: {
    own: number | null;
    asOf: string;
    subjects: readonly Subject[] | undefined;
    parts: readonly Subject[];
    values: Values;
  },
): Pick<TargetProgress, "value" | "goal" | "expected" | "status" | "units" | "missing"> => {
  const { asOf, subjects, values } = input;
  const unitOf = ({ id, name }: Subject): UnitProgress => {
    const value = values.get(id) ?? 0;
    return { unitId: id, unitName: name, value, status: statusOn(course, value, asOf) };
  };
  if (subjects === undefined) {
    const value = (input.own ?? 0) + course.start;
    return {
      value,
      goal: course.goal,
      expected: expectedOn(course, asOf),
      status: statusOn(course, value, asOf),
      // A unit's own share of a district's figure has no line of its own to keep to.
      units: input.parts.map((part) => ({ ...unitOf(part), status: "none" })),
      missing: null,
    };
  }
  if (subjects.length === 0)
    return { value: null, goal: 0, expected: null, status: "none", units: [], missing: "no_units" };
  const units = subjects.map(unitOf);
  const value = units.filter((unit) => isReached(target.comparison, unit.value, target.value)).length;
  // All of them by the last day.
  const all: Course = { ...course, comparison: "atLeast", goal: units.length, start: 0, path: [] };
  return {
    value,
    goal: units.length,
    expected: expectedOn(all, asOf),
    status: statusOn(all, value, asOf),
    units,
    missing: null,
  };
};

/** A point above the line reaches nothing: done is what the rule says is reached; before, it is on its way, after the last day at risk. */
const statusOfEstimate = (course: Course, estimate: EstimateView, asOf: string): ProgressStatus => {
  if (estimate.outcome === "reached") return "done";
  const status = statusOn(course, estimate.share, asOf);
  if (status !== "done") return status;
  return asOf < course.days.to ? "on_track" : "at_risk";
};

/** How tasks of one plan stand on a day, each figure from the facts (or signed sheets) of its days up to that day. */
export const readProgress = async (
  db: Db | Trx,
  input: { tasks: readonly TaskView[]; asOf: string },
): Promise<ReadonlyMap<string, TaskProgress>> => {
  const { tasks, asOf } = input;
  const [first] = tasks;
  if (first === undefined) return new Map();
  const ids = tasks.map((task) => task.id);
  const [targets, parts] = [await listTargets(db, ids), await listTaskUnits(db, ids)];
  const needsUnits = targets.some((target) => subjectKinds[target.subject] !== undefined);
  const below = needsUnits ? await listDescendants(db, first.unitPath, asOf) : [];
  const read = await createReader(db, first.unitPath);
  const estimates = await listEstimates(db, {
    targets: targets.filter((target) => isSurveyTarget({ ...target, isTied: target.indicator !== null })),
    asOf,
  });
  const partsOf = Map.groupBy(parts, (part) => part.taskId);
  const subjectsOf = (target: TargetView, own: readonly Subject[]): readonly Subject[] | undefined => {
    if (target.subject === "area") return undefined;
    const kinds = subjectKinds[target.subject];
    return kinds === undefined ? own : below.filter((unit) => kinds.includes(unit.kind));
  };

  const progressOf = async (task: TaskView, target: TargetView): Promise<TargetProgress> => {
    const course = courseOf(target, asOf);
    const base = {
      target,
      estimate: null,
      days: course.days,
      value: null,
      goal: course.goal,
      expected: null,
      units: [],
    };
    if (asOf < course.days.from) return { ...base, source: "none", status: "none", missing: "not_begun" };
    const period = { from: course.days.from, to: asOf < course.days.to ? asOf : course.days.to };
    const own = (partsOf.get(task.id) ?? []).map(toSubject);
    if (target.indicator !== null) {
      const values = await read(target.indicator, period);
      const judged = judge(target, course, {
        own: values.get(task.unitId) ?? 0,
        asOf,
        subjects: subjectsOf(target, own),
        parts: own,
        values,
      });
      return { ...base, source: "facts", ...judged };
    }
    const estimate = estimates.get(target.id);
    if (estimate !== undefined)
      return {
        ...base,
        source: "survey",
        estimate,
        value: estimate.share,
        expected: expectedOn(course, asOf),
        status: statusOfEstimate(course, estimate, asOf),
        missing: null,
      };
    const sheets = await sumSheets(db, { taskId: task.id, measure: target.measure, period });
    if (sheets.size === 0) return { ...base, source: "none", status: "none", missing: "no_indicator" };
    const judged = judge(target, course, {
      own: [...sheets.values()].reduce((sum, value) => sum + value, 0),
      asOf,
      subjects: subjectsOf(target, own),
      parts: own,
      values: sheets,
    });
    return { ...base, source: "sheets", ...judged };
  };

  const byTask = Map.groupBy(targets, (target) => target.taskId);
  const found = new Map<string, TaskProgress>();
  for (const task of tasks) {
    const rows: TargetProgress[] = [];
    for (const target of byTask.get(task.id) ?? []) rows.push(await progressOf(task, target));
    const status = worstOf(rows.map((row) => row.status));
    found.set(task.id, {
      taskId: task.id,
      asOf,
      status,
      missing: status === "none" ? (rows[0]?.missing ?? (rows.length === 0 ? "no_target" : null)) : null,
      targets: rows,
    });
  }
  return found;
};

const toSubject = (part: TaskUnitView): Subject => ({ id: part.unitId, name: part.unitName });

/**
 * How a task stands on a day (today where none is said). The same facts give the same answer whenever it is asked.
 * @throws AppError `plans.task_not_found` (404)
 */
export const readTaskProgress = async (
  db: Db | Trx,
  input: { taskId: string; now: Date; asOf?: string | undefined },
): Promise<TaskProgress> => {
  const task = await getTask(db, input.taskId);
  const asOf = input.asOf ?? toDistrictDate(input.now);
  const progress = (await readProgress(db, { tasks: [task], asOf })).get(task.id);
  if (progress === undefined) throw new Error("a task that was just read has progress");
  return progress;
};
