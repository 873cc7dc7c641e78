// Reads of typed arrays carry `!`: rows run below the design's `rows`, cells below rows × columns of the table.
import {
  chiSquareCdf,
  choleskyInPlace,
  choleskySolve,
  fCdf,
  NumericsError,
  studentTCdf,
  studentTQuantile,
} from "@kepu/numerics";
import { assertRows, type Column, encode, type Labels } from "../design/columns.ts";
import { degreesOfFreedom, type SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import { covarianceOfEstimates, type Estimate, type EstimateOptions, readOptions } from "./estimate.ts";
import { estimateMean } from "./moments.ts";
import { fitRegression } from "./regression.ts";

/**
 * The population variance Σw(x − x̄)²/Σw · n/(n − 1) with its Taylor-linearised error (R `svyvar`).
 *
 * @throws SurveyError as estimateMean; `domain-empty` for a single respondent
 * @example estimateVariance(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), [1, 1, 3, 3]).value.toFixed(6); // => "1.333333"
 */
export const estimateVariance = (
  design: SurveyDesign,
  values: Column,
  options: EstimateOptions = {},
): Estimate => {
  const mean = estimateMean(design, values, options);
  if (mean.respondents < 2) throw new SurveyError("domain-empty", { domain: "方差至少要两个人" });
  const factor = mean.respondents / (mean.respondents - 1);
  return estimateMean(
    design,
    Float64Array.from({ length: design.rows }, (_, row) => factor * (values[row]! - mean.value) ** 2),
    options,
  );
};

/** A comparison of two means. */
export interface MeanComparison {
  /** Mean where the group is 1 less the mean where it is 0. */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Design-based t test of two means (R `svyttest`): the coefficient of the group in a weighted regression, on one degree of
 * freedom less than the design has.
 *
 * @param group 0 or 1 a row
 * @throws SurveyError as fitRegression; `indicator-not-binary`
 * @example compareMeans(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), [1, 2, 4, 5], [0, 0, 1, 1]).difference; // => 3
 */
export const compareMeans = (
  design: SurveyDesign,
  values: Column,
  group: Column,
  options: EstimateOptions = {},
): MeanComparison => {
  assertRows("group", group, design.rows);
  const { domain } = options;
  for (let row = 0; row < design.rows; row += 1)
    if ((!domain || domain[row] === 1) && group[row] !== 0 && group[row] !== 1)
      throw new SurveyError("indicator-not-binary", { row: row + 1, value: group[row]! });
  const { level } = readOptions(design, options);
  const fit = fitRegression(design, { outcome: values, predictors: [group] }, options);
  const difference = fit.coefficients[1]!;
  const standardError = fit.standardErrors[1]!;
  const df = fit.degreesOfFreedom;
  const t = difference / standardError;
  const reach = studentTQuantile((1 + level) / 2, { df }) * standardError;
  return {
    difference,
    standardError,
    t,
    degreesOfFreedom: df,
    pValue: 2 * studentTCdf(-Math.abs(t), { df }),
    lower: difference - reach,
    upper: difference + reach,
  };
};

/** Whether two classifications go together. */
export interface IndependenceTest {
  /** Pearson's statistic of the weighted table, scaled to the number of respondents. */
  readonly pearson: number;
  /** Mean of the generalised design effects: by how much the plain test is too sure. */
  readonly meanDesignEffect: number;
  /** First order (Rao & Scott 1981): pearson over the mean effect, chi-square on (r − 1)(c − 1). */
  readonly firstOrder: { readonly degreesOfFreedom: number; readonly pValue: number };
  /** Second order (Rao & Scott 1984, F form of Thomas & Rao 1987): what R `svychisq` gives unless told. */
  readonly secondOrder: {
    readonly f: number;
    readonly numerator: number;
    readonly denominator: number;
    readonly pValue: number;
  };
}

/** Contrasts of a table that the margins do not see: (i, j) against the last row and column, less its margins' part. */
const interactionContrasts = (rows: number, columns: number): Float64Array[] => {
  const contrasts: Float64Array[] = [];
  for (let a = 1; a < rows; a += 1)
    for (let b = 1; b < columns; b += 1)
      // The indicator of a cell, doubly centred: its residual from rows and columns.
      contrasts.push(
        Float64Array.from({ length: rows * columns }, (_, cell) => {
          const i = Math.floor(cell / columns);
          const j = cell % columns;
          return ((i === a ? 1 : 0) - 1 / rows) * ((j === b ? 1 : 0) - 1 / columns);
        }),
      );
  return contrasts;
};

/**
 * Rao–Scott tests of independence of two classifications (R `svychisq`): Pearson's statistic with the design's effects on it.
 *
 * @throws SurveyError `column-length`, `groups-too-few` for a classification with one category, `regression-singular` where a
 *   cell without respondents leaves the test undefined
 * @example testIndependence(createDesign({ weights: [1, 1, 1, 1, 1, 1, 1, 1], stages: [{}] }), ["a", "a", "a", "a", "b", "b", "b", "b"], ["x", "x", "y", "y", "x", "x", "y", "y"]).pearson; // => 0
 */
export const testIndependence = (design: SurveyDesign, left: Labels, right: Labels): IndependenceTest => {
  assertRows("left", left, design.rows);
  assertRows("right", right, design.rows);
  const first = encode(left);
  const second = encode(right);
  const rows = first.names.length;
  const columns = second.names.length;
  if (rows < 2 || columns < 2) throw new SurveyError("groups-too-few", { groups: Math.min(rows, columns) });
  const cells = rows * columns;
  const cellOf = first.codes.map((code, row) => code * columns + second.codes[row]!);
  const estimates = Array.from({ length: cells }, (_, cell) =>
    estimateMean(
      design,
      Float64Array.from({ length: design.rows }, (__, row) => (cellOf[row] === cell ? 1 : 0)),
    ),
  );
  const shares = estimates.map(({ value }) => value);
  const covariance = covarianceOfEstimates(design, estimates);
  const contrasts = interactionContrasts(rows, columns);
  const size = contrasts.length;
  const weigh = (share: number): number => (share > 0 ? 1 / share : 0);
  const simple = new Float64Array(size * size);
  const designed = new Float64Array(size * size);
  for (const [a, left_] of contrasts.entries())
    for (const [b, right_] of contrasts.entries())
      for (let i = 0; i < cells; i += 1) {
        simple[a * size + b]! += (left_[i]! * right_[i]! * weigh(shares[i]!)) / design.rows;
        for (let j = 0; j < cells; j += 1)
          designed[a * size + b]! +=
            left_[i]! * weigh(shares[i]!) * covariance[i * cells + j]! * weigh(shares[j]!) * right_[j]!;
      }
  try {
    choleskyInPlace(simple, size);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new SurveyError("regression-singular", { column: error.values["row"] ?? 0 }, { cause: error });
  }
  // Δ = simple⁻¹ · designed: its trace and that of its square hold the generalised design effects.
  const delta = Array.from({ length: size }, (_, column) =>
    choleskySolve(
      simple,
      Float64Array.from({ length: size }, (__, row) => designed[row * size + column]!),
    ),
  );
  let trace = 0;
  let square = 0;
  for (let a = 0; a < size; a += 1) {
    trace += delta[a]![a]!;
    for (let b = 0; b < size; b += 1) square += delta[a]![b]! * delta[b]![a]!;
  }
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  for (const [cell, share] of shares.entries()) {
    rowSums[Math.floor(cell / columns)]! += share;
    columnSums[cell % columns]! += share;
  }
  let pearson = 0;
  for (const [cell, share] of shares.entries()) {
    const expected = rowSums[Math.floor(cell / columns)]! * columnSums[cell % columns]!;
    pearson += (design.rows * (share - expected) ** 2) / expected;
  }
  const df = degreesOfFreedom(design);
  if (!(df > 0)) throw new SurveyError("degrees-of-freedom-missing", { value: df });
  // Nothing varies between the clusters, or what varies is rounding.
  if (!(trace > 1e-12 && square > 1e-24)) throw new SurveyError("test-without-variance");
  const numerator = trace ** 2 / square;
  const denominator = numerator * df;
  const f = pearson / trace;
  return {
    pearson,
    meanDesignEffect: trace / size,
    firstOrder: {
      degreesOfFreedom: size,
      pValue: chiSquareCdf((pearson * size) / trace, { df: size, tail: "upper" }),
    },
    secondOrder: {
      f,
      numerator,
      denominator,
      pValue: fCdf(f, { df1: numerator, df2: denominator, tail: "upper" }),
    },
  };
};
