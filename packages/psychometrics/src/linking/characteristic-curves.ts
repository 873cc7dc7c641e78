import { PsychometricsError } from "../errors.ts";
import { maximumScore } from "../items.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import type { CommonItem } from "./common-items.ts";

// Reads carry `!`: nodes and weights have one length, categories stay under an item's highest score.

/** θ_base = slope · θ_new + intercept. */
export type LinkingConstants = { readonly slope: number; readonly intercept: number };

/** Where and how much two sets of curves are compared. */
export type CurveComparison = {
  /** Haebara (1980): the categories of each item · Stocking & Lord (1983): the sum of the expected scores. */
  readonly method: "haebara" | "stocking-lord";
  readonly nodes: Float64Array;
  /** One a node, adding to one. */
  readonly weights: Float64Array;
  /** `base`: curves compared on the base scale alone; `symmetric`: also on the new scale, in equal parts. */
  readonly direction: "base" | "symmetric";
};

/** The criterion and the normal equations of its residuals r with respect to (log slope, intercept). */
type NormalEquations = {
  criterion: number;
  /** JᵀJ: by slope twice, mixed, by intercept twice. */
  readonly square: Float64Array;
  /** Jᵀr. */
  readonly gradient: Float64Array;
};

const addResidual = (
  into: NormalEquations,
  weight: number,
  { residual, bySlope, byIntercept }: { residual: number; bySlope: number; byIntercept: number },
): void => {
  into.criterion += weight * residual * residual;
  into.square[0]! += weight * bySlope * bySlope;
  into.square[1]! += weight * bySlope * byIntercept;
  into.square[2]! += weight * byIntercept * byIntercept;
  into.gradient[0]! += weight * bySlope * residual;
  into.gradient[1]! += weight * byIntercept * residual;
};

/**
 * The weighted squared distance of the curves. A new item moved to the base scale has P(θ) = P_new((θ − B)/A), so that no
 * moved item need be made; with log A in place of A the slope stays positive.
 */
const compareCurves = (
  pairs: readonly CommonItem[],
  { slope, intercept }: LinkingConstants,
  { method, nodes, weights, direction }: CurveComparison,
): NormalEquations => {
  const result = { criterion: 0, square: new Float64Array(3), gradient: new Float64Array(2) };
  const most = pairs.reduce((largest, { onNew }) => Math.max(largest, maximumScore(onNew)), 1);
  const fixed = createCategoryArrays(most);
  const moved = createCategoryArrays(most);
  const sides = direction === "base" ? (["base"] as const) : (["base", "new"] as const);
  for (const side of sides)
    for (let node = 0; node < nodes.length; node += 1) {
      const theta = nodes[node]!;
      const weight = weights[node]! / sides.length;
      const place = side === "base" ? (theta - intercept) / slope : slope * theta + intercept;
      // d place / d log A and d place / d B
      const placeBySlope = side === "base" ? -place : slope * theta;
      const placeByIntercept = side === "base" ? -1 / slope : 1;
      let scoreGap = 0;
      let scoreSlope = 0;
      for (const { onNew, onBase } of pairs) {
        fillCategories(side === "base" ? onBase : onNew, theta, fixed);
        fillCategories(side === "base" ? onNew : onBase, place, moved);
        const highest = maximumScore(onNew);
        for (let k = 0; k <= highest; k += 1) {
          const residual = fixed.p[k]! - moved.p[k]!;
          const bend = -moved.first[k]!;
          if (method === "haebara")
            addResidual(result, weight, {
              residual,
              bySlope: bend * placeBySlope,
              byIntercept: bend * placeByIntercept,
            });
          scoreGap += k * residual;
          scoreSlope += k * bend;
        }
      }
      if (method === "stocking-lord")
        addResidual(result, weight, {
          residual: scoreGap,
          bySlope: scoreSlope * placeBySlope,
          byIntercept: scoreSlope * placeByIntercept,
        });
    }
  return result;
};

const mostSteps = 200;

/**
 * The constants at which the curves lie closest: Levenberg–Marquardt with analytic derivatives.
 *
 * @throws {PsychometricsError} psychometrics.linking_failed
 */
export const matchCurves = (
  pairs: readonly CommonItem[],
  start: LinkingConstants,
  comparison: CurveComparison,
): LinkingConstants & { readonly criterion: number } => {
  let at = start;
  let state = compareCurves(pairs, at, comparison);
  let damping = 1e-3;
  for (let step = 0; step < mostSteps; step += 1) {
    const [slopes = 0, mixed = 0, intercepts = 0] = state.square;
    const [bySlope = 0, byIntercept = 0] = state.gradient;
    const first = slopes * (1 + damping);
    const last = intercepts * (1 + damping);
    const determinant = first * last - mixed * mixed;
    if (!(determinant > 0)) break;
    const change = -(last * bySlope - mixed * byIntercept) / determinant;
    const shift = -(first * byIntercept - mixed * bySlope) / determinant;
    if (!(Math.abs(change) < 5)) break;
    const next = { slope: at.slope * Math.exp(change), intercept: at.intercept + shift };
    const tried = compareCurves(pairs, next, comparison);
    const small = Math.abs(change) + Math.abs(shift) < 1e-11;
    if (tried.criterion <= state.criterion) {
      at = next;
      state = tried;
      damping = Math.max(damping / 10, 1e-12);
      if (small) return { ...at, criterion: state.criterion };
    } else {
      // Rounding alone can make the last step look worse: then the place is the minimum.
      if (small) return { ...at, criterion: state.criterion };
      damping *= 10;
    }
  }
  throw new PsychometricsError("psychometrics.linking_failed", { method: comparison.method });
};
