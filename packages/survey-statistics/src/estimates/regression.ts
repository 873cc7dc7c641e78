// Reads of typed arrays carry `!`: rows run below the design's `rows`, columns below `size`.
import { choleskyInPlace, choleskySolve, NumericsError } from "@kepu/numerics";
import { assertFinite, assertRows, type Column } from "../design/columns.ts";
import type { SurveyDesign } from "../design/design.ts";
import { covarianceOfTotals } from "../design/variance.ts";
import { SurveyError } from "../errors.ts";
import { type EstimateOptions, readOptions } from "./estimate.ts";

export interface RegressionFit {
  /** The constant first, then one a predictor. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
  /** Design degrees of freedom less predictors. */
  readonly degreesOfFreedom: number;
  readonly iterations: number;
}

export interface RegressionInput {
  readonly outcome: Column;
  /** One column a predictor; a constant is added. */
  readonly predictors: readonly Column[];
}

/**
 * Weighted linear or logistic regression with design-based (sandwich) errors (Binder 1983; R `svyglm`).
 *
 * @param input outcome (0 or 1 for `logistic`) and predictors, one number a row
 * @param options.family `linear` unless told
 * @throws SurveyError as estimateTotal; `indicator-not-binary`, `regression-singular`, `regression-separated`
 * @example fitRegression(createDesign({ weights: [1, 1, 1], stages: [{}] }), { outcome: [1, 3, 5], predictors: [[0, 1, 2]] }, { degreesOfFreedom: 5 }).coefficients.map(Math.round); // => new Float64Array([1, 2])
 */
export const fitRegression = (
  design: SurveyDesign,
  input: RegressionInput,
  options: EstimateOptions & { readonly family?: "linear" | "logistic" } = {},
): RegressionFit => {
  const { family = "linear" } = options;
  const { domain, df } = readOptions(design, options);
  const { rows } = design;
  const { outcome, predictors } = input;
  const size = predictors.length + 1;
  for (const [place, column] of [outcome, ...predictors].entries()) {
    const name = place === 0 ? "outcome" : `predictors ${place}`;
    assertRows(name, column, rows);
    assertFinite(name, column, domain);
  }
  const x = new Float64Array(rows * size);
  const weights = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    if (domain && domain[row] !== 1) continue;
    weights[row] = design.weights[row]!;
    x[row * size] = 1;
    for (let k = 1; k < size; k += 1) x[row * size + k] = predictors[k - 1]![row]!;
    if (family === "logistic" && outcome[row] !== 0 && outcome[row] !== 1)
      throw new SurveyError("indicator-not-binary", { row: row + 1, value: outcome[row]! });
  }
  const coefficients = new Float64Array(size);
  const residuals = new Float64Array(rows);
  const limit = family === "linear" ? 2 : 60;
  for (let iteration = 1; ; iteration += 1) {
    const factor = new Float64Array(size * size);
    const step = new Float64Array(size);
    for (let row = 0; row < rows; row += 1) {
      const weight = weights[row]!;
      if (weight === 0) continue;
      let eta = 0;
      for (let k = 0; k < size; k += 1) eta += x[row * size + k]! * coefficients[k]!;
      const mean = family === "linear" ? eta : 1 / (1 + Math.exp(-eta));
      const slope = family === "linear" ? 1 : mean * (1 - mean);
      residuals[row] = outcome[row]! - mean;
      for (let j = 0; j < size; j += 1) {
        const scaled = weight * x[row * size + j]!;
        step[j]! += scaled * residuals[row]!;
        for (let k = 0; k <= j; k += 1) factor[j * size + k]! += scaled * slope * x[row * size + k]!;
      }
    }
    factorise(factor, { size, later: iteration > 1 });
    choleskySolve(factor, step);
    let change = 0;
    for (let k = 0; k < size; k += 1) {
      coefficients[k]! += step[k]!;
      change = Math.max(change, Math.abs(step[k]!) / (1 + Math.abs(coefficients[k]!)));
    }
    if (change < 1e-12 || (family === "linear" && iteration === limit)) {
      const covariance = sandwich(design, { x, weights, residuals, factor, size });
      const standardErrors = Float64Array.from({ length: size }, (_, k) =>
        Math.sqrt(covariance[k * size + k]!),
      );
      const degreesOfFreedom = df - predictors.length;
      return { coefficients, standardErrors, covariance, degreesOfFreedom, iterations: iteration };
    }
    if (iteration === limit || coefficients.some((value) => !(Math.abs(value) < 1e6)))
      throw new SurveyError("regression-separated");
  }
};

const factorise = (matrix: Float64Array, { size, later }: { size: number; later: boolean }): void => {
  try {
    choleskyInPlace(matrix, size);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    // The first step sees the columns alone; later ones go flat only where fitted chances reach 0 or 1.
    if (later) throw new SurveyError("regression-separated", {}, { cause: error });
    throw new SurveyError("regression-singular", { column: error.values["row"] ?? 0 }, { cause: error });
  }
};

const sandwich = (
  design: SurveyDesign,
  fit: {
    x: Float64Array;
    weights: Float64Array;
    residuals: Float64Array;
    factor: Float64Array;
    size: number;
  },
): Float64Array => {
  const { x, weights, residuals, factor, size } = fit;
  const scores = Array.from({ length: size }, () => new Float64Array(design.rows));
  const row1 = new Float64Array(size);
  for (let row = 0; row < design.rows; row += 1) {
    for (let k = 0; k < size; k += 1) row1[k] = weights[row]! * residuals[row]! * x[row * size + k]!;
    choleskySolve(factor, row1);
    for (let k = 0; k < size; k += 1) scores[k]![row] = row1[k]!;
  }
  return covarianceOfTotals(design, scores);
};
