// Reads of typed arrays carry `!`: indices run below the population.
import { createRandom, permutation, type Random } from "@kepu/numerics";
import { encode, type Labels } from "../design/columns.ts";
import { SurveyError } from "../errors.ts";

const impossible = (reason: string): never => {
  throw new SurveyError("sample-impossible", { reason });
};

const assertSize = (size: number, population: number): void => {
  if (!(Number.isInteger(size) && size >= 0 && size <= population))
    impossible(`样本量 ${size} 应为 0 到总体数 ${population} 的整数`);
};

const simple = (random: Random, population: number, size: number): Uint32Array => {
  assertSize(size, population);
  return permutation(random, population).slice(0, size).sort();
};

/**
 * A simple random sample without replacement: indices from 0, ascending.
 *
 * @throws SurveyError `sample-impossible`
 * @example drawSimple({ population: 10, size: 10, seed: 1 }).length; // => 10
 */
export const drawSimple = (plan: {
  readonly population: number;
  readonly size: number;
  readonly seed: number | string;
}): Uint32Array => simple(createRandom(plan.seed), plan.population, plan.size);

/**
 * A systematic sample with a fractional interval and a random start, in the order of the frame.
 *
 * @throws SurveyError `sample-impossible`
 * @example drawSystematic({ population: 6, size: 3, seed: 1 }).length; // => 3
 */
export const drawSystematic = (plan: {
  readonly population: number;
  readonly size: number;
  readonly seed: number | string;
}): Uint32Array => {
  const { population, size, seed } = plan;
  assertSize(size, population);
  const start = createRandom(seed).next();
  return Uint32Array.from({ length: size }, (_, k) =>
    Math.min(population - 1, Math.floor(((k + start) * population) / size)),
  );
};

/**
 * A simple random sample in each stratum; every stratum draws from a stream of its own, so that a change in one leaves
 * the others as they are.
 *
 * @param plan.strata one a unit of the frame
 * @param plan.sizes of each stratum
 * @throws SurveyError `sample-impossible`; `category-unknown` for a stratum without a size
 * @example drawStratified({ strata: ["a", "b", "b"], sizes: { a: 1, b: 2 }, seed: 1 }); // => new Uint32Array([0, 1, 2])
 */
export const drawStratified = (plan: {
  readonly strata: Labels;
  readonly sizes: Readonly<Record<string, number>>;
  readonly seed: number | string;
}): Uint32Array => {
  const { strata, sizes, seed } = plan;
  const { codes, names } = encode(strata);
  const random = createRandom(seed);
  const chosen: number[] = [];
  for (const [code, category] of names.entries()) {
    const size = sizes[category];
    if (size === undefined)
      throw new SurveyError("category-unknown", { row: codes.indexOf(code) + 1, margin: "层", category });
    const units: number[] = [];
    for (let row = 0; row < codes.length; row += 1) if (codes[row] === code) units.push(row);
    for (const place of simple(random.fork(category), units.length, size)) chosen.push(units[place]!);
  }
  for (const name of Object.keys(sizes)) if (!names.includes(name)) impossible(`抽样框里没有层“${name}”`);
  return Uint32Array.from(chosen).sort();
};

/**
 * Inclusion probabilities proportional to size, n·x/Σx; units that would exceed 1 become certainties and the rest share
 * what remains (Särndal, Swensson & Wretman 1992, 3.6.2).
 *
 * @param sizes positive, one a unit
 * @param size sample size, 0 … units
 * @throws SurveyError `sample-impossible`; `value-not-finite` for a size that is not positive
 * @example inclusionProbabilities([1, 1, 10], 2); // => new Float64Array([0.5, 0.5, 1])
 */
export const inclusionProbabilities = (sizes: ArrayLike<number>, size: number): Float64Array => {
  assertSize(size, sizes.length);
  const probabilities = new Float64Array(sizes.length);
  for (let unit = 0; unit < sizes.length; unit += 1)
    if (!(sizes[unit]! > 0 && sizes[unit]! < Infinity))
      throw new SurveyError("value-not-finite", { row: unit + 1, column: "规模" });
  for (;;) {
    let rest = size;
    let sum = 0;
    for (let unit = 0; unit < sizes.length; unit += 1)
      if (probabilities[unit] === 1) rest -= 1;
      else sum += sizes[unit]!;
    let certain = false;
    for (let unit = 0; unit < sizes.length; unit += 1) {
      if (probabilities[unit] === 1) continue;
      const probability = (rest * sizes[unit]!) / sum;
      probabilities[unit] = probability;
      if (probability >= 1 - 1e-12) {
        probabilities[unit] = 1;
        certain = true;
      }
    }
    if (!certain) return probabilities;
  }
};

/** Sample size of probabilities, which must be whole. */
const sizeOf = (probabilities: ArrayLike<number>): number => {
  let sum = 0;
  for (let unit = 0; unit < probabilities.length; unit += 1) {
    const value = probabilities[unit]!;
    if (!(value > 0 && value <= 1))
      throw new SurveyError("fraction-out-of-range", { row: unit + 1, stage: 1, value });
    sum += value;
  }
  const size = Math.round(sum);
  if (Math.abs(sum - size) > 1e-6) impossible(`入样概率之和 ${sum} 不是整数`);
  return size;
};

/**
 * A systematic sample with the given inclusion probabilities, in the order of the frame (Madow 1949).
 *
 * @throws SurveyError `fraction-out-of-range`, `sample-impossible`
 * @example drawProportionalSystematic({ probabilities: [1, 0.5, 0.5], seed: 3 })[0]; // => 0
 */
export const drawProportionalSystematic = (plan: {
  readonly probabilities: ArrayLike<number>;
  readonly seed: number | string;
}): Uint32Array => {
  const { probabilities } = plan;
  const size = sizeOf(probabilities);
  const start = createRandom(plan.seed).next();
  const chosen: number[] = [];
  let sum = 0;
  for (let unit = 0; unit < probabilities.length; unit += 1) {
    sum += probabilities[unit]!;
    if (
      chosen.length < size &&
      (sum > chosen.length + start || unit === probabilities.length - (size - chosen.length))
    )
      chosen.push(unit);
  }
  return Uint32Array.from(chosen);
};

/**
 * Brewer's sample (1975; Tillé 2006, algorithm 6.10): exactly the given inclusion probabilities, one unit after another.
 * Errors: give the probabilities as `samplingFraction` of the design.
 *
 * @throws SurveyError `fraction-out-of-range`, `sample-impossible`
 * @example drawBrewer({ probabilities: [1, 0.5, 0.5], seed: 3 }).length; // => 2
 */
export const drawBrewer = (plan: {
  readonly probabilities: ArrayLike<number>;
  readonly seed: number | string;
}): Uint32Array => {
  const { probabilities } = plan;
  const size = sizeOf(probabilities);
  const random = createRandom(plan.seed);
  const taken = new Uint8Array(probabilities.length);
  let remaining = size;
  for (let unit = 0; unit < probabilities.length; unit += 1)
    if (probabilities[unit]! > 1 - 1e-9) {
      taken[unit] = 1;
      remaining -= 1;
    }
  let rest = remaining; // Σ of probabilities neither certain nor taken
  const chances = new Float64Array(probabilities.length);
  for (let left = remaining; left > 0; left -= 1) {
    let sum = 0;
    for (let unit = 0; unit < chances.length; unit += 1) {
      const p = probabilities[unit]!;
      chances[unit] = taken[unit] === 1 ? 0 : (p * (rest - p)) / Math.max(1e-300, rest - p * left);
      sum += chances[unit]!;
    }
    let point = random.next() * sum;
    let chosen = -1;
    for (let unit = 0; unit < chances.length && (chosen < 0 || point >= 0); unit += 1) {
      if (chances[unit]! <= 0) continue;
      chosen = unit;
      point -= chances[unit]!;
    }
    taken[chosen] = 1;
    rest -= probabilities[chosen]!;
  }
  return Uint32Array.from(taken.keys()).filter((unit) => taken[unit] === 1);
};
