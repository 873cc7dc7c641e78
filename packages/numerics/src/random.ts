import { normalQuantile } from "./normal.ts";
import { assertRange } from "./errors.ts";

/** A seeded stream of random numbers: the same seed gives the same numbers on every platform. */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  next(): number;
  /** Standard normal, by inversion: one uniform number a call. */
  normal(): number;
  /** Uniform integer in 0 … n − 1, without bias; 1 ≤ n ≤ 2^32. */
  integer(n: number): number;
  /** Gamma with the given shape > 0 and rate 1 (Marsaglia & Tsang 2000). */
  gamma(shape: number): number;
  /** Beta(a, b), a, b > 0. */
  beta(a: number, b: number): number;
  /** An independent stream named by `label`; depends on the seed and the label, not on what was drawn before. */
  fork(label: string): Random;
}

/** 128 bits of state from a text: four multiplicative hashes with a final mix (MurmurHash3's). */
const hashText = (text: string): Uint32Array => {
  const state = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x7f4a7c15]);
  const factors = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1];
  for (let lane = 0; lane < 4; lane += 1) {
    const factor = factors[lane]!; // four lanes, four factors
    let hash = state[lane]! ^ text.length;
    for (let place = 0; place < text.length; place += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(place), factor);
      hash = (hash << 13) | (hash >>> 19);
    }
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    state[lane] = (hash ^ (hash >>> 16)) >>> 0;
  }
  return state;
};

/**
 * A seeded generator: xoshiro128** (Blackman & Vigna 2021), state from a hash of the seed. The number 42 and the text
 * "42" are the same seed. Not for secrets.
 *
 * @param seed any finite number or text
 * @returns a {@link Random}; each call of its methods moves it on
 * @throws NumericsError `argument-out-of-range` for a seed that is NaN or infinite, and for parameters out of range
 * @example createRandom(42).next() === createRandom("42").next(); // => true
 */
export const createRandom = (seed: number | string): Random => {
  if (typeof seed === "number")
    assertRange(Number.isFinite(seed), { name: "seed", value: seed, range: "有限数" });
  const name = String(seed);
  const state = hashText(name);
  // Four lanes of state: indices 0 … 3 are always there.
  let s0 = state[0]!;
  let s1 = state[1]!;
  let s2 = state[2]!;
  let s3 = state[3]! | 1; // never all zero, where xoshiro would stand still

  const word = (): number => {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
  const next = (): number => {
    const high = word() >>> 5;
    return (high * 67108864 + (word() >>> 6)) / 9007199254740992;
  };
  const positive = (): number => {
    for (;;) {
      const value = next();
      if (value > 0) return value;
    }
  };
  const normal = (): number => normalQuantile(positive());
  const integer = (n: number): number => {
    assertRange(Number.isInteger(n) && n >= 1 && n <= 4294967296, {
      name: "n",
      value: n,
      range: "1 到 2^32 的整数",
    });
    // Words beyond the last full multiple of n are thrown away, else small values would be more likely.
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const value = word();
      if (value < limit) return value % n;
    }
  };
  const gamma = (shape: number): number => {
    assertRange(shape > 0 && shape < Infinity, { name: "shape", value: shape, range: "大于 0" });
    if (shape < 1) return gamma(shape + 1) * positive() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(positive()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const beta = (a: number, b: number): number => {
    const first = gamma(a);
    return first / (first + gamma(b));
  };
  return { next, normal, integer, gamma, beta, fork: (label) => createRandom(`${name}\u0000${label}`) };
};

/**
 * The numbers 0 … n − 1 in random order (Fisher–Yates).
 *
 * @param random stream to draw from
 * @param n how many, 0 … 2^32
 * @example permutation(createRandom(1), 4).toSorted(); // => new Uint32Array([0, 1, 2, 3])
 */
export const permutation = (random: Random, n: number): Uint32Array => {
  const order = new Uint32Array(n).map((_, index) => index);
  for (let last = n - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = order[last]!; // both indices are below n
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
};
