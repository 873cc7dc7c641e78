import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { checkResponsesFitItems, REFUSED, type RefusalRule, type Responses } from "../responses.ts";
import { type Equation, fallingRoot, gradient, type LikelihoodTerms, likelihoodTerms } from "./ability.ts";
import { createCategoryArrays } from "../models/probabilities.ts";
import { createItemTable, logCurvesOnNodes, type ItemTable } from "./item-table.ts";
import {
  checkNumber,
  checkPopulation,
  DEFAULT_GRID,
  type Grid,
  logWeightsOf,
  nodesOf,
  type Population,
  STANDARD_POPULATION,
} from "./population.ts";

/** Maximum likelihood · Warm's weighted likelihood · mode and mean of the posterior. */
export type ScoringMethod = "ml" | "wle" | "map" | "eap";

export type ScoringOptions = {
  readonly method: ScoringMethod;
  /** The normal distribution that `map` and `eap` assume; default N(0, 1). */
  readonly population?: Population;
  /** Nodes of `eap`; default 61 over [−6, 6]. */
  readonly grid?: Grid;
  /** Where `ml`, `wle` and `map` look; default [−6, 6]. */
  readonly bounds?: { readonly from: number; readonly to: number };
  /** What the standard error of `ml` and `map` comes from; default the observed information. */
  readonly information?: "observed" | "expected";
  /** What a refusal counts as; default `missing`. */
  readonly refusals?: RefusalRule;
  /** A score that no finite ability explains (all right, all wrong) under `ml`: refused, or put at the bound. Default `refuse`. */
  readonly unbounded?: "refuse" | "bound";
};

export type Scores = {
  readonly method: ScoringMethod;
  readonly theta: Float64Array;
  readonly standardErrors: Float64Array;
  /** How many items the person answered (refusals counted when they score 0). */
  readonly answered: Uint32Array;
  /** 1 where the estimate stands at a bound: it then says "at least" or "at most". */
  readonly atBound: Uint8Array;
};

type Workspace = {
  readonly table: ItemTable;
  readonly nodes: Float64Array;
  readonly logCurves: Float64Array;
  readonly logPosterior: Float64Array;
};

const addLogLikelihood = ({ table, nodes, logCurves, logPosterior }: Workspace, given: Int8Array): void => {
  // given has one entry an item; logCurves one column a category: every `!` reads inside its array.
  for (let index = 0; index < given.length; index += 1) {
    const score = given[index]!;
    if (score < 0) continue;
    const from = (table.firstCategory[index]! + score) * nodes.length;
    for (let node = 0; node < nodes.length; node += 1) logPosterior[node]! += logCurves[from + node]!;
  }
};

const largestAt = (values: Float64Array): number => {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) if (values[index]! > values[best]!) best = index;
  return best;
};

/** Mean and standard deviation of a posterior given by its logarithm on nodes. */
export const posteriorMoments = (
  nodes: Float64Array,
  logPosterior: Float64Array,
): { readonly mean: number; readonly standardDeviation: number } => {
  const top = logPosterior[largestAt(logPosterior)]!;
  let total = 0;
  let sum = 0;
  for (let node = 0; node < nodes.length; node += 1) {
    const weight = Math.exp(logPosterior[node]! - top);
    total += weight;
    sum += weight * nodes[node]!;
  }
  const mean = sum / total;
  let square = 0;
  for (let node = 0; node < nodes.length; node += 1) {
    const away = nodes[node]! - mean;
    square += Math.exp(logPosterior[node]! - top) * away * away;
  }
  return { mean, standardDeviation: Math.sqrt(square / total) };
};

const toGiven = (
  responses: Responses,
  person: number,
  {
    refusals,
    given,
  }: {
    readonly refusals: RefusalRule;
    readonly given: Int8Array;
  },
): number => {
  let answered = 0;
  const from = person * given.length;
  for (let index = 0; index < given.length; index += 1) {
    let score = responses.scores[from + index]!; // persons × items
    if (score === REFUSED && refusals === "zero") score = 0;
    given[index] = score;
    if (score >= 0) answered += 1;
  }
  return answered;
};

type Solved = { readonly theta: number; readonly standardError: number; readonly atBound: 0 | 1 };

const solve = (
  workspace: Workspace,
  given: Int8Array,
  options: {
    readonly equation: Equation;
    readonly information: "observed" | "expected";
    readonly indices: Uint32Array;
  },
): Solved => {
  const { table, nodes, logPosterior } = workspace;
  const { equation } = options;
  const curves = createCategoryArrays(table.largestScore);
  const terms: LikelihoodTerms = { score: 0, observed: 0, expected: 0, warm: 0 };
  const answers = { indices: options.indices, scores: given };
  const evaluate = (theta: number): number => {
    likelihoodTerms(table, answers, { theta, curves, terms });
    return gradient(equation, terms, theta);
  };
  // The coarse search keeps a likelihood with two humps (3PL) from being climbed on the wrong side.
  let lowerNode = largestAt(logPosterior);
  let upperNode = lowerNode;
  let atLower = evaluate(nodes[lowerNode]!);
  let atUpper = atLower;
  while (atLower <= 0 && lowerNode > 0) {
    upperNode = lowerNode;
    atUpper = atLower;
    lowerNode -= 1;
    atLower = evaluate(nodes[lowerNode]!);
  }
  while (atUpper > 0 && upperNode < nodes.length - 1) {
    lowerNode = upperNode;
    atLower = atUpper;
    upperNode += 1;
    atUpper = evaluate(nodes[upperNode]!);
  }
  const atBound = atLower <= 0 || atUpper > 0;
  const end = atLower <= 0 ? nodes[0]! : nodes[nodes.length - 1]!;
  const theta = atBound
    ? end
    : fallingRoot(evaluate, { lower: nodes[lowerNode]!, upper: nodes[upperNode]!, atLower, atUpper });
  evaluate(theta);
  // At a bound the likelihood may bend the wrong way; Warm's error is that of the information (Warm 1989, eq. 20).
  const useObserved = options.information === "observed" && equation.method !== "wle" && !atBound;
  const fromItems = useObserved ? terms.observed : terms.expected;
  const information = fromItems + (equation.method === "map" ? 1 / equation.variance : 0);
  return {
    theta,
    standardError: information > 0 ? 1 / Math.sqrt(information) : Infinity,
    atBound: atBound ? 1 : 0,
  };
};

const equationOf = (method: "ml" | "wle" | "map", population: Population): Equation => {
  if (method !== "map") return { method };
  return { method, mean: population.mean, variance: population.standardDeviation ** 2 };
};

/**
 * Abilities with standard errors for all persons of a response table.
 *
 * - `ml` Lord 1980, ch. 4 · `wle` Warm 1989 · `map` Samejima 1969 · `eap` Bock & Mislevy 1982, eq. 6.
 * - A person without answers gets the population's mean under `map` and `eap`, and is refused under `ml` and `wle`.
 * - A share above a cut must not be counted from these numbers: it is biased; use plausible values.
 *
 * @param items calibrated items, in the order of the columns
 * @param responses persons × items
 * @returns θ and standard error a person, in the unit of the items' scale
 * @example scoreResponses([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }], createResponses(["q"], [[null]]), { method: "eap" }).theta[0]?.toFixed(6); // => "0.000000"
 * @throws {PsychometricsError} psychometrics.items_mismatch · item_unknown · response_out_of_range · number_invalid · score_unbounded · no_answers
 */
export const scoreResponses = (
  items: readonly Item[],
  responses: Responses,
  options: ScoringOptions,
): Scores => {
  checkResponsesFitItems(responses, items);
  const table = createItemTable(items);
  const population = options.population ?? STANDARD_POPULATION;
  checkPopulation(population);
  const { method } = options;
  const bounds = options.bounds ?? { from: -6, to: 6 };
  const grid: Grid =
    method === "eap"
      ? (options.grid ?? DEFAULT_GRID)
      : { ...bounds, nodes: Math.max(5, Math.ceil((bounds.to - bounds.from) * 4) + 1), rule: "sum" };
  checkNumber("bounds", bounds.to - bounds.from, { least: 1e-6, most: 200 });
  const nodes = nodesOf(grid);
  const start =
    method === "eap" || method === "map"
      ? logWeightsOf(nodes, grid, population)
      : new Float64Array(nodes.length);
  const workspace: Workspace = {
    table,
    nodes,
    logCurves: logCurvesOnNodes(table, nodes),
    logPosterior: new Float64Array(nodes.length),
  };
  const { personCount } = responses;
  const result = {
    method,
    theta: new Float64Array(personCount),
    standardErrors: new Float64Array(personCount),
    answered: new Uint32Array(personCount),
    atBound: new Uint8Array(personCount),
  };
  const given = new Int8Array(table.count);
  const indices = Uint32Array.from({ length: table.count }, (_, index) => index);
  for (let person = 0; person < personCount; person += 1) {
    const answered = toGiven(responses, person, { refusals: options.refusals ?? "missing", given });
    result.answered[person] = answered;
    workspace.logPosterior.set(start);
    addLogLikelihood(workspace, given);
    if (method === "eap") {
      const moments = posteriorMoments(nodes, workspace.logPosterior);
      result.theta[person] = moments.mean;
      result.standardErrors[person] = moments.standardDeviation;
      continue;
    }
    if (answered === 0 && method !== "map")
      throw new PsychometricsError("psychometrics.no_answers", { row: person + 1 });
    const solved = solve(workspace, given, {
      equation: equationOf(method, population),
      information: options.information ?? "observed",
      indices,
    });
    if (solved.atBound === 1 && (options.unbounded ?? "refuse") === "refuse")
      throw new PsychometricsError("psychometrics.score_unbounded", {
        row: person + 1,
        least: bounds.from,
        most: bounds.to,
      });
    result.theta[person] = solved.theta;
    result.standardErrors[person] = solved.standardError;
    result.atBound[person] = solved.atBound;
  }
  return result;
};
