import type { ClaimMatcher } from "../match.ts";
import { readRewordings, type Split, splitOf } from "./fixture.ts";

export type Quality = {
  /** Share of rewordings whose own claim comes first. */
  readonly successAt1: number;
  readonly meanAveragePrecisionAt5: number;
  /** Largest share answered rightly while 95 % of all answers are right, unanswerable messages included. */
  readonly recallAt95: number;
  /** At the shipped bands: right answers among automatic ones, and the share of rewordings so answered. */
  readonly samePrecision: number;
  readonly sameRecall: number;
  readonly falseSame: number;
};

/** `without(id)` is a matcher that lacks the claim: its answers are all wrong. */
export const evaluate = (
  split: Split,
  matchers: { readonly whole: ClaimMatcher; readonly without: (id: string) => ClaimMatcher },
): Quality => {
  const decisions: { score: number; right: boolean; same: boolean; answerable: boolean }[] = [];
  const rewordings = readRewordings().filter(({ id }) => splitOf(id) === split);
  let first = 0;
  let precision = 0;
  for (const { id, text } of rewordings) {
    const found = matchers.whole.match(text, 5).matches;
    const rank = found.findIndex((one) => one.id === id);
    if (rank === 0) first += 1;
    if (rank >= 0) precision += 1 / (rank + 1);
    const [best] = found;
    if (best !== undefined)
      decisions.push({ score: best.score, right: rank === 0, same: best.band === "same", answerable: true });
    const [wrong] = matchers.without(id).match(text, 1).matches;
    if (wrong !== undefined)
      decisions.push({
        score: wrong.score,
        right: false,
        same: wrong.band === "same",
        answerable: false,
      });
  }
  decisions.sort((left, right) => right.score - left.score);
  let right = 0;
  let recalled = 0;
  decisions.forEach((decision, place) => {
    if (decision.right) right += 1;
    if (right / (place + 1) >= 0.95) recalled = right;
  });
  const same = decisions.filter((decision) => decision.same);
  const sameRight = same.filter((decision) => decision.right).length;
  const count = rewordings.length;
  return {
    successAt1: first / count,
    meanAveragePrecisionAt5: precision / count,
    recallAt95: recalled / count,
    samePrecision: same.length > 0 ? sameRight / same.length : 1,
    sameRecall: sameRight / count,
    falseSame: same.filter((decision) => !decision.answerable).length / count,
  };
};
