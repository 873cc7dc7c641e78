import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { LinkingError } from "../linking/linking-error.ts";
import { checkNumber } from "../scoring/population.ts";
import type { Scores } from "../scoring/score-responses.ts";
import { type CombinedEstimate, combinePlausibleValues } from "./combination.ts";

// Reads carry `!`: indices are bounded by the persons.

/** Which persons count. */
export type ShareOptions = {
  readonly cut: number;
  /** Default `>=`. */
  readonly comparison?: ">" | ">=";
  /** Survey weights; default 1. */
  readonly weights?: ArrayLike<number>;
};

/** A share counted from scores that carry error, with what is wrong with it. */
export type BiasedShare = {
  readonly share: number;
  /** The refusal that was set aside; `describePsychometricsError` says it in words. */
  readonly warning: PsychometricsError;
  /** Estimated reliability of the scores: the lower, the larger the bias. Absent where the scores do not vary. */
  readonly reliability: number | undefined;
};

const indicatorOf = (values: ArrayLike<number>, { cut, comparison }: ShareOptions): Float64Array =>
  Float64Array.from(values, (value) => ((comparison === ">" ? value > cut : value >= cut) ? 1 : 0));

const checkWeights = (weights: ArrayLike<number> | undefined, persons: number): Float64Array => {
  if (weights === undefined) return new Float64Array(persons).fill(1);
  for (let person = 0; person < Math.max(persons, weights.length); person += 1) {
    const weight = Number(weights[person]);
    if (person >= persons || !(weight > 0 && weight < Infinity))
      throw new PsychometricsError("psychometrics.weights_invalid", {
        row: person + 1,
        value: String(weights[person]),
      });
  }
  return Float64Array.from(weights);
};

const meanOf = (values: ArrayLike<number>, weights: Float64Array): number => {
  let sum = 0;
  let total = 0;
  for (let person = 0; person < weights.length; person += 1) {
    sum += weights[person]! * values[person]!;
    total += weights[person]!;
  }
  return sum / total;
};

/** p(1 − p) over Kish's effective number of persons less one: a simple random sample with unequal weights. */
const simpleVariance = (share: number, weights: Float64Array): number => {
  let sum = 0;
  let square = 0;
  for (const weight of weights) {
    sum += weight;
    square += weight * weight;
  }
  return (share * (1 - share)) / Math.max(1, (sum * sum) / square - 1);
};

/**
 * The share of persons at or above a cut from plausible values, with the error of sampling and of measurement (Rubin 1987).
 *
 * @param sets sets × persons, at least 2, as `drawPlausibleValues` gives them
 * @param options `variance`: the sampling design's variance of the share of an indicator (0 or 1 a person); default that of a
 *   simple random sample with these weights, which knows no strata or clusters
 * @example shareOfPlausibleValues([[0, 2], [0, 0]], { cut: 1 }).estimate; // => 0.25
 * @throws {PsychometricsError} psychometrics.number_invalid · responses_empty · items_mismatch · weights_invalid
 */
export const shareOfPlausibleValues = (
  sets: readonly ArrayLike<number>[],
  options: ShareOptions & { readonly variance?: (indicator: Float64Array) => number },
): CombinedEstimate => {
  const persons = sets[0]?.length ?? 0;
  if (persons === 0) throw new PsychometricsError("psychometrics.responses_empty");
  checkNumber("cut", options.cut, { least: -1e6, most: 1e6 });
  for (const { length } of sets)
    if (length !== persons)
      throw new PsychometricsError("psychometrics.items_mismatch", { expected: persons, given: length });
  const weights = checkWeights(options.weights, persons);
  const indicators = sets.map((values) => indicatorOf(values, options));
  const shares = indicators.map((indicator) => meanOf(indicator, weights));
  return combinePlausibleValues(
    shares,
    indicators.map(
      (indicator, set) => options.variance?.(indicator) ?? simpleVariance(shares[set]!, weights),
    ),
  );
};

/**
 * The share of persons at or above a cut counted from scores. It is refused, for it is biased: EAP and MAP scores stand too
 * close together, ML and Warm scores too far apart, and a share in the tail is wrong by points. `shareOfPlausibleValues` is
 * the right way. With `accept: "biased"` the number is given with the warning.
 *
 * @throws {PsychometricsError} psychometrics.share_from_scores · number_invalid · weights_invalid · responses_empty
 */
export const shareOfScores = (
  scores: Pick<Scores, "method" | "theta" | "standardErrors">,
  options: ShareOptions & { readonly accept?: "biased" },
): BiasedShare => {
  const persons = scores.theta.length;
  if (persons === 0) throw new PsychometricsError("psychometrics.responses_empty");
  checkNumber("cut", options.cut, { least: -1e6, most: 1e6 });
  const weights = checkWeights(options.weights, persons);
  const mean = meanOf(scores.theta, weights);
  const share = meanOf(indicatorOf(scores.theta, options), weights);
  const shrunk = scores.method === "eap" || scores.method === "map";
  const warning = new PsychometricsError("psychometrics.share_from_scores", {
    method: scores.method.toUpperCase(),
    direction: shrunk === options.cut > mean ? "小" : "大",
  });
  if (options.accept !== "biased") throw warning;
  const spread = meanOf(
    scores.theta.map((theta) => (theta - mean) ** 2),
    weights,
  );
  const error = meanOf(
    scores.standardErrors.map((value) => value * value),
    weights,
  );
  const reliability = shrunk ? spread / (spread + error) : 1 - error / spread;
  return { share, warning, reliability: spread > 0 ? Math.max(0, reliability) : undefined };
};

/**
 * Plausible values on another scale with the error of linking in them: each set is moved by slope and intercept drawn from
 * the normal distribution of the linking's estimate, so that the variance between the sets holds measurement and linking.
 *
 * @param sets sets × persons
 * @param linking constants of θ_base = slope · θ + intercept and their errors (`linkScales`, `bootstrapLinking`)
 * @throws {PsychometricsError} psychometrics.number_invalid
 * @example linkPlausibleValues([[1], [2]], { slope: 2, intercept: 1, slopeError: 0, interceptError: 0, covariance: 0 }, { seed: 1 }); // => [new Float64Array([3]), new Float64Array([5])]
 */
export const linkPlausibleValues = (
  sets: readonly ArrayLike<number>[],
  linking: { readonly slope: number; readonly intercept: number } & Pick<
    LinkingError,
    "slopeError" | "interceptError" | "covariance"
  >,
  options: { readonly seed: number | string },
): Float64Array[] => {
  const { slope, intercept, slopeError, interceptError, covariance } = linking;
  checkNumber("slope", slope, { least: 1e-6, most: 1e6 });
  checkNumber("slopeError", slopeError, { least: 0, most: 1e6 });
  checkNumber("interceptError", interceptError, { least: 0, most: 1e6 });
  const shared = slopeError > 0 ? covariance / slopeError : 0;
  checkNumber("covariance", Math.abs(shared), { least: 0, most: interceptError * (1 + 1e-9) });
  const own = Math.sqrt(Math.max(0, interceptError ** 2 - shared ** 2));
  return sets.map((values, set) => {
    const random = createRandom(options.seed).fork(`linking ${set}`);
    const first = random.normal();
    const a = slope + slopeError * first;
    const b = intercept + shared * first + own * random.normal();
    return Float64Array.from(values, (value) => a * value + b);
  });
};
