import { brentMinimum, brentRoot, createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { invertCrossProduct, quadraticForm } from "./linear-area-model.ts";

// Reads of typed arrays inside loops whose bounds come from the same arrays carry `!`: the index cannot be outside.

/** One interviewed unit. */
export type AreaUnit = {
  readonly area: string;
  readonly value: number;
  /** Without the intercept, which is added here. */
  readonly covariates: readonly number[];
};

/** What is known of the whole population of one area. */
export type AreaPopulation = {
  readonly id: string;
  readonly size: number;
  /** Population means of the covariates. */
  readonly means: readonly number[];
};

export type UnitLevelFit = {
  readonly method: "reml" | "ml";
  readonly coefficients: Float64Array;
  readonly coefficientCovariance: Float64Array;
  /** σ²v between areas. */
  readonly areaVariance: number;
  /** σ²e between units within areas. */
  readonly unitVariance: number;
  readonly logLikelihood: number;
  readonly atBoundary: boolean;
};

export type UnitLevelEstimate = {
  readonly id: string;
  readonly sampled: boolean;
  readonly respondents: number;
  readonly estimate: number;
  readonly meanSquaredError: number;
  readonly standardError: number;
};

export type UnitLevelResult = { readonly fit: UnitLevelFit; readonly areas: readonly UnitLevelEstimate[] };

/** Sums that the likelihood needs; the units themselves are not looked at again. */
type Sums = {
  readonly n: number;
  readonly p: number;
  readonly sizes: Float64Array;
  /** Means of covariates, areas × p, and of the value. */
  readonly xMeans: Float64Array;
  readonly yMeans: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: number;
};

const sumUnits = (
  rows: Float64Array,
  values: Float64Array,
  options: { readonly p: number; readonly area: Int32Array; readonly areas: number },
): Sums => {
  const { p, area, areas } = options;
  const n = values.length;
  const sizes = new Float64Array(areas);
  const xMeans = new Float64Array(areas * p);
  const yMeans = new Float64Array(areas);
  const xx = new Float64Array(p * p);
  const xy = new Float64Array(p);
  let yy = 0;
  for (let u = 0; u < n; u += 1) {
    const d = area[u]!;
    const y = values[u]!;
    sizes[d]! += 1;
    yMeans[d]! += y;
    yy += y * y;
    for (let a = 0; a < p; a += 1) {
      const x = rows[u * p + a]!;
      xMeans[d * p + a]! += x;
      xy[a]! += x * y;
      for (let b = 0; b < p; b += 1) xx[a * p + b]! += x * rows[u * p + b]!;
    }
  }
  for (let d = 0; d < areas; d += 1) {
    if (!(sizes[d]! > 0)) continue;
    yMeans[d]! /= sizes[d]!;
    for (let a = 0; a < p; a += 1) xMeans[d * p + a]! /= sizes[d]!;
  }
  return { n, p, sizes, xMeans, yMeans, xx, xy, yy };
};

/** GLS at the ratio λ = σ²v/σ²e, with X′V⁻¹X = (X′X − Σ γ n x̄x̄′)/σ²e (Rao & Molina 2015, 7.1). */
const regressAt = (sums: Sums, ratio: number) => {
  const { p, sizes, xMeans, yMeans } = sums;
  const xx = sums.xx.slice();
  const xy = sums.xy.slice();
  let yy = sums.yy;
  let logSizes = 0;
  for (let d = 0; d < sizes.length; d += 1) {
    const n = sizes[d]!;
    if (n === 0) continue;
    const weight = (n * ratio * n) / (1 + n * ratio);
    logSizes += Math.log1p(n * ratio);
    yy -= weight * yMeans[d]! ** 2;
    for (let a = 0; a < p; a += 1) {
      xy[a]! -= weight * xMeans[d * p + a]! * yMeans[d]!;
      for (let b = 0; b < p; b += 1) xx[a * p + b]! -= weight * xMeans[d * p + a]! * xMeans[d * p + b]!;
    }
  }
  const { inverse, logDeterminant } = invertCrossProduct(xx, p);
  const coefficients = new Float64Array(p);
  let explained = 0;
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b < p; b += 1) coefficients[a]! += inverse[a * p + b]! * xy[b]!;
    explained += coefficients[a]! * xy[a]!;
  }
  return { inverse, logDeterminant, coefficients, residual: Math.max(yy - explained, 0), logSizes };
};

/** Minus twice the profile log-likelihood without constants; log|X′V⁻¹X| belongs to the restricted one. */
const profile = (sums: Sums, ratio: number, method: "reml" | "ml"): number => {
  const at = regressAt(sums, ratio);
  const free = method === "reml" ? sums.n - sums.p : sums.n;
  return free * Math.log(at.residual / free) + at.logSizes + (method === "reml" ? at.logDeterminant : 0);
};

const fitSums = (sums: Sums, method: "reml" | "ml"): UnitLevelFit => {
  const { n, p } = sums;
  // Numbers whose squares leave the range of doubles have no likelihood.
  if (![...sums.xx, ...sums.xy, sums.yy].every((sum) => Math.abs(sum) < 1e200))
    throw new SurveyError("not-converged", { method });
  const objective = (logRatio: number) => profile(sums, Math.exp(logRatio), method);
  let best = { x: -Infinity, value: profile(sums, 0, method) };
  const tolerance = 1e-9 * (1 + Math.abs(best.value));
  for (let low = -16; low < 12; low += 4) {
    const found = brentMinimum(objective, { lower: low, upper: low + 4, tolerance: 1e-7 });
    if (found.value < best.value - tolerance) best = found;
  }
  let ratio = Math.exp(best.x);
  if (ratio > 0) {
    // A minimum is known to the root of the precision only; the root of its slope is known far better.
    const slope = (logRatio: number) => {
      const h = 1e-4;
      return (
        8 * (objective(logRatio + h) - objective(logRatio - h)) -
        (objective(logRatio + 2 * h) - objective(logRatio - 2 * h))
      );
    };
    const [lower, upper] = [best.x - 0.01, best.x + 0.01];
    if (slope(lower) < 0 && slope(upper) > 0)
      ratio = Math.exp(brentRoot(slope, { lower, upper, tolerance: 1e-13 }));
  }
  const at = regressAt(sums, ratio);
  const unitVariance = at.residual / (method === "reml" ? n - p : n);
  // Less than the rounding of the values, or so little that its square is 0: nothing is known of the variances.
  if (!(unitVariance > Math.max(1e-100, (1e-20 * sums.yy) / n)))
    throw new SurveyError("not-converged", { method });
  const constant = method === "reml" ? n - p : n;
  return {
    method,
    coefficients: at.coefficients,
    coefficientCovariance: at.inverse.map((value) => value * unitVariance),
    areaVariance: ratio * unitVariance,
    unitVariance,
    logLikelihood: -0.5 * (constant * (Math.log(2 * Math.PI) + 1) + profile(sums, ratio, method)),
    atBoundary: ratio === 0,
  };
};

/** h(σ²v, σ²e) of g3 and its parts from the information matrix (Rao & Molina 2015, 7.2.2). */
const varianceTerm = (sums: Sums, fit: UnitLevelFit): number => {
  const { areaVariance: v, unitVariance: e } = fit;
  let vv = 0;
  let ve = 0;
  let ee = 0;
  for (const n of sums.sizes) {
    if (n === 0) continue;
    const a = e + n * v;
    vv += (n * n) / (a * a) / 2;
    ve += n / (a * a) / 2;
    ee += ((n - 1) / (e * e) + 1 / (a * a)) / 2;
  }
  const determinant = vv * ee - ve * ve;
  if (!(determinant > 0)) return 0;
  return (e * e * ee + v * v * vv + 2 * e * v * ve) / determinant;
};

const predictOne = (
  sums: Sums,
  fit: UnitLevelFit,
  area: { readonly index: number; readonly size: number; readonly means: Float64Array; readonly h: number },
): { readonly estimate: number; readonly meanSquaredError: number } => {
  const { p } = sums;
  const { areaVariance: v, unitVariance: e } = fit;
  const n = sums.sizes[area.index] ?? 0;
  const line = (x: (a: number) => number): number => {
    let sum = 0;
    for (let a = 0; a < p; a += 1) sum += x(a) * fit.coefficients[a]!;
    return sum;
  };
  const fraction = n / area.size;
  if (n === 0) {
    const spread = quadraticForm(fit.coefficientCovariance, area.means, p);
    return { estimate: line((a) => area.means[a]!), meanSquaredError: v + spread + e / area.size };
  }
  const sampleMean = (a: number): number => sums.xMeans[area.index * p + a]!;
  // Means of the units that were not interviewed, whose values are predicted.
  const restMean = (a: number): number =>
    fraction >= 1 ? area.means[a]! : (area.means[a]! - fraction * sampleMean(a)) / (1 - fraction);
  const gamma = (n * v) / (e + n * v);
  const effect = gamma * (sums.yMeans[area.index]! - line(sampleMean));
  const rest = line(restMean) + effect;
  const distance = new Float64Array(p);
  for (let a = 0; a < p; a += 1) distance[a] = restMean(a) - gamma * sampleMean(a);
  const g1 = (gamma * e) / n;
  const g2 = quadraticForm(fit.coefficientCovariance, distance, p);
  const g3 = area.h / (n * n * (v + e / n) ** 3);
  const unseen = 1 - fraction;
  return {
    estimate: fraction * sums.yMeans[area.index]! + unseen * rest,
    meanSquaredError: unseen * unseen * (g1 + g2 + 2 * g3) + (unseen * e) / area.size,
  };
};

type Prepared = {
  readonly rows: Float64Array;
  readonly values: Float64Array;
  readonly area: Int32Array;
  readonly means: readonly Float64Array[];
  readonly p: number;
};

const prepare = (units: readonly AreaUnit[], populations: readonly AreaPopulation[]): Prepared => {
  const places = new Map<string, number>();
  const p = (populations[0]?.means.length ?? 0) + 1;
  const means = populations.map(({ id, means, size }, index) => {
    if (places.has(id)) throw new SurveyError("area-doubled", { id });
    places.set(id, index);
    if (means.length !== p - 1)
      throw new SurveyError("covariates-differ", { row: index + 1, wanted: p - 1, got: means.length });
    if (!(size >= 1 && Number.isFinite(size)) || !means.every(Number.isFinite))
      throw new SurveyError("not-finite", { row: index + 1, column: `${id} size/means` });
    return Float64Array.from([1, ...means]);
  });
  const rows = new Float64Array(units.length * p);
  const values = new Float64Array(units.length);
  const area = new Int32Array(units.length);
  const counts = new Float64Array(populations.length);
  for (const [u, unit] of units.entries()) {
    const place = places.get(unit.area);
    if (place === undefined) throw new SurveyError("area-unknown", { row: u + 1, id: unit.area });
    if (unit.covariates.length !== p - 1)
      throw new SurveyError("covariates-differ", { row: u + 1, wanted: p - 1, got: unit.covariates.length });
    if (!Number.isFinite(unit.value) || !unit.covariates.every(Number.isFinite))
      throw new SurveyError("not-finite", { row: u + 1, column: "value/covariates" });
    area[u] = place;
    values[u] = unit.value;
    counts[place]! += 1;
    rows.set([1, ...unit.covariates], u * p);
  }
  const sampled = counts.filter((count) => count > 0).length;
  if (units.length <= p + 1 || sampled < 3)
    throw new SurveyError("too-few-areas", { areas: sampled, columns: p });
  for (const [index, { id, size }] of populations.entries())
    if (counts[index]! > size)
      throw new SurveyError("design-impossible", {
        id,
        reason: `样本 ${counts[index]} 人多于人口 ${size} 人`,
      });
  return { rows, values, area, means, p };
};

/**
 * Unit-level small areas: y = x′β + v(area) + e (Battese, Harter & Fuller 1988), population means by EBLUP
 * f·ȳ + (1 − f)·(x̄ᵣ′β + v̂) with the finite population counted, MSE g1 + g2 + 2·g3 analytic or by parametric bootstrap
 * (González-Manteiga et al. 2008).
 *
 * Not for informative designs (it uses no weights: put what the weights depend on among the covariates), and for a 0/1
 * value only where shares are far from 0 and 1: the model is linear.
 *
 * @param units interviewed units, in any order
 * @param populations every area, those without units too
 * @throws {SurveyError} `area-unknown`, `area-doubled`, `covariates-differ`, `not-finite`, `too-few-areas`,
 * `covariates-singular`, `design-impossible`, `setting-out-of-range`
 */
export const estimateUnitLevel = (
  units: readonly AreaUnit[],
  populations: readonly AreaPopulation[],
  options: {
    readonly method?: "reml" | "ml";
    readonly errors?: "analytic" | { readonly bootstrapReplicates: number; readonly seed: number | string };
  } = {},
): UnitLevelResult => {
  const { method = "reml", errors = "analytic" } = options;
  const { rows, values, area, means, p } = prepare(units, populations);
  const shape = { p, area, areas: populations.length };
  const sums = sumUnits(rows, values, shape);
  const fit = fitSums(sums, method);
  const predictAll = (from: Sums, fitted: UnitLevelFit) => {
    const h = varianceTerm(from, fitted);
    return populations.map(({ size }, index) =>
      predictOne(from, fitted, { index, size, means: means[index]!, h }),
    ); // one row an area
  };
  const points = predictAll(sums, fit);
  const squared = points.map((point) => point.meanSquaredError);
  if (errors !== "analytic") {
    const { bootstrapReplicates: replicates, seed } = errors;
    if (!(Number.isInteger(replicates) && replicates >= 20 && replicates <= 100_000))
      throw new SurveyError("setting-out-of-range", {
        name: "bootstrapReplicates",
        value: replicates,
        range: "20 到 100000 的整数",
      });
    const random = createRandom(seed).fork("unit-level-bootstrap");
    const fixed = new Float64Array(values.length);
    for (let u = 0; u < values.length; u += 1)
      for (let a = 0; a < p; a += 1) fixed[u]! += rows[u * p + a]! * fit.coefficients[a]!;
    squared.fill(0);
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      const effects = means.map(() => Math.sqrt(fit.areaVariance) * random.normal());
      const noise = values.map(() => Math.sqrt(fit.unitVariance) * random.normal());
      const noiseSums = new Float64Array(means.length);
      for (let u = 0; u < noise.length; u += 1) noiseSums[area[u]!]! += noise[u]!;
      const drawn = sumUnits(
        rows,
        fixed.map((value, u) => value + effects[area[u]!]! + noise[u]!),
        shape,
      );
      const predicted = predictAll(drawn, fitSums(drawn, method));
      for (const [index, { size }] of populations.entries()) {
        const rest = Math.sqrt(fit.unitVariance * Math.max(size - sums.sizes[index]!, 0)) * random.normal();
        let truth = effects[index]! + (noiseSums[index]! + rest) / size;
        for (let a = 0; a < p; a += 1) truth += means[index]![a]! * fit.coefficients[a]!;
        squared[index]! += (predicted[index]!.estimate - truth) ** 2 / replicates;
      }
    }
  }
  return {
    fit,
    areas: populations.map(({ id }, index) => ({
      id,
      sampled: sums.sizes[index]! > 0,
      respondents: sums.sizes[index]!,
      estimate: points[index]!.estimate,
      meanSquaredError: squared[index]!,
      standardError: Math.sqrt(squared[index]!),
    })),
  };
};
