// Reads of typed arrays carry `!`: rows, cells and columns are counted in targets.ts.
import { choleskyInPlace, choleskySolve, NumericsError } from "@kepu/numerics";
import type { SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import {
  type CalibrationTarget,
  cellWeights,
  gram,
  readMargin,
  type TargetColumns,
  toColumns,
  toStep,
  toUnits,
  withoutRedundant,
} from "./targets.ts";

export interface CalibrationOptions {
  /** `linear` (GREG), `raking` (exponential) or `logit` (needs bounds); Deville & Särndal 1992, cases 1, 2 and 6. */
  readonly distance: "linear" | "raking" | "logit";
  /** Least and largest change of a weight, lower < 1 < upper; `linear` is then truncated, `raking` may not have them. */
  readonly bounds?: { readonly lower: number; readonly upper: number };
  /** Steps, 200 unless told. */
  readonly iterations?: number;
  /**
   * 1 gives all rows of a first-stage cluster one factor, 2 of a second-stage one (R `aggregate.stage`): for households
   * whose members shall weigh alike.
   */
  readonly aggregateStage?: number;
}

export interface CalibratedDesign {
  readonly design: SurveyDesign;
  readonly iterations: number;
  /** Least and largest factor between the weights after and before. */
  readonly factors: { readonly least: number; readonly largest: number };
}

type Distance = { factor(u: number): number; slope(u: number): number };

const distanceOf = ({ distance, bounds }: CalibrationOptions): Distance => {
  const lower = bounds?.lower ?? -Infinity;
  const upper = bounds?.upper ?? Infinity;
  const wrong = (value: number, range: string): never => {
    throw new SurveyError("setting-out-of-range", { name: "bounds", value, range });
  };
  if (!(lower < 1)) wrong(lower, "下限小于 1");
  if (!(upper > 1)) wrong(upper, "上限大于 1");
  switch (distance) {
    case "linear":
      return {
        factor: (u) => Math.min(upper, Math.max(lower, 1 + u)),
        slope: (u) => (1 + u > lower && 1 + u < upper ? 1 : 0),
      };
    case "raking":
      if (bounds) wrong(lower, "raking 不带上下限，请用 logit");
      return { factor: (u) => Math.exp(u), slope: (u) => Math.exp(u) };
    case "logit": {
      if (!Number.isFinite(lower) || !Number.isFinite(upper)) wrong(lower, "logit 须给出有限的上下限");
      const steepness = (upper - lower) / ((1 - lower) * (upper - 1));
      // Written with e^(−|Au|), so that a far step does not overflow.
      const factor = (u: number): number => {
        const e = Math.exp(-Math.abs(steepness * u));
        const [low, high] = u > 0 ? [e, 1] : [1, e];
        return (
          (lower * (upper - 1) * low + upper * (1 - lower) * high) / ((upper - 1) * low + (1 - lower) * high)
        );
      };
      return {
        factor,
        slope: (u) => {
          const g = factor(u);
          return (steepness * (g - lower) * (upper - g)) / (upper - lower);
        },
      };
    }
    default:
      return distance satisfies never;
  }
};

/** Factors of the cells that meet the totals, by Newton's method with halved steps. */
const solve = (
  made: TargetColumns,
  start: Float64Array,
  { distance, iterations }: { distance: Distance; iterations: number },
): { factors: Float64Array; iterations: number } => {
  const { size, cells, columns, totals, names } = made;
  const lambda = new Float64Array(size);
  const factors = new Float64Array(cells).fill(1);
  const gap = new Float64Array(size);
  const predictor = (cell: number): number => {
    let u = 0;
    for (let k = 0; k < size; k += 1) u += columns[cell * size + k]! * lambda[k]!;
    return u;
  };
  const scale = Float64Array.from(totals, (total, k) => {
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += start[cell]! * Math.abs(columns[cell * size + k]!);
    return Math.max(Math.abs(total), 1e-3 * sum);
  });
  const measure = (): number => {
    gap.set(totals);
    for (let cell = 0; cell < cells; cell += 1) {
      factors[cell] = distance.factor(predictor(cell));
      const weight = start[cell]! * factors[cell]!;
      for (let k = 0; k < size; k += 1) gap[k]! -= weight * columns[cell * size + k]!;
    }
    let worst = 0;
    for (let k = 0; k < size; k += 1) worst = Math.max(worst, Math.abs(gap[k]!) / scale[k]!);
    return worst;
  };
  let worst = measure();
  let iteration = 0;
  for (; iteration < iterations && !(worst < 1e-12); iteration += 1) {
    const slopes = start.map((weight, cell) => weight * distance.slope(predictor(cell)));
    const step = gap.slice();
    try {
      choleskySolve(choleskyInPlace(gram(made, slopes), size), step);
    } catch (error) {
      if (error instanceof NumericsError) break;
      throw error;
    }
    const before = lambda.slice();
    const old = worst;
    for (let share = 1; share > 1e-4; share /= 2) {
      for (let k = 0; k < size; k += 1) lambda[k] = before[k]! + share * step[k]!;
      worst = measure();
      if (worst < old) break;
    }
    if (!(worst < old)) {
      // At the level of rounding the gap falls no more.
      lambda.set(before);
      worst = measure();
      break;
    }
  }
  if (!(worst < 1e-9)) {
    const column = gap.reduce(
      (at, value, k) => (Math.abs(value) / scale[k]! > Math.abs(gap[at]!) / scale[at]! ? k : at),
      0,
    );
    throw new SurveyError("calibration-not-converged", {
      iterations: iteration,
      gap: Number(gap[column]!.toPrecision(4)),
      column: names[column]!,
    });
  }
  return { factors, iterations: iteration };
};

const finish = (
  design: SurveyDesign,
  made: TargetColumns,
  { factors, iterations }: { factors: Float64Array; iterations: number },
): CalibratedDesign => {
  const weights = design.weights.map((weight, row) => weight * factors[made.cellOfRow[row]!]!);
  let least = Infinity;
  let largest = -Infinity;
  for (const factor of factors) {
    least = Math.min(least, factor);
    largest = Math.max(largest, factor);
  }
  const calibrations = [...design.calibrations, toStep(made, design.weights)];
  return { design: { ...design, weights, calibrations }, iterations, factors: { least, largest } };
};

/**
 * Calibrates the weights to population totals. Later errors are those of residuals from the design-weighted regression on
 * the targets (R `calibrate`).
 *
 * @param targets margins (categories with their populations) and numbers with their totals
 * @param options distance, bounds and steps
 * @returns the design with the new weights; linear weights without bounds may be negative, see `factors`
 * @throws SurveyError `column-length`, `value-not-finite`, `category-unknown`, `category-empty`, `totals-differ`, `calibration-singular`, `calibration-not-converged`, `setting-out-of-range`
 * @example calibrate(createDesign({ weights: [1, 1, 1], stages: [{}] }), [{ name: "sex", labels: ["f", "f", "m"], totals: { f: 4, m: 6 } }], { distance: "linear" }).design.weights.map(Math.round); // => new Float64Array([2, 2, 6])
 */
export const calibrate = (
  design: SurveyDesign,
  targets: readonly CalibrationTarget[],
  options: CalibrationOptions,
): CalibratedDesign => {
  const { aggregateStage } = options;
  const stage = aggregateStage === undefined ? undefined : design.stages[aggregateStage - 1];
  if (aggregateStage !== undefined && stage === undefined)
    throw new SurveyError("setting-out-of-range", {
      name: "aggregateStage",
      value: aggregateStage,
      range: `1 到 ${design.stages.length}`,
    });
  const byRow = toColumns(targets, design.rows);
  const all = stage === undefined ? byRow : toUnits(byRow, stage.unitOfRow, design.weights);
  const made = withoutRedundant(all, cellWeights(design.weights, all));
  const start = cellWeights(design.weights, made);
  const solved = solve(made, start, { distance: distanceOf(options), iterations: options.iterations ?? 200 });
  for (let k = 0; k < all.size; k += 1) {
    let sum = 0;
    let size = 0;
    for (let cell = 0; cell < all.cells; cell += 1) {
      const part = start[cell]! * solved.factors[cell]! * all.columns[cell * all.size + k]!;
      sum += part;
      size += Math.abs(part);
    }
    // A column left out as redundant must agree with the others' totals.
    if (Math.abs(sum - all.totals[k]!) > 1e-6 * Math.max(size, Math.abs(all.totals[k]!)))
      throw new SurveyError("calibration-singular", { column: all.names[k]! });
  }
  return finish(design, made, solved);
};

/** A margin of {@link rake} and {@link postStratify}. */
export type Margin = Extract<CalibrationTarget, { labels: unknown }>;

/** Margins compiled once for many sets of weights: replicates are raked cell by cell, not row by row. */
export interface RakingPlan {
  readonly made: TargetColumns;
  readonly margins: readonly {
    readonly codes: Int32Array;
    readonly totals: Float64Array;
    readonly names: readonly string[];
    readonly name: string;
  }[];
}

/** Compiles margins for {@link rakeWeights}. Errors as {@link rake}. */
export const planRaking = (margins: readonly Margin[], rows: number): RakingPlan => {
  const made = toColumns(margins, rows);
  const firstRow = new Int32Array(made.cells).fill(-1);
  for (let row = rows - 1; row >= 0; row -= 1) firstRow[made.cellOfRow[row]!] = row;
  return {
    made,
    margins: margins.map((margin) => {
      const { codes, totals, names } = readMargin(margin, rows);
      return { codes: firstRow.map((row) => codes[row]!), totals, names, name: margin.name };
    }),
  };
};

/** Factors of the cells by iterative proportional fitting (Deming & Stephan 1940). */
const rakeCells = (
  { margins, made }: RakingPlan,
  start: Float64Array,
  iterations: number,
): { factors: Float64Array; iterations: number } => {
  const factors = new Float64Array(made.cells).fill(1);
  const sums = margins.map(({ totals }) => new Float64Array(totals.length));
  for (let sweep = 1; ; sweep += 1) {
    let worst = 0;
    let where = "";
    for (const [place, { codes, totals, names, name }] of margins.entries()) {
      const sum = sums[place]!;
      sum.fill(0);
      for (let cell = 0; cell < factors.length; cell += 1)
        sum[codes[cell]!]! += start[cell]! * factors[cell]!;
      for (let code = 0; code < sum.length; code += 1) {
        const ratio = totals[code]! / sum[code]!;
        if (!(ratio < Infinity))
          throw new SurveyError("category-empty", { margin: name, category: names[code]! });
        if (Math.abs(ratio - 1) > worst) {
          worst = Math.abs(ratio - 1);
          where = `${name} ${names[code]}`;
        }
        sum[code] = ratio;
      }
      for (let cell = 0; cell < factors.length; cell += 1) factors[cell]! *= sum[codes[cell]!]!;
    }
    if (worst < 1e-12 || (margins.length === 1 && sweep === 1)) return { factors, iterations: sweep };
    if (sweep >= iterations) {
      // Slow convergence ends at a margin met to 1e-9; anything worse is no raking.
      if (worst < 1e-9) return { factors, iterations: sweep };
      throw new SurveyError("calibration-not-converged", { iterations, gap: worst, column: where });
    }
  }
};

/**
 * Raked copies of weights, for replicates: rows × nothing but weights, no design. Zero weights stay zero.
 *
 * @throws SurveyError `column-length`, `category-empty`, `calibration-not-converged`
 * @example rakeWeights(planRaking([{ name: "sex", labels: ["f", "m"], totals: { f: 4, m: 6 } }], 2), new Float64Array([1, 2])); // => new Float64Array([4, 6])
 */
export const rakeWeights = (plan: RakingPlan, weights: Float64Array): Float64Array => {
  if (weights.length !== plan.made.cellOfRow.length)
    throw new SurveyError("column-length", {
      column: "weights",
      got: weights.length,
      rows: plan.made.cellOfRow.length,
    });
  const { factors } = rakeCells(plan, cellWeights(weights, plan.made), 1000);
  return weights.map((weight, row) => weight * factors[plan.made.cellOfRow[row]!]!);
};

/**
 * Rakes the weights to several margins. The errors are those of design-weighted regression residuals (R
 * `calibrate(…, calfun = "raking")`), not those of R `rake()`, which are off under unequal weights.
 *
 * @param margins categories with their populations; all margins must add up to the same population
 * @param options.iterations sweeps, 1000 unless told
 * @throws SurveyError `column-length`, `category-unknown`, `category-empty`, `totals-differ`, `calibration-not-converged`
 * @example rake(createDesign({ weights: [1, 1], stages: [{}] }), [{ name: "sex", labels: ["f", "m"], totals: { f: 4, m: 6 } }]).design.weights; // => new Float64Array([4, 6])
 */
export const rake = (
  design: SurveyDesign,
  margins: readonly Margin[],
  options: { readonly iterations?: number } = {},
): CalibratedDesign => {
  const plan = planRaking(margins, design.rows);
  const solved = rakeCells(plan, cellWeights(design.weights, plan.made), options.iterations ?? 1000);
  return finish(design, plan.made, solved);
};

/**
 * Post-stratification: weights scaled to the population of each category.
 *
 * @throws SurveyError as {@link rake}
 * @example postStratify(createDesign({ weights: [1, 1, 1], stages: [{}] }), { name: "sex", labels: ["f", "f", "m"], totals: { f: 4, m: 6 } }).design.weights; // => new Float64Array([2, 2, 6])
 */
export const postStratify = (design: SurveyDesign, margin: Margin): CalibratedDesign =>
  rake(design, [margin]);
