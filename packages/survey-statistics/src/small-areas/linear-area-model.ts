import { choleskyInPlace, choleskySolve } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";

// Reads of typed arrays inside loops whose bounds come from the same arrays carry `!`: the index cannot be outside.

/** Areas × covariates with their direct estimates, checked once: everything after it works on numbers alone. */
export type AreaData = {
  /** Direct estimates of the sampled areas, length m. */
  readonly direct: Float64Array;
  /** Their sampling variances D, length m, positive. */
  readonly variances: Float64Array;
  /** Covariates m × p, row-major; a column of ones is the caller's. */
  readonly covariates: Float64Array;
  readonly columns: number;
};

/** Everything that generalised least squares gives at one value of the model variance A. */
export type AreaRegression = {
  readonly coefficients: Float64Array;
  /** Covariance of the coefficients, p × p: (X′V⁻¹X)⁻¹. */
  readonly covariance: Float64Array;
  readonly logDeterminant: number;
  /** Σ w r² with w = 1/(A + D). */
  readonly residualSum: number;
  readonly residuals: Float64Array;
};

const check = (condition: boolean, error: () => SurveyError): void => {
  if (!condition) throw error();
};

/**
 * Checks areas for Fay–Herriot models and lays them out as typed arrays.
 *
 * @param direct direct estimates of the m sampled areas
 * @param variances their sampling variances, each positive
 * @param covariates one row an area, p numbers each
 * @throws {SurveyError} `not-finite`, `variance-not-positive`, `rows-differ`,
 * `too-few-areas` (m ≤ p + 1)
 * @example toAreaData([1, 2, 3], [1, 1, 1], [[1], [1], [1]]).columns; // => 1
 */
export const toAreaData = (
  direct: ArrayLike<number>,
  variances: ArrayLike<number>,
  covariates: readonly (readonly number[])[],
): AreaData => {
  const m = direct.length;
  const p = covariates[0]?.length ?? 0;
  check(
    m === variances.length && m === covariates.length,
    () =>
      new SurveyError("rows-differ", {
        estimates: m,
        variances: variances.length,
        covariates: covariates.length,
      }),
  );
  check(p >= 1 && m > p + 1, () => new SurveyError("too-few-areas", { areas: m, columns: p }));
  const x = new Float64Array(m * p);
  for (let i = 0; i < m; i += 1) {
    check(
      Number.isFinite(direct[i]),
      () => new SurveyError("not-finite", { row: i + 1, column: "estimate" }),
    );
    check(
      Number.isFinite(variances[i]) && variances[i]! > 0,
      () => new SurveyError("variance-not-positive", { row: i + 1, value: String(variances[i]) }),
    );
    const row = covariates[i] ?? [];
    check(
      row.length === p,
      () => new SurveyError("covariates-differ", { row: i + 1, wanted: p, got: row.length }),
    );
    for (let j = 0; j < p; j += 1) {
      check(
        Number.isFinite(row[j]),
        () => new SurveyError("not-finite", { row: i + 1, column: `covariate ${j + 1}` }),
      );
      x[i * p + j] = row[j]!;
    }
  }
  return {
    direct: Float64Array.from(direct),
    variances: Float64Array.from(variances),
    covariates: x,
    columns: p,
  };
};

/** x′ M x of a symmetric p × p matrix. */
export const quadraticForm = (matrix: Float64Array, x: ArrayLike<number>, size: number): number => {
  let sum = 0;
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < size; b += 1) sum += matrix[a * size + b]! * x[a]! * x[b]!;
  return sum;
};

/** Σ over areas of weight(i)·x x′, p × p. */
export const weightedCrossProduct = (data: AreaData, weight: (area: number) => number): Float64Array => {
  const { covariates: x, columns: p } = data;
  const sum = new Float64Array(p * p);
  for (let i = 0; i < data.direct.length; i += 1) {
    const w = weight(i);
    for (let a = 0; a < p; a += 1) {
      const wa = w * x[i * p + a]!;
      for (let b = 0; b <= a; b += 1) sum[a * p + b]! += wa * x[i * p + b]!;
    }
  }
  for (let a = 0; a < p; a += 1) for (let b = a + 1; b < p; b += 1) sum[a * p + b] = sum[b * p + a]!;
  return sum;
};

/** Inverse and log determinant of a symmetric positive definite matrix; columns that depend on each other are refused. */
export const invertCrossProduct = (
  matrix: Float64Array,
  size: number,
): { readonly inverse: Float64Array; readonly logDeterminant: number } => {
  // Scaling to a unit diagonal makes "singular" mean collinear, not badly scaled units.
  const scale = new Float64Array(size);
  for (let a = 0; a < size; a += 1) {
    const d = matrix[a * size + a]!;
    if (!(d > 0)) throw new SurveyError("covariates-singular", { column: a + 1 });
    scale[a] = 1 / Math.sqrt(d);
  }
  const factor = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < size; b += 1) factor[a * size + b] = matrix[a * size + b]! * scale[a]! * scale[b]!;
  try {
    choleskyInPlace(factor, size);
  } catch (cause) {
    throw new SurveyError("covariates-singular", { column: size }, { cause });
  }
  let logDeterminant = 0;
  for (let a = 0; a < size; a += 1) {
    const d = factor[a * size + a]!;
    if (d * d < 1e-12) throw new SurveyError("covariates-singular", { column: a + 1 });
    logDeterminant += 2 * Math.log(d) - 2 * Math.log(scale[a]!);
  }
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let c = 0; c < size; c += 1) {
    unit.fill(0);
    unit[c] = 1;
    const column = choleskySolve(factor, unit);
    for (let a = 0; a < size; a += 1) inverse[a * size + c] = column[a]! * scale[a]! * scale[c]!;
  }
  return { inverse, logDeterminant };
};

/** Generalised least squares at model variance A (Fay & Herriot 1979, eq. 2.4). */
export const regressAreas = (data: AreaData, modelVariance: number): AreaRegression => {
  const { direct: y, variances: d, covariates: x, columns: p } = data;
  const m = y.length;
  const { inverse, logDeterminant } = invertCrossProduct(
    weightedCrossProduct(data, (i) => 1 / (modelVariance + d[i]!)),
    p,
  );
  const right = new Float64Array(p);
  for (let i = 0; i < m; i += 1) {
    const w = y[i]! / (modelVariance + d[i]!);
    for (let a = 0; a < p; a += 1) right[a]! += w * x[i * p + a]!;
  }
  const coefficients = new Float64Array(p);
  for (let a = 0; a < p; a += 1)
    for (let b = 0; b < p; b += 1) coefficients[a]! += inverse[a * p + b]! * right[b]!;
  const residuals = new Float64Array(m);
  let residualSum = 0;
  for (let i = 0; i < m; i += 1) {
    let fitted = 0;
    for (let a = 0; a < p; a += 1) fitted += x[i * p + a]! * coefficients[a]!;
    const r = y[i]! - fitted;
    residuals[i] = r;
    residualSum += (r * r) / (modelVariance + d[i]!);
  }
  return { coefficients, covariance: inverse, logDeterminant, residualSum, residuals };
};
