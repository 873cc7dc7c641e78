/**
 * The logistic function 1 / (1 + e⁻ᶻ), without overflow for any z.
 *
 * @example logistic(0); // => 0.5
 */
export const logistic = (z: number): number => {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
};

/**
 * logistic(x) − logistic(y) for x ≥ y without cancellation: σ(x) σ(−y) (1 − e^{−(x − y)}).
 *
 * @example logisticDifference(800, -800); // => 1
 */
export const logisticDifference = (x: number, y: number): number =>
  logistic(x) * logistic(-y) * -Math.expm1(y - x);
