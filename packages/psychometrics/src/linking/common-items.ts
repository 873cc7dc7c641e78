import { PsychometricsError } from "../errors.ts";
import { checkItems, type Item, maximumScore } from "../items.ts";

/** One item as two calibrations have it. */
export type CommonItem = { readonly onNew: Item; readonly onBase: Item };

/** The locations of an item: b, its thresholds or its steps. */
export const locationsOf = (item: Item): readonly number[] => {
  if (item.model === "dichotomous") return [item.b];
  return item.model === "graded" ? item.thresholds : item.steps;
};

/** Which of the items of both calibrations hold the link. */
export type CommonItemChoice = {
  /** Ids of the items that link; default every id that both calibrations have. */
  readonly commonIds?: readonly string[];
};

const pairOf = (id: string, onNew: Item | undefined, onBase: Item | undefined): CommonItem => {
  if (onNew === undefined || onBase === undefined)
    throw new PsychometricsError("psychometrics.item_unknown", { item: id });
  if (onNew.model !== onBase.model || maximumScore(onNew) !== maximumScore(onBase))
    throw new PsychometricsError("psychometrics.common_item_differs", { item: id });
  return { onNew, onBase };
};

/**
 * Pairs the items of two calibrations by id, in the order of the new calibration.
 *
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · item_unknown ·
 *   common_item_differs · common_items_few (fewer than two)
 */
export const pairCommonItems = (
  newItems: readonly Item[],
  baseItems: readonly Item[],
  { commonIds }: CommonItemChoice = {},
): readonly CommonItem[] => {
  checkItems(newItems);
  checkItems(baseItems);
  const byNew = new Map(newItems.map((item) => [item.id, item]));
  const byBase = new Map(baseItems.map((item) => [item.id, item]));
  const ids = commonIds ?? newItems.filter(({ id }) => byBase.has(id)).map(({ id }) => id);
  const repeated = ids.find((id, place) => ids.indexOf(id) !== place);
  if (repeated !== undefined) throw new PsychometricsError("psychometrics.item_repeated", { item: repeated });
  if (ids.length < 2)
    throw new PsychometricsError("psychometrics.common_items_few", { given: ids.length, least: 2 });
  return ids.map((id) => pairOf(id, byNew.get(id), byBase.get(id)));
};
