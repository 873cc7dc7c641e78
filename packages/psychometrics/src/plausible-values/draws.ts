import { choleskyInPlace, createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { LatentRegression } from "./latent-regression.ts";

// Reads carry `!`: indices are bounded by persons, coefficients and nodes.

/** How plausible values are drawn. */
export type PlausibleValueOptions = {
  /** Sets, default 10. */
  readonly count?: number;
  /** The same seed gives the same draws. */
  readonly seed: number | string;
  /** `drawn` (default) draws the coefficients and σ anew for every set, `fixed` keeps the estimates. */
  readonly parameters?: "drawn" | "fixed";
};

/** Draws (β, log σ) from their approximate normal posterior. */
const drawParameters = (
  regression: LatentRegression,
  factor: Float64Array,
  normal: () => number,
): { coefficients: Float64Array; deviation: number } => {
  const width = regression.coefficients.length;
  const size = width + 1;
  const noise = Float64Array.from({ length: size }, normal);
  const moved = Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let k = 0; k <= i; k += 1) sum += factor[i * size + k]! * noise[k]!;
    return sum;
  });
  return {
    coefficients: regression.coefficients.map((value, i) => value + moved[i]!),
    deviation: Math.sqrt(regression.residualVariance) * Math.exp(moved[width]!),
  };
};

/**
 * Plausible values (Mislevy 1991): draws of each person's ability from the posterior given answers and background. Every
 * estimate is made once with each set and joined by `combinePlausibleValues`; the draws are no scores of persons.
 *
 * @returns sets × persons
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const drawPlausibleValues = (
  regression: LatentRegression,
  options: PlausibleValueOptions,
): Float64Array[] => {
  const count = options.count ?? 10;
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new PsychometricsError("psychometrics.number_invalid", {
      name: "count",
      value: count,
      least: 1,
      most: 1000,
    });
  const { theta, likelihood, design } = regression;
  const nodes = theta.length;
  const width = regression.coefficients.length;
  const persons = likelihood.length / nodes;
  const step = theta[1]! - theta[0]!;
  const factor = choleskyInPlace(regression.covariance.slice(), width + 1);
  const weights = new Float64Array(nodes);
  return Array.from({ length: count }, (_, set) => {
    const random = createRandom(options.seed).fork(`plausible-values-${set}`);
    const { coefficients, deviation } =
      options.parameters === "fixed"
        ? { coefficients: regression.coefficients, deviation: Math.sqrt(regression.residualVariance) }
        : drawParameters(regression, factor, () => random.normal());
    const values = new Float64Array(persons);
    for (let person = 0; person < persons; person += 1) {
      let mean = 0;
      for (let i = 0; i < width; i += 1) mean += coefficients[i]! * design[person * width + i]!;
      let total = 0;
      for (let q = 0; q < nodes; q += 1) {
        const z = (theta[q]! - mean) / deviation;
        total += Math.exp(-0.5 * z * z) * likelihood[person * nodes + q]!;
        weights[q] = total;
      }
      const target = random.next() * total;
      let q = 0;
      while (q < nodes - 1 && weights[q]! <= target) q += 1;
      values[person] = theta[q]! + step * (random.next() - 0.5);
    }
    return values;
  });
};
