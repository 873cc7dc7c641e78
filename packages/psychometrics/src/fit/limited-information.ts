import { chiSquareCdf, choleskyInPlace, choleskySolve, NumericsError } from "@kepu/numerics";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import {
  type FitOptions,
  presentationBlocks,
  type PresentationBlock,
  priorOf,
  scoreOf,
  selectMoments,
} from "./blocks.ts";
import { type ItemMoments, itemMoments } from "./moments.ts";
import { shiftAt } from "./noncentral.ts";

// Reads carry `!`: indices are bounded by the number of moments.

/** Overall fit from the first and second moments. */
export type LimitedInformationFit = {
  readonly statistic: number;
  readonly degrees: number;
  /** Probability of a larger statistic where the model holds. */
  readonly p: number;
  /** √(max(M₂ − df, 0) / (df (N − 1))), with its 90 % interval. */
  readonly rmsea: number;
  readonly rmseaInterval: readonly [number, number];
  /** Standardised root mean square residual of the correlations. */
  readonly srmsr: number;
};

const observedMoments = (
  responses: Responses,
  { items, persons }: PresentationBlock,
  weights: ArrayLike<number> | undefined,
) => {
  const width = items.length;
  const count = width + (width * (width - 1)) / 2;
  const moments = new Float64Array(count);
  const squares = new Float64Array(width);
  const scores = new Float64Array(width);
  let total = 0;
  for (const person of persons) {
    const weight = weights?.[person] ?? 1;
    total += weight;
    for (let i = 0; i < width; i += 1) scores[i] = scoreOf(responses, person, items[i]!);
    let place = width;
    for (let i = 0; i < width; i += 1) {
      const score = scores[i]!;
      moments[i]! += weight * score;
      squares[i]! += weight * score * score;
      for (let j = i + 1; j < width; j += 1, place += 1) moments[place]! += weight * score * scores[j]!;
    }
  }
  for (let place = 0; place < count; place += 1) moments[place]! /= total;
  return { moments, squares: squares.map((value) => value / total), total, count };
};

const pairsOf = (items: number): { readonly left: Int32Array; readonly right: Int32Array } => {
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i < items; i += 1) {
    left.push(i);
    right.push(-1);
  }
  for (let i = 0; i < items; i += 1)
    for (let j = i + 1; j < items; j += 1) {
      left.push(i);
      right.push(j);
    }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
};

/** The model in one block; items are counted within it. */
type Shape = {
  readonly block: PresentationBlock;
  readonly items: number;
  readonly count: number;
  readonly moments: ItemMoments;
  readonly prior: Float64Array;
};

/** Expected products at the nodes (moment × Q) and over the population. */
const expectedProducts = ({ items, count, moments, prior }: Shape) => {
  const { nodes, mean } = moments;
  const { left, right } = pairsOf(items);
  const product = new Float64Array(count * nodes);
  const expected = new Float64Array(count);
  for (let a = 0; a < count; a += 1)
    for (let q = 0; q < nodes; q += 1) {
      const value = mean[left[a]! * nodes + q]! * (right[a]! < 0 ? 1 : mean[right[a]! * nodes + q]!);
      product[a * nodes + q] = value;
      expected[a] = expected[a]! + prior[q]! * value;
    }
  return { product, expected, left, right };
};

/** Covariance of the sample moments times N, lower triangle (Maydeu-Olivares & Joe 2006, eq. 7). */
const momentCovariance = (shape: Shape, products: ReturnType<typeof expectedProducts>): Float64Array => {
  const { count, moments, prior, items } = shape;
  const { nodes, mean, square } = moments;
  const { product, expected, left, right } = products;
  const weighted = product.map((value, place) => value * prior[place % nodes]!);
  // An item in both moments stands as E[x²] and not as E[x]².
  const ratio = new Float64Array(items * nodes);
  for (let place = 0; place < ratio.length; place += 1)
    ratio[place] = square[place]! / Math.max(mean[place]! ** 2, 1e-300);
  const covariance = new Float64Array(count * count);
  for (let a = 0; a < count; a += 1) {
    const rowA = a * nodes;
    const i = left[a]!;
    const j = right[a]!;
    for (let b = 0; b <= a; b += 1) {
      const rowB = b * nodes;
      const sharesLeft = i === left[b] || i === right[b];
      const sharesRight = j >= 0 && (j === left[b] || j === right[b]);
      let sum = 0;
      if (sharesLeft || sharesRight)
        for (let q = 0; q < nodes; q += 1)
          sum +=
            weighted[rowA + q]! *
            product[rowB + q]! *
            (sharesLeft ? ratio[i * nodes + q]! : 1) *
            (sharesRight ? ratio[j * nodes + q]! : 1);
      else for (let q = 0; q < nodes; q += 1) sum += weighted[rowA + q]! * product[rowB + q]!;
      covariance[a * count + b] = sum - expected[a]! * expected[b]!;
    }
  }
  return covariance;
};

/** Derivatives of the moments in the free parameters: column by column, count each. */
const momentSlopes = (
  calibration: Calibration,
  shape: Shape,
  products: ReturnType<typeof expectedProducts>,
): Float64Array[] => {
  const { layout, values } = calibration.solution;
  const { block, count, moments, prior } = shape;
  const { nodes, mean, slopes } = moments;
  const { product, left, right, expected } = products;
  const columns = Array.from({ length: layout.freeCount }, () => new Float64Array(count));
  const add = (a: number, item: number, other: number): void => {
    const { offset, shape: form } = layout.items[block.items[item]!]!;
    for (let parameter = 0; parameter < form.parameterCount; parameter += 1) {
      const free = layout.freeOfValue[offset + parameter]!;
      if (free < 0) continue;
      let sum = 0;
      for (let q = 0; q < nodes; q += 1)
        sum += prior[q]! * slopes[item]![parameter * nodes + q]! * (other < 0 ? 1 : mean[other * nodes + q]!);
      columns[free]![a] = columns[free]![a]! + sum;
    }
  };
  for (let a = 0; a < count; a += 1) {
    add(a, left[a]!, right[a]!);
    if (right[a]! >= 0) add(a, right[a]!, left[a]!);
  }
  const latent = layout.latentOffset + 2 * block.group;
  const centre = values[latent]!;
  const variance = Math.exp(2 * values[latent + 1]!);
  for (const [place, term] of [
    (t: number) => (t - centre) / variance,
    (t: number) => (t - centre) ** 2 / variance,
  ].entries()) {
    const free = layout.freeOfValue[latent + place]!;
    if (free < 0) continue;
    const score = calibration.grid.theta.map(term);
    const average = score.reduce((sum, value, q) => sum + value * prior[q]!, 0);
    for (let a = 0; a < count; a += 1) {
      let sum = 0;
      for (let q = 0; q < nodes; q += 1) sum += prior[q]! * score[q]! * product[a * nodes + q]!;
      columns[free]![a] = sum - average * expected[a]!;
    }
  }
  return columns;
};

const forwardSolve = (factor: Float64Array, size: number, b: Float64Array): Float64Array => {
  for (let i = 0; i < size; i += 1) {
    let sum = b[i]!;
    const row = i * size;
    for (let k = 0; k < i; k += 1) sum -= factor[row + k]! * b[k]!;
    b[i] = sum / factor[row + i]!;
  }
  return b;
};

/** What is left of z after its projection on the columns, squared. */
const squaredResidual = (columns: readonly Float64Array[], z: Float64Array, count: number): number => {
  if (columns.length === 0) return z.reduce((sum, value) => sum + value * value, 0);
  const size = columns.length;
  const gram = new Float64Array(size * size);
  const side = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let a = 0; a < count; a += 1) sum += columns[i]![a]! * columns[j]![a]!;
      gram[i * size + j] = sum;
    }
    for (let a = 0; a < count; a += 1) side[i] = side[i]! + columns[i]![a]! * z[a]!;
  }
  const solution = choleskySolve(choleskyInPlace(gram, size), side.slice());
  let sum = 0;
  for (let a = 0; a < count; a += 1) sum += z[a]! ** 2;
  for (let i = 0; i < size; i += 1) sum -= side[i]! * solution[i]!;
  return Math.max(0, sum);
};

/** One block whitened: residuals and their slopes times the root of its persons, as if their covariance were the identity. */
const whitenBlock = (
  calibration: Calibration,
  shape: Shape,
  observed: ReturnType<typeof observedMoments>,
) => {
  const { count } = shape;
  const products = expectedProducts(shape);
  const factor = choleskyInPlace(momentCovariance(shape, products), count);
  const root = Math.sqrt(observed.total);
  const whiten = (column: Float64Array): Float64Array =>
    forwardSolve(factor, count, column).map((value) => root * value);
  return {
    gaps: whiten(observed.moments.map((value, place) => value - products.expected[place]!)),
    columns: momentSlopes(calibration, shape, products).map(whiten),
    residuals: residualsOfCorrelations(shape, products, observed),
    pairs: count - shape.items,
    total: observed.total,
  };
};

/** The parts one after another. */
const stack = (parts: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
};

/**
 * M₂ (Maydeu-Olivares & Joe 2006): how far the means and products of the scores are from the model's, with RMSEA. For items
 * with more than two scores the moments are those of the scores themselves (M₂*, Cai & Hansen 2013).
 * With booklets or groups the moments of each booklet in each group stand one below the other, with one set of parameters:
 * their persons are others, so that the covariance is of blocks. RMSEA divides by all persons, without a factor for groups; SRMSR
 * weights the blocks by their persons. The same weights, groups and refusals as in the calibration.
 *
 * @throws {PsychometricsError} psychometrics.refusals_unscored · degrees_of_freedom · information_singular · groups_mismatch · group_empty · items_mismatch · booklet_small
 */
export const limitedInformationFit = (
  calibration: Calibration,
  responses: Responses,
  options: FitOptions & { readonly weights?: ArrayLike<number> } = {},
): LimitedInformationFit => {
  const blocks = presentationBlocks(calibration, responses, { ...options, statistic: "M2" });
  const countOf = (items: number): number => items + (items * (items - 1)) / 2;
  const count = blocks.reduce((sum, { items }) => sum + countOf(items.length), 0);
  const degrees = count - calibration.parameterCount;
  if (degrees < 1)
    throw new PsychometricsError("psychometrics.degrees_of_freedom", { degrees, statistic: "M2" });
  const moments = itemMoments(calibration);
  try {
    const parts = blocks.map((block) =>
      whitenBlock(
        calibration,
        {
          block,
          items: block.items.length,
          count: countOf(block.items.length),
          moments: selectMoments(moments, block.items),
          prior: priorOf(calibration, block.group),
        },
        observedMoments(responses, block, options.weights),
      ),
    );
    const columns = Array.from({ length: calibration.parameterCount }, (_, free) =>
      stack(parts.map((part) => part.columns[free]!)),
    );
    const statistic = squaredResidual(columns, stack(parts.map(({ gaps }) => gaps)), count);
    const total = parts.reduce((sum, part) => sum + part.total, 0);
    const rmsea = (shift: number): number => Math.sqrt(Math.max(0, shift) / (degrees * (total - 1)));
    const mean = (of: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((sum, part) => sum + part.total * of(part), 0);
    return {
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      rmsea: rmsea(statistic - degrees),
      rmseaInterval: [rmsea(shiftAt(statistic, degrees, 0.95)), rmsea(shiftAt(statistic, degrees, 0.05))],
      srmsr: Math.sqrt(
        mean(({ residuals }) => residuals) /
          Math.max(
            mean(({ pairs }) => pairs),
            1e-300,
          ),
      ),
    };
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new PsychometricsError("psychometrics.information_singular", { parameter: "M2" }, { cause: error });
  }
};

/** Sum over the pairs of the squared differences between the correlations seen and those of the model. */
const residualsOfCorrelations = (
  { items, count, moments, prior }: Shape,
  { expected, left, right }: ReturnType<typeof expectedProducts>,
  observed: { readonly moments: Float64Array; readonly squares: Float64Array },
): number => {
  const squares = new Float64Array(items);
  for (let i = 0; i < items; i += 1)
    for (let q = 0; q < moments.nodes; q += 1)
      squares[i] = squares[i]! + prior[q]! * moments.square[i * moments.nodes + q]!;
  const correlation = (from: Float64Array, second: Float64Array, a: number): number => {
    const i = left[a]!;
    const j = right[a]!;
    return (
      (from[a]! - from[i]! * from[j]!) /
      Math.sqrt((second[i]! - from[i]! ** 2) * (second[j]! - from[j]! ** 2))
    );
  };
  let sum = 0;
  for (let a = items; a < count; a += 1)
    sum += (correlation(observed.moments, observed.squares, a) - correlation(expected, squares, a)) ** 2;
  return sum;
};
