import type { PreparedText } from "./prepare.ts";

/** What is compared between a message and a claim; each is bounded, the order is that of the coefficients. */
export const featureNames = [
  "claimCovered",
  "messageCovered",
  "cosine",
  "longestRun",
  "relativeRank",
  "lead",
  "numbersClash",
  "denialsDiffer",
  "messageLength",
  "claimLength",
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Longest common run of units (dynamic programming over two rows). */
export const longestCommonRun = (left: readonly string[], right: readonly string[]): number => {
  let before = new Uint16Array(right.length + 1);
  let now = new Uint16Array(right.length + 1);
  let longest = 0;
  for (const unit of left) {
    for (let place = 0; place < right.length; place += 1) {
      const run = unit === right[place] ? (before[place] ?? 0) + 1 : 0;
      now[place + 1] = run;
      if (run > longest) longest = run;
    }
    [before, now] = [now, before];
  }
  return longest;
};

/** Where a claim stands among those retrieved. */
export type Standing = { readonly score: number; readonly best: number; readonly second: number };

const mostRunUnits = 400;

/**
 * The features of one pair. Weights are inverse document frequencies over the claims: what is in nearly every claim
 * counts for little.
 */
export const compare = (
  message: PreparedText,
  claim: PreparedText,
  context: { readonly weightOf: (gram: string) => number; readonly standing: Standing },
): number[] => {
  let shared = 0;
  let sharedSquared = 0;
  let claimWeight = 0;
  let claimSquared = 0;
  for (const gram of claim.grams) {
    const weight = context.weightOf(gram);
    claimWeight += weight;
    claimSquared += weight * weight;
    if (message.grams.has(gram)) {
      shared += weight;
      sharedSquared += weight * weight;
    }
  }
  let messageWeight = 0;
  let messageSquared = 0;
  for (const gram of message.grams) {
    const weight = context.weightOf(gram);
    messageWeight += weight;
    messageSquared += weight * weight;
  }
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  const run = longestCommonRun(message.units.slice(0, mostRunUnits), claim.units.slice(0, mostRunUnits));
  const { score, best, second } = context.standing;
  const rival = score === best ? second : best;
  const clash =
    message.numbers.size > 0 &&
    claim.numbers.size > 0 &&
    ![...claim.numbers].some((number) => message.numbers.has(number));
  return [
    share(shared, claimWeight),
    share(shared, messageWeight),
    share(sharedSquared, Math.sqrt(claimSquared * messageSquared)),
    Math.min(1, share(run, Math.min(claim.units.length, message.units.length, 12))),
    share(score, best),
    Math.max(-1, Math.min(1, share(score - rival, score + rival))),
    clash ? 1 : 0,
    message.denials % 2 === claim.denials % 2 ? 0 : 1,
    Math.min(1, Math.log1p(message.units.length) / 6),
    Math.min(1, Math.log1p(claim.units.length) / 6),
  ];
};
