import { askMeaning, fuseRankings, type MeaningIndex, type MeaningUse } from "@kepu/text";
import { ClaimError } from "./errors.ts";
import type { Band, ClaimMatcher } from "./match.ts";

/** A claim that words or meaning found. */
export type MeaningMatch = {
  readonly id: string;
  /** Of the model by words; 0 where words did not find it. */
  readonly score: number;
  /** Cosine of the vectors; undefined where it is not among the nearest. */
  readonly similarity: number | undefined;
  readonly band: Band;
};

const asked = 50;
const order: readonly Band[] = ["same", "suggest", "new"];

/**
 * Matches by words and puts the claims in order together with what is near in meaning, so that a rewording without a common
 * word can be suggested. Meaning alone never answers automatically: `same` is what the words say, and only for the claim
 * that they put first. Without an answer of the embedder the result is that of the words, and says so.
 *
 * @param options.meaning of the claims' texts, with the ids of the claims
 * @param options.suggestAt cosine from which a claim is suggested, 0 … 1; 0.8 if left out. It depends on the endpoint's model:
 * choose it on messages of your own
 * @throws ClaimError as `ClaimMatcher.match`
 */
export const matchWithMeaning = async (
  matcher: ClaimMatcher,
  message: string,
  options: { readonly meaning: MeaningIndex; readonly suggestAt?: number; readonly limit?: number },
): Promise<{
  readonly band: Band;
  readonly matches: readonly MeaningMatch[];
  readonly meaning: MeaningUse;
}> => {
  const { suggestAt = 0.8, limit = 5 } = options;
  if (!(suggestAt >= 0 && suggestAt <= 1)) throw new ClaimError("claims.number_out_of_range", "suggestAt");
  if (!(limit >= 1)) throw new ClaimError("claims.number_out_of_range", "limit");
  const byWords = matcher.match(message, asked).matches;
  const { near, meaning } = await askMeaning(options.meaning, message, asked);
  const words = new Map(byWords.map((match) => [match.id, match]));
  const similarities = new Map(near.map(({ id, similarity }) => [id, similarity]));
  const suggested = near.filter(({ similarity }) => similarity >= suggestAt).map(({ id }) => id);
  const matches = fuseRankings([byWords.map(({ id }) => id), suggested])
    .map((id): MeaningMatch => {
      const { score = 0, band: said = "new" } = words.get(id) ?? {};
      const isSure = said === "same" && id === byWords[0]?.id;
      const band = isSure ? "same" : said !== "new" || suggested.includes(id) ? "suggest" : "new";
      return { id, score, similarity: similarities.get(id), band };
    })
    // what nobody is to see stands behind what a person is to look at
    .sort((left, right) => order.indexOf(left.band) - order.indexOf(right.band))
    .slice(0, limit);
  return { band: matches[0]?.band ?? "new", matches, meaning };
};
