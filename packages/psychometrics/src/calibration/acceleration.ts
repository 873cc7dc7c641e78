import { PsychometricsError } from "../errors.ts";
import { type ExpectationSpace, takeExpectation } from "./expectation.ts";
import { areValuesValid, gatherFree, type Layout, logPriorOf, scatterFree } from "./layout.ts";
import { type MaximisationSpace, takeMaximisation } from "./maximisation.ts";
import type { CalibrationOptions } from "./options.ts";
import type { PatternData } from "./patterns.ts";

// Squared extrapolation (SQUAREM: Varadhan & Roland 2008, scheme S3) of the EM map. Reads carry `!`.

/** One calibration at work. */
export type Problem = {
  readonly layout: Layout;
  readonly data: PatternData;
  readonly expectation: ExpectationSpace;
  readonly maximisation: MaximisationSpace;
  /** All values; changed in place. */
  readonly values: Float64Array;
};

/** How an EM iteration ended. */
export type EmOutcome = {
  readonly converged: boolean;
  readonly iterations: number;
  readonly largestChange: number;
};

/** Log-likelihood and log-posterior at the values of the problem, with the expected weights there. */
export const evaluateProblem = (problem: Problem): { logLikelihood: number; logPosterior: number } => {
  const logLikelihood = takeExpectation(problem.expectation, problem);
  return { logLikelihood, logPosterior: logLikelihood + logPriorOf(problem.layout, problem.values) };
};

/** Runs accelerated EM until the largest change of one step is below the tolerance. */
export const runEm = (
  problem: Problem,
  options: Pick<CalibrationOptions, "onProgress"> & {
    readonly tolerance: number;
    readonly maximumIterations: number;
  },
): EmOutcome => {
  const { layout, values } = problem;
  const size = layout.freeCount;
  const start = new Float64Array(size);
  const once = new Float64Array(size);
  const twice = new Float64Array(size);
  let iterations = 0;
  let largestChange = Number.POSITIVE_INFINITY;

  /** One EM step from `from` into `to`; returns the log-posterior at `from`. */
  const map = (from: Float64Array, to: Float64Array): number => {
    scatterFree(layout, from, values);
    const { logLikelihood, logPosterior } = evaluateProblem(problem);
    takeMaximisation({ layout, expectation: problem.expectation, values }, problem.maximisation);
    gatherFree(layout, values, to);
    iterations += 1;
    largestChange = 0;
    for (let i = 0; i < size; i += 1) largestChange = Math.max(largestChange, Math.abs(to[i]! - from[i]!));
    if (options.onProgress?.({ iteration: iterations, logLikelihood, largestChange }) === false)
      throw new PsychometricsError("psychometrics.aborted");
    return logPosterior;
  };
  const isDone = (): boolean => largestChange < options.tolerance || iterations >= options.maximumIterations;

  gatherFree(layout, values, start);
  // The first steps from rough starts are large and not on a line: extrapolating them leads astray.
  for (let warm = 0; warm < 3 && !isDone(); warm += 1) {
    map(start, once);
    start.set(once);
  }
  const far = new Float64Array(size);
  let reach = 4;
  while (!isDone()) {
    map(start, once);
    if (isDone()) {
      start.set(once);
      break;
    }
    const level = map(once, twice);
    if (isDone()) {
      start.set(twice);
      break;
    }
    let step = 0;
    let bend = 0;
    for (let i = 0; i < size; i += 1) {
      const first = once[i]! - start[i]!;
      step += first * first;
      bend += (twice[i]! - once[i]! - first) ** 2;
    }
    const length = Math.min(reach, Math.max(1, Math.sqrt(step / Math.max(bend, 1e-300))));
    for (let i = 0; i < size; i += 1) {
      const first = once[i]! - start[i]!;
      far[i] = start[i]! + 2 * length * first + length * length * (twice[i]! - once[i]! - first);
    }
    scatterFree(layout, far, values);
    start.set(twice);
    if (length <= 1 || !areValuesValid(layout, values)) {
      if (length >= reach) reach *= 4;
      continue;
    }
    // A step from the extrapolated point both measures it and mends it.
    if (map(far, once) >= level) start.set(once);
    else {
      largestChange = Number.POSITIVE_INFINITY;
      reach = Math.max(1.5, reach / 4);
      continue;
    }
    if (length >= reach) reach *= 4;
  }
  scatterFree(layout, start, values);
  return { converged: largestChange < options.tolerance, iterations, largestChange };
};
