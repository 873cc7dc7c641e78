import type { ClaimMatcher } from "../match.ts";
import { readRewordings, readUnanswerable, type Split, splitOf } from "./fixture.ts";

export type Quality = {
  /** Share of rewordings whose own claim comes first. */
  readonly successAt1: number;
  readonly meanAveragePrecisionAt5: number;
  /** Largest share answered rightly while 95 % of all answers are right, messages without their claim included. */
  readonly recallAt95: number;
  /** The same with the unanswerable messages alone. */
  readonly recallAt95Unanswerable: number;
  /** At the shipped bands: right answers among automatic ones, and the share of rewordings so answered. */
  readonly samePrecision: number;
  readonly sameRecall: number;
  /** Share of messages whose claim was taken out, and of unanswerable ones, that were answered automatically. */
  readonly falseSame: number;
  readonly falseSameUnanswerable: number;
};

type Decision = {
  readonly score: number;
  readonly right: boolean;
  readonly same: boolean;
  readonly kind: "own" | "without" | "unanswerable";
};

const recallAt = (decisions: readonly Decision[], precision: number): number => {
  let right = 0;
  let recalled = 0;
  decisions
    .toSorted((left, other) => other.score - left.score)
    .forEach((decision, place) => {
      if (decision.right) right += 1;
      if (right / (place + 1) >= precision) recalled = right;
    });
  return recalled;
};

/** `without(id)` is a matcher that lacks the claim: its answers are all wrong. */
export const evaluate = (
  split: Split,
  matchers: { readonly whole: ClaimMatcher; readonly without: (id: string) => ClaimMatcher },
): Quality => {
  const decisions: Decision[] = [];
  const rewordings = readRewordings().filter(({ id }) => splitOf(id) === split);
  const unanswerable = readUnanswerable().filter(({ id }) => splitOf(id) === split);
  const decide = (matcher: ClaimMatcher, text: string, kind: "without" | "unanswerable"): void => {
    const [wrong] = matcher.match(text, 1).matches;
    if (wrong !== undefined)
      decisions.push({ score: wrong.score, right: false, same: wrong.band === "same", kind });
  };
  let first = 0;
  let precision = 0;
  for (const { id, text } of rewordings) {
    const found = matchers.whole.match(text, 5).matches;
    const rank = found.findIndex((one) => one.id === id);
    if (rank === 0) first += 1;
    if (rank >= 0) precision += 1 / (rank + 1);
    const [best] = found;
    if (best !== undefined)
      decisions.push({ score: best.score, right: rank === 0, same: best.band === "same", kind: "own" });
    decide(matchers.without(id), text, "without");
  }
  for (const { text } of unanswerable) decide(matchers.whole, text, "unanswerable");
  const same = decisions.filter((decision) => decision.same);
  const sameRight = same.filter((decision) => decision.right).length;
  const count = rewordings.length;
  const wrongly = (kind: Decision["kind"], all: number): number =>
    same.filter((decision) => decision.kind === kind).length / all;
  return {
    successAt1: first / count,
    meanAveragePrecisionAt5: precision / count,
    recallAt95: recallAt(decisions, 0.95) / count,
    recallAt95Unanswerable:
      recallAt(
        decisions.filter(({ kind }) => kind !== "without"),
        0.95,
      ) / count,
    samePrecision: same.length > 0 ? sameRight / same.length : 1,
    sameRecall: sameRight / count,
    falseSame: wrongly("without", count),
    falseSameUnanswerable: wrongly("unanswerable", unanswerable.length),
  };
};
