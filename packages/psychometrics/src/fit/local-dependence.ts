import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item } from "../items.ts";
import { expectedScore } from "../models/probabilities.ts";
import { checkResponsesFitItems, type Responses } from "../responses.ts";

// Reads carry `!`: indices are bounded by the responses.

/** A pair of items and the correlation of their residuals. */
export type LocalDependence = {
  readonly left: string;
  readonly right: string;
  readonly q3: number;
  readonly persons: number;
};

/**
 * Q₃ (Yen 1984): the correlation between two items' residuals (score less expected score at the person's ability), over the persons
 * who answered both. Values far from −1/(items − 1) speak of local dependence. Pairs with fewer than 3 persons or a
 * constant residual are left out.
 *
 * @param theta ability of every person, for instance EAP scores
 * @throws {PsychometricsError} psychometrics.items_mismatch · item_unknown · responses_shape · number_invalid
 */
export const localDependence = (
  items: readonly Item[],
  responses: Responses,
  theta: ArrayLike<number>,
): LocalDependence[] => {
  checkItems(items);
  checkResponsesFitItems(responses, items);
  const { personCount, itemIds, scores } = responses;
  const width = itemIds.length;
  if (theta.length !== personCount)
    throw new PsychometricsError("psychometrics.responses_shape", {
      row: 1,
      given: theta.length,
      expected: personCount,
    });
  const residual = new Float64Array(personCount * width).fill(Number.NaN);
  for (let person = 0; person < personCount; person += 1) {
    const ability = theta[person]!;
    if (!Number.isFinite(ability))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name: `theta[${person + 1}]`,
        value: ability,
        least: -100,
        most: 100,
      });
    for (let item = 0; item < width; item += 1) {
      const score = scores[person * width + item]!;
      if (score >= 0) residual[person * width + item] = score - expectedScore(items[item]!, ability);
    }
  }
  const pairs: LocalDependence[] = [];
  for (let i = 0; i < width; i += 1)
    for (let j = i + 1; j < width; j += 1) {
      let [count, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
      for (let person = 0; person < personCount; person += 1) {
        const left = residual[person * width + i]!;
        const right = residual[person * width + j]!;
        if (Number.isNaN(left) || Number.isNaN(right)) continue;
        count += 1;
        x += left;
        y += right;
        xx += left * left;
        yy += right * right;
        xy += left * right;
      }
      const spread = (xx - (x * x) / count) * (yy - (y * y) / count);
      if (count < 3 || !(spread > 0)) continue;
      pairs.push({
        left: itemIds[i]!,
        right: itemIds[j]!,
        q3: (xy - (x * y) / count) / Math.sqrt(spread),
        persons: count,
      });
    }
  return pairs;
};
