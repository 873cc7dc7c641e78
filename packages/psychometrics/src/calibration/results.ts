import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { logistic } from "../models/logistic.ts";
import type { ItemPlace, Layout } from "./layout.ts";
import type { CalibratedGroup, CalibratedItem } from "./options.ts";
import type { PatternData } from "./patterns.ts";

// Reads carry `!`: indices come from the layout.

/** Estimates with their covariance. */
export type EstimateContext = {
  readonly layout: Layout;
  readonly values: Float64Array;
  readonly covariance: Float64Array | undefined;
};

/** Covariance of two values; 0 where one is fixed. */
const covarianceOf = ({ layout, covariance }: EstimateContext, i: number, j: number): number => {
  const a = layout.freeOfValue[i]!;
  const b = layout.freeOfValue[j]!;
  return covariance === undefined || a < 0 || b < 0 ? 0 : covariance[a * layout.freeCount + b]!;
};

const errorOf = (context: EstimateContext, value: number): number | undefined =>
  context.covariance === undefined || context.layout.freeOfValue[value]! < 0
    ? undefined
    : Math.sqrt(covarianceOf(context, value, value));

/** Standard error of b = −d/a: gradient (d/a², −1/a). */
const locationError = (
  context: EstimateContext,
  slopeAt: number,
  interceptAt: number,
): number | undefined => {
  if (context.covariance === undefined || context.layout.freeOfValue[interceptAt]! < 0) return undefined;
  const a = context.values[slopeAt]!;
  const bySlope = context.values[interceptAt]! / a ** 2;
  return Math.sqrt(
    bySlope ** 2 * covarianceOf(context, slopeAt, slopeAt) -
      (2 * bySlope * covarianceOf(context, slopeAt, interceptAt)) / a +
      covarianceOf(context, interceptAt, interceptAt) / a ** 2,
  );
};

/** An item of the result from its place in the values. */
export const toCalibratedItem = (
  context: EstimateContext,
  {
    place,
    given,
    scoreWeights,
  }: {
    readonly place: ItemPlace;
    readonly given: Item | undefined;
    readonly scoreWeights: readonly number[];
  },
): CalibratedItem => {
  const { values } = context;
  const { shape, offset, id } = place;
  const a = values[offset]!;
  if (Math.abs(a) < 1e-4)
    throw new PsychometricsError("psychometrics.item_slope_vanished", {
      item: id,
      slope: a.toExponential(1),
    });
  const spots = Array.from({ length: shape.most }, (_, k) => offset + 1 + k);
  const locations = spots.map((spot) => -values[spot]! / a);
  const guessed = shape.kind === "logistic" && shape.parameterCount === 3;
  const c = guessed ? logistic(values[offset + 2]!) : shape.lower;
  const item: Item =
    given ??
    (shape.kind === "logistic"
      ? { id, model: "dichotomous", a, b: locations[0]!, c, u: shape.upper }
      : shape.kind === "graded"
        ? { id, model: "graded", a, thresholds: locations }
        : { id, model: "partial-credit", a, steps: locations });
  const guessingError = guessed ? errorOf(context, offset + 2) : undefined;
  const onScale = guessingError === undefined ? undefined : guessingError * c * (1 - c);
  return {
    item,
    fixed: place.fixed,
    slopeIntercept: [a, ...spots.map((spot) => values[spot]!), ...(guessed ? [c] : [])],
    slopeInterceptErrors: [
      errorOf(context, offset),
      ...spots.map((spot) => errorOf(context, spot)),
      ...(guessed ? [onScale] : []),
    ],
    errors: {
      a: errorOf(context, offset),
      b: spots.map((spot) => locationError(context, offset, spot)),
      c: onScale,
    },
    scoreWeights,
  };
};

/** A group of the result. */
export const toCalibratedGroup = (
  context: EstimateContext,
  { group, data }: { readonly group: number; readonly data: PatternData },
): CalibratedGroup => {
  const place = context.layout.latentOffset + 2 * group;
  const variance = Math.exp(2 * context.values[place + 1]!);
  const logError = errorOf(context, place + 1);
  let weight = 0;
  for (let unit = 0; unit < data.unitCount; unit += 1)
    if (data.group[unit] === group) weight += data.weight[unit]!;
  return {
    mean: context.values[place]!,
    variance,
    meanError: errorOf(context, place),
    varianceError: logError === undefined ? undefined : 2 * variance * logError,
    weight,
  };
};
