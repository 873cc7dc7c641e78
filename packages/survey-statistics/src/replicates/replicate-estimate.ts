// Reads of typed arrays carry `!`: columns and replicates are counted here.
import { studentTQuantile } from "@kepu/numerics";
import { assertRows, type Column } from "../design/columns.ts";
import { SurveyError } from "../errors.ts";
import { type CombinedDraws, combineDraws } from "../estimates/plausible.ts";
import type { Replicates } from "./replicates.ts";

export interface ReplicateEstimate {
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Any statistic of the weights with its replicate variance.
 *
 * @param statistic weights in, number out; called once for the full sample and once a replicate
 * @param options.level 0.95 unless told
 * @throws SurveyError `value-not-finite` (with the replicate as row) where the statistic is no finite number
 * @example estimateReplicated(createReplicates(createDesign({ weights: [1, 1], stages: [{}] }), { kind: "jk1" }), (weights) => weightedMean([1, 3], weights)).standardError; // => 1
 */
export const estimateReplicated = (
  replicates: Replicates,
  statistic: (weights: Float64Array) => number,
  options: { readonly level?: number } = {},
): ReplicateEstimate => {
  const { level = 0.95 } = options;
  const value = statistic(replicates.weights);
  const values = replicates.replicates.map((weights) => statistic(weights));
  for (const [row, one] of [value, ...values].entries())
    if (!Number.isFinite(one)) throw new SurveyError("value-not-finite", { row, column: "重复权数统计量" });
  let centre = value;
  if (replicates.centre === "mean") {
    const used = values.filter((_, row) => replicates.rowScales[row]! > 0);
    // Where everybody was drawn no replicate counts, and there is no error.
    if (used.length > 0) centre = used.reduce((sum, one) => sum + one, 0) / used.length;
  }
  let squares = 0;
  for (const [row, one] of values.entries()) squares += replicates.rowScales[row]! * (one - centre) ** 2;
  const standardError = Math.sqrt(replicates.scale * squares);
  const df = replicates.degreesOfFreedom;
  if (!(df > 0)) throw new SurveyError("degrees-of-freedom-missing", { value: df });
  const reach = studentTQuantile((1 + level) / 2, { df }) * standardError;
  return { value, standardError, degreesOfFreedom: df, lower: value - reach, upper: value + reach };
};

/**
 * Σ w·x / Σ w, over a domain if given.
 *
 * @throws SurveyError `column-length`, `domain-empty`
 * @example weightedMean([1, 3], new Float64Array([1, 1])); // => 2
 */
export const weightedMean = (
  values: Column,
  weights: Float64Array,
  options: { readonly domain?: Uint8Array } = {},
): number => {
  const { domain } = options;
  assertRows("values", values, weights.length);
  let sum = 0;
  let size = 0;
  for (let row = 0; row < weights.length; row += 1) {
    if (weights[row] === 0 || (domain && domain[row] !== 1)) continue;
    sum += weights[row]! * values[row]!;
    size += weights[row]!;
  }
  if (size === 0) throw new SurveyError("domain-empty", { domain: "" });
  return sum / size;
};

export type PlausibleEstimate = ReplicateEstimate & CombinedDraws;

/**
 * A statistic of plausible values with sampling variance by replicates and measurement variance by Rubin's rules (1987,
 * 3.1); degrees of freedom by Barnard & Rubin 1999.
 *
 * @param plausible M ≥ 2 columns of plausible values, one number a row
 * @param options.statistic of the values and the weights, such as the share above a cut
 * @param options.level 0.95 unless told
 * @throws SurveyError `setting-out-of-range` for fewer than two columns; as {@link estimateReplicated}
 * @example estimatePlausible(createReplicates(createDesign({ weights: [1, 1], stages: [{}] }), { kind: "jk1" }), [[1, 3], [1, 3]], { statistic: (values, weights) => weightedMean(values, weights) }).measurementVariance; // => 0
 */
export const estimatePlausible = (
  replicates: Replicates,
  plausible: readonly Column[],
  options: { readonly statistic: (values: Column, weights: Float64Array) => number; readonly level?: number },
): PlausibleEstimate => {
  const { statistic, level = 0.95 } = options;
  const each = plausible.map((values) =>
    estimateReplicated(replicates, (weights) => statistic(values, weights)),
  );
  const combined = combineDraws(
    each.map((one) => ({ value: one.value, variance: one.standardError ** 2 })),
    replicates.degreesOfFreedom,
  );
  const reach = studentTQuantile((1 + level) / 2, { df: combined.degreesOfFreedom }) * combined.standardError;
  return { ...combined, lower: combined.value - reach, upper: combined.value + reach };
};
