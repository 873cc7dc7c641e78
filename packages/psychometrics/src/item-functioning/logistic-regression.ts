import { choleskyInPlace, choleskySolve, invertSymmetric, NumericsError } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { logistic } from "../models/logistic.ts";

// Reads carry `!`: indices are bounded by rows and columns.

/** Right answers out of trials at rows of predictors, row-major with `width` columns. */
export type BinomialRows = {
  readonly right: readonly number[];
  readonly trials: readonly number[];
  readonly predictors: Float64Array;
  readonly width: number;
};

/** A fitted logistic regression. The deviance is that of the single answers, not of the joined rows. */
export type LogisticFit = {
  readonly coefficients: Float64Array;
  readonly errors: Float64Array;
  readonly covariance: Float64Array;
  readonly deviance: number;
};

/** −(y log p + (1 − y) log(1 − p)) at the logit, without cancellation. */
const loss = (right: number, trials: number, logit: number): number =>
  right * Math.log1p(Math.exp(-Math.abs(logit))) +
  (trials - right) * Math.log1p(Math.exp(-Math.abs(logit))) +
  (logit < 0 ? -right * logit : (trials - right) * logit);

const devianceOf = ({ right, trials, predictors, width }: BinomialRows, beta: Float64Array): number => {
  let sum = 0;
  for (let row = 0; row < right.length; row += 1) {
    let logit = 0;
    for (let j = 0; j < width; j += 1) logit += beta[j]! * predictors[row * width + j]!;
    sum += 2 * loss(right[row]!, trials[row]!, logit);
  }
  return sum;
};

/** A logit beyond this at convergence means that a predictor tells right and wrong apart without error. */
const separatedLogit = 25;

/**
 * Maximum likelihood by Newton's method with halved steps. Refuses separated data (no finite maximum) and predictors that
 * depend on each other.
 *
 * @throws {PsychometricsError} psychometrics.regression_separated · predictors_collinear
 */
export const fitLogistic = (rows: BinomialRows, item: string): LogisticFit => {
  const { right, trials, predictors, width } = rows;
  const beta = new Float64Array(width);
  const separated = () => new PsychometricsError("psychometrics.regression_separated", { item });
  let deviance = devianceOf(rows, beta);
  const information = new Float64Array(width * width);
  const gradient = new Float64Array(width);
  for (let step = 0; step < 100; step += 1) {
    information.fill(0);
    gradient.fill(0);
    for (let row = 0; row < right.length; row += 1) {
      let logit = 0;
      for (let j = 0; j < width; j += 1) logit += beta[j]! * predictors[row * width + j]!;
      const p = logistic(logit);
      const weight = trials[row]! * p * logistic(-logit);
      for (let j = 0; j < width; j += 1) {
        const x = predictors[row * width + j]!;
        gradient[j]! += x * (right[row]! - trials[row]! * p);
        for (let k = 0; k <= j; k += 1)
          information[j * width + k]! += weight * x * predictors[row * width + k]!;
      }
    }
    let move: Float64Array;
    try {
      move = choleskySolve(choleskyInPlace(information.slice(), width), gradient.slice());
    } catch (error) {
      if (!(error instanceof NumericsError)) throw error;
      if (step > 3) throw separated();
      throw new PsychometricsError(
        "psychometrics.predictors_collinear",
        { column: Number(error.values["row"] ?? 1) },
        { cause: error },
      );
    }
    let scale = 1;
    let next = beta;
    let reached = deviance;
    for (let half = 0; half < 30; half += 1) {
      next = beta.map((value, j) => value + scale * move[j]!);
      reached = devianceOf(rows, next);
      if (reached <= deviance + 1e-12 * Math.abs(deviance)) break;
      scale *= 0.5;
    }
    const change = Math.abs(deviance - reached) / (Math.abs(reached) + 0.1);
    beta.set(next);
    deviance = reached;
    if (change > 1e-13) continue;
    for (let j = 0; j < width; j += 1)
      for (let k = 0; k < j; k += 1) information[k * width + j] = information[j * width + k]!;
    for (let row = 0; row < right.length; row += 1) {
      let logit = 0;
      for (let j = 0; j < width; j += 1) logit += beta[j]! * predictors[row * width + j]!;
      if (Math.abs(logit) > separatedLogit) throw separated();
    }
    const covariance = invertSymmetric(information, width);
    return {
      coefficients: beta,
      covariance,
      errors: Float64Array.from({ length: width }, (_, j) => Math.sqrt(covariance[j * width + j]!)),
      deviance,
    };
  }
  throw separated();
};
