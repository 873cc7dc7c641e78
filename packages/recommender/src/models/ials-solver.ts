// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { choleskyInPlace, choleskySolve } from "@kepu/numerics";
import type { SparseMatrix } from "../matrix/sparse.ts";
import type { IalsSettings } from "./ials.ts";
import type { Profile } from "./scorer.ts";

/** The side that is held fixed while the other is solved. */
export type FixedSide = { readonly factors: Float64Array; readonly count: number };

export type SolveRequest = {
  readonly matrix: SparseMatrix;
  readonly factors: Float64Array;
  readonly from: number;
  readonly to: number;
};

export type BlockSolver = {
  /** α₀ · HᵀH of the fixed side; once before solving, after its factors changed. */
  readonly refreshGram: () => void;
  /** One pass over all blocks of rows from … to − 1. */
  readonly solveRows: (request: SolveRequest) => void;
  readonly solveProfile: (profile: Profile, out: Float64Array) => void;
};

/** Rendle et al. 2022, eq. 5 with ν = 1: λ grows with how often the row occurs. */
const penaltyOf = (settings: IalsSettings, entries: number, count: number): number =>
  settings.lambda * (entries + settings.unobservedWeight * count);

/** Solver of one side of iALS++ against the other; scratch is made once, nothing is allocated in the rows. */
export const createBlockSolver = (settings: IalsSettings, fixed: FixedSide): BlockSolver => {
  const { dimensions: d, blockSize, unobservedWeight } = settings;
  const { factors: h, count } = fixed;
  const gram = new Float64Array(d * d);
  const scratch = Array.from({ length: Math.ceil(d / blockSize) }, (_, block) => {
    const size = Math.min(blockSize, d - block * blockSize);
    return {
      from: block * blockSize,
      size,
      hessian: new Float64Array(size * size),
      gradient: new Float64Array(size),
    };
  });
  let predictions = new Float64Array(256);

  const refreshGram = (): void => {
    gram.fill(0);
    for (let row = 0; row < count; row += 1) {
      const at = row * d;
      for (let i = 0; i < d; i += 1) {
        const value = h[at + i]! * unobservedWeight;
        for (let j = 0; j <= i; j += 1) gram[i * d + j]! += value * h[at + j]!;
      }
    }
    for (let i = 0; i < d; i += 1) for (let j = 0; j < i; j += 1) gram[j * d + i] = gram[i * d + j]!;
  };

  const solve = (
    entries: {
      readonly items: ArrayLike<number>;
      readonly weights: ArrayLike<number>;
      readonly from: number;
      readonly size: number;
    },
    w: Float64Array,
    at: number,
  ): void => {
    const { items, weights, from: first, size: length } = entries;
    if (predictions.length < length) predictions = new Float64Array(2 * length);
    for (let p = 0; p < length; p += 1) {
      const row = items[first + p]! * d;
      let sum = 0;
      for (let k = 0; k < d; k += 1) sum += w[at + k]! * h[row + k]!;
      predictions[p] = sum;
    }
    const penalty = penaltyOf(settings, length, count);
    for (const { from, size, hessian, gradient } of scratch) {
      for (let i = 0; i < size; i += 1) {
        const row = (from + i) * d;
        let sum = penalty * w[at + from + i]!;
        for (let k = 0; k < d; k += 1) sum += gram[row + k]! * w[at + k]!;
        gradient[i] = sum;
        for (let j = 0; j <= i; j += 1) hessian[i * size + j] = gram[row + from + j]!;
        hessian[i * size + i]! += penalty;
      }
      for (let p = 0; p < length; p += 1) {
        const row = items[first + p]! * d + from;
        const weight = weights[first + p]!;
        const residual = weight * (predictions[p]! - 1);
        for (let i = 0; i < size; i += 1) {
          const value = h[row + i]!;
          gradient[i]! += residual * value;
          const weighted = weight * value;
          const to = i * size;
          for (let j = 0; j <= i; j += 1) hessian[to + j]! += weighted * h[row + j]!;
        }
      }
      choleskySolve(choleskyInPlace(hessian, size), gradient);
      for (let i = 0; i < size; i += 1) w[at + from + i]! -= gradient[i]!;
      for (let p = 0; p < length; p += 1) {
        const row = items[first + p]! * d + from;
        let sum = 0;
        for (let i = 0; i < size; i += 1) sum += gradient[i]! * h[row + i]!;
        predictions[p]! -= sum;
      }
    }
  };

  return {
    refreshGram,
    solveRows: ({ matrix, factors, from, to }) => {
      const { offsets, indices, values } = matrix;
      for (let row = from; row < to; row += 1) {
        const first = offsets[row]!;
        solve(
          { items: indices, weights: values, from: first, size: offsets[row + 1]! - first },
          factors,
          row * d,
        );
      }
    },
    solveProfile: (profile, out) => {
      solve({ items: profile.items, weights: profile.weights, from: 0, size: profile.items.length }, out, 0);
    },
  };
};
