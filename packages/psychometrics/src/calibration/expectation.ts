import { PsychometricsError } from "../errors.ts";
import { fillNormalWeights } from "./grid.ts";
import { createKernelValues, evaluateKernel } from "./kernels.ts";
import type { Layout } from "./layout.ts";
import type { PatternData } from "./patterns.ts";

// The E step of Bock & Aitkin (1981) over blocks of items. Reads carry `!`: indices are bounded by the shapes below.

/** Everything an E step writes; made once. Q is the number of nodes. */
export type ExpectationSpace = {
  readonly theta: Float64Array;
  /** Probabilities: rows (item, score) × Q. */
  readonly probability: Float64Array;
  /** Expected weight at (item, score) × Q. */
  readonly expected: Float64Array;
  /** Row of score 0 of each item in the two arrays above. */
  readonly rowOfItem: Int32Array;
  /** Prior weights of each group: groups × Q. */
  readonly prior: Float64Array;
  /** Expected weight of each group: groups × Q. */
  readonly groupExpected: Float64Array;
  /** Likelihood of each pattern of each block, scaled to a highest value of 1; patterns × Q. */
  readonly blockLikelihood: readonly Float64Array[];
  readonly blockLogScale: readonly Float64Array[];
  readonly blockExpected: readonly Float64Array[];
  /** Posterior weights of one unit. */
  readonly posterior: Float64Array;
  /** First node of it that is not negligible, and one past the last. */
  readonly range: Int32Array;
  readonly kernel: ReturnType<typeof createKernelValues>;
};

/** Arrays for the E steps of one layout on one data set. */
export const createExpectationSpace = (
  layout: Layout,
  data: PatternData,
  theta: Float64Array,
): ExpectationSpace => {
  const nodes = theta.length;
  const rowOfItem = new Int32Array(layout.items.length);
  let rows = 0;
  let most = 1;
  let parameters = 1;
  for (const [item, { shape }] of layout.items.entries()) {
    rowOfItem[item] = rows;
    rows += shape.most + 1;
    most = Math.max(most, shape.most);
    parameters = Math.max(parameters, shape.parameterCount);
  }
  return {
    theta,
    probability: new Float64Array(rows * nodes),
    expected: new Float64Array(rows * nodes),
    rowOfItem,
    prior: new Float64Array(data.groupCount * nodes),
    groupExpected: new Float64Array(data.groupCount * nodes),
    blockLikelihood: data.blocks.map((block) => new Float64Array(block.patternCount * nodes)),
    blockLogScale: data.blocks.map((block) => new Float64Array(block.patternCount)),
    blockExpected: data.blocks.map((block) => new Float64Array(block.patternCount * nodes)),
    posterior: new Float64Array(nodes),
    range: new Int32Array(2),
    kernel: createKernelValues(most, parameters),
  };
};

/** Fills the probabilities of every item and the prior of every group at the nodes. */
export const fillProbabilities = (space: ExpectationSpace, layout: Layout, values: Float64Array): void => {
  const { theta, probability, rowOfItem, kernel } = space;
  const nodes = theta.length;
  for (let item = 0; item < layout.items.length; item += 1) {
    const { shape, offset } = layout.items[item]!;
    const row = rowOfItem[item]! * nodes;
    for (let q = 0; q < nodes; q += 1) {
      evaluateKernel(shape, { values, offset, theta: theta[q]! }, kernel);
      for (let k = 0; k <= shape.most; k += 1) probability[row + k * nodes + q] = kernel.p[k]!;
    }
  }
  for (let group = 0; group < layout.groupCount; group += 1)
    fillNormalWeights(
      theta,
      {
        mean: values[layout.latentOffset + 2 * group]!,
        deviation: Math.exp(values[layout.latentOffset + 2 * group + 1]!),
      },
      { out: space.prior, start: group * nodes },
    );
};

/** Fills the likelihood of every pattern of every block. */
export const fillBlocks = (space: ExpectationSpace, data: PatternData): void => {
  const { probability, rowOfItem } = space;
  const nodes = space.theta.length;
  for (let b = 0; b < data.blocks.length; b += 1) {
    const { firstItem, itemCount, patternCount, cells } = data.blocks[b]!;
    const likelihood = space.blockLikelihood[b]!;
    const logScale = space.blockLogScale[b]!;
    for (let pattern = 0; pattern < patternCount; pattern += 1) {
      const row = pattern * nodes;
      for (let q = 0; q < nodes; q += 1) likelihood[row + q] = 1;
      for (let i = 0; i < itemCount; i += 1) {
        const cell = cells[pattern * itemCount + i]!;
        if (cell < 0) continue;
        const from = (rowOfItem[firstItem + i]! + cell) * nodes;
        for (let q = 0; q < nodes; q += 1)
          likelihood[row + q] = likelihood[row + q]! * probability[from + q]!;
      }
      let highest = 0;
      for (let q = 0; q < nodes; q += 1) if (likelihood[row + q]! > highest) highest = likelihood[row + q]!;
      logScale[pattern] = Math.log(highest);
      const scale = highest > 0 ? 1 / highest : 0;
      for (let q = 0; q < nodes; q += 1) likelihood[row + q] = likelihood[row + q]! * scale;
    }
  }
};

/** Below this sum of a posterior its product may have lost figures, and logarithms take over. */
const smallestSum = 1e-250;

/**
 * The posterior of one unit at the nodes, adding to 1, in `space.posterior` and its `range`; returns the log of the
 * unit's likelihood.
 *
 * @throws {PsychometricsError} psychometrics.likelihood_vanished
 */
export const fillPosterior = (space: ExpectationSpace, data: PatternData, unit: number): number => {
  const { posterior, prior, range } = space;
  const nodes = space.theta.length;
  const from = data.group[unit]! * nodes;
  for (let q = 0; q < nodes; q += 1) posterior[q] = prior[from + q]!;
  let logScale = 0;
  const blockCount = data.blocks.length;
  for (let b = 0; b < blockCount; b += 1) {
    const pattern = data.patternOfUnit[b]![unit]!;
    const likelihood = space.blockLikelihood[b]!;
    logScale += space.blockLogScale[b]![pattern]!;
    const row = pattern * nodes;
    for (let q = 0; q < nodes; q += 1) posterior[q] = posterior[q]! * likelihood[row + q]!;
  }
  let sum = 0;
  let highest = 0;
  for (let q = 0; q < nodes; q += 1) {
    const value = posterior[q]!;
    sum += value;
    if (value > highest) highest = value;
  }
  if (!(sum > smallestSum)) {
    let top = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < nodes; q += 1) {
      let logarithm = Math.log(prior[from + q]!);
      for (let b = 0; b < blockCount; b += 1)
        logarithm += Math.log(space.blockLikelihood[b]![data.patternOfUnit[b]![unit]! * nodes + q]!);
      posterior[q] = logarithm;
      if (logarithm > top) top = logarithm;
    }
    if (!Number.isFinite(top) || !Number.isFinite(logScale))
      throw new PsychometricsError("psychometrics.likelihood_vanished", {
        row: data.personOfUnit[unit]! + 1,
      });
    sum = 0;
    for (let q = 0; q < nodes; q += 1) {
      posterior[q] = Math.exp(posterior[q]! - top);
      sum += posterior[q]!;
    }
    highest = 1;
    logScale += top;
  }
  // 1e-17 of the highest adds nothing to sums in double precision.
  const least = highest * 1e-17;
  let first = 0;
  while (posterior[first]! < least) first += 1;
  let end = nodes;
  while (posterior[end - 1]! < least) end -= 1;
  const scale = 1 / sum;
  for (let q = 0; q < nodes; q += 1) posterior[q] = posterior[q]! * scale;
  range[0] = first;
  range[1] = end;
  return Math.log(sum) + logScale;
};

const unfoldBlocks = (space: ExpectationSpace, data: PatternData): void => {
  const { expected, rowOfItem } = space;
  const nodes = space.theta.length;
  expected.fill(0);
  for (let b = 0; b < data.blocks.length; b += 1) {
    const { firstItem, itemCount, patternCount, cells } = data.blocks[b]!;
    const from = space.blockExpected[b]!;
    for (let pattern = 0; pattern < patternCount; pattern += 1)
      for (let i = 0; i < itemCount; i += 1) {
        const cell = cells[pattern * itemCount + i]!;
        if (cell < 0) continue;
        const row = (rowOfItem[firstItem + i]! + cell) * nodes;
        for (let q = 0; q < nodes; q += 1)
          expected[row + q] = expected[row + q]! + from[pattern * nodes + q]!;
      }
  }
};

/**
 * One E step: expected weights of every score and group at the nodes, and the log-likelihood at the values.
 *
 * @throws {PsychometricsError} psychometrics.likelihood_vanished
 */
export const takeExpectation = (
  space: ExpectationSpace,
  {
    layout,
    data,
    values,
  }: { readonly layout: Layout; readonly data: PatternData; readonly values: Float64Array },
): number => {
  fillProbabilities(space, layout, values);
  fillBlocks(space, data);
  for (const expected of space.blockExpected) expected.fill(0);
  space.groupExpected.fill(0);
  const { posterior, groupExpected, range } = space;
  const nodes = space.theta.length;
  let logLikelihood = 0;
  for (let unit = 0; unit < data.unitCount; unit += 1) {
    const weight = data.weight[unit]!;
    logLikelihood += weight * fillPosterior(space, data, unit);
    const first = range[0]!;
    const end = range[1]!;
    const group = data.group[unit]! * nodes;
    for (let q = first; q < end; q += 1) {
      const share = posterior[q]! * weight;
      posterior[q] = share;
      groupExpected[group + q] = groupExpected[group + q]! + share;
    }
    for (let b = 0; b < data.blocks.length; b += 1) {
      const expected = space.blockExpected[b]!;
      const row = data.patternOfUnit[b]![unit]! * nodes;
      for (let q = first; q < end; q += 1) expected[row + q] = expected[row + q]! + posterior[q]!;
    }
  }
  unfoldBlocks(space, data);
  return logLikelihood;
};
