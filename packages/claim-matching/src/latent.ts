import { createRandom } from "@kepu/numerics";
import type { ClaimIndex, IndexedText } from "./claim-index.ts";

// In this file places in the typed arrays stay below the lengths set at the start: `?? 0` never takes effect.

/** Cosine of a text and a claim in the space of the strongest co-occurrences, 0 … 1. */
export type LatentSpace = {
  readonly project: (text: IndexedText) => Float64Array;
  readonly cosine: (vector: Float64Array, place: number) => number;
};

const dimensions = 48;
const iterations = 4;
/** The space is learned from this many claims at most, evenly drawn; the others are folded in. */
const mostLearned = 5_000;
/** Fewer claims than this say nothing of co-occurrence. */
const leastClaims = 50;

/** Columns of a row-major matrix made orthonormal (modified Gram–Schmidt, twice for stability); what is left of nothing is 0. */
const orthonormalise = (matrix: Float64Array, rows: number): void => {
  for (let column = 0; column < dimensions; column += 1) {
    const before = norm(matrix, rows, column);
    for (let pass = 0; pass < 2; pass += 1)
      for (let other = 0; other < column; other += 1) {
        let dot = 0;
        for (let row = 0; row < rows; row += 1)
          dot += (matrix[row * dimensions + column] ?? 0) * (matrix[row * dimensions + other] ?? 0);
        for (let row = 0; row < rows; row += 1)
          matrix[row * dimensions + column] =
            (matrix[row * dimensions + column] ?? 0) - dot * (matrix[row * dimensions + other] ?? 0);
      }
    const length = norm(matrix, rows, column);
    // a column that lay in the span of the others is rounding noise: it must not become a direction
    const scale = length > before * 1e-10 ? 1 / length : 0;
    for (let row = 0; row < rows; row += 1)
      matrix[row * dimensions + column] = (matrix[row * dimensions + column] ?? 0) * scale;
  }
};

const norm = (matrix: Float64Array, rows: number, column: number): number => {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) sum += (matrix[row * dimensions + column] ?? 0) ** 2;
  return Math.sqrt(sum);
};

/**
 * Latent semantic analysis (Deerwester et al. 1990) of the claims: truncated singular value decomposition of the claims ×
 * grams matrix of idf weights with rows of length 1, by randomised subspace iteration (Halko, Martinsson & Tropp 2011,
 * alg. 4.4) with a fixed seed. Undefined under 50 claims.
 */
export const createLatentSpace = (index: ClaimIndex): LatentSpace | undefined => {
  const { claims, weights } = index;
  if (claims.length < leastClaims) return undefined;
  const step = Math.max(1, Math.ceil(claims.length / mostLearned));
  const learned = claims.filter((_, place) => place % step === 0);
  // a gram of one claim joins nothing
  const frequency = new Uint32Array(weights.length);
  for (const { terms } of learned) for (const term of terms) frequency[term] = (frequency[term] ?? 0) + 1;
  const rowOf = new Int32Array(weights.length).fill(-1);
  let rows = 0;
  frequency.forEach((count, term) => {
    if (count >= 2) rowOf[term] = rows++;
  });
  const scaleOf = ({ squares }: IndexedText): number => (squares > 0 ? 1 / Math.sqrt(squares) : 0);
  const random = createRandom("latent space of claims");
  const right = Float64Array.from({ length: rows * dimensions }, () => random.normal());
  const left = new Float64Array(learned.length * dimensions);
  orthonormalise(right, rows);
  for (let turn = 0; turn < iterations; turn += 1) {
    left.fill(0);
    learned.forEach((claim, place) => addProjection(claim, left, place * dimensions));
    orthonormalise(left, learned.length);
    right.fill(0);
    learned.forEach((claim, place) => {
      const scale = scaleOf(claim);
      for (const term of claim.terms) {
        const row = (rowOf[term] ?? -1) * dimensions;
        if (row < 0) continue;
        const weight = (weights[term] ?? 0) * scale;
        for (let axis = 0; axis < dimensions; axis += 1)
          right[row + axis] = (right[row + axis] ?? 0) + weight * (left[place * dimensions + axis] ?? 0);
      }
    });
    orthonormalise(right, rows);
  }

  function addProjection(text: IndexedText, into: Float64Array, from: number): void {
    const scale = scaleOf(text);
    for (const term of text.terms) {
      const row = term < 0 ? -1 : (rowOf[term] ?? -1) * dimensions;
      if (row < 0) continue;
      const weight = (weights[term] ?? 0) * scale;
      for (let axis = 0; axis < dimensions; axis += 1)
        into[from + axis] = (into[from + axis] ?? 0) + weight * (right[row + axis] ?? 0);
    }
  }
  const project = (text: IndexedText): Float64Array => {
    const vector = new Float64Array(dimensions);
    addProjection(text, vector, 0);
    const length = Math.hypot(...vector);
    return length > 0 ? vector.map((value) => value / length) : vector;
  };
  const vectors = new Float32Array(claims.length * dimensions);
  claims.forEach((claim, place) => vectors.set(project(claim), place * dimensions));
  return {
    project,
    cosine: (vector, place) => {
      let dot = 0;
      for (let axis = 0; axis < dimensions; axis += 1)
        dot += (vector[axis] ?? 0) * (vectors[place * dimensions + axis] ?? 0);
      return Math.max(0, Math.min(1, dot));
    },
  };
};
