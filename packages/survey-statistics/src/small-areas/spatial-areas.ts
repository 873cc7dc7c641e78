// Reads carry `!`: areas and matrices are of one size.
import { studentTQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { benchmark, type BenchmarkAdjustment, type BenchmarkMethod } from "./benchmark.ts";
import {
  checkAreas,
  findDesignEffect,
  isSampled,
  meanShare,
  pullOfBenchmark,
  scaleAreas,
  type SmallArea,
  type SmallAreaEstimate,
  type SmallAreaOptions,
} from "./estimate-areas.ts";
import { toAreaData } from "./linear-area-model.ts";
import { type AreaScale, expectedShare, fromScale, slopeFromScale } from "./scales.ts";
import { fitSpatialFayHerriot, type SpatialFayHerriotFit } from "./spatial-fay-herriot.ts";

export type SpatialAreaOptions = Pick<
  SmallAreaOptions,
  "scale" | "samplingVariance" | "benchmark" | "level"
> & {
  /** `reml` unless told. */
  readonly method?: "reml" | "ml";
};

export type SpatialAreaResult = {
  readonly scale: AreaScale;
  readonly fit: SpatialFayHerriotFit;
  readonly designEffect: number | undefined;
  readonly benchmark: BenchmarkAdjustment | undefined;
  readonly level: number;
  /** `gamma` is the weight of the area's own sample, 1 − D·V⁻¹; the rest comes from covariates and neighbours. */
  readonly areas: readonly SmallAreaEstimate[];
};

/**
 * The proximity matrix of areas from the pairs that are neighbours: every row shares 1 among its neighbours, an area without
 * neighbours has zeros. A pair counts both ways, and once however often it is named.
 *
 * @throws {SurveyError} `area-unknown` with the pair's row, `proximity-bad` for an area that is named its own neighbour
 * @example proximityOf(["a", "b", "c"], [["a", "b"], ["b", "c"]]); // => [[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]]
 */
export const proximityOf = (
  ids: readonly string[],
  pairs: readonly (readonly [string, string])[],
): number[][] => {
  const places = new Map(ids.map((id, place) => [id, place]));
  const near = ids.map(() => new Set<number>());
  for (const [row, pair] of pairs.entries()) {
    const [one, other] = pair.map((id) => {
      const place = places.get(id);
      if (place === undefined) throw new SurveyError("area-unknown", { row: row + 1, id });
      return place;
    });
    if (one === undefined || other === undefined) continue;
    if (one === other)
      throw new SurveyError("proximity-bad", { row: row + 1, reason: `“${pair[0]}”与自己相邻` });
    near[one]?.add(other);
    near[other]?.add(one);
  }
  return near.map((own) => ids.map((_, place) => (own.has(place) ? 1 / own.size : 0)));
};

/**
 * Small-area estimates of shares that borrow from neighbours: the spatial Fay–Herriot model (Pratesi & Salvati 2008) on the
 * chosen scale, with sampling variances, way back, benchmark and intervals as `estimateAreas` has them. Without neighbours it
 * is `estimateAreas` by the same method.
 *
 * For areas that all have a sample; with fewer than about 40 of them ρ is hardly known. A variance between areas of 0 is
 * refused: errors made from it would be far too small.
 *
 * @param areas one entry an area, all sampled
 * @param proximity W as `fitSpatialFayHerriot` takes it; {@link proximityOf} makes it from pairs of neighbours
 * @throws {SurveyError} `area-not-sampled`, `model-variance-zero`, `proximity-bad`, and the codes of `estimateAreas`
 */
export const estimateSpatialAreas = (
  areas: readonly SmallArea[],
  proximity: readonly (readonly number[])[],
  options: SpatialAreaOptions = {},
): SpatialAreaResult => {
  const {
    scale = "arcsine",
    method = "reml",
    samplingVariance = scale === "identity" ? "given" : "pooled",
    level = 0.95,
  } = options;
  checkAreas(areas, level);
  const missing = areas.find((area) => !isSampled(area));
  if (missing !== undefined) throw new SurveyError("area-not-sampled", { id: missing.id });
  const designEffect = findDesignEffect(areas, { scale, wanted: samplingVariance });
  const overall = designEffect === undefined ? 0.5 : meanShare(areas);
  const fitShares = (smoothedShare: (index: number) => number) => {
    const scaled = scaleAreas(areas, { scale, designEffect, smoothedShare });
    const data = toAreaData(
      scaled.map(({ direct }) => direct ?? Number.NaN),
      scaled.map(({ variance }) => variance ?? Number.NaN),
      scaled.map(({ covariates }) => covariates),
    );
    return { data, fit: fitSpatialFayHerriot(data, proximity, { method }) };
  };
  let model = fitShares(() => overall);
  if (scale !== "arcsine" && designEffect !== undefined) {
    // Binomial variances at the model's own prediction for the area instead of the district's share.
    const { fit } = model;
    const predicted = fit.areas.map(({ synthetic }) =>
      Math.min(0.99, Math.max(0.01, expectedShare(scale, synthetic, fit.modelVariance))),
    );
    model = fitShares((index) => predicted[index] ?? overall);
  }
  const { data, fit } = model;
  if (fit.atBoundary) throw new SurveyError("model-variance-zero", { method });
  const m = areas.length;
  const points = fit.areas.map(({ prediction, meanSquaredError }, i) => {
    const variance = data.variances[i]!; // one an area
    const gamma = 1 - variance * fit.inverse[i * m + i]!;
    return {
      onScale: prediction,
      scaleError: meanSquaredError,
      gamma,
      // The variance of an area's effect given the sample is D − D·V⁻¹·D.
      share: expectedShare(scale, prediction, gamma * variance),
    };
  });
  const shares = Float64Array.from(areas, (area) => area.share ?? Number.NaN);
  const target = options.benchmark;
  const benchmarkMethod: BenchmarkMethod = target?.method ?? (scale === "identity" ? "ratio" : "logit-shift");
  const slopeError = (point: { readonly onScale: number; readonly scaleError: number }): number =>
    slopeFromScale(scale, point.onScale) ** 2 * point.scaleError;
  const adjustment =
    target === undefined
      ? undefined
      : benchmark(
          points.map(({ share }) => share),
          shares,
          { total: target.total, method: benchmarkMethod, errors: points.map(slopeError) },
        );
  // Variance of the total less the model's own, Σ W(y − θ̂): a′V⁻¹a with a = W·slope·D (Steorts & Ghosh 2013).
  let noise = 0;
  if (adjustment !== undefined) {
    const pulls = points.map(
      ({ onScale }, i) => shares[i]! * slopeFromScale(scale, onScale) * data.variances[i]!,
    );
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < m; j += 1) noise += pulls[i]! * fit.inverse[i * m + j]! * pulls[j]!;
  }
  const quantile = studentTQuantile((1 + level) / 2, { df: m - data.columns });
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
      const pull =
        adjustment === undefined
          ? 0
          : pullOfBenchmark(points, shares, { method: benchmarkMethod, index, slopeError });
      const added = pull ** 2 * noise;
      const slope = slopeFromScale(scale, point.onScale);
      const reach = quantile * Math.sqrt(point.scaleError + (slope > 0 ? added / slope ** 2 : 0));
      const meanSquaredError = slopeError(point) + added;
      return {
        id: area.id,
        sampled: true,
        respondents: area.respondents,
        direct: area.estimate,
        samplingVariance: data.variances[index],
        synthetic: expectedShare(scale, fit.areas[index]!.synthetic, fit.modelVariance),
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
