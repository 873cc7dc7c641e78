import { normalCdf, normalQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";

/** One group's share with its standard error; groups are taken as independent (disjoint samples, or nearly so). */
export type GroupEstimate = {
  readonly id: string;
  readonly estimate: number;
  readonly standardError: number;
  /** Share of the population; equal weights unless given for all. */
  readonly share?: number;
};

/** An index with its standard error by linearisation and a normal 95 % interval. */
export type ImbalanceIndex = {
  readonly value: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
};

export type Imbalance = {
  readonly mean: number;
  /** Largest minus smallest estimate: grows with the noise, so it is described, never tested. */
  readonly range: number;
  /**
   * Variance between groups freed of sampling noise: Σ W(p − p̄)² − Σ W(1 − W)·se². The plain variance of estimates is too
   * large by the second sum, so that a smaller survey seems to find more imbalance. May be negative; then there is none to
   * be seen.
   */
  readonly variance: ImbalanceIndex;
  /** √variance / mean, 0 where the variance is negative. */
  readonly coefficientOfVariation: number;
  /** Gini index of the estimates as they are, weighted; described, not tested. */
  readonly gini: number;
  /** Cochran's Q on k − 1 degrees of freedom: whether the groups differ at all. */
  readonly heterogeneity: { readonly statistic: number; readonly degreesOfFreedom: number };
};

/** A change between two waves with its two-sided test. */
export type ImbalanceChange = ImbalanceIndex & { readonly z: number; readonly pValue: number };

const toIndex = (value: number, standardError: number): ImbalanceIndex => {
  const half = normalQuantile(0.975) * standardError;
  return { value, standardError, lower: value - half, upper: value + half };
};

const weightsOf = (groups: readonly GroupEstimate[]): Float64Array => {
  if (groups.length < 2) throw new SurveyError("groups-too-few", { groups: groups.length });
  const seen = new Set<string>();
  for (const [index, { id, estimate, standardError }] of groups.entries()) {
    if (seen.has(id)) throw new SurveyError("area-doubled", { id });
    seen.add(id);
    if (!(estimate >= 0 && estimate <= 1))
      throw new SurveyError("proportion-out-of-range", { row: index + 1, value: String(estimate) });
    if (!(standardError > 0 && Number.isFinite(standardError)))
      throw new SurveyError("variance-not-positive", { row: index + 1, value: String(standardError) });
    if (!(standardError > 1e-50 && standardError <= 1))
      throw new SurveyError("estimate-out-of-range", {
        name: `标准误（${id}）`,
        value: standardError,
        range: "大于 0、不超过 1",
      });
  }
  const weights = Float64Array.from(groups, (group) => group.share ?? 1 / groups.length);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (!(Math.abs(sum - 1) <= 1e-6) || weights.some((weight) => weight < 0))
    throw new SurveyError("shares-not-one", { sum: String(sum) });
  return weights;
};

/**
 * How unequal the shares of groups or streets are, freed of what sampling noise alone would show.
 *
 * @param groups direct estimates of disjoint groups; not shrunken small-area estimates, whose spread is too small
 * @throws {SurveyError} `groups-too-few`, `area-doubled`, `proportion-out-of-range`, `variance-not-positive`, `estimate-out-of-range`, `shares-not-one`
 * @example measureImbalance([{ id: "a", estimate: 0.1, standardError: 0.01 }, { id: "b", estimate: 0.3, standardError: 0.01 }]).gini.toFixed(6); // => '0.250000'
 */
export const measureImbalance = (groups: readonly GroupEstimate[]): Imbalance => {
  const weights = weightsOf(groups);
  let mean = 0;
  let precision = 0;
  let pooled = 0;
  for (const [i, { estimate, standardError }] of groups.entries()) {
    mean += (weights[i] ?? 0) * estimate;
    precision += standardError ** -2;
    pooled += estimate * standardError ** -2;
  }
  pooled /= precision;
  let spread = 0;
  let noise = 0;
  let errorSquared = 0;
  let statistic = 0;
  let differences = 0;
  for (const [i, { estimate, standardError: se }] of groups.entries()) {
    const w = weights[i] ?? 0;
    spread += w * (estimate - mean) ** 2;
    noise += w * (1 - w) * se * se;
    // Linear part 2W(p − p̄) and, at equal shares, the curvature that is left: var(e²) = 2·se⁴.
    errorSquared += (2 * w * (estimate - mean) * se) ** 2 + 2 * (w * (1 - w) * se * se) ** 2;
    statistic += ((estimate - pooled) / se) ** 2;
    for (const [j, other] of groups.entries())
      differences += w * (weights[j] ?? 0) * Math.abs(estimate - other.estimate);
  }
  const variance = toIndex(spread - noise, Math.sqrt(errorSquared));
  const estimates = groups.map((group) => group.estimate);
  return {
    mean,
    range: Math.max(...estimates) - Math.min(...estimates),
    variance,
    coefficientOfVariation: mean > 0 ? Math.sqrt(Math.max(0, variance.value)) / mean : 0,
    gini: mean > 0 ? differences / (2 * mean) : 0,
    heterogeneity: { statistic, degreesOfFreedom: groups.length - 1 },
  };
};

const toChange = (value: number, standardError: number): ImbalanceChange => {
  const z = value / standardError;
  return { ...toIndex(value, standardError), z, pValue: 2 * normalCdf(Math.abs(z), { tail: "upper" }) };
};

/** Change of the noise-free variance between groups from one wave to the next, samples independent. */
export const testVarianceChange = (
  before: readonly GroupEstimate[],
  after: readonly GroupEstimate[],
): ImbalanceChange => {
  const later = new Set(after.map((group) => group.id));
  const earlier = new Set(before.map((group) => group.id));
  const odd = [...earlier].find((id) => !later.has(id)) ?? [...later].find((id) => !earlier.has(id));
  if (odd !== undefined) throw new SurveyError("groups-differ", { id: odd });
  const [first, second] = [measureImbalance(before).variance, measureImbalance(after).variance];
  return toChange(second.value - first.value, Math.hypot(first.standardError, second.standardError));
};

/**
 * Change of the gap between two groups (town minus country, say): (p₁ − p₂) now less (p₁ − p₂) then.
 *
 * @param options.correlation of the two waves' gaps, where samples overlap; 0 unless told
 */
export const testGapChange = (
  before: readonly [GroupEstimate, GroupEstimate],
  after: readonly [GroupEstimate, GroupEstimate],
  options: { readonly correlation?: number } = {},
): ImbalanceChange => {
  const { correlation = 0 } = options;
  if (!(correlation > -1 && correlation < 1))
    throw new SurveyError("setting-out-of-range", {
      name: "correlation",
      value: String(correlation),
      range: "-1 与 1 之间",
    });
  weightsOf(before.map(({ id, estimate, standardError }) => ({ id, estimate, standardError })));
  weightsOf(after.map(({ id, estimate, standardError }) => ({ id, estimate, standardError })));
  for (const place of [0, 1] as const)
    if (before[place].id !== after[place].id) throw new SurveyError("groups-differ", { id: after[place].id });
  const gap = (pair: readonly [GroupEstimate, GroupEstimate]) => ({
    value: pair[0].estimate - pair[1].estimate,
    error: Math.hypot(pair[0].standardError, pair[1].standardError),
  });
  const [first, second] = [gap(before), gap(after)];
  const variance = first.error ** 2 + second.error ** 2 - 2 * correlation * first.error * second.error;
  return toChange(second.value - first.value, Math.sqrt(variance));
};
