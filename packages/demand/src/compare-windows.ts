import { dayNumber } from "./days.ts";
import { assertOption, DemandError } from "./errors.ts";
import { logFactorials, upperTail } from "./hypergeometric.ts";
import type { TopicSignal } from "./rises.ts";

export type Windows = {
  /** Last day of the recent window, in days since 1970. */
  readonly day: number;
  readonly recentDays: number;
  /** Days before the recent window that it is compared with. */
  readonly earlierDays: number;
  readonly alarmsPerMonth: number;
};

export type Comparison = {
  readonly place: string;
  readonly topic: string;
  readonly recent: number;
  readonly earlier: number;
  readonly probability: number;
  /** The probability is at most `alarmsPerMonth` / 30 / number of place–topic pairs. */
  readonly isRare: boolean;
  /** Messages of the whole place in both windows. */
  readonly placeRecent: number;
  readonly placeEarlier: number;
};

/** @throws DemandError `demand.option_out_of_range` */
export const readDay = (day: string): number => {
  const number = dayNumber(day);
  if (number === undefined)
    throw new DemandError("demand.option_out_of_range", {
      name: "day",
      value: day,
      range: "2026-11-24 这样的日期",
    });
  return number;
};

type Tally = { recent: number; earlier: number };

const tally = (signals: readonly TopicSignal[], windows: Windows): Map<string, Map<string, Tally>> => {
  const { day, recentDays, earlierDays } = windows;
  const places = new Map<string, Map<string, Tally>>();
  const seen = new Set<string>();
  for (const [at, { topic, place, date, person }] of signals.entries()) {
    const when = dayNumber(date);
    if (when === undefined) throw new DemandError("demand.date_invalid", { row: at + 1, date });
    if (when > day || when <= day - recentDays - earlierDays) continue;
    if (person !== undefined) {
      const key = JSON.stringify([place, topic, when, person]);
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const topics = places.get(place) ?? new Map<string, Tally>();
    places.set(place, topics);
    const count = topics.get(topic) ?? { recent: 0, earlier: 0 };
    if (when > day - recentDays) count.recent += 1;
    else count.earlier += 1;
    topics.set(topic, count);
  }
  return places;
};

/** Fisher's exact test of a recent window against the days before it, for each topic within each place. */
export const compareWindows = (signals: readonly TopicSignal[], windows: Windows): Comparison[] => {
  const { alarmsPerMonth } = windows;
  assertOption(alarmsPerMonth > 0 && alarmsPerMonth <= 1_000, {
    name: "alarmsPerMonth",
    value: alarmsPerMonth,
    range: "大于 0、不超过 1000 的数",
  });
  const places = tally(signals, windows);
  let pairs = 0;
  for (const topics of places.values()) pairs += topics.size;
  const threshold = alarmsPerMonth / 30 / Math.max(1, pairs);
  const found: Comparison[] = [];
  for (const [place, topics] of places) {
    const all = [...topics.values()];
    const drawn = all.reduce((sum, { recent }) => sum + recent, 0);
    const total = all.reduce((sum, { earlier }) => sum + earlier, drawn);
    const logs = logFactorials(total);
    for (const [topic, { recent, earlier }] of topics) {
      if (recent === 0) continue;
      const probability = upperTail(recent, { all: total, marked: recent + earlier, drawn, logs });
      found.push({
        place,
        topic,
        recent,
        earlier,
        probability,
        isRare: probability <= threshold,
        placeRecent: drawn,
        placeEarlier: total - drawn,
      });
    }
  }
  return found.sort(
    (a, b) =>
      a.probability - b.probability ||
      b.recent - a.recent ||
      (a.place < b.place ? -1 : a.place > b.place ? 1 : 0) ||
      (a.topic < b.topic ? -1 : 1),
  );
};
