import { brentRoot } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";
import { testCharacteristic } from "../models/probabilities.ts";

const lowestExpected = (items: readonly Item[]): number =>
  items.reduce((sum, item) => sum + (item.model === "dichotomous" ? item.c : 0), 0);

const highestExpected = (items: readonly Item[]): number =>
  items.reduce((sum, item) => sum + (item.model === "dichotomous" ? item.u : maximumScore(item)), 0);

/** One line of a table from the sum score of a new form to the points of a base form. */
export type TrueScoreRow = {
  readonly score: number;
  /** The ability whose expected score on the new form it is; absent outside the curve's range. */
  readonly theta: number | undefined;
  readonly equivalent: number;
};

const furthest = 60;

/**
 * True-score equating of two forms on one linked scale (Kolen & Brennan 2014, 6.5): the ability whose expected sum score
 * on the new form is the score, and the expected sum score of that ability on the base form.
 * Below the sum of the guessing parameters Kolen (1981) draws a line from 0 to it; above the sum of the upper asymptotes
 * the same is done to the highest score.
 *
 * @param newItems the form whose scores are to be turned; slopes above 0
 * @param baseItems the form in whose points they are told; slopes above 0
 * @returns one row a sum score 0 … highest of the new form
 * @example equateTrueScores([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }], [{ id: "p", model: "partial-credit", a: 1, steps: [0, 0] }]).map((row) => row.equivalent); // => [0, 2]
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated
 */
export const equateTrueScores = (newItems: readonly Item[], baseItems: readonly Item[]): TrueScoreRow[] => {
  for (const items of [newItems, baseItems]) {
    checkItems(items);
    const falling = items.find(({ a }) => a < 0);
    if (falling !== undefined)
      throw new PsychometricsError("psychometrics.item_parameter_invalid", {
        item: falling.id,
        parameter: "a",
        value: falling.a,
        rule: "等值要求区分度大于 0",
      });
  }
  const [newLow, baseLow] = [lowestExpected(newItems), lowestExpected(baseItems)];
  const [newHigh, baseHigh] = [highestExpected(newItems), highestExpected(baseItems)];
  const newMost = newItems.reduce((sum, item) => sum + maximumScore(item), 0);
  const baseMost = baseItems.reduce((sum, item) => sum + maximumScore(item), 0);
  return Array.from({ length: newMost + 1 }, (_, score): TrueScoreRow => {
    if (score <= newLow)
      return { score, theta: undefined, equivalent: newLow === 0 ? baseLow : (score * baseLow) / newLow };
    if (score >= newHigh) {
      const share = newMost === newHigh ? 1 : (score - newHigh) / (newMost - newHigh);
      return { score, theta: undefined, equivalent: baseHigh + share * (baseMost - baseHigh) };
    }
    const gap = (theta: number) => testCharacteristic(newItems, theta) - score;
    const [atLower, atUpper] = [gap(-furthest), gap(furthest)];
    // A slope near 0 leaves the curve flat: the score then has no ability within reach.
    if (atLower > 0 || atUpper < 0)
      throw new PsychometricsError("psychometrics.cut_out_of_reach", { cut: score / newMost });
    const theta = brentRoot(gap, { lower: -furthest, upper: furthest });
    return { score, theta, equivalent: testCharacteristic(baseItems, theta) };
  });
};
