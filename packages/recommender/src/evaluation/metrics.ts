import { assertWhole } from "../errors.ts";

/** One person's list, best first, and what they took afterwards. */
export type Judged = { readonly list: readonly string[]; readonly relevant: ReadonlySet<string> };

/** Measures of one list, each in 0 … 1. */
export type ListMeasures = {
  readonly recall: number;
  readonly ndcg: number;
  readonly hit: number;
  readonly reciprocalRank: number;
};

/**
 * Measures at k of one list against everything the person took (binary relevance, full ranking): Recall = hits /
 * relevant · nDCG with gains 1 / log₂(rank + 1), ideal over min(k, relevant) (Järvelin & Kekäläinen 2002) · HR = any
 * hit · MRR = 1 / rank of the first hit. All 0 without a relevant item; a repeated item counts once.
 *
 * @throws RecommenderError `parameter_out_of_range` for k outside 1 … 10,000
 * @example measureList({ list: ["a", "b"], relevant: new Set(["b"]) }, 2).reciprocalRank; // => 0.5
 */
export const measureList = ({ list, relevant }: Judged, k: number): ListMeasures => {
  assertWhole({ name: "k", value: k, least: 1, most: 10_000 });
  let [hits, gain, ideal, reciprocalRank] = [0, 0, 0, 0];
  const counted = new Set<string>();
  list.slice(0, k).forEach((item, place) => {
    if (!relevant.has(item) || counted.has(item)) return;
    counted.add(item);
    hits += 1;
    gain += 1 / Math.log2(place + 2);
    if (reciprocalRank === 0) reciprocalRank = 1 / (place + 1);
  });
  for (let place = 0; place < Math.min(k, relevant.size); place += 1) ideal += 1 / Math.log2(place + 2);
  return {
    recall: relevant.size > 0 ? hits / relevant.size : 0,
    ndcg: ideal > 0 ? gain / ideal : 0,
    hit: hits > 0 ? 1 : 0,
    reciprocalRank,
  };
};

/**
 * Share of the catalogue that appears in any list.
 *
 * @example catalogueCoverage([["a"], ["a", "b"]], 4); // => 0.5
 */
export const catalogueCoverage = (lists: readonly (readonly string[])[], catalogueSize: number): number =>
  catalogueSize > 0 ? new Set(lists.flat()).size / catalogueSize : 0;

/**
 * Mean self-information −log₂ p(item) of what was shown (Vargas & Castells 2011); an item nobody took counts as half
 * an act.
 *
 * @param counts acts by item; `total` acts of all
 * @example novelty([["a"]], new Map([["a", 1]]), 2); // => 1
 */
export const novelty = (
  lists: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
  total: number,
): number => {
  const shown = lists.flat();
  const sum = shown.reduce((all, item) => all - Math.log2(Math.max(0.5, counts.get(item) ?? 0) / total), 0);
  return shown.length > 0 && total > 0 ? sum / shown.length : 0;
};

/**
 * Miscalibration of a list (Steck 2018, eq. 6–7): Kullback–Leibler divergence of the history's shares of categories
 * from the list's, the latter mixed with 1 % of the former. 0: the list mirrors the history.
 *
 * @example miscalibration(new Map([["水", 1]]), new Map([["水", 1]])); // => 0
 */
export const miscalibration = (
  history: ReadonlyMap<string, number>,
  list: ReadonlyMap<string, number>,
): number => {
  let sum = 0;
  for (const [category, share] of history)
    if (share > 0) sum += share * Math.log(share / (0.99 * (list.get(category) ?? 0) + 0.01 * share));
  return Math.max(0, sum);
};
