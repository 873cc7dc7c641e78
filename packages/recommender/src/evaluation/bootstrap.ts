// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { createRandom } from "@kepu/numerics";
import { assertWhole, assertWithin, RecommenderError } from "../errors.ts";

export type Interval = { readonly mean: number; readonly low: number; readonly high: number };
export type BootstrapOptions = {
  readonly seed: number | string;
  /** Resamples; 2,000 by default. */
  readonly rounds?: number;
  /** Coverage; 0.95 by default. */
  readonly level?: number;
};

/**
 * Paired bootstrap of the mean difference a − b over people (Sakai 2006): both models are judged on the same
 * resampled people. The models differ at the level where the interval leaves out 0.
 *
 * @param a one measure a person; `b` the same people in the same order
 * @throws RecommenderError `length_mismatch`, `parameter_out_of_range`, `no_impressions` without people
 * @example pairedBootstrap([1, 1], [0, 0], { seed: 1 }); // => { mean: 1, low: 1, high: 1 }
 */
export const pairedBootstrap = (
  a: readonly number[],
  b: readonly number[],
  { seed, rounds = 2000, level = 0.95 }: BootstrapOptions,
): Interval => {
  if (a.length !== b.length)
    throw new RecommenderError("recommender.length_mismatch", {
      name: "b",
      length: b.length,
      expected: a.length,
    });
  if (a.length === 0) throw new RecommenderError("recommender.no_impressions");
  assertWhole({ name: "rounds", value: rounds, least: 100, most: 1_000_000 });
  assertWithin({ name: "level", value: level, least: 0.5, most: 0.999 });
  const differences = a.map((value, person) => value - b[person]!);
  const random = createRandom(seed);
  const means = new Float64Array(rounds).map(() => {
    let sum = 0;
    for (let draw = 0; draw < differences.length; draw += 1)
      sum += differences[random.integer(differences.length)]!;
    return sum / differences.length;
  });
  means.sort();
  const at = (share: number): number => means[Math.min(rounds - 1, Math.floor(share * rounds))]!;
  return {
    mean: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    low: at((1 - level) / 2),
    high: at((1 + level) / 2),
  };
};

/** Mean of a measure in each segment with the number of people, and the largest gap between two segments. */
export type SegmentFairness = {
  readonly segments: ReadonlyMap<string, { readonly mean: number; readonly people: number }>;
  readonly gap: number;
};

/**
 * How evenly a measure falls on the segments; segments with fewer than `leastPeople` (10 by default) are left out.
 *
 * @example fairnessBySegment([{ segment: "a", value: 1 }, { segment: "b", value: 0.5 }], 1).gap; // => 0.5
 */
export const fairnessBySegment = (
  values: readonly { readonly segment: string; readonly value: number }[],
  leastPeople = 10,
): SegmentFairness => {
  const segments = new Map<string, { mean: number; people: number }>();
  for (const [segment, own] of Map.groupBy(values, (row) => row.segment)) {
    if (own.length < leastPeople) continue;
    const mean = own.reduce((sum, row) => sum + row.value, 0) / own.length;
    segments.set(segment, { mean, people: own.length });
  }
  const means = [...segments.values()].map(({ mean }) => mean);
  return { segments, gap: means.length > 1 ? Math.max(...means) - Math.min(...means) : 0 };
};
