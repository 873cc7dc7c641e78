// Reads of typed arrays carry `!`: rows run below `rows`, units and strata are codes made here.
import { SurveyError } from "../errors.ts";
import { assertRows, type Column, encode, type Labels } from "./columns.ts";

/** One stage of selection. A stage without clusters selects the rows themselves. */
export interface DesignStage {
  readonly strata?: Labels;
  readonly clusters?: Labels;
  /** Units in the stratum (within the cluster of the stage before), on every row; gives the finite population correction. */
  readonly populationSize?: Column;
  /** Instead: the fraction sampled, or under unequal probabilities the unit's own inclusion probability (Brewer's variance). */
  readonly samplingFraction?: Column;
}

/**
 * What to do with a stratum of one sampled unit that is no certainty: `refuse`; `certainty` counts it as 0; `adjust`
 * measures it from the grand mean of scores; `average` gives it the mean variance of the other strata (R survey.lonely.psu).
 */
export type LonelyRule = "refuse" | "certainty" | "adjust" | "average";

/** See {@link DesignInput.unequalProbabilities}. */
export type UnequalRule = "brewer" | "hajek";

export interface DesignInput {
  /** One a row, > 0; without them they are the inverse product of the stages' fractions. */
  readonly weights?: Column;
  readonly stages: readonly DesignStage[];
  readonly lonelyStrata?: LonelyRule;
  /**
   * How stages with unequal `samplingFraction` are summed: `brewer` measures units from their plain mean, `hajek` (1964) from
   * the mean weighted by 1 − π. Both are approximations for designs of fixed size and large entropy.
   */
  readonly unequalProbabilities?: UnequalRule;
  /** Joint inclusion probabilities (rows × rows, the diagonal holds the first-order ones) instead of the stages' formula. */
  readonly joint?: {
    readonly probabilities: Float64Array;
    readonly variance: "horvitz-thompson" | "sen-yates-grundy";
  };
}

/** A stage as the variance reads it. */
export interface CompiledStage {
  readonly unitOfRow: Int32Array;
  readonly stratumOfUnit: Int32Array;
  readonly unitsInStratum: Int32Array;
  /** Unit of the stage before that a stratum lies in; 0 at the first. */
  readonly parentOfStratum: Int32Array;
  /** 1 − sampling fraction, one a unit. */
  readonly correction: Float64Array;
  /** One a unit, adding to 1 in each stratum: the weights of the mean that units are measured from. */
  readonly centre: Float64Array;
  /** Product of the fractions of the stages before, one a stratum. */
  readonly factor: Float64Array;
}

/**
 * A residual step of calibrated weights: scores are replaced by residuals of a weighted regression on the calibration's
 * columns. Rows of one cell have the same columns.
 */
export interface CalibrationStep {
  readonly cellOfRow: Int32Array;
  /** cells × size, row-major, of full rank. */
  readonly columns: Float64Array;
  readonly size: number;
  /** Regression weights: those before this calibration. */
  readonly weights: Float64Array;
  /** Cholesky factor of columnsᵀ·weights·columns. */
  readonly factor: Float64Array;
}

/** A sampling design with its weights; made by {@link createDesign}, changed by the weighting functions only. */
export interface SurveyDesign {
  readonly rows: number;
  readonly weights: Float64Array;
  readonly stages: readonly CompiledStage[];
  readonly lonelyStrata: LonelyRule;
  readonly joint?: DesignInput["joint"];
  /** Applied from the last to the first. */
  readonly calibrations: readonly CalibrationStep[];
}

const fractionsOf = (
  stage: DesignStage,
  { rows, number, counts }: { rows: number; number: number; counts: (row: number) => number },
): Float64Array | undefined => {
  const { populationSize, samplingFraction } = stage;
  const given = populationSize ?? samplingFraction;
  if (given === undefined) return undefined;
  assertRows(`第 ${number} 阶段总体数`, given, rows);
  const fractions = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const value = given[row]!;
    const sample = counts(row);
    if (populationSize !== undefined && value < sample - 1e-9)
      throw new SurveyError("population-below-sample", {
        row: row + 1,
        stage: number,
        population: value,
        sample,
      });
    const fraction = populationSize === undefined ? value : sample / value;
    if (!(fraction > 0 && fraction <= 1 + 1e-12))
      throw new SurveyError("fraction-out-of-range", { row: row + 1, stage: number, value });
    fractions[row] = Math.min(1, fraction);
  }
  return fractions;
};

type StageContext = {
  rows: number;
  number: number;
  parents: Int32Array;
  rowFactor: Float64Array;
  lonely: LonelyRule;
  unequal: UnequalRule;
};

/** Weights of the units in the mean of their stratum; of certainties alone it is plain, and nothing is measured from it. */
const centreOf = (
  unequal: UnequalRule,
  stage: Pick<CompiledStage, "stratumOfUnit" | "unitsInStratum" | "correction">,
): Float64Array => {
  const { stratumOfUnit, unitsInStratum, correction } = stage;
  const sums = new Float64Array(unitsInStratum.length);
  for (const [unit, stratum] of stratumOfUnit.entries()) sums[stratum]! += correction[unit]!;
  return Float64Array.from(stratumOfUnit, (stratum, unit) =>
    unequal === "brewer" || sums[stratum] === 0
      ? 1 / unitsInStratum[stratum]!
      : correction[unit]! / sums[stratum]!,
  );
};

const compileStage = (
  stage: DesignStage,
  { rows, number, parents, rowFactor, lonely, unequal }: StageContext,
): { compiled: CompiledStage; fractions: Float64Array | undefined } => {
  if (stage.strata) assertRows(`第 ${number} 阶段层`, stage.strata, rows);
  if (stage.clusters) assertRows(`第 ${number} 阶段群`, stage.clusters, rows);
  const within = (labels: Labels | undefined): Labels =>
    Array.from({ length: rows }, (_, row) => `${parents[row]}\u0000${labels ? labels[row] : ""}`);
  const strata = encode(within(stage.strata)).codes;
  const units = stage.clusters
    ? encode(within(stage.clusters)).codes
    : Int32Array.from({ length: rows }, (_, row) => row);
  const stratumOfUnit: number[] = [];
  const unitsInStratum: number[] = [];
  const parentOfStratum: number[] = [];
  const firstRow: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const unit = units[row]!;
    const stratum = strata[row]!;
    parentOfStratum[stratum] = parents[row]!;
    unitsInStratum[stratum] ??= 0;
    if (stratumOfUnit[unit] === undefined) {
      stratumOfUnit[unit] = stratum;
      firstRow[unit] = row;
      unitsInStratum[stratum] += 1;
    } else if (stratumOfUnit[unit] !== stratum) {
      throw new SurveyError("cluster-in-two-strata", {
        row: row + 1,
        stage: number,
        cluster: String(stage.clusters?.[row] ?? row + 1),
      });
    }
  }
  const fractions = fractionsOf(stage, { rows, number, counts: (row) => unitsInStratum[strata[row]!]! });
  const correction = new Float64Array(stratumOfUnit.length).fill(1);
  const factor = new Float64Array(unitsInStratum.length);
  const sizes = new Map<number, number>();
  for (let row = 0; row < rows; row += 1) {
    const unit = units[row]!;
    const stratum = strata[row]!;
    factor[stratum] = rowFactor[row]!;
    if (!fractions) continue;
    const known = stage.populationSize
      ? (sizes.get(stratum) ?? fractions[row]!)
      : fractions[firstRow[unit]!]!;
    if (Math.abs(known - fractions[row]!) > 1e-9)
      throw new SurveyError("population-differs", { row: row + 1, stage: number });
    sizes.set(stratum, known);
    correction[unit] = 1 - fractions[row]!;
  }
  for (let unit = 0; unit < stratumOfUnit.length; unit += 1)
    if (lonely === "refuse" && unitsInStratum[stratumOfUnit[unit]!] === 1 && correction[unit]! > 1e-7)
      throw new SurveyError("lonely-stratum", { row: firstRow[unit]! + 1, stage: number });
  const made = {
    unitOfRow: units,
    stratumOfUnit: Int32Array.from(stratumOfUnit),
    unitsInStratum: Int32Array.from(unitsInStratum),
    parentOfStratum: Int32Array.from(parentOfStratum),
    correction,
    factor,
  };
  const compiled = { ...made, centre: centreOf(stage.samplingFraction ? unequal : "brewer", made) };
  return { compiled, fractions };
};

/**
 * A sampling design: strata, clusters and finite population corrections at each stage, and weights. A later stage counts
 * towards the variance only where every stage before states its fraction (else the first stage alone carries it, as with
 * replacement). Under unequal probabilities give `samplingFraction` (Brewer, Hájek) or `joint`.
 *
 * @param input columns of equal length
 * @throws SurveyError `design-empty`, `column-length`, `weight-not-positive`, `fraction-out-of-range`, `population-below-sample`, `population-differs`, `cluster-in-two-strata`, `lonely-stratum`, `joint-probabilities-bad`
 * @example createDesign({ stages: [{ populationSize: [10, 10] }] }).weights; // => new Float64Array([5, 5])
 */
export const createDesign = (input: DesignInput): SurveyDesign => {
  const { stages, lonelyStrata = "refuse", unequalProbabilities: unequal = "brewer" } = input;
  const rows = (
    input.weights ??
    stages
      .flatMap((stage) => [stage.clusters, stage.strata, stage.populationSize, stage.samplingFraction])
      .find((column) => column !== undefined) ??
    []
  ).length;
  if (rows === 0 || stages.length === 0) throw new SurveyError("design-empty");
  const compiled: CompiledStage[] = [];
  let parents: Int32Array = new Int32Array(rows);
  const rowFactor = new Float64Array(rows).fill(1);
  let open = true;
  for (const [index, stage] of stages.entries()) {
    // A stage that adds no variance needs no second unit in its strata.
    const lonely = open ? lonelyStrata : "certainty";
    const made = compileStage(stage, { rows, number: index + 1, parents, rowFactor, lonely, unequal });
    if (open) compiled.push(made.compiled);
    parents = made.compiled.unitOfRow;
    if (!made.fractions) open = false;
    else for (let row = 0; row < rows; row += 1) rowFactor[row]! *= made.fractions[row]!;
  }
  const weights = new Float64Array(rows);
  if (input.weights) assertRows("权数", input.weights, rows);
  for (let row = 0; row < rows; row += 1) {
    const weight = input.weights ? input.weights[row]! : 1 / rowFactor[row]!;
    if (!(weight > 0 && weight < Infinity))
      throw new SurveyError("weight-not-positive", { row: row + 1, value: weight });
    weights[row] = weight;
  }
  if (input.joint) assertJoint(input.joint.probabilities, rows);
  return {
    rows,
    weights,
    stages: compiled,
    lonelyStrata,
    calibrations: [],
    ...(input.joint ? { joint: input.joint } : {}),
  };
};

const assertJoint = (joint: Float64Array, rows: number): void => {
  assertRows("联合入样概率", joint, rows * rows);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const value = joint[i * rows + j]!;
      const bound = Math.min(joint[i * rows + i]!, joint[j * rows + j]!, 1) + 1e-9;
      if (!(value > 0 && value <= bound) || Math.abs(value - joint[j * rows + i]!) > 1e-9)
        throw new SurveyError("joint-probabilities-bad", { row: i + 1, column: j + 1 });
    }
};

/**
 * First-stage clusters less first-stage strata: the degrees of freedom of a design (R `degf`), of all rows or of a domain.
 *
 * @example degreesOfFreedom(createDesign({ weights: [1, 1, 1], stages: [{}] })); // => 2
 */
export const degreesOfFreedom = (design: SurveyDesign, domain?: Uint8Array): number => {
  // A design has at least one stage.
  const stage = design.stages[0]!;
  if (!domain) return stage.stratumOfUnit.length - stage.unitsInStratum.length;
  const units = new Uint8Array(stage.stratumOfUnit.length);
  const strata = new Uint8Array(stage.unitsInStratum.length);
  let count = 0;
  for (let row = 0; row < design.rows; row += 1) {
    const unit = stage.unitOfRow[row]!;
    if (domain[row] !== 1 || units[unit] === 1) continue;
    units[unit] = 1;
    count += 1;
    const stratum = stage.stratumOfUnit[unit]!;
    if (strata[stratum] === 0) count -= 1;
    strata[stratum] = 1;
  }
  return count;
};
