import { chiSquareCdf } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import { fitLogistic, type LogisticFit } from "./logistic-regression.ts";
import type { DifClass } from "./mantel-haenszel.ts";
import {
  type DifOptions,
  type DifResult,
  judgeItems,
  prepareDif,
  type Stratum,
  strataOf,
} from "./matching.ts";

/** What is tested: group and its interaction with the score together, the group alone, or the interaction alone. */
export type LogisticDifType = "both" | "uniform" | "non-uniform";

/** Logistic regression of one item on score, group and their product. */
export type LogisticDif = {
  readonly id: string;
  readonly judged: true;
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** Constant, score, group (focal = 1), score × group of the larger model; absent terms are 0. */
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
  /** Nagelkerke's (1991) R² of the larger model less that of the smaller. */
  readonly gain: number;
  /** Of the gain: < 0.035 A, ≤ 0.07 B, else C (Jodoin & Gierl 2001). */
  readonly sizeClass: DifClass;
};

/** What `logisticDif` may be told. */
export type LogisticDifOptions = DifOptions & {
  /** Default `both`. */
  readonly type?: LogisticDifType;
  /** Likelihood-ratio (default) or Wald test. */
  readonly criterion?: "likelihood-ratio" | "wald";
};

/** Columns of the smaller and the larger model among constant, score, group, product. */
const columns: Readonly<Record<LogisticDifType, { readonly small: number; readonly large: number }>> = {
  both: { small: 2, large: 4 },
  uniform: { small: 2, large: 3 },
  "non-uniform": { small: 3, large: 4 },
};

const rowsOf = (strata: readonly Stratum[], width: number, centre: number) => {
  const right: number[] = [];
  const trials: number[] = [];
  const predictors: number[] = [];
  for (const stratum of strata)
    for (const group of [0, 1]) {
      const yes = group === 0 ? stratum.referenceRight : stratum.focalRight;
      const no = group === 0 ? stratum.referenceWrong : stratum.focalWrong;
      if (yes + no === 0) continue;
      right.push(yes);
      trials.push(yes + no);
      const score = stratum.score - centre;
      predictors.push(...[1, score, group, score * group].slice(0, width));
    }
  return { right, trials, predictors: Float64Array.from(predictors), width };
};

/** Coefficients at the scores themselves from those at scores less `centre`; the errors go by their covariance. */
const uncentre = (fit: LogisticFit, centre: number) => {
  const width = fit.coefficients.length;
  const turn = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => (i === j ? 1 : (i === 0 && j === 1) || (i === 2 && j === 3) ? -centre : 0)),
  );
  const coefficients: number[] = [];
  const errors: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    let value = 0;
    let variance = 0;
    for (let j = 0; j < width; j += 1) {
      value += Number(turn[i]?.[j]) * Number(fit.coefficients[j]);
      for (let k = 0; k < width; k += 1)
        variance += Number(turn[i]?.[j]) * Number(turn[i]?.[k]) * Number(fit.covariance[j * width + k]);
    }
    coefficients.push(i < width ? value : 0);
    errors.push(i < width ? Math.sqrt(Math.max(0, variance)) : 0);
  }
  return { coefficients, errors };
};

/** Wald's statistic of the columns from `small` on; the centre of the scores does not matter to it. */
const waldOf = (fit: LogisticFit, small: number): number => {
  const width = fit.coefficients.length;
  const at = (i: number, j: number) => Number(fit.covariance[i * width + j]);
  const b = Number(fit.coefficients[small]);
  if (width - small === 1) return b ** 2 / at(small, small);
  const other = Number(fit.coefficients[small + 1]);
  const determinant = at(small, small) * at(small + 1, small + 1) - at(small, small + 1) ** 2;
  return (
    (b ** 2 * at(small + 1, small + 1) -
      2 * b * other * at(small, small + 1) +
      other ** 2 * at(small, small)) /
    determinant
  );
};

/**
 * Differential item functioning by logistic regression (Swaminathan & Rogers 1990): does the group, or its product with the
 * score (non-uniform: curves that cross), add to what the score explains? Items with scores 0 and 1.
 *
 * @param responses persons × items, complete unless `matching` is given
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example logisticDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1]]), { focal: [0, 0, 1, 1] }).items.map(({ judged }) => judged); // => [false, false]
 */
export const logisticDif = (responses: Responses, options: LogisticDifOptions): DifResult<LogisticDif> => {
  const data = prepareDif(responses, options, { statistic: "逻辑回归 DIF", dichotomous: true });
  const significance = options.significance ?? 0.05;
  const { small, large } = columns[options.type ?? "both"];
  const judge = (item: number, anchor: Uint8Array): LogisticDif => {
    const id = data.itemIds[item] ?? "";
    const strata = strataOf(data, item, anchor);
    let persons = 0;
    let right = 0;
    let scores = 0;
    for (const stratum of strata) {
      const here = stratum.referenceRight + stratum.referenceWrong + stratum.focalRight + stratum.focalWrong;
      persons += here;
      scores += here * stratum.score;
      right += stratum.referenceRight + stratum.focalRight;
    }
    if (right === 0 || right === persons)
      throw new PsychometricsError("psychometrics.item_constant", { item: id, score: right === 0 ? 0 : 1 });
    // Scores less their mean: the same model, without the near-collinearity of score and constant.
    const centre = Math.round(scores / persons);
    const larger = fitLogistic(rowsOf(strata, large, centre), id);
    const smaller = fitLogistic(rowsOf(strata, small, centre), id);
    const share = right / persons;
    const nullDeviance = -2 * (right * Math.log(share) + (persons - right) * Math.log(1 - share));
    const scale = 1 - Math.exp(-nullDeviance / persons);
    const explained = (fit: LogisticFit) => (1 - Math.exp((fit.deviance - nullDeviance) / persons)) / scale;
    const gain = explained(larger) - explained(smaller);
    const statistic =
      options.criterion === "wald" ? waldOf(larger, small) : smaller.deviance - larger.deviance;
    return {
      id,
      judged: true,
      statistic,
      degrees: large - small,
      p: chiSquareCdf(Math.max(0, statistic), { df: large - small, tail: "upper" }),
      ...uncentre(larger, centre),
      gain,
      sizeClass: gain < 0.035 ? "A" : gain <= 0.07 ? "B" : "C",
    };
  };
  return judgeItems(data, options, { judge, isFlagged: ({ p }) => p < significance });
};
