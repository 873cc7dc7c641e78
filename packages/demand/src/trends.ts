import { compareWindows, readDay } from "./compare-windows.ts";
import { dayNumber } from "./days.ts";
import { assertOption, DemandError } from "./errors.ts";
import { rankRises, type TopicRise, type TopicSignal } from "./rises.ts";

export type TrendOptions = {
  /** The last day looked at, YYYY-MM-DD. */
  readonly day: string;
  /** Weeks that may have risen, 2 … 26; 4 if left out. */
  readonly recentWeeks?: number;
  /** Weeks before them that they are compared with, 2 … 104; 8 if left out. */
  readonly earlierWeeks?: number;
  /** Most false alarms to expect in 30 days of daily looks, above 0 … 1,000; 0.25 if left out. */
  readonly alarmsPerMonth?: number;
};

/** A topic in a place over weeks. Counts are for staff: below 10 people they must not be published. */
export type TopicTrend = {
  readonly place: string;
  readonly topic: string;
  readonly recent: number;
  readonly earlier: number;
  /** Share of the place's messages in the recent weeks over the share in the weeks before; half a message is added to each. */
  readonly growth: number;
  readonly probability: number;
  readonly isRising: boolean;
};

/**
 * Slow rises: what a single day does not show. Recent weeks are compared with the weeks before them by the same exact test as
 * a day in {@link rankRises}, given how many messages the place had in both; looked at every day, at most `alarmsPerMonth`
 * alarms are expected in 30 days if days are shuffled (union bound over the days: neighbouring days share most of their
 * messages, so that there are fewer).
 *
 * @returns pairs with a message in the recent weeks, by probability, then count, then name
 * @throws DemandError `demand.date_invalid`, `demand.option_out_of_range`
 * @example rankTrends([{ topic: "t1", place: "a", date: "2026-11-24" }], { day: "2026-11-24" })[0]?.isRising; // => false
 */
export const rankTrends = (signals: readonly TopicSignal[], options: TrendOptions): TopicTrend[] => {
  const { day, recentWeeks = 4, earlierWeeks = 8, alarmsPerMonth = 0.25 } = options;
  assertOption(Number.isInteger(recentWeeks) && recentWeeks >= 2 && recentWeeks <= 26, {
    name: "recentWeeks",
    value: recentWeeks,
    range: "2 到 26 的整数",
  });
  assertOption(Number.isInteger(earlierWeeks) && earlierWeeks >= 2 && earlierWeeks <= 104, {
    name: "earlierWeeks",
    value: earlierWeeks,
    range: "2 到 104 的整数",
  });
  const windows = {
    day: readDay(day),
    recentDays: 7 * recentWeeks,
    earlierDays: 7 * earlierWeeks,
    alarmsPerMonth,
  };
  return compareWindows(signals, windows).map((found) => {
    const { place, topic, recent, earlier, probability, isRare, placeRecent, placeEarlier } = found;
    const growth = ((recent + 0.5) / (placeRecent + 1) / (earlier + 0.5)) * (placeEarlier + 1);
    return { place, topic, recent, earlier, growth, probability, isRising: isRare };
  });
};

/**
 * Messages of one topic by week, the week that ends on `day` last: what a chart beside a trend shows. For staff.
 *
 * @param signals of any topics; `place` left out: everywhere
 * @throws DemandError `demand.date_invalid`, `demand.option_out_of_range`
 * @example countWeeks([{ topic: "t", place: "a", date: "2026-11-24" }], { topic: "t", day: "2026-11-30", weeks: 2 }); // => [0, 1]
 */
export const countWeeks = (
  signals: readonly TopicSignal[],
  options: { readonly topic: string; readonly place?: string; readonly day: string; readonly weeks: number },
): number[] => {
  const { topic, place, day, weeks } = options;
  assertOption(Number.isInteger(weeks) && weeks >= 1 && weeks <= 130, {
    name: "weeks",
    value: weeks,
    range: "1 到 130 的整数",
  });
  const last = readDay(day);
  const counts = Array.from({ length: weeks }, () => 0);
  for (const [at, signal] of signals.entries()) {
    if (signal.topic !== topic || (place !== undefined && signal.place !== place)) continue;
    const when = dayNumber(signal.date);
    if (when === undefined) throw new DemandError("demand.date_invalid", { row: at + 1, date: signal.date });
    const week = weeks - 1 - Math.floor((last - when) / 7);
    if (when <= last && week >= 0) counts[week] = (counts[week] ?? 0) + 1;
  }
  return counts;
};

/** Both looks at one day, for one bound on false alarms: half of it each. */
export type TopicWatch = { readonly bursts: readonly TopicRise[]; readonly trends: readonly TopicTrend[] };

/**
 * What rises on a day, at once or over weeks. On shuffled days at most `alarmsPerMonth` alarms of both kinds together are
 * expected in 30 days.
 *
 * @throws DemandError `demand.date_invalid`, `demand.option_out_of_range`
 * @example watchTopics([], { day: "2026-11-24" }).bursts; // => []
 */
export const watchTopics = (
  signals: readonly TopicSignal[],
  options: TrendOptions & { readonly baselineDays?: number },
): TopicWatch => {
  const half = (options.alarmsPerMonth ?? 0.25) / 2;
  const { baselineDays, ...rest } = options;
  return {
    bursts: rankRises(signals, {
      day: options.day,
      alarmsPerMonth: half,
      ...(baselineDays === undefined ? {} : { baselineDays }),
    }),
    trends: rankTrends(signals, { ...rest, alarmsPerMonth: half }),
  };
};
