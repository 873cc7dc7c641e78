import { checkItems, type Item, maximumScore } from "../items.ts";
import type { ItemPlan, Layout } from "./layout.ts";
import type { CalibrationOptions, LatentSetting } from "./options.ts";

// Reads carry `!`: indices come from the layout.

const intercepts = (item: Item): readonly number[] => {
  const places =
    item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
  return places.map((b) => -item.a * b);
};

/** The model of a kernel's kind, in items. */
const modelOf = { logistic: "dichotomous", graded: "graded", "partial-credit": "partial-credit" } as const;

/** Start values: known items as they are, others as told or from the shares of their scores; populations standard normal. */
export const startValues = (
  layout: Layout,
  {
    plans,
    counts,
    settings,
    start,
  }: {
    readonly plans: readonly ItemPlan[];
    readonly counts: readonly (readonly number[])[];
    readonly settings: readonly LatentSetting[];
    readonly start: CalibrationOptions["start"];
  },
): Float64Array => {
  if (start !== undefined && start.items.length > 0) checkItems(start.items);
  const told = new Map(start?.items.map((item) => [item.id, item]));
  const values = new Float64Array(layout.valueCount);
  for (const [index, { id, shape, offset, freeSlope }] of layout.items.entries()) {
    const { given } = plans[index]!;
    const guess = told.get(id);
    const fits = guess?.model === modelOf[shape.kind] && maximumScore(guess) === shape.most;
    const begin = given ?? (fits ? guess : undefined);
    values[offset] = begin !== undefined && (given !== undefined || freeSlope) ? begin.a : 1;
    if (begin !== undefined) {
      values.set(intercepts(begin), offset + 1);
      if (given === undefined && begin.model === "dichotomous" && shape.parameterCount === 3) {
        const c = Math.min(0.9, Math.max(1e-4, begin.c));
        values[offset + 2] = Math.log(c / (1 - c));
      }
      continue;
    }
    const row = counts[index]!;
    const total = row.reduce((sum, weight) => sum + weight, 0);
    let above = total;
    for (let k = 1; k <= shape.most; k += 1) {
      const below = row[k - 1]!;
      above -= below;
      const odds =
        shape.kind === "partial-credit"
          ? (row[k]! + 0.5) / (below + 0.5)
          : (above + 0.5) / (total - above + 0.5);
      values[offset + k] = 1.15 * Math.log(odds);
    }
    if (shape.parameterCount === 3 && shape.kind === "logistic") {
      const prior = layout.priors[offset + 2];
      values[offset + 2] = prior?.mean ?? Math.log(0.15 / 0.85);
    }
  }
  for (const [group, { mean, variance }] of settings.entries()) {
    const guess = start?.groups?.[group];
    values[layout.latentOffset + 2 * group] = mean === "free" ? (guess?.mean ?? 0) : mean;
    values[layout.latentOffset + 2 * group + 1] =
      0.5 * Math.log(variance === "free" ? Math.max(1e-4, guess?.variance ?? 1) : variance);
  }
  return values;
};
