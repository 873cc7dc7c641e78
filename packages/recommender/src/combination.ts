// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { choleskyInPlace, choleskySolve } from "@kepu/numerics";
import { assertWithin, RecommenderError } from "./errors.ts";

/** One list as it was shown: a row of component scores for each item, and whether it was taken. */
export type Impression = {
  /** items × components, row-major, as {@link standardise} made them. */
  readonly features: Float64Array;
  /** 1 taken, 0 shown and left; one a row. */
  readonly taken: ArrayLike<number>;
  /** Place on the page from 0, where known: explains a click by the place, so that the weights need not. */
  readonly positions?: ArrayLike<number>;
};

/** Weights of the components; features are standardised within each list, so they are comparable. */
export type Combination = {
  readonly components: readonly string[];
  readonly weights: Float64Array;
  readonly intercept: number;
};

/**
 * Turns one component's scores into deviations from the mean of the candidates, in standard deviations, in place;
 * all zero where the candidates do not differ.
 *
 * @param isCandidate 1 where the item counts; everything without it. What does not count is changed to no purpose
 * @example standardise(Float64Array.of(1, 3)); // => Float64Array.of(-1, 1)
 */
export const standardise = (scores: Float64Array, isCandidate?: Uint8Array): Float64Array => {
  // One pass over differences from the first score (Chan et al. 1983): serving does this for each component and list.
  const first = scores[isCandidate === undefined ? 0 : Math.max(0, isCandidate.indexOf(1))] ?? 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  let largest = 0;
  for (let place = 0; place < scores.length; place += 1) {
    if (isCandidate !== undefined && isCandidate[place] === 0) continue;
    const difference = scores[place]! - first;
    count += 1;
    sum += difference;
    squares += difference * difference;
    largest = Math.max(largest, Math.abs(difference));
  }
  const shift = count > 0 ? sum / count : 0;
  const mean = first + shift;
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - shift * shift));
  // Below this the differences are rounding, not knowledge.
  const scale = largest > 1e-12 * Math.abs(first) && deviation > 0 ? 1 / deviation : 0;
  if (scale === 0) return scores.fill(0);
  for (let place = 0; place < scores.length; place += 1) scores[place] = (scores[place]! - mean) * scale;
  return scores;
};

type Rows = {
  readonly size: number;
  readonly hasPositions: boolean;
  readonly impressions: readonly Impression[];
};

/** Gradient and Hessian of the penalised log-likelihood at `beta`; returns the loss. */
const accumulate = (
  rows: Rows,
  beta: Float64Array,
  into: { readonly gradient: Float64Array; readonly hessian: Float64Array; readonly ridge: number },
): number => {
  const { size, impressions } = rows;
  const width = beta.length;
  const { gradient, hessian, ridge } = into;
  gradient.fill(0);
  hessian.fill(0);
  const x = new Float64Array(width);
  let loss = 0;
  for (const { features, taken, positions } of impressions) {
    let positives = 0;
    for (let row = 0; row < taken.length; row += 1) positives += taken[row]!;
    // A long list of one busy person must not outvote many short ones.
    const share = 1 / Math.sqrt(Math.max(1, positives)) / impressions.length;
    for (let row = 0; row < taken.length; row += 1) {
      for (let k = 0; k < size; k += 1) x[k] = features[row * size + k]!;
      x[size] = 1;
      if (rows.hasPositions) x[size + 1] = Math.log1p(positions?.[row] ?? 0);
      let z = 0;
      for (let k = 0; k < width; k += 1) z += x[k]! * beta[k]!;
      const probability = 1 / (1 + Math.exp(-z));
      const y = taken[row]!;
      loss += share * (Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z))));
      const slope = share * (probability - y);
      const curve = share * Math.max(probability * (1 - probability), 1e-9);
      for (let k = 0; k < width; k += 1) {
        gradient[k]! += slope * x[k]!;
        for (let l = 0; l <= k; l += 1) hessian[k * width + l]! += curve * x[k]! * x[l]!;
      }
    }
  }
  for (let k = 0; k < width; k += 1) {
    const penalty = k === size ? 1e-9 : ridge; // the intercept is free
    loss += (penalty * beta[k]! ** 2) / 2;
    gradient[k]! += penalty * beta[k]!;
    hessian[k * width + k]! += penalty;
  }
  return loss;
};

/**
 * Learns the weights of the components from logged (or replayed) impressions: logistic regression with a ridge, by
 * Newton's method with step halving. The place on the page is a feature while learning and left out when serving.
 *
 * @param options.ridge penalty of the weights, relative to one list; 0.02 by default
 * @throws RecommenderError `no_impressions` without at least one taken and one left item; `length_mismatch`
 */
export const learnCombination = (
  components: readonly string[],
  impressions: readonly Impression[],
  options: { readonly ridge?: number } = {},
): Combination => {
  const ridge = options.ridge ?? 0.02;
  const size = components.length;
  assertWithin({ name: "ridge", value: ridge, least: 1e-9, most: 1e6 });
  let taken = 0;
  let left = 0;
  for (const impression of impressions) {
    const expected = impression.taken.length * size;
    if (impression.features.length !== expected)
      throw new RecommenderError("recommender.length_mismatch", {
        name: "features",
        length: impression.features.length,
        expected,
      });
    for (let row = 0; row < impression.taken.length; row += 1)
      if (impression.taken[row] === 1) taken += 1;
      else left += 1;
  }
  if (taken === 0 || left === 0) throw new RecommenderError("recommender.no_impressions");
  const hasPositions = impressions.some(({ positions }) => positions !== undefined);
  const rows = { size, hasPositions, impressions };
  const width = size + 1 + (hasPositions ? 1 : 0);
  const beta = new Float64Array(width);
  const into = { gradient: new Float64Array(width), hessian: new Float64Array(width * width), ridge };
  let loss = accumulate(rows, beta, into);
  for (let round = 0; round < 50; round += 1) {
    const step = choleskySolve(choleskyInPlace(into.hessian, width), into.gradient.slice());
    let factor = 1;
    let next = beta.slice();
    let nextLoss = Infinity;
    for (; factor > 1e-6; factor /= 2) {
      next = beta.map((value, k) => value - factor * step[k]!);
      nextLoss = accumulate(rows, next, into);
      if (nextLoss <= loss) break;
    }
    const gain = loss - nextLoss;
    if (!(gain >= 0)) break;
    beta.set(next);
    loss = nextLoss;
    if (gain < 1e-10) break;
  }
  return { components, weights: beta.slice(0, size), intercept: beta[size]! };
};
