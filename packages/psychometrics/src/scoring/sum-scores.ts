import type { Item } from "../items.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { createItemTable, type ItemTable } from "./item-table.ts";
import {
  checkNumber,
  DEFAULT_GRID,
  type Grid,
  nodesOf,
  normalisedWeightsOf,
  type Population,
  STANDARD_POPULATION,
} from "./population.ts";

/**
 * Distribution of the sum score at one ability by the recursion of Lord & Wingersky (1984), for items of any number of
 * categories (Thissen et al. 1995). `distribution` has one entry a sum score and is overwritten.
 */
export const sumScoreDistributionAt = (table: ItemTable, theta: number, distribution: Float64Array): void => {
  // index stays below the table's count, sums below the distribution's length.
  const curves = createCategoryArrays(table.largestScore);
  distribution.fill(0);
  distribution[0] = 1;
  let highest = 0;
  for (let index = 0; index < table.count; index += 1) {
    fillCategories(table.items[index]!, theta, curves);
    const most = table.maximumScore[index]!;
    // From above, so that the row before is still there: sums below `highest` and scores up to `most`.
    for (let sum = highest + most; sum >= 0; sum -= 1) {
      let probability = 0;
      for (let k = Math.max(0, sum - highest); k <= Math.min(most, sum); k += 1)
        probability += distribution[sum - k]! * curves.p[k]!;
      distribution[sum] = probability;
    }
    highest += most;
  }
};

/** The highest sum score of a test. */
export const highestSum = (table: ItemTable): number =>
  table.maximumScore.reduce((sum, most) => sum + most, 0);

/**
 * The share of each sum score 0 … highest in a normal population.
 *
 * @example sumScoreShares([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }])[1]?.toFixed(6); // => "0.500000"
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · number_invalid
 */
export const sumScoreShares = (
  items: readonly Item[],
  options: { readonly population?: Population; readonly grid?: Grid } = {},
): Float64Array => {
  const table = createItemTable(items);
  const grid = options.grid ?? DEFAULT_GRID;
  const nodes = nodesOf(grid);
  const weights = normalisedWeightsOf(nodes, grid, options.population ?? STANDARD_POPULATION);
  const shares = new Float64Array(highestSum(table) + 1);
  const distribution = new Float64Array(shares.length);
  for (let node = 0; node < nodes.length; node += 1) {
    sumScoreDistributionAt(table, nodes[node]!, distribution); // one weight a node
    for (let sum = 0; sum < shares.length; sum += 1) shares[sum]! += weights[node]! * distribution[sum]!;
  }
  return shares;
};

/** One line of a table from sum score to ability. */
export type SumScoreRow = {
  readonly sum: number;
  readonly theta: number;
  readonly standardError: number;
  /** The share of the population that reaches exactly this sum. */
  readonly share: number;
};

/**
 * Expected a posteriori ability for each sum score (Thissen, Pommerich, Billeaud & Williams 1995): what a paper form
 * without a computer needs. It holds for complete answers to exactly these items.
 *
 * @param items the form
 * @returns one row a sum score, 0 … highest
 * @example sumScoreTable([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]).map((row) => row.sum); // => [0, 1]
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · number_invalid
 */
export const sumScoreTable = (
  items: readonly Item[],
  options: { readonly population?: Population; readonly grid?: Grid } = {},
): SumScoreRow[] => {
  const table = createItemTable(items);
  const grid = options.grid ?? DEFAULT_GRID;
  const nodes = nodesOf(grid);
  const weights = normalisedWeightsOf(nodes, grid, options.population ?? STANDARD_POPULATION);
  const length = highestSum(table) + 1;
  checkNumber("highest sum", length, { least: 2, most: 100_000 });
  const joint = new Float64Array(nodes.length * length);
  const distribution = new Float64Array(length);
  for (let node = 0; node < nodes.length; node += 1) {
    sumScoreDistributionAt(table, nodes[node]!, distribution);
    for (let sum = 0; sum < length; sum += 1)
      joint[node * length + sum] = weights[node]! * distribution[sum]!;
  }
  return Array.from({ length }, (_, sum) => {
    let share = 0;
    let mean = 0;
    for (let node = 0; node < nodes.length; node += 1) {
      share += joint[node * length + sum]!;
      mean += joint[node * length + sum]! * nodes[node]!;
    }
    mean /= share;
    let square = 0;
    for (let node = 0; node < nodes.length; node += 1)
      square += joint[node * length + sum]! * (nodes[node]! - mean) ** 2;
    return { sum, theta: mean, standardError: Math.sqrt(square / share), share };
  });
};
