import { chiSquareCdf } from "@kepu/numerics";
import type { Calibration } from "../calibration/options.ts";
import type { Responses } from "../responses.ts";
import {
  type FitOptions,
  presentationBlocks,
  type PresentationBlock,
  priorOf,
  scoreOf,
  selectMoments,
} from "./blocks.ts";
import { type FitRow, joinThinCells } from "./joining.ts";
import { type ItemMoments, itemMoments } from "./moments.ts";

// Reads carry `!`: indices are bounded by the highest sum score.

/** S-X² of one item. `p` and `rmsea` are absent where no degree of freedom is left. */
export type ItemFit = {
  readonly id: string;
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number | undefined;
  readonly rmsea: number | undefined;
};

/** Likelihood of every sum score of the items but one (Lord & Wingersky 1984): sum × Q. */
const sumScoreLikelihood = (
  categories: readonly Float64Array[],
  nodes: number,
  without: number,
): Float64Array => {
  const highest = categories.reduce(
    (sum, table, item) => sum + (item === without ? 0 : table.length / nodes - 1),
    0,
  );
  let table = new Float64Array((highest + 1) * nodes);
  table.fill(1, 0, nodes);
  let reached = 0;
  for (const [item, probability] of categories.entries()) {
    if (item === without) continue;
    const most = probability.length / nodes - 1;
    const next = new Float64Array((highest + 1) * nodes);
    for (let s = 0; s <= reached; s += 1)
      for (let k = 0; k <= most; k += 1)
        for (let q = 0; q < nodes; q += 1)
          next[(s + k) * nodes + q] =
            next[(s + k) * nodes + q]! + table[s * nodes + q]! * probability[k * nodes + q]!;
    reached += most;
    table = next;
  }
  return table;
};

/** What S-X² needs of one booklet in one group. */
type FitBlock = {
  readonly block: PresentationBlock;
  readonly moments: ItemMoments;
  readonly prior: Float64Array;
  readonly highest: number;
  /** Persons of the block at each sum score. */
  readonly personsAt: readonly (readonly number[])[];
};

const createBlock = (
  calibration: Calibration,
  responses: Responses,
  { block, moments }: { readonly block: PresentationBlock; readonly moments: ItemMoments },
): FitBlock => {
  const own = selectMoments(moments, block.items);
  const highest = own.categories.reduce((sum, table) => sum + table.length / own.nodes - 1, 0);
  const personsAt = Array.from({ length: highest + 1 }, (): number[] => []);
  for (const person of block.persons)
    personsAt[block.items.reduce((sum, item) => sum + scoreOf(responses, person, item), 0)]!.push(person);
  return { block, moments: own, prior: priorOf(calibration, block.group), highest, personsAt };
};

/** Observed and expected persons of one block by sum score and score of the item, thin cells joined. */
const rowsOf = (
  { block, moments, prior, highest, personsAt }: FitBlock,
  responses: Responses,
  item: number,
): FitRow[] => {
  const { nodes, categories } = moments;
  const place = block.items.indexOf(item);
  const own = categories[place]!;
  const most = own.length / nodes - 1;
  const rest = sumScoreLikelihood(categories, nodes, place);
  const rows: FitRow[] = [];
  for (let sum = 1; sum < highest; sum += 1) {
    const persons = personsAt[sum]!;
    if (persons.length === 0) continue;
    const observed = Array.from({ length: most + 1 }, () => 0);
    for (const person of persons) observed[scoreOf(responses, person, item)]! += 1;
    const joint = observed.map((_, k) => {
      if (sum - k < 0 || sum - k > highest - most) return Number.NaN;
      let total = 0;
      for (let q = 0; q < nodes; q += 1)
        total += prior[q]! * own[k * nodes + q]! * rest[(sum - k) * nodes + q]!;
      return total;
    });
    const all = joint.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
    rows.push({ observed, expected: joint.map((value) => (persons.length * value) / all) });
  }
  return joinThinCells(rows);
};

/** Free parameters that serve the item: its own, and where slopes are fixed at 1 the spread of a population. */
const parametersOf = ({ solution: { layout } }: Calibration, item: number): number => {
  const { shape, offset } = layout.items[item]!;
  let count = 0;
  for (let parameter = 0; parameter < shape.parameterCount; parameter += 1)
    if (layout.freeOfValue[offset + parameter]! >= 0) count += 1;
  // With slopes fixed at 1 the spread of the population does what one slope for all items does.
  return layout.freeOfValue[offset]! < 0 && layout.freeOfValue[layout.latentOffset + 1]! >= 0
    ? count + 1
    : count;
};

/**
 * S-X² of every item (Orlando & Thissen 2000; Kang & Chen 2008 for more than two scores): observed against expected shares
 * at each sum score strictly between 0 and the highest, cells that expect less than 1 joined in mirt's order
 * (`joinThinCells`). Degrees of freedom: cells less rows, less the item's free parameters (a free variance counts as the slope).
 * With booklets or groups the sum scores are those of each booklet in each group, whose persons are others: statistics and
 * cells are added, the parameters taken off once.
 *
 * @throws {PsychometricsError} psychometrics.refusals_unscored · items_mismatch · groups_mismatch · group_empty · booklet_small
 */
export const itemFit = (
  calibration: Calibration,
  responses: Responses,
  options: FitOptions = {},
): ItemFit[] => {
  const moments = itemMoments(calibration);
  const blocks = presentationBlocks(calibration, responses, { ...options, statistic: "S-X²" }).map((block) =>
    createBlock(calibration, responses, { block, moments }),
  );
  return calibration.items.map(({ item: { id } }, item): ItemFit => {
    let statistic = 0;
    let degrees = -parametersOf(calibration, item);
    let persons = 0;
    for (const own of blocks) {
      if (!own.block.items.includes(item)) continue;
      persons += own.block.persons.length;
      for (const { observed, expected } of rowsOf(own, responses, item)) {
        degrees -= 1;
        for (const [k, value] of expected.entries()) {
          if (value === 0) continue;
          statistic += (observed[k]! - value) ** 2 / value;
          degrees += 1;
        }
      }
    }
    if (degrees < 1) return { id, statistic, degrees, p: undefined, rmsea: undefined };
    return {
      id,
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      rmsea: Math.sqrt(Math.max(0, statistic - degrees) / (degrees * (persons - 1))),
    };
  });
};
