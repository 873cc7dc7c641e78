// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { assertWithin, RecommenderError } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import { createDenseSymmetric, invertInPlace, type DenseSymmetric } from "../matrix/invert.ts";
import type { Scorer } from "./scorer.ts";

export const mostDenseItems = 8000;

const fillGram = (table: InteractionTable, { values, stride }: DenseSymmetric, lambda: number): void => {
  const { rows, columns, offsets, indices, values: weights } = table.byPerson;
  for (let person = 0; person < rows; person += 1) {
    const end = offsets[person + 1]!;
    for (let p = offsets[person]!; p < end; p += 1) {
      const row = indices[p]! * stride;
      const weight = weights[p]!;
      for (let q = offsets[person]!; q <= p; q += 1) values[row + indices[q]!]! += weight * weights[q]!;
    }
  }
  for (let item = 0; item < columns; item += 1) {
    values[item * stride + item]! += lambda;
    // The inversion reads whole tiles of four: mirror what lies above the diagonal inside one.
    for (let other = item & ~3; other < item; other += 1)
      values[other * stride + item] = values[item * stride + other]!;
  }
};

/** The scorer from the n × n item weights B, row-major. */
export const createEaseScorer = (n: number, b: Float32Array): Scorer => ({
  name: "ease",
  items: n,
  score: (profile, out) => {
    out.fill(0);
    const { items, weights } = profile;
    // Four rows a pass, added in their order: the same sums to the bit with a quarter of the reads and writes of `out`.
    const whole = items.length - (items.length % 4);
    for (let k = 0; k < whole; k += 4) {
      const [row0, row1] = [items[k]! * n, items[k + 1]! * n];
      const [row2, row3] = [items[k + 2]! * n, items[k + 3]! * n];
      const [weight0, weight1] = [weights[k]!, weights[k + 1]!];
      const [weight2, weight3] = [weights[k + 2]!, weights[k + 3]!];
      for (let item = 0; item < n; item += 1)
        out[item] =
          out[item]! +
          weight0 * b[row0 + item]! +
          weight1 * b[row1 + item]! +
          weight2 * b[row2 + item]! +
          weight3 * b[row3 + item]!;
    }
    for (let k = whole; k < items.length; k += 1) {
      const row = items[k]! * n;
      const weight = weights[k]!;
      for (let item = 0; item < n; item += 1) out[item]! += weight * b[row + item]!;
    }
  },
  similarity: (from, to) => b[from * n + to]!,
  state: { kind: "ease", numbers: { items: n }, arrays: { b } },
});

/**
 * EASE (Steck 2019, eq. 8): B = I − P diag(1 / diag P) with P = (XᵀX + λI)⁻¹, scores = profile · B. Dense: items² × 4
 * bytes kept, × 12 while training.
 *
 * @param options.lambda λ > 0; 300 by default. Larger for fewer data an item
 * @throws RecommenderError `too_many_items_for_dense` beyond 8,000 items, `parameter_out_of_range`, `out_of_memory`
 * @example trainEase(createInteractions([{ person: "a", item: "x", at: 0 }])).items; // => 1
 */
export const trainEase = (table: InteractionTable, options: { readonly lambda?: number } = {}): Scorer => {
  const { lambda = 300 } = options;
  const n = table.items.length;
  assertWithin({ name: "lambda", value: lambda, least: 1e-6, most: 1e9 });
  if (n > mostDenseItems)
    throw new RecommenderError("recommender.too_many_items_for_dense", { items: n, limit: mostDenseItems });
  const matrix = createDenseSymmetric(n);
  fillGram(table, matrix, lambda);
  invertInPlace(matrix);
  const { values, stride } = matrix;
  const b = new Float32Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1) {
      const entry = values[i * stride + j]!; // minus P
      b[i * n + j] = -entry / values[j * stride + j]!;
      b[j * n + i] = -entry / values[i * stride + i]!;
    }
  return createEaseScorer(n, b);
};
