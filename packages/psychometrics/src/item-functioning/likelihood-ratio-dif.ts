import { chiSquareCdf } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import type { Calibration, CalibrationOptions, CalibratedItem, ItemModel } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import { NOT_PRESENTED, type Responses } from "../responses.ts";
import { checkNumber } from "../scoring/population.ts";
import { anchorFlags, checkGroups, countGroups, type DifResult, judgeItems } from "./matching.ts";

// Reads carry `!`: indices are bounded by persons and items.

/** Likelihood-ratio test of one item in two groups. */
export type LikelihoodRatioDif = {
  readonly id: string;
  readonly judged: true;
  /** 2 (log L free − log L equal). */
  readonly statistic: number;
  /** Parameters of the item that may differ. */
  readonly degrees: number;
  readonly p: number;
  /** The item in each group, on one scale held by the anchor items. */
  readonly reference: CalibratedItem;
  readonly focal: CalibratedItem;
  /** Focal population where the item is free. */
  readonly focalMean: number;
  readonly focalVariance: number;
};

/** Likelihood-ratio test of one item in several groups at once. */
export type GeneralisedLikelihoodRatioDif = Pick<
  LikelihoodRatioDif,
  "id" | "judged" | "statistic" | "degrees" | "p"
> & {
  /** The item in each group, the reference group first, on one scale held by the anchor items. */
  readonly byGroup: readonly CalibratedItem[];
  /** Populations where the item is free; the reference group's is N(0, 1) unless the model frees its variance. */
  readonly populations: readonly { readonly mean: number; readonly variance: number }[];
};

type SharedOptions = Pick<
  CalibrationOptions,
  "priors" | "grid" | "refusals" | "weights" | "maximumIterations" | "tolerance"
> & {
  readonly model: ItemModel | readonly ItemModel[];
  /** Items held equal in all groups. Given: every other item is free in each group throughout. Default: all items but the one judged. */
  readonly anchor?: readonly string[];
  readonly purify?: boolean;
  readonly purificationSteps?: number;
  readonly significance?: number;
  /** Called before every calibration; return false to stop (error `aborted`). */
  readonly onProgress?: (done: number) => boolean | void;
};

/** What `likelihoodRatioDif` may be told. */
export type LikelihoodRatioOptions = SharedOptions & {
  /** One number a person: 0 reference, 1 focal. */
  readonly focal: ArrayLike<number>;
};

/** What `generalisedLikelihoodRatioDif` may be told. */
export type GeneralisedLikelihoodRatioOptions = SharedOptions & {
  /** One number a person: 0 for the reference group, 1, 2 … for the focal groups. */
  readonly groups: ArrayLike<number>;
};

/** Name of a focal group's copy of an item. */
const copyId = (id: string, group: number): string => `${id}（目标组${group}）`;

/** A copy of an item for one focal group. */
type Copy = { readonly item: number; readonly group: number };

/** A table in which the split items have a column a group: what another group saw is missing by design. */
const splitColumns = (
  responses: Responses,
  {
    groups,
    count,
    split,
  }: { readonly groups: Uint8Array; readonly count: number; readonly split: Uint8Array },
) => {
  const { itemIds, personCount, scores } = responses;
  const width = itemIds.length;
  const copies: Copy[] = [];
  for (let group = 1; group < count; group += 1)
    for (let item = 0; item < width; item += 1) if (split[item] === 1) copies.push({ item, group });
  const all = width + copies.length;
  const wide = new Int8Array(personCount * all);
  for (let person = 0; person < personCount; person += 1) {
    const to = person * all;
    const own = groups[person]!;
    for (let item = 0; item < width; item += 1)
      wide[to + item] = split[item] === 1 && own > 0 ? NOT_PRESENTED : scores[person * width + item]!;
    for (const [place, { item, group }] of copies.entries())
      wide[to + width + place] = own === group ? scores[person * width + item]! : NOT_PRESENTED;
  }
  return {
    table: {
      personCount,
      itemIds: [...itemIds, ...copies.map(({ item, group }) => copyId(itemIds[item]!, group))],
      scores: wide,
    },
    copies,
  };
};

const judgeAll = (
  responses: Responses,
  options: SharedOptions,
  given: { readonly groups: ArrayLike<number>; readonly count: number },
): DifResult<GeneralisedLikelihoodRatioDif> => {
  const { itemIds, personCount } = responses;
  const { anchor, purify, purificationSteps, onProgress, significance: level, ...calibration } = options;
  const significance = checkNumber("significance", level ?? 0.05, { least: 1e-12, most: 0.999 });
  const { count } = given;
  const groups = checkGroups(personCount, given.groups, count - 1);
  const models = Array.from({ length: itemIds.length }, (_, item) =>
    typeof options.model === "string" ? options.model : options.model[item]!,
  );
  if (typeof options.model !== "string" && options.model.length !== itemIds.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: options.model.length,
      given: itemIds.length,
    });
  let done = 0;
  const fit = (split: Uint8Array, whole?: Calibration): Calibration => {
    if (onProgress?.(done) === false) throw new PsychometricsError("psychometrics.aborted");
    done += 1;
    const { table, copies } = splitColumns(responses, { groups, count, split });
    const start = whole && {
      items: [
        ...whole.items.map(({ item }) => item),
        ...copies.map(({ item, group }) => ({
          ...whole.items[item]!.item,
          id: copyId(itemIds[item]!, group),
        })),
      ],
      groups: whole.groups,
    };
    return calibrate(table, {
      ...(start ? { start } : {}),
      ...calibration,
      model: [...models, ...copies.map(({ item }) => models[item]!)],
      groups,
      standardErrors: "none",
    });
  };
  const anchors = anchorFlags(itemIds, anchor);
  // The data as a whole must stand: an error here is the caller's, not one item's.
  const none = new Uint8Array(itemIds.length);
  const whole = fit(none);
  const fits = new Map([[none.join(""), whole]]);
  const fitOnce = (split: Uint8Array): Calibration => {
    const key = split.join("");
    const known = fits.get(key);
    if (known !== undefined) return known;
    const made = fit(split, whole);
    fits.set(key, made);
    return made;
  };
  const judge = (item: number, now: Uint8Array): GeneralisedLikelihoodRatioDif => {
    const equal = now.map((flag, other) => (flag === 1 || other === item ? 0 : 1));
    const free = equal.slice();
    free[item] = 1;
    const id = itemIds[item]!;
    if (!free.includes(0)) throw new PsychometricsError("psychometrics.dif_not_comparable", { item: id });
    const larger = fitOnce(free);
    const smaller = fitOnce(equal);
    const degrees = larger.parameterCount - smaller.parameterCount;
    const statistic = Math.max(0, 2 * (larger.logLikelihood - smaller.logLikelihood));
    const byGroup = Array.from({ length: count }, (_, group) => {
      if (group === 0) return larger.items[item]!;
      const copy = larger.items.find(({ item: found }) => found.id === copyId(id, group))!; // split above
      return { ...copy, item: { ...copy.item, id } };
    });
    return {
      id,
      judged: true,
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      byGroup,
      populations: larger.groups.map(({ mean, variance }) => ({ mean, variance })),
    };
  };
  return judgeItems(
    { itemIds, anchor: anchors },
    { purify: purify ?? false, purificationSteps: purificationSteps ?? 10 },
    { judge, isFlagged: ({ p }) => p < significance },
  );
};

/**
 * Differential item functioning by the likelihood ratio of two calibrations (Thissen, Steinberg & Wainer 1993): the item with
 * one set of parameters for both groups, and with a set for each, populations free. Works for every model of `calibrate`,
 * with items missing by design. Flagged where p is below the level.
 *
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · item_unknown · items_empty · items_mismatch · number_invalid · aborted, and of `calibrate` where the data as a whole cannot be calibrated
 * @example likelihoodRatioDif(createResponses(["a", "b", "c"], [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 1], [1, 1, 1], [0, 0, 0]]), { model: "rasch", focal: [0, 0, 0, 0, 1, 1, 1, 1] }).items[0]?.judged; // => true
 */
export const likelihoodRatioDif = (
  responses: Responses,
  options: LikelihoodRatioOptions,
): DifResult<LikelihoodRatioDif> => {
  const { focal, ...shared } = options;
  const found = judgeAll(responses, shared, { groups: focal, count: 2 });
  return {
    ...found,
    items: found.items.map((row) => {
      if (!row.judged) return row;
      const { byGroup, populations, ...test } = row;
      return {
        ...test,
        reference: byGroup[0]!,
        focal: byGroup[1]!,
        focalMean: populations[1]!.mean,
        focalVariance: populations[1]!.variance,
      };
    }),
  };
};

/**
 * The same over several groups at once: the item with one set of parameters for all groups, and with a set for each. It says
 * that groups differ; the parameters of each group say how.
 *
 * @throws {PsychometricsError} psychometrics.groups_mismatch · group_empty · item_unknown · items_empty · items_mismatch · number_invalid · aborted, and of `calibrate` where the data as a whole cannot be calibrated
 * @example generalisedLikelihoodRatioDif(createResponses(["a", "b", "c"], [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 1]]), { model: "rasch", groups: [0, 0, 1, 1, 2, 2] }).items.map((row) => row.judged && row.degrees); // => [2, 2, 2]
 */
export const generalisedLikelihoodRatioDif = (
  responses: Responses,
  options: GeneralisedLikelihoodRatioOptions,
): DifResult<GeneralisedLikelihoodRatioDif> => {
  const { groups, ...shared } = options;
  return judgeAll(responses, shared, { groups, count: countGroups(groups) });
};
