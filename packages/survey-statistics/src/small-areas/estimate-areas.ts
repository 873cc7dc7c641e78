import { studentTQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { benchmark, type BenchmarkAdjustment, type BenchmarkMethod } from "./benchmark.ts";
import { bootstrapErrors } from "./bootstrap-errors.ts";
import type { FayHerriotFit, VarianceMethod } from "./fay-herriot.ts";
import { type AreaPoint, fitAndPredict, type ScaledArea } from "./predict-areas.ts";
import { type AreaScale, fromScale, slopeFromScale, toScale } from "./scales.ts";
import { type DirectArea, poolDesignEffect } from "./smoothing.ts";

/** One area, sampled or not. */
export type SmallArea = DirectArea & {
  /** Covariates known for every area from elsewhere (register, census); the intercept is added here. */
  readonly covariates: readonly number[];
  /** Share of the target population, for benchmarking. */
  readonly share?: number;
};

export type SmallAreaOptions = {
  /** `arcsine` for shares unless told: its variances need no estimate of the area's own share. */
  readonly scale?: AreaScale;
  /** `adjusted-reml` unless told: it never gives the zero variance that makes intervals far too short. */
  readonly method?: VarianceMethod;
  /**
   * Sampling variances: `given` takes `variance` of every area as it is (scale `identity`); `pooled` makes one design
   * effect of them all; a number is a design effect known from elsewhere.
   */
  readonly samplingVariance?: "given" | "pooled" | { readonly designEffect: number };
  /** Analytic unless told: Prasad–Rao / Datta–Lahiri. The bootstrap follows back-transformation and benchmarking too. */
  readonly errors?: "analytic" | { readonly bootstrapReplicates: number; readonly seed: number | string };
  /** District total to which the areas are made to add up. */
  readonly benchmark?: { readonly total: number; readonly method?: BenchmarkMethod };
  /** 0.95 unless told. */
  readonly level?: number;
};

export type SmallAreaEstimate = {
  readonly id: string;
  /** False: nobody was interviewed here; the estimate is a prediction from the covariates alone and must be marked so. */
  readonly sampled: boolean;
  readonly respondents: number;
  readonly direct: number | undefined;
  /** Sampling variance on the model's scale, smoothed where asked. */
  readonly samplingVariance: number | undefined;
  readonly synthetic: number;
  /** Weight of the area's own sample in the estimate, 0 … 1. */
  readonly gamma: number;
  readonly beforeBenchmark: number;
  readonly estimate: number;
  readonly meanSquaredError: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
};

export type SmallAreaResult = {
  readonly scale: AreaScale;
  readonly fit: FayHerriotFit;
  readonly designEffect: number | undefined;
  readonly benchmark: BenchmarkAdjustment | undefined;
  readonly level: number;
  readonly areas: readonly SmallAreaEstimate[];
};

/** Whether somebody was interviewed there. */
export const isSampled = (area: SmallArea): boolean => area.estimate !== undefined && area.respondents > 0;

/** Share of all respondents, kept from 0 and 1. */
export const meanShare = (areas: readonly SmallArea[]): number => {
  let hits = 0;
  let people = 0;
  for (const area of areas) {
    if (!isSampled(area)) continue;
    hits += (area.estimate ?? 0) * area.respondents;
    people += area.respondents;
  }
  return Math.min(0.99, Math.max(0.01, hits / people));
};

/** The areas as the model sees them. */
export const scaleAreas = (
  areas: readonly SmallArea[],
  options: {
    readonly scale: AreaScale;
    readonly designEffect: number | undefined;
    readonly smoothedShare: (index: number) => number;
  },
): ScaledArea[] =>
  areas.map((area, index) => {
    const covariates = [1, ...area.covariates];
    if (!isSampled(area)) return { covariates, direct: undefined, variance: undefined };
    const { designEffect, scale } = options;
    const estimate = area.estimate ?? Number.NaN; // sampled areas have one
    if (designEffect === undefined) {
      if (!(area.variance !== undefined && area.variance > 0))
        throw new SurveyError("variance-not-positive", { row: index + 1, value: String(area.variance) });
      return { covariates, direct: estimate, variance: area.variance };
    }
    if (!(estimate >= 0 && estimate <= 1))
      throw new SurveyError("proportion-out-of-range", { row: index + 1, value: String(estimate) });
    const { value, variance } = toScale(scale, estimate, {
      effectiveSize: area.respondents / designEffect,
      smoothedShare: options.smoothedShare(index),
    });
    return { covariates, direct: value, variance };
  });

/** Refuses a level, ids and respondents that cannot be. */
export const checkAreas = (areas: readonly SmallArea[], level: number): void => {
  if (!(level > 0 && level < 1))
    throw new SurveyError("setting-out-of-range", { name: "level", value: level, range: "0 到 1 之间" });
  const seen = new Set<string>();
  const wanted = areas[0]?.covariates.length ?? 0;
  for (const [index, { id, respondents, covariates }] of areas.entries()) {
    if (seen.has(id)) throw new SurveyError("area-doubled", { id });
    seen.add(id);
    // Those of areas without sample too: they are all that such an area has.
    if (covariates.length !== wanted)
      throw new SurveyError("covariates-differ", { row: index + 1, wanted, got: covariates.length });
    if (!covariates.every(Number.isFinite))
      throw new SurveyError("not-finite", { row: index + 1, column: "covariates" });
    if (!(respondents >= 0 && Number.isFinite(respondents)))
      throw new SurveyError("not-finite", { row: index + 1, column: "respondents" });
  }
};

/** The design effect that smooths the sampling variances; none where they are given. */
export const findDesignEffect = (
  areas: readonly SmallArea[],
  options: { readonly scale: AreaScale; readonly wanted: NonNullable<SmallAreaOptions["samplingVariance"]> },
): number | undefined => {
  const { scale, wanted } = options;
  if (wanted === "pooled") return poolDesignEffect(areas).designEffect;
  if (wanted === "given") {
    if (scale !== "identity")
      throw new SurveyError("setting-out-of-range", {
        name: "samplingVariance",
        value: "given",
        range: "只用于 identity；arcsine、logit 请用 pooled 或给出设计效应",
      });
    return undefined;
  }
  if (!(wanted.designEffect > 0 && Number.isFinite(wanted.designEffect)))
    throw new SurveyError("setting-out-of-range", {
      name: "designEffect",
      value: wanted.designEffect,
      range: "大于 0",
    });
  return wanted.designEffect;
};

/**
 * Variance of what benchmarking moves all areas by: the total less the model's own, Σ W(1 − γ)(y − x′β). It is uncorrelated with
 * the errors of the predictions, so that it adds to them (Steorts & Ghosh 2013).
 */
const noiseOfBenchmark = (
  areas: readonly ScaledArea[],
  points: readonly AreaPoint[],
  model: { readonly shares: Float64Array; readonly scale: AreaScale; readonly fit: FayHerriotFit },
): number => {
  const { shares, scale, fit } = model;
  let noise = 0;
  for (const [index, { variance }] of areas.entries()) {
    const point = points[index];
    if (variance === undefined || point === undefined) continue;
    const slope = slopeFromScale(scale, point.onScale);
    noise += ((shares[index] ?? 0) * slope * variance) ** 2 / (fit.modelVariance + variance);
  }
  return noise;
};

/** By how much one area moves where the total moves by one. */
export const pullOfBenchmark = (
  points: readonly Pick<AreaPoint, "share" | "onScale" | "scaleError">[],
  shares: Float64Array,
  options: {
    readonly method: BenchmarkMethod;
    readonly index: number;
    readonly slopeError: (point: Pick<AreaPoint, "onScale" | "scaleError">) => number;
  },
): number => {
  const { method, index, slopeError } = options;
  const weight = (point: Pick<AreaPoint, "share" | "onScale" | "scaleError">, at: number): number => {
    switch (method) {
      case "difference":
        return 1;
      case "ratio":
        return point.share;
      case "logit-shift":
        return point.share * (1 - point.share);
      case "mse-weighted":
        return (shares[at] ?? 0) * slopeError(point);
      default:
        return method satisfies never;
    }
  };
  const whole = points.reduce((sum, point, at) => sum + (shares[at] ?? 0) * weight(point, at), 0);
  const own = points[index];
  return own === undefined || whole === 0 ? 0 : weight(own, index) / whole;
};

/**
 * Small-area estimates of shares (or, on the identity scale with given variances, of any mean): Fay–Herriot on the
 * chosen scale with smoothed sampling variances, bias-corrected way back, benchmarked to the district, with mean squared
 * errors (what the benchmark's own noise adds included) and intervals. Intervals are made on the model's scale with Student's t on m − p degrees of freedom, carried
 * back and benchmarked with the estimate, so that they stay within [0, 1].
 *
 * Not for fewer than about 15 areas (the variance between them is then hardly known), and not where covariates come from
 * the same sample as the estimates.
 *
 * @param areas one entry a street, those without sample too
 * @throws {SurveyError} the codes of `toAreaData`, `benchmark`, `poolDesignEffect`; `area-doubled`, `setting-out-of-range`
 */
export const estimateAreas = (
  areas: readonly SmallArea[],
  options: SmallAreaOptions = {},
): SmallAreaResult => {
  const {
    scale = "arcsine",
    method = "adjusted-reml",
    samplingVariance = scale === "identity" ? "given" : "pooled",
    errors = "analytic",
    level = 0.95,
  } = options;
  checkAreas(areas, level);
  const designEffect = findDesignEffect(areas, { scale, wanted: samplingVariance });
  const overall = designEffect === undefined ? 0.5 : meanShare(areas);
  let scaled = scaleAreas(areas, { scale, designEffect, smoothedShare: () => overall });
  let model = fitAndPredict(scaled, { scale, method });
  if (scale !== "arcsine" && designEffect !== undefined) {
    // Binomial variances at the model's own prediction for the area instead of the district's share.
    const { points } = model;
    const smoothedShare = (index: number): number =>
      Math.min(0.99, Math.max(0.01, points[index]?.synthetic ?? overall));
    scaled = scaleAreas(areas, { scale, designEffect, smoothedShare });
    model = fitAndPredict(scaled, { scale, method });
  }
  const { fit, data, points } = model;
  const shares = Float64Array.from(areas, (area) => area.share ?? Number.NaN);
  const target = options.benchmark;
  const benchmarkMethod = target?.method ?? (scale === "identity" ? "ratio" : "logit-shift");
  const slopeError = (point: Pick<AreaPoint, "onScale" | "scaleError">): number =>
    slopeFromScale(scale, point.onScale) ** 2 * point.scaleError;
  const adjustment =
    target === undefined
      ? undefined
      : benchmark(
          points.map((point) => point.share),
          shares,
          { total: target.total, method: benchmarkMethod, errors: points.map(slopeError) },
        );
  const bootstrap =
    errors === "analytic"
      ? undefined
      : bootstrapErrors(scaled, {
          scale,
          method,
          fit,
          replicates: errors.bootstrapReplicates,
          seed: errors.seed,
          benchmark: target === undefined ? undefined : { method: benchmarkMethod, shares },
        });
  const pull = (index: number): number =>
    adjustment === undefined
      ? 0
      : pullOfBenchmark(points, shares, { method: benchmarkMethod, index, slopeError });
  const noise = adjustment === undefined ? 0 : noiseOfBenchmark(scaled, points, { shares, scale, fit });
  const quantile = studentTQuantile((1 + level) / 2, { df: data.direct.length - data.columns });
  const finish = (value: number, index: number): number => {
    const moved = adjustment?.apply(value, index) ?? value;
    return scale === "identity" ? moved : Math.min(1, Math.max(0, moved));
  };
  return {
    scale,
    fit,
    designEffect,
    benchmark: adjustment,
    level,
    areas: areas.map((area, index) => {
      const point = points[index]!; // one point an area
      const added = pull(index) ** 2 * noise;
      const slope = slopeFromScale(scale, point.onScale);
      const onScale = bootstrap?.onScale[index] ?? point.scaleError;
      const reach = quantile * Math.sqrt(onScale + (slope > 0 ? added / slope ** 2 : 0));
      const meanSquaredError = bootstrap?.onShares[index] ?? slopeError(point) + added;
      return {
        id: area.id,
        sampled: isSampled(area),
        respondents: area.respondents,
        direct: isSampled(area) ? area.estimate : undefined,
        samplingVariance: scaled[index]?.variance,
        synthetic: point.synthetic,
        gamma: point.gamma,
        beforeBenchmark: point.share,
        estimate: finish(point.share, index),
        meanSquaredError,
        standardError: Math.sqrt(meanSquaredError),
        lower: finish(fromScale(scale, point.onScale - reach), index),
        upper: finish(fromScale(scale, point.onScale + reach), index),
      };
    }),
  };
};
