import type { PathPoint } from "./tables.ts";
import type { Comparison, Frequency } from "./vocabulary.ts";

export type ProgressStatus = "done" | "on_track" | "at_risk" | "behind" | "none";

export const progressStatusNames: Readonly<Record<ProgressStatus, string>> = {
  done: "已达到",
  on_track: "按进度",
  at_risk: "有风险",
  behind: "落后",
  none: "无法推算",
};

/** Why a number is missing, in words. */
export const missingReasons = {
  no_target: "没有设目标，只列数字。",
  no_indicator: "系统里还没有能算出它的记录，要看佐证材料。",
  not_begun: "还没有开始。",
  no_units: "没有要达到它的单位。",
} as const;
export type MissingReason = keyof typeof missingReasons;

export type Days = { from: string; to: string };

const dayMs = 86_400_000;
const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const lastOfMonth = (year: number, month: number): string => toDay(Date.UTC(year, month, 0));
const firstOfMonth = (year: number, month: number): string => toDay(Date.UTC(year, month - 1, 1));

/**
 * The period that a day lies in. Weeks begin on Monday; the school year has two terms, from 1 September and from
 * 1 February.
 *
 * @example periodOf("term", "2026-11-30"); // => { from: "2026-09-01", to: "2027-01-31" }
 */
export const periodOf = (frequency: Frequency, day: string): Days => {
  const at = new Date(`${day}T00:00:00Z`);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + 1];
  const months = (first: number, count: number): Days => ({
    from: firstOfMonth(year, first),
    to: lastOfMonth(year, first + count - 1),
  });
  switch (frequency) {
    case "day":
      return { from: day, to: day };
    case "week": {
      const monday = at.getTime() - ((at.getUTCDay() + 6) % 7) * dayMs;
      return { from: toDay(monday), to: toDay(monday + 6 * dayMs) };
    }
    case "month":
      return months(month, 1);
    case "quarter":
      return months(month - ((month - 1) % 3), 3);
    case "half_year":
      return months(month <= 6 ? 1 : 7, 6);
    case "year":
      return months(1, 12);
    case "term":
      if (month >= 9) return { from: `${year}-09-01`, to: `${year + 1}-01-31` };
      if (month === 1) return { from: `${year - 1}-09-01`, to: `${year}-01-31` };
      return { from: `${year}-02-01`, to: `${year}-08-31` };
    default:
      return frequency satisfies never;
  }
};

export const isReached = (comparison: Comparison, value: number, goal: number): boolean => {
  switch (comparison) {
    case "atLeast":
      return value >= goal;
    case "moreThan":
      return value > goal;
    case "atMost":
      return value <= goal;
    case "lessThan":
      return value < goal;
    default:
      return comparison satisfies never;
  }
};

export type Course = {
  comparison: Comparison;
  goal: number;
  /** Where it started, 0 where nothing else was said. */
  start: number;
  days: Days;
  path: readonly PathPoint[];
};

/**
 * Where the figure should be on a day: on the straight line from start to goal over the days, or along the agreed
 * points between them.
 *
 * @example expectedOn({ comparison: "atLeast", goal: 10, start: 0, days: { from: "2026-01-01", to: "2026-01-11" }, path: [] }, "2026-01-06"); // => 5
 */
export const expectedOn = (course: Course, day: string): number => {
  const { days, start, goal } = course;
  const points = [{ on: days.from, value: start }, ...course.path, { on: days.to, value: goal }];
  const next = points.findIndex((point) => point.on >= day);
  if (next === -1) return goal;
  const to = points[next];
  const from = points[next - 1];
  if (to === undefined) return goal;
  if (from === undefined || to.on === from.on) return to.value;
  const share = (toMs(day) - toMs(from.on)) / (toMs(to.on) - toMs(from.on));
  return from.value + (to.value - from.value) * share;
};

/** Of the way that should be done by now, so much must be done to be only at risk. */
const riskShare = 0.8;
/** In the first tenth of its time nothing is late yet. */
const graceShare = 0.1;

/**
 * The one rule of status, the same for every target:
 * reached is done (a limit that must not be passed only when its time is over); time over and not reached is behind;
 * on or above the path is on track; at least four fifths of the way that should be done is at risk; less is behind.
 * A limit is at risk from nine tenths of it on and behind once passed.
 */
export const statusOn = (course: Course, value: number, day: string): ProgressStatus => {
  const { comparison, goal, start, days } = course;
  const reached = isReached(comparison, value, goal);
  if (comparison === "atMost" || comparison === "lessThan") {
    if (!reached) return "behind";
    if (day > days.to) return "done";
    return value > goal * 0.9 ? "at_risk" : "on_track";
  }
  if (reached) return "done";
  if (day > days.to) return "behind";
  const expected = expectedOn(course, day);
  if (value >= expected) return "on_track";
  const length = toMs(days.to) - toMs(days.from);
  if (length > 0 && (toMs(day) - toMs(days.from)) / length < graceShare) return "on_track";
  return value - start >= riskShare * (expected - start) ? "at_risk" : "behind";
};

const gravity: readonly ProgressStatus[] = ["behind", "at_risk", "on_track", "done"];

/** A task stands as its worst target that can be told. */
export const worstOf = (statuses: readonly ProgressStatus[]): ProgressStatus =>
  gravity.find((status) => statuses.includes(status)) ?? "none";
