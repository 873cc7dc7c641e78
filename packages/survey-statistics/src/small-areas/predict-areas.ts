import { type FayHerriotFit, fitFayHerriot, predictArea, type VarianceMethod } from "./fay-herriot.ts";
import { type AreaData, toAreaData } from "./linear-area-model.ts";
import { type AreaScale, expectedShare } from "./scales.ts";

/** What the model sees of one area. */
export type ScaledArea = {
  readonly covariates: readonly number[];
  readonly direct: number | undefined;
  readonly variance: number | undefined;
};

export type AreaPoint = {
  readonly onScale: number;
  readonly scaleError: number;
  readonly synthetic: number;
  readonly gamma: number;
  readonly share: number;
};

/** Fits the model to the sampled areas and predicts all of them; the bootstrap runs the same steps. */
export const fitAndPredict = (
  areas: readonly ScaledArea[],
  options: { readonly scale: AreaScale; readonly method: VarianceMethod },
): { readonly fit: FayHerriotFit; readonly data: AreaData; readonly points: readonly AreaPoint[] } => {
  const { scale, method } = options;
  const sampled = areas.filter((area) => area.direct !== undefined && area.variance !== undefined);
  const data = toAreaData(
    sampled.map((area) => area.direct ?? Number.NaN),
    sampled.map((area) => area.variance ?? Number.NaN),
    sampled.map((area) => area.covariates),
  );
  const fit = fitFayHerriot(data, method);
  const points = areas.map((area) => {
    const { prediction, synthetic, gamma, meanSquaredError } = predictArea(fit, data, area);
    const conditional = area.variance === undefined ? fit.modelVariance : gamma * area.variance;
    return {
      onScale: prediction,
      scaleError: meanSquaredError,
      synthetic: expectedShare(scale, synthetic, fit.modelVariance),
      gamma,
      share: expectedShare(scale, prediction, conditional),
    };
  });
  return { fit, data, points };
};
