// Reads carry `!`: groups and strata are counted here.
import { chiSquareCdf } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import {
  countByScore,
  countGroups,
  type DifOptions,
  type DifResult,
  judgeItems,
  prepareDif,
} from "./matching.ts";
import { quadraticForm } from "./quadratic-form.ts";

/** Whether right answers to one item go with the group at equal scores, over all groups at once. */
export type GeneralisedMantelHaenszelDif = {
  readonly id: string;
  readonly judged: true;
  /** χ² with one degree of freedom less than groups. */
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** Right answers of each focal group less those expected at equal scores, a person: below 0 the item is harder for it. */
  readonly differences: readonly number[];
};

/** What `generalisedMantelHaenszelDif` may be told. */
export type GeneralisedMantelHaenszelOptions = Omit<DifOptions, "focal"> & {
  /** One number a person: 0 for the reference group, 1, 2 … for the focal groups. */
  readonly groups: ArrayLike<number>;
};

const judge = (
  id: string,
  strata: readonly (readonly [number, Float64Array])[],
  groups: number,
): GeneralisedMantelHaenszelDif => {
  const size = groups - 1;
  const excess = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  const persons = new Float64Array(size);
  const at = new Float64Array(groups);
  for (const [, counts] of strata) {
    let right = 0;
    let all = 0;
    for (let group = 0; group < groups; group += 1) {
      at[group] = counts[2 * group]! + counts[2 * group + 1]!;
      right += counts[2 * group]!;
      all += at[group]!;
    }
    for (let i = 0; i < size; i += 1) persons[i]! += at[i + 1]!;
    if (all < 2) continue;
    const scale = (right * (all - right)) / (all * all * (all - 1));
    for (let i = 0; i < size; i += 1) {
      excess[i]! += counts[2 * (i + 1)]! - (right * at[i + 1]!) / all;
      for (let j = 0; j < size; j += 1)
        covariance[i * size + j]! += scale * ((i === j ? all * at[i + 1]! : 0) - at[i + 1]! * at[j + 1]!);
    }
  }
  const statistic = quadraticForm(excess, covariance, {
    places: [...excess.keys()],
    singular: (cause) => new PsychometricsError("psychometrics.dif_not_comparable", { item: id }, { cause }),
  });
  return {
    id,
    judged: true,
    statistic,
    degrees: size,
    p: chiSquareCdf(statistic, { df: size, tail: "upper" }),
    differences: Array.from(excess, (value, i) => value / persons[i]!),
  };
};

/**
 * Differential item functioning over several groups at once: the generalised Mantel–Haenszel statistic (Somes 1986; Penfield
 * 2001), as R's `mantelhaen.test` has it for I × 2 × K tables. It says that groups differ, not which: judge each focal group by
 * {@link mantelHaenszelDif} then. Flagged where p is below the level. Items with scores 0 and 1.
 *
 * @param responses persons × items, complete unless `matching` is given
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example generalisedMantelHaenszelDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]), { groups: [0, 0, 1, 1, 2, 2] }).items.map((row) => row.judged && row.degrees); // => [2, 2]
 */
export const generalisedMantelHaenszelDif = (
  responses: Responses,
  options: GeneralisedMantelHaenszelOptions,
): DifResult<GeneralisedMantelHaenszelDif> => {
  const { groups, ...rest } = options;
  const count = countGroups(groups);
  const data = prepareDif(
    responses,
    { ...rest, focal: groups },
    { statistic: "Mantel–Haenszel（多组）", dichotomous: true, highestGroup: count - 1 },
  );
  const significance = options.significance ?? 0.05;
  return judgeItems(data, options, {
    judge: (item, anchor) =>
      judge(data.itemIds[item] ?? "", countByScore(data, item, { anchor, groups: count }), count),
    isFlagged: ({ p }) => p < significance,
  });
};
