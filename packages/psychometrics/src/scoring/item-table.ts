import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";

/** Checked items with the places of their categories in one long list. */
export type ItemTable = {
  readonly items: readonly Item[];
  readonly count: number;
  readonly maximumScore: Uint8Array;
  /** Where an item's categories begin in a list of all categories of all items; one more entry than items. */
  readonly firstCategory: Uint32Array;
  readonly largestScore: number;
};

/** A graded item with a negative slope would have negative probabilities; the other models only turn around. */
const checkGradedSlope = (item: Item): void => {
  if (item.model === "graded" && item.a < 0)
    throw new PsychometricsError("psychometrics.item_parameter_invalid", {
      item: item.id,
      parameter: "a",
      value: item.a,
      rule: "等级反应模型的区分度应大于 0",
    });
};

/** @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated */
export const createItemTable = (items: readonly Item[]): ItemTable => {
  checkItems(items);
  items.forEach(checkGradedSlope);
  const firstCategory = new Uint32Array(items.length + 1);
  for (const [index, item] of items.entries())
    firstCategory[index + 1] = Number(firstCategory[index]) + maximumScore(item) + 1;
  return {
    items,
    count: items.length,
    maximumScore: Uint8Array.from(items, maximumScore),
    firstCategory,
    largestScore: items.reduce((most, item) => Math.max(most, maximumScore(item)), 1),
  };
};

/** A probability that underflows is held here, so that its logarithm stays finite and no better answer is lost. */
export const SMALLEST_PROBABILITY = 1e-300;

/**
 * log P of every category of every item at every node: category-major,
 * `(firstCategory[item] + score) * nodes.length + node`.
 */
export const logCurvesOnNodes = (table: ItemTable, nodes: Float64Array): Float64Array => {
  // Every `!` reads inside its array: indices come from the table's own counts.
  const grid = new Float64Array(table.firstCategory[table.count]! * nodes.length);
  const curves = createCategoryArrays(table.largestScore);
  for (const [index, item] of table.items.entries())
    for (let node = 0; node < nodes.length; node += 1) {
      fillCategories(item, nodes[node]!, curves);
      for (let k = 0; k <= table.maximumScore[index]!; k += 1)
        grid[(table.firstCategory[index]! + k) * nodes.length + node] = Math.log(
          Math.max(curves.p[k]!, SMALLEST_PROBABILITY),
        );
    }
  return grid;
};
