import { choleskyInPlace, choleskySolve, NumericsError } from "@kepu/numerics";
import type { PsychometricsError } from "../errors.ts";

// Reads carry `!`: places are those of the vector.

/**
 * x'Σ⁻¹x over some places of a vector and their block of the covariance.
 *
 * @param options `places` of the vector, whose length is the width of the covariance; `singular` makes the refusal of a block
 *   that has no inverse
 * @throws {PsychometricsError} what `singular` makes
 */
export const quadraticForm = (
  vector: Float64Array,
  covariance: Float64Array,
  options: {
    readonly places: readonly number[];
    readonly singular: (cause: NumericsError) => PsychometricsError;
  },
): number => {
  const { places, singular } = options;
  const size = places.length;
  const matrix = Float64Array.from(
    { length: size * size },
    (_, cell) => covariance[places[Math.floor(cell / size)]! * vector.length + places[cell % size]!]!,
  );
  const side = Float64Array.from(places, (place) => vector[place]!);
  try {
    const solved = choleskySolve(choleskyInPlace(matrix, size), side.slice());
    return solved.reduce((sum, value, k) => sum + value * side[k]!, 0);
  } catch (error) {
    if (!(error instanceof NumericsError)) throw error;
    throw singular(error);
  }
};
