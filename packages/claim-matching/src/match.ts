import { coefficients } from "./coefficients.ts";
import { ClaimError } from "./errors.ts";
import { compare, type FeatureName, featureNames } from "./features.ts";
import { type PreparedText, prepareText } from "./prepare.ts";
import { createClaimIndex } from "./retrieve.ts";

/** A checked claim; `wordings` are other wordings of it that people have confirmed. */
export type Claim = { readonly id: string; readonly text: string; readonly wordings?: readonly string[] };

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

/** A logistic model over the features, and the scores at which the bands begin. */
export type MatchModel = {
  readonly intercept: number;
  readonly weights: readonly number[];
  readonly same: number;
  readonly suggest: number;
};

export type MatcherOptions = { readonly model?: MatchModel };

export type ClaimMatcher = {
  /**
   * The claims that a message may repeat, best first.
   *
   * @throws ClaimError `claims.message_empty`, `claims.message_too_long`
   */
  readonly match: (message: string, limit?: number) => MatchResult;
};

const retrieved = 50;
/** Shorter messages name a topic at best: they are never answered automatically. */
const leastUnits = 5;

const toParts = (values: readonly number[]): Record<FeatureName, number> =>
  // featureNames and values are in one order, so every name gets a number
  Object.fromEntries(featureNames.map((name, place) => [name, values[place] ?? 0])) as Record<
    FeatureName,
    number
  >;

const requireText = (prepared: PreparedText, refusal: ClaimError): PreparedText => {
  if (prepared.units.length === 0) throw refusal;
  return prepared;
};

/**
 * Prepares claims for matching: BM25 over characters and pairs of characters finds the 50 nearest wordings, a logistic
 * model over exact comparisons decides.
 *
 * @throws ClaimError `claims.claim_empty`, `claims.id_repeated`
 * @example createClaimMatcher([{ id: "a", text: "隔夜菜吃了会中毒" }]).match("隔夜菜吃了会中毒").matches[0]?.id; // => "a"
 */
export const createClaimMatcher = (claims: readonly Claim[], options: MatcherOptions = {}): ClaimMatcher => {
  const model = options.model ?? coefficients;
  const owners: string[] = [];
  const prepared: PreparedText[] = [];
  const ids = new Set<string>();
  for (const claim of claims) {
    if (ids.has(claim.id)) throw new ClaimError("claims.id_repeated", claim.id);
    ids.add(claim.id);
    for (const wording of [claim.text, ...(claim.wordings ?? [])]) {
      owners.push(claim.id);
      prepared.push(requireText(prepareText(wording), new ClaimError("claims.claim_empty", claim.id)));
    }
  }
  const index = createClaimIndex(prepared);
  const bandOf = (score: number, message: PreparedText): Band => {
    if (score < model.suggest) return "new";
    return score >= model.same && message.units.length >= leastUnits ? "same" : "suggest";
  };
  return {
    match: (text, limit = 5) => {
      const message = requireText(prepareText(text), new ClaimError("claims.message_empty"));
      const candidates = index.retrieve(message, retrieved);
      const best = candidates[0];
      // the rival of the best is the best wording of another claim
      const second = candidates.find(
        (one) => best !== undefined && owners[one.place] !== owners[best.place],
      )?.score;
      const byId = new Map<string, ClaimMatch>();
      for (const { place, score } of candidates) {
        const claim = prepared[place];
        const id = owners[place];
        if (claim === undefined || id === undefined) continue;
        const standing = { score, best: best?.score ?? 0, second: second ?? 0 };
        const values = compare(message, claim, { weightOf: index.weightOf, standing });
        let sum = model.intercept;
        for (let at = 0; at < values.length; at += 1) sum += (model.weights[at] ?? 0) * (values[at] ?? 0);
        const probability = 1 / (1 + Math.exp(-sum));
        if ((byId.get(id)?.score ?? -1) >= probability) continue;
        byId.set(id, { id, score: probability, band: bandOf(probability, message), parts: toParts(values) });
      }
      const matches = [...byId.values()].sort((left, right) => right.score - left.score).slice(0, limit);
      return { band: matches[0]?.band ?? "new", matches };
    },
  };
};
