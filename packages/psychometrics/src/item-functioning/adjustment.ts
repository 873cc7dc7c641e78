import { checkNumber } from "../scoring/population.ts";

/** Bonferroni (all p × n) · Holm (1979) · Benjamini & Hochberg (1995; share of false flags). */
export type AdjustmentMethod = "bonferroni" | "holm" | "benjamini-hochberg";

/**
 * Probabilities of many tests adjusted for their number, as R's `p.adjust` gives them: with 40 items at 0.05 two are flagged by
 * chance alone.
 *
 * @param probabilities one a test, 0 … 1
 * @returns in the order given
 * @example adjustProbabilities([0.01, 0.04, 0.03], "holm").map((p) => p.toFixed(2)); // => ["0.03", "0.06", "0.06"]
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const adjustProbabilities = (probabilities: readonly number[], method: AdjustmentMethod): number[] => {
  const count = probabilities.length;
  for (const [place, p] of probabilities.entries())
    checkNumber(`probabilities[${place + 1}]`, p, { least: 0, most: 1 });
  const order = [...probabilities.keys()].toSorted(
    (one, other) => Number(probabilities[one]) - Number(probabilities[other]),
  );
  const adjusted = Array.from({ length: count }, () => 1);
  if (method === "bonferroni") return probabilities.map((p) => Math.min(1, p * count));
  if (method === "holm") {
    let most = 0;
    for (const [rank, place] of order.entries()) {
      most = Math.max(most, Number(probabilities[place]) * (count - rank));
      adjusted[place] = Math.min(1, most);
    }
    return adjusted;
  }
  let least = 1;
  for (const [rank, place] of [...order.entries()].toReversed()) {
    least = Math.min(least, (Number(probabilities[place]) * count) / (rank + 1));
    adjusted[place] = least;
  }
  return adjusted;
};
