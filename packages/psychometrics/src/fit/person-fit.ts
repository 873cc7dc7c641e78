import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { checkResponsesFitItems, type Responses } from "../responses.ts";

// Reads carry `!`: indices are bounded by persons and items.

/** How the abilities were estimated: lz* corrects for it. */
export type PersonFitEstimator =
  | { readonly method: "ml" }
  | { readonly method: "wle" }
  | { readonly method: "map"; readonly mean: number; readonly variance: number };

/** What the estimator adds to the score equation: nothing, J/2I, or the slope of the prior. */
const pullOf = (
  estimator: PersonFitEstimator,
  { ability, warm }: { readonly ability: number; readonly warm: number },
): number => {
  if (estimator.method === "map") return (estimator.mean - ability) / estimator.variance;
  return estimator.method === "wle" ? warm : 0;
};

/** Person fit; undefined for a person whose answers leave no variance (too few answers). */
export type PersonFit = { readonly lz: number | undefined; readonly lzStar: number | undefined };

/**
 * lz (Drasgow, Levine & Williams 1985) and lz* (Snijders 2001; for more than two scores Sinharay 2016): the standardised
 * log-likelihood of a person's answers. Far below 0 speaks of guessing, copying or carelessness. lz* allows for the ability having been
 * estimated from the same answers: its correction is exact only for the estimator named.
 *
 * @param estimate the ability of each person and how it was estimated (finite: no ML score of a perfect pattern)
 * @throws {PsychometricsError} psychometrics.items_mismatch · item_unknown · responses_shape · number_invalid
 */
export const personFit = (
  items: readonly Item[],
  responses: Responses,
  { theta, estimator }: { readonly theta: ArrayLike<number>; readonly estimator: PersonFitEstimator },
): PersonFit[] => {
  checkItems(items);
  checkResponsesFitItems(responses, items);
  const { personCount, scores } = responses;
  if (theta.length !== personCount)
    throw new PsychometricsError("psychometrics.responses_shape", {
      row: 1,
      given: theta.length,
      expected: personCount,
    });
  const most = Math.max(...items.map(maximumScore));
  const categories = createCategoryArrays(most);
  return Array.from({ length: personCount }, (_, person): PersonFit => {
    const ability = theta[person]!;
    if (!Number.isFinite(ability))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name: `theta[${person + 1}]`,
        value: String(ability),
        least: -100,
        most: 100,
      });
    let [gap, variance, covariance, information, bias] = [0, 0, 0, 0, 0];
    for (const [column, item] of items.entries()) {
      const score = scores[person * items.length + column]!;
      if (score < 0) continue;
      fillCategories(item, ability, categories);
      let mean = 0;
      let square = 0;
      for (let k = 0; k <= maximumScore(item); k += 1) {
        const p = Math.max(categories.p[k]!, 1e-300);
        const slope = categories.first[k]!;
        const logarithm = Math.log(p);
        mean += p * logarithm;
        square += p * logarithm * logarithm;
        covariance += slope * logarithm;
        information += (slope * slope) / p;
        bias += (slope * categories.second[k]!) / p;
      }
      gap += Math.log(Math.max(categories.p[score]!, 1e-300)) - mean;
      variance += square - mean * mean;
    }
    if (!(variance > 1e-12) || !(information > 1e-12)) return { lz: undefined, lzStar: undefined };
    const reduced = variance - covariance ** 2 / information;
    const pull = pullOf(estimator, { ability, warm: bias / (2 * information) });
    return {
      lz: gap / Math.sqrt(variance),
      lzStar:
        reduced > 1e-10 * variance
          ? (gap + (covariance / information) * pull) / Math.sqrt(reduced)
          : undefined,
    };
  });
};
