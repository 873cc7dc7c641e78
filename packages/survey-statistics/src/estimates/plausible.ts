import { studentTQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import type { ConfidenceInterval, Estimate } from "./estimate.ts";
import { proportionInterval } from "./proportion.ts";

/** Sampling and measurement error of one figure, by Rubin's rules. */
export interface CombinedDraws {
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Mean variance within the plausible values, from sampling. */
  readonly samplingVariance: number;
  /** (1 + 1/M) times the variance between them, from measurement. */
  readonly measurementVariance: number;
  /** Share of the whole variance that is measurement. */
  readonly missingInformation: number;
}

/**
 * Rubin's rules (1987, 3.1) for the same figure from each set of plausible values; degrees of freedom by Barnard & Rubin
 * 1999, which never exceed those of the design.
 *
 * @param draws value and sampling variance a set, at least 2
 * @param degreesOfFreedom of the design
 * @throws SurveyError `setting-out-of-range` for fewer than two sets
 * @example combineDraws([{ value: 1, variance: 4 }, { value: 3, variance: 4 }], 30).standardError ** 2; // => 7.000000000000001
 */
export const combineDraws = (
  draws: readonly { readonly value: number; readonly variance: number }[],
  degreesOfFreedom: number,
): CombinedDraws => {
  const m = draws.length;
  if (m < 2)
    throw new SurveyError("setting-out-of-range", { name: "plausible", value: m, range: "至少 2 列" });
  const value = draws.reduce((sum, one) => sum + one.value, 0) / m;
  const samplingVariance = draws.reduce((sum, one) => sum + one.variance, 0) / m;
  const between = draws.reduce((sum, one) => sum + (one.value - value) ** 2, 0) / (m - 1);
  const measurementVariance = (1 + 1 / m) * between;
  const variance = samplingVariance + measurementVariance;
  const missingInformation = variance > 0 ? measurementVariance / variance : 0;
  const observed =
    ((degreesOfFreedom + 1) / (degreesOfFreedom + 3)) * degreesOfFreedom * (1 - missingInformation);
  const imputed = missingInformation > 0 ? (m - 1) / missingInformation ** 2 : Infinity;
  const df = imputed === Infinity ? observed : observed === 0 ? imputed : 1 / (1 / imputed + 1 / observed);
  return {
    value,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: df,
    samplingVariance,
    measurementVariance,
    missingInformation,
  };
};

/** A share or mean from plausible values with its whole error. */
export interface CombinedEstimate extends CombinedDraws {
  readonly interval: ConfidenceInterval;
  readonly respondents: number;
  /** Mean weighted scores: their total has (nearly) the sampling variance. */
  readonly scores: Float64Array;
}

/**
 * Estimates of one design, one from each set of plausible values, as one: Taylor variance within, measurement between.
 * Shares get their interval on the logit scale, everything else a Wald interval.
 *
 * @param estimates made alike from each set, at least 2
 * @param options.interval `logit` unless told
 * @throws SurveyError `setting-out-of-range`
 * @example combineEstimates([[0, 1, 1], [0, 0, 1]].map((draw) => estimateProportion(createDesign({ weights: [1, 1, 1], stages: [{}] }), draw))).value; // => 0.5
 */
export const combineEstimates = (
  estimates: readonly Estimate[],
  options: { readonly interval?: "logit" | "wald"; readonly level?: number } = {},
): CombinedEstimate => {
  const { interval = "logit", level = 0.95 } = options;
  const [first] = estimates;
  const combined = combineDraws(
    estimates.map(({ value, standardError }) => ({ value, variance: standardError ** 2 })),
    first?.degreesOfFreedom ?? 0,
  );
  const { value, standardError, degreesOfFreedom: df } = combined;
  const respondents = first?.respondents ?? 0;
  const scores = new Float64Array(first?.scores.length ?? 0);
  for (const one of estimates)
    for (let row = 0; row < scores.length; row += 1)
      scores[row] = (scores[row] ?? 0) + (one.scores[row] ?? 0) / estimates.length;
  const reach = studentTQuantile((1 + level) / 2, { df }) * standardError;
  return {
    ...combined,
    respondents,
    scores,
    interval:
      interval === "wald"
        ? { lower: value - reach, upper: value + reach, level, method: "wald" }
        : proportionInterval({ p: value, standardError, df, respondents, level }, "logit"),
  };
};
