import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, invertSymmetric } from "@kepu/numerics";
import fc from "fast-check";
import { RecommenderError } from "../errors.ts";
import { createDenseSymmetric, invertInPlace } from "./invert.ts";
import { buildSparse, transpose } from "./sparse.ts";
import { selectTop } from "./top.ts";

const positiveDefinite = (n: number): Float64Array => {
  const random = createRandom(n);
  const x = Float64Array.from({ length: n * n }, () => random.normal());
  return Float64Array.from({ length: n * n }, (_, place) => {
    const [i, j] = [Math.floor(place / n), place % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k += 1) sum += (x[i * n + k] ?? 0) * (x[j * n + k] ?? 0);
    return sum;
  });
};

const fill = (a: Float64Array, n: number) => {
  const matrix = createDenseSymmetric(n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) matrix.values[i * matrix.stride + j] = a[i * n + j] ?? 0;
  return matrix;
};

for (const n of [1, 4, 5, 127, 128, 129, 261])
  test(`the blocked inverse of ${n} rows is the plain one`, () => {
    const a = positiveDefinite(n);
    const expected = invertSymmetric(a, n);
    const matrix = fill(a, n);
    invertInPlace(matrix);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j <= i; j += 1)
        assert.ok(Math.abs((matrix.values[i * matrix.stride + j] ?? 0) + (expected[i * n + j] ?? 0)) < 1e-11);
  });

test("a matrix that is not positive definite is refused with its row", () => {
  const matrix = fill(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, -1), 3);
  assert.throws(
    () => invertInPlace(matrix),
    (error) =>
      error instanceof RecommenderError &&
      error.code === "recommender.matrix_not_positive_definite" &&
      error.values["row"] === 3,
  );
});

test("the best are what sorting everything gives, ties by number", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
      fc.nat(12),
      (scores, length) => {
        const sorted = scores
          .map((_, item) => item)
          .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
        assert.deepEqual([...selectTop(scores, length)], sorted.slice(0, length));
      },
    ),
  );
});

test("what is not a candidate or not a number is never chosen", () => {
  assert.deepEqual([...selectTop([Number.NaN, -Infinity, 1], 3)], [2]);
});

test("the transpose of the transpose is the matrix, and equal places are merged", () => {
  const entry = fc.tuple(fc.nat(6), fc.nat(5), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
      const matrix = buildSparse({
        rowNumbers: Int32Array.from(entries, ([row]) => row),
        columnNumbers: Int32Array.from(entries, ([, column]) => column),
        values: Float64Array.from(entries, ([, , value]) => value),
        shape: { rows: 7, columns: 6 },
      });
      assert.deepEqual(transpose(transpose(matrix)), matrix);
      const places = new Set(entries.map(([row, column]) => row * 6 + column));
      assert.equal(matrix.indices.length, places.size);
      const sum = entries.reduce((all, [row, column, value]) => {
        all.set(row * 6 + column, Math.max(value, all.get(row * 6 + column) ?? 0));
        return all;
      }, new Map<number, number>());
      assert.equal(
        matrix.values.reduce((a, b) => a + b, 0),
        [...sum.values()].reduce((a, b) => a + b, 0),
      );
    }),
  );
});
