import { requireOneGroup } from "./one-group.ts";
import { chiSquareCdf } from "@kepu/numerics";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import { type FitRow, joinThinCells } from "./joining.ts";
import { itemMoments } from "./moments.ts";

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

/**
 * S-X² of every item (Orlando & Thissen 2000; Kang & Chen 2008 for more than two scores): observed against expected shares
 * at each sum score strictly between 0 and the highest, cells that expect less than 1 joined in mirt's order
 * (`joinThinCells`). Degrees of freedom: cells less rows, less the item's free parameters (a free variance counts as the slope).
 * One group, complete responses.
 *
 * @throws {PsychometricsError} psychometrics.responses_incomplete · items_mismatch · groups_mismatch
 */
export const itemFit = (calibration: Calibration, responses: Responses): ItemFit[] => {
  const items = calibration.items.length;
  requireOneGroup(calibration, responses);
  const { layout } = calibration.solution;
  const { nodes, categories } = itemMoments(calibration);
  const prior = calibration.nodeWeights;
  const sums = sumScores(responses);
  const highest = layout.items.reduce((sum, { shape }) => sum + shape.most, 0);
  return layout.items.map(({ id, shape, offset }, item): ItemFit => {
    const rest = sumScoreLikelihood(categories, nodes, item);
    const rows: FitRow[] = [];
    for (let sum = 1; sum < highest; sum += 1) {
      const observed = Array.from({ length: shape.most + 1 }, () => 0);
      let persons = 0;
      for (let person = 0; person < responses.personCount; person += 1) {
        if (sums[person] !== sum) continue;
        persons += 1;
        const score = responses.scores[person * items + item]!;
        observed[score] = observed[score]! + 1;
      }
      if (persons === 0) continue;
      const joint = observed.map((_, k) => {
        if (sum - k < 0 || sum - k > highest - shape.most) return Number.NaN;
        let total = 0;
        for (let q = 0; q < nodes; q += 1)
          total += prior[q]! * categories[item]![k * nodes + q]! * rest[(sum - k) * nodes + q]!;
        return total;
      });
      const all = joint.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
      rows.push({ observed, expected: joint.map((value) => (persons * value) / all) });
    }
    let statistic = 0;
    let degrees = 0;
    for (const { observed, expected } of joinThinCells(rows)) {
      degrees -= 1;
      for (const [k, value] of expected.entries()) {
        if (value === 0) continue;
        statistic += (observed[k]! - value) ** 2 / value;
        degrees += 1;
      }
    }
    for (let parameter = 0; parameter < shape.parameterCount; parameter += 1)
      if (layout.freeOfValue[offset + parameter]! >= 0) degrees -= 1;
    // With slopes fixed at 1 the spread of the population does what one slope for all items does.
    if (layout.freeOfValue[offset]! < 0 && layout.freeOfValue[layout.latentOffset + 1]! >= 0) degrees -= 1;
    if (degrees < 1) return { id, statistic, degrees, p: undefined, rmsea: undefined };
    return {
      id,
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      rmsea: Math.sqrt(Math.max(0, statistic - degrees) / (degrees * (responses.personCount - 1))),
    };
  });
};

const sumScores = (responses: Responses): Int32Array => {
  const items = responses.itemIds.length;
  const sums = new Int32Array(responses.personCount);
  for (let person = 0; person < responses.personCount; person += 1)
    for (let item = 0; item < items; item += 1) {
      const score = responses.scores[person * items + item]!;
      if (score < 0)
        throw new PsychometricsError("psychometrics.responses_incomplete", {
          statistic: "S-X²",
          row: person + 1,
          item: responses.itemIds[item]!,
        });
      sums[person] = sums[person]! + score;
    }
  return sums;
};
