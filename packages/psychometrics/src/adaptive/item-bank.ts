import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { informationOfCategories } from "../models/information.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { createItemTable, type ItemTable, logCurvesOnNodes } from "../scoring/item-table.ts";
import {
  type Grid,
  logWeightsOf,
  nodesOf,
  type Population,
  STANDARD_POPULATION,
} from "../scoring/population.ts";

/** Items made ready for adaptive tests: curves and information on a grid, kept once for all test takers. */
export type ItemBank = {
  readonly table: ItemTable;
  readonly grid: Grid;
  readonly population: Population;
  readonly nodes: Float64Array;
  /** log of the population's weight at each node. */
  readonly logPrior: Float64Array;
  /** log P of every category at every node; see `logCurvesOnNodes`. */
  readonly logCurves: Float64Array;
  /** Fisher information, items × nodes. */
  readonly information: Float64Array;
  /** The content area of each item; empty where there is none. */
  readonly contents: readonly string[];
  /** What each item counts for in the bounds of a content plan: its content area and its further attributes. */
  readonly attributes: readonly (readonly string[])[];
  /** For each item the items that must not be in the same test. */
  readonly enemies: readonly (readonly number[])[];
  /** a, b, c, u of the dichotomous items, one row each, so that the search for the next item reads numbers in a row; b is
   * the mean of the thresholds or steps of the others. */
  readonly parameters: {
    readonly a: Float64Array;
    readonly b: Float64Array;
    readonly c: Float64Array;
    readonly u: Float64Array;
    /** Whether every item is dichotomous. */
    readonly dichotomous: boolean;
  };
};

/** 33 nodes over [−4, 4], ends counted half: what catR integrates over. */
export const ADAPTIVE_GRID: Grid = { from: -4, to: 4, nodes: 33, rule: "trapezoid" };

const enemyLists = (
  items: readonly Item[],
  groups: readonly (readonly string[])[],
): readonly (readonly number[])[] => {
  const place = new Map(items.map((item, index) => [item.id, index]));
  const lists = items.map(() => new Set<number>());
  for (const group of groups) {
    const members = group.map((id) => {
      const index = place.get(id);
      if (index === undefined) throw new PsychometricsError("psychometrics.item_unknown", { item: id });
      return index;
    });
    for (const one of members) for (const other of members) if (one !== other) lists[one]?.add(other);
  }
  return lists.map((list) => [...list]);
};

const locationOf = (item: Item): number => {
  if (item.model === "dichotomous") return item.b;
  const places = item.model === "graded" ? item.thresholds : item.steps;
  return places.reduce((sum, place) => sum + place, 0) / places.length;
};

const parametersOf = (items: readonly Item[]): ItemBank["parameters"] => ({
  a: Float64Array.from(items, (item) => item.a),
  b: Float64Array.from(items, locationOf),
  c: Float64Array.from(items, (item) => (item.model === "dichotomous" ? item.c : 0)),
  u: Float64Array.from(items, (item) => (item.model === "dichotomous" ? item.u : 1)),
  dichotomous: items.every(({ model }) => model === "dichotomous"),
});

const checkLength = (items: readonly Item[], list: readonly unknown[] | undefined): void => {
  if (list !== undefined && list.length !== items.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: items.length,
      given: list.length,
    });
};

/**
 * Prepares calibrated items for adaptive testing. Takes time and memory once: items × nodes × (categories + 1) numbers.
 *
 * @param items calibrated items
 * @param options `contents`: one content area an item; `attributes`: what else each item counts for in a content plan;
 *   `enemies`: groups of ids of which at most one may be shown; `grid` and `population` for EAP and weighted criteria
 * @example createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]).nodes.length; // => 33
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · item_unknown · items_mismatch · number_invalid
 */
export const createItemBank = (
  items: readonly Item[],
  options: {
    readonly contents?: readonly string[];
    readonly attributes?: readonly (readonly string[])[];
    readonly enemies?: readonly (readonly string[])[];
    readonly grid?: Grid;
    readonly population?: Population;
  } = {},
): ItemBank => {
  const table = createItemTable(items);
  const grid = options.grid ?? ADAPTIVE_GRID;
  const nodes = nodesOf(grid);
  const population = options.population ?? STANDARD_POPULATION;
  checkLength(items, options.contents);
  checkLength(items, options.attributes);
  const contents = options.contents ?? items.map(() => "");
  const information = new Float64Array(items.length * nodes.length);
  const curves = createCategoryArrays(table.largestScore);
  for (const [index, item] of items.entries())
    for (const [node, theta] of nodes.entries()) {
      fillCategories(item, theta, curves);
      information[index * nodes.length + node] = informationOfCategories(
        curves,
        Number(table.maximumScore[index]),
      );
    }
  return {
    table,
    grid,
    population,
    nodes,
    logPrior: logWeightsOf(nodes, grid, population),
    logCurves: logCurvesOnNodes(table, nodes),
    information,
    contents,
    attributes: contents.map((area, index) => [
      ...new Set([...(area === "" ? [] : [area]), ...(options.attributes?.[index] ?? [])]),
    ]),
    enemies: enemyLists(items, options.enemies ?? []),
    parameters: parametersOf(items),
  };
};
