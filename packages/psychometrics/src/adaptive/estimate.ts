import { createCategoryArrays } from "../models/probabilities.ts";
import {
  type Answers,
  type Equation,
  fallingRoot,
  gradient,
  type LikelihoodTerms,
  likelihoodTerms,
} from "../scoring/ability.ts";
import type { ItemBank } from "./item-bank.ts";

// Nodes stay inside the grid: every `!` reads inside its array.

/**
 * MAP or Warm's estimate between the ends of the bank's grid, from the node of the highest posterior outward, with its
 * standard error: Fisher information, and the prior's for MAP, as catR gives it.
 */
export const estimateByEquation = (
  bank: ItemBank,
  answers: Answers,
  method: "map" | "wle",
): { readonly theta: number; readonly standardError: number } => {
  const { mean, standardDeviation } = bank.population;
  const equation: Equation =
    method === "wle" ? { method } : { method, mean, variance: standardDeviation ** 2 };
  const curves = createCategoryArrays(bank.table.largestScore);
  const terms: LikelihoodTerms = { score: 0, observed: 0, expected: 0, warm: 0 };
  const evaluate = (theta: number): number => {
    likelihoodTerms(bank.table, answers, { theta, curves, terms });
    return gradient(equation, terms, theta);
  };
  const { nodes } = bank;
  const last = nodes.length - 1;
  let best = 0;
  let highest = -Infinity;
  for (let node = 0; node <= last; node += 1) {
    let value = method === "map" ? -0.5 * ((nodes[node]! - mean) / standardDeviation) ** 2 : 0;
    for (let place = 0; place < answers.indices.length; place += 1) {
      const row = bank.table.firstCategory[answers.indices[place]!]! + answers.scores[place]!;
      value += bank.logCurves[row * nodes.length + node]!;
    }
    // √I of Warm's weighted likelihood (Warm 1989, eq. 8) has no closed form for all models; the slope finds the rest.
    if (value > highest) {
      highest = value;
      best = node;
    }
  }
  let lower = best;
  let upper = best;
  let atLower = evaluate(nodes[best]!);
  let atUpper = atLower;
  while (atLower <= 0 && lower > 0) {
    upper = lower;
    atUpper = atLower;
    lower -= 1;
    atLower = evaluate(nodes[lower]!);
  }
  while (atUpper > 0 && upper < last) {
    lower = upper;
    atLower = atUpper;
    upper += 1;
    atUpper = evaluate(nodes[upper]!);
  }
  const theta =
    atLower <= 0
      ? nodes[0]!
      : atUpper > 0
        ? nodes[last]!
        : fallingRoot(evaluate, { lower: nodes[lower]!, upper: nodes[upper]!, atLower, atUpper });
  evaluate(theta);
  const information = terms.expected + (method === "map" ? 1 / standardDeviation ** 2 : 0);
  return { theta, standardError: information > 0 ? 1 / Math.sqrt(information) : Infinity };
};
