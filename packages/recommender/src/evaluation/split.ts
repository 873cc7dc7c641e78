import { createRandom } from "@kepu/numerics";
import { assertWithin } from "../errors.ts";
import type { Interaction } from "../interactions.ts";

export type Split = { readonly train: readonly Interaction[]; readonly test: readonly Interaction[] };

/**
 * The first `share` of all interactions in the order of time is for learning, the rest for testing: what a product
 * meets. Equal times keep their order of input.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example splitByTime([{ person: "a", item: "x", at: 2 }, { person: "a", item: "y", at: 1 }], 0.5).test.map(({ item }) => item); // => ["x"]
 */
export const splitByTime = (rows: readonly Interaction[], share: number): Split => {
  assertWithin({ name: "share", value: share, least: 0, most: 1 });
  const ordered = rows.toSorted((a, b) => a.at - b.at);
  const cut = Math.floor(rows.length * share);
  return { train: ordered.slice(0, cut), test: ordered.slice(cut) };
};

/**
 * For each person a random share of their interactions is for learning. Flatters models that know the future; for
 * comparison with published figures only.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example splitByRatio([{ person: "a", item: "x", at: 2 }], { share: 1, seed: 1 }).train.length; // => 1
 */
export const splitByRatio = (
  rows: readonly Interaction[],
  { share, seed }: { readonly share: number; readonly seed: number | string },
): Split => {
  assertWithin({ name: "share", value: share, least: 0, most: 1 });
  const train: Interaction[] = [];
  const test: Interaction[] = [];
  const random = createRandom(seed);
  for (const own of Map.groupBy(rows, ({ person }) => person).values()) {
    const keyed = own.map((row) => ({ row, key: random.next() })).sort((a, b) => a.key - b.key);
    const cut = Math.round(own.length * share);
    keyed.forEach(({ row }, place) => (place < cut ? train : test).push(row));
  }
  return { train, test };
};
