import { chiSquareCdf, normalQuantile } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import {
  type DifOptions,
  type DifResult,
  judgeItems,
  prepareDif,
  type Stratum,
  strataOf,
} from "./matching.ts";

/** A negligible, B moderate, C large. */
export type DifClass = "A" | "B" | "C";

/** Mantel–Haenszel statistics of one item. */
export type MantelHaenszelDif = {
  readonly id: string;
  readonly judged: true;
  /** χ² with one degree of freedom. */
  readonly statistic: number;
  readonly p: number;
  /** Common odds ratio of a right answer, reference to focal: above 1 the item is harder for the focal group. */
  readonly oddsRatio: number;
  /** Variance of its logarithm (Phillips & Holland 1987). */
  readonly logOddsVariance: number;
  /** −2.35 log(oddsRatio): the ETS delta scale; negative is harder for the focal group. */
  readonly delta: number;
  readonly deltaError: number;
  /** By size alone: |delta| < 1 A, < 1.5 B, else C. */
  readonly sizeClass: DifClass;
  /** ETS rule (Zieky 1993): A where delta does not differ from 0 at the level or |delta| < 1; C where |delta| ≥ 1.5 and is
   * above 1 by the level (one-sided); else B. */
  readonly etsClass: DifClass;
  /** Homogeneity of the odds ratio over the scores (Breslow & Day 1980): what a crossing of the curves looks like. Absent without a degree of freedom. */
  readonly breslowDay:
    | { readonly statistic: number; readonly degrees: number; readonly p: number }
    | undefined;
  /** Scores at which both groups and both answers occur. */
  readonly strata: number;
};

/** What `mantelHaenszelDif` may be told. */
export type MantelHaenszelOptions = DifOptions & {
  /** Yates' correction ½ in the χ²; default true. */
  readonly continuityCorrection?: boolean;
};

const classBySize = (delta: number): DifClass =>
  Math.abs(delta) < 1 ? "A" : Math.abs(delta) < 1.5 ? "B" : "C";

/** Expected count of right reference answers at the common odds ratio: the root of (1 − α) e² + … that is a possible count. */
const expectedAt = (stratum: Stratum, oddsRatio: number): number => {
  const reference = stratum.referenceRight + stratum.referenceWrong;
  const focal = stratum.focalRight + stratum.focalWrong;
  const right = stratum.referenceRight + stratum.focalRight;
  if (Math.abs(oddsRatio - 1) < 1e-10) return (reference * right) / (reference + focal);
  const b = oddsRatio * (reference + right) + (focal - right);
  const c = oddsRatio * reference * right;
  // The stable form of the smaller root of (α − 1) e² − b e + c: it is the one within the margins for every α > 0.
  return (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * (oddsRatio - 1) * c)));
};

const breslowDayOf = (strata: readonly Stratum[], oddsRatio: number, highest: number) => {
  let statistic = 0;
  let degrees = -1;
  for (const stratum of strata) {
    const reference = stratum.referenceRight + stratum.referenceWrong;
    const focal = stratum.focalRight + stratum.focalWrong;
    const right = stratum.referenceRight + stratum.focalRight;
    const wrong = stratum.referenceWrong + stratum.focalWrong;
    if (stratum.score === 0 || stratum.score === highest || !(reference && focal && right && wrong)) continue;
    const e = expectedAt(stratum, oddsRatio);
    const variance = 1 / (1 / e + 1 / (reference - e) + 1 / (right - e) + 1 / (focal - right + e));
    if (!(variance > 0)) continue;
    statistic += (stratum.referenceRight - e) ** 2 / variance;
    degrees += 1;
  }
  if (degrees < 1) return undefined;
  return { statistic, degrees, p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }) };
};

const judge = (
  id: string,
  strata: readonly Stratum[],
  {
    correction,
    significance,
    highest,
  }: { readonly correction: number; readonly significance: number; readonly highest: number },
): MantelHaenszelDif => {
  let excess = 0;
  let variance = 0;
  let numerator = 0;
  let denominator = 0;
  let spread = 0;
  let used = 0;
  for (const { referenceRight: a, referenceWrong: b, focalRight: c, focalWrong: d } of strata) {
    const all = a + b + c + d;
    if (all < 2) continue;
    excess += a - ((a + b) * (a + c)) / all;
    variance += (((a + b) * (c + d)) / all) * ((a + c) / all) * ((b + d) / (all - 1));
    numerator += (a * d) / all;
    denominator += (b * c) / all;
    if ((a + b) * (c + d) * (a + c) * (b + d) > 0) used += 1;
  }
  if (!(variance > 0)) throw new PsychometricsError("psychometrics.dif_not_comparable", { item: id });
  if (!(numerator > 0 && denominator > 0))
    throw new PsychometricsError("psychometrics.dif_odds_unbounded", { item: id });
  const oddsRatio = numerator / denominator;
  for (const { referenceRight: a, referenceWrong: b, focalRight: c, focalWrong: d } of strata) {
    const all = a + b + c + d;
    if (all < 2) continue;
    spread += ((a * d + oddsRatio * b * c) * (a + d + oddsRatio * (b + c))) / all ** 2;
  }
  const logOddsVariance = spread / (2 * numerator ** 2);
  const statistic = (Math.abs(excess) - correction) ** 2 / variance;
  const p = chiSquareCdf(statistic, { df: 1, tail: "upper" });
  const delta = -2.35 * Math.log(oddsRatio);
  const deltaError = 2.35 * Math.sqrt(logOddsVariance);
  const size = Math.abs(delta);
  const aboveOne = (size - 1) / deltaError > normalQuantile(1 - significance);
  return {
    id,
    judged: true,
    statistic,
    p,
    oddsRatio,
    logOddsVariance,
    delta,
    deltaError,
    sizeClass: classBySize(delta),
    etsClass: p >= significance || size < 1 ? "A" : size >= 1.5 && aboveOne ? "C" : "B",
    breslowDay: breslowDayOf(strata, oddsRatio, highest),
    strata: used,
  };
};

/**
 * Differential item functioning (题目功能差异) by Mantel & Haenszel (1959) as Holland & Thayer (1988) use it: odds of a right
 * answer of two groups at equal sum scores. Flagged where p is below the level. Items with scores 0 and 1.
 *
 * @param responses persons × items, complete unless `matching` is given
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · responses_incomplete · response_out_of_range · item_unknown · items_empty · matching_invalid · number_invalid
 * @example mantelHaenszelDif(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 0], [0, 1]]), { focal: [0, 0, 1, 1] }).items.map(({ judged }) => judged); // => [true, true]
 */
export const mantelHaenszelDif = (
  responses: Responses,
  options: MantelHaenszelOptions,
): DifResult<MantelHaenszelDif> => {
  const data = prepareDif(responses, options, { statistic: "Mantel–Haenszel", dichotomous: true });
  const significance = options.significance ?? 0.05;
  const correction = options.continuityCorrection === false ? 0 : 0.5;
  return judgeItems(data, options, {
    judge: (item, anchor) => {
      const strata = strataOf(data, item, anchor);
      const items = anchor.reduce((sum, flag) => sum + flag, 0) + (anchor[item] === 1 ? 0 : 1);
      const highest = data.matching === undefined ? items : Number.NaN;
      return judge(data.itemIds[item] ?? "", strata, { correction, significance, highest });
    },
    isFlagged: ({ p }) => p < significance,
  });
};
