import { brentRoot } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import {
  type AreaData,
  type AreaRegression,
  quadraticForm,
  regressAreas,
  weightedCrossProduct,
} from "./linear-area-model.ts";

/**
 * How the variance A between areas is estimated: restricted or full likelihood, the moment equation of Fay & Herriot, or
 * the restricted likelihood with the adjustment of Yoshimori & Lahiri (2014), which never gives A = 0.
 */
export type VarianceMethod = "reml" | "ml" | "moment" | "adjusted-reml";

/** A fitted Fay–Herriot model y = Xβ + v + e, v ~ N(0, A), e ~ N(0, D). */
export type FayHerriotFit = {
  readonly method: VarianceMethod;
  /** A, the variance between areas that the covariates do not explain; ≥ 0. */
  readonly modelVariance: number;
  /** Asymptotic variance of the estimate of A, the one that g3 uses. */
  readonly modelVarianceVariance: number;
  /** True where A is 0 because the estimating equation has no positive root: every area then gets its synthetic value. */
  readonly atBoundary: boolean;
  readonly coefficients: Float64Array;
  /** p × p. */
  readonly coefficientCovariance: Float64Array;
  readonly logLikelihood: number;
  readonly restrictedLogLikelihood: number;
  readonly akaike: number;
  readonly bayes: number;
};

type Evaluated = { readonly regression: AreaRegression; readonly score: number; readonly objective: number };

const trace = (left: Float64Array, right: Float64Array, size: number): number => {
  let sum = 0;
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < size; b += 1) sum += left[a * size + b]! * right[b * size + a]!; // sizes agree
  return sum;
};

const sumOver = (data: AreaData, term: (variance: number) => number): number => {
  let sum = 0;
  for (const variance of data.variances) sum += term(variance);
  return sum;
};

/** Objective and its derivative in A: the (restricted, adjusted) log-likelihood, or minus the moment equation. */
const evaluate = (data: AreaData, modelVariance: number, method: VarianceMethod): Evaluated => {
  const { variances: d, columns: p } = data;
  const m = d.length;
  const regression = regressAreas(data, modelVariance);
  const { residuals, covariance, residualSum, logDeterminant } = regression;
  if (method === "moment") return { regression, score: residualSum - (m - p), objective: 0 };
  let logVariances = 0;
  let first = 0;
  let quadratic = 0;
  for (let i = 0; i < m; i += 1) {
    const w = 1 / (modelVariance + d[i]!); // i < m
    logVariances -= Math.log(w);
    first += w;
    quadratic += w * w * residuals[i]! * residuals[i]!;
  }
  const likelihood = -0.5 * (logVariances + residualSum);
  if (method === "ml") return { regression, score: 0.5 * (quadratic - first), objective: likelihood };
  const squared = weightedCrossProduct(data, (i) => 1 / (modelVariance + d[i]!) ** 2); // i < m
  const score = 0.5 * (quadratic - first + trace(covariance, squared, p));
  const objective = likelihood - 0.5 * logDeterminant;
  if (method === "reml") return { regression, score, objective };
  // Yoshimori & Lahiri 2014, eq. 2.4: h(A) = (arctan tr(I − B))^(1/m), B = D/(A + D).
  const share = sumOver(data, (variance) => modelVariance / (modelVariance + variance));
  if (share <= 0) return { regression, score: Infinity, objective: -Infinity };
  const slope = sumOver(data, (variance) => variance / (modelVariance + variance) ** 2);
  return {
    regression,
    score: score + slope / (m * Math.atan(share) * (1 + share * share)),
    objective: objective + Math.log(Math.atan(share)) / m,
  };
};

const gridPoints = 24;

/** Values of A among which the best is bracketed: a likelihood may have more than one maximum when D differ widely. */
const gridOf = (data: AreaData): Float64Array => {
  const { direct, variances } = data;
  let mean = 0;
  for (const value of direct) mean += value / direct.length;
  let spread = 0;
  for (const value of direct) spread += (value - mean) ** 2 / direct.length;
  const low = Math.min(...variances) * 1e-3;
  const high = 4 * (spread + Math.max(...variances));
  const grid = new Float64Array(gridPoints + 1);
  for (let k = 0; k < gridPoints; k += 1) grid[k + 1] = low * (high / low) ** (k / (gridPoints - 1));
  return grid;
};

const solveMoment = (data: AreaData, grid: Float64Array): number => {
  const score = (a: number) => evaluate(data, a, "moment").score;
  if (score(0) <= 0) return 0;
  let high = grid.at(-1) ?? 1;
  for (let doubling = 0; score(high) > 0; doubling += 1) {
    if (doubling > 200) throw new SurveyError("not-converged", { method: "moment" });
    high *= 2;
  }
  return brentRoot(score, { lower: 0, upper: high, tolerance: high * 1e-15 });
};

const solveLikelihood = (data: AreaData, grid: Float64Array, method: VarianceMethod): number => {
  let best = 0;
  let bestObjective = -Infinity;
  for (let k = 0; k < grid.length; k += 1) {
    const { objective } = evaluate(data, grid[k]!, method); // k < length
    if (objective > bestObjective) [best, bestObjective] = [k, objective];
  }
  const score = (a: number) => evaluate(data, a, method).score;
  const low = grid[Math.max(0, best - 1)]!; // within the grid
  let high = grid[Math.min(grid.length - 1, best + 1)]!;
  for (let doubling = 0; score(high) > 0; doubling += 1) {
    if (doubling > 200) throw new SurveyError("not-converged", { method });
    high *= 2;
  }
  if (best <= 1 && score(low) <= 0) return 0;
  const start = method === "adjusted-reml" && low === 0 ? Number.MIN_VALUE ** 0.25 : low;
  if (score(start) <= 0) throw new SurveyError("not-converged", { method });
  return brentRoot(score, { lower: start, upper: high, tolerance: high * 1e-15 });
};

/** Asymptotic variance of the estimate of A: Prasad & Rao 1990; Datta & Lahiri 2000 eq. 3.4; Datta, Rao & Smith 2005. */
const varianceOfModelVariance = (data: AreaData, modelVariance: number, method: VarianceMethod): number =>
  method === "moment"
    ? (2 * data.direct.length) / sumOver(data, (d) => 1 / (modelVariance + d)) ** 2
    : 2 / sumOver(data, (d) => 1 / (modelVariance + d) ** 2);

/**
 * Fits the area-level model of Fay & Herriot (1979) to direct estimates with known sampling variances.
 * The estimating equation is solved to machine precision after a search over the whole half-line, so that a likelihood
 * with two maxima is not left at the lower one.
 *
 * @param data from `toAreaData`
 * @throws {SurveyError} `covariates-singular`, `not-converged`
 * @example fitFayHerriot(toAreaData([1, 1, 1, 1], [1, 1, 1, 1], [[1], [1], [1], [1]]), "moment").modelVariance; // => 0
 */
export const fitFayHerriot = (data: AreaData, method: VarianceMethod): FayHerriotFit => {
  const grid = gridOf(data);
  const modelVariance = method === "moment" ? solveMoment(data, grid) : solveLikelihood(data, grid, method);
  const m = data.direct.length;
  const p = data.columns;
  const regression = regressAreas(data, modelVariance);
  const logVariances = sumOver(data, (d) => Math.log(modelVariance + d));
  const logLikelihood = -0.5 * (m * Math.log(2 * Math.PI) + logVariances + regression.residualSum);
  return {
    method,
    modelVariance,
    modelVarianceVariance: varianceOfModelVariance(data, modelVariance, method),
    atBoundary: modelVariance === 0,
    coefficients: regression.coefficients,
    coefficientCovariance: regression.covariance,
    logLikelihood,
    restrictedLogLikelihood:
      logLikelihood + 0.5 * p * Math.log(2 * Math.PI) - 0.5 * regression.logDeterminant,
    akaike: -2 * logLikelihood + 2 * (p + 1),
    bayes: -2 * logLikelihood + (p + 1) * Math.log(m),
  };
};

/** Small-area predictions on the scale of the model. */
export type AreaPrediction = {
  /** EBLUP: γ·direct + (1 − γ)·synthetic; the synthetic value where there is no sample. */
  readonly prediction: number;
  readonly synthetic: number;
  /** Weight of the direct estimate, A/(A + D); 0 where there is no sample. */
  readonly gamma: number;
  /** Mean squared error, analytic. */
  readonly meanSquaredError: number;
};

/** Bias of the estimate of A, by which g1 of ML and the moment method is corrected (Datta & Lahiri 2000; Datta et al. 2005). */
const biasOfModelVariance = (data: AreaData, fit: FayHerriotFit): number => {
  const a = fit.modelVariance;
  const m = data.direct.length;
  const first = sumOver(data, (d) => 1 / (a + d));
  const second = sumOver(data, (d) => 1 / (a + d) ** 2);
  switch (fit.method) {
    case "ml": {
      const squared = weightedCrossProduct(data, (i) => 1 / (a + data.variances[i]!) ** 2); // i < m
      return -trace(fit.coefficientCovariance, squared, data.columns) / second;
    }
    case "moment":
      return (2 * (m * second - first * first)) / first ** 3;
    case "reml":
    case "adjusted-reml":
      return 0;
    default:
      return fit.method satisfies never;
  }
};

/**
 * EBLUPs and their mean squared errors g1 + g2 + 2·g3 (Prasad & Rao 1990; Datta & Lahiri 2000, eq. 4.3: REML without,
 * ML and moment with the term b·B²). An area without sample gets x′β with MSE A + x′Cov(β)x, to be marked as such.
 *
 * @param area covariates of one area, and its direct estimate and variance where it was sampled
 */
export const predictArea = (
  fit: FayHerriotFit,
  data: AreaData,
  area: {
    readonly covariates: ArrayLike<number>;
    readonly direct?: number | undefined;
    readonly variance?: number | undefined;
  },
): AreaPrediction => {
  const p = data.columns;
  let synthetic = 0;
  for (let a = 0; a < p; a += 1) synthetic += area.covariates[a]! * fit.coefficients[a]!; // length p was checked
  const spread = quadraticForm(fit.coefficientCovariance, area.covariates, p);
  const { modelVariance: a } = fit;
  if (area.direct === undefined || area.variance === undefined)
    return { prediction: synthetic, synthetic, gamma: 0, meanSquaredError: a + spread };
  const d = area.variance;
  const gamma = a / (a + d);
  const shrink = d / (a + d);
  const g3 = (shrink * shrink * fit.modelVarianceVariance) / (a + d);
  const bias = biasOfModelVariance(data, fit) * shrink * shrink;
  const g1AndG2 = gamma * d + shrink * shrink * spread;
  const corrected = g1AndG2 + 2 * g3 - bias;
  return {
    prediction: gamma * area.direct + shrink * synthetic,
    synthetic,
    gamma,
    // With few areas the bias term of the moment method can exceed the rest: an MSE is never reported below g1 + g2.
    meanSquaredError: corrected > 0 ? corrected : g1AndG2 + 2 * g3,
  };
};
