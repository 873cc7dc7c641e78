// Indices are kept inside the arrays by the loop bounds; `!` says so.
import type { Impression } from "../combination.ts";
import { selectTop } from "../matrix/top.ts";

const k = 10;
/** What each weight is multiplied with in turn. */
const factors = [0, 0.4, 0.75, 1.3, 2.5];
const rounds = 2;

const discounts = Float64Array.from({ length: k }, (_, place) => 1 / Math.log2(place + 2));

/** nDCG@10 of one replayed reader's list under some weights; 0 where nothing was taken. */
export const ndcgOf = ({ features, taken }: Impression, weights: ArrayLike<number>): number => {
  const size = weights.length;
  const totals = new Float64Array(taken.length);
  let relevant = 0;
  for (let row = 0; row < totals.length; row += 1) {
    let sum = 0;
    for (let c = 0; c < size; c += 1) sum += weights[c]! * features[row * size + c]!;
    totals[row] = sum;
    if (taken[row] === 1) relevant += 1;
  }
  let [gain, ideal] = [0, 0];
  selectTop(totals, k).forEach((row, place) => {
    if (taken[row] === 1) gain += discounts[place]!;
  });
  for (let place = 0; place < Math.min(k, relevant); place += 1) ideal += discounts[place]!;
  return ideal > 0 ? gain / ideal : 0;
};

const meanOf = (pools: readonly Impression[], weights: Float64Array): number =>
  pools.reduce((sum, pool) => sum + ndcgOf(pool, weights), 0) / Math.max(1, pools.length);

/** The rows that may reach the top of a list: of each component the best 200, and all that was taken. */
export const toPool = (full: Impression, size: number): Impression => {
  const rows = full.taken.length;
  const kept = new Set<number>();
  const column = new Float64Array(rows);
  for (let c = 0; c < size; c += 1) {
    for (let row = 0; row < rows; row += 1) column[row] = full.features[row * size + c]!;
    for (const row of selectTop(column, 200)) kept.add(row);
  }
  for (let row = 0; row < rows; row += 1) if (full.taken[row] === 1) kept.add(row);
  const order = [...kept].sort((a, b) => a - b);
  const features = new Float64Array(order.length * size);
  order.forEach((row, place) =>
    features.set(full.features.subarray(row * size, (row + 1) * size), place * size),
  );
  return { features, taken: order.map((row) => full.taken[row]!) };
};

/**
 * Weights that raise the mean nDCG@10 itself, one after the other, from the best of the given starts and of each component
 * alone: a logistic regression explains all items alike, a list shows only the first. Where a weight is 0, a tenth of the
 * largest is tried as well.
 */
export const climbWeights = (pools: readonly Impression[], start: Float64Array): Float64Array => {
  const starts = [start, ...Array.from(start, (_, c) => new Float64Array(start.length).fill(1, c, c + 1))];
  let best = start;
  let most = -1;
  for (const one of starts) {
    const value = meanOf(pools, one);
    if (value > most) [best, most] = [one, value];
  }
  for (let round = 0; round < rounds; round += 1) {
    const before = most;
    for (let c = 0; c < best.length; c += 1) {
      const own = best[c]!;
      const tenth = best.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 10;
      for (const value of own === 0 ? [tenth, 3 * tenth, -tenth] : factors.map((factor) => own * factor)) {
        const next = best.with(c, value);
        const reached = meanOf(pools, next);
        if (reached > most) [best, most] = [next, reached];
      }
    }
    if (most - before < 1e-4) break;
  }
  return best;
};
