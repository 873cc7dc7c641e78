import { PsychometricsError } from "../errors.ts";

// Reads carry `!`: indices are bounded by the number of draws.

/** One figure from several plausible values. */
export type CombinedEstimate = {
  readonly estimate: number;
  /** Mean of the sampling variances. */
  readonly samplingVariance: number;
  /** Variance between the draws, B. */
  readonly imputationVariance: number;
  /** U + (1 + 1/M) B. */
  readonly variance: number;
  readonly standardError: number;
  /** Share of the variance that comes from measurement: (1 + 1/M) B / T. */
  readonly missingInformation: number;
  /** (M − 1) / missingInformation²; Infinity where the draws agree. */
  readonly degrees: number;
};

/**
 * Rubin's combination (Rubin 1987, eqs. 3.1.2–3.1.6) of the same estimate from each set of plausible values.
 *
 * @param estimates one a set, at least 2
 * @param samplingVariances the design's variance of each
 * @throws {PsychometricsError} psychometrics.number_invalid · items_mismatch
 * @example combinePlausibleValues([1, 3], [4, 4]).variance; // => 7
 */
export const combinePlausibleValues = (
  estimates: readonly number[],
  samplingVariances: readonly number[],
): CombinedEstimate => {
  const draws = estimates.length;
  if (draws < 2)
    throw new PsychometricsError("psychometrics.number_invalid", {
      name: "estimates",
      value: draws,
      least: 2,
      most: 1000,
    });
  if (samplingVariances.length !== draws)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: draws,
      given: samplingVariances.length,
    });
  for (const [name, values] of [
    ["estimates", estimates],
    ["samplingVariances", samplingVariances],
  ] as const)
    for (const [index, value] of values.entries())
      if (!Number.isFinite(value) || (name === "samplingVariances" && value < 0))
        throw new PsychometricsError("psychometrics.number_invalid", {
          name: `${name}[${index + 1}]`,
          value: String(value),
          least: name === "estimates" ? "-∞" : 0,
          most: "∞",
        });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / draws;
  const estimate = mean(estimates);
  const samplingVariance = mean(samplingVariances);
  const imputationVariance = estimates.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (draws - 1);
  const measurement = (1 + 1 / draws) * imputationVariance;
  const variance = samplingVariance + measurement;
  const missingInformation = variance > 0 ? measurement / variance : 0;
  return {
    estimate,
    samplingVariance,
    imputationVariance,
    variance,
    standardError: Math.sqrt(variance),
    missingInformation,
    degrees: missingInformation > 0 ? (draws - 1) / missingInformation ** 2 : Number.POSITIVE_INFINITY,
  };
};
