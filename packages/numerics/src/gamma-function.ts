import { assertRange } from "./errors.ts";

/** Σ of Stirling's series: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], for x ≥ 15 (Abramowitz & Stegun 6.1.41). */
const stirlingTail = (x: number): number => {
  const square = 1 / (x * x);
  return (
    (1 / 12 -
      square *
        (1 / 360 -
          square *
            (1 / 1260 -
              square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square / 156)))))) /
    x
  );
};

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ζ(k) − 1 for k = 2 … 44 by direct summation with the integral and the first corrections of Euler–Maclaurin. */
const zetaMinusOne = Float64Array.from({ length: 43 }, (_, index) => {
  const k = index + 2;
  const last = 20;
  let sum = 0;
  for (let n = last - 1; n >= 2; n -= 1) sum += n ** -k;
  const edge = last ** -k;
  return (
    sum +
    (last ** (1 - k) / (k - 1) +
      edge / 2 +
      (k * edge) / (12 * last) -
      (k * (k + 1) * (k + 2) * edge) / (720 * last ** 3) +
      (k * (k + 1) * (k + 2) * (k + 3) * (k + 4) * edge) / (30240 * last ** 5))
  );
});

const eulerGamma = 0.5772156649015329;

/** ln Γ(1 + z) for |z| ≤ ½ (Abramowitz & Stegun 6.1.33): keeps its relative accuracy at the zeros z = 0 and 1. */
const logGammaOnePlus = (z: number): number => {
  let sum = 0;
  for (let k = 44; k >= 2; k -= 1) sum = -z * sum + zetaMinusOne[k - 2]! / k; // k − 2 < 43, the array's length
  return -Math.log1p(z) + z * (1 - eulerGamma) + sum * z * z;
};

/**
 * The logarithm of the gamma function for x > 0, relative accuracy 1e-14 (also beside its zeros 1 and 2).
 *
 * @throws NumericsError `argument-out-of-range` for x ≤ 0 or NaN
 * @example logGamma(5).toFixed(12) === Math.log(24).toFixed(12); // => true
 */
export const logGamma = (x: number): number => {
  assertRange(x > 0, { name: "x", value: x, range: "大于 0" });
  if (x === Infinity) return Infinity;
  if (x >= 15) return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingTail(x);
  if (x < 0.5) return logGammaOnePlus(x) - Math.log(x);
  if (x <= 1.5) return logGammaOnePlus(x - 1);
  if (x <= 2.5) return Math.log1p(x - 2) + logGammaOnePlus(x - 2);
  let product = 1;
  let rest = x;
  while (rest > 2.5) {
    rest -= 1;
    product *= rest;
  }
  return Math.log(product) + Math.log1p(rest - 2) + logGammaOnePlus(rest - 2);
};

/**
 * The digamma function ψ(x) = d ln Γ(x) / dx for x > 0 (recurrence, then Abramowitz & Stegun 6.3.18).
 *
 * @throws NumericsError `argument-out-of-range` for x ≤ 0 or NaN
 * @example digamma(1).toFixed(10); // => "-0.5772156649"
 */
export const digamma = (x: number): number => {
  assertRange(x > 0, { name: "x", value: x, range: "大于 0" });
  if (x === Infinity) return Infinity;
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / y;
    y += 1;
  }
  const s = 1 / (y * y);
  const series =
    s *
    (1 / 12 -
      s *
        (1 / 120 -
          s *
            (1 / 252 -
              s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s * (1 / 12 - (s * 3617) / 8160)))))));
  return Math.log(y) - 0.5 / y - series - shift;
};

/** ln Γ(n + 1) − ln of Stirling's formula for n! (Loader 2000), n ≥ 0. */
export const stirlingError = (n: number): number =>
  n >= 15
    ? stirlingTail(n)
    : n === 0
      ? Infinity
      : logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - halfLogTwoPi;

/**
 * The deviance part x ln(x / m) + m − x of a Poisson density (Loader 2000). `gap` is m − x, given apart so that x beside
 * m loses no digits; x, m > 0.
 */
export const deviance = (x: number, { m, gap }: { readonly m: number; readonly gap: number }): number => {
  if (Math.abs(gap) < 0.1 * (x + m)) {
    const v = -gap / (x + m);
    let sum = -gap * v;
    let term = 2 * x * v;
    for (let j = 1; j < 1000; j += 1) {
      term *= v * v;
      const next = sum + term / (2 * j + 1);
      if (next === sum) return next;
      sum = next;
    }
  }
  return x * Math.log(x / m) + gap;
};
