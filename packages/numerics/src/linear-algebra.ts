// Matrices are row-major Float64Array. Reads carry `!`: every index below is bounded by the loop it stands in, and the
// lengths are checked at the door.
import { assertLength, NumericsError } from "./errors.ts";

/**
 * Replaces the lower triangle of a symmetric positive definite matrix by its Cholesky factor L, a = L Lᵀ (Golub & Van
 * Loan 2013, algorithm 4.2.1). Only the lower triangle is read; the strict upper one is left as it is.
 *
 * @param a n × n, row-major; overwritten and returned
 * @param n rows
 * @throws NumericsError `dimension-mismatch`; `matrix-not-positive-definite` with the row (from 1) whose pivot falls below 1e-13 of its diagonal
 * @example choleskyInPlace(new Float64Array([4, 2, 2, 5]), 2)[3]; // => 2
 */
export const choleskyInPlace = (a: Float64Array, n: number): Float64Array => {
  assertLength("a", a, n * n);
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    for (let j = 0; j < i; j += 1) {
      const other = j * n;
      let sum = a[row + j]!;
      for (let k = 0; k < j; k += 1) sum -= a[row + k]! * a[other + k]!;
      a[row + j] = sum / a[other + j]!;
    }
    const diagonal = a[row + i]!;
    let pivot = diagonal;
    for (let k = 0; k < i; k += 1) pivot -= a[row + k]! * a[row + k]!;
    if (!(pivot > 1e-13 * diagonal) || !Number.isFinite(pivot))
      throw new NumericsError("matrix-not-positive-definite", { row: i + 1 });
    a[row + i] = Math.sqrt(pivot);
  }
  return a;
};

/**
 * Solves L Lᵀ x = b in place.
 *
 * @param factor from {@link choleskyInPlace}, n × n
 * @param b right side of length n; overwritten by the solution and returned
 * @throws NumericsError `dimension-mismatch`
 * @example choleskySolve(choleskyInPlace(new Float64Array([4]), 1), new Float64Array([8]))[0]; // => 2
 */
export const choleskySolve = (factor: Float64Array, b: Float64Array): Float64Array => {
  const n = b.length;
  assertLength("factor", factor, n * n);
  for (let i = 0; i < n; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= factor[i * n + k]! * b[k]!;
    b[i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k += 1) sum -= factor[k * n + i]! * b[k]!;
    b[i] = sum / factor[i * n + i]!;
  }
  return b;
};

/**
 * The inverse of a symmetric positive definite matrix (through its Cholesky factor), itself symmetric to the last bit.
 *
 * @param a n × n; not changed
 * @param n rows
 * @throws NumericsError `dimension-mismatch`, `matrix-not-positive-definite`
 * @example invertSymmetric(new Float64Array([4, 0, 0, 16]), 2); // => new Float64Array([0.25, 0, 0, 0.0625])
 */
export const invertSymmetric = (a: Float64Array, n: number): Float64Array => {
  const factor = choleskyInPlace(a.slice(), n);
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j += 1) {
    column.fill(0);
    column[j] = 1;
    choleskySolve(factor, column);
    for (let i = j; i < n; i += 1) {
      inverse[i * n + j] = column[i]!;
      inverse[j * n + i] = column[i]!;
    }
  }
  return inverse;
};

/**
 * The natural logarithm of the determinant, from the Cholesky factor.
 *
 * @example choleskyLogDeterminant(choleskyInPlace(new Float64Array([4]), 1), 1) === Math.log(4); // => true
 */
export const choleskyLogDeterminant = (factor: Float64Array, n: number): number => {
  assertLength("factor", factor, n * n);
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += 2 * Math.log(factor[i * n + i]!);
  return sum;
};

export interface SymmetricEigen {
  /** n eigenvalues, ascending. */
  readonly values: Float64Array;
  /** n × n; row k is the eigenvector of `values[k]`, of length 1, its largest component positive. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan 2013, 8.5): small
 * eigenvalues keep their relative accuracy. Meant for n up to a few hundred.
 *
 * @param a n × n, the lower triangle is read; not changed
 * @param n rows
 * @throws NumericsError `dimension-mismatch`, `argument-out-of-range` for an entry that is no finite number, `no-convergence`
 * @example symmetricEigen(new Float64Array([2, 1, 1, 2]), 2).values.map(Math.round); // => new Float64Array([1, 3])
 */
export const symmetricEigen = (a: Float64Array, n: number): SymmetricEigen => {
  assertLength("a", a, n * n);
  const work = new Float64Array(n * n);
  const vectors = new Float64Array(n * n);
  let scale = 0;
  for (let i = 0; i < n; i += 1) {
    vectors[i * n + i] = 1;
    for (let j = 0; j <= i; j += 1) {
      const value = a[i * n + j]!;
      if (!Number.isFinite(value))
        throw new NumericsError("argument-out-of-range", { name: "a", value, range: "有限数" });
      work[i * n + j] = value;
      work[j * n + i] = value;
      scale += value * value;
    }
  }
  const sweeps = 60;
  for (let sweep = 0; ; sweep += 1) {
    let off = 0;
    for (let i = 1; i < n; i += 1) for (let j = 0; j < i; j += 1) off += work[i * n + j]! ** 2;
    if (off <= 1e-30 * scale) break;
    if (sweep === sweeps)
      throw new NumericsError("no-convergence", { name: "symmetricEigen", iterations: sweeps });
    for (let p = 0; p < n - 1; p += 1) for (let q = p + 1; q < n; q += 1) rotate({ work, vectors, n }, p, q);
  }
  return sortEigen(work, vectors, n);
};

const rotate = (
  { work, vectors, n }: { work: Float64Array; vectors: Float64Array; n: number },
  p: number,
  q: number,
): void => {
  const entry = work[p * n + q]!;
  if (entry === 0) return;
  const theta = (work[q * n + q]! - work[p * n + p]!) / (2 * entry);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k += 1) {
    const kp = work[k * n + p]!;
    const kq = work[k * n + q]!;
    work[k * n + p] = c * kp - s * kq;
    work[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k += 1) {
    const pk = work[p * n + k]!;
    const qk = work[q * n + k]!;
    work[p * n + k] = c * pk - s * qk;
    work[q * n + k] = s * pk + c * qk;
    const pv = vectors[p * n + k]!;
    const qv = vectors[q * n + k]!;
    vectors[p * n + k] = c * pv - s * qv;
    vectors[q * n + k] = s * pv + c * qv;
  }
  // The rotation makes these zero but for rounding.
  work[p * n + q] = 0;
  work[q * n + p] = 0;
};

const sortEigen = (work: Float64Array, vectors: Float64Array, n: number): SymmetricEigen => {
  const order = Array.from({ length: n }, (_, k) => k).sort((x, y) => work[x * n + x]! - work[y * n + y]!);
  const values = new Float64Array(n);
  const sorted = new Float64Array(n * n);
  for (const [place, k] of order.entries()) {
    values[place] = work[k * n + k]!;
    let largest = 0;
    for (let i = 0; i < n; i += 1)
      if (Math.abs(vectors[k * n + i]!) > Math.abs(largest) + 1e-12) largest = vectors[k * n + i]!;
    const sign = largest < 0 ? -1 : 1;
    for (let i = 0; i < n; i += 1) sorted[place * n + i] = sign * vectors[k * n + i]!;
  }
  return { values, vectors: sorted };
};

export interface LeastSquares {
  /** One a column. */
  readonly coefficients: Float64Array;
  /** y − x·coefficients, unweighted. */
  readonly residuals: Float64Array;
  /** Weighted sum of squared residuals. */
  readonly residualSumOfSquares: number;
  /** (xᵀ W x)⁻¹, columns × columns. */
  readonly inverseCrossProduct: Float64Array;
}

/**
 * Weighted least squares by Householder reflections (Golub & Van Loan 2013, 5.3).
 *
 * @param x rows × columns, row-major; rows = y.length; not changed
 * @param y right side; not changed
 * @param options.weights one a row, ≥ 0; 1 unless told
 * @throws NumericsError `dimension-mismatch`; `argument-out-of-range` for a negative weight; `matrix-rank-deficient` with the column (from 1)
 * @example leastSquares(new Float64Array([1, 0, 1, 1, 1, 2]), new Float64Array([1, 3, 5])).coefficients.map(Math.round); // => new Float64Array([1, 2])
 */
export const leastSquares = (
  x: Float64Array,
  y: Float64Array,
  { weights }: { readonly weights?: Float64Array } = {},
): LeastSquares => {
  const rows = y.length;
  const columns = Math.round(x.length / Math.max(rows, 1));
  assertLength("x", x, rows * columns);
  if (weights) assertLength("weights", weights, rows);
  const q = new Float64Array(columns * rows); // by columns, so that a reflection runs along memory
  const b = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const weight = weights ? weights[i]! : 1;
    if (!(weight >= 0))
      throw new NumericsError("argument-out-of-range", { name: "weights", value: weight, range: "不小于 0" });
    const root = Math.sqrt(weight);
    b[i] = root * y[i]!;
    for (let j = 0; j < columns; j += 1) q[j * rows + i] = root * x[i * columns + j]!;
  }
  const r = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j += 1) reflect({ q, b, r, rows, columns }, j);
  const coefficients = b.slice(0, columns);
  for (let j = columns - 1; j >= 0; j -= 1) {
    let sum = coefficients[j]!;
    for (let k = j + 1; k < columns; k += 1) sum -= r[j * columns + k]! * coefficients[k]!;
    coefficients[j] = sum / r[j * columns + j]!;
  }
  const residuals = new Float64Array(rows);
  let residualSumOfSquares = 0;
  for (let i = 0; i < rows; i += 1) {
    let fitted = 0;
    for (let j = 0; j < columns; j += 1) fitted += x[i * columns + j]! * coefficients[j]!;
    residuals[i] = y[i]! - fitted;
    residualSumOfSquares += (weights ? weights[i]! : 1) * residuals[i]! ** 2;
  }
  return { coefficients, residuals, residualSumOfSquares, inverseCrossProduct: invertGram(r, columns) };
};

const reflect = (
  {
    q,
    b,
    r,
    rows,
    columns,
  }: { q: Float64Array; b: Float64Array; r: Float64Array; rows: number; columns: number },
  j: number,
): void => {
  const own = j * rows;
  let whole = 0;
  for (let k = 0; k < j; k += 1) whole += r[k * columns + j]! ** 2;
  let norm = 0;
  for (let i = j; i < rows; i += 1) norm += q[own + i]! ** 2;
  if (!(norm > 1e-22 * (norm + whole)) || j >= rows)
    throw new NumericsError("matrix-rank-deficient", { column: j + 1 });
  norm = Math.sqrt(norm);
  const head = q[own + j]!;
  const alpha = head > 0 ? -norm : norm;
  q[own + j] = head - alpha;
  const factor = 1 / (alpha * (alpha - head)); // 2 / vᵀv
  r[j * columns + j] = alpha;
  for (let k = j + 1; k < columns; k += 1) {
    const other = k * rows;
    let dot = 0;
    for (let i = j; i < rows; i += 1) dot += q[own + i]! * q[other + i]!;
    dot *= factor;
    for (let i = j; i < rows; i += 1) q[other + i]! -= dot * q[own + i]!;
    r[j * columns + k] = q[other + j]!;
  }
  let dot = 0;
  for (let i = j; i < rows; i += 1) dot += q[own + i]! * b[i]!;
  dot *= factor;
  for (let i = j; i < rows; i += 1) b[i]! -= dot * q[own + i]!;
};

/** (RᵀR)⁻¹ from the upper triangle R. */
const invertGram = (r: Float64Array, n: number): Float64Array => {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    for (let i = column; i >= 0; i -= 1) {
      let sum = i === column ? 1 : 0;
      for (let k = i + 1; k <= column; k += 1) sum -= r[i * n + k]! * inverse[k * n + column]!;
      inverse[i * n + column] = sum / r[i * n + i]!;
    }
  }
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = i; k < n; k += 1) sum += inverse[i * n + k]! * inverse[j * n + k]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  return gram;
};
