// Indices are kept inside the arrays by the loop bounds; `!` says so.
import type { Random } from "@kepu/numerics";
import type { Combination, Impression } from "../combination.ts";
import { RecommenderError } from "../errors.ts";
import { selectTop } from "../matrix/top.ts";
import { arrange, type Arrangement, type Item, type Placed } from "../rerank/arrange.ts";
import { chooseToExplore, type Exposure } from "../rerank/exploration.ts";
import type { Situation } from "../rerank/rules.ts";
import { createComponents, type ComponentOptions, type Reader } from "./components.ts";
import { explain } from "./reasons.ts";

export type RecommenderOptions = ComponentOptions & {
  /** Every item that may be shown; those not in the interactions need a number there (`catalogue`). */
  readonly items: readonly Item[];
  /** Weights for readers with a history, as `learnCombinations` chose them. */
  readonly combination?: Combination;
  /** Weights for readers without one, and where nothing of the reader may be looked at. */
  readonly combinationWithoutHistory?: Combination;
};

/** Who asks. For a minor, and when switched off, nothing of the reader is looked at. */
export type Audience =
  | { readonly personalisation: "off" }
  | { readonly personalisation: "on"; readonly isMinor: boolean; readonly reader: Reader };

export type ListRequest = Arrangement & {
  readonly audience: Audience;
  /** One slot (from 1) that may show something little known; never without personalisation. */
  readonly exploration?: {
    readonly slot: number;
    readonly exposures: readonly Exposure[];
    readonly random: Random;
  };
};

export type Recommended = Omit<Placed, "source"> & { readonly source: Placed["source"] | "exploration" };

export type Recommender = {
  readonly components: readonly string[];
  /** The list for a request, best first, each with a reason in Chinese. */
  readonly recommend: (request: ListRequest) => Recommended[];
  /** Whether something a reader did may be looked at and has a number: which of the two combinations serves them. */
  readonly hasHistory: (audience: Audience) => boolean;
  /** The features of a list that was shown or is replayed, for `learnCombination`. Items without a number are skipped. */
  readonly replay: (
    audience: Audience,
    shown: readonly string[] | undefined,
    taken: ReadonlySet<string>,
  ) => Impression;
};

/**
 * Weights for readers with a history until impressions were learned from. Recent popularity leads: in time order it is
 * hard to beat.
 */
const defaultWeights: Readonly<Record<string, number>> = {
  "recent-3": 0.3,
  "recent-14": 1,
  "recent-45": 0.3,
  lasting: 0,
  segment: 0.1,
  place: 0.1,
  "passed-over": 0.5,
  content: 0.2,
};
const weightOfModel = 0.1;

/** Recent popularity alone: what a list must not be worse than, and what a reader without a history gets at first. */
export const recencyAlone = (components: readonly string[]): Combination => ({
  components,
  weights: Float64Array.from(components, (name) => (name === "recent-14" ? 1 : 0)),
  intercept: 0,
});

/** How many of the best a list is chosen from: rules, quotas and a freshness floor may ask for the last of all. */
const poolOf = ({ rules, quotas, freshness, diversity, length }: Arrangement, all: number): number => {
  if ((rules?.length ?? 0) > 0 || (quotas?.length ?? 0) > 0 || freshness !== undefined) return all;
  return diversity === undefined ? length : Math.max(300, 5 * length);
};

/** Rules may ask for a segment only where the reader may be looked at, whatever the caller wrote. */
const toSituation = (situation: Situation, reader: Reader | undefined): Situation => {
  const { segment: _, ...rest } = situation;
  return reader?.segment === undefined ? rest : { ...rest, segment: reader.segment };
};

const readerOf = (audience: Audience): Reader | undefined =>
  audience.personalisation === "on" && !audience.isMinor ? audience.reader : undefined;

/**
 * Puts models, combination, rules and reasons together. The answer depends on the request alone: same request, same
 * random stream, same list.
 *
 * @throws RecommenderError `duplicate_item`, `unknown_item` for an item without a number in the table,
 * `component_unknown` where the combination was learned with other components
 */
export const createRecommender = (options: RecommenderOptions): Recommender => {
  const { table, items, scorers, combination, combinationWithoutHistory } = options;
  const components = createComponents(options);
  const { names } = components;
  for (const learned of [combination, combinationWithoutHistory])
    if (learned !== undefined && learned.components.join() !== names.join())
      throw new RecommenderError("recommender.component_unknown", {
        name: learned.components.find((name) => !names.includes(name)) ?? "（次序不同）",
        known: names.join("、"),
      });
  const weightsWithHistory =
    combination?.weights ?? Float64Array.from(names, (name) => defaultWeights[name] ?? weightOfModel);
  const weightsWithoutHistory = (combinationWithoutHistory ?? recencyAlone(names)).weights;
  const catalogue = new Map<string, Item>();
  const byIndex: (Item | undefined)[] = Array.from({ length: table.items.length });
  items.forEach((item, place) => {
    if (catalogue.has(item.id))
      throw new RecommenderError("recommender.duplicate_item", { item: item.id, row: place + 1 });
    const index = table.itemIndex.get(item.id);
    if (index === undefined) throw new RecommenderError("recommender.unknown_item", { item: item.id });
    catalogue.set(item.id, item);
    byIndex[index] = item;
  });

  // A number without an item is never published.
  const publishedAt = Float64Array.from(byIndex, (item) => item?.publishedAt ?? Number.NaN);

  const isCandidate = new Uint8Array(byIndex.length);
  const totals = new Float64Array(byIndex.length);

  const candidatesOf = (reader: Reader | undefined, now: number): Uint8Array => {
    for (let index = 0; index < isCandidate.length; index += 1)
      isCandidate[index] = publishedAt[index]! <= now ? 1 : 0;
    for (const { item } of reader?.history ?? []) {
      const index = table.itemIndex.get(item);
      if (index !== undefined) isCandidate[index] = 0;
    }
    return isCandidate;
  };

  const recommend = (request: ListRequest): Recommended[] => {
    const reader = readerOf(request.audience);
    const isCandidate = candidatesOf(reader, request.situation.now);
    const features = components.features(reader, isCandidate);
    const profile = components.profile(reader);
    const weights = profile.items.length > 0 ? weightsWithHistory : weightsWithoutHistory;
    totals.fill(0);
    features.forEach((column, k) => {
      const weight = weights[k]!;
      if (weight === 0) return;
      for (let item = 0; item < totals.length; item += 1) totals[item]! += weight * column[item]!;
    });
    // Features of what is no candidate mean nothing.
    for (let item = 0; item < totals.length; item += 1) if (isCandidate[item] !== 1) totals[item] = -Infinity;
    const pool = selectTop(totals, poolOf(request, totals.length));
    const byId = new Map<string, number>();
    const candidates = [...pool].flatMap((index) => {
      const item = byIndex[index];
      if (item === undefined) return [];
      byId.set(item.id, index);
      return [{ item, score: totals[index]!, reason: "" }];
    });
    const arrangement = { ...request, situation: toSituation(request.situation, reader) };
    const placed: Recommended[] = arrange(candidates, arrangement, catalogue).map((entry) => {
      const index = byId.get(entry.item.id);
      if (entry.reason !== "" || index === undefined) return entry;
      const contributions = features.map((column, k) => weights[k]! * column[index]!);
      const titleOf = (at: number): string | undefined => byIndex[at]?.title;
      return { ...entry, reason: explain({ names, contributions, scorers, profile, index, titleOf }) };
    });
    return reader === undefined
      ? placed
      : explore(placed, { ...request, situation: arrangement.situation }, isCandidate);
  };

  const explore = (placed: Recommended[], request: ListRequest, isCandidate: Uint8Array): Recommended[] => {
    const { exploration, length } = request;
    if (exploration === undefined || exploration.slot > Math.min(length, placed.length)) return placed;
    const shown = new Set(placed.map(({ item }) => item.id));
    // Only the model's own choice gives way: editors' slots stay.
    if (placed[exploration.slot - 1]?.source !== "model") return placed;
    // What a rule blocks, or a quota has no room for, is not to be tried either.
    const isAllowed = ({ item }: Exposure): boolean => {
      const entry = catalogue.get(item);
      if (entry === undefined || shown.has(item) || isCandidate[table.itemIndex.get(item) ?? -1] !== 1)
        return false;
      const rest = placed.filter((_, place) => place !== exploration.slot - 1);
      const tried = [...rest.map((other) => other.item), entry].map((own) => ({
        item: own,
        score: 0,
        reason: "",
      }));
      const { diversity: _, ...bounds } = request;
      const kept = arrange(tried, bounds, catalogue).map((other) => other.item.id);
      return (
        kept.length === placed.length &&
        kept.includes(item) &&
        rest.every((other) => kept.includes(other.item.id))
      );
    };
    const chosen = chooseToExplore(exploration.exposures.filter(isAllowed), exploration.random);
    const item = chosen === undefined ? undefined : catalogue.get(chosen);
    if (item === undefined) return placed;
    return placed.with(exploration.slot - 1, {
      item,
      score: 0,
      reason: "为你换换口味：看过的人还不多",
      source: "exploration",
    });
  };

  const replay: Recommender["replay"] = (audience, shown, taken) => {
    const reader = readerOf(audience);
    const isCandidate = candidatesOf(reader, options.now);
    const features = components.features(reader, isCandidate);
    const rows = (shown ?? table.items)
      .map((id) => table.itemIndex.get(id))
      .filter((index) => index !== undefined && isCandidate[index] === 1);
    const flat = new Float64Array(rows.length * names.length);
    rows.forEach((index, row) =>
      features.forEach((column, k) => void (flat[row * names.length + k] = column[index!]!)),
    );
    return { features: flat, taken: rows.map((index) => (taken.has(table.items[index!]!) ? 1 : 0)) };
  };

  const hasHistory = (audience: Audience): boolean =>
    readerOf(audience)?.history.some(({ item }) => table.itemIndex.has(item)) ?? false;

  return { components: names, recommend, hasHistory, replay };
};
