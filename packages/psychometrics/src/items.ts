import { PsychometricsError } from "./errors.ts";

/**
 * An item with its parameters, on the metric D = 1 (logistic, no scaling constant).
 *
 * - `dichotomous`: P(θ) = c + (u − c) / (1 + exp(−a(θ − b))), Birnbaum 1968; Rasch is a = 1, c = 0, u = 1.
 * - `graded`: P(X ≥ k) = 1 / (1 + exp(−a(θ − bₖ))), k = 1 … m, thresholds increasing
 *   (decreasing where a < 0), Samejima 1969.
 * - `partial-credit`: P(X = k) ∝ exp Σ_{v ≤ k} a(θ − bᵥ), Muraki 1992; steps in any order.
 */
export type Item =
  | {
      readonly id: string;
      readonly model: "dichotomous";
      readonly a: number;
      readonly b: number;
      readonly c: number;
      readonly u: number;
    }
  | {
      readonly id: string;
      readonly model: "graded";
      readonly a: number;
      readonly thresholds: readonly number[];
    }
  | {
      readonly id: string;
      readonly model: "partial-credit";
      readonly a: number;
      readonly steps: readonly number[];
    };

/** Scores are kept in one byte; more categories than this are a measurement, not an item. */
export const MAXIMUM_SCORE = 100;

/**
 * The highest score of an item: 1, or the number of its thresholds or steps.
 *
 * @example maximumScore({ id: "q", model: "graded", a: 1, thresholds: [-1, 0, 1] }); // => 3
 */
export const maximumScore = (item: Item): number => {
  if (item.model === "dichotomous") return 1;
  return item.model === "graded" ? item.thresholds.length : item.steps.length;
};

const refuse = (item: Item, parameter: string, value: number | string, rule: string): never => {
  throw new PsychometricsError("psychometrics.item_parameter_invalid", {
    item: item.id,
    parameter,
    value,
    rule,
  });
};

/** Beyond these a curve is a step or a flat line in double precision, and its derivatives overflow. */
const steepestSlope = 1e3;
const flattestSlope = 1e-6;
const farthestLocation = 1e6;

const checkFinite = (item: Item, parameter: string, value: number): void => {
  if (typeof value !== "number" || !Number.isFinite(value))
    refuse(item, parameter, String(value), "应是有限数");
  if (Math.abs(value) > farthestLocation)
    refuse(item, parameter, String(value), `绝对值至多 ${farthestLocation}`);
};

const checkList = (item: Item, parameter: string, values: readonly number[]): void => {
  if (values.length === 0 || values.length > MAXIMUM_SCORE)
    refuse(item, parameter, `${values.length} 个`, `应有 1 到 ${MAXIMUM_SCORE} 个`);
  for (const [index, value] of values.entries()) checkFinite(item, `${parameter}${index + 1}`, value);
};

/**
 * Refuses parameters that no model has: not finite, slope 0 or beyond 10⁻⁶ … 10³, c outside [0, 1), u outside (c, 1], thresholds not increasing.
 * A negative slope is allowed: it is what a wrong key looks like, and the caller may want to see it.
 *
 * @throws {PsychometricsError} psychometrics.item_parameter_invalid
 */
export const checkItem = (item: Item): void => {
  checkFinite(item, "a", item.a);
  if (item.a === 0) refuse(item, "a", 0, "不能是 0");
  if (Math.abs(item.a) < flattestSlope || Math.abs(item.a) > steepestSlope)
    refuse(item, "a", item.a, `绝对值应在 ${flattestSlope} 到 ${steepestSlope} 之间`);
  switch (item.model) {
    case "dichotomous":
      checkFinite(item, "b", item.b);
      if (!(item.c >= 0 && item.c < 1)) refuse(item, "c", item.c, "应在 0 到 1 之间，不含 1");
      if (!(item.u > item.c && item.u <= 1)) refuse(item, "u", item.u, "应大于 c，至多是 1");
      return;
    case "graded":
      checkList(item, "b", item.thresholds);
      for (let k = 1; k < item.thresholds.length; k += 1)
        if (!(item.a * (Number(item.thresholds[k]) - Number(item.thresholds[k - 1])) > 0))
          refuse(item, `b${k + 1}`, Number(item.thresholds[k]), "阈值应逐级增大（区分度为负时逐级减小）");
      return;
    case "partial-credit":
      checkList(item, "b", item.steps);
      return;
  }
};

/**
 * Refuses an empty list, invalid parameters and two items with one id.
 *
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated
 */
export const checkItems = (items: readonly Item[]): void => {
  if (items.length === 0) throw new PsychometricsError("psychometrics.items_empty");
  const seen = new Set<string>();
  for (const item of items) {
    checkItem(item);
    if (seen.has(item.id)) throw new PsychometricsError("psychometrics.item_repeated", { item: item.id });
    seen.add(item.id);
  }
};
