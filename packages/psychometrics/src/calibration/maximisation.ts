import type { ExpectationSpace } from "./expectation.ts";
import { evaluateKernel, isKernelValid } from "./kernels.ts";
import { type ItemPlace, type Layout, priorTerms } from "./layout.ts";

// The M step: Fisher scoring of each item (or of all items that share a slope) on the expected weights.
// Reads carry `!`: indices are bounded by the layout.

/** Items that are maximised together, with their free parameters. */
type Component = { readonly items: readonly number[]; readonly free: Int32Array };

/** Components of a layout and scratch space for the largest. */
export type MaximisationSpace = {
  readonly components: readonly Component[];
  /** Place of a free parameter within its component. */
  readonly localOfFree: Int32Array;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  readonly step: Float64Array;
  readonly saved: Float64Array;
};

const freeOfItem = (layout: Layout, place: ItemPlace): number[] =>
  Array.from({ length: place.shape.parameterCount }, (_, i) => layout.freeOfValue[place.offset + i]!).filter(
    (index) => index >= 0,
  );

/** Finds which items must be maximised together. */
export const createMaximisationSpace = (layout: Layout): MaximisationSpace => {
  const shared = layout.items.flatMap((place, item) => (place.sharedSlope ? [item] : []));
  const alone = layout.items.flatMap((place, item) => (place.sharedSlope ? [] : [[item]]));
  const components = (shared.length > 0 ? [shared, ...alone] : alone)
    .map((items) => ({
      items,
      free: Int32Array.from(new Set(items.flatMap((item) => freeOfItem(layout, layout.items[item]!)))),
    }))
    .filter(({ free }) => free.length > 0);
  const largest = Math.max(1, ...components.map(({ free }) => free.length));
  const localOfFree = new Int32Array(layout.freeCount).fill(-1);
  for (const { free } of components) for (const [local, index] of free.entries()) localOfFree[index] = local;
  return {
    components,
    localOfFree,
    gradient: new Float64Array(largest),
    information: new Float64Array(largest * largest),
    step: new Float64Array(largest),
    saved: new Float64Array(layout.valueCount),
  };
};

/** What the M step reads and changes. */
export type MaximisationState = {
  readonly layout: Layout;
  readonly expectation: ExpectationSpace;
  readonly values: Float64Array;
};

/** Expected complete-data log-likelihood of an item plus its priors. */
const objectiveOf = ({ layout, expectation, values }: MaximisationState, item: number): number => {
  const { shape, offset } = layout.items[item]!;
  if (!isKernelValid(shape, values, offset)) return Number.NEGATIVE_INFINITY;
  const { theta, expected, rowOfItem, kernel } = expectation;
  const nodes = theta.length;
  const row = rowOfItem[item]! * nodes;
  let sum = 0;
  for (let q = 0; q < nodes; q += 1) {
    evaluateKernel(shape, { values, offset, theta: theta[q]! }, kernel);
    for (let k = 0; k <= shape.most; k += 1) {
      const weight = expected[row + k * nodes + q]!;
      if (weight > 0) sum += weight * Math.log(kernel.p[k]!);
    }
  }
  return sum;
};

const priorOf = ({ layout, values }: MaximisationState, component: Component): number => {
  let sum = 0;
  for (let place = 0; place < layout.latentOffset; place += 1) {
    const prior = layout.priors[place];
    const index = layout.freeOfValue[place]!;
    if (prior !== undefined && index >= 0 && component.free.includes(index))
      sum += priorTerms(prior, values[place]!).density;
  }
  return sum;
};

const componentObjective = (state: MaximisationState, component: Component, hasPriors: boolean): number => {
  let sum = hasPriors ? priorOf(state, component) : 0;
  for (const item of component.items) sum += objectiveOf(state, item);
  return sum;
};

/** Adds gradient and expected information of one item; returns its objective. */
const accumulateItem = (
  state: MaximisationState,
  space: MaximisationSpace,
  { item, size }: { item: number; size: number },
): number => {
  const { layout, expectation, values } = state;
  const { shape, offset } = layout.items[item]!;
  const { theta, expected, rowOfItem, kernel } = expectation;
  const { gradient, information, localOfFree } = space;
  const nodes = theta.length;
  const row = rowOfItem[item]! * nodes;
  const n = shape.parameterCount;
  let objective = 0;
  for (let q = 0; q < nodes; q += 1) {
    let total = 0;
    for (let k = 0; k <= shape.most; k += 1) total += expected[row + k * nodes + q]!;
    if (total === 0) continue;
    evaluateKernel(shape, { values, offset, theta: theta[q]! }, kernel);
    for (let k = 0; k <= shape.most; k += 1) {
      const p = kernel.p[k]!;
      const weight = expected[row + k * nodes + q]!;
      if (weight > 0) objective += weight * Math.log(p);
      if (p < 1e-200) continue;
      for (let i = 0; i < n; i += 1) {
        const freeI = layout.freeOfValue[offset + i]!;
        if (freeI < 0) continue;
        const localI = localOfFree[freeI]!;
        const slope = kernel.first[k * n + i]!;
        gradient[localI] = gradient[localI]! + (weight * slope) / p;
        const share = (total * slope) / p;
        for (let j = 0; j <= i; j += 1) {
          const freeJ = layout.freeOfValue[offset + j]!;
          if (freeJ < 0) continue;
          const localJ = localOfFree[freeJ]!;
          const cell = localI > localJ ? localI * size + localJ : localJ * size + localI;
          information[cell] = information[cell]! + share * kernel.first[k * n + j]!;
        }
      }
    }
  }
  return objective;
};

const addPriors = (
  { layout, values }: MaximisationState,
  space: MaximisationSpace,
  component: Component,
): number => {
  const size = component.free.length;
  const seen = new Set<number>();
  let objective = 0;
  for (let place = 0; place < layout.latentOffset; place += 1) {
    const prior = layout.priors[place];
    const index = layout.freeOfValue[place]!;
    if (prior === undefined || seen.has(index) || !component.free.includes(index)) continue;
    seen.add(index);
    const local = space.localOfFree[index]!;
    const { density, slope, curve } = priorTerms(prior, values[place]!);
    objective += density;
    space.gradient[local] = space.gradient[local]! + slope;
    const cell = local * size + local;
    space.information[cell] = space.information[cell]! + Math.max(0, -curve);
  }
  return objective;
};

/** Solves information × step = gradient by Cholesky in place; a pivot that vanishes gets no step. */
const solveStep = ({ information, gradient, step }: MaximisationSpace, size: number): void => {
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = information[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= information[i * size + k]! * information[j * size + k]!;
      if (i === j)
        information[i * size + i] =
          sum > 1e-10 * information[i * size + i]! ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else information[i * size + j] = sum / information[j * size + j]!;
    }
  }
  for (let i = 0; i < size; i += 1) {
    let sum = gradient[i]!;
    for (let k = 0; k < i; k += 1) sum -= information[i * size + k]! * step[k]!;
    step[i] = sum / information[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = step[i]!;
    for (let k = i + 1; k < size; k += 1) sum -= information[k * size + i]! * step[k]!;
    step[i] = sum / information[i * size + i]!;
  }
};

/** The longest step of one parameter: keeps a first step from a poor start inside the range where P is not 0 or 1. */
const longestStep = 2;

const moveValues = (
  { layout, values }: MaximisationState,
  space: MaximisationSpace,
  { component, length }: { readonly component: Component; readonly length: number },
): void => {
  for (const item of component.items) {
    const { shape, offset } = layout.items[item]!;
    for (let i = 0; i < shape.parameterCount; i += 1) {
      const index = layout.freeOfValue[offset + i]!;
      if (index >= 0)
        values[offset + i] = space.saved[offset + i]! + length * space.step[space.localOfFree[index]!]!;
    }
  }
};

const maximiseComponent = (
  state: MaximisationState,
  space: MaximisationSpace,
  {
    component,
    hasPriors,
    steps,
  }: { readonly component: Component; readonly hasPriors: boolean; readonly steps: number },
): void => {
  const size = component.free.length;
  for (let round = 0; round < steps; round += 1) {
    space.gradient.fill(0, 0, size);
    space.information.fill(0, 0, size * size);
    let before = 0;
    for (const item of component.items) before += accumulateItem(state, space, { item, size });
    if (hasPriors) before += addPriors(state, space, component);
    solveStep(space, size);
    let longest = 0;
    for (let i = 0; i < size; i += 1) longest = Math.max(longest, Math.abs(space.step[i]!));
    if (!(longest > 1e-9)) return;
    space.saved.set(state.values);
    let length = longest > longestStep ? longestStep / longest : 1;
    for (let halving = 0; ; halving += 1) {
      moveValues(state, space, { component, length });
      // Near the maximum the change is below the rounding of the sum, and the step is right by itself.
      if (longest * length < 1e-5 && halving === 0) break;
      if (componentObjective(state, component, hasPriors) >= before - 1e-10 * Math.abs(before)) break;
      if (halving === 12) {
        moveValues(state, space, { component, length: 0 });
        return;
      }
      length /= 2;
    }
    if (longest < 1e-4) return;
  }
};

const maximiseLatent = ({ layout, expectation, values }: MaximisationState): void => {
  const { theta, groupExpected } = expectation;
  const nodes = theta.length;
  for (let group = 0; group < layout.groupCount; group += 1) {
    const place = layout.latentOffset + 2 * group;
    const freeMean = layout.freeOfValue[place]! >= 0;
    const freeVariance = layout.freeOfValue[place + 1]! >= 0;
    if (!freeMean && !freeVariance) continue;
    let weight = 0;
    let sum = 0;
    for (let q = 0; q < nodes; q += 1) {
      weight += groupExpected[group * nodes + q]!;
      sum += groupExpected[group * nodes + q]! * theta[q]!;
    }
    const mean = freeMean ? sum / weight : values[place]!;
    values[place] = mean;
    if (!freeVariance) continue;
    let square = 0;
    for (let q = 0; q < nodes; q += 1) square += groupExpected[group * nodes + q]! * (theta[q]! - mean) ** 2;
    values[place + 1] = 0.5 * Math.log(Math.max(square / weight, 1e-4));
  }
};

/** One M step in place: every component, then the populations. */
export const takeMaximisation = (state: MaximisationState, space: MaximisationSpace): void => {
  const hasPriors = state.layout.priors.some((prior) => prior !== undefined);
  for (const component of space.components)
    maximiseComponent(state, space, { component, hasPriors, steps: 3 });
  maximiseLatent(state);
};
