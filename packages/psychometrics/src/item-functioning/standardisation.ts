import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import type { DifClass } from "./mantel-haenszel.ts";
import { type DifOptions, type DifResult, judgeItems, prepareDif, strataOf } from "./matching.ts";

/** Standardised difference of one item. */
export type StandardisedDif = {
  readonly id: string;
  readonly judged: true;
  /** STD P-DIF: share right of the focal group less that of the reference group, at equal scores; negative is harder for the focal group. */
  readonly difference: number;
  /** Its standard error (Dorans & Holland 1993); for the weights of the focal group, else absent. */
  readonly error: number | undefined;
  /** Odds of the reference group at the focal group's scores over the odds of the focal group; absent where a share is 0 or 1. */
  readonly oddsRatio: number | undefined;
  /** −2.35 log(oddsRatio). */
  readonly delta: number | undefined;
  /** |difference| ≤ 0.05 A, ≤ 0.10 B, else C (Dorans & Holland 1993). */
  readonly sizeClass: DifClass;
};

/** What `standardisedDif` may be told. */
export type StandardisationOptions = DifOptions & {
  /** Whose numbers weigh the scores; default `focal`. */
  readonly weights?: "focal" | "reference" | "total";
  /** |difference| above which an item is flagged; default 0.1. */
  readonly threshold?: number;
};

/**
 * Differential item functioning by standardisation (Dorans & Kulick 1986): the mean difference of the shares right over the
 * scores at which both groups occur. A measure of size, without a test; flagged above `threshold`.
 *
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example standardisedDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1]]), { focal: [0, 0, 1, 1] }).flagged; // => []
 */
export const standardisedDif = (
  responses: Responses,
  options: StandardisationOptions,
): DifResult<StandardisedDif> => {
  const data = prepareDif(responses, options, { statistic: "STD P-DIF", dichotomous: true });
  const threshold = options.threshold ?? 0.1;
  const by = options.weights ?? "focal";
  const judge = (item: number, anchor: Uint8Array): StandardisedDif => {
    const id = data.itemIds[item] ?? "";
    let weights = 0;
    let sum = 0;
    let focalPersons = 0;
    let focalShare = 0;
    let referenceShare = 0;
    let variance = 0;
    for (const stratum of strataOf(data, item, anchor)) {
      const reference = stratum.referenceRight + stratum.referenceWrong;
      const focal = stratum.focalRight + stratum.focalWrong;
      if (reference === 0 || focal === 0) continue;
      const weight = by === "focal" ? focal : by === "reference" ? reference : focal + reference;
      const atReference = stratum.referenceRight / reference;
      const atFocal = stratum.focalRight / focal;
      weights += weight;
      sum += weight * (atFocal - atReference);
      focalPersons += focal;
      focalShare += focal * atFocal;
      referenceShare += focal * atReference;
      variance += (focal ** 2 * atReference * (1 - atReference)) / reference;
    }
    if (focalPersons === 0) throw new PsychometricsError("psychometrics.dif_not_comparable", { item: id });
    const difference = sum / weights;
    const right = focalShare / focalPersons;
    const expected = referenceShare / focalPersons;
    const inside = right > 0 && right < 1 && expected > 0 && expected < 1;
    const oddsRatio = inside ? (expected * (1 - right)) / ((1 - expected) * right) : undefined;
    const size = Math.abs(difference);
    return {
      id,
      judged: true,
      difference,
      error:
        by === "focal"
          ? Math.sqrt((right * (1 - right)) / focalPersons + variance / focalPersons ** 2)
          : undefined,
      oddsRatio,
      delta: oddsRatio === undefined ? undefined : -2.35 * Math.log(oddsRatio),
      sizeClass: size <= 0.05 ? "A" : size <= 0.1 ? "B" : "C",
    };
  };
  return judgeItems(data, options, {
    judge,
    isFlagged: ({ difference }) => Math.abs(difference) > threshold,
  });
};
