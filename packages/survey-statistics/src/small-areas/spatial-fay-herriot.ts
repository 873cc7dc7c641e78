// Square matrices are row-major m × m, and every index below runs under m: reads carry `!`.
import {
  brentMinimum,
  choleskyInPlace,
  choleskyLogDeterminant,
  choleskySolve,
  invertSymmetric,
  NumericsError,
  symmetricEigen,
} from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { type AreaData, invertCrossProduct, weightedCrossProduct } from "./linear-area-model.ts";

/** A fitted spatial Fay–Herriot model with the predictions of its areas, in their order. */
export type SpatialFayHerriotFit = {
  readonly method: "reml" | "ml";
  /** ρ of v = ρWv + u, in (−1, 1); 0 where the model variance is 0. */
  readonly spatialCorrelation: number;
  /** σ², the variance of u. */
  readonly modelVariance: number;
  readonly atBoundary: boolean;
  readonly coefficients: Float64Array;
  /** p × p. */
  readonly coefficientCovariance: Float64Array;
  readonly logLikelihood: number;
  readonly restrictedLogLikelihood: number;
  /** V⁻¹, m × m: what benchmarking and conditional variances need. */
  readonly inverse: Float64Array;
  /** EBLUP, value from the covariates alone, and analytic mean squared error. */
  readonly areas: readonly {
    readonly prediction: number;
    readonly synthetic: number;
    readonly meanSquaredError: number;
  }[];
};

const multiply = (left: Float64Array, right: Float64Array, m: number): Float64Array => {
  const product = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1)
    for (let k = 0; k < m; k += 1) {
      const value = left[i * m + k]!;
      if (value === 0) continue;
      for (let j = 0; j < m; j += 1) product[i * m + j]! += value * right[k * m + j]!;
    }
  return product;
};

const readProximity = (proximity: readonly (readonly number[])[], m: number): Float64Array => {
  const refuse = (row: number, reason: string): never => {
    throw new SurveyError("proximity-bad", { row: row + 1, reason });
  };
  if (proximity.length !== m) refuse(proximity.length, `应有 ${m} 行`);
  const matrix = new Float64Array(m * m);
  for (const [i, row] of proximity.entries()) {
    if (row.length !== m) refuse(i, `应有 ${m} 列`);
    let sum = 0;
    for (const [j, value] of row.entries()) {
      if (!(value >= 0 && Number.isFinite(value))) refuse(i, `第 ${j + 1} 列是 ${value}`);
      if (i === j && value !== 0) refuse(i, "对角线不为 0");
      sum += value;
      matrix[i * m + j] = value;
    }
    if (sum !== 0 && Math.abs(sum - 1) > 1e-6) refuse(i, `这一行之和是 ${sum.toFixed(6)}`);
  }
  return matrix;
};

/** C(ρ) = (I − ρW)′(I − ρW), and its derivative in ρ. */
const precisionOf = (w: Float64Array, cross: Float64Array, options: { rho: number; m: number }) => {
  const { rho, m } = options;
  const matrix = new Float64Array(m * m);
  const derivative = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1) {
      const both = w[i * m + j]! + w[j * m + i]!;
      matrix[i * m + j] = (i === j ? 1 : 0) - rho * both + rho * rho * cross[i * m + j]!;
      derivative[i * m + j] = 2 * rho * cross[i * m + j]! - both;
    }
  return { matrix, derivative };
};

type Profile = { readonly objective: number; readonly variance: number };

/**
 * The likelihood at one ρ, highest in σ². D^(−½) C⁻¹ D^(−½) is taken apart into its eigenvectors once; in their directions
 * the data are independent with variances σ²λ + 1, so that each σ² costs no more than a regression.
 */
const profileAt = (
  data: AreaData,
  covariance: Float64Array,
  options: { readonly method: "reml" | "ml"; readonly top: number },
): Profile => {
  const { direct, variances, covariates, columns: p } = data;
  const m = direct.length;
  const scaled = covariance.map(
    (value, at) => value / Math.sqrt(variances[Math.floor(at / m)]! * variances[at % m]!),
  );
  const { values, vectors } = symmetricEigen(scaled, m);
  const rotate = (read: (area: number) => number): Float64Array => {
    const out = new Float64Array(m);
    for (let area = 0; area < m; area += 1) {
      const value = read(area) / Math.sqrt(variances[area]!);
      for (let k = 0; k < m; k += 1) out[k]! += vectors[k * m + area]! * value;
    }
    return out;
  };
  const y = rotate((area) => direct[area]!);
  const x = Array.from({ length: p }, (_, k) => rotate((area) => covariates[area * p + k]!));
  const minus = (variance: number): number => {
    const gram = new Float64Array(p * p);
    const right = new Float64Array(p);
    let logs = 0;
    let squares = 0;
    for (let k = 0; k < m; k += 1) {
      const spread = variance * Math.max(0, values[k]!) + 1;
      logs += Math.log(spread);
      squares += (y[k]! * y[k]!) / spread;
      for (let a = 0; a < p; a += 1) {
        right[a]! += (x[a]![k]! * y[k]!) / spread;
        for (let b = 0; b < p; b += 1) gram[a * p + b]! += (x[a]![k]! * x[b]![k]!) / spread;
      }
    }
    const factor = choleskyInPlace(gram, p);
    const solved = choleskySolve(factor, right.slice());
    for (let a = 0; a < p; a += 1) squares -= solved[a]! * right[a]!;
    return 0.5 * (logs + squares + (options.method === "reml" ? choleskyLogDeterminant(factor, p) : 0));
  };
  // Over σ, in which the likelihood is rounder than over σ².
  const { x: deviation, value } = brentMinimum((root) => minus(root * root), {
    lower: 0,
    upper: Math.sqrt(options.top),
    tolerance: 1e-8 * Math.sqrt(options.top),
  });
  const atZero = minus(0);
  return value < atZero - 1e-12
    ? { objective: -value, variance: deviation * deviation }
    : { objective: -atZero, variance: 0 };
};

type Matrices = {
  readonly v: Float64Array;
  readonly inverse: Float64Array;
  readonly covariance: Float64Array;
  /** Derivatives of V in σ² and ρ. */
  readonly slopes: readonly [Float64Array, Float64Array];
  /** Second derivatives: in σ² and ρ, and in ρ twice. */
  readonly mixed: Float64Array;
  readonly twice: Float64Array;
  readonly coefficientCovariance: Float64Array;
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  readonly logDeterminant: number;
  readonly logGram: number;
};

const matricesAt = (
  data: AreaData,
  { w, cross }: { readonly w: Float64Array; readonly cross: Float64Array },
  at: { readonly variance: number; readonly rho: number },
): Matrices => {
  const { direct, variances, covariates: x, columns: p } = data;
  const m = direct.length;
  const { variance, rho } = at;
  const { matrix, derivative } = precisionOf(w, cross, { rho, m });
  const omega = invertSymmetric(matrix, m);
  const bent = multiply(multiply(omega, derivative, m), omega, m);
  const v = omega.map((value) => variance * value);
  for (let i = 0; i < m; i += 1) v[i * m + i]! += variances[i]!;
  const inverse = invertSymmetric(v, m);
  const logDeterminant = choleskyLogDeterminant(choleskyInPlace(v.slice(), m), m);
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let a = 0; a < p; a += 1) {
        const left = x[i * p + a]! * inverse[i * m + j]!;
        right[a]! += left * direct[j]!;
        for (let b = 0; b < p; b += 1) gram[a * p + b]! += left * x[j * p + b]!;
      }
  const { inverse: coefficientCovariance, logDeterminant: logGram } = invertCrossProduct(gram, p);
  const coefficients = new Float64Array(p);
  for (let a = 0; a < p; a += 1)
    for (let b = 0; b < p; b += 1) coefficients[a]! += coefficientCovariance[a * p + b]! * right[b]!;
  const residuals = direct.map((value, i) => {
    let fitted = 0;
    for (let a = 0; a < p; a += 1) fitted += x[i * p + a]! * coefficients[a]!;
    return value - fitted;
  });
  const squared = multiply(multiply(omega, cross, m), omega, m);
  const again = multiply(multiply(bent, derivative, m), omega, m);
  return {
    v,
    inverse,
    covariance: omega,
    slopes: [omega, bent.map((value) => -variance * value)],
    mixed: bent.map((value) => -value),
    twice: again.map((value, k) => 2 * variance * (value - squared[k]!)),
    coefficientCovariance,
    coefficients,
    residuals,
    logDeterminant,
    logGram,
  };
};

/** V⁻¹ less what the regression takes: P = V⁻¹ − V⁻¹X(X′V⁻¹X)⁻¹X′V⁻¹. */
const projectionOf = ({ covariates: x, columns: p }: AreaData, made: Matrices, m: number): Float64Array => {
  const { inverse, coefficientCovariance } = made;
  const half = new Float64Array(m * p);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let a = 0; a < p; a += 1) half[i * p + a]! += inverse[i * m + j]! * x[j * p + a]!;
  const projection = inverse.slice();
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let a = 0; a < p; a += 1)
        for (let b = 0; b < p; b += 1)
          projection[i * m + j]! -= half[i * p + a]! * coefficientCovariance[a * p + b]! * half[j * p + b]!;
  return projection;
};

const traceOf = (left: Float64Array, right: Float64Array, m: number): number => {
  let sum = 0;
  for (let i = 0; i < m; i += 1) for (let j = 0; j < m; j += 1) sum += left[i * m + j]! * right[j * m + i]!;
  return sum;
};

/** Scores and expected information of (σ², ρ). */
const scoring = (data: AreaData, made: Matrices, method: "reml" | "ml") => {
  const m = data.direct.length;
  const kernel = method === "reml" ? projectionOf(data, made, m) : made.inverse;
  const moved = new Float64Array(m);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1) moved[i]! += made.inverse[i * m + j]! * made.residuals[j]!;
  const products = made.slopes.map((slope) => multiply(kernel, slope, m));
  const score = made.slopes.map((slope, k) => {
    let quadratic = 0;
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < m; j += 1) quadratic += moved[i]! * slope[i * m + j]! * moved[j]!;
    let trace = 0;
    for (let i = 0; i < m; i += 1) trace += products[k]![i * m + i]!;
    return 0.5 * (quadratic - trace);
  });
  const information = (a: number, b: number): number => 0.5 * traceOf(products[a]!, products[b]!, m);
  const [aa, ab, bb] = [information(0, 0), information(0, 1), information(1, 1)];
  const determinant = aa * bb - ab * ab;
  // Inverse of the 2 × 2 information: what the estimates of σ² and ρ are worth.
  return {
    score: [score[0]!, score[1]!] as const,
    // Without neighbours nothing is known of ρ: it stays where it is, and costs nothing.
    inverse:
      determinant > 1e-12 * aa * bb
        ? ([bb / determinant, -ab / determinant, aa / determinant] as const)
        : ([1 / aa, 0, 0] as const),
  };
};

const diagonalOf = (matrix: Float64Array, m: number): Float64Array =>
  Float64Array.from({ length: m }, (_, i) => matrix[i * m + i]!);

/** g1 + g2 + 2·g3 − g4, less the bias of ML (Singh, Shukla & Kundu 2005; Molina, Salvati & Pratesi 2009, eqs. 8–11). */
const errorsOf = (
  data: AreaData,
  made: Matrices,
  options: { readonly variance: number; readonly method: "reml" | "ml" },
): Float64Array => {
  const { variances, covariates: x, columns: p } = data;
  const m = variances.length;
  const { inverse, slopes, coefficientCovariance } = made;
  const { inverse: spread } = scoring(data, made, options.method);
  // K = D V⁻¹; G − G V⁻¹ G = D − D V⁻¹ D, and every derivative of it is K · derivative · K′.
  const k = inverse.map((value, at) => variances[Math.floor(at / m)]! * value);
  const around = (middle: Float64Array): Float64Array => {
    const left = multiply(k, middle, m);
    return Float64Array.from({ length: m }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < m; j += 1) sum += left[i * m + j]! * k[i * m + j]!;
      return sum;
    });
  };
  const inner = (a: 0 | 1, b: 0 | 1): Float64Array => multiply(multiply(slopes[a], inverse, m), slopes[b], m);
  const [s11, s12, s22] = spread;
  const g3 = [around(inner(0, 0)), around(inner(0, 1)), around(inner(1, 1))] as const;
  const g4 = [around(made.mixed), around(made.twice)] as const;
  const gradient = [around(slopes[0]), around(slopes[1])] as const;
  const bias = options.method === "ml" ? biasOf(data, made, spread) : [0, 0];
  const kDiagonal = diagonalOf(k, m);
  return Float64Array.from({ length: m }, (_, i) => {
    const g1 = variances[i]! * (1 - kDiagonal[i]!);
    const row = new Float64Array(p);
    for (let j = 0; j < m; j += 1) for (let a = 0; a < p; a += 1) row[a]! += k[i * m + j]! * x[j * p + a]!;
    let g2 = 0;
    for (let a = 0; a < p; a += 1)
      for (let b = 0; b < p; b += 1) g2 += row[a]! * coefficientCovariance[a * p + b]! * row[b]!;
    const third = s11 * g3[0][i]! + 2 * s12 * g3[1][i]! + s22 * g3[2][i]!;
    const fourth = 0.5 * (2 * s12 * g4[0][i]! + s22 * g4[1][i]!);
    const shift = bias[0]! * gradient[0][i]! + bias[1]! * gradient[1][i]!;
    return g1 + g2 + 2 * third - fourth - shift;
  });
};

/** First-order bias of the ML estimates: ½ I⁻¹ h, h = −tr((X′V⁻¹X)⁻¹ X′V⁻¹ V_k V⁻¹X). */
const biasOf = (
  { covariates: x, columns: p }: AreaData,
  { inverse, slopes, coefficientCovariance }: Matrices,
  [s11, s12, s22]: readonly [number, number, number],
): readonly number[] => {
  const m = x.length / p;
  const half = new Float64Array(m * p);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let a = 0; a < p; a += 1) half[i * p + a]! += inverse[i * m + j]! * x[j * p + a]!;
  const [h1, h2] = slopes.map((slope) => {
    let sum = 0;
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < m; j += 1)
        for (let a = 0; a < p; a += 1)
          for (let b = 0; b < p; b += 1)
            sum -=
              half[i * p + a]! * slope[i * m + j]! * half[j * p + b]! * coefficientCovariance[a * p + b]!;
    return sum;
  });
  return [0.5 * (s11 * h1! + s12 * h2!), 0.5 * (s12 * h1! + s22 * h2!)];
};

const fitMatrices = (
  data: AreaData,
  proximity: readonly (readonly number[])[],
  method: "reml" | "ml",
): SpatialFayHerriotFit => {
  const { direct, variances, covariates: x, columns: p } = data;
  const m = direct.length;
  const w = readProximity(proximity, m);
  // Columns that depend on each other are refused here, by name; below they would only make a matrix singular.
  invertCrossProduct(
    weightedCrossProduct(data, (area) => 1 / variances[area]!),
    p,
  );
  const transposed = Float64Array.from(w, (_, at) => w[(at % m) * m + Math.floor(at / m)]!);
  const weights = { w, cross: multiply(transposed, w, m) };
  const mean = direct.reduce((a, b) => a + b, 0) / m;
  const top = 4 * (direct.reduce((sum, value) => sum + (value - mean) ** 2, 0) / m + Math.max(...variances));
  const profile = (rho: number): Profile => {
    const { matrix } = precisionOf(w, weights.cross, { rho, m });
    return profileAt(data, invertSymmetric(matrix, m), { method, top });
  };
  const edge = 1 - 1e-6;
  const grid = Array.from({ length: 15 }, (_, k) => edge * Math.sin(((k - 7) / 14) * Math.PI));
  const profiles = grid.map(profile);
  const best = profiles.reduce((at, one, k) => (one.objective > profiles[at]!.objective ? k : at), 7);
  let { x: rho } = brentMinimum((at) => -profile(at).objective, {
    lower: grid[Math.max(0, best - 1)]!,
    upper: grid[Math.min(14, best + 1)]!,
    tolerance: 1e-8,
  });
  let { variance } = profile(rho);
  const atBoundary = variance === 0;
  if (atBoundary) rho = 0;
  let made = matricesAt(data, weights, { variance, rho });
  // Scoring from the summit that the search found; a step that leaves the range means that the summit lies at its edge.
  for (let step = atBoundary ? 50 : 0; step < 50; step += 1) {
    const { score, inverse } = scoring(data, made, method);
    const moveVariance = inverse[0] * score[0] + inverse[1] * score[1];
    const moveRho = inverse[1] * score[0] + inverse[2] * score[1];
    const next = { variance: variance + moveVariance, rho: rho + moveRho };
    if (!(next.variance > 0 && Math.abs(next.rho) < edge)) break;
    ({ variance, rho } = next);
    made = matricesAt(data, weights, next);
    if (Math.abs(moveVariance) < 1e-12 * variance && Math.abs(moveRho) < 1e-12) break;
  }
  const residualSum = made.residuals.reduce((sum, left, i) => {
    let row = 0;
    for (let j = 0; j < m; j += 1) row += made.inverse[i * m + j]! * made.residuals[j]!;
    return sum + left * row;
  }, 0);
  const logLikelihood = -0.5 * (m * Math.log(2 * Math.PI) + made.logDeterminant + residualSum);
  const errors = atBoundary ? undefined : errorsOf(data, made, { variance, method });
  return {
    method,
    spatialCorrelation: rho,
    modelVariance: variance,
    atBoundary,
    coefficients: made.coefficients,
    coefficientCovariance: made.coefficientCovariance,
    logLikelihood,
    restrictedLogLikelihood: logLikelihood + 0.5 * p * Math.log(2 * Math.PI) - 0.5 * made.logGram,
    inverse: made.inverse,
    areas: Array.from({ length: m }, (_, i) => {
      let synthetic = 0;
      let spread = 0;
      for (let a = 0; a < p; a += 1) {
        synthetic += x[i * p + a]! * made.coefficients[a]!;
        for (let b = 0; b < p; b += 1)
          spread += x[i * p + a]! * made.coefficientCovariance[a * p + b]! * x[i * p + b]!;
      }
      // y − D V⁻¹(y − Xβ): the same as Xβ + G V⁻¹(y − Xβ).
      let pulled = 0;
      for (let j = 0; j < m; j += 1) pulled += made.inverse[i * m + j]! * made.residuals[j]!;
      return {
        prediction: direct[i]! - variances[i]! * pulled,
        synthetic,
        meanSquaredError: errors?.[i] ?? spread,
      };
    }),
  };
};

/**
 * Fits the spatial Fay–Herriot model y = Xβ + v + e with v = ρWv + u, u ~ N(0, σ²), e ~ N(0, D) (Pratesi & Salvati 2008;
 * Molina, Salvati & Pratesi 2009): areas borrow strength from their neighbours. The likelihood is searched over all of
 * ρ ∈ (−1, 1) and σ² ≥ 0, then brought to a zero of its scores.
 *
 * Only sampled areas; the neighbours of an area without sample need another model. With fewer than about 40 areas ρ is
 * hardly known, and the model gains little over `fitFayHerriot`. The cost grows with the cube of the areas.
 *
 * @param data from `toAreaData`
 * @param proximity W, m × m: 0 on the diagonal, not negative, every row summing to 1 (or 0 for an area without neighbours)
 * @param options.method `reml` unless told
 * @throws {SurveyError} `proximity-bad`, `covariates-singular`, `not-converged`
 * @example fitSpatialFayHerriot(toAreaData([1, 1, 1, 1], [1, 1, 1, 1], [[1], [1], [1], [1]]), [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]).modelVariance; // => 0
 */
export const fitSpatialFayHerriot = (
  data: AreaData,
  proximity: readonly (readonly number[])[],
  options: { readonly method?: "reml" | "ml" } = {},
): SpatialFayHerriotFit => {
  const { method = "reml" } = options;
  try {
    return fitMatrices(data, proximity, method);
  } catch (error) {
    // A covariance that doubles cannot invert: variances of the areas that are worlds apart.
    if (error instanceof NumericsError) throw new SurveyError("not-converged", { method }, { cause: error });
    throw error;
  }
};
