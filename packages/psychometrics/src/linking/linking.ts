import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item } from "../items.ts";
import {
  type Grid,
  nodesOf,
  normalisedWeightsOf,
  type Population,
  STANDARD_POPULATION,
} from "../scoring/population.ts";
import { type LinkingConstants, matchCurves } from "./characteristic-curves.ts";
import { type CommonItem, type CommonItemChoice, locationsOf, pairCommonItems } from "./common-items.ts";

/** How two separately calibrated scales are brought together. */
export type LinkingMethod = "mean-mean" | "mean-sigma" | "haebara" | "stocking-lord";

/** What `linkScales` may be told. */
export type LinkingOptions = CommonItemChoice & {
  readonly method: LinkingMethod;
  /** Where curves are compared; default 61 nodes on [−6, 6]. */
  readonly grid?: Grid;
  /** How the nodes weigh: a normal population on the scale compared, or all alike; default N(0, 1). */
  readonly population?: Population | "uniform";
  /** `base` (default) compares curves on the base scale; `symmetric` on both scales in equal parts. */
  readonly direction?: "base" | "symmetric";
};

/** θ_base = slope · θ_new + intercept; a_base = a_new / slope; b_base = slope · b_new + intercept. */
export type Linking = LinkingConstants & {
  readonly method: LinkingMethod;
  readonly commonIds: readonly string[];
  /** The least weighted squared distance of the curves; absent for the moment methods. */
  readonly criterion: number | undefined;
};

const LINKING_GRID: Grid = { from: -6, to: 6, nodes: 61, rule: "sum" };

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const deviationOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
};

const linkMoments = (pairs: readonly CommonItem[], method: "mean-mean" | "mean-sigma"): LinkingConstants => {
  const onNew = pairs.flatMap((pair) => locationsOf(pair.onNew));
  const onBase = pairs.flatMap((pair) => locationsOf(pair.onBase));
  const slope =
    method === "mean-mean"
      ? meanOf(pairs.map((pair) => pair.onNew.a)) / meanOf(pairs.map((pair) => pair.onBase.a))
      : deviationOf(onBase) / deviationOf(onNew);
  // Equal locations have no spread, and slopes of mixed sign no mean to divide by.
  if (!(slope > 1e-6 && slope < 1e6))
    throw new PsychometricsError("psychometrics.linking_failed", { method });
  return { slope, intercept: meanOf(onBase) - slope * meanOf(onNew) };
};

/** Both moment methods where they exist, since a criterion may have more than one hollow. */
const startsOf = (pairs: readonly CommonItem[]): readonly LinkingConstants[] =>
  (["mean-mean", "mean-sigma"] as const).flatMap((method) => {
    try {
      return [linkMoments(pairs, method)];
    } catch (error) {
      if (error instanceof PsychometricsError) return [];
      throw error;
    }
  });

const weightsOf = (nodes: Float64Array, grid: Grid, population: Population | "uniform"): Float64Array =>
  population === "uniform" ? nodes.map(() => 1 / nodes.length) : normalisedWeightsOf(nodes, grid, population);

/**
 * The constants that carry a new calibration onto the scale of a base calibration through their common items.
 *
 * - `mean-mean` (Loyd & Hoover 1980): slope = mean a_new / mean a_base, intercept from the mean locations.
 * - `mean-sigma` (Marco 1977): slope = σ(b_base) / σ(b_new) (divisor n).
 * - `haebara` (1980): least Σ weight · Σ over items and categories of (P_base(θ) − P_new((θ − B)/A))².
 * - `stocking-lord` (1983): least Σ weight · (T_base(θ) − T_new((θ − B)/A))², T the expected sum score of the common items.
 *
 * Thresholds and steps count as locations, each alike. Use at least a fifth of the form as common items, spread over its
 * content (Kolen & Brennan 2014, 8.2): the method cannot know whether the common items drifted.
 *
 * @param newItems items of the calibration to be moved; items of both with one id are the common ones
 * @param baseItems items on the scale to be reached
 * @returns slope (above 0) and intercept (in θ of the base scale)
 * @example linkScales([{ id: "p", model: "dichotomous", a: 2, b: 0, c: 0, u: 1 }, { id: "q", model: "dichotomous", a: 2, b: 1, c: 0, u: 1 }], [{ id: "p", model: "dichotomous", a: 1, b: 1, c: 0, u: 1 }, { id: "q", model: "dichotomous", a: 1, b: 3, c: 0, u: 1 }], { method: "mean-mean" }).slope; // => 2
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · item_unknown ·
 *   common_item_differs · common_items_few · number_invalid · linking_failed
 */
export const linkScales = (
  newItems: readonly Item[],
  baseItems: readonly Item[],
  options: LinkingOptions,
): Linking => {
  const { method } = options;
  const pairs = pairCommonItems(newItems, baseItems, options);
  const commonIds = pairs.map(({ onNew }) => onNew.id);
  if (method === "mean-mean" || method === "mean-sigma")
    return { method, ...linkMoments(pairs, method), commonIds, criterion: undefined };
  const grid = options.grid ?? LINKING_GRID;
  const nodes = nodesOf(grid);
  const comparison = {
    method,
    nodes,
    weights: weightsOf(nodes, grid, options.population ?? STANDARD_POPULATION),
    direction: options.direction ?? "base",
  };
  const starts = startsOf(pairs);
  if (starts.length === 0) throw new PsychometricsError("psychometrics.linking_failed", { method });
  const found = starts
    .map((start) => matchCurves(pairs, start, comparison))
    .reduce((best, other) => (other.criterion < best.criterion ? other : best));
  return { method, ...found, commonIds };
};

const checkConstants = ({ slope, intercept }: LinkingConstants): void => {
  for (const [name, value, least] of [
    ["linking.slope", slope, 1e-6],
    ["linking.intercept", intercept, -1e6],
  ] as const)
    if (!(value >= least && value <= 1e6))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name,
        value: String(value),
        least,
        most: 1e6,
      });
};

/**
 * Items of the new calibration on the base scale: a / slope, slope · b + intercept; asymptotes stay.
 *
 * @example linkItems([{ id: "q", model: "dichotomous", a: 1, b: 1, c: 0, u: 1 }], { slope: 2, intercept: 0.5 }); // => [{ id: "q", model: "dichotomous", a: 0.5, b: 2.5, c: 0, u: 1 }]
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · number_invalid
 */
export const linkItems = (items: readonly Item[], linking: LinkingConstants): Item[] => {
  checkItems(items);
  checkConstants(linking);
  const { slope, intercept } = linking;
  const move = (location: number) => slope * location + intercept;
  return items.map((item): Item => {
    const a = item.a / slope;
    if (item.model === "dichotomous") return { ...item, a, b: move(item.b) };
    if (item.model === "graded") return { ...item, a, thresholds: item.thresholds.map(move) };
    return { ...item, a, steps: item.steps.map(move) };
  });
};
