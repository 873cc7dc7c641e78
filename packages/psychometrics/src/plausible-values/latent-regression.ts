import { choleskyInPlace, choleskySolve, invertSymmetric, NumericsError } from "@kepu/numerics";
import { checkWeights } from "../calibration/checks.ts";
import { createGrid } from "../calibration/grid.ts";
import type { GridSetting } from "../calibration/options.ts";
import { resolveRefusals } from "../calibration/patterns.ts";
import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { checkResponsesFitItems, type RefusalRule, type Responses } from "../responses.ts";

// Reads carry `!`: indices are bounded by persons, predictors and nodes.

/** What the regression may be told. */
export type LatentRegressionOptions = {
  /** Background variables of each person, without a constant; categories as 0/1 columns. Default none. */
  readonly predictors?: readonly (readonly number[])[];
  /** Survey weights; default 1. */
  readonly weights?: ArrayLike<number>;
  readonly refusals?: RefusalRule;
  /** Default 241 nodes on [−6, 6]: fine enough that a draw within a cell adds nothing. */
  readonly grid?: GridSetting;
  readonly maximumIterations?: number;
};

/** θ = β₀ + β′z + ε, ε normal. */
export type LatentRegression = {
  /** Constant first. */
  readonly coefficients: Float64Array;
  readonly residualVariance: number;
  /** Of the coefficients and log σ, from the outer products of the persons' scores. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** Likelihood of each person at the nodes, highest value 1: persons × Q. */
  readonly likelihood: Float64Array;
  readonly theta: Float64Array;
  /** Constant and predictors: persons × coefficients. */
  readonly design: Float64Array;
};

const designOf = (personCount: number, predictors: readonly (readonly number[])[] | undefined) => {
  const width = 1 + (predictors?.[0]?.length ?? 0);
  const design = new Float64Array(personCount * width);
  if (predictors !== undefined && predictors.length !== personCount)
    throw new PsychometricsError("psychometrics.responses_shape", {
      row: 1,
      given: predictors.length,
      expected: personCount,
    });
  for (let person = 0; person < personCount; person += 1) {
    const row = predictors?.[person] ?? [];
    if (row.length !== width - 1)
      throw new PsychometricsError("psychometrics.responses_shape", {
        row: person + 1,
        given: row.length,
        expected: width - 1,
      });
    design[person * width] = 1;
    for (const [column, value] of row.entries()) {
      if (!Number.isFinite(value))
        throw new PsychometricsError("psychometrics.response_not_numeric", {
          row: person + 1,
          column: column + 1,
          item: `predictors[${column + 1}]`,
          value: String(value),
        });
      design[person * width + 1 + column] = value;
    }
  }
  return { design, width };
};

const likelihoodOf = (
  items: readonly Item[],
  {
    cells,
    theta,
    personCount,
  }: { readonly cells: Int8Array; readonly theta: Float64Array; readonly personCount: number },
): { likelihood: Float64Array; logScale: number[] } => {
  const nodes = theta.length;
  const logs = items.map((item) => {
    const most = maximumScore(item);
    const arrays = createCategoryArrays(most);
    const table = new Float64Array((most + 1) * nodes);
    for (let q = 0; q < nodes; q += 1) {
      fillCategories(item, theta[q]!, arrays);
      for (let k = 0; k <= most; k += 1) table[k * nodes + q] = Math.log(arrays.p[k]!);
    }
    return table;
  });
  const likelihood = new Float64Array(personCount * nodes);
  const logScale: number[] = [];
  for (let person = 0; person < personCount; person += 1) {
    const row = person * nodes;
    for (let item = 0; item < items.length; item += 1) {
      const cell = cells[person * items.length + item]!;
      if (cell < 0) continue;
      const table = logs[item]!;
      for (let q = 0; q < nodes; q += 1)
        likelihood[row + q] = likelihood[row + q]! + table[cell * nodes + q]!;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < nodes; q += 1) top = Math.max(top, likelihood[row + q]!);
    if (!Number.isFinite(top))
      throw new PsychometricsError("psychometrics.likelihood_vanished", { row: person + 1 });
    for (let q = 0; q < nodes; q += 1) likelihood[row + q] = Math.exp(likelihood[row + q]! - top);
    logScale.push(top);
  }
  return { likelihood, logScale };
};

/** Posterior of one person under a normal prior: mean, variance and log of the marginal likelihood (less the scale). */
const fillPersonPosterior = (
  likelihood: Float64Array,
  theta: Float64Array,
  { person, mean, deviation, out }: { person: number; mean: number; deviation: number; out: Float64Array },
): number => {
  const nodes = theta.length;
  let total = 0;
  let prior = 0;
  for (let q = 0; q < nodes; q += 1) {
    const z = (theta[q]! - mean) / deviation;
    const density = Math.exp(-0.5 * z * z);
    prior += density;
    out[q] = density * likelihood[person * nodes + q]!;
    total += out[q]!;
  }
  for (let q = 0; q < nodes; q += 1) out[q] = out[q]! / total;
  return Math.log(total / prior);
};

/**
 * Latent regression of ability on background variables with known items, by EM (Mislevy 1984; the conditioning model of PISA
 * and TIMSS). What plausible values are drawn from: a share or a difference between groups is only right where the
 * variables that define it are among the predictors.
 *
 * @throws {PsychometricsError} psychometrics.predictors_collinear · responses_shape · response_not_numeric · weights_invalid ·
 *   items_mismatch · item_unknown · response_out_of_range · not_converged · likelihood_vanished · information_singular
 */
export const regressAbility = (
  items: readonly Item[],
  responses: Responses,
  options: LatentRegressionOptions = {},
): LatentRegression => {
  checkItems(items);
  checkResponsesFitItems(responses, items);
  const { personCount } = responses;
  const theta = createGrid(options.grid ?? { nodes: 241, limit: 6 });
  const nodes = theta.length;
  const weight = checkWeights(personCount, options.weights);
  const { design, width } = designOf(personCount, options.predictors);
  const cells = resolveRefusals(responses, options.refusals ?? "missing");
  const { likelihood, logScale } = likelihoodOf(items, { cells, theta, personCount });
  const gram = new Float64Array(width * width);
  for (let person = 0; person < personCount; person += 1)
    for (let i = 0; i < width; i += 1)
      for (let j = 0; j <= i; j += 1)
        gram[i * width + j] =
          gram[i * width + j]! + weight[person]! * design[person * width + i]! * design[person * width + j]!;
  try {
    choleskyInPlace(gram, width);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new PsychometricsError(
      "psychometrics.predictors_collinear",
      { column: Math.max(1, Number(error.values["row"]) - 1) },
      { cause: error },
    );
  }
  const total = weight.reduce((sum, value) => sum + value, 0);
  const coefficients = new Float64Array(width);
  let variance = 1;
  const most = options.maximumIterations ?? 1000;
  const posterior = new Float64Array(nodes);
  const size = width + 1;
  const score = new Float64Array(size);
  const side = new Float64Array(width);
  /** One pass over the persons: log-likelihood, new coefficients in `side`, new variance; outer products where asked. */
  const pass = (crossProduct?: Float64Array): { logLikelihood: number; variance: number } => {
    side.fill(0);
    let logLikelihood = 0;
    let squares = 0;
    const deviation = Math.sqrt(variance);
    const means = new Float64Array(personCount);
    for (let person = 0; person < personCount; person += 1) {
      let mean = 0;
      for (let i = 0; i < width; i += 1) mean += coefficients[i]! * design[person * width + i]!;
      logLikelihood +=
        weight[person]! *
        (logScale[person]! +
          fillPersonPosterior(likelihood, theta, { person, mean, deviation, out: posterior }));
      let first = 0;
      let second = 0;
      for (let q = 0; q < nodes; q += 1) {
        first += posterior[q]! * theta[q]!;
        second += posterior[q]! * theta[q]! * theta[q]!;
      }
      means[person] = first;
      squares += weight[person]! * second;
      for (let i = 0; i < width; i += 1)
        side[i] = side[i]! + weight[person]! * first * design[person * width + i]!;
      if (crossProduct === undefined) continue;
      for (let i = 0; i < width; i += 1) score[i] = (design[person * width + i]! * (first - mean)) / variance;
      score[width] = (second - 2 * mean * first + mean * mean) / variance - 1;
      // Weights sum to the persons here: they say whom a person stands for, not how much was seen.
      const share = (weight[person]! * personCount) / total;
      for (let i = 0; i < size; i += 1)
        for (let j = 0; j < size; j += 1)
          crossProduct[i * size + j] = crossProduct[i * size + j]! + share * score[i]! * score[j]!;
    }
    const moments = side.slice();
    choleskySolve(gram, side);
    for (let i = 0; i < width; i += 1) squares -= side[i]! * moments[i]!;
    return { logLikelihood, variance: Math.max(squares / total, 1e-8) };
  };
  let iterations = 0;
  for (let change = Number.POSITIVE_INFINITY; change > 1e-7; iterations += 1) {
    if (iterations === most)
      throw new PsychometricsError("psychometrics.not_converged", {
        iterations,
        change: change.toExponential(1),
      });
    const next = pass();
    change = Math.abs(next.variance - variance);
    for (let i = 0; i < width; i += 1) change = Math.max(change, Math.abs(side[i]! - coefficients[i]!));
    coefficients.set(side);
    variance = next.variance;
  }
  const crossProduct = new Float64Array(size * size);
  const { logLikelihood } = pass(crossProduct);
  let covariance: Float64Array;
  try {
    covariance = invertSymmetric(crossProduct, size);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new PsychometricsError(
      "psychometrics.information_singular",
      { parameter: "latent regression" },
      { cause: error },
    );
  }
  return {
    coefficients,
    residualVariance: variance,
    covariance,
    logLikelihood,
    iterations,
    likelihood,
    theta,
    design,
  };
};
