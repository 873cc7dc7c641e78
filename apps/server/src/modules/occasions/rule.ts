// When an occasion is: pure, in calendar days of the district written YYYY-MM-DD, which sort as they follow each other.

import { addDays } from "#kernel/clock.ts";

export const occasionKinds = { campaign: "主题日、周、月", season: "时节提醒" } as const;
export type OccasionKind = keyof typeof occasionKinds;
export const occasionKindCodes = ["campaign", "season"] as const satisfies readonly OccasionKind[];

/** `from` and `to` are MM-DD; a period may run over the end of the year. `weekday` counts from Sunday = 0. */
export type OccasionRule =
  | { kind: "fixed"; from: string; to: string }
  | { kind: "weekday"; month: number; nth: number; weekday: number; days: number }
  | { kind: "announced" };

/** Dates that somebody set: announced for a year, a reminder switched on, or one that is kept silent (`isOn` false). */
export type PeriodDays = {
  startsOn: string;
  endsOn: string;
  isOn: boolean;
  /** Ended early: the first day that no longer counts. */
  endedOn: string | null;
};

export type Occurrence = { from: string; to: string; certainty: "rule" | "announced" };
type Timed = { kind: OccasionKind; rule: OccasionRule };
type Days = { from: string; to: string };

const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const two = (value: number): string => String(value).padStart(2, "0");

const isRealDay = (day: string): boolean => {
  const ms = toMs(day);
  return !Number.isNaN(ms) && toDay(ms) === day;
};

/** Whether MM-DD is a day of some year; 02-29 is one. */
export const isMonthDay = (text: string): boolean => /^\d{2}-\d{2}$/u.test(text) && isRealDay(`2024-${text}`);

/** MM-DD in a year; 29 February is the last day of that month where the year has none. */
const inYear = (year: number, monthDay: string): string => {
  const day = `${year}-${monthDay}`;
  return isRealDay(day) ? day : `${year}-02-28`;
};

/** The days that the rule gives for the occurrence beginning in `year`; undefined where only a notice says. */
const daysByRule = (rule: OccasionRule, year: number): Days | undefined => {
  switch (rule.kind) {
    case "announced":
      return undefined;
    case "fixed":
      return {
        from: inYear(year, rule.from),
        to: inYear(rule.to < rule.from ? year + 1 : year, rule.to),
      };
    case "weekday": {
      const first = `${year}-${two(rule.month)}-01`;
      const ahead = (rule.weekday - new Date(toMs(first)).getUTCDay() + 7) % 7;
      const from = addDays(first, ahead + (rule.nth - 1) * 7);
      return { from, to: addDays(from, rule.days - 1) };
    }
    default: {
      const never: never = rule;
      return never;
    }
  }
};

/** What of a period counts; undefined where it was ended on its first day. */
const daysOf = (period: PeriodDays): Days | undefined => {
  const to = period.endedOn === null ? period.endsOn : addDays(period.endedOn, -1);
  return to < period.startsOn ? undefined : { from: period.startsOn, to };
};

const without = (days: Days, taken: Days): readonly Days[] => {
  if (taken.to < days.from || taken.from > days.to) return [days];
  return [
    ...(taken.from > days.from ? [{ from: days.from, to: addDays(taken.from, -1) }] : []),
    ...(taken.to < days.to ? [{ from: addDays(taken.to, 1), to: days.to }] : []),
  ];
};

/**
 * When an occasion is, of what begins in `year`, in order. Announced dates of a campaign take the place of its rule for that
 * year; a reminder that was switched on stands beside its rule; a period kept silent is cut out of the rule.
 */
export const occurrencesIn = (
  occasion: Timed,
  periods: readonly PeriodDays[],
  year: number,
): readonly Occurrence[] => {
  const set = periods.flatMap((period) => {
    const days = daysOf(period);
    return days === undefined ? [] : [{ ...days, isOn: period.isOn }];
  });
  const announced = set.filter((days) => days.isOn && days.from.startsWith(`${year}-`));
  const replaced = occasion.kind === "campaign" && announced.length > 0;
  const rule = replaced ? undefined : daysByRule(occasion.rule, year);
  let byRule: readonly Days[] = rule === undefined ? [] : [rule];
  // What was set, on or off, speaks for itself: the rule fills only the days between.
  for (const days of set) byRule = byRule.flatMap((one) => without(one, days));
  return [
    ...announced.map(({ from, to }) => ({ from, to, certainty: "announced" as const })),
    ...byRule.map(({ from, to }) => ({ from, to, certainty: "rule" as const })),
  ].sort((left, right) => left.from.localeCompare(right.from));
};

/** The occurrence that a day lies in; one that began last year may still be on. */
export const occurrenceOn = (
  occasion: Timed,
  periods: readonly PeriodDays[],
  day: string,
): Occurrence | undefined => {
  const year = Number(day.slice(0, 4));
  return [year - 1, year]
    .flatMap((one) => occurrencesIn(occasion, periods, one))
    .find((one) => one.from <= day && day <= one.to);
};

/** Whether an occasion is on at a day. */
export const isOn = (occasion: Timed, periods: readonly PeriodDays[], day: string): boolean =>
  occurrenceOn(occasion, periods, day) !== undefined;

/** What begins after a day and not later than `days` days after it, the first of each occasion. */
export const nextOccurrence = (
  occasion: Timed,
  periods: readonly PeriodDays[],
  ahead: { day: string; days: number },
): Occurrence | undefined => {
  const year = Number(ahead.day.slice(0, 4));
  const last = addDays(ahead.day, ahead.days);
  return [year, year + 1]
    .flatMap((one) => occurrencesIn(occasion, periods, one))
    .find((one) => one.from > ahead.day && one.from <= last);
};

/**
 * Whether the days are only reckoned from the rule: a week that a notice sets anew each year. A day that a law names is not.
 */
export const isEstimated = (occasion: Timed, { certainty }: Occurrence): boolean =>
  occasion.kind === "campaign" &&
  certainty === "rule" &&
  occasion.rule.kind === "weekday" &&
  occasion.rule.days > 1;

const weekdayNames = ["日", "一", "二", "三", "四", "五", "六"];
const monthDayText = (monthDay: string): string =>
  `${Number(monthDay.slice(0, 2))}月${Number(monthDay.slice(3))}日`;

/** The rule in words: `每年5月12日`, `每年5月第3个周日，1天`, `日期等当年通知`. */
export const ruleText = (rule: OccasionRule): string => {
  switch (rule.kind) {
    case "announced":
      return "日期等当年通知";
    case "fixed":
      return rule.from === rule.to
        ? `每年${monthDayText(rule.from)}`
        : `每年${monthDayText(rule.from)}至${monthDayText(rule.to)}`;
    case "weekday":
      return `每年${rule.month}月第${rule.nth}个周${weekdayNames[rule.weekday] ?? ""}起，共${rule.days}天`;
    default: {
      const never: never = rule;
      return never;
    }
  }
};
