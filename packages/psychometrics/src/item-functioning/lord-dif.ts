import { chiSquareCdf } from "@kepu/numerics";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import { maximumScore } from "../items.ts";
import { type Linking, linkItems, type LinkingOptions, linkScales } from "../linking/linking.ts";
import { checkNumber } from "../scoring/population.ts";
import { type DifOptions, type DifResult, judgeItems } from "./matching.ts";
import { quadraticForm } from "./quadratic-form.ts";

// Reads carry `!`: indices are bounded by the layouts and the items both calibrations have.

/** Lord's χ² of one item. */
export type LordDif = {
  readonly id: string;
  readonly judged: true;
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** Slope and locations of the focal group, on the reference scale, less those of the reference group. */
  readonly differences: readonly number[];
};

/** What `lordDif` may be told. */
export type LordDifOptions = Pick<DifOptions, "purify" | "purificationSteps" | "significance" | "anchor"> &
  Omit<LinkingOptions, "commonIds">;

type ItemEstimate = { readonly values: Float64Array; readonly covariance: Float64Array };

/** Slope and locations of an item with their covariance, by delta method from slopes and intercepts. */
const estimateOf = (calibration: Calibration, item: number): ItemEstimate => {
  const { covariance, parameterCount, solution } = calibration;
  if (covariance === undefined) throw new PsychometricsError("psychometrics.covariance_missing");
  const { layout, values } = solution;
  const { offset, shape } = layout.items[item]!;
  const size = 1 + shape.most;
  const a = values[offset]!;
  // ∂b/∂a = d/a², ∂b/∂d = −1/a; rows of the Jacobian by (a, b₁ …), columns by (a, d₁ …).
  const jacobian = new Float64Array(size * size);
  jacobian[0] = 1;
  for (let k = 1; k < size; k += 1) {
    jacobian[k * size] = values[offset + k]! / (a * a);
    jacobian[k * size + k] = -1 / a;
  }
  const given = (i: number, j: number): number => {
    const row = layout.freeOfValue[offset + i]!;
    const column = layout.freeOfValue[offset + j]!;
    return row < 0 || column < 0 ? 0 : covariance[row * parameterCount + column]!;
  };
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      for (let k = 0; k < size; k += 1)
        for (let l = 0; l < size; l += 1)
          turned[i * size + j]! += jacobian[i * size + k]! * given(k, l) * jacobian[j * size + l]!;
  return {
    values: Float64Array.from({ length: size }, (_, k) => (k === 0 ? a : -values[offset + k]! / a)),
    covariance: turned,
  };
};

/** The same on the reference scale: a/A, A b + B. */
const moveEstimate = ({ values, covariance }: ItemEstimate, { slope, intercept }: Linking): ItemEstimate => {
  const size = values.length;
  const scale = (k: number) => (k === 0 ? 1 / slope : slope);
  return {
    values: values.map((value, k) => scale(k) * value + (k === 0 ? 0 : intercept)),
    covariance: covariance.map(
      (value, place) => value * scale(Math.floor(place / size)) * scale(place % size),
    ),
  };
};

/**
 * Differential item functioning by Lord's χ² (Lord 1980, ch. 14): slope and locations of two separate calibrations, brought
 * onto the reference scale by the items not flagged, compared with the covariance of their estimates. The linking constants
 * count as known; a guessing parameter is not compared. Flagged where p is below the level.
 *
 * @param reference calibration of the reference group, with standard errors
 * @param focal calibration of the focal group, with standard errors; items found by id
 * @throws {PsychometricsError} psychometrics.covariance_missing · common_items_few · common_item_differs · item_unknown · number_invalid
 */
export const lordDif = (
  reference: Calibration,
  focal: Calibration,
  options: LordDifOptions,
): DifResult<LordDif> => {
  const significance = checkNumber("significance", options.significance ?? 0.05, {
    least: 1e-12,
    most: 0.999,
  });
  if (reference.covariance === undefined || focal.covariance === undefined)
    throw new PsychometricsError("psychometrics.covariance_missing");
  const placeInFocal = new Map(focal.items.map(({ item }, place) => [item.id, place]));
  const common = reference.items.flatMap(({ item }, place) => {
    const other = placeInFocal.get(item.id);
    return other === undefined ? [] : [{ id: item.id, place, other }];
  });
  const itemIds = common.map(({ id }) => id);
  for (const id of options.anchor ?? [])
    if (!itemIds.includes(id)) throw new PsychometricsError("psychometrics.item_unknown", { item: id });
  const anchor = Uint8Array.from(itemIds, (id) => (options.anchor?.includes(id) === false ? 0 : 1));
  const onReference = reference.items.map(({ item }) => item);
  const onFocal = focal.items.map(({ item }) => item);
  const links = new Map<string, Linking>();
  const linkBy = (now: Uint8Array): Linking => {
    const key = now.join("");
    const known = links.get(key);
    if (known !== undefined) return known;
    const made = linkScales(onFocal, onReference, {
      ...options,
      commonIds: itemIds.filter((_, i) => now[i] === 1),
    });
    links.set(key, made);
    return made;
  };
  // An impossible link is the caller's error, not one item's; moving the items refuses what is no possible item.
  linkItems(onFocal, linkBy(anchor));
  const judge = (index: number, now: Uint8Array): LordDif => {
    const { id, place, other } = common[index]!;
    const one = onReference[place]!;
    const two = onFocal[other]!;
    if (one.model !== two.model || maximumScore(one) !== maximumScore(two))
      throw new PsychometricsError("psychometrics.common_item_differs", { item: id });
    const here = estimateOf(reference, place);
    const there = moveEstimate(estimateOf(focal, other), linkBy(now));
    const gap = here.values.map((value, k) => there.values[k]! - value);
    const covariance = here.covariance.map((value, cell) => value + there.covariance[cell]!);
    const free = [...gap.keys()].filter((k) => covariance[k * gap.length + k]! > 0);
    if (free.length === 0) throw new PsychometricsError("psychometrics.covariance_missing");
    const statistic = quadraticForm(gap, covariance, {
      places: free,
      singular: (cause) =>
        new PsychometricsError("psychometrics.information_singular", { parameter: id }, { cause }),
    });
    return {
      id,
      judged: true,
      statistic,
      degrees: free.length,
      p: chiSquareCdf(statistic, { df: free.length, tail: "upper" }),
      differences: [...gap],
    };
  };
  return judgeItems({ itemIds, anchor }, options, { judge, isFlagged: ({ p }) => p < significance });
};
