// Indices are kept inside the arrays by the loop bounds; `!` says so.
import type { SparseMatrix } from "../matrix/sparse.ts";
import type { Scorer } from "./scorer.ts";

/**
 * Content nearest neighbours for items nobody touched yet: cosine of tf-idf vectors of the items' features (topics,
 * keywords, audience) with the profile's centroid; idf = ln((1 + N) / (1 + n_f)).
 *
 * @param features one list of features an item, in the order of the table's items; repeats count
 * @example trainContent([["水"], ["水"], ["火"]]).similarity?.(0, 1); // => 1
 */
export const trainContent = (features: readonly (readonly string[])[]): Scorer => {
  const index = new Map<string, number>();
  const counts: number[] = [];
  for (const list of features)
    for (const feature of new Set(list)) {
      const known = index.get(feature) ?? index.size;
      index.set(feature, known);
      counts[known] = (counts[known] ?? 0) + 1;
    }
  const offsets = new Int32Array(features.length + 1);
  const places: number[] = [];
  const values: number[] = [];
  features.forEach((list, item) => {
    const sums = new Map<number, number>();
    for (const feature of list) {
      const place = index.get(feature)!; // every feature was numbered above
      const idf = Math.log((1 + features.length) / (1 + counts[place]!));
      sums.set(place, (sums.get(place) ?? 0) + idf);
    }
    const norm = Math.sqrt([...sums.values()].reduce((sum, value) => sum + value * value, 0));
    places.push(...sums.keys());
    for (const value of sums.values()) values.push(norm > 0 ? value / norm : 0);
    offsets[item + 1] = places.length;
  });
  return createContentScorer({
    rows: features.length,
    columns: index.size,
    offsets,
    indices: Int32Array.from(places),
    values: Float64Array.from(values),
  });
};

/** The scorer from unit tf-idf rows: items × features. */
export const createContentScorer = (matrix: SparseMatrix): Scorer => {
  const { offsets, indices: columns, values: entries } = matrix;
  const centroid = new Float64Array(matrix.columns);
  const dot = (item: number): number => {
    let sum = 0;
    for (let place = offsets[item]!; place < offsets[item + 1]!; place += 1)
      sum += entries[place]! * centroid[columns[place]!]!;
    return sum;
  };
  const add = (item: number, weight: number): void => {
    for (let place = offsets[item]!; place < offsets[item + 1]!; place += 1)
      centroid[columns[place]!]! += weight * entries[place]!;
  };
  return {
    name: "content",
    items: matrix.rows,
    score: (profile, out) => {
      centroid.fill(0);
      for (let k = 0; k < profile.items.length; k += 1) add(profile.items[k]!, profile.weights[k]!);
      const norm = Math.sqrt(centroid.reduce((sum, value) => sum + value * value, 0));
      for (let item = 0; item < out.length; item += 1) out[item] = norm > 0 ? dot(item) / norm : 0;
    },
    similarity: (from, to) => {
      centroid.fill(0);
      add(from, 1);
      return dot(to);
    },
    state: {
      kind: "content",
      numbers: { items: matrix.rows, features: matrix.columns },
      arrays: { offsets, indices: columns, values: entries },
    },
  };
};
