import { SurveyError } from "../errors.ts";

/** What is known of one area from the sample. */
export type DirectArea = {
  readonly id: string;
  /** Direct estimate; undefined where nobody answered. */
  readonly estimate: number | undefined;
  /** Design variance of the estimate as estimated within the area; undefined where it cannot be estimated. */
  readonly variance?: number | undefined;
  /** Number of respondents. */
  readonly respondents: number;
  /** Clusters minus strata inside the area: how much its own variance estimate is worth. */
  readonly degreesOfFreedom?: number | undefined;
};

/**
 * One design effect for all areas, pooled: Σ f·v / Σ f·p̄(1 − p̄)/n over the areas that have a variance estimate with
 * f > 0 degrees of freedom, where p̄ is the respondents' mean share. A variance estimated from 4 communities is worth
 * next to nothing by itself (3 degrees of freedom); pooled over 32 streets it rests on about a hundred.
 * The share of the whole, not the area's own, stands in the denominator, so that areas with 0 or 1 do not drop out.
 *
 * @returns the design effect and the degrees of freedom on which it rests
 * @throws {SurveyError} `no-variance` if no area has a variance with degrees of freedom;
 * `proportion-out-of-range`
 */
export const poolDesignEffect = (
  areas: readonly DirectArea[],
): { readonly designEffect: number; readonly degreesOfFreedom: number } => {
  let respondents = 0;
  let hits = 0;
  for (const [index, { estimate, respondents: n }] of areas.entries()) {
    if (estimate === undefined || n <= 0) continue;
    if (!(estimate >= 0 && estimate <= 1))
      throw new SurveyError("proportion-out-of-range", { row: index + 1, value: String(estimate) });
    respondents += n;
    hits += n * estimate;
  }
  const share = hits / respondents;
  let above = 0;
  let below = 0;
  let degreesOfFreedom = 0;
  for (const { estimate, variance, respondents: n, degreesOfFreedom: f } of areas) {
    if (estimate === undefined || variance === undefined || f === undefined || f <= 0 || n <= 1) continue;
    above += f * variance;
    below += (f * share * (1 - share)) / n;
    degreesOfFreedom += f;
  }
  if (!(above > 0 && below > 0)) throw new SurveyError("no-variance");
  return { designEffect: above / below, degreesOfFreedom };
};

/**
 * Smoothed sampling variances by a generalised variance function, log v = a + b·log(p(1 − p)/n), fitted by least squares
 * over the areas with a positive variance and freed of the bias of the exponential by the ratio Σv / Σexp(fit)
 * (Wolter 2007, ch. 7; Hidiroglou, Beaumont & Yung 2019). For estimates that are not shares give `size` alone.
 *
 * @param base p(1 − p)/n of each area, or 1/n: positive
 * @param variances raw design variances; areas with 0 or undefined are left out of the fit and get the fitted value
 * @throws {SurveyError} `no-variance` with fewer than 3 usable areas
 */
export const smoothVariances = (
  base: ArrayLike<number>,
  variances: readonly (number | undefined)[],
): { readonly smoothed: Float64Array; readonly intercept: number; readonly slope: number } => {
  const used: number[] = [];
  for (let i = 0; i < base.length; i += 1) {
    if (!(base[i]! > 0))
      throw new SurveyError("variance-not-positive", { row: i + 1, value: String(base[i]) }); // i < length
    const v = variances[i];
    if (v !== undefined && v > 0) used.push(i);
  }
  if (used.length < 3) throw new SurveyError("no-variance");
  let meanX = 0;
  let meanY = 0;
  const logVariance = (i: number) => Math.log(variances[i] ?? 1); // used areas have one
  const logBase = (i: number) => Math.log(base[i]!); // used areas are inside
  for (const i of used) {
    meanX += logBase(i) / used.length;
    meanY += logVariance(i) / used.length;
  }
  let cross = 0;
  let square = 0;
  for (const i of used) {
    cross += (logBase(i) - meanX) * (logVariance(i) - meanY);
    square += (logBase(i) - meanX) ** 2;
  }
  const slope = square > 1e-12 ? cross / square : 0;
  const intercept = meanY - slope * meanX;
  let raw = 0;
  let fitted = 0;
  for (const i of used) {
    raw += variances[i] ?? 0;
    fitted += Math.exp(intercept + slope * logBase(i));
  }
  const smoothed = new Float64Array(base.length);
  for (let i = 0; i < base.length; i += 1)
    smoothed[i] = Math.exp(intercept + slope * logBase(i)) * (raw / fitted);
  return { smoothed, intercept, slope };
};
