import { normalQuantile, studentTCdf, studentTQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";

/** `reached`, `not-reached`, or `cannot-tell`: the sample does not decide, and nobody should say that it does. */
export type VerdictOutcome = "reached" | "not-reached" | "cannot-tell";

export type TargetEstimate = {
  /** Estimated share, in (0, 1). */
  readonly estimate: number;
  /** Standard error from everything that a larger sample makes smaller: sampling, non-response, measurement of persons. */
  readonly standardError: number;
  /** Design degrees of freedom; Infinity for a normal interval. */
  readonly degreesOfFreedom: number;
  /** Standard error that no sample makes smaller: linking of the scale, the cut. 0 unless told. */
  readonly fixedStandardError?: number;
  /** Respondents behind the estimate, for the sample size that would decide. */
  readonly respondents: number;
};

export type VerdictRule = {
  /** The share that must be exceeded, p₀ in (0, 1). */
  readonly target: number;
  /**
   * How sure one must be, in (0.5, 1); 0.95 unless told. Confidence: the one-sided bound of this level lies beyond p₀.
   * Probability: the probability of p > p₀ under a flat prior on the logit scale is at least this. With a flat prior both
   * say the same, and both figures are reported.
   */
  readonly confidence?: number;
  /** Probability with which the proposed sample shall decide if the estimate is the truth; 0.8 unless told. */
  readonly power?: number;
};

export type Verdict = {
  readonly outcome: VerdictOutcome;
  readonly target: number;
  readonly confidence: number;
  /** One-sided bounds of the stated confidence. */
  readonly lowerBound: number;
  readonly upperBound: number;
  /** Two-sided interval of the same confidence, on the logit scale. */
  readonly lower: number;
  readonly upper: number;
  /** Probability that the share exceeds the target, flat prior on the logit scale. */
  readonly probabilityAbove: number;
  readonly standardError: number;
  /** Respondents of a sample of the same design that would decide with the stated power; undefined where none does. */
  readonly respondentsToDecide: number | undefined;
};

const logit = (p: number): number => Math.log(p / (1 - p));
const inverseLogit = (x: number): number => 1 / (1 + Math.exp(-x));

const tCdf = (x: number, df: number): number => studentTCdf(x, { df: Math.min(df, 1e7) });
const tQuantile = (p: number, df: number): number => studentTQuantile(p, { df: Math.min(df, 1e7) });

const between = (
  value: number,
  range: { readonly low: number; readonly high: number; readonly name: string },
): void => {
  const { low, high, name } = range;
  if (!(value > low && value < high))
    throw new SurveyError("setting-out-of-range", {
      name,
      value: String(value),
      range: `${low} 与 ${high} 之间`,
    });
};

/**
 * Respondents that would decide: the n at which the one-sided test on the logit scale has the stated power, the estimate
 * taken as the truth, the design effect as it is. Undefined when the estimate is the target, or when the part of the
 * error that does not shrink is alone too large.
 */
const sampleToDecide = (
  estimate: TargetEstimate,
  rule: { readonly target: number; readonly confidence: number; readonly power: number },
): number | undefined => {
  const { estimate: p, standardError, fixedStandardError = 0, respondents } = estimate;
  const distance = Math.abs(logit(p) - logit(rule.target));
  const sure = normalQuantile(rule.confidence) + normalQuantile(rule.power);
  const slope = p * (1 - p);
  const allowed = (distance / sure) ** 2 - (fixedStandardError / slope) ** 2;
  if (!(allowed > 0)) return undefined;
  const needed = Math.ceil((respondents * (standardError / slope) ** 2) / allowed - 1e-9);
  return Number.isSafeInteger(needed) ? needed : undefined;
};

/**
 * Judges a target "more than p₀" by a stated rule, on the logit scale: t = (logit p̂ − logit p₀)/(se/(p̂(1 − p̂))).
 * Reached: the lower one-sided bound lies above p₀. Not reached: the upper one lies below. Else it cannot be told, and the
 * sample size that would decide is given. A point estimate above the target is not enough for "reached".
 *
 * Give the whole error: with plausible values Rubin's total variance, with a linked scale the linking error as
 * `fixedStandardError`.
 *
 * @throws {SurveyError} `estimate-out-of-range`, `setting-out-of-range`
 * @example judgeTarget({ estimate: 0.25, standardError: 0.01, degreesOfFreedom: 100, respondents: 2000 }, { target: 0.18 }).outcome; // => "reached"
 */
export const judgeTarget = (estimate: TargetEstimate, rule: VerdictRule): Verdict => {
  const { estimate: p, standardError, degreesOfFreedom: df, fixedStandardError = 0, respondents } = estimate;
  const { target, confidence = 0.95, power = 0.8 } = rule;
  between(target, { low: 0, high: 1, name: "target" });
  between(confidence, { low: 0.5, high: 1, name: "confidence" });
  between(power, { low: 0, high: 1, name: "power" });
  const refuse = (name: string, value: number, options: { readonly range: string }): never => {
    throw new SurveyError("estimate-out-of-range", { name, value: String(value), range: options.range });
  };
  if (!(p > 0 && p < 1)) refuse("estimate", p, { range: "大于 0 且小于 1" });
  if (!(standardError > 0 && Number.isFinite(standardError)))
    refuse("standardError", standardError, { range: "大于 0" });
  if (!(fixedStandardError >= 0 && Number.isFinite(fixedStandardError)))
    refuse("fixedStandardError", fixedStandardError, { range: "不小于 0" });
  // Below one tenth Student's t has no use, and its quantiles leave the range of doubles.
  if (!(df >= 0.1)) refuse("degreesOfFreedom", df, { range: "不小于 0.1" });
  if (!(respondents > 0 && Number.isFinite(respondents)))
    refuse("respondents", respondents, { range: "大于 0" });
  const total = Math.hypot(standardError, fixedStandardError);
  const onLogit = total / (p * (1 - p));
  const oneSided = tQuantile(confidence, df) * onLogit;
  const twoSided = tQuantile((1 + confidence) / 2, df) * onLogit;
  const centre = logit(p);
  const lowerBound = inverseLogit(centre - oneSided);
  const upperBound = inverseLogit(centre + oneSided);
  return {
    outcome: lowerBound > target ? "reached" : upperBound < target ? "not-reached" : "cannot-tell",
    target,
    confidence,
    lowerBound,
    upperBound,
    lower: inverseLogit(centre - twoSided),
    upper: inverseLogit(centre + twoSided),
    probabilityAbove: tCdf((centre - logit(target)) / onLogit, df),
    standardError: total,
    respondentsToDecide: sampleToDecide(estimate, { target, confidence, power }),
  };
};
