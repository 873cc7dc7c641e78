// Reads of arrays carry `!`: places run below the number of strata.
import { normalCdf, normalQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";

export interface AllocationStratum {
  readonly name: string;
  readonly population: number;
  /** Standard deviation of the outcome within; √(p(1 − p)) for a share. 1 unless told. */
  readonly deviation?: number;
  /** Relative cost of one respondent, 1 unless told (used by `neyman`). */
  readonly cost?: number;
}

export interface AllocationOptions {
  readonly total: number;
  /** N · N·S/√c (Neyman 1934) · (N·S)^power (Bankier 1988: 0 gives equal samples, 1 Neyman's) */
  readonly rule: "proportional" | "neyman" | "power";
  readonly power?: number;
  /** Least sample of each stratum, 2 unless told, which a variance needs. */
  readonly minimum?: number;
}

/**
 * A sample divided over strata, in whole numbers that add up to the total, none above its population.
 *
 * @returns sizes by stratum, ready for drawStratified
 * @throws SurveyError `sample-impossible`, `setting-out-of-range`
 * @example allocate([{ name: "a", population: 300 }, { name: "b", population: 100 }], { total: 40, rule: "proportional" }); // => { a: 30, b: 10 }
 */
export const allocate = (
  strata: readonly AllocationStratum[],
  options: AllocationOptions,
): Record<string, number> => {
  const { total, rule, power = 0.5, minimum = 2 } = options;
  const impossible = (reason: string): never => {
    throw new SurveyError("sample-impossible", { reason });
  };
  const measures = strata.map(({ population, deviation = 1, cost = 1 }) => {
    for (const [name, value] of Object.entries({ population, deviation, cost }))
      if (!(value > 0 && value < Infinity))
        throw new SurveyError("setting-out-of-range", { name, value, range: "大于 0" });
    switch (rule) {
      case "proportional":
        return population;
      case "neyman":
        return (population * deviation) / Math.sqrt(cost);
      case "power":
        return (population * deviation) ** power;
      default:
        return rule satisfies never;
    }
  });
  const floors = strata.map(({ population }) => Math.min(minimum, population));
  const least = floors.reduce((a, b) => a + b, 0);
  const most = strata.reduce((sum, { population }) => sum + population, 0);
  if (!(Number.isInteger(total) && total >= least && total <= most))
    impossible(`总样本量 ${total} 应为 ${least} 到 ${most} 的整数`);
  // Strata at a bound are fixed there, until the rest fits between its bounds; then largest remainders.
  const shares = Float64Array.from(floors);
  const fixed = new Set<number>();
  for (;;) {
    let rest = total;
    let sum = 0;
    for (const [k, measure] of measures.entries())
      if (fixed.has(k)) rest -= shares[k]!;
      else sum += measure;
    for (const [k, measure] of measures.entries()) if (!fixed.has(k)) shares[k] = (rest * measure) / sum;
    const above = strata.flatMap(({ population }, k) =>
      !fixed.has(k) && shares[k]! > population ? [k] : [],
    );
    const below = floors.flatMap((floor, k) => (!fixed.has(k) && shares[k]! < floor ? [k] : []));
    const excess = above.reduce((a, k) => a + shares[k]! - strata[k]!.population, 0);
    const lack = below.reduce((a, k) => a + floors[k]! - shares[k]!, 0);
    if (above.length + below.length === 0) break;
    for (const k of excess >= lack ? above : below) {
      shares[k] = excess >= lack ? strata[k]!.population : floors[k]!;
      fixed.add(k);
    }
  }
  const sizes = Array.from(shares, (share) => Math.floor(share + 1e-9));
  const order = shares.map((share, k) => share - sizes[k]!);
  const places = [...sizes.keys()].sort((a, b) => order[b]! - order[a]! || a - b);
  let missing = total - sizes.reduce((a, b) => a + b, 0);
  for (let round = 0; missing > 0; round += 1) {
    const k = places[round % places.length]!;
    if (sizes[k]! < strata[k]!.population) {
      sizes[k]! += 1;
      missing -= 1;
    }
  }
  return Object.fromEntries(strata.map(({ name }, k) => [name, sizes[k]!]));
};

export interface PrecisionGoal {
  /** Expected share, the more cautious the nearer to 0.5. */
  readonly proportion: number;
  /** Half the width of the interval. */
  readonly margin: number;
  readonly level?: number;
  /** 1 unless told. */
  readonly designEffect?: number;
  /** 1 unless told. */
  readonly responseRate?: number;
  /** Population, for the finite population correction. */
  readonly population?: number;
}

const assertShare = (name: string, value: number): void => {
  if (!(value > 0 && value < 1))
    throw new SurveyError("setting-out-of-range", { name, value, range: "0 到 1 之间" });
};

const respondentsFor = (
  variance: number,
  goal: Pick<PrecisionGoal, "designEffect" | "responseRate" | "population">,
): { respondents: number; sampled: number } => {
  const { designEffect = 1, responseRate = 1, population = Infinity } = goal;
  if (!(designEffect > 0))
    throw new SurveyError("setting-out-of-range", {
      name: "designEffect",
      value: designEffect,
      range: "大于 0",
    });
  if (!(responseRate > 0 && responseRate <= 1))
    throw new SurveyError("setting-out-of-range", {
      name: "responseRate",
      value: responseRate,
      range: "0（不含）到 1",
    });
  const plain = variance * designEffect;
  const respondents = Math.ceil(plain / (1 + plain / population) - 1e-9);
  const sampled = Math.ceil(respondents / responseRate - 1e-9);
  if (sampled > population)
    throw new SurveyError("sample-impossible", { reason: `需要抽 ${sampled} 人，总体只有 ${population} 人` });
  return { respondents, sampled };
};

/**
 * How many to ask so that a share is known within a margin: z²p(1 − p)/e² times the design effect, corrected for the
 * population (Cochran 1977, 4.4), over the response rate. Call it a street for a given precision per street.
 *
 * @throws SurveyError `setting-out-of-range`, `sample-impossible`
 * @example sampleSizeForShare({ proportion: 0.5, margin: 0.05 }).respondents; // => 385
 */
export const sampleSizeForShare = (
  goal: PrecisionGoal,
): { readonly respondents: number; readonly sampled: number } => {
  const { proportion, margin, level = 0.95 } = goal;
  assertShare("proportion", proportion);
  assertShare("margin", margin);
  assertShare("level", level);
  const z = normalQuantile((1 + level) / 2);
  return respondentsFor((z * z * proportion * (1 - proportion)) / margin ** 2, goal);
};

export interface ChangeGoal {
  readonly before: number;
  readonly after: number;
  /** Two-sided level of the test, 0.05 unless told. */
  readonly alpha?: number;
  readonly designEffect?: number;
  /** Correlation between the waves' estimates from overlapping samples, 0 unless told. */
  readonly correlation?: number;
}

const changeVariance = ({ before, after, designEffect = 1, correlation = 0 }: ChangeGoal): number => {
  assertShare("before", before);
  assertShare("after", after);
  if (!(correlation >= 0 && correlation < 1))
    throw new SurveyError("setting-out-of-range", {
      name: "correlation",
      value: correlation,
      range: "0 到 1（不含 1）",
    });
  const first = before * (1 - before);
  const second = after * (1 - after);
  return designEffect * (first + second - 2 * correlation * Math.sqrt(first * second));
};

/**
 * The chance that a wave of `respondents` each finds a change of a share (two-sided z test of a difference).
 *
 * @throws SurveyError `setting-out-of-range`
 * @example powerOfChange({ before: 0.1, after: 0.1 }, 1000).toFixed(3); // => "0.050"
 */
export const powerOfChange = (goal: ChangeGoal, respondents: number): number => {
  const { alpha = 0.05 } = goal;
  assertShare("alpha", alpha);
  const standardError = Math.sqrt(changeVariance(goal) / respondents);
  const z = normalQuantile(1 - alpha / 2);
  const shift = (goal.after - goal.before) / standardError;
  return normalCdf(shift - z) + normalCdf(-shift - z);
};

/**
 * Respondents a wave that find a change of a share with the given power.
 *
 * @throws SurveyError `setting-out-of-range`
 * @example sampleSizeForChange({ before: 0.15, after: 0.18 }, { power: 0.8 }); // => 2400
 */
export const sampleSizeForChange = (goal: ChangeGoal, options: { readonly power: number }): number => {
  const { alpha = 0.05 } = goal;
  assertShare("alpha", alpha);
  assertShare("power", options.power);
  if (goal.before === goal.after)
    throw new SurveyError("setting-out-of-range", {
      name: "after",
      value: goal.after,
      range: "不同于 before",
    });
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(options.power);
  return Math.ceil((z * z * changeVariance(goal)) / (goal.after - goal.before) ** 2);
};
