import { checkGroups } from "../calibration/checks.ts";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import { NOT_PRESENTED, REFUSED, type RefusalRule, type Responses } from "../responses.ts";
import type { ItemMoments } from "./moments.ts";

// Reads carry `!`: indices are bounded by the responses.

/** How a fit statistic reads the responses: as `calibrate` was told. */
export type FitOptions = {
  /** Group of each person, as in the calibration; default one group. */
  readonly groups?: ArrayLike<number>;
  /** Default `missing`: then a refusal is refused here, for it is not missing by design. */
  readonly refusals?: RefusalRule;
  /** Fewest persons of one booklet in one group; default 50. */
  readonly leastPersons?: number;
};

/** Persons of one group to whom the same items were presented. */
export type PresentationBlock = {
  readonly group: number;
  /** Columns of the responses. */
  readonly items: readonly number[];
  readonly persons: readonly number[];
};

/** Score of a person who was presented the item. */
export const scoreOf = (responses: Responses, person: number, item: number): number =>
  Math.max(0, responses.scores[person * responses.itemIds.length + item]!);

const checkShape = (calibration: Calibration, responses: Responses, groupCount: number): void => {
  if (responses.itemIds.length !== calibration.items.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: calibration.items.length,
      given: responses.itemIds.length,
    });
  if (calibration.groups.length !== groupCount)
    throw new PsychometricsError("psychometrics.groups_mismatch", {
      row: 1,
      value: groupCount,
      most: calibration.groups.length - 1,
    });
};

/**
 * Divides the persons by group and by the items presented (booklets of a matrix sample). Each part is a complete table of
 * its own, so that statistics of complete tables hold in it; persons without any item are left out.
 *
 * @throws {PsychometricsError} psychometrics.items_mismatch · groups_mismatch · group_empty · refusals_unscored (a refusal that
 *   does not count as 0) · booklet_small (missing at random rather than by design makes such ones)
 */
export const presentationBlocks = (
  calibration: Calibration,
  responses: Responses,
  { statistic, groups, refusals = "missing", leastPersons = 50 }: FitOptions & { readonly statistic: string },
): PresentationBlock[] => {
  const { personCount, itemIds, scores } = responses;
  const { group, groupCount } = checkGroups(personCount, groups);
  checkShape(calibration, responses, groupCount);
  const width = itemIds.length;
  const blocks = new Map<string, { group: number; items: number[]; persons: number[] }>();
  for (let person = 0; person < personCount; person += 1) {
    const items: number[] = [];
    for (let item = 0; item < width; item += 1) {
      const score = scores[person * width + item]!;
      if (score === REFUSED && refusals === "missing")
        throw new PsychometricsError("psychometrics.refusals_unscored", {
          statistic,
          row: person + 1,
          item: itemIds[item]!,
        });
      if (score !== NOT_PRESENTED) items.push(item);
    }
    if (items.length === 0) continue;
    const key = `${group[person]!}:${items.join(",")}`;
    const found = blocks.get(key);
    if (found === undefined) blocks.set(key, { group: group[person]!, items, persons: [person] });
    else found.persons.push(person);
  }
  // One complete table is judged whatever its size: its statistic is the usual one.
  if (blocks.size > 1)
    for (const { persons } of blocks.values())
      if (persons.length < leastPersons)
        throw new PsychometricsError("psychometrics.booklet_small", {
          statistic,
          row: persons[0]! + 1,
          persons: persons.length,
          least: leastPersons,
        });
  return [...blocks.values()];
};

/** Weight of the block's population at each node. */
export const priorOf = ({ nodeWeights, grid }: Calibration, group: number): Float64Array =>
  nodeWeights.subarray(group * grid.theta.length, (group + 1) * grid.theta.length);

/** The moments of some of the items. */
export const selectMoments = (moments: ItemMoments, items: readonly number[]): ItemMoments => {
  const { nodes } = moments;
  const rows = (from: Float64Array): Float64Array => {
    const to = new Float64Array(items.length * nodes);
    for (const [place, item] of items.entries())
      to.set(from.subarray(item * nodes, (item + 1) * nodes), place * nodes);
    return to;
  };
  return {
    nodes,
    mean: rows(moments.mean),
    square: rows(moments.square),
    slopes: items.map((item) => moments.slopes[item]!),
    categories: items.map((item) => moments.categories[item]!),
  };
};
