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
  readonly nodes: Float64Array;
  /** log of the population's weight at each node. */
  readonly logPrior: Float64Array;
  /** log P of every category at every node; see `logCurvesOnNodes`. */
  readonly logCurves: Float64Array;
  /** Fisher information, items × nodes. */
  readonly information: Float64Array;
  /** The content area of each item; empty where there is none. */
  readonly contents: readonly string[];
  /** For each item the items that must not be in the same test. */
  readonly enemies: readonly (readonly number[])[];
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

/**
 * Prepares calibrated items for adaptive testing. Takes time and memory once: items × nodes × (categories + 1) numbers.
 *
 * @param items calibrated items
 * @param options `contents`: one content area an item; `enemies`: groups of ids of which at most one may be shown;
 *   `grid` and `population` for EAP and for weighted information
 * @example createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]).nodes.length; // => 33
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · item_unknown · items_mismatch · number_invalid
 */
export const createItemBank = (
  items: readonly Item[],
  options: {
    readonly contents?: readonly string[];
    readonly enemies?: readonly (readonly string[])[];
    readonly grid?: Grid;
    readonly population?: Population;
  } = {},
): ItemBank => {
  const table = createItemTable(items);
  const grid = options.grid ?? ADAPTIVE_GRID;
  const nodes = nodesOf(grid);
  const contents = options.contents ?? items.map(() => "");
  if (contents.length !== items.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: items.length,
      given: contents.length,
    });
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
    nodes,
    logPrior: logWeightsOf(nodes, grid, options.population ?? STANDARD_POPULATION),
    logCurves: logCurvesOnNodes(table, nodes),
    information,
    contents,
    enemies: enemyLists(items, options.enemies ?? []),
  };
};
