import { informationOfCategories } from "../models/information.ts";
import { type CategoryArrays, fillCategories } from "../models/probabilities.ts";
import { type ItemTable, SMALLEST_PROBABILITY } from "./item-table.ts";

/** What an estimate of one person's ability is made of. Scores below 0 are left out. */
export type Answers = { readonly indices: ArrayLike<number>; readonly scores: ArrayLike<number> };

/** The likelihood's slope and bend at one ability, with the sums that Warm's correction and the errors need. */
export type LikelihoodTerms = {
  /** d log L / dθ */
  score: number;
  /** −d² log L / dθ² */
  observed: number;
  /** Fisher information, Σ P′² / P */
  expected: number;
  /** J = Σ P′P″ / P (Warm 1989, eq. 12; Penfield & Bergeron 2005 for more than two categories) */
  warm: number;
};

/** Fills `terms` at θ. Nothing is allocated. */
export const likelihoodTerms = (
  table: ItemTable,
  answers: Answers,
  {
    theta,
    curves,
    terms,
  }: { readonly theta: number; readonly curves: CategoryArrays; readonly terms: LikelihoodTerms },
): void => {
  terms.score = 0;
  terms.observed = 0;
  terms.expected = 0;
  terms.warm = 0;
  for (let place = 0; place < answers.indices.length; place += 1) {
    // Places, indices and scores were checked at the door: every `!` reads inside its array.
    const given = answers.scores[place]!;
    if (given < 0) continue;
    const index = answers.indices[place]!;
    const most = table.maximumScore[index]!;
    fillCategories(table.items[index]!, theta, curves);
    const p = Math.max(curves.p[given]!, SMALLEST_PROBABILITY);
    const slope = curves.first[given]! / p;
    terms.score += slope;
    terms.observed += slope * slope - curves.second[given]! / p;
    terms.expected += informationOfCategories(curves, most);
    for (let k = 0; k <= most; k += 1)
      if (curves.p[k]! > SMALLEST_PROBABILITY)
        terms.warm += (curves.first[k]! * curves.second[k]!) / curves.p[k]!;
  }
};

/** Which equation an estimate solves: d log L = 0, with a normal prior's pull, or with Warm's correction J / 2I. */
export type Equation =
  | { readonly method: "ml" }
  | { readonly method: "wle" }
  | { readonly method: "map"; readonly mean: number; readonly variance: number };

/** The left side of the equation at the θ that `terms` were made for. */
export const gradient = (equation: Equation, terms: LikelihoodTerms, theta: number): number => {
  if (equation.method === "ml") return terms.score;
  if (equation.method === "map") return terms.score - (theta - equation.mean) / equation.variance;
  return terms.expected > 0 ? terms.score + terms.warm / (2 * terms.expected) : terms.score;
};

/**
 * The root of a function that is positive at `lower` and negative at `upper`: bisection, sped up by the secant where
 * that stays inside (regula falsi, Illinois variant). 60 steps are more than 1e-13 of any bracket needs.
 */
export const fallingRoot = (
  evaluate: (theta: number) => number,
  bracket: {
    readonly lower: number;
    readonly upper: number;
    readonly atLower: number;
    readonly atUpper: number;
  },
): number => {
  let { lower, upper, atLower, atUpper } = bracket;
  for (let step = 0; step < 60 && upper - lower > 1e-12; step += 1) {
    const secant = lower + ((upper - lower) * atLower) / (atLower - atUpper);
    const theta = step % 3 === 2 || !(secant > lower && secant < upper) ? 0.5 * (lower + upper) : secant;
    const value = evaluate(theta);
    if (value === 0) return theta;
    if (value > 0) {
      lower = theta;
      atLower = value;
      atUpper *= 0.5;
    } else {
      upper = theta;
      atUpper = value;
      atLower *= 0.5;
    }
  }
  return 0.5 * (lower + upper);
};
