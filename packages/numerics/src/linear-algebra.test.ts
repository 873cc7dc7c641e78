import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  choleskyInPlace,
  choleskyLogDeterminant,
  choleskySolve,
  createRandom,
  invertSymmetric,
  leastSquares,
  symmetricEigen,
} from "./index.ts";

/** A random positive definite matrix B Bᵀ + I, whole (both triangles). */
const positiveDefinite = (seed: number, n: number): Float64Array => {
  const random = createRandom(seed);
  const b = Float64Array.from({ length: n * n }, () => random.normal());
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k += 1) sum += (b[i * n + k] ?? 0) * (b[j * n + k] ?? 0);
      a[i * n + j] = sum;
    }
  return a;
};

const multiply = (a: Float64Array, x: Float64Array): Float64Array =>
  x.map((_, i) => x.reduce((sum, value, j) => sum + (a[i * x.length + j] ?? 0) * value, 0));

const assertClose = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i += 1)
    assert.ok(
      Math.abs((actual[i] ?? 0) - (expected[i] ?? 0)) <= tolerance * (1 + Math.abs(expected[i] ?? 0)),
      `place ${i}: ${actual[i]}, expected ${expected[i]}`,
    );
};

const cases = fc.record({ seed: fc.integer(), n: fc.integer({ min: 1, max: 12 }) });

test("a solution put back into the matrix gives the right side", () => {
  fc.assert(
    fc.property(cases, ({ seed, n }) => {
      const a = positiveDefinite(seed, n);
      const b = Float64Array.from({ length: n }, (_, i) => i - 1.5);
      assertClose(multiply(a, choleskySolve(choleskyInPlace(a.slice(), n), b.slice())), b);
      assertClose(multiply(a, multiply(invertSymmetric(a, n), b)), b);
    }),
  );
});

test("eigenvectors are stretched by their eigenvalues, and the eigenvalues multiply to the determinant", () => {
  fc.assert(
    fc.property(cases, ({ seed, n }) => {
      const a = positiveDefinite(seed, n);
      const { values, vectors } = symmetricEigen(a, n);
      for (const [k, value] of values.entries()) {
        const vector = vectors.slice(k * n, (k + 1) * n);
        assertClose(
          multiply(a, vector),
          vector.map((component) => component * value),
          1e-8,
        );
      }
      const logDeterminant = choleskyLogDeterminant(choleskyInPlace(a, n), n);
      assertClose([values.reduce((sum, value) => sum + Math.log(value), 0)], [logDeterminant], 1e-8);
    }),
  );
});

test("least squares leaves residuals at right angles to every column, weights included", () => {
  fc.assert(
    fc.property(cases, ({ seed, n }) => {
      const random = createRandom(seed);
      const rows = 3 * n + 2;
      const x = Float64Array.from({ length: rows * n }, () => random.normal());
      const y = Float64Array.from({ length: rows }, () => random.normal());
      const weights = Float64Array.from({ length: rows }, () => random.gamma(2));
      const fit = leastSquares(x, y, { weights });
      const gram = new Float64Array(n * n);
      const products = new Float64Array(n);
      for (let i = 0; i < rows; i += 1)
        for (let j = 0; j < n; j += 1) {
          const weighted = (weights[i] ?? 0) * (x[i * n + j] ?? 0);
          products[j]! += weighted * (fit.residuals[i] ?? 0); // j < n
          for (let k = 0; k < n; k += 1) gram[j * n + k]! += weighted * (x[i * n + k] ?? 0); // j, k < n
        }
      assertClose(products, new Float64Array(n));
      assertClose(fit.inverseCrossProduct, invertSymmetric(gram, n), 1e-7);
    }),
  );
});

test("a matrix that is singular, or no covariance, is refused with its row", () => {
  assert.throws(() => choleskyInPlace(new Float64Array([1, 1, 1, 1]), 2), {
    code: "matrix-not-positive-definite",
    values: { row: 2 },
  });
  assert.throws(() => invertSymmetric(new Float64Array([1, 2, 2, 1]), 2), {
    code: "matrix-not-positive-definite",
  });
  assert.throws(() => choleskyInPlace(new Float64Array([Number.NaN]), 1), {
    code: "matrix-not-positive-definite",
  });
  assert.throws(() => choleskyInPlace(new Float64Array(3), 2), { code: "dimension-mismatch" });
});

test("columns that depend on each other are refused with the column", () => {
  const x = new Float64Array([1, 2, 3, 1, 0, 1, 1, 5, 6, 1, 7, 8]);
  assert.throws(() => leastSquares(x, new Float64Array([1, 2, 3, 4])), {
    code: "matrix-rank-deficient",
    values: { column: 3 },
    message: /第 3 列/,
  });
  assert.throws(() => leastSquares(new Float64Array(4), new Float64Array(3)), { code: "dimension-mismatch" });
  assert.throws(
    () => leastSquares(new Float64Array(2), new Float64Array(2), { weights: new Float64Array([1, -1]) }),
    { code: "argument-out-of-range" },
  );
});
