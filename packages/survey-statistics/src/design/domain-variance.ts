// Reads of typed arrays carry `!`: all indices are codes of a compiled design or below a stated length.
import { choleskySolve } from "@kepu/numerics";
import type { CalibrationStep, CompiledStage, SurveyDesign } from "./design.ts";
import { covarianceOfTotals, lonelyBoost } from "./variance.ts";

/** The variance of one domain's total, and the degrees of freedom of the rows it has. */
export interface DomainSpread {
  readonly variance: number;
  /** First-stage clusters less strata with a row of the domain. */
  readonly degreesOfFreedom: number;
}

/** Scores of the rows of a domain, in their order; rows outside have score 0. */
export type SpreadOfDomain = (members: Int32Array, scores: Float64Array) => DomainSpread;

/** Σ over units of scale·(t − mean)² of one stage, in which untouched units have total 0. */
interface StageSum {
  add(unit: number, score: number): void;
  /** Variance of what was added, and the units less strata that it touched; empties the stage for the next domain. */
  finish(): DomainSpread;
}

const sumStage = (stage: CompiledStage, lonely: SurveyDesign["lonelyStrata"]): StageSum => {
  const { stratumOfUnit, unitsInStratum, correction, centre, factor } = stage;
  const units = stratumOfUnit.length;
  const strata = unitsInStratum.length;
  const boost = lonely === "average" ? lonelyBoost(stage) : undefined;
  const scale = Float64Array.from(
    unitsInStratum,
    (n, h) => (n > 1 ? n / (n - 1) : 1) * factor[h]! * (boost?.[h] ?? 1),
  );
  const corrections = new Float64Array(strata);
  for (let unit = 0; unit < units; unit += 1) corrections[stratumOfUnit[unit]!]! += correction[unit]!;
  const totals = new Float64Array(units);
  const seen = new Uint8Array(units);
  const touched = new Int32Array(units);
  const means = new Float64Array(strata);
  const seenStratum = new Int32Array(strata);
  const rest = new Float64Array(strata);
  const touchedStrata = new Int32Array(strata);
  let count = 0;
  return {
    add: (unit, score) => {
      if (seen[unit] === 0) {
        seen[unit] = 1;
        touched[count] = unit;
        count += 1;
      }
      totals[unit]! += score;
    },
    finish: () => {
      let countStrata = 0;
      for (let k = 0; k < count; k += 1) {
        const unit = touched[k]!;
        const h = stratumOfUnit[unit]!;
        if (seenStratum[h] === 0) {
          touchedStrata[countStrata] = h;
          countStrata += 1;
          rest[h] = corrections[h]!;
          means[h] = 0;
        }
        seenStratum[h]! += 1;
        means[h]! += centre[unit]! * totals[unit]!;
      }
      for (let k = 0; k < countStrata; k += 1) {
        const h = touchedStrata[k]!;
        // With `adjust` a lonely stratum is measured from 0, the grand mean of the scores.
        if (lonely === "adjust" && unitsInStratum[h] === 1) means[h] = 0;
      }
      let variance = 0;
      for (let k = 0; k < count; k += 1) {
        const unit = touched[k]!;
        const h = stratumOfUnit[unit]!;
        variance += scale[h]! * correction[unit]! * (totals[unit]! - means[h]!) ** 2;
        rest[h]! -= correction[unit]!;
        totals[unit] = 0;
        seen[unit] = 0;
      }
      for (let k = 0; k < countStrata; k += 1) {
        const h = touchedStrata[k]!;
        // Units without a row of the domain have total 0, all the same distance from the mean.
        if (seenStratum[h]! < unitsInStratum[h]!)
          variance += scale[h]! * Math.max(0, rest[h]!) * means[h]! ** 2;
        seenStratum[h] = 0;
      }
      const degreesOfFreedom = count - countStrata;
      count = 0;
      return { variance, degreesOfFreedom };
    },
  };
};

/** Degrees of freedom of members, where the scores reach beyond them. */
const countFreedom = (stage: CompiledStage): ((members: Int32Array) => number) => {
  const seen = new Int32Array(stage.stratumOfUnit.length).fill(-1);
  const seenStratum = new Int32Array(stage.unitsInStratum.length).fill(-1);
  let turn = 0;
  return (members) => {
    let free = 0;
    for (const row of members) {
      const unit = stage.unitOfRow[row]!;
      if (seen[unit] === turn) continue;
      seen[unit] = turn;
      free += 1;
      const stratum = stage.stratumOfUnit[unit]!;
      if (seenStratum[stratum] !== turn) free -= 1;
      seenStratum[stratum] = turn;
    }
    turn += 1;
    return free;
  };
};

/** Σ over rows of weight · columns of one step ⊗ columns of another: by how much a later step's fit is in an earlier one's. */
const crossProducts = (step: CalibrationStep, later: CalibrationStep): Float64Array => {
  const result = new Float64Array(step.size * later.size);
  for (let row = 0; row < step.weights.length; row += 1) {
    const from = step.cellOfRow[row]! * step.size;
    const other = later.cellOfRow[row]! * later.size;
    for (let i = 0; i < step.size; i += 1) {
      const left = step.weights[row]! * step.columns[from + i]!;
      if (left === 0) continue;
      for (let j = 0; j < later.size; j += 1) result[i * later.size + j]! += left * later.columns[other + j]!;
    }
  }
  return result;
};

/** Coefficients of the regressions that calibrations take away from scores, from the last calibration to the first. */
const regressScores = (
  design: SurveyDesign,
): ((members: Int32Array, scores: Float64Array) => readonly Float64Array[]) => {
  const steps = design.calibrations.toReversed();
  const crosses = steps.map((step, place) =>
    steps.slice(0, place).map((later) => crossProducts(step, later)),
  );
  return (members, scores) => {
    const fits: Float64Array[] = [];
    for (const [place, step] of steps.entries()) {
      const { size, columns, cellOfRow, weights, factor } = step;
      const moment = new Float64Array(size);
      for (let k = 0; k < members.length; k += 1) {
        const row = members[k]!;
        if (scores[k] === 0) continue;
        const left = (weights[row]! * scores[k]!) / design.weights[row]!;
        const from = cellOfRow[row]! * size;
        for (let i = 0; i < size; i += 1) moment[i]! += left * columns[from + i]!;
      }
      for (const [earlier, fit] of fits.entries()) {
        const cross = crosses[place]![earlier]!;
        for (let i = 0; i < size; i += 1)
          for (let j = 0; j < fit.length; j += 1) moment[i]! -= cross[i * fit.length + j]! * fit[j]!;
      }
      choleskySolve(factor, moment);
      fits.push(moment);
    }
    return fits;
  };
};

/** Adds −w·x′B of every row to its unit: by the units' sums of w·x where those are fewer than rows, else row by row. */
const fittedSums = (
  design: SurveyDesign,
  stage: CompiledStage,
): ((fits: readonly Float64Array[], sum: StageSum) => void) => {
  const steps = design.calibrations.toReversed();
  const units = stage.stratumOfUnit.length;
  const width = steps.reduce((sum, { size }) => sum + size, 0);
  if (units * width > 2 * design.rows) {
    const fitted = steps.map(({ columns, size }) => new Float64Array(columns.length / size));
    return (fits, sum) => {
      for (const [place, { columns, size }] of steps.entries()) {
        const cells = fitted[place]!;
        const fit = fits[place]!;
        for (let cell = 0; cell < cells.length; cell += 1) {
          let value = 0;
          for (let k = 0; k < size; k += 1) value += columns[cell * size + k]! * fit[k]!;
          cells[cell] = value;
        }
      }
      for (let row = 0; row < design.rows; row += 1) {
        let value = 0;
        for (const [place, { cellOfRow }] of steps.entries()) value += fitted[place]![cellOfRow[row]!]!;
        sum.add(stage.unitOfRow[row]!, -design.weights[row]! * value);
      }
    };
  }
  const sums = new Float64Array(units * width);
  let at = 0;
  for (const { columns, size, cellOfRow } of steps) {
    for (let row = 0; row < design.rows; row += 1) {
      const to = stage.unitOfRow[row]! * width + at;
      const from = cellOfRow[row]! * size;
      for (let k = 0; k < size; k += 1) sums[to + k]! += design.weights[row]! * columns[from + k]!;
    }
    at += size;
  }
  const whole = new Float64Array(width);
  return (fits, sum) => {
    let place = 0;
    for (const fit of fits) {
      whole.set(fit, place);
      place += fit.length;
    }
    for (let unit = 0; unit < units; unit += 1) {
      let value = 0;
      for (let k = 0; k < width; k += 1) value += sums[unit * width + k]! * whole[k]!;
      sum.add(unit, -value);
    }
  };
};

/**
 * Variances for many domains of one design: what the domains have in common is made once, and each then costs what its own
 * rows cost (under calibrated weights: what the clusters cost). The numbers are those of {@link covarianceOfTotals}.
 */
export const createDomainSpread = (design: SurveyDesign): SpreadOfDomain => {
  const [first] = design.stages;
  const freedom = countFreedom(first!); // a design has a first stage
  if (design.joint !== undefined) {
    const spread = new Float64Array(design.rows);
    return (members, scores) => {
      for (const [k, row] of members.entries()) spread[row] = scores[k]!;
      const [variance = 0] = covarianceOfTotals(design, [spread]);
      for (const row of members) spread[row] = 0;
      return { variance, degreesOfFreedom: freedom(members) };
    };
  }
  const sums = design.stages.map((stage) => sumStage(stage, design.lonelyStrata));
  const regress = design.calibrations.length === 0 ? undefined : regressScores(design);
  const fitted = regress === undefined ? [] : design.stages.map((stage) => fittedSums(design, stage));
  return (members, scores) => {
    const fits = regress?.(members, scores);
    let variance = 0;
    for (const [place, stage] of design.stages.entries()) {
      const sum = sums[place]!;
      for (let k = 0; k < members.length; k += 1) sum.add(stage.unitOfRow[members[k]!]!, scores[k]!);
      if (fits !== undefined) fitted[place]!(fits, sum);
      variance += sum.finish().variance;
    }
    return { variance, degreesOfFreedom: freedom(members) };
  };
};
