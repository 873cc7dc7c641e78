import { PsychometricsError } from "../errors.ts";
import type { GridSetting } from "./options.ts";

// Reads carry `!`: every index is bounded by the loop it stands in.

const defaultGrid: GridSetting = { nodes: 61, limit: 6 };

/**
 * Equally spaced nodes on [−limit, limit].
 *
 * @example createGrid({ nodes: 3, limit: 6 }); // => new Float64Array([-6, 0, 6])
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const createGrid = (setting: GridSetting = defaultGrid): Float64Array => {
  const { nodes, limit } = setting;
  if (!Number.isInteger(nodes) || nodes < 3 || nodes > 2001)
    throw new PsychometricsError("psychometrics.number_invalid", {
      name: "grid.nodes",
      value: nodes,
      least: 3,
      most: 2001,
    });
  if (!(limit > 0 && limit <= 40))
    throw new PsychometricsError("psychometrics.number_invalid", {
      name: "grid.limit",
      value: limit,
      least: 0,
      most: 40,
    });
  return Float64Array.from({ length: nodes }, (_, q) =>
    q === nodes - 1 ? limit : -limit + (2 * limit * q) / (nodes - 1),
  );
};

/** A normal distribution with its standard deviation. */
export type NormalShape = { readonly mean: number; readonly deviation: number };

/** Fills `out` (from `start`) with normal densities at the nodes, scaled to add to one. */
export const fillNormalWeights = (
  theta: Float64Array,
  shape: NormalShape,
  { out, start = 0 }: { readonly out: Float64Array; readonly start?: number },
): void => {
  let total = 0;
  for (let q = 0; q < theta.length; q += 1) {
    const z = (theta[q]! - shape.mean) / shape.deviation;
    const density = Math.exp(-0.5 * z * z);
    out[start + q] = density;
    total += density;
  }
  for (let q = 0; q < theta.length; q += 1) out[start + q] = out[start + q]! / total;
};
