import { assertOption, DemandError } from "./errors.ts";

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

const dayMs = 86_400_000;

const dayNumber = (date: string): number | undefined => {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date) ? time / dayMs : undefined;
};

type Tally = { today: number; before: number };

const logFactorials = (most: number): Float64Array => {
  const table = new Float64Array(most + 1);
  for (let n = 2; n <= most; n += 1) table[n] = (table[n - 1] ?? 0) + Math.log(n);
  return table;
};

/** P(X ≥ x) for X hypergeometric: `drawn` of `all`, of which `marked` are of the topic. */
const upperTail = (
  x: number,
  {
    all,
    marked,
    drawn,
    logs,
  }: { readonly all: number; readonly marked: number; readonly drawn: number; readonly logs: Float64Array },
): number => {
  const choose = (n: number, k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  const whole = choose(all, drawn);
  let sum = 0;
  for (let k = Math.max(x, drawn + marked - all); k <= Math.min(marked, drawn); k += 1)
    sum += Math.exp(choose(marked, k) + choose(all - marked, drawn - k) - whole);
  return Math.min(1, sum);
};

const tally = (
  signals: readonly TopicSignal[],
  { day, baselineDays }: { readonly day: number; readonly baselineDays: number },
): Map<string, Map<string, Tally>> => {
  const places = new Map<string, Map<string, Tally>>();
  const seen = new Set<string>();
  for (const [at, { topic, place, date, person }] of signals.entries()) {
    const when = dayNumber(date);
    if (when === undefined) throw new DemandError("demand.date_invalid", { row: at + 1, date });
    if (when > day || when < day - baselineDays) continue;
    if (person !== undefined) {
      const key = JSON.stringify([place, topic, when, person]);
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const topics = places.get(place) ?? new Map<string, Tally>();
    places.set(place, topics);
    const count = topics.get(topic) ?? { today: 0, before: 0 };
    if (when === day) count.today += 1;
    else count.before += 1;
    topics.set(topic, count);
  }
  return places;
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
  assertOption(alarmsPerMonth > 0 && alarmsPerMonth <= 1_000, {
    name: "alarmsPerMonth",
    value: alarmsPerMonth,
    range: "大于 0、不超过 1000 的数",
  });
  const number = dayNumber(day);
  if (number === undefined)
    throw new DemandError("demand.option_out_of_range", {
      name: "day",
      value: day,
      range: "2026-11-24 这样的日期",
    });
  const places = tally(signals, { day: number, baselineDays });
  let pairs = 0;
  for (const topics of places.values()) pairs += topics.size;
  const threshold = alarmsPerMonth / 30 / Math.max(1, pairs);
  const rises: TopicRise[] = [];
  for (const [place, topics] of places) {
    const counts = [...topics.values()];
    const drawn = counts.reduce((sum, { today }) => sum + today, 0);
    const all = counts.reduce((sum, { before }) => sum + before, drawn);
    const logs = logFactorials(all);
    for (const [topic, { today, before }] of topics) {
      if (today === 0) continue;
      const probability = upperTail(today, { all, marked: today + before, drawn, logs });
      rises.push({ place, topic, today, before, probability, isRising: probability <= threshold });
    }
  }
  return rises.sort(
    (a, b) =>
      a.probability - b.probability ||
      b.today - a.today ||
      (a.place < b.place ? -1 : a.place > b.place ? 1 : 0) ||
      (a.topic < b.topic ? -1 : 1),
  );
};
