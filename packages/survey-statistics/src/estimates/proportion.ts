// Reads of typed arrays carry `!`: rows run below the design's `rows`.
import { betaQuantile, brentRoot, studentTQuantile } from "@kepu/numerics";
import { type Column, encode, type Labels } from "../design/columns.ts";
import type { SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import {
  type ConfidenceInterval,
  type Estimate,
  type EstimateOptions,
  type IntervalMethod,
  readOptions,
} from "./estimate.ts";
import { meanOf } from "./moments.ts";

type Spread = {
  readonly p: number;
  readonly standardError: number;
  readonly df: number;
  readonly respondents: number;
  readonly level: number;
};

/** Respondents of a simple random sample that would know as much (Korn & Graubard 1998, their adjustment for df included). */
const effectiveRespondents = ({ p, standardError, df, respondents, level }: Spread): number => {
  if (standardError === 0 || respondents < 2) return respondents;
  const tail = (1 + level) / 2;
  const shrink = studentTQuantile(tail, { df: respondents - 1 }) / studentTQuantile(tail, { df });
  return ((p * (1 - p)) / standardError ** 2) * shrink ** 2;
};

const betaInterval = (spread: Spread, reach: number): [number, number] => {
  const { p, level } = spread;
  const n = effectiveRespondents(spread);
  const tail = (1 - level) / 2;
  // A share that a calibration fixes has only rounding for an error; on so many respondents beta is the normal.
  if (n > 1e9) return [p - reach, p + reach];
  const lower = p === 0 ? 0 : betaQuantile(tail, { a: n * p, b: n * (1 - p) + 1 });
  const upper = p === 1 ? 1 : betaQuantile(tail, { a: n * p + 1, b: n * (1 - p), tail: "upper" });
  return [lower, upper];
};

const wilsonInterval = (spread: Spread): [number, number] => {
  const { p, standardError, df, respondents, level } = spread;
  // The t quantile stands for both the shrinking by degrees of freedom and the normal quantile, as in R's survey 4.5.
  const n = standardError === 0 ? respondents : (p * (1 - p)) / standardError ** 2;
  const z = studentTQuantile((1 + level) / 2, { df });
  const middle = p + (z * z) / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [(middle - reach) / (1 + (z * z) / n), (middle + reach) / (1 + (z * z) / n)];
};

/**
 * Shares whose log-likelihood, on as many respondents as a simple random sample would need to know as much, lies no more than
 * t²/2 below its summit (Rao & Scott 1984 for the scaled likelihood; R `svyciprop(method = "likelihood")`).
 */
const likelihoodInterval = (spread: Spread, reach: number): [number, number] => {
  const { p, standardError, respondents } = spread;
  // Pearson's estimate of the dispersion, respondents / (respondents − 1), stands in R's profile too.
  const n = ((p * (1 - p)) / standardError ** 2) * ((respondents - 1) / respondents);
  const t = reach / standardError;
  const excess = (q: number): number =>
    2 * n * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))) - t * t;
  // With next to no degrees of freedom t is so large that no share in the range of doubles lies outside.
  const ends = { lower: 1e-300, upper: 1 - Number.EPSILON / 2 };
  return [
    excess(ends.lower) > 0 ? brentRoot(excess, { lower: ends.lower, upper: p, tolerance: 1e-14 }) : 0,
    excess(ends.upper) > 0 ? brentRoot(excess, { lower: p, upper: ends.upper, tolerance: 1e-14 }) : 1,
  ];
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The ends by one method; `reach` is t times the standard error. */
const methodEnds = (used: IntervalMethod, spread: Spread, reach: number): [number, number] => {
  const { p } = spread;
  switch (used) {
    case "wald":
      return [p - reach, p + reach];
    case "logit": {
      const middle = Math.log(p / (1 - p));
      const scaled = reach / (p * (1 - p));
      return [logistic(middle - scaled), logistic(middle + scaled)];
    }
    case "arcsine": {
      const middle = Math.asin(Math.sqrt(p));
      const scaled = reach / (2 * Math.sqrt(p * (1 - p)));
      return [
        Math.sin(Math.max(0, middle - scaled)) ** 2,
        Math.sin(Math.min(Math.PI / 2, middle + scaled)) ** 2,
      ];
    }
    case "likelihood":
      return likelihoodInterval(spread, reach);
    case "beta":
      return betaInterval(spread, reach);
    case "wilson":
      return wilsonInterval(spread);
    default:
      return used satisfies never;
  }
};

/**
 * The interval of a proportion from its estimate and error. A share of 0 or 1 has no estimated error: every method but
 * Wilson's then gives the exact (beta) one on the number of respondents, and `method` says so.
 *
 * @param quantile Student's t at (1 + level)/2, for callers that have it for many intervals
 * @example proportionInterval({ p: 0.5, standardError: 0.05, df: 30, respondents: 100, level: 0.95 }, "logit").lower.toFixed(4); // => "0.3993"
 */
export const proportionInterval = (
  spread: Spread,
  method: IntervalMethod,
  quantile?: number,
): ConfidenceInterval => {
  const { p, standardError, df, level } = spread;
  const flat = !(p > 0 && p < 1) || standardError === 0;
  const used = flat && method !== "wilson" ? "beta" : method;
  // What rounding leaves of an error beside a share of 0 or 1 says nothing.
  const error = flat ? 0 : standardError;
  const reach = (quantile ?? studentTQuantile((1 + level) / 2, { df })) * error;
  const ends = methodEnds(used, { ...spread, standardError: error }, reach);
  return { lower: ends[0], upper: ends[1], level, method: used };
};

/** Throws `indicator-not-binary` for a number other than 0 and 1; what is no number is refused as such elsewhere. */
export const assertIndicator = (row: number, value: number): void => {
  if (value !== 0 && value !== 1 && Number.isFinite(value))
    throw new SurveyError("indicator-not-binary", { row: row + 1, value });
};

/** A weighted share as it may be: outside of 0 … 1 by more than rounding it comes from negative weights, and is none. */
export const toShare = (value: number): number => {
  if (!(value >= -1e-9 && value <= 1 + 1e-9))
    throw new SurveyError("share-outside", { value: String(value) });
  return Math.min(1, Math.max(0, value));
};

/**
 * The share of rows with indicator 1, weighted, with its interval: `logit` (closed form, unless told), `beta` (Korn &
 * Graubard 1998), `wilson`, `likelihood`, `arcsine` or `wald`.
 *
 * @param indicator 0 or 1 a row
 * @throws SurveyError as estimateTotal, `indicator-not-binary`, and `share-outside` under negative weights
 * @example estimateProportion(createDesign({ weights: [1, 1, 2], stages: [{}] }), [1, 1, 0]).value; // => 0.5
 */
export const estimateProportion = (
  design: SurveyDesign,
  indicator: Column,
  options: EstimateOptions & { readonly interval?: IntervalMethod } = {},
): Estimate => {
  const { interval = "logit", level = 0.95 } = options;
  const read = readOptions(design, options);
  for (const row of read.members) assertIndicator(row, indicator[row]!);
  const mean = meanOf(design, indicator, read);
  const p = toShare(mean.value);
  const spread = {
    p,
    standardError: mean.standardError,
    df: mean.degreesOfFreedom,
    respondents: mean.respondents,
    level,
  };
  return { ...mean, value: p, interval: proportionInterval(spread, interval) };
};

/**
 * One estimate for each category: `estimateBy(design, streets, (domain) => estimateProportion(design, literate, { domain }))`.
 *
 * @returns categories in the order of first appearance, with their estimates
 * @throws SurveyError `column-length`, and what `estimate` throws
 * @example estimateBy(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), ["a", "a", "b", "b"], (domain) => domain[0])[1].estimate; // => 0
 */
export const estimateBy = <T>(
  design: SurveyDesign,
  labels: Labels,
  estimate: (domain: Uint8Array, name: string) => T,
): { readonly name: string; readonly estimate: T }[] => {
  if (labels.length !== design.rows)
    throw new SurveyError("column-length", { column: "labels", got: labels.length, rows: design.rows });
  const { codes, names } = encode(labels);
  const rows = names.map((): number[] => []);
  for (let row = 0; row < design.rows; row += 1) rows[codes[row]!]!.push(row);
  return names.map((name, code) => {
    const domain = new Uint8Array(design.rows);
    for (const row of rows[code]!) domain[row] = 1;
    return { name, estimate: estimate(domain, name) };
  });
};
