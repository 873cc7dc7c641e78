import { gaussHermite, invertSymmetric } from "@kepu/numerics";
import { checkNumber } from "../scoring/population.ts";
import type { Problem } from "./acceleration.ts";
import { fillBlocks, fillPosterior, fillProbabilities } from "./expectation.ts";
import { createKernelValues, evaluateKernel, type KernelValues } from "./kernels.ts";
import { areValuesValid, gatherFree, logPriorOf, priorTerms, scatterFree } from "./layout.ts";

// Adaptive Gauss–Hermite quadrature (Naylor & Smith 1982; Rabe-Hesketh, Skrondal & Pickles 2005): every unit has nodes of its
// own, at its posterior's mean and spread. Reads carry `!`: indices are bounded by the layout and the units.

/** Where each unit's nodes lie. */
type UnitNodes = { readonly centre: Float64Array; readonly spread: Float64Array };

/** Scores of every unit, units × items; −1 for missing. */
const unfoldScores = ({ data }: Problem): Int8Array => {
  const scores = new Int8Array(data.unitCount * data.itemCount);
  for (const [b, { firstItem, itemCount, cells }] of data.blocks.entries())
    for (let unit = 0; unit < data.unitCount; unit += 1) {
      const row = data.patternOfUnit[b]![unit]! * itemCount;
      for (let i = 0; i < itemCount; i += 1) scores[unit * data.itemCount + firstItem + i] = cells[row + i]!;
    }
  return scores;
};

/** First places from the fixed grid; a posterior narrower than the grid's step gets a spread of that order. */
const placesFromGrid = (problem: Problem): UnitNodes => {
  const { layout, data, expectation: space, values } = problem;
  const { theta, posterior } = space;
  fillProbabilities(space, layout, values);
  fillBlocks(space, data);
  const centre = new Float64Array(data.unitCount);
  const spread = new Float64Array(data.unitCount);
  const least = 0.5 * (theta[1]! - theta[0]!);
  for (let unit = 0; unit < data.unitCount; unit += 1) {
    fillPosterior(space, data, unit);
    let mean = 0;
    for (let q = 0; q < theta.length; q += 1) mean += posterior[q]! * theta[q]!;
    let square = 0;
    for (let q = 0; q < theta.length; q += 1) square += posterior[q]! * (theta[q]! - mean) ** 2;
    centre[unit] = mean;
    spread[unit] = Math.max(least, Math.sqrt(square));
  }
  return { centre, spread };
};

type Evaluation = { readonly logLikelihood: number; readonly gradient: Float64Array };

/** What `evaluate` works with; made once. */
type Space = {
  readonly problem: Problem;
  readonly scores: Int8Array;
  readonly rule: ReturnType<typeof gaussHermite>;
  readonly kernel: KernelValues;
  readonly theta: Float64Array;
  readonly weight: Float64Array;
  /** Values × nodes: scores of one unit. */
  readonly score: Float64Array;
};

/** Log of the population's density less its constant, with its scores in mean and log deviation. */
const groupTerms = (values: Float64Array, place: number, theta: number) => {
  const deviation = Math.exp(values[place + 1]!);
  const z = (theta - values[place]!) / deviation;
  return {
    log: -0.5 * z * z - Math.log(deviation),
    byMean: z / deviation,
    bySpread: z * z - 1,
  };
};

/** Fills the nodes, their posterior weights and the scores of one unit; returns its log-likelihood. */
const fillUnit = (
  { problem, scores, rule, kernel, theta, weight, score }: Space,
  unit: number,
  { centre, spread }: UnitNodes,
): number => {
  const { layout, data, values } = problem;
  const count = rule.nodes.length;
  const place = layout.latentOffset + 2 * data.group[unit]!;
  const width = spread[unit]!;
  let top = -Infinity;
  for (let q = 0; q < count; q += 1) {
    const x = rule.nodes[q]!;
    const at = centre[unit]! + width * x;
    theta[q] = at;
    const group = groupTerms(values, place, at);
    // ∫ f dθ = E[f / φ] under the normal of the unit; its constant and that of the population's density cancel.
    let log = Math.log(rule.weights[q]! * width) + 0.5 * x * x + group.log;
    score[place * count + q] = group.byMean;
    score[(place + 1) * count + q] = group.bySpread;
    for (let item = 0; item < layout.items.length; item += 1) {
      const given = scores[unit * data.itemCount + item]!;
      if (given < 0) continue;
      const { shape, offset } = layout.items[item]!;
      evaluateKernel(shape, { values, offset, theta: at }, kernel);
      const p = Math.max(kernel.p[given]!, 1e-200);
      log += Math.log(p);
      for (let i = 0; i < shape.parameterCount; i += 1)
        score[(offset + i) * count + q] = kernel.first[given * shape.parameterCount + i]! / p;
    }
    weight[q] = log;
    if (log > top) top = log;
  }
  let total = 0;
  for (let q = 0; q < count; q += 1) {
    weight[q] = Math.exp(weight[q]! - top);
    total += weight[q]!;
  }
  for (let q = 0; q < count; q += 1) weight[q]! /= total;
  return top + Math.log(total);
};

/** Log-likelihood and gradient of the log-posterior; moves the units' nodes to their posteriors on the way. */
const evaluate = (space: Space, nodes: UnitNodes): Evaluation => {
  const { layout, data, values } = space.problem;
  const count = space.rule.nodes.length;
  const gradient = new Float64Array(layout.freeCount);
  let logLikelihood = 0;
  const add = (value: number, unit: number): void => {
    const index = layout.freeOfValue[value]!;
    if (index < 0) return;
    let mean = 0;
    for (let q = 0; q < count; q += 1) mean += space.weight[q]! * space.score[value * count + q]!;
    gradient[index]! += data.weight[unit]! * mean;
  };
  for (let unit = 0; unit < data.unitCount; unit += 1) {
    logLikelihood += data.weight[unit]! * fillUnit(space, unit, nodes);
    for (let item = 0; item < layout.items.length; item += 1) {
      if (space.scores[unit * data.itemCount + item]! < 0) continue;
      const { shape, offset } = layout.items[item]!;
      for (let i = 0; i < shape.parameterCount; i += 1) add(offset + i, unit);
    }
    const place = layout.latentOffset + 2 * data.group[unit]!;
    add(place, unit);
    add(place + 1, unit);
    let mean = 0;
    for (let q = 0; q < count; q += 1) mean += space.weight[q]! * space.theta[q]!;
    let square = 0;
    for (let q = 0; q < count; q += 1) square += space.weight[q]! * (space.theta[q]! - mean) ** 2;
    nodes.centre[unit] = mean;
    nodes.spread[unit] = Math.max(1e-4, Math.sqrt(square));
  }
  const seen = new Set<number>();
  for (const [value, prior] of layout.priors.entries()) {
    const index = layout.freeOfValue[value]!;
    if (prior === undefined || index < 0 || seen.has(index)) continue;
    seen.add(index);
    gradient[index]! += priorTerms(prior, values[value]!).slope;
  }
  return { logLikelihood, gradient };
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
};

const multiply = (matrix: Float64Array, vector: Float64Array, out: Float64Array): void => {
  const size = vector.length;
  for (let i = 0; i < size; i += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += matrix[i * size + j]! * vector[j]!;
    out[i] = sum;
  }
};

/** The BFGS update (Nocedal & Wright 2006, eq. 6.17) of an inverse information by a step and the fall of the gradient along it. */
const updateInverse = (inverse: Float64Array, step: Float64Array, fall: Float64Array): void => {
  const size = step.length;
  const along = dot(step, fall);
  if (!(along > 0)) return;
  const turned = new Float64Array(size);
  multiply(inverse, fall, turned);
  const factor = (1 + dot(fall, turned) / along) / along;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      inverse[i * size + j]! +=
        factor * step[i]! * step[j]! - (step[i]! * turned[j]! + turned[i]! * step[j]!) / along;
};

/** How a refinement ended. */
export type Refinement = {
  readonly logLikelihood: number;
  readonly logPosterior: number;
  readonly steps: number;
  /** ½ gᵀH⁻¹g at the end. */
  readonly shortfall: number;
};

/**
 * Moves values that an EM on the fixed grid found to the maximum of the likelihood under adaptive quadrature: Newton steps
 * with its gradient and the fixed grid's information, corrected on the way (BFGS). Changes the problem's values.
 *
 * @param information size × size, positive definite
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const refineAdaptively = (
  problem: Problem,
  { nodeCount, information }: { readonly nodeCount: number; readonly information: Float64Array },
): Refinement => {
  const bounds = { least: 3, most: 101 };
  checkNumber("quadrature.adaptiveNodes", Number.isInteger(nodeCount) ? nodeCount : Number.NaN, bounds);
  const { layout, values } = problem;
  const size = layout.freeCount;
  const most = layout.items.reduce((top, { shape }) => Math.max(top, shape.most), 1);
  const parameters = layout.items.reduce((top, { shape }) => Math.max(top, shape.parameterCount), 1);
  const space: Space = {
    problem,
    scores: unfoldScores(problem),
    rule: gaussHermite(nodeCount),
    kernel: createKernelValues(most, parameters),
    theta: new Float64Array(nodeCount),
    weight: new Float64Array(nodeCount),
    score: new Float64Array(layout.valueCount * nodeCount),
  };
  const nodes = placesFromGrid(problem);
  // The grid's places may be rough where posteriors are narrow: two rounds bring the nodes home before anything is judged.
  evaluate(space, nodes);
  evaluate(space, nodes);
  const inverse = invertSymmetric(information, size);
  const move = new Float64Array(size);
  const free = new Float64Array(size);
  let now = evaluate(space, nodes);
  let shortfall = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (; steps < 50; steps += 1) {
    multiply(inverse, now.gradient, move);
    shortfall = 0.5 * dot(move, now.gradient);
    if (shortfall < 1e-8) break;
    const before = values.slice();
    const last = now;
    const level = now.logLikelihood + logPriorOf(layout, values);
    for (let scale = 1; scale > 1e-3; scale *= 0.5) {
      gatherFree(layout, before, free);
      for (let i = 0; i < size; i += 1) free[i]! += scale * move[i]!;
      scatterFree(layout, free, values);
      if (!areValuesValid(layout, values)) continue;
      now = evaluate(space, nodes);
      // Nodes move between evaluations: a difference of their order is no fall.
      if (now.logLikelihood + logPriorOf(layout, values) > level - 1e-9 * Math.abs(level)) {
        for (let i = 0; i < size; i += 1) move[i]! *= scale;
        break;
      }
    }
    updateInverse(
      inverse,
      move,
      last.gradient.map((value, i) => value - now.gradient[i]!),
    );
  }
  return {
    logLikelihood: now.logLikelihood,
    logPosterior: now.logLikelihood + logPriorOf(layout, values),
    steps,
    shortfall,
  };
};
