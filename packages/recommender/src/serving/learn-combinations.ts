// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { permutation, type Random } from "@kepu/numerics";
import { learnCombination, type Combination, type Impression } from "../combination.ts";
import { pairedBootstrap, type Interval } from "../evaluation/bootstrap.ts";
import { climbWeights, ndcgOf, toPool } from "./climb-weights.ts";
import { recencyAlone, type Audience, type Recommender } from "./recommender.ts";

/** One reader of the stretch that is replayed: what was known of them before, and what they took in it. */
export type ReplayCase = { readonly audience: Audience; readonly taken: ReadonlySet<string> };

/** How one group of readers was decided. */
export type CombinationVerdict = {
  /** Readers replayed. */
  readonly people: number;
  /** Mean nDCG@10 of weights learned on four fifths of the readers and judged on the fifth, and of recency alone. */
  readonly learned: number;
  readonly recency: number;
  /** Their difference, with a paired bootstrap interval of 80 % with a history and 98 % without; absent with too few readers. */
  readonly gain?: Interval;
  readonly isLearned: boolean;
};

export type LearnedCombinations = {
  readonly combination: Combination;
  readonly combinationWithoutHistory: Combination;
  readonly withHistory: CombinationVerdict;
  readonly withoutHistory: CombinationVerdict;
};

export type LearnOptions = {
  readonly random: Random;
  /** Readers of a group that are replayed, drawn at random; 400 by default. */
  readonly mostPeople?: number;
  /** Items left that a reader's replay keeps, drawn at random; 1,500 by default. Only the intercept depends on it. */
  readonly mostLeft?: number;
  readonly ridge?: number;
  readonly onProgress?: (done: number, all: number) => void;
};

const fewestPeople = 20;
const folds = 5;
/** No fold: everybody is learned from. */
const nobody = -1;
const ways = ["logistic", "climbed"] as const;
type Way = (typeof ways)[number];

/** All that was taken and some of what was left. */
const sample = (
  full: Impression,
  size: number,
  options: { readonly random: Random; readonly mostLeft: number },
): Impression => {
  const rows = full.taken.length;
  if (rows <= options.mostLeft) return full;
  const kept: number[] = [];
  let left = 0;
  for (const row of permutation(options.random, rows)) {
    const isTaken = full.taken[row] === 1;
    if (!isTaken && left >= options.mostLeft) continue;
    if (!isTaken) left += 1;
    kept.push(row);
  }
  const features = new Float64Array(kept.length * size);
  kept.forEach((row, place) =>
    features.set(full.features.subarray(row * size, (row + 1) * size), place * size),
  );
  return { features, taken: kept.map((row) => full.taken[row]!) };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const decide = (
  recommender: Recommender,
  cases: readonly ReplayCase[],
  options: LearnOptions & { readonly level: number; readonly step: () => void },
): { readonly combination: Combination; readonly verdict: CombinationVerdict } => {
  const { components } = recommender;
  const { random, mostLeft = 1_500, ridge, level, step } = options;
  const recency = recencyAlone(components);
  const settings = ridge === undefined ? {} : { ridge };
  const replay = ({ audience, taken }: ReplayCase): Impression =>
    recommender.replay(audience, undefined, taken);
  const hasTaken = ({ taken: list }: Impression): boolean => Array.prototype.includes.call(list, 1);
  const impressions: Impression[] = [];
  const pools: Impression[] = [];
  for (const one of cases) {
    const full = replay(one);
    step();
    if (!hasTaken(full)) continue;
    impressions.push(sample(full, components.length, { random, mostLeft }));
    pools.push(toPool(full, components.length));
  }
  if (pools.length < fewestPeople)
    return {
      combination: recency,
      verdict: { people: pools.length, learned: 0, recency: 0, isLearned: false },
    };
  const isOutside = (place: number, fold: number): boolean => place % folds !== fold;
  const fit = (fold: number, way: Way): Combination => {
    const inside = <T>(list: readonly T[]): T[] => list.filter((_one, place) => isOutside(place, fold));
    const logistic = learnCombination(components, inside(impressions), settings);
    return way === "logistic"
      ? logistic
      : { ...logistic, weights: climbWeights(inside(pools), logistic.weights) };
  };
  // Judged on readers whose acts the weights did not see.
  const judged = ways.map((way) => {
    const fitted = Array.from({ length: folds }, (_, fold) => fit(fold, way).weights);
    return { way, values: pools.map((pool, place) => ndcgOf(pool, fitted[place % folds]!)) };
  });
  const chosen = judged.reduce((best, next) => (mean(next.values) > mean(best.values) ? next : best));
  const ours = chosen.values;
  const theirs = pools.map((pool) => ndcgOf(pool, recency.weights));
  const gain = pairedBootstrap(ours, theirs, { seed: random.integer(2 ** 31), level });
  const isLearned = gain.low > 0;
  return {
    combination: isLearned ? fit(nobody, chosen.way) : recency,
    verdict: { people: ours.length, learned: mean(ours), recency: mean(theirs), gain, isLearned },
  };
};

/**
 * Learns the weights of readers with and without a history apart, and takes them only where they beat recency popularity:
 * weights learned on four fifths of the readers are judged on the fifth, in turn; unless the interval of the gain in nDCG@10
 * lies above 0, the group keeps recency alone. Two ways are tried, logistic regression and from there a climb on nDCG@10
 * itself (`climbWeights`); the one that does better on the readers it did not see is taken. The interval is one of 80 % with a history and of 98 % without: nothing of a
 * reader without one speaks for a gain, and the interval knows the chance of the readers, not the drift after the stretch. A reader without a history says nothing of taste, so weights learned
 * on both together are right for neither.
 *
 * @param recommender made from what came before the replayed stretch
 * @throws RecommenderError as {@link learnCombination}
 */
export const learnCombinations = (
  recommender: Recommender,
  cases: readonly ReplayCase[],
  options: LearnOptions,
): LearnedCombinations => {
  const { random, mostPeople = 400, onProgress } = options;
  const order = permutation(random, cases.length);
  const shuffled = Array.from(order, (place) => cases[place]!);
  const pick = (has: boolean): ReplayCase[] =>
    shuffled.filter(({ audience }) => recommender.hasHistory(audience) === has).slice(0, mostPeople);
  const groups = { withHistory: pick(true), withoutHistory: pick(false) };
  const all = groups.withHistory.length + groups.withoutHistory.length;
  let done = 0;
  const step = (): void => onProgress?.((done += 1), all);
  const warm = decide(recommender, groups.withHistory, { ...options, level: 0.8, step });
  const cold = decide(recommender, groups.withoutHistory, { ...options, level: 0.98, step });
  onProgress?.(all, all);
  return {
    combination: warm.combination,
    combinationWithoutHistory: cold.combination,
    withHistory: warm.verdict,
    withoutHistory: cold.verdict,
  };
};
