import { requireOneGroup } from "./one-group.ts";
import { brentRoot, chiSquareCdf, choleskyInPlace, choleskySolve, NumericsError } from "@kepu/numerics";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import { type ItemMoments, itemMoments } from "./moments.ts";

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

/** Distribution function of the noncentral χ²: Poisson mixture of central ones (Johnson, Kotz & Balakrishnan 1995, eq. 29.2). */
const noncentralCdf = (x: number, { degrees, shift }: { degrees: number; shift: number }): number => {
  const half = shift / 2;
  const centre = Math.floor(half);
  let logWeight = -half;
  for (let j = 1; j <= centre; j += 1) logWeight += Math.log(half / j);
  let sum = 0;
  let weight = Math.exp(logWeight);
  for (let j = centre; weight > 1e-14; j += 1) {
    sum += weight * chiSquareCdf(x, { df: degrees + 2 * j });
    weight *= half / (j + 1);
  }
  weight = centre > 0 ? (Math.exp(logWeight) * centre) / half : 0;
  for (let j = centre - 1; j >= 0 && weight > 1e-14; j -= 1) {
    sum += weight * chiSquareCdf(x, { df: degrees + 2 * j });
    weight *= j / half;
  }
  return sum;
};

/** The noncentrality at which the statistic stands at the given level; 0 where even 0 is too large. */
const shiftAt = (statistic: number, degrees: number, level: number): number => {
  const gap = (shift: number): number => noncentralCdf(statistic, { degrees, shift }) - level;
  if (gap(0) <= 0) return 0;
  let upper = Math.max(10, statistic);
  while (gap(upper) > 0) upper *= 2;
  return brentRoot(gap, { lower: 0, upper, tolerance: 1e-9 });
};

const observedMoments = (responses: Responses, weights: ArrayLike<number> | undefined) => {
  const items = responses.itemIds.length;
  const count = items + (items * (items - 1)) / 2;
  const moments = new Float64Array(count);
  const squares = new Float64Array(items);
  let total = 0;
  for (let person = 0; person < responses.personCount; person += 1) {
    const weight = weights?.[person] ?? 1;
    total += weight;
    let place = items;
    for (let i = 0; i < items; i += 1) {
      const score = responses.scores[person * items + i]!;
      if (score < 0)
        throw new PsychometricsError("psychometrics.responses_incomplete", {
          statistic: "M2",
          row: person + 1,
          item: responses.itemIds[i]!,
        });
      moments[i] = moments[i]! + weight * score;
      squares[i] = squares[i]! + weight * score * score;
      for (let j = i + 1; j < items; j += 1, place += 1)
        moments[place] = moments[place]! + weight * score * responses.scores[person * items + j]!;
    }
  }
  for (let place = 0; place < count; place += 1) moments[place] = moments[place]! / total;
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

type Shape = {
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
  const { count, moments, prior } = shape;
  const { nodes, mean, slopes } = moments;
  const { product, left, right, expected } = products;
  const columns = Array.from({ length: layout.freeCount }, () => new Float64Array(count));
  const add = (a: number, item: number, other: number): void => {
    const { offset, shape: form } = layout.items[item]!;
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
  const centre = values[layout.latentOffset]!;
  const variance = Math.exp(2 * values[layout.latentOffset + 1]!);
  for (const [place, term] of [
    (t: number) => (t - centre) / variance,
    (t: number) => (t - centre) ** 2 / variance,
  ].entries()) {
    const free = layout.freeOfValue[layout.latentOffset + place]!;
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

/**
 * M₂ (Maydeu-Olivares & Joe 2006): how far the means and products of the scores are from the model's, with RMSEA. For items
 * with more than two scores the moments are those of the scores themselves (M₂*, Cai & Hansen 2013).
 * One group and complete responses; the same weights as in the calibration.
 *
 * @throws {PsychometricsError} psychometrics.responses_incomplete · degrees_of_freedom · information_singular · groups_mismatch · items_mismatch
 */
export const limitedInformationFit = (
  calibration: Calibration,
  responses: Responses,
  options: { readonly weights?: ArrayLike<number> } = {},
): LimitedInformationFit => {
  const items = calibration.items.length;
  requireOneGroup(calibration, responses);
  const observed = observedMoments(responses, options.weights);
  const { count, total } = observed;
  const degrees = count - calibration.parameterCount;
  if (degrees < 1)
    throw new PsychometricsError("psychometrics.degrees_of_freedom", { degrees, statistic: "M2" });
  const shape: Shape = { items, count, moments: itemMoments(calibration), prior: calibration.nodeWeights };
  const products = expectedProducts(shape);
  try {
    const factor = choleskyInPlace(momentCovariance(shape, products), count);
    const columns = momentSlopes(calibration, shape, products).map((column) =>
      forwardSolve(factor, count, column),
    );
    const gaps = observed.moments.map((value, place) => value - products.expected[place]!);
    const statistic = total * squaredResidual(columns, forwardSolve(factor, count, gaps), count);
    const rmsea = (shift: number): number => Math.sqrt(Math.max(0, shift) / (degrees * (total - 1)));
    return {
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      rmsea: rmsea(statistic - degrees),
      rmseaInterval: [rmsea(shiftAt(statistic, degrees, 0.95)), rmsea(shiftAt(statistic, degrees, 0.05))],
      srmsr: residualOfCorrelations(shape, products, observed),
    };
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new PsychometricsError("psychometrics.information_singular", { parameter: "M2" }, { cause: error });
  }
};

const residualOfCorrelations = (
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
  return Math.sqrt(sum / (count - items));
};
