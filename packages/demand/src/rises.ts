import { compareWindows, readDay } from "./compare-windows.ts";
import { assertOption } from "./errors.ts";

/** One message of a topic in a place on a day. */
export type TopicSignal = {
  readonly topic: string;
  readonly place: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Pseudonym: a person counts once a day for a topic in a place. */
  readonly person?: string;
};

export type RiseOptions = {
  /** The day looked at, YYYY-MM-DD. */
  readonly day: string;
  /** Days before it that it is compared with, 7 … 365; 28 if left out. */
  readonly baselineDays?: number;
  /** Most false alarms to expect in 30 days over all places and topics together, above 0 … 1,000; 0.25 if left out. */
  readonly alarmsPerMonth?: number;
};

/** A topic in a place on the day. Counts are for staff: below 10 people they must not be published. */
export type TopicRise = {
  readonly place: string;
  readonly topic: string;
  readonly today: number;
  /** Count of the baseline days together. */
  readonly before: number;
  /** Chance of as many today if the topic's messages fell on the place's messages at random. */
  readonly probability: number;
  readonly isRising: boolean;
};

/**
 * Topics met on a day in each place, least probable first, and which of them rise. The test is Fisher's exact test: given
 * how many messages the place had today and in the days before, and how many the topic had in both, its messages of today
 * are hypergeometric if days do not matter. A day that is busy for all topics is no rise of any. Rising is a probability
 * of at most `alarmsPerMonth` / 30 / number of place–topic pairs in the window (Bonferroni): if days are shuffled, the
 * expected number of alarms in 30 days is at most `alarmsPerMonth`, whatever the sizes. Messages that come in clumps
 * (one event, many reports) break that assumption, which is what a rise is.
 *
 * @param signals in any order; those after the day or before the window are left out
 * @returns pairs with a message today, by probability, then count, then name
 * @throws DemandError `demand.date_invalid`, `demand.option_out_of_range`
 * @example rankRises([{ topic: "t1", place: "a", date: "2026-11-24" }], { day: "2026-11-24" })[0]?.isRising; // => false
 */
export const rankRises = (signals: readonly TopicSignal[], options: RiseOptions): TopicRise[] => {
  const { day, baselineDays = 28, alarmsPerMonth = 0.25 } = options;
  assertOption(Number.isInteger(baselineDays) && baselineDays >= 7 && baselineDays <= 365, {
    name: "baselineDays",
    value: baselineDays,
    range: "7 到 365 的整数",
  });
  return compareWindows(signals, {
    day: readDay(day),
    recentDays: 1,
    earlierDays: baselineDays,
    alarmsPerMonth,
  }).map(({ place, topic, recent, earlier, probability, isRare }) => ({
    place,
    topic,
    today: recent,
    before: earlier,
    probability,
    isRising: isRare,
  }));
};
