import { chiSquareCdf } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { fitLogistic, type LogisticFit } from "./logistic-regression.ts";
import type { DifClass } from "./mantel-haenszel.ts";
import { quadraticForm } from "./quadratic-form.ts";

// Reads carry `!`: groups and coefficients are counted here.

/** What is tested: group and its interaction with the score together, the group alone, or the interaction alone. */
export type LogisticDifType = "both" | "uniform" | "non-uniform";

/** What logistic regressions of one item on score, groups and their products say. */
export type LogisticComparison = {
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** Constant, score, one a focal group, one a product of score and focal group; absent terms are 0. */
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
  /** Nagelkerke's (1991) R² of the larger model less that of the smaller. */
  readonly gain: number;
  /** Of the gain: < 0.035 A, ≤ 0.07 B, else C (Jodoin & Gierl 2001). */
  readonly sizeClass: DifClass;
};

type Counts = readonly (readonly [number, Float64Array])[];

/** Columns of the smaller and the larger model among constant, score, `focals` groups, `focals` products. */
const columnsOf = (
  type: LogisticDifType,
  focals: number,
): { readonly small: number; readonly large: number } => {
  const small = type === "non-uniform" ? 2 + focals : 2;
  return { small, large: type === "uniform" ? 2 + focals : 2 + 2 * focals };
};

const rowsOf = (
  counts: Counts,
  { width, centre, groups }: { readonly width: number; readonly centre: number; readonly groups: number },
) => {
  const right: number[] = [];
  const trials: number[] = [];
  const predictors: number[] = [];
  const row = new Float64Array(2 * groups);
  for (const [at, answers] of counts)
    for (let group = 0; group < groups; group += 1) {
      const yes = answers[2 * group]!;
      const all = yes + answers[2 * group + 1]!;
      if (all === 0) continue;
      right.push(yes);
      trials.push(all);
      const score = at - centre;
      row.fill(0);
      row[0] = 1;
      row[1] = score;
      if (group > 0) {
        row[1 + group] = 1;
        row[groups + group] = score;
      }
      predictors.push(...row.subarray(0, width));
    }
  return { right, trials, predictors: Float64Array.from(predictors), width };
};

/** Coefficients at the scores themselves from those at scores less `centre`; the errors go by their covariance. */
const uncentre = (fit: LogisticFit, centre: number, groups: number) => {
  const width = fit.coefficients.length;
  const coefficients = Array.from({ length: 2 * groups }, () => 0);
  const errors = coefficients.slice();
  const covariance = (i: number, j: number): number => fit.covariance[i * width + j]!;
  for (let i = 0; i < width; i += 1) {
    // A constant or a group's shift takes `centre` times its slope off; slopes stay as they are.
    const slope = i === 0 ? 1 : i > 1 && i <= groups ? i + groups - 1 : width;
    if (slope < width) {
      coefficients[i] = fit.coefficients[i]! - centre * fit.coefficients[slope]!;
      const variance =
        covariance(i, i) - 2 * centre * covariance(i, slope) + centre * centre * covariance(slope, slope);
      errors[i] = Math.sqrt(Math.max(0, variance));
    } else {
      coefficients[i] = fit.coefficients[i]!;
      errors[i] = Math.sqrt(Math.max(0, covariance(i, i)));
    }
  }
  return { coefficients, errors };
};

/** Wald's statistic of the columns from `small` on; the centre of the scores does not matter to it. */
const waldOf = (fit: LogisticFit, small: number, item: string): number =>
  quadraticForm(fit.coefficients, fit.covariance, {
    places: [...fit.coefficients.keys()].slice(small),
    singular: (cause) =>
      new PsychometricsError("psychometrics.information_singular", { parameter: item }, { cause }),
  });

/**
 * Compares two logistic regressions of one item from its answers by score and group (Swaminathan & Rogers 1990; several
 * groups: Magis, Raîche, Béland & Gérard 2011).
 *
 * @throws {PsychometricsError} psychometrics.item_constant · regression_separated · predictors_collinear · information_singular
 */
export const compareLogistic = (
  counts: Counts,
  options: {
    readonly item: string;
    readonly groups: number;
    readonly type: LogisticDifType;
    readonly criterion: "likelihood-ratio" | "wald";
  },
): LogisticComparison => {
  const { item, groups, criterion } = options;
  const { small, large } = columnsOf(options.type, groups - 1);
  let persons = 0;
  let right = 0;
  let scores = 0;
  for (const [score, answers] of counts) {
    let here = 0;
    for (let group = 0; group < groups; group += 1) {
      right += answers[2 * group]!;
      here += answers[2 * group]! + answers[2 * group + 1]!;
    }
    persons += here;
    scores += here * score;
  }
  if (right === 0 || right === persons)
    throw new PsychometricsError("psychometrics.item_constant", { item, score: right === 0 ? 0 : 1 });
  // Scores less their mean: the same model, without the near-collinearity of score and constant.
  const centre = Math.round(scores / persons);
  const larger = fitLogistic(rowsOf(counts, { width: large, centre, groups }), item);
  const smaller = fitLogistic(rowsOf(counts, { width: small, centre, groups }), item);
  const share = right / persons;
  const nullDeviance = -2 * (right * Math.log(share) + (persons - right) * Math.log(1 - share));
  const scale = 1 - Math.exp(-nullDeviance / persons);
  const explained = (fit: LogisticFit) => (1 - Math.exp((fit.deviance - nullDeviance) / persons)) / scale;
  const gain = explained(larger) - explained(smaller);
  const statistic = criterion === "wald" ? waldOf(larger, small, item) : smaller.deviance - larger.deviance;
  return {
    statistic,
    degrees: large - small,
    p: chiSquareCdf(Math.max(0, statistic), { df: large - small, tail: "upper" }),
    ...uncentre(larger, centre, groups),
    gain,
    sizeClass: gain < 0.035 ? "A" : gain <= 0.07 ? "B" : "C",
  };
};
