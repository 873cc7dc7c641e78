import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";
import { type Responses } from "../responses.ts";
import type { ItemPlan, LatentFreedom } from "./layout.ts";
import type { CalibrationOptions, ItemModel, LatentSetting } from "./options.ts";

// Reads carry `!`: indices are bounded by the responses.

const isPolytomous = (model: ItemModel): boolean =>
  model === "graded" || model === "partial-credit" || model === "generalised-partial-credit";

/** Weights of the persons, checked. */
export const checkWeights = (personCount: number, weights: ArrayLike<number> | undefined): Float64Array => {
  if (weights === undefined) return new Float64Array(personCount).fill(1);
  for (let person = 0; person < Math.max(personCount, weights.length); person += 1) {
    const value = weights[person];
    if (person >= personCount || !(Number(value) > 0) || !Number.isFinite(Number(value)))
      throw new PsychometricsError("psychometrics.weights_invalid", {
        row: person + 1,
        value: String(value),
      });
  }
  return Float64Array.from(weights);
};

/** Groups of the persons, checked: every group from 0 to the highest occurs. */
export const checkGroups = (
  personCount: number,
  groups: ArrayLike<number> | undefined,
): { readonly group: Int32Array; readonly groupCount: number } => {
  if (groups === undefined) return { group: new Int32Array(personCount), groupCount: 1 };
  let most = 0;
  for (let person = 0; person < Math.max(personCount, groups.length); person += 1) {
    const value = Number(groups[person]);
    if (person >= personCount || !Number.isInteger(value) || value < 0 || value >= 1000)
      throw new PsychometricsError("psychometrics.groups_mismatch", {
        row: person + 1,
        value: String(groups[person]),
        most: 999,
      });
    most = Math.max(most, value);
  }
  const group = Int32Array.from(groups);
  for (let g = 0; g <= most; g += 1)
    if (!group.includes(g)) throw new PsychometricsError("psychometrics.group_empty", { group: g + 1 });
  return { group, groupCount: most + 1 };
};

/** Weight of the persons at each score of each item. */
export const countScores = (cells: Int8Array, itemCount: number, weight: Float64Array): number[][] => {
  const counts: number[][] = Array.from({ length: itemCount }, () => []);
  for (let person = 0; person < weight.length; person += 1)
    for (let item = 0; item < itemCount; item += 1) {
      const cell = cells[person * itemCount + item]!;
      if (cell < 0) continue;
      const row = counts[item]!;
      while (row.length <= cell) row.push(0);
      row[cell] = row[cell]! + weight[person]!;
    }
  return counts;
};

/** The model of every column, checked against the scores that occur. */
export const planItems = (
  responses: Responses,
  options: CalibrationOptions,
  counts: readonly (readonly number[])[],
): ItemPlan[] => {
  const { itemIds } = responses;
  const fixed = new Map<string, Item>();
  if (options.fixedItems !== undefined && options.fixedItems.length > 0) {
    checkItems(options.fixedItems);
    for (const item of options.fixedItems) {
      if (!itemIds.includes(item.id))
        throw new PsychometricsError("psychometrics.item_unknown", { item: item.id });
      fixed.set(item.id, item);
    }
  }
  if (typeof options.model !== "string" && options.model.length !== itemIds.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: options.model.length,
      given: itemIds.length,
    });
  return itemIds.map((id, item): ItemPlan => {
    const model = typeof options.model === "string" ? options.model : options.model[item]!;
    const given = fixed.get(id);
    const row = counts[item]!;
    const most = given === undefined ? row.length - 1 : maximumScore(given);
    const firstPlace = (score: number) => {
      const person = Array.from({ length: responses.personCount }, (_, p) => p).find(
        (p) => responses.scores[p * itemIds.length + item] === score,
      );
      return { row: (person ?? 0) + 1, column: item + 1, item: id, value: score };
    };
    if (given === undefined) {
      if (row.length === 0) throw new PsychometricsError("psychometrics.item_never_answered", { item: id });
      const used = row.flatMap((weight, score) => (weight > 0 ? [score] : []));
      if (used.length === 1)
        throw new PsychometricsError("psychometrics.item_constant", { item: id, score: used[0]! });
      const gap = row.findIndex((weight) => !(weight > 0));
      if (!isPolytomous(model) && most > 1)
        throw new PsychometricsError("psychometrics.response_out_of_range", { ...firstPlace(most), most: 1 });
      if (gap >= 0)
        throw new PsychometricsError("psychometrics.item_category_empty", { item: id, score: gap });
    } else if (row.length - 1 > most)
      throw new PsychometricsError("psychometrics.response_out_of_range", {
        ...firstPlace(row.length - 1),
        most,
      });
    return { id, model, most, given };
  });
};

/** Populations with their freedom; refuses a scale that nothing holds in place. */
export const planLatent = (
  plans: readonly ItemPlan[],
  {
    groupCount,
    latent,
  }: { readonly groupCount: number; readonly latent: readonly LatentSetting[] | undefined },
): { readonly settings: readonly LatentSetting[]; readonly freedom: LatentFreedom } => {
  const anchored = plans.some(({ given }) => given !== undefined);
  const estimated = plans.filter(({ given }) => given === undefined);
  const slopesKnown = estimated.every(({ model }) => model === "rasch" || model === "partial-credit");
  const settings =
    latent ??
    Array.from({ length: groupCount }, (_, group): LatentSetting => {
      if (anchored || group > 0) return { mean: "free", variance: "free" };
      return { mean: 0, variance: slopesKnown ? "free" : 1 };
    });
  if (settings.length !== groupCount)
    throw new PsychometricsError("psychometrics.model_unidentified", {
      reason: `总体设定有 ${settings.length} 组，数据有 ${groupCount} 组`,
    });
  for (const { mean, variance } of settings) {
    if (mean !== "free" && !(Math.abs(mean) <= 10))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name: "latent.mean",
        value: mean,
        least: -10,
        most: 10,
      });
    if (variance !== "free" && !(variance > 0 && variance <= 100))
      throw new PsychometricsError("psychometrics.number_invalid", {
        name: "latent.variance",
        value: variance,
        least: 0,
        most: 100,
      });
  }
  if (!anchored && settings.every(({ mean }) => mean === "free"))
    throw new PsychometricsError("psychometrics.model_unidentified", {
      reason: "没有固定参数的题目，各组均值又都待估",
    });
  if (!anchored && !slopesKnown && settings.every(({ variance }) => variance === "free"))
    throw new PsychometricsError("psychometrics.model_unidentified", {
      reason: "区分度待估，各组方差又都待估",
    });
  return {
    settings,
    freedom: settings.map(({ mean, variance }) => ({ mean: mean === "free", variance: variance === "free" })),
  };
};
