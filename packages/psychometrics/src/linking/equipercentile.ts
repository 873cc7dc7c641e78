import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { type Grid, type Population, checkNumber } from "../scoring/population.ts";
import { sumScoreShares } from "../scoring/sum-scores.ts";

const cumulate = (name: string, shares: ArrayLike<number>): Float64Array => {
  checkNumber(`${name}.length`, shares.length, { least: 2, most: 100_000 });
  const sums = new Float64Array(shares.length);
  let total = 0;
  for (let score = 0; score < shares.length; score += 1) {
    total += checkNumber(`${name}[${score}]`, Number(shares[score]), { least: 0, most: 1e15 });
    sums[score] = total;
  }
  if (total === 0) throw new PsychometricsError("psychometrics.responses_empty");
  return sums.map((sum) => sum / total);
};

/**
 * Equipercentile equating: for each sum score of the new form the score of the base form with the same percentile rank
 * (Kolen & Brennan 2014, eqs. 2.14–2.18; a score spreads evenly over ±½). Results lie in −½ … highest + ½.
 * Where base scores have no persons, the middle between the upper and the lower equivalent stands.
 *
 * @param newShares share or number of persons at each score 0, 1, … of the new form; they need not add to one
 * @param baseShares the same for the base form, whose highest score may differ
 * @returns one base-form equivalent a score of the new form, in points of the base form
 * @example Array.from(equateEquipercentile([1, 1], [1, 1])); // => [0, 1]
 * @throws {PsychometricsError} psychometrics.number_invalid · responses_empty
 */
export const equateEquipercentile = (
  newShares: ArrayLike<number>,
  baseShares: ArrayLike<number>,
): Float64Array => {
  const below = cumulate("newShares", newShares);
  const base = cumulate("baseShares", baseShares);
  // Indices stay below the lengths of the two lists: every `!` reads inside its array.
  const last = base.length - 1;
  return below.map((upTo, score) => {
    const rank = 0.5 * (upTo + (score === 0 ? 0 : below[score - 1]!));
    const upper = base.findIndex((sum) => sum > rank);
    const fromAbove =
      upper < 0
        ? last + 0.5
        : upper -
          0.5 +
          (rank - (upper === 0 ? 0 : base[upper - 1]!)) / (base[upper]! - (base[upper - 1] ?? 0));
    let lower = last;
    while (lower >= 0 && base[lower]! >= rank) lower -= 1;
    const fromBelow =
      lower < 0 && rank === 0
        ? -0.5
        : lower +
          0.5 +
          (rank - (lower < 0 ? 0 : base[lower]!)) / (base[lower + 1]! - (lower < 0 ? 0 : base[lower]!));
    return 0.5 * (fromAbove + fromBelow);
  });
};

/**
 * Observed-score equating of two forms on one linked scale: the sum-score distributions that the population would have on
 * either form (Lord & Wingersky 1984), then equipercentile equating (Kolen & Brennan 2014, 6.6).
 *
 * @param newItems the form whose scores are to be turned
 * @param baseItems the form in whose points they are told; both on one scale (`linkItems`)
 * @param options the population in which both distributions are taken, and its grid
 * @returns one base-form equivalent a sum score 0 … highest of the new form
 * @example equateObservedScores([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }], [{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }])[1]?.toFixed(9); // => "1.000000000"
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · number_invalid
 */
export const equateObservedScores = (
  newItems: readonly Item[],
  baseItems: readonly Item[],
  options: { readonly population?: Population; readonly grid?: Grid } = {},
): Float64Array =>
  equateEquipercentile(sumScoreShares(newItems, options), sumScoreShares(baseItems, options));
