import { normalCdf } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { testCharacteristic } from "../models/probabilities.ts";
import { createItemTable } from "../scoring/item-table.ts";
import {
  checkNumber,
  DEFAULT_GRID,
  type Grid,
  nodesOf,
  normalisedWeightsOf,
  type Population,
  STANDARD_POPULATION,
} from "../scoring/population.ts";
import { highestSum, sumScoreDistributionAt } from "../scoring/sum-scores.ts";

// Reads carry `!`: indices are bounded by persons, nodes, sums and classes.

/** How well and how reproducibly persons are put into the classes between cuts. */
export type Classification = {
  /** Probability that a person's class is the true one. */
  readonly accuracy: number;
  /** Probability of a class above the true one, and of one below it. */
  readonly falseHigher: number;
  readonly falseLower: number;
  /** Probability that two equal tests put a person into the same class. */
  readonly consistency: number;
  /** Cohen's κ of the consistency: what is left of it over chance. Absent where chance alone is certain. */
  readonly kappa: number | undefined;
  /** Share of persons put into each class, lowest first. */
  readonly shares: readonly number[];
};

const checkCuts = (
  cuts: readonly number[],
  bounds: { readonly least: number; readonly most: number },
): void => {
  checkNumber("cuts", cuts.length, { least: 1, most: 100 });
  for (const [place, cut] of cuts.entries()) {
    checkNumber(`cuts[${place + 1}]`, cut, bounds);
    if (place > 0 && !(cut > cuts[place - 1]!))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name: `cuts[${place + 1}]`,
        value: cut,
        least: cuts[place - 1]!,
        most: bounds.most,
      });
  }
};

/** The class of a value: how many cuts it reaches. */
const classOf = (value: number, cuts: readonly number[]): number =>
  cuts.reduce((sum, cut) => sum + (value >= cut ? 1 : 0), 0);

/** Sums up persons or nodes: the true class, the probability of each class, and a weight that adds to one over all. */
const createSummary = (classes: number) => {
  const shares = Array.from({ length: classes }, () => 0);
  let accuracy = 0;
  let higher = 0;
  let lower = 0;
  let consistency = 0;
  return {
    add: (weight: number, truth: number, probabilities: readonly number[]): void => {
      for (const [place, p] of probabilities.entries()) {
        shares[place]! += weight * p;
        consistency += weight * p * p;
        if (place === truth) accuracy += weight * p;
        else if (place > truth) higher += weight * p;
        else lower += weight * p;
      }
    },
    finish: (): Classification => {
      const chance = shares.reduce((sum, share) => sum + share * share, 0);
      return {
        accuracy,
        falseHigher: higher,
        falseLower: lower,
        consistency,
        kappa: chance < 1 - 1e-12 ? (consistency - chance) / (1 - chance) : undefined,
        shares,
      };
    },
  };
};

/**
 * Accuracy and consistency of classes cut on the ability scale, from estimates with normal errors (Rudner 2001, 2005): the
 * class of the estimate is taken as the true one, and the error around it says how often another would be found. For
 * adaptive tests and any form; with short tests use maximum-likelihood or Warm scores, whose errors are those of sampling.
 *
 * @param scores θ and standard error a person, as `scoreResponses` gives them
 * @param cuts ascending abilities
 * @example classifyByNormalError({ theta: [0, 2], standardErrors: [0.3, 0.3] }, [1]).accuracy > 0.99; // => true
 * @throws {PsychometricsError} psychometrics.number_invalid · items_mismatch · too_few_persons · weights_invalid
 */
export const classifyByNormalError = (
  scores: { readonly theta: ArrayLike<number>; readonly standardErrors: ArrayLike<number> },
  cuts: readonly number[],
  options: { readonly weights?: ArrayLike<number> } = {},
): Classification => {
  const { theta, standardErrors } = scores;
  const { weights } = options;
  checkCuts(cuts, { least: -100, most: 100 });
  const persons = theta.length;
  if (persons === 0) throw new PsychometricsError("psychometrics.too_few_persons", { persons, least: 1 });
  for (const given of [standardErrors.length, weights?.length ?? persons])
    if (given !== persons)
      throw new PsychometricsError("psychometrics.items_mismatch", { expected: persons, given });
  let total = 0;
  for (let person = 0; person < persons; person += 1) {
    checkNumber(`theta[${person + 1}]`, theta[person]!, { least: -1e6, most: 1e6 });
    checkNumber(`standardErrors[${person + 1}]`, standardErrors[person]!, { least: 1e-12, most: 1e6 });
    const weight = weights?.[person] ?? 1;
    if (!(weight > 0 && weight < Infinity))
      throw new PsychometricsError("psychometrics.weights_invalid", {
        row: person + 1,
        value: String(weight),
      });
    total += weight;
  }
  const summary = createSummary(cuts.length + 1);
  const probabilities = Array.from({ length: cuts.length + 1 }, () => 0);
  for (let person = 0; person < persons; person += 1) {
    let below = 0;
    for (let place = 0; place <= cuts.length; place += 1) {
      const reached =
        place === cuts.length ? 1 : normalCdf((cuts[place]! - theta[person]!) / standardErrors[person]!);
      probabilities[place] = reached - below;
      below = reached;
    }
    summary.add((weights?.[person] ?? 1) / total, classOf(theta[person]!, cuts), probabilities);
  }
  return summary.finish();
};

/**
 * Accuracy and consistency of classes cut on the sum score of a form (Lee 2010): at each ability the distribution of the sum
 * (Lord & Wingersky 1984) against the class of its expectation, averaged over a normal population.
 *
 * @param cuts ascending sums: the least sum of each class but the lowest
 * @example classifyBySumScore([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }], [1]).shares.map((share) => share.toFixed(3)); // => ["0.500", "0.500"]
 * @throws {PsychometricsError} psychometrics.number_invalid · items_empty · item_parameter_invalid · item_repeated
 */
export const classifyBySumScore = (
  items: readonly Item[],
  cuts: readonly number[],
  options: { readonly population?: Population; readonly grid?: Grid } = {},
): Classification => {
  const table = createItemTable(items);
  const highest = highestSum(table);
  checkCuts(cuts, { least: Number.MIN_VALUE, most: highest });
  const grid = options.grid ?? DEFAULT_GRID;
  const nodes = nodesOf(grid);
  const weights = normalisedWeightsOf(nodes, grid, options.population ?? STANDARD_POPULATION);
  const distribution = new Float64Array(highest + 1);
  const summary = createSummary(cuts.length + 1);
  for (const [node, theta] of nodes.entries()) {
    sumScoreDistributionAt(table, theta, distribution);
    const probabilities = Array.from({ length: cuts.length + 1 }, () => 0);
    for (let sum = 0; sum <= highest; sum += 1) probabilities[classOf(sum, cuts)]! += distribution[sum]!;
    summary.add(weights[node]!, classOf(testCharacteristic(items, theta), cuts), probabilities);
  }
  return summary.finish();
};
