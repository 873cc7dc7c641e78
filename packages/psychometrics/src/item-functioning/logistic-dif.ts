import type { Responses } from "../responses.ts";
import { compareLogistic, type LogisticComparison, type LogisticDifType } from "./logistic-models.ts";
import {
  countByScore,
  countGroups,
  type DifOptions,
  type DifResult,
  judgeItems,
  prepareDif,
} from "./matching.ts";

/**
 * Logistic regression of one item on score, group and their product. Coefficients: constant, score, one a focal group, one a
 * product of score and focal group.
 */
export type LogisticDif = LogisticComparison & { readonly id: string; readonly judged: true };

type LogisticSettings = {
  /** Default `both`. */
  readonly type?: LogisticDifType;
  /** Likelihood-ratio (default) or Wald test. */
  readonly criterion?: "likelihood-ratio" | "wald";
};

/** What `logisticDif` may be told. */
export type LogisticDifOptions = DifOptions & LogisticSettings;

/** What `generalisedLogisticDif` may be told. */
export type GeneralisedLogisticOptions = Omit<DifOptions, "focal"> &
  LogisticSettings & {
    /** One number a person: 0 for the reference group, 1, 2 … for the focal groups. */
    readonly groups: ArrayLike<number>;
  };

const judgeAll = (
  responses: Responses,
  options: LogisticDifOptions,
  groups: number,
): DifResult<LogisticDif> => {
  const data = prepareDif(responses, options, {
    statistic: "逻辑回归 DIF",
    dichotomous: true,
    highestGroup: groups - 1,
  });
  const significance = options.significance ?? 0.05;
  const { type = "both", criterion = "likelihood-ratio" } = options;
  return judgeItems(data, options, {
    judge: (item, anchor): LogisticDif => {
      const id = data.itemIds[item] ?? "";
      const counts = countByScore(data, item, { anchor, groups });
      return { id, judged: true, ...compareLogistic(counts, { item: id, groups, type, criterion }) };
    },
    isFlagged: ({ p }) => p < significance,
  });
};

/**
 * Differential item functioning by logistic regression (Swaminathan & Rogers 1990): does the group, or its product with the
 * score (non-uniform: curves that cross), add to what the score explains? Items with scores 0 and 1.
 *
 * @param responses persons × items, complete unless `matching` is given
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example logisticDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1]]), { focal: [0, 0, 1, 1] }).items.map(({ judged }) => judged); // => [false, false]
 */
export const logisticDif = (responses: Responses, options: LogisticDifOptions): DifResult<LogisticDif> =>
  judgeAll(responses, options, 2);

/**
 * The same over several groups at once (Magis, Raîche, Béland & Gérard 2011): a shift, and a slope of its own, for every
 * focal group. It says that groups differ, not which: judge each focal group by {@link logisticDif} then.
 *
 * @param responses persons × items, complete unless `matching` is given
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example generalisedLogisticDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]), { groups: [0, 0, 1, 1, 2, 2] }).items.map(({ judged }) => judged); // => [false, false]
 */
export const generalisedLogisticDif = (
  responses: Responses,
  options: GeneralisedLogisticOptions,
): DifResult<LogisticDif> => {
  const { groups, ...rest } = options;
  return judgeAll(responses, { ...rest, focal: groups }, countGroups(groups));
};
