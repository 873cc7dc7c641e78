import { chiSquareCdf } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import type { Calibration, CalibrationOptions, CalibratedItem, ItemModel } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import { NOT_PRESENTED, type Responses } from "../responses.ts";
import { checkNumber } from "../scoring/population.ts";
import { anchorFlags, type DifResult, judgeItems } from "./matching.ts";

// Reads carry `!`: indices are bounded by persons and items.

/** Likelihood-ratio test of one item. */
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

/** What `likelihoodRatioDif` may be told. */
export type LikelihoodRatioOptions = Pick<
  CalibrationOptions,
  "priors" | "grid" | "refusals" | "weights" | "maximumIterations" | "tolerance"
> & {
  readonly model: ItemModel | readonly ItemModel[];
  /** One number a person: 0 reference, 1 focal. */
  readonly focal: ArrayLike<number>;
  /** Items held equal in both groups. Given: every other item is free in each group throughout. Default: all items but the one judged. */
  readonly anchor?: readonly string[];
  readonly purify?: boolean;
  readonly purificationSteps?: number;
  readonly significance?: number;
  /** Called before every calibration; return false to stop (error `aborted`). */
  readonly onProgress?: (done: number) => boolean | void;
};

/** Name of the focal group's copy of an item. */
const copyId = (id: string): string => `${id}（目标组）`;

/** A table in which the split items have a column a group: what the other group did not see is missing by design. */
const splitColumns = (responses: Responses, focal: ArrayLike<number>, split: Uint8Array) => {
  const { itemIds, personCount, scores } = responses;
  const width = itemIds.length;
  const copies = itemIds.flatMap((_, item) => (split[item] === 1 ? [item] : []));
  const wide = new Int8Array(personCount * (width + copies.length));
  for (let person = 0; person < personCount; person += 1) {
    const to = person * (width + copies.length);
    for (let item = 0; item < width; item += 1) {
      const given = scores[person * width + item]!;
      wide[to + item] = split[item] === 1 && focal[person] === 1 ? NOT_PRESENTED : given;
    }
    for (const [place, item] of copies.entries())
      wide[to + width + place] = focal[person] === 1 ? scores[person * width + item]! : NOT_PRESENTED;
  }
  return {
    table: {
      personCount,
      itemIds: [...itemIds, ...copies.map((item) => copyId(itemIds[item]!))],
      scores: wide,
    },
    copies,
  };
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
  const { itemIds, personCount } = responses;
  const { focal, anchor, purify, purificationSteps, onProgress, ...calibration } = options;
  const significance = checkNumber("significance", options.significance ?? 0.05, {
    least: 1e-12,
    most: 0.999,
  });
  for (let person = 0; person < Math.max(personCount, focal.length); person += 1)
    if (person >= personCount || (focal[person] !== 0 && focal[person] !== 1))
      throw new PsychometricsError("psychometrics.groups_mismatch", {
        row: person + 1,
        value: String(focal[person]),
        most: 1,
      });
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
    const { table, copies } = splitColumns(responses, focal, split);
    const start = whole && {
      items: [
        ...whole.items.map(({ item }) => item),
        ...copies.map((item) => ({ ...whole.items[item]!.item, id: copyId(itemIds[item]!) })),
      ],
      groups: whole.groups,
    };
    return calibrate(table, {
      ...(start ? { start } : {}),
      ...calibration,
      model: [...models, ...copies.map((item) => models[item]!)],
      groups: focal,
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
  const judge = (item: number, now: Uint8Array): LikelihoodRatioDif => {
    const equal = now.map((flag, other) => (flag === 1 || other === item ? 0 : 1));
    const free = equal.slice();
    free[item] = 1;
    const id = itemIds[item]!;
    if (!free.includes(0)) throw new PsychometricsError("psychometrics.dif_not_comparable", { item: id });
    const larger = fitOnce(free);
    const smaller = fitOnce(equal);
    const degrees = larger.parameterCount - smaller.parameterCount;
    const statistic = Math.max(0, 2 * (larger.logLikelihood - smaller.logLikelihood));
    const copy = larger.items.find(({ item: found }) => found.id === copyId(id));
    return {
      id,
      judged: true,
      statistic,
      degrees,
      p: chiSquareCdf(statistic, { df: degrees, tail: "upper" }),
      reference: larger.items[item]!,
      focal: { ...copy!, item: { ...copy!.item, id } }, // the item was split above, so its copy is there
      focalMean: larger.groups[1]!.mean,
      focalVariance: larger.groups[1]!.variance,
    };
  };
  return judgeItems(
    { itemIds, anchor: anchors },
    { purify: purify ?? false, purificationSteps: purificationSteps ?? 10 },
    { judge, isFlagged: ({ p }) => p < significance },
  );
};
