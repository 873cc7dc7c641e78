import { informationOfCategories } from "../models/information.ts";
import { type CategoryArrays, createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { SMALLEST_PROBABILITY } from "../scoring/item-table.ts";
import type { ItemBank } from "./item-bank.ts";
import type { AdaptiveRules } from "./rules.ts";

// Indices stay under the bank's count, nodes under the grid's: every `!` reads inside its array.

/** What a criterion reads of a test under way. */
export type CriterionState = {
  readonly bank: ItemBank;
  readonly rules: AdaptiveRules;
  readonly indices: readonly number[];
  readonly logPosterior: Float64Array;
  /** 1 where an item cannot come next. */
  readonly closed: Uint8Array;
  readonly curves: CategoryArrays;
  /** Filled: larger is better. Closed items keep what they had. */
  readonly criterion: Float64Array;
  readonly theta: number;
  readonly standardError: number;
};

/** Fisher information of the open items at θ. */
export const fillInformation = (
  { bank, closed, curves }: Pick<CriterionState, "bank" | "closed" | "curves">,
  theta: number,
  out: Float64Array,
): void => {
  const { count, items, maximumScore } = bank.table;
  const { a, b, c, u, dichotomous } = bank.parameters;
  if (!dichotomous) {
    for (let index = 0; index < count; index += 1) {
      if (closed[index] === 1) continue;
      fillCategories(items[index]!, theta, curves);
      out[index] = informationOfCategories(curves, maximumScore[index]!);
    }
    return;
  }
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    const slope = a[index]!;
    const lower = c[index]!;
    const span = u[index]! - lower;
    // Of |z|, so that the exponential cannot overflow; right and wrong change places for a negative z.
    const z = slope * (theta - b[index]!);
    const e = Math.exp(-Math.abs(z));
    const near = 1 / (1 + e);
    const far = e * near;
    const p = lower + span * (z >= 0 ? near : far);
    const q = 1 - lower - span + span * (z >= 0 ? far : near);
    const rise = slope * span * near * far;
    out[index] = rise === 0 ? 0 : (rise * rise) / (p * q);
  }
};

/** P of every score at θ, without derivatives, which take most of the time of `fillCategories`. */
const fillScores = (
  { bank, curves }: Pick<CriterionState, "bank" | "curves">,
  index: number,
  theta: number,
): void => {
  const { a, b, c, u, dichotomous } = bank.parameters;
  if (!dichotomous) return fillCategories(bank.table.items[index]!, theta, curves);
  const lower = c[index]!;
  const span = u[index]! - lower;
  const z = a[index]! * (theta - b[index]!);
  const e = Math.exp(-Math.abs(z));
  const near = 1 / (1 + e);
  const far = e * near;
  curves.p[1] = lower + span * (z >= 0 ? near : far);
  curves.p[0] = 1 - lower - span + span * (z >= 0 ? far : near);
};

/** Posterior or likelihood at the nodes, scaled to add to one (by the grid's rule). */
const weightsOf = ({ bank, logPosterior }: CriterionState, prior: "with" | "without"): Float64Array => {
  const weights = logPosterior.slice();
  const last = weights.length - 1;
  if (prior === "without") {
    for (let node = 0; node <= last; node += 1) weights[node]! -= bank.logPrior[node]!;
    if (bank.grid.rule === "trapezoid") for (const end of [0, last]) weights[end]! -= Math.LN2;
  }
  let top = -Infinity;
  for (const weight of weights) if (weight > top) top = weight;
  let total = 0;
  for (let node = 0; node <= last; node += 1) {
    weights[node] = Math.exp(weights[node]! - top);
    total += weights[node]!;
  }
  for (let node = 0; node <= last; node += 1) weights[node]! /= total;
  return weights;
};

const fillWeightedInformation = (state: CriterionState, weights: Float64Array): void => {
  const { bank, closed, criterion } = state;
  const nodes = weights.length;
  for (let index = 0; index < bank.table.count; index += 1) {
    if (closed[index] === 1) continue;
    let sum = 0;
    const from = index * nodes;
    for (let node = 0; node < nodes; node += 1) sum += weights[node]! * bank.information[from + node]!;
    criterion[index] = sum;
  }
};

/** Σ over nodes of weight × Σ P(θ̂) log (P(θ̂) / P(node)). */
const fillKullbackLeibler = (state: CriterionState, weights: Float64Array): void => {
  const { bank, closed, criterion, curves, theta } = state;
  const { maximumScore, firstCategory, count } = bank.table;
  const nodes = weights.length;
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    fillScores(state, index, theta);
    let sum = 0;
    for (let k = 0; k <= maximumScore[index]!; k += 1) {
      const p = curves.p[k]!;
      if (!(p > 0)) continue;
      const from = (firstCategory[index]! + k) * nodes;
      let mean = 0;
      for (let node = 0; node < nodes; node += 1) mean += weights[node]! * bank.logCurves[from + node]!;
      sum += p * (Math.log(Math.max(p, SMALLEST_PROBABILITY)) - mean);
    }
    criterion[index] = sum;
  }
};

const curvesOf = new WeakMap<ItemBank, Float64Array>();

/** P of every category at every node, kept once for a bank: criteria that need it would take 10 times as long. */
const curvesOnNodes = (bank: ItemBank): Float64Array => {
  const known = curvesOf.get(bank);
  if (known !== undefined) return known;
  const made = bank.logCurves.map((value) => Math.exp(value));
  curvesOf.set(bank, made);
  return made;
};

/** Variance of the score's probability over the weights; of all categories, summed, for more than two. */
const fillDiscrimination = (state: CriterionState, weights: Float64Array): void => {
  const { bank, closed, criterion } = state;
  const { maximumScore, firstCategory, count } = bank.table;
  const nodes = weights.length;
  const probabilities = curvesOnNodes(bank);
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    let sum = 0;
    for (let k = 1; k <= maximumScore[index]!; k += 1) {
      const from = (firstCategory[index]! + k) * nodes;
      let mean = 0;
      let square = 0;
      for (let node = 0; node < nodes; node += 1) {
        const p = probabilities[from + node]!;
        mean += weights[node]! * p;
        square += weights[node]! * p * p;
      }
      sum += square - mean * mean;
    }
    criterion[index] = sum;
  }
};

/** Below this share of the posterior a rest by subtraction has lost figures, and is summed anew. */
const smallestRest = 1e-6;

/** Total, first and second moment of the posterior times the probability of one category. */
type Moments = { total: number; first: number; second: number };

/** The posterior's mean and variance after each answer, weighted by the answer's probability at θ̂. */
const fillExpected = (state: CriterionState, kind: "variance" | "information"): void => {
  const { bank, closed, criterion, curves, theta } = state;
  const { items, maximumScore, firstCategory, count, largestScore } = bank.table;
  const { nodes } = bank;
  const weights = weightsOf(state, "with");
  const firsts = weights.map((weight, node) => weight * nodes[node]!);
  const seconds = firsts.map((value, node) => value * nodes[node]!);
  const probabilities = curvesOnNodes(bank);
  const after = createCategoryArrays(largestScore);
  const now: Moments = { total: 0, first: 0, second: 0 };
  const sumCategory = (category: number): void => {
    const from = category * nodes.length;
    let total = 0;
    let first = 0;
    let second = 0;
    for (let node = 0; node < nodes.length; node += 1) {
      const p = probabilities[from + node]!;
      total += weights[node]! * p;
      first += firsts[node]! * p;
      second += seconds[node]! * p;
    }
    now.total = total;
    now.first = first;
    now.second = second;
  };
  const wholeFirst = firsts.reduce((sum, value) => sum + value, 0);
  const wholeSecond = seconds.reduce((sum, value) => sum + value, 0);
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    const item = items[index]!;
    fillScores(state, index, theta);
    let value = 0;
    let [total, first, second] = [1, wholeFirst, wholeSecond];
    // The lowest category is what the others leave: half the work for items with two scores.
    for (let k = maximumScore[index]!; k >= 0; k -= 1) {
      if (k > 0 || total < smallestRest) sumCategory(firstCategory[index]! + k);
      else {
        now.total = total;
        now.first = first;
        now.second = second;
      }
      total -= now.total;
      first -= now.first;
      second -= now.second;
      const mean = now.first / now.total;
      if (kind === "variance") {
        value -= curves.p[k]! * (now.second / now.total - mean * mean);
        continue;
      }
      fillCategories(item, mean, after);
      const p = Math.max(after.p[k]!, SMALLEST_PROBABILITY);
      value += curves.p[k]! * ((after.first[k]! / p) ** 2 - after.second[k]! / p);
    }
    criterion[index] = value;
  }
};

/** {@link fillExpected} for the variance and items of two scores alone: the same sums without a call an item. */
const fillExpectedVariance = (state: CriterionState): void => {
  const { bank, closed, criterion, theta } = state;
  const { a, b, c, u } = bank.parameters;
  const { firstCategory, count } = bank.table;
  const { nodes } = bank;
  const size = nodes.length;
  const weights = weightsOf(state, "with");
  const firsts = weights.map((weight, node) => weight * nodes[node]!);
  const seconds = firsts.map((value, node) => value * nodes[node]!);
  const probabilities = curvesOnNodes(bank);
  let wholeFirst = 0;
  let wholeSecond = 0;
  for (let node = 0; node < size; node += 1) {
    wholeFirst += firsts[node]!;
    wholeSecond += seconds[node]!;
  }
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    const wrongFrom = firstCategory[index]! * size;
    const from = wrongFrom + size;
    let right = 0;
    let first = 0;
    let second = 0;
    for (let node = 0; node < size; node += 1) {
      const p = probabilities[from + node]!;
      right += weights[node]! * p;
      first += firsts[node]! * p;
      second += seconds[node]! * p;
    }
    let wrong = 1 - right;
    let wrongFirst = wholeFirst - first;
    let wrongSecond = wholeSecond - second;
    if (wrong < smallestRest) {
      wrong = 0;
      wrongFirst = 0;
      wrongSecond = 0;
      for (let node = 0; node < size; node += 1) {
        const q = probabilities[wrongFrom + node]!;
        wrong += weights[node]! * q;
        wrongFirst += firsts[node]! * q;
        wrongSecond += seconds[node]! * q;
      }
    }
    const lower = c[index]!;
    const span = u[index]! - lower;
    const z = a[index]! * (theta - b[index]!);
    const e = Math.exp(-Math.abs(z));
    const near = 1 / (1 + e);
    const far = e * near;
    const p = lower + span * (z >= 0 ? near : far);
    const q = 1 - lower - span + span * (z >= 0 ? far : near);
    const mean = first / right;
    const wrongMean = wrongFirst / wrong;
    criterion[index] =
      -p * (second / right - mean * mean) - q * (wrongSecond / wrong - wrongMean * wrongMean);
  }
};

/** The ability at which a four-parameter item tells most (Magis 2013, from the cubic of dI/dP = 0); b for c = 0, u = 1. */
const optimumOf = ({ a, b, c, u }: ItemBank["parameters"], index: number): number => {
  const [slope, place, lower, upper] = [a[index]!, b[index]!, c[index]!, u[index]!];
  const p = -3 / 4 + (lower + upper - 2 * lower * upper) / 2;
  const q = (lower + upper - 1) / 4;
  const best =
    2 * Math.sqrt(-p / 3) * Math.cos(Math.acos((-q * Math.sqrt(-27 / p ** 3)) / 2) / 3 + (4 * Math.PI) / 3) +
    0.5;
  return place + Math.log((best - lower) / (upper - best)) / slope;
};

const fillDistance = (state: CriterionState): void => {
  const { bank, closed, criterion, rules, theta } = state;
  const optimum = rules.selection === "closest-optimum";
  for (let index = 0; index < bank.table.count; index += 1) {
    if (closed[index] === 1) continue;
    const place = optimum ? optimumOf(bank.parameters, index) : bank.parameters.b[index]!;
    criterion[index] = -Math.abs(place - theta);
  }
};

/** Share of the way from chance to information after `given` items, 0 at the start. */
const progressOf = ({ rules, indices, standardError }: CriterionState): number => {
  const given = indices.length;
  if (given === 0) return 0;
  const power = rules.acceleration ?? 1;
  const last = Math.max(1, rules.maximumLength - 1);
  if (rules.standardError !== undefined && rules.standardError > 0) {
    const reached = Math.max((rules.standardError / standardError) ** 2, given / last);
    return Math.min(1, reached) ** power;
  }
  let now = 0;
  let all = 0;
  for (let place = 1; place <= last; place += 1) {
    all += place ** power;
    if (place <= given) now += place ** power;
  }
  return Math.min(1, now / all);
};

const fillByChance = (state: CriterionState, next: () => number): void => {
  const { bank, closed, criterion, rules, theta } = state;
  const { count } = bank.table;
  if (rules.selection === "random") {
    for (let index = 0; index < count; index += 1) if (closed[index] === 0) criterion[index] = next();
    return;
  }
  fillInformation(state, theta, criterion);
  const share = progressOf(state);
  if (rules.selection === "progressive") {
    let most = 0;
    for (let index = 0; index < count; index += 1)
      if (closed[index] === 0 && criterion[index]! > most) most = criterion[index]!;
    for (let index = 0; index < count; index += 1)
      if (closed[index] === 0) criterion[index] = share * criterion[index]! + (1 - share) * next() * most;
    return;
  }
  // Drawing in proportion to I^w is taking the largest of u^(1 / I^w) (Efraimidis & Spirakis 2006); in logarithms.
  const power = share * (rules.standardError ? 1 / rules.standardError ** 2 : rules.maximumLength);
  for (let index = 0; index < count; index += 1)
    if (closed[index] === 0) {
      const weight = power * Math.log(Math.max(criterion[index]!, 1e-300));
      criterion[index] = weight - Math.log(-Math.log(Math.max(next(), 1e-300)));
    }
};

/** Fills the criterion of the open items. `next` gives uniform numbers where the rule draws. */
export const fillCriterion = (state: CriterionState, next: () => number): void => {
  switch (state.rules.selection) {
    case "maximum-information":
      return fillInformation(state, state.theta, state.criterion);
    case "maximum-posterior-weighted-information":
      return fillWeightedInformation(state, weightsOf(state, "with"));
    case "maximum-likelihood-weighted-information":
      return fillWeightedInformation(state, weightsOf(state, "without"));
    case "kullback-leibler":
      return fillKullbackLeibler(state, weightsOf(state, "without"));
    case "posterior-weighted-kullback-leibler":
      return fillKullbackLeibler(state, weightsOf(state, "with"));
    case "global-discrimination":
      return fillDiscrimination(state, weightsOf(state, "without"));
    case "posterior-global-discrimination":
      return fillDiscrimination(state, weightsOf(state, "with"));
    case "minimum-expected-posterior-variance":
      return state.bank.parameters.dichotomous
        ? fillExpectedVariance(state)
        : fillExpected(state, "variance");
    case "maximum-expected-information":
      return fillExpected(state, "information");
    case "closest-location":
    case "closest-optimum":
      return fillDistance(state);
    case "progressive":
    case "proportional":
    case "random":
      return fillByChance(state, next);
  }
};
