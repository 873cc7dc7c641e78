import { gatherFree } from "../calibration/layout.ts";
import type { Calibration } from "../calibration/options.ts";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { itemsAt, type LinkingError } from "./linking-error.ts";
import { type LinkingOptions, linkScales } from "./linking.ts";

// Indices stay below the calibration's own counts: every `!` reads inside its array.

type Constants = { readonly slope: number; readonly intercept: number };

/** Derivatives of the constants by the free parameters of one calibration; 0 for parameters of items that do not link. */
const slopesBy = (
  calibration: Calibration,
  commonIds: readonly string[],
  link: (items: readonly Item[]) => Constants,
): { readonly slope: Float64Array; readonly intercept: Float64Array } => {
  const { covariance, parameterCount: size, solution } = calibration;
  if (covariance === undefined) throw new PsychometricsError("psychometrics.covariance_missing");
  const estimates = new Float64Array(size);
  gatherFree(solution.layout, solution.values, estimates);
  const slope = new Float64Array(size);
  const intercept = new Float64Array(size);
  const linking = new Set<number>();
  for (const { id, offset, shape } of solution.layout.items)
    if (commonIds.includes(id))
      for (let i = 0; i < shape.parameterCount; i += 1) linking.add(solution.layout.freeOfValue[offset + i]!);
  for (const index of linking) {
    if (index < 0) continue;
    // A hundredth of the standard error: the constants are smooth on that scale, and far above the search's tolerance.
    const step = 0.01 * Math.sqrt(covariance[index * size + index]!);
    const [above, below] = [step, -step].map((move) => {
      const at = estimates.slice();
      at[index]! += move;
      const items = itemsAt(calibration, at);
      if (items === undefined)
        throw new PsychometricsError("psychometrics.linking_failed", { method: "delta" });
      return link(items);
    });
    slope[index] = (above!.slope - below!.slope) / (2 * step);
    intercept[index] = (above!.intercept - below!.intercept) / (2 * step);
  }
  return { slope, intercept };
};

const form = (
  one: Float64Array,
  other: Float64Array,
  { covariance, parameterCount: size }: Calibration,
): number => {
  let sum = 0;
  for (let i = 0; i < size; i += 1)
    if (one[i] !== 0)
      for (let j = 0; j < size; j += 1) sum += one[i]! * other[j]! * covariance![i * size + j]!;
  return sum;
};

/**
 * Standard errors of linking by the delta method (Ogasawara 2000, 2001): derivatives of the constants by the item parameters
 * of both calibrations, by differences, and the covariance of the estimates. The same every time and faster than
 * `bootstrapLinking`; it holds while the errors of the item parameters are small.
 *
 * @throws {PsychometricsError} psychometrics.covariance_missing · linking_failed · item_unknown · item_repeated · common_item_differs · common_items_few
 */
export const deltaLinking = (
  newCalibration: Calibration,
  baseCalibration: Calibration,
  options: LinkingOptions,
): Pick<LinkingError, "slopeError" | "interceptError" | "covariance"> => {
  const [fresh, base] = [newCalibration, baseCalibration].map(({ items }) =>
    items.map(({ item }) => item),
  ) as [Item[], Item[]]; // two calibrations, two lists
  const { commonIds } = linkScales(fresh, base, options);
  const byNew = slopesBy(newCalibration, commonIds, (items) => linkScales(items, base, options));
  const byBase = slopesBy(baseCalibration, commonIds, (items) => linkScales(fresh, items, options));
  const both = (one: "slope" | "intercept", other: "slope" | "intercept") =>
    form(byNew[one], byNew[other], newCalibration) + form(byBase[one], byBase[other], baseCalibration);
  return {
    slopeError: Math.sqrt(both("slope", "slope")),
    interceptError: Math.sqrt(both("intercept", "intercept")),
    covariance: both("slope", "intercept"),
  };
};
