import { type ClaimTexts, createClaimIndex, similarity } from "./claim-index.ts";
import { coefficients } from "./coefficients.ts";
import { createComparer, type FeatureName, featureNames } from "./comparison.ts";
import { ClaimError } from "./errors.ts";
import { createLatentSpace } from "./latent.ts";
import { isEmpty, type PreparedText, prepareText } from "./prepare.ts";

/**
 * A checked claim. `correction` is what the check says of it: it names the matter in other words and helps to find the claim,
 * but is no wording of it. `title` is a headline beside the text; `wordings` are other wordings that people have confirmed. The
 * text, title and text together, and each wording are compared; the best counts. A title alone is too short to decide by.
 */
export type Claim = {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly correction?: string;
  readonly wordings?: readonly string[];
};

/** `same`: may be answered automatically · `suggest`: a person decides · `new`: none of the claims fits. */
export type Band = "same" | "suggest" | "new";

export type ClaimMatch = {
  readonly id: string;
  /** Probability by the model that the message repeats this claim, 0 … 1. */
  readonly score: number;
  readonly band: Band;
  readonly parts: Readonly<Record<FeatureName, number>>;
};

export type MatchResult = { readonly band: Band; readonly matches: readonly ClaimMatch[] };

/** A logistic model over the features in the order of `featureNames`, and the scores at which the bands begin. */
export type MatchModel = {
  readonly intercept: number;
  readonly weights: readonly number[];
  readonly same: number;
  readonly suggest: number;
};

export type MatcherOptions = { readonly model?: MatchModel };

export type ClaimMatcher = {
  /**
   * The claims that a message may repeat, best first; 5 if `limit` is left out. The band of the result is that of the first.
   *
   * @throws ClaimError `claims.message_empty`, `claims.message_too_long`, `claims.number_out_of_range`
   */
  readonly match: (message: string, limit?: number) => MatchResult;
};

const retrieved = 50;
/** Shorter messages name a topic at best: they are never answered automatically. */
const leastUnits = 5;
/** A claim so like the best one is the same claim twice in the list, not a rival of it. */
const sameTwice = 0.5;

const toParts = (values: Float64Array): Record<FeatureName, number> =>
  // featureNames and values are in one order, so every name gets a number
  Object.fromEntries(featureNames.map((name, place) => [name, values[place] ?? 0])) as Record<
    FeatureName,
    number
  >;

const requireText = (prepared: PreparedText, refusal: ClaimError): PreparedText => {
  if (isEmpty(prepared)) throw refusal;
  return prepared;
};

const wordingsOf = ({ text, title, wordings = [] }: Claim): string[] =>
  title === undefined || title === "" ? [text, ...wordings] : [text, `${title}\n${text}`, ...wordings];

/** The wordings of the claims one by one; `owners` gets the id of the claim of each. */
function* prepareClaims(claims: readonly Claim[], owners: string[]): Generator<ClaimTexts> {
  const ids = new Set<string>();
  for (const claim of claims) {
    if (ids.has(claim.id)) throw new ClaimError("claims.id_repeated", claim.id);
    ids.add(claim.id);
    const correction = claim.correction === undefined ? undefined : prepareText(claim.correction);
    for (const wording of wordingsOf(claim)) {
      owners.push(claim.id);
      const text = requireText(prepareText(wording), new ClaimError("claims.claim_empty", claim.id));
      yield { text, correction };
    }
  }
}

/**
 * Prepares claims for matching: BM25F over characters and pairs of characters finds the 50 nearest wordings, a logistic
 * model over exact comparisons decides.
 *
 * @throws ClaimError `claims.claim_empty`, `claims.id_repeated`, `claims.number_out_of_range` where the model does not have a weight for each feature
 * @example createClaimMatcher([{ id: "a", text: "隔夜菜吃了会中毒" }]).match("隔夜菜吃了会中毒").matches[0]?.id; // => "a"
 */
export const createClaimMatcher = (claims: readonly Claim[], options: MatcherOptions = {}): ClaimMatcher => {
  const model = options.model ?? coefficients;
  if (model.weights.length !== featureNames.length)
    throw new ClaimError("claims.number_out_of_range", "weights");
  const owners: string[] = [];
  const index = createClaimIndex(prepareClaims(claims, owners));
  const latent = createLatentSpace(index);
  const compareWith = createComparer(index);
  const bandOf = (score: number, units: number): Band => {
    if (score < model.suggest) return "new";
    return score >= model.same && units >= leastUnits ? "same" : "suggest";
  };
  return {
    match: (text, limit = 5) => {
      if (!(limit >= 1)) throw new ClaimError("claims.number_out_of_range", "limit");
      const prepared = requireText(prepareText(text), new ClaimError("claims.message_empty"));
      const message = index.read(prepared);
      const candidates = index.retrieve(prepared, message, retrieved);
      const best = candidates[0];
      const rival = candidates.find(
        ({ place }) =>
          best !== undefined &&
          owners[place] !== owners[best.place] &&
          similarity(index, place, best.place) < sameTwice,
      );
      const standing = { best: best?.score ?? 0, rival: rival?.score ?? 0 };
      const compare = compareWith(message);
      const vector = latent?.project(message);
      const byId = new Map<string, { score: number; values: Float64Array }>();
      for (const { place, score } of candidates) {
        const id = owners[place] ?? "";
        const near = latent === undefined || vector === undefined ? 0 : latent.cosine(vector, place);
        const values = compare(place, { ...standing, score, latent: near });
        let sum = model.intercept;
        for (let at = 0; at < values.length; at += 1) sum += (model.weights[at] ?? 0) * (values[at] ?? 0);
        const probability = 1 / (1 + Math.exp(-sum));
        if ((byId.get(id)?.score ?? -1) < probability) byId.set(id, { score: probability, values });
      }
      const matches = [...byId]
        .sort(([, left], [, right]) => right.score - left.score)
        .slice(0, limit)
        .map(([id, { score, values }]) => ({
          id,
          score,
          band: bandOf(score, message.sequence.length),
          parts: toParts(values),
        }));
      return { band: matches[0]?.band ?? "new", matches };
    },
  };
};
