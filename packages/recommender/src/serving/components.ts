// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { standardise } from "../combination.ts";
import type { InteractionTable } from "../interactions.ts";
import { popularity } from "../models/popularity.ts";
import { decay, type Profile, type Scorer } from "../models/scorer.ts";

/** What may be known of a reader. Everything here is left out for a minor and when personalisation is off. */
export type Reader = {
  readonly history: readonly { readonly item: string; readonly at: number }[];
  readonly segment?: string;
  readonly place?: string;
};

/** Logarithm of a share in thousandths, flattened near zero so that one act does not move a rare item far. */
const logShare = (share: number): number => Math.log(1000 * share + 0.3);

export type ComponentOptions = {
  readonly table: InteractionTable;
  readonly scorers: readonly Scorer[];
  /** Milliseconds since 1970; the acts of the table lie before. */
  readonly now: number;
  readonly segmentOf?: (person: string) => string | undefined;
  readonly placeOf?: (person: string) => string | undefined;
  /** Days after which an act of the history counts half; 30 by default. */
  readonly historyHalfLifeDays?: number;
  /** Acts of the history that are used, newest first; 100 by default. */
  readonly historyLength?: number;
};

export type Components = {
  readonly names: readonly string[];
  readonly profile: (reader: Reader | undefined) => Profile;
  /** One array a component, standardised over `isCandidate`; the rest means nothing. Valid until the next call. */
  readonly features: (reader: Reader | undefined, isCandidate: Uint8Array) => readonly Float64Array[];
};

const recencies = [
  ["recent-3", 3],
  ["recent-14", 14],
  ["recent-45", 45],
  ["lasting", Infinity],
] as const;
const snapshots = 24;

const groups = (
  table: InteractionTable,
  now: number,
  of: ((person: string) => string | undefined) | undefined,
): ReadonlyMap<string, Float64Array> => {
  if (of === undefined) return new Map();
  const names = new Set(table.people.map(of).filter((name) => name !== undefined));
  return new Map(
    [...names].map((name) => [
      name,
      popularity(table, { now, halfLifeDays: 30, isCounted: (person) => of(person) === name }).map(logShare),
    ]),
  );
};

/** Recent popularity as it was at earlier times: what a reader was already offered on the last visit. */
const pastPopularity = (table: InteractionTable, now: number): { at: number; logs: Float64Array }[] => {
  const order = new Int32Array(table.times.length).map((_, place) => place);
  order.sort((a, b) => table.times[a]! - table.times[b]!);
  const counts = new Float64Array(table.items.length);
  const past: { at: number; logs: Float64Array }[] = [];
  let next = 0;
  let last = table.firstAt;
  for (let step = 1; step <= snapshots; step += 1) {
    const at = table.firstAt + ((now - table.firstAt) * step) / snapshots;
    const factor = decay(at - last, 14);
    for (let item = 0; item < counts.length; item += 1) counts[item]! *= factor;
    for (; next < order.length && table.times[order[next]!]! <= at; next += 1) {
      const place = order[next]!;
      counts[table.byPerson.indices[place]!]! += decay(at - table.times[place]!, 14);
    }
    last = at;
    const sum = counts.reduce((all, value) => all + value, 0);
    past.push({ at, logs: counts.map((value) => logShare(sum > 0 ? value / sum : 0)) });
  }
  return past;
};

/**
 * The signals a list is made of: recent popularity at four half-lives, popularity in the reader's segment and place,
 * `passed-over` (minus the popularity an item already had at the reader's last visit: offered then and not taken), and
 * the trained models. Without a reader only popularity is left; the rest is 0 for every item.
 */
export const createComponents = (options: ComponentOptions): Components => {
  const { table, scorers, now, historyHalfLifeDays = 30, historyLength = 100 } = options;
  const n = table.items.length;
  const popular = recencies.map(([, halfLifeDays]) => popularity(table, { now, halfLifeDays }).map(logShare));
  const base = popular[1]!;
  const bySegment = groups(table, now, options.segmentOf);
  const byPlace = groups(table, now, options.placeOf);
  const past = pastPopularity(table, now);
  const names = [
    ...recencies.map(([name]) => name),
    "segment",
    "place",
    "passed-over",
    ...scorers.map(({ name }) => name),
  ];

  const profile = (reader: Reader | undefined): Profile => {
    const newest = new Map<number, number>();
    for (const { item, at } of reader?.history ?? []) {
      const index = table.itemIndex.get(item);
      if (index !== undefined) newest.set(index, Math.max(at, newest.get(index) ?? -Infinity));
    }
    const kept = [...newest].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, historyLength);
    const latest = kept[0]?.[1] ?? 0;
    return {
      items: Int32Array.from(kept, ([item]) => item),
      weights: Float64Array.from(kept, ([, at]) => decay(latest - at, historyHalfLifeDays)),
    };
  };

  // Written anew for each list: arrays made for each would keep the garbage collector busier than the models.
  const columns = names.map(() => new Float64Array(n));
  const none = new Float64Array(n);
  const writeRelative = (out: Float64Array, logs: Float64Array | undefined): void => {
    if (logs === undefined) out.fill(0);
    else for (let item = 0; item < n; item += 1) out[item] = logs[item]! - base[item]!;
  };
  const writeNegative = (out: Float64Array, logs: Float64Array): void => {
    for (let item = 0; item < n; item += 1) out[item] = -logs[item]!;
  };

  return {
    names,
    profile,
    features: (reader, isCandidate) => {
      const own = profile(reader);
      const lastVisit = (reader?.history ?? []).reduce((last, { at }) => Math.max(last, at), -Infinity);
      const before =
        past.findLast(({ at }) => at <= lastVisit) ?? (own.items.length > 0 ? past[0] : undefined);
      popular.forEach((logs, k) => columns[k]!.set(logs));
      const segment = reader?.segment;
      const place = reader?.place;
      const next = popular.length;
      writeRelative(columns[next]!, segment === undefined ? undefined : bySegment.get(segment));
      writeRelative(columns[next + 1]!, place === undefined ? undefined : byPlace.get(place));
      writeNegative(columns[next + 2]!, before?.logs ?? none);
      scorers.forEach((scorer, k) => {
        const out = columns[next + 3 + k]!;
        if (own.items.length > 0) scorer.score(own, out);
        else out.fill(0);
      });
      for (const column of columns) standardise(column, isCandidate);
      return columns;
    },
  };
};
