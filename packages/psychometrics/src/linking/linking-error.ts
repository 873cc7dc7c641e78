import { choleskyInPlace, NumericsError, type Random } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { areValuesValid, gatherFree, scatterFree } from "../calibration/layout.ts";
import type { Calibration } from "../calibration/options.ts";
import { toCalibratedItem } from "../calibration/results.ts";
import { checkNumber } from "../scoring/population.ts";
import { type LinkingOptions, linkScales } from "./linking.ts";

/** Standard errors of the linking constants, in their own units. */
export type LinkingError = {
  readonly slopeError: number;
  readonly interceptError: number;
  /** Covariance of slope and intercept: the error of A·θ + B is √(θ²·slopeError² + 2θ·covariance + interceptError²). */
  readonly covariance: number;
  readonly replicates: number;
  /** Draws that were no possible items or could not be linked; they are drawn again and counted here. */
  readonly redrawn: number;
};

/** Lower Cholesky factor of a calibration's covariance, row-major. */
const factorOf = ({ covariance, parameterCount }: Calibration): Float64Array => {
  if (covariance === undefined) throw new PsychometricsError("psychometrics.covariance_missing");
  try {
    return choleskyInPlace(covariance.slice(), parameterCount);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw new PsychometricsError("psychometrics.information_singular", { parameter: "?" }, { cause: error });
  }
};

// Indices stay below the calibration's own counts: every `!` reads inside its array.

/** The items of a calibration at other free parameters; nothing where they are no possible items. */
export const itemsAt = ({ solution }: Calibration, free: Float64Array): readonly Item[] | undefined => {
  const { layout } = solution;
  const values = solution.values.slice();
  scatterFree(layout, free, values);
  if (!areValuesValid(layout, values)) return undefined;
  const context = { layout, values, covariance: undefined };
  return layout.items.map(
    (place) => toCalibratedItem(context, { place, given: undefined, scoreWeights: [] }).item,
  );
};

const createItemDraws = (calibration: Calibration, random: Random): (() => readonly Item[] | undefined) => {
  const { layout, values } = calibration.solution;
  const factor = factorOf(calibration);
  const size = calibration.parameterCount;
  const estimates = new Float64Array(size);
  gatherFree(layout, values, estimates);
  const normals = new Float64Array(size);
  const drawn = new Float64Array(size);
  return () => {
    for (let row = 0; row < size; row += 1) normals[row] = random.normal();
    for (let row = 0; row < size; row += 1) {
      let sum = estimates[row]!;
      for (let column = 0; column <= row; column += 1) sum += factor[row * size + column]! * normals[column]!;
      drawn[row] = sum;
    }
    return itemsAt(calibration, drawn);
  };
};

/**
 * Standard errors of linking by parametric bootstrap: item parameters of both calibrations are drawn from the normal
 * distributions of their estimates, independently, and linked anew each time. It holds the error that comes from finite
 * samples of persons; it does not hold the error of having chosen these common items and not others.
 *
 * @param newCalibration calibration to be moved, with standard errors
 * @param baseCalibration calibration on the scale to be reached, with standard errors
 * @param options as for `linkScales`; `replicates` (20 … 100,000, default 500); `random` a seeded generator; `onProgress` is
 *   called after every replicate and stops by returning false (error `aborted`)
 * @throws {PsychometricsError} psychometrics.covariance_missing · information_singular · number_invalid · linking_failed ·
 *   item_unknown · item_repeated · common_item_differs · common_items_few · aborted
 */
export const bootstrapLinking = (
  newCalibration: Calibration,
  baseCalibration: Calibration,
  options: LinkingOptions & {
    readonly replicates?: number;
    readonly random: Random;
    readonly onProgress?: (done: number, of: number) => boolean | void;
  },
): LinkingError => {
  const replicates = checkNumber("replicates", options.replicates ?? 500, { least: 20, most: 100_000 });
  const drawNew = createItemDraws(newCalibration, options.random.fork("new"));
  const drawBase = createItemDraws(baseCalibration, options.random.fork("base"));
  // Refuses what can never be linked, before the draws hide it.
  linkScales(
    newCalibration.items.map(({ item }) => item),
    baseCalibration.items.map(({ item }) => item),
    options,
  );
  const slopes: number[] = [];
  const intercepts: number[] = [];
  let redrawn = 0;
  while (slopes.length < replicates) {
    const [newItems, baseItems] = [drawNew(), drawBase()];
    if (newItems !== undefined && baseItems !== undefined)
      try {
        const { slope, intercept } = linkScales(newItems, baseItems, options);
        slopes.push(slope);
        intercepts.push(intercept);
        if (options.onProgress?.(slopes.length, replicates) === false)
          throw new PsychometricsError("psychometrics.aborted");
        continue;
      } catch (error) {
        if (!(error instanceof PsychometricsError) || error.code === "psychometrics.aborted") throw error;
      }
    redrawn += 1;
    if (redrawn > replicates)
      throw new PsychometricsError("psychometrics.linking_failed", { method: options.method });
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / replicates;
  const [slopeMean, interceptMean] = [mean(slopes), mean(intercepts)];
  const covarianceOf = (
    left: readonly number[],
    right: readonly number[],
    [x, y]: readonly [number, number],
  ) => left.reduce((sum, value, at) => sum + (value - x) * (right[at]! - y), 0) / (replicates - 1);
  return {
    slopeError: Math.sqrt(covarianceOf(slopes, slopes, [slopeMean, slopeMean])),
    interceptError: Math.sqrt(covarianceOf(intercepts, intercepts, [interceptMean, interceptMean])),
    covariance: covarianceOf(slopes, intercepts, [slopeMean, interceptMean]),
    replicates,
    redrawn,
  };
};
