import { type Item, maximumScore } from "../items.ts";
import { logistic, logisticDifference } from "./logistic.ts";

// Indices stay inside the arrays by construction (k ≤ highest score), hence Number(…) and no test for undefined.

/** What the functions of a category fill: index k is the score, length at least highest score + 1. */
export type CategoryArrays = {
  /** P(X = k | θ). */
  readonly p: Float64Array;
  /** dP/dθ. */
  readonly first: Float64Array;
  /** d²P/dθ². */
  readonly second: Float64Array;
};

/** Arrays for items with scores up to `most`; made once, filled many times. */
export const createCategoryArrays = (most: number): CategoryArrays => ({
  p: new Float64Array(most + 1),
  first: new Float64Array(most + 1),
  second: new Float64Array(most + 1),
});

const fillDichotomous = (item: Item & { model: "dichotomous" }, theta: number, out: CategoryArrays): void => {
  const z = item.a * (theta - item.b);
  const right = logistic(z);
  const wrong = logistic(-z);
  const span = item.u - item.c;
  const slope = item.a * span * right * wrong;
  const curve = item.a * slope * (wrong - right);
  out.p[1] = item.c + span * right;
  out.p[0] = 1 - item.u + span * wrong;
  out.first[1] = slope;
  out.first[0] = -slope;
  out.second[1] = curve;
  out.second[0] = -curve;
};

const fillGraded = (item: Item & { model: "graded" }, theta: number, out: CategoryArrays): void => {
  const most = item.thresholds.length;
  let upper = Number.POSITIVE_INFINITY;
  let upperDensity = 0;
  let upperBend = 0;
  for (let k = 0; k <= most; k += 1) {
    const z = k < most ? item.a * (theta - Number(item.thresholds[k])) : Number.NEGATIVE_INFINITY;
    const right = logistic(z);
    const wrong = logistic(-z);
    const density = right * wrong;
    const bend = density * (wrong - right);
    out.p[k] = logisticDifference(upper, z);
    out.first[k] = item.a * (upperDensity - density);
    out.second[k] = item.a * item.a * (upperBend - bend);
    upper = z;
    upperDensity = density;
    upperBend = bend;
  }
};

const fillPartialCredit = (
  item: Item & { model: "partial-credit" },
  theta: number,
  out: CategoryArrays,
): void => {
  const most = item.steps.length;
  let exponent = 0;
  let highest = 0;
  out.p[0] = 0;
  for (let k = 1; k <= most; k += 1) {
    exponent += item.a * (theta - Number(item.steps[k - 1]));
    out.p[k] = exponent;
    if (exponent > highest) highest = exponent;
  }
  let total = 0;
  for (let k = 0; k <= most; k += 1) {
    const weight = Math.exp(Number(out.p[k]) - highest);
    out.p[k] = weight;
    total += weight;
  }
  let mean = 0;
  let square = 0;
  for (let k = 0; k <= most; k += 1) {
    const p = Number(out.p[k]) / total;
    out.p[k] = p;
    mean += k * p;
    square += k * k * p;
  }
  const variance = square - mean * mean;
  for (let k = 0; k <= most; k += 1) {
    const p = Number(out.p[k]);
    const gap = k - mean;
    out.first[k] = item.a * p * gap;
    out.second[k] = item.a * item.a * p * (gap * gap - variance);
  }
};

/**
 * Fills the probabilities of all scores of an item at θ with their first and second derivatives in θ.
 * Nothing is allocated; `out` needs highest score + 1 places (`createCategoryArrays`).
 */
export const fillCategories = (item: Item, theta: number, out: CategoryArrays): void => {
  switch (item.model) {
    case "dichotomous":
      return fillDichotomous(item, theta, out);
    case "graded":
      return fillGraded(item, theta, out);
    case "partial-credit":
      return fillPartialCredit(item, theta, out);
  }
};

/**
 * P(X = 0 | θ), …, P(X = m | θ) of an item.
 *
 * @example categoryProbabilities({ id: "q", model: "dichotomous", a: 1, b: 0, c: 0.5, u: 1 }, 0); // => new Float64Array([0.25, 0.75])
 */
export const categoryProbabilities = (item: Item, theta: number): Float64Array => {
  const out = createCategoryArrays(maximumScore(item));
  fillCategories(item, theta, out);
  return out.p;
};

/**
 * Expected score Σ k P(X = k | θ), between 0 and the highest score.
 *
 * @example expectedScore({ id: "q", model: "partial-credit", a: 1, steps: [0, 0] }, 0); // => 1
 */
export const expectedScore = (item: Item, theta: number): number => {
  const p = categoryProbabilities(item, theta);
  let sum = 0;
  for (let k = 1; k < p.length; k += 1) sum += k * Number(p[k]);
  return sum;
};

/**
 * The test characteristic curve at θ: the expected sum score over the items.
 *
 * @example testCharacteristic([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }], 0); // => 0.5
 */
export const testCharacteristic = (items: readonly Item[], theta: number): number => {
  let sum = 0;
  for (const item of items) sum += expectedScore(item, theta);
  return sum;
};
