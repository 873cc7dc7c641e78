// Reads of typed arrays carry `!`: rows run below the design's `rows`.
import { studentTQuantile } from "@kepu/numerics";
import { assertRows, type Labels, membersOf } from "../design/columns.ts";
import { degreesOfFreedom, type SurveyDesign } from "../design/design.ts";
import { covarianceOfTotals } from "../design/variance.ts";
import { SurveyError } from "../errors.ts";

/** How a confidence interval was made. */
export type IntervalMethod = "wald" | "logit" | "arcsine" | "beta" | "wilson" | "likelihood";

export interface ConfidenceInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: IntervalMethod;
}

export interface EstimateOptions {
  /** 1 for rows that count, 0 for others; the others stay in the design, as they must. See {@link domainOf}. */
  readonly domain?: Uint8Array;
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
  /**
   * `design`: first-stage clusters less strata of the whole design; `domain`: of the rows of the domain, which is the
   * honest one for a street with few communities; or a number.
   */
  readonly degreesOfFreedom?: "design" | "domain" | number;
}

/** An estimate with its design-based error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly interval: ConfidenceInterval;
  /** Rows of the domain. */
  readonly respondents: number;
  /** Variance over that of a simple random sample of as many respondents (without replacement); absent for ratios. */
  readonly designEffect?: number;
  /** Weighted scores: their total has the estimate's variance. Differences and covariances of estimates need them. */
  readonly scores: Float64Array;
}

/**
 * The rows whose label is `name`, as a domain.
 *
 * @throws SurveyError `domain-empty`
 * @example domainOf(["a", "b", "a"], "a"); // => new Uint8Array([1, 0, 1])
 */
export const domainOf = (labels: Labels, name: string | number): Uint8Array => {
  const domain = Uint8Array.from(labels, (label) => (String(label) === String(name) ? 1 : 0));
  if (!domain.includes(1)) throw new SurveyError("domain-empty", { domain: String(name) });
  return domain;
};

/** Options as every estimator reads them. */
export type ReadOptions = {
  readonly domain: Uint8Array | undefined;
  /** Rows of the domain. */
  readonly members: Int32Array;
  readonly level: number;
  readonly df: number;
  readonly respondents: number;
};

/** Throws `setting-out-of-range` unless 0 < level < 1. */
export const assertLevel = (level: number): void => {
  if (!(level > 0 && level < 1))
    throw new SurveyError("setting-out-of-range", { name: "level", value: level, range: "0 到 1 之间" });
};

/** Checks domain, level and degrees of freedom once for all estimators. */
export const readOptions = (design: SurveyDesign, options: EstimateOptions): ReadOptions => {
  const { domain, level = 0.95 } = options;
  assertLevel(level);
  if (domain) assertRows("域", domain, design.rows);
  const members = membersOf(design.rows, domain);
  if (members.length === 0) throw new SurveyError("domain-empty", { domain: "" });
  const wanted = options.degreesOfFreedom ?? "design";
  const df =
    typeof wanted === "number" ? wanted : degreesOfFreedom(design, wanted === "domain" ? domain : undefined);
  if (!(df > 0)) throw new SurveyError("degrees-of-freedom-missing", { value: df });
  return { domain, members, level, df, respondents: members.length };
};

/** Standard error of the total of weighted scores; rows that are not `members` have score 0. */
export const standardErrorOf = (design: SurveyDesign, scores: Float64Array, members?: Int32Array): number =>
  Math.sqrt(covarianceOfTotals(design, [scores], members)[0]!);

/** value ± t · standard error. */
export const waldInterval = (
  value: number,
  standardError: number,
  { level, df }: { readonly level: number; readonly df: number },
): ConfidenceInterval => {
  const reach = studentTQuantile((1 + level) / 2, { df }) * standardError;
  return { lower: value - reach, upper: value + reach, level, method: "wald" };
};

/**
 * A linear combination Σ c·estimate with its error, the covariances included: a difference between streets, or a change
 * between waves of overlapping samples (stack the waves in one design, the shared clusters under the same names).
 *
 * @param design the design that all estimates come from
 * @param estimates made on it
 * @param options.coefficients one an estimate, default 1, −1
 * @throws SurveyError `column-length`, `setting-out-of-range`, `degrees-of-freedom-missing`
 * @example estimateContrast(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), [0, 1].map((k) => estimateMean(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), [1, 3, 2, 6], { domain: domainOf([0, 0, 1, 1], k) }))).value; // => -2
 */
export const estimateContrast = (
  design: SurveyDesign,
  estimates: readonly Pick<Estimate, "value" | "scores" | "respondents">[],
  options: EstimateOptions & { readonly coefficients?: readonly number[] } = {},
): Estimate => {
  const { coefficients = [1, -1], ...rest } = options;
  if (coefficients.length !== estimates.length)
    throw new SurveyError("column-length", {
      column: "coefficients",
      got: coefficients.length,
      rows: estimates.length,
    });
  const { level, df } = readOptions(design, rest);
  const scores = new Float64Array(design.rows);
  let value = 0;
  let respondents = 0;
  for (const [place, estimate] of estimates.entries()) {
    const coefficient = coefficients[place]!;
    assertRows("scores", estimate.scores, design.rows);
    value += coefficient * estimate.value;
    respondents += estimate.respondents;
    for (let row = 0; row < design.rows; row += 1) scores[row]! += coefficient * estimate.scores[row]!;
  }
  const standardError = standardErrorOf(design, scores);
  const interval = waldInterval(value, standardError, { level, df });
  return { value, standardError, degreesOfFreedom: df, interval, respondents, scores };
};

/** The covariance matrix of estimates of one design, row-major. */
export const covarianceOfEstimates = (
  design: SurveyDesign,
  estimates: readonly Pick<Estimate, "scores">[],
): Float64Array =>
  covarianceOfTotals(
    design,
    estimates.map(({ scores }) => scores),
  );
