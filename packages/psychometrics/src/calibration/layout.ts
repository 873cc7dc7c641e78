import type { Item } from "../items.ts";
import type { ItemShape } from "./kernels.ts";
import { isKernelValid } from "./kernels.ts";
import type { CalibrationPriors, ItemModel, NormalPrior } from "./options.ts";

// Reads carry `!`: indices come from the layout itself.

/** Normal prior on one value of an item; `log` where the value itself is positive and its logarithm is normal. */
export type ParameterPrior = NormalPrior & { readonly scale: "value" | "log" };

/** One item in the vector of values. */
export type ItemPlace = {
  readonly id: string;
  readonly shape: ItemShape;
  readonly offset: number;
  readonly fixed: boolean;
  /** Items of one model share a slope where they have one key. */
  readonly sharedSlope: boolean;
  /** Whether the slope is a parameter to estimate. */
  readonly freeSlope: boolean;
};

/**
 * All values of a model (parameters of every item, then mean and log standard deviation of every group) and which of them
 * are free. Two values with one free index are one parameter (shared slope).
 */
export type Layout = {
  readonly items: readonly ItemPlace[];
  readonly groupCount: number;
  /** Where the mean of group 0 stands; each group has two values. */
  readonly latentOffset: number;
  readonly valueCount: number;
  /** Free index of each value, or −1. */
  readonly freeOfValue: Int32Array;
  readonly freeCount: number;
  readonly freeNames: readonly string[];
  readonly priors: readonly (ParameterPrior | undefined)[];
};

/** Default prior on log(c/(1 − c)): chance level of five choices, loose enough for data to move it. */
export const defaultGuessingPrior: NormalPrior = { mean: Math.log(0.2 / 0.8), deviation: 0.5 };

/** What is known of an item before its place. */
export type ItemPlan = {
  readonly id: string;
  readonly model: ItemModel;
  readonly most: number;
  readonly given: Item | undefined;
};

const shapeOf = ({ model, most, given }: ItemPlan): ItemShape => {
  if (given?.model === "dichotomous")
    return { kind: "logistic", most: 1, parameterCount: 2, lower: given.c, upper: given.u };
  const kind =
    given !== undefined
      ? given.model === "graded"
        ? "graded"
        : "partial-credit"
      : model === "graded"
        ? "graded"
        : model === "partial-credit" || model === "generalised-partial-credit"
          ? "partial-credit"
          : "logistic";
  if (kind === "logistic")
    return { kind, most: 1, parameterCount: model === "3pl" ? 3 : 2, lower: 0, upper: 1 };
  return { kind, most, parameterCount: 1 + most, lower: 0, upper: 1 };
};

/** Whether mean and variance of each group are free. */
export type LatentFreedom = readonly { readonly mean: boolean; readonly variance: boolean }[];

/** Lays out the values of a model. */
export const createLayout = (
  plans: readonly ItemPlan[],
  { latent, priors }: { readonly latent: LatentFreedom; readonly priors: CalibrationPriors },
): Layout => {
  const items: ItemPlace[] = [];
  const free: number[] = [];
  const names: string[] = [];
  const ofValue: (ParameterPrior | undefined)[] = [];
  let sharedIndex = -1;
  const add = (name: string, prior?: NormalPrior | null, scale: "value" | "log" = "value"): number => {
    free.push(names.length);
    names.push(name);
    ofValue.push(prior ? { ...prior, scale } : undefined);
    return names.length - 1;
  };
  const keep = (index = -1): void => {
    free.push(index);
    ofValue.push(undefined);
  };
  for (const plan of plans) {
    const shape = shapeOf(plan);
    const fixed = plan.given !== undefined;
    const freeSlope = !fixed && plan.model !== "rasch" && plan.model !== "partial-credit";
    const sharedSlope = freeSlope && plan.model === "1pl";
    items.push({ id: plan.id, shape, offset: free.length, fixed, sharedSlope, freeSlope });
    if (!freeSlope) keep();
    else if (sharedSlope && sharedIndex >= 0) keep(sharedIndex);
    else {
      const index = add(sharedSlope ? "1pl.a" : `${plan.id}.a`, priors.logSlope, "log");
      if (sharedSlope) sharedIndex = index;
    }
    for (let k = 1; k <= shape.most; k += 1) {
      if (fixed) keep();
      else add(shape.most === 1 ? `${plan.id}.d` : `${plan.id}.d${k}`, priors.intercept);
    }
    if (shape.kind === "logistic" && shape.parameterCount === 3)
      add(
        `${plan.id}.logit(c)`,
        priors.logitGuessing === undefined ? defaultGuessingPrior : priors.logitGuessing,
      );
  }
  const latentOffset = free.length;
  for (const [group, freedom] of latent.entries()) {
    if (freedom.mean) add(`group${group + 1}.mean`);
    else keep();
    if (freedom.variance) add(`group${group + 1}.log(sd)`);
    else keep();
  }
  return {
    items,
    groupCount: latent.length,
    latentOffset,
    valueCount: free.length,
    freeOfValue: Int32Array.from(free),
    freeCount: names.length,
    freeNames: names,
    priors: ofValue,
  };
};

/** Copies free parameters into the vector of all values. */
export const scatterFree = (layout: Layout, free: Float64Array, values: Float64Array): void => {
  for (let place = 0; place < layout.valueCount; place += 1) {
    const index = layout.freeOfValue[place]!;
    if (index >= 0) values[place] = free[index]!;
  }
};

/** Copies the free ones of all values out. */
export const gatherFree = (layout: Layout, values: Float64Array, free: Float64Array): void => {
  for (let place = 0; place < layout.valueCount; place += 1) {
    const index = layout.freeOfValue[place]!;
    if (index >= 0) free[index] = values[place]!;
  }
};

/** Whether every item has probabilities and every spread is sane. */
export const areValuesValid = (layout: Layout, values: Float64Array): boolean => {
  for (const place of layout.items) if (!isKernelValid(place.shape, values, place.offset)) return false;
  for (let group = 0; group < layout.groupCount; group += 1) {
    const mean = values[layout.latentOffset + 2 * group]!;
    const logDeviation = values[layout.latentOffset + 2 * group + 1]!;
    if (!(Math.abs(mean) < 20) || !(logDeviation > -5 && logDeviation < 3)) return false;
  }
  return true;
};

/** Log density of a prior at a value, with its first and second derivative; nothing for a log scale at a value ≤ 0. */
export const priorTerms = (
  prior: ParameterPrior,
  value: number,
): { readonly density: number; readonly slope: number; readonly curve: number } => {
  const onLog = prior.scale === "log";
  if (onLog && !(value > 0)) return { density: Number.NEGATIVE_INFINITY, slope: 0, curve: 0 };
  const x = onLog ? Math.log(value) : value;
  const z = (x - prior.mean) / prior.deviation;
  const density = -0.5 * z * z - Math.log(prior.deviation * Math.sqrt(2 * Math.PI));
  const pull = -z / prior.deviation;
  if (!onLog) return { density, slope: pull, curve: -1 / prior.deviation ** 2 };
  return {
    density: density - x,
    slope: (pull - 1) / value,
    curve: (1 - pull - 1 / prior.deviation ** 2) / value ** 2,
  };
};

/** Sum of the log prior densities; a shared slope counts once. */
export const logPriorOf = (layout: Layout, values: Float64Array): number => {
  let sum = 0;
  const seen = new Set<number>();
  for (const [place, prior] of layout.priors.entries()) {
    const index = layout.freeOfValue[place]!;
    if (prior === undefined || index < 0 || seen.has(index)) continue;
    seen.add(index);
    sum += priorTerms(prior, values[place]!).density;
  }
  return sum;
};
