import { requireNumber, TextError } from "./errors.ts";
import { hash32, mix32 } from "./hashing.ts";

/**
 * SimHash of 64 bits (Charikar 2002; Manku et al. 2007): each feature votes on each bit with its weight. Texts that share
 * most of their features differ in few bits. On short texts (under some 20 features) it is unreliable: use MinHash there.
 *
 * @param features for example the bigrams of `characterGrams`; a pair carries a weight
 * @example simHash(["科普", "普及"]) === simHash(["普及", "科普"]); // => true
 */
export const simHash = (features: Iterable<string | readonly [feature: string, weight: number]>): bigint => {
  const votes = new Float64Array(64);
  for (const entry of features) {
    const [feature, weight] = typeof entry === "string" ? [entry, 1] : entry;
    requireNumber("weight", weight, { least: 0, most: 1e12 });
    const low = hash32(feature, 0x5bd1);
    const high = hash32(feature, 0x9e37);
    for (let bit = 0; bit < 32; bit += 1) {
      // `votes` has 64 places
      votes[bit] = (votes[bit] ?? 0) + ((low >>> bit) & 1 ? weight : -weight);
      votes[bit + 32] = (votes[bit + 32] ?? 0) + ((high >>> bit) & 1 ? weight : -weight);
    }
  }
  let hash = 0n;
  for (let bit = 63; bit >= 0; bit -= 1) hash = (hash << 1n) | ((votes[bit] ?? 0) > 0 ? 1n : 0n);
  return hash;
};

const bitCount = (word: number): number => {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * In how many of 64 bits two SimHashes differ.
 *
 * @example hammingDistance(0b1010n, 0b0011n); // => 2
 */
export const hammingDistance = (left: bigint, right: bigint): number => {
  const difference = BigInt.asUintN(64, left ^ right);
  return bitCount(Number(difference & 0xffffffffn)) + bitCount(Number(difference >> 32n));
};

/** How a MinHash signature is made. */
export type MinHashOptions = {
  /** Hash functions; 128 if left out. The standard error of the estimate is at most 0.5 / √size. */
  readonly size?: number;
  readonly seed?: number;
};

/**
 * MinHash signature of a set (Broder 1997): two sets agree in a place with the probability of their Jaccard similarity.
 *
 * @returns `size` words; for an empty set all are 2^32 − 1
 * @throws TextError `text.option_out_of_range`
 * @example minHash(["科普", "普及"], { size: 16 }).length; // => 16
 */
export const minHash = (features: Iterable<string>, options: MinHashOptions = {}): Uint32Array => {
  const size = requireNumber("size", options.size ?? 128, { least: 1, most: 4096, integer: true });
  const seed = options.seed ?? 0;
  const seeds = Uint32Array.from({ length: size }, (_, place) =>
    mix32(Math.imul(place + 1, 0x9e3779b1) ^ seed),
  );
  const least = new Uint32Array(size).fill(0xffffffff);
  for (const feature of new Set(features)) {
    const hash = hash32(feature, seed);
    for (let place = 0; place < size; place += 1) {
      // both arrays have `size` places
      const value = mix32(hash ^ (seeds[place] ?? 0));
      if (value < (least[place] ?? 0)) least[place] = value;
    }
  }
  return least;
};

/**
 * The Jaccard similarity that two signatures estimate, 0 … 1.
 *
 * @throws TextError `text.signature_mismatch`
 * @example estimateJaccard(minHash(["一"]), minHash(["一"])); // => 1
 */
export const estimateJaccard = (left: Uint32Array, right: Uint32Array): number => {
  if (left.length !== right.length || left.length === 0)
    throw new TextError("text.signature_mismatch", { left: left.length, right: right.length });
  let same = 0;
  for (let place = 0; place < left.length; place += 1) if (left[place] === right[place]) same += 1;
  return same / left.length;
};

/**
 * Keys of the bands of a signature for locality-sensitive hashing: sets of similarity s share at least one key with the
 * probability 1 − (1 − s^rows)^bands, rows = size / bands (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4).
 *
 * @throws TextError `text.option_out_of_range` where `bands` does not divide the size
 * @example bandKeys(minHash(["科普"], { size: 8 }), 4).length; // => 4
 */
export const bandKeys = (signature: Uint32Array, bands: number): string[] => {
  requireNumber("bands", bands, { least: 1, most: Math.max(1, signature.length), integer: true });
  const rows = requireNumber("size / bands", signature.length / bands, {
    least: 1,
    most: signature.length,
    integer: true,
  });
  return Array.from({ length: bands }, (_, band) => {
    const part = signature.subarray(band * rows, (band + 1) * rows);
    return `${band}:${Array.from(part, (word) => word.toString(36)).join(".")}`;
  });
};
