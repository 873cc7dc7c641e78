// Reads of typed arrays carry `!`: rows run below the number of weights.
import { assertRows, type Column, encode, type Labels } from "../design/columns.ts";
import { createDesign, type SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import { fitRegression } from "../estimates/regression.ts";

export interface ResponseAdjustment {
  /** One a row; 0 for non-respondents. Keep the rows above 0. */
  readonly weights: Float64Array;
  /** Cell or class with its sampled and responding rows and its factor. */
  readonly cells: readonly {
    readonly name: string;
    readonly sampled: number;
    readonly responded: number;
    readonly factor: number;
  }[];
}

const assertResponse = (weights: Column, responded: Column): void => {
  assertRows("responded", responded, weights.length);
  for (let row = 0; row < weights.length; row += 1) {
    if (!(weights[row]! > 0 && weights[row]! < Infinity))
      throw new SurveyError("weight-not-positive", { row: row + 1, value: weights[row]! });
    if (responded[row] !== 0 && responded[row] !== 1)
      throw new SurveyError("indicator-not-binary", { row: row + 1, value: responded[row]! });
  }
};

/**
 * Non-response adjustment by cells: respondents carry the weights of all sampled people of their cell (Särndal, Swensson
 * & Wretman 1992, 15.6).
 *
 * @param sample weights of everybody sampled, 1 for those who answered, and their cells
 * @throws SurveyError `column-length`, `weight-not-positive`, `indicator-not-binary`, `response-cell-empty`
 * @example adjustForResponse({ weights: [2, 2, 3], responded: [1, 0, 1], cells: ["a", "a", "b"] }).weights; // => new Float64Array([4, 0, 3])
 */
export const adjustForResponse = (sample: {
  readonly weights: Column;
  readonly responded: Column;
  readonly cells: Labels;
}): ResponseAdjustment => {
  const { weights, responded } = sample;
  assertResponse(weights, responded);
  assertRows("cells", sample.cells, weights.length);
  const { codes, names } = encode(sample.cells);
  const all = new Float64Array(names.length);
  const answered = new Float64Array(names.length);
  const sampledRows = new Float64Array(names.length);
  const respondedRows = new Float64Array(names.length);
  for (let row = 0; row < weights.length; row += 1) {
    const cell = codes[row]!;
    all[cell]! += weights[row]!;
    sampledRows[cell]! += 1;
    answered[cell]! += responded[row]! * weights[row]!;
    respondedRows[cell]! += responded[row]!;
  }
  const factors = all.map((whole, cell) => {
    if (!(answered[cell]! > 0)) throw new SurveyError("response-cell-empty", { cell: names[cell]! });
    return whole / answered[cell]!;
  });
  return {
    weights: Float64Array.from({ length: weights.length }, (_, row) =>
      responded[row] === 1 ? weights[row]! * factors[codes[row]!]! : 0,
    ),
    cells: names.map((name, cell) => ({
      name,
      sampled: sampledRows[cell]!,
      responded: respondedRows[cell]!,
      factor: factors[cell]!,
    })),
  };
};

/**
 * Non-response adjustment by response propensity: a weighted logistic regression of the answer on what is known of
 * everybody sampled; then cells of equal size by fitted chance (Rosenbaum & Rubin 1983; Little 1986), or, with `classes`
 * 0, the inverse of the chance itself.
 *
 * @param options.classes 5 unless told; 0 for inverse chances
 * @throws SurveyError as {@link adjustForResponse}, and those of `fitRegression`
 * @example adjustByPropensity({ weights: [1, 1, 1, 1], responded: [1, 0, 1, 0], predictors: [[0, 0, 1, 1]] }, { classes: 0 }).weights.map(Math.round); // => new Float64Array([2, 0, 2, 0])
 */
export const adjustByPropensity = (
  sample: { readonly weights: Column; readonly responded: Column; readonly predictors: readonly Column[] },
  options: { readonly classes?: number } = {},
): ResponseAdjustment & { readonly chances: Float64Array } => {
  const { weights, responded, predictors } = sample;
  const { classes = 5 } = options;
  if (!(Number.isInteger(classes) && classes >= 0 && classes <= 100))
    throw new SurveyError("setting-out-of-range", {
      name: "classes",
      value: classes,
      range: "0 到 100 的整数",
    });
  assertResponse(weights, responded);
  const design = createDesign({ weights, stages: [{}] });
  const { coefficients } = fitRegression(design, { outcome: responded, predictors }, { family: "logistic" });
  const chances = Float64Array.from({ length: weights.length }, (_, row) => {
    const eta = predictors.reduce(
      (sum, column, k) => sum + column[row]! * coefficients[k + 1]!,
      coefficients[0]!,
    );
    return 1 / (1 + Math.exp(-eta));
  });
  if (classes === 0)
    return {
      weights: chances.map((chance, row) => (responded[row] === 1 ? weights[row]! / chance : 0)),
      cells: [],
      chances,
    };
  const order = Array.from(chances.keys()).sort((a, b) => chances[a]! - chances[b]!);
  const cells: number[] = [];
  let last = 0;
  for (const [place, row] of order.entries()) {
    const wanted = Math.floor((place * classes) / order.length) + 1;
    // Equal chances stay in one class.
    if (place === 0 || chances[row]! > chances[order[place - 1]!]!) last = wanted;
    cells[row] = last;
  }
  return { ...adjustForResponse({ weights, responded, cells }), chances };
};

/** A design with other weights (after trimming); its calibrations keep their place in the errors. */
export const withWeights = (design: SurveyDesign, weights: Column): SurveyDesign => {
  assertRows("weights", weights, design.rows);
  for (let row = 0; row < design.rows; row += 1)
    if (!(weights[row]! > 0 && weights[row]! < Infinity))
      throw new SurveyError("weight-not-positive", { row: row + 1, value: weights[row]! });
  return { ...design, weights: Float64Array.from(weights) };
};

/**
 * Weights cut to bounds; what is cut off is spread evenly over the weights inside, again until all are inside (R
 * `trimWeights(strict = TRUE)`). The sum stays. Calibrate again afterwards.
 *
 * @throws SurveyError `setting-out-of-range` for bounds that cannot hold the sum
 * @example trimWeights([1, 2, 9], { lower: 0, upper: 6 }); // => new Float64Array([2.5, 3.5, 6])
 */
export const trimWeights = (
  weights: Column,
  bounds: { readonly lower: number; readonly upper: number },
): Float64Array => {
  const { lower, upper } = bounds;
  const trimmed = Float64Array.from(weights);
  const sum = trimmed.reduce((a, b) => a + b, 0);
  const refuse = (name: string, value: number): never => {
    throw new SurveyError("setting-out-of-range", { name, value, range: "上下限须容得下权数之和" });
  };
  if (!(lower >= 0 && lower < upper)) refuse("lower", lower);
  if (lower * trimmed.length > sum) refuse("lower", lower);
  if (!(upper * trimmed.length >= sum)) refuse("upper", upper);
  for (let round = 0; round < 1000; round += 1) {
    let excess = 0;
    let inside = 0;
    for (let row = 0; row < trimmed.length; row += 1) {
      const weight = trimmed[row]!;
      const cut = Math.min(upper, Math.max(lower, weight));
      excess += weight - cut;
      if (cut > lower && cut < upper) inside += 1;
      trimmed[row] = cut;
    }
    if (Math.abs(excess) <= 1e-12 * sum) return trimmed;
    if (inside === 0) refuse(excess > 0 ? "upper" : "lower", excess > 0 ? upper : lower);
    for (let row = 0; row < trimmed.length; row += 1)
      if (trimmed[row]! > lower && trimmed[row]! < upper) trimmed[row]! += excess / inside;
  }
  return refuse("upper", upper);
};

/** What a set of weights does to a survey. */
export interface WeightDiagnosis {
  readonly sum: number;
  readonly least: number;
  readonly largest: number;
  readonly coefficientOfVariation: number;
  /** Kish 1965: 1 + the squared coefficient of variation; what unequal weights cost if they say nothing of the outcome. */
  readonly kishDesignEffect: number;
  readonly effectiveRespondents: number;
}

/**
 * Range and Kish design effect of weights.
 *
 * @throws SurveyError `design-empty`, `weight-not-positive`
 * @example diagnoseWeights([1, 1, 1, 1]).kishDesignEffect; // => 1
 */
export const diagnoseWeights = (weights: Column): WeightDiagnosis => {
  if (weights.length === 0) throw new SurveyError("design-empty");
  let sum = 0;
  let squares = 0;
  let least = Infinity;
  let largest = 0;
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row]!;
    if (!(weight > 0 && weight < Infinity))
      throw new SurveyError("weight-not-positive", { row: row + 1, value: weight });
    sum += weight;
    squares += weight * weight;
    least = Math.min(least, weight);
    largest = Math.max(largest, weight);
  }
  const kishDesignEffect = (weights.length * squares) / (sum * sum);
  const coefficientOfVariation = Math.sqrt(Math.max(0, kishDesignEffect - 1));
  const effectiveRespondents = weights.length / kishDesignEffect;
  return { sum, least, largest, coefficientOfVariation, kishDesignEffect, effectiveRespondents };
};
