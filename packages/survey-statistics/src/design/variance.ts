// Reads of typed arrays carry `!`: all indices are codes of a compiled design or below a stated length.
import { choleskySolve } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import type { CalibrationStep, CompiledStage, SurveyDesign } from "./design.ts";

/** Replaces weighted scores w·u by w·(u − x'B), B of the regression of u on the calibration's columns (Deville & Särndal 1992, 3.4). */
const residualise = (scores: Float64Array, weights: Float64Array, step: CalibrationStep): void => {
  const { columns, size, factor, cellOfRow } = step;
  const cells = columns.length / size;
  const sums = new Float64Array(cells);
  for (let row = 0; row < scores.length; row += 1)
    if (scores[row] !== 0) sums[cellOfRow[row]!]! += (step.weights[row]! * scores[row]!) / weights[row]!;
  const moment = new Float64Array(size);
  for (let cell = 0; cell < cells; cell += 1)
    if (sums[cell] !== 0)
      for (let k = 0; k < size; k += 1) moment[k]! += sums[cell]! * columns[cell * size + k]!;
  choleskySolve(factor, moment);
  for (let cell = 0; cell < cells; cell += 1) {
    let fitted = 0;
    for (let k = 0; k < size; k += 1) fitted += columns[cell * size + k]! * moment[k]!;
    sums[cell] = fitted;
  }
  for (let row = 0; row < scores.length; row += 1) scores[row]! -= weights[row]! * sums[cellOfRow[row]!]!;
};

/** Sums of scores over the units of a stage: units × count. */
const totalsOfUnits = (
  stage: CompiledStage,
  scores: readonly Float64Array[],
  members: Int32Array | undefined,
): Float64Array => {
  const count = scores.length;
  const totals = new Float64Array(stage.stratumOfUnit.length * count);
  for (let k = 0; k < count; k += 1) {
    const column = scores[k]!;
    if (members !== undefined)
      for (const row of members) totals[stage.unitOfRow[row]! * count + k]! += column[row]!;
    else
      for (let row = 0; row < column.length; row += 1)
        totals[stage.unitOfRow[row]! * count + k]! += column[row]!;
  }
  return totals;
};

const stageCovariance = (
  stage: CompiledStage,
  scores: readonly Float64Array[],
  { lonely, members }: { lonely: SurveyDesign["lonelyStrata"]; members: Int32Array | undefined },
): Float64Array => {
  const count = scores.length;
  const totals = totalsOfUnits(stage, scores, members);
  const strata = stage.unitsInStratum.length;
  const means = new Float64Array(strata * count);
  const units = stage.stratumOfUnit.length;
  for (let unit = 0; unit < units; unit += 1) {
    const stratum = stage.stratumOfUnit[unit]!;
    const n = stage.unitsInStratum[stratum]!;
    if (n === 1 && lonely === "adjust") continue; // measured from 0, the grand mean of the scores
    const centre = stage.centre[unit]!;
    for (let k = 0; k < count; k += 1) means[stratum * count + k]! += centre * totals[unit * count + k]!;
  }
  const covariance = new Float64Array(count * count);
  const boost = lonely === "average" ? lonelyBoost(stage) : undefined;
  for (let unit = 0; unit < units; unit += 1) {
    const stratum = stage.stratumOfUnit[unit]!;
    const n = stage.unitsInStratum[stratum]!;
    const scale =
      stage.correction[unit]! *
      (n > 1 ? n / (n - 1) : 1) *
      stage.factor[stratum]! *
      (boost ? boost[stratum]! : 1);
    if (scale === 0) continue;
    for (let i = 0; i < count; i += 1) {
      const left = scale * (totals[unit * count + i]! - means[stratum * count + i]!);
      for (let j = 0; j <= i; j += 1)
        covariance[i * count + j]! += left * (totals[unit * count + j]! - means[stratum * count + j]!);
    }
  }
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < i; j += 1) covariance[j * count + i] = covariance[i * count + j]!;
  return covariance;
};

/** By how much the other strata of the same parent stand in for lonely ones. */
export const lonelyBoost = (stage: CompiledStage): Float64Array => {
  const parents = stage.parentOfStratum.reduce((most, parent) => Math.max(most, parent), -1) + 1;
  const all = new Float64Array(parents);
  const usable = new Float64Array(parents);
  const certain = new Uint8Array(stage.unitsInStratum.length);
  for (let unit = 0; unit < stage.stratumOfUnit.length; unit += 1)
    if (stage.correction[unit]! < 1e-7) certain[stage.stratumOfUnit[unit]!] = 1;
  for (let stratum = 0; stratum < stage.unitsInStratum.length; stratum += 1) {
    const parent = stage.parentOfStratum[stratum]!;
    all[parent]! += 1;
    if (stage.unitsInStratum[stratum]! > 1 || certain[stratum] === 1) usable[parent]! += 1;
  }
  return Float64Array.from(stage.parentOfStratum, (parent) => all[parent]! / Math.max(1, usable[parent]!));
};

const jointCovariance = (design: SurveyDesign, scores: readonly Float64Array[]): Float64Array => {
  // Called only for a design with joint probabilities.
  const { probabilities, variance } = design.joint!;
  const { rows } = design;
  const count = scores.length;
  const covariance = new Float64Array(count * count);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < rows; j += 1) {
      const both = probabilities[i * rows + j]!;
      const weight = (both - probabilities[i * rows + i]! * probabilities[j * rows + j]!) / both;
      for (let a = 0; a < count; a += 1)
        for (let b = 0; b < count; b += 1) {
          const plain = scores[a]![i]! * scores[b]![j]!;
          covariance[a * count + b]! +=
            weight * (variance === "horvitz-thompson" ? plain : plain - scores[a]![i]! * scores[b]![i]!);
        }
    }
  return covariance;
};

/**
 * The covariance matrix of estimated totals, from their weighted scores (Särndal, Swensson & Wretman 1992, 4.3 and 5.5;
 * stage by stage, each stage times the fractions before it). Calibrated designs first take residuals.
 *
 * @param design of n rows
 * @param scores one Float64Array of n weighted scores a total; not changed
 * @param members the rows outside of which all scores are 0, where they are few; all rows unless told
 * @returns count × count, row-major
 * @throws SurveyError `variance-negative` where a Horvitz–Thompson variance comes out below 0
 * @example covarianceOfTotals(createDesign({ weights: [1, 1], stages: [{}] }), [new Float64Array([1, 3])]); // => new Float64Array([4])
 */
export const covarianceOfTotals = (
  design: SurveyDesign,
  scores: readonly Float64Array[],
  members?: Int32Array,
): Float64Array => {
  let used = scores;
  let touched = members;
  if (design.calibrations.length > 0) {
    touched = undefined; // the regression reaches every row
    used = scores.map((column) => column.slice());
    for (const step of design.calibrations.toReversed())
      for (const column of used) residualise(column, design.weights, step);
  }
  const count = scores.length;
  const covariance = new Float64Array(count * count);
  const parts = design.joint
    ? [jointCovariance(design, used)]
    : design.stages.map((stage) =>
        stageCovariance(stage, used, { lonely: design.lonelyStrata, members: touched }),
      );
  for (const part of parts) for (let k = 0; k < part.length; k += 1) covariance[k]! += part[k]!;
  for (let k = 0; k < count; k += 1) {
    const value = covariance[k * count + k]!;
    if (value < 0 && value < -1e-9 * Math.abs(covariance[0]!))
      throw new SurveyError("variance-negative", { method: design.joint?.variance ?? "", value });
    if (value < 0) covariance[k * count + k] = 0;
  }
  return covariance;
};
