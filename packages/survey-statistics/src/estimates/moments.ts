// Reads of typed arrays carry `!`: rows run below the design's `rows`, which each column is checked against.
import { assertFiniteMembers, assertRows, type Column } from "../design/columns.ts";
import type { SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import {
  type Estimate,
  type EstimateOptions,
  type ReadOptions,
  readOptions,
  standardErrorOf,
  waldInterval,
} from "./estimate.ts";

const check = (design: SurveyDesign, column: string, values: Column, members: Int32Array): void => {
  assertRows(column, values, design.rows);
  assertFiniteMembers(column, values, members);
};

/** Weighted size, mean and element variance (Σw(x − x̄)²/Σw · n/(n − 1)) of the rows of a domain. */
const moments = (
  design: SurveyDesign,
  values: Column,
  members: Int32Array,
): { size: number; mean: number; variance: number } => {
  const respondents = members.length;
  let size = 0;
  let sum = 0;
  for (const row of members) {
    size += design.weights[row]!;
    sum += design.weights[row]! * values[row]!;
  }
  const mean = sum / size;
  let squares = 0;
  for (const row of members) squares += design.weights[row]! * (values[row]! - mean) ** 2;
  return { size, mean, variance: respondents > 1 ? (squares / size) * (respondents / (respondents - 1)) : 0 };
};

const effect = (variance: number, simple: number): { designEffect?: number } =>
  simple > 0 ? { designEffect: variance / simple } : {};

/**
 * The population total Σ w·x (Horvitz & Thompson 1952) with Taylor-linearised error.
 *
 * @param values one number a row; rows outside the domain may be missing
 * @throws SurveyError `column-length`, `value-not-finite`, `domain-empty`, `setting-out-of-range`, `degrees-of-freedom-missing`
 * @example estimateTotal(createDesign({ stages: [{ populationSize: [4, 4] }] }), [1, 3]).value; // => 8
 */
export const estimateTotal = (
  design: SurveyDesign,
  values: Column,
  options: EstimateOptions = {},
): Estimate => {
  const { members, level, df, respondents } = readOptions(design, options);
  check(design, "values", values, members);
  const scores = new Float64Array(design.rows);
  let value = 0;
  for (const row of members) {
    const score = design.weights[row]! * values[row]!;
    scores[row] = score;
    value += score;
  }
  const standardError = standardErrorOf(design, scores, members);
  const { size, variance } = moments(design, values, members);
  const simple = ((size * size * variance) / respondents) * (size > respondents ? 1 - respondents / size : 1);
  return {
    value,
    standardError,
    degreesOfFreedom: df,
    interval: waldInterval(value, standardError, { level, df }),
    respondents,
    ...effect(standardError ** 2, simple),
    scores,
  };
};

/**
 * The weighted mean Σ w·x / Σ w (Hájek 1971) with Taylor-linearised error.
 *
 * @param values one number a row; rows outside the domain may be missing
 * @throws SurveyError as {@link estimateTotal}
 * @example estimateMean(createDesign({ weights: [1, 3], stages: [{}] }), [2, 6]).value; // => 5
 */
export const estimateMean = (design: SurveyDesign, values: Column, options: EstimateOptions = {}): Estimate =>
  meanOf(design, values, readOptions(design, options));

/** Negative calibrated weights may add up to nothing, or to less: no mean can be made by them. */
export const assertWeighed = (size: number): void => {
  if (!(size > 0)) throw new SurveyError("weights-sum", { value: String(size) });
};

/** The mean of a domain that was read once. */
export const meanOf = (design: SurveyDesign, values: Column, read: ReadOptions): Estimate => {
  const { members, level, df, respondents } = read;
  check(design, "values", values, members);
  const { size, mean, variance } = moments(design, values, members);
  assertWeighed(size);
  const scores = new Float64Array(design.rows);
  for (const row of members) scores[row] = (design.weights[row]! * (values[row]! - mean)) / size;
  const standardError = standardErrorOf(design, scores, members);
  const simple = (variance / respondents) * (size > respondents ? 1 - respondents / size : 1);
  return {
    value: mean,
    standardError,
    degreesOfFreedom: df,
    interval: waldInterval(mean, standardError, { level, df }),
    respondents,
    ...effect(standardError ** 2, simple),
    scores,
  };
};

/**
 * The ratio of two totals with Taylor-linearised error (Särndal, Swensson & Wretman 1992, 5.6).
 *
 * @param columns numerator and denominator, one number a row
 * @throws SurveyError as {@link estimateTotal}, and `denominator-zero`
 * @example estimateRatio(createDesign({ weights: [1, 1], stages: [{}] }), { numerator: [1, 2], denominator: [2, 4] }).value; // => 0.5
 */
export const estimateRatio = (
  design: SurveyDesign,
  columns: { readonly numerator: Column; readonly denominator: Column },
  options: EstimateOptions = {},
): Estimate => {
  const { numerator, denominator } = columns;
  const { members, level, df, respondents } = readOptions(design, options);
  check(design, "numerator", numerator, members);
  check(design, "denominator", denominator, members);
  let top = 0;
  let bottom = 0;
  for (const row of members) {
    top += design.weights[row]! * numerator[row]!;
    bottom += design.weights[row]! * denominator[row]!;
  }
  if (bottom === 0) throw new SurveyError("denominator-zero", { column: "denominator" });
  const value = top / bottom;
  const scores = new Float64Array(design.rows);
  for (const row of members)
    scores[row] = (design.weights[row]! * (numerator[row]! - value * denominator[row]!)) / bottom;
  const standardError = standardErrorOf(design, scores, members);
  const interval = waldInterval(value, standardError, { level, df });
  return { value, standardError, degreesOfFreedom: df, interval, respondents, scores };
};
