import { logistic, logisticDifference } from "../models/logistic.ts";

// Hot loops on typed arrays: reads carry `!`, every index is bounded by the shape of the item.
// Inside the calibration items stand in slope–intercept form, in which the likelihood is better behaved than in (a, b):
//   logistic        a, d, γ:      P = c + (u − c) σ(aθ + d), c = σ(γ)
//   graded          a, d₁ … dₘ:   P(X ≥ k) = σ(aθ + dₖ), d decreasing
//   partial-credit  a, d₁ … dₘ:   P(X = k) ∝ exp(kaθ + d₁ + … + dₖ)

/** The form of one item's likelihood. */
export type ItemShape = {
  readonly kind: "logistic" | "graded" | "partial-credit";
  /** Highest score. */
  readonly most: number;
  /** Local parameters; for `logistic` 3 where c is estimated, else 2. */
  readonly parameterCount: number;
  /** Fixed asymptotes of `logistic` (c is used where parameterCount is 2). */
  readonly lower: number;
  readonly upper: number;
};

/** Values at one θ: category k, parameters i and j. */
export type KernelValues = {
  readonly p: Float64Array;
  /** ∂Pₖ/∂ξᵢ at k × parameterCount + i. */
  readonly first: Float64Array;
  /** ∂²Pₖ/∂ξᵢ∂ξⱼ at (k × parameterCount + i) × parameterCount + j. */
  readonly second: Float64Array;
};

/** Where the parameters of an item stand in the vector of all values. */
export type KernelPlace = { readonly values: Float64Array; readonly offset: number; readonly theta: number };

/** Scratch space for items up to these sizes. */
export const createKernelValues = (mostScore: number, parameters: number): KernelValues => ({
  p: new Float64Array(mostScore + 1),
  first: new Float64Array((mostScore + 1) * parameters),
  second: new Float64Array((mostScore + 1) * parameters * parameters),
});

const evaluateLogistic = (shape: ItemShape, place: KernelPlace, out: KernelValues): void => {
  const { values, offset, theta } = place;
  const z = values[offset]! * theta + values[offset + 1]!;
  const right = logistic(z);
  const wrong = logistic(-z);
  const guessed = shape.parameterCount === 3;
  const c = guessed ? logistic(values[offset + 2]!) : shape.lower;
  const span = shape.upper - c;
  const density = span * right * wrong;
  const bend = density * (wrong - right);
  const { p, first, second } = out;
  p[1] = c + span * right;
  p[0] = 1 - shape.upper + span * wrong;
  const n = shape.parameterCount;
  const square = n * n;
  first[n] = density * theta;
  first[n + 1] = density;
  second[square] = bend * theta * theta;
  second[square + 1] = bend * theta;
  second[square + n] = bend * theta;
  second[square + n + 1] = bend;
  if (guessed) {
    const tilt = c * (1 - c);
    first[n + 2] = tilt * wrong;
    second[square + 2] = -tilt * right * wrong * theta;
    second[square + n + 2] = -tilt * right * wrong;
    second[square + 2 * n] = second[square + 2]!;
    second[square + 2 * n + 1] = second[square + n + 2]!;
    second[square + 2 * n + 2] = tilt * (1 - 2 * c) * wrong;
  }
  for (let i = 0; i < n; i += 1) first[i] = -first[n + i]!;
  for (let i = 0; i < square; i += 1) second[i] = -second[square + i]!;
};

const evaluateGraded = (shape: ItemShape, place: KernelPlace, out: KernelValues): void => {
  const { values, offset, theta } = place;
  const { p, first, second } = out;
  const n = shape.parameterCount;
  first.fill(0, 0, (shape.most + 1) * n);
  second.fill(0, 0, (shape.most + 1) * n * n);
  let above = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= shape.most; k += 1) {
    // Cut k (between scores k and k + 1) takes from category k what it gives to category k + 1.
    const z = k < shape.most ? values[offset]! * theta + values[offset + 1 + k]! : Number.NEGATIVE_INFINITY;
    p[k] = logisticDifference(above, z);
    above = z;
    if (k === shape.most) break;
    const right = logistic(z);
    const wrong = logistic(-z);
    const density = right * wrong;
    const bend = density * (wrong - right);
    const i = 1 + k;
    for (let side = 0; side < 2; side += 1) {
      const sign = side === 0 ? -1 : 1;
      const row = (k + side) * n;
      first[row] = first[row]! + sign * density * theta;
      first[row + i] = first[row + i]! + sign * density;
      second[row * n] = second[row * n]! + sign * bend * theta * theta;
      second[row * n + i] = second[row * n + i]! + sign * bend * theta;
      second[(row + i) * n] = second[(row + i) * n]! + sign * bend * theta;
      second[(row + i) * n + i] = second[(row + i) * n + i]! + sign * bend;
    }
  }
};

const evaluatePartialCredit = (shape: ItemShape, place: KernelPlace, out: KernelValues): void => {
  const { values, offset, theta } = place;
  const { p, first, second } = out;
  const n = shape.parameterCount;
  let exponent = 0;
  let highest = 0;
  p[0] = 0;
  for (let k = 1; k <= shape.most; k += 1) {
    exponent += values[offset]! * theta + values[offset + k]!;
    p[k] = exponent;
    if (exponent > highest) highest = exponent;
  }
  let total = 0;
  for (let k = 0; k <= shape.most; k += 1) {
    p[k] = Math.exp(p[k]! - highest);
    total += p[k]!;
  }
  for (let k = 0; k <= shape.most; k += 1) p[k] = p[k]! / total;
  // Statistic t of score k: (kθ, 1[k ≥ 1], …, 1[k ≥ m]); its mean and covariance give every derivative.
  // They stand in the rows of score 0 until those are written, last.
  const mean = first;
  const covariance = second;
  mean.fill(0, 0, n);
  covariance.fill(0, 0, n * n);
  for (let k = 1; k <= shape.most; k += 1)
    for (let i = 0; i < n; i += 1) mean[i] = mean[i]! + p[k]! * (i === 0 ? k * theta : k >= i ? 1 : 0);
  for (let k = 0; k <= shape.most; k += 1)
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j <= i; j += 1) {
        const ti = (i === 0 ? k * theta : k >= i ? 1 : 0) - mean[i]!;
        const tj = (j === 0 ? k * theta : k >= j ? 1 : 0) - mean[j]!;
        covariance[i * n + j] = covariance[i * n + j]! + p[k]! * ti * tj;
      }
  for (let k = shape.most; k >= 0; k -= 1)
    for (let i = n - 1; i >= 0; i -= 1) {
      const ti = (i === 0 ? k * theta : k >= i ? 1 : 0) - mean[i]!;
      for (let j = i; j >= 0; j -= 1) {
        const tj = (j === 0 ? k * theta : k >= j ? 1 : 0) - mean[j]!;
        second[(k * n + i) * n + j] = p[k]! * (ti * tj - covariance[i * n + j]!);
      }
    }
  for (let k = shape.most; k >= 0; k -= 1)
    for (let i = 0; i < n; i += 1) {
      const ti = (i === 0 ? k * theta : k >= i ? 1 : 0) - mean[i]!;
      first[k * n + i] = p[k]! * ti;
      for (let j = 0; j < i; j += 1) second[(k * n + j) * n + i] = second[(k * n + i) * n + j]!;
    }
};

/** Fills probabilities and derivatives in the item's parameters at one θ; allocates nothing. */
export const evaluateKernel = (shape: ItemShape, place: KernelPlace, out: KernelValues): void => {
  if (shape.kind === "logistic") evaluateLogistic(shape, place, out);
  else if (shape.kind === "graded") evaluateGraded(shape, place, out);
  else evaluatePartialCredit(shape, place, out);
};

/** Whether the parameters give probabilities: finite, and cuts of a graded item in order. */
export const isKernelValid = (shape: ItemShape, values: Float64Array, offset: number): boolean => {
  for (let i = 0; i < shape.parameterCount; i += 1) if (!Number.isFinite(values[offset + i]!)) return false;
  if (shape.kind === "graded")
    for (let k = 2; k <= shape.most; k += 1)
      if (!(values[offset + k]! < values[offset + k - 1]! - 1e-9)) return false;
  return true;
};
