// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { createRandom, type Random } from "@kepu/numerics";
import { assertWhole, assertWithin } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import { columnCounts, rowCounts, transpose, type SparseMatrix } from "../matrix/sparse.ts";
import type { Scorer } from "./scorer.ts";

export type GraphFilterOptions = {
  /** Singular vectors of the ideal low-pass filter, 0 … 1024; 256 by default, never more than items or people. */
  readonly dimensions?: number;
  /** Weight of the ideal low-pass filter beside the linear one; 0.3 by default. */
  readonly alpha?: number;
  /** Rounds of subspace iteration; 8 by default. */
  readonly rounds?: number;
  readonly seed?: number | string;
};

/** out (n × k) = matrix · block (columns × k). */
const multiply = (matrix: SparseMatrix, block: Float64Array, k: number): Float64Array => {
  const out = new Float64Array(matrix.rows * k);
  for (let row = 0; row < matrix.rows; row += 1)
    for (let place = matrix.offsets[row]!; place < matrix.offsets[row + 1]!; place += 1) {
      const from = matrix.indices[place]! * k;
      const value = matrix.values[place]!;
      for (let c = 0; c < k; c += 1) out[row * k + c]! += value * block[from + c]!;
    }
  return out;
};

/** Modified Gram–Schmidt on the rows of a k × n array, twice is enough (Giraud et al. 2005). */
const orthonormalise = (rows: readonly Float64Array[], random: Random): void => {
  rows.forEach((row, place) => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      for (let pass = 0; pass < 2; pass += 1)
        for (let other = 0; other < place; other += 1) {
          const base = rows[other]!;
          let dot = 0;
          for (let i = 0; i < row.length; i += 1) dot += row[i]! * base[i]!;
          for (let i = 0; i < row.length; i += 1) row[i]! -= dot * base[i]!;
        }
      let norm = 0;
      for (let i = 0; i < row.length; i += 1) norm += row[i]! ** 2;
      if (norm > 1e-20) {
        const scale = 1 / Math.sqrt(norm);
        for (let i = 0; i < row.length; i += 1) row[i]! *= scale;
        return;
      }
      // A direction the matrix does not have: take another at random.
      for (let i = 0; i < row.length; i += 1) row[i] = random.normal();
    }
    row.fill(0);
  });
};

/** k leading right singular vectors (rows of the answer) by subspace iteration (Halko et al. 2011, algorithm 4.4). */
const leadingVectors = (
  matrix: SparseMatrix,
  turned: SparseMatrix,
  k: number,
  options: { rounds: number; random: Random },
): Float64Array[] => {
  const n = matrix.columns;
  const rows = Array.from({ length: k }, () => new Float64Array(n).map(() => options.random.normal()));
  orthonormalise(rows, options.random);
  const block = new Float64Array(n * k);
  for (let round = 0; round < options.rounds; round += 1) {
    rows.forEach((row, c) => row.forEach((value, i) => void (block[i * k + c] = value)));
    const next = multiply(turned, multiply(matrix, block, k), k);
    rows.forEach((row, c) => {
      for (let i = 0; i < n; i += 1) row[i] = next[i * k + c]!;
    });
    orthonormalise(rows, options.random);
  }
  return rows;
};

/**
 * Graph filter GF-CF (Shen et al. 2021, eq. 21): linear filter R̃ᵀR̃ plus α times the ideal low-pass filter of the
 * leading singular vectors, R̃ = D_U^(−1/2) R D_I^(−1/2). Nothing of size items² is kept: the linear filter is walked
 * item → people → items, so it holds for 100,000 items.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example trainGraphFilter(createInteractions([{ person: "a", item: "x", at: 0 }])).items; // => 1
 */
export const trainGraphFilter = (table: InteractionTable, options: GraphFilterOptions = {}): Scorer => {
  const { alpha = 0.3, rounds = 8, seed = 1 } = options;
  const { byPerson } = table;
  assertWhole({ name: "dimensions", value: options.dimensions ?? 256, least: 0, most: 1024 });
  assertWhole({ name: "rounds", value: rounds, least: 1, most: 1000 });
  assertWithin({ name: "alpha", value: alpha, least: 0, most: 1000 });
  const k = Math.min(options.dimensions ?? 256, byPerson.rows, byPerson.columns);
  const people = rowCounts(byPerson);
  const items = columnCounts(byPerson);
  const values = new Float64Array(byPerson.indices.length);
  for (let person = 0; person < byPerson.rows; person += 1)
    for (let place = byPerson.offsets[person]!; place < byPerson.offsets[person + 1]!; place += 1)
      values[place] = 1 / Math.sqrt(people[person]! * items[byPerson.indices[place]!]!);
  const normal: SparseMatrix = { ...byPerson, values };
  const turned = transpose(normal);
  const rows = leadingVectors(normal, turned, k, { rounds, random: createRandom(seed) });
  const vectors = new Float64Array(k * byPerson.columns);
  rows.forEach((row, c) => vectors.set(row, c * byPerson.columns));
  return createGraphFilterScorer(normal, { vectors, root: items.map(Math.sqrt), alpha });
};

/** The scorer from the normalised matrix, the singular vectors (k × items, row-major) and the roots of the items' degrees. */
export const createGraphFilterScorer = (
  normal: SparseMatrix,
  parts: { readonly vectors: Float64Array; readonly root: Float64Array; readonly alpha: number },
): Scorer => {
  const { root, alpha } = parts;
  const n = normal.columns;
  const turned = transpose(normal);
  const vectors = Array.from({ length: n === 0 ? 0 : parts.vectors.length / n }, (_, c) =>
    parts.vectors.subarray(c * n, (c + 1) * n),
  );
  const weightOf = new Float64Array(normal.rows);
  return {
    name: "graph-filter",
    items: n,
    score: (profile, out) => {
      out.fill(0);
      const met: number[] = [];
      for (let p = 0; p < profile.items.length; p += 1) {
        const item = profile.items[p]!;
        for (let place = turned.offsets[item]!; place < turned.offsets[item + 1]!; place += 1) {
          const person = turned.indices[place]!;
          if (weightOf[person] === 0) met.push(person);
          weightOf[person]! += profile.weights[p]! * turned.values[place]!;
        }
      }
      for (const person of met) {
        const weight = weightOf[person]!;
        weightOf[person] = 0;
        for (let place = normal.offsets[person]!; place < normal.offsets[person + 1]!; place += 1)
          out[normal.indices[place]!]! += weight * normal.values[place]!;
      }
      if (alpha === 0) return;
      for (const vector of vectors) {
        let dot = 0;
        for (let p = 0; p < profile.items.length; p += 1) {
          const item = profile.items[p]!;
          if (root[item]! > 0) dot += (profile.weights[p]! * vector[item]!) / root[item]!;
        }
        if (dot === 0) continue;
        for (let item = 0; item < out.length; item += 1)
          out[item]! += alpha * dot * vector[item]! * root[item]!;
      }
    },
    state: {
      kind: "graph-filter",
      numbers: { items: n, people: normal.rows, alpha },
      arrays: {
        offsets: normal.offsets,
        indices: normal.indices,
        values: normal.values,
        vectors: parts.vectors,
        root,
      },
    },
  };
};
