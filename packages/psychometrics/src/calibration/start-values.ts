import type { Item } from "../items.ts";
import type { ItemPlan, Layout } from "./layout.ts";
import type { LatentSetting } from "./options.ts";

// Reads carry `!`: indices come from the layout.

const intercepts = (item: Item): readonly number[] => {
  const places =
    item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
  return places.map((b) => -item.a * b);
};

/** Start values: known items as they are, others from the shares of their scores; populations standard normal. */
export const startValues = (
  layout: Layout,
  {
    plans,
    counts,
    settings,
  }: {
    readonly plans: readonly ItemPlan[];
    readonly counts: readonly (readonly number[])[];
    readonly settings: readonly LatentSetting[];
  },
): Float64Array => {
  const values = new Float64Array(layout.valueCount);
  for (const [index, { shape, offset }] of layout.items.entries()) {
    const { given } = plans[index]!;
    values[offset] = given?.a ?? 1;
    if (given !== undefined) {
      values.set(intercepts(given), offset + 1);
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
    values[layout.latentOffset + 2 * group] = mean === "free" ? 0 : mean;
    values[layout.latentOffset + 2 * group + 1] = variance === "free" ? 0 : 0.5 * Math.log(variance);
  }
  return values;
};
