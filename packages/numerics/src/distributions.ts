import { assertRange, NumericsError } from "./errors.ts";
import { betaPrefix, gammaPrefix, incompleteBeta, incompleteGamma } from "./incomplete.ts";
import { normalCdf, normalQuantile, type Tail, type TailOption } from "./normal.ts";

type Tails = { lower: number; upper: number };

const assertProbability = (p: number): void =>
  assertRange(p >= 0 && p <= 1, { name: "p", value: p, range: "0 到 1" });
const assertPositive = (name: string, value: number): void =>
  assertRange(value > 0 && value < Infinity, { name, value, range: "大于 0" });
const assertDf = (name: string, value: number): void =>
  assertRange(value > 0, { name, value, range: "大于 0（可为无穷）" });
const assertNumber = (x: number): void => assertRange(!Number.isNaN(x), { name: "x", value: x, range: "数" });

/**
 * Solves F(t) = p on the transformed scale t by Newton's method on ln F of the smaller tail, kept in a bracket.
 * On that scale (ln x, logit x) the densities here are log-concave, hence so is F, and Newton does not cycle.
 */
const solveTail = (
  p: number,
  tail: Tail,
  search: { readonly start: number; tails(t: number): Tails; slope(t: number): number },
): number => {
  const side: Tail = p <= 0.5 ? tail : tail === "lower" ? "upper" : "lower";
  const logTarget = p <= 0.5 ? Math.log(p) : Math.log1p(-p);
  const sign = side === "lower" ? 1 : -1;
  let low = -Infinity;
  let high = Infinity;
  let t = search.start;
  let best = t;
  let bestGap = Infinity;
  for (let iteration = 0; iteration < 200; iteration += 1) {
    const value = search.tails(t)[side];
    const gap = value > 0 ? Math.log(value) - logTarget : -Infinity;
    // At the level of the rounding of F the gap no longer falls.
    if (Math.abs(gap) >= bestGap && bestGap < 1e-12) return best;
    if (Math.abs(gap) < bestGap) {
      best = t;
      bestGap = Math.abs(gap);
    }
    if (gap === 0) return t;
    if (gap * sign > 0) high = t;
    else low = t;
    const rate = (sign * search.slope(t)) / value;
    let step = Number.isFinite(gap) && rate !== 0 && Number.isFinite(rate) ? -gap / rate : sign * 4;
    const bound = 4 + 0.5 * Math.abs(t);
    step = Math.max(-bound, Math.min(bound, step));
    let next = t + step;
    if (next <= low || next >= high) {
      // Beside an open end a step leaves the bracket only where it is below the resolution of t.
      if (low === -Infinity || high === Infinity) return best;
      next = low + (high - low) / 2;
    }
    if (next === t) return t;
    t = next;
  }
  throw new NumericsError("no-convergence", { name: "quantile", iterations: 200 });
};

/** ln x of the gamma quantile with rate 1. */
const logGammaQuantile = (p: number, shape: number, tail: Tail): number => {
  const z = normalQuantile(p, { tail });
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const wilsonHilferty = cube > 0.2 ? Math.log(shape) + 3 * Math.log(cube) : Math.log(shape) - 2 / shape;
  return solveTail(p, tail, {
    start: Math.max(-700, wilsonHilferty),
    tails: (t) => incompleteGamma(shape, Math.exp(t)),
    slope: (t) => shape * gammaPrefix(shape, Math.exp(t)),
  });
};

const odds = (t: number): { x: number; y: number } => ({
  x: 1 / (1 + Math.exp(-t)),
  y: 1 / (1 + Math.exp(t)),
});

/** logit x of the beta quantile. */
const logitBetaQuantile = (
  p: number,
  shapes: { readonly a: number; readonly b: number },
  tail: Tail,
): number => {
  const { a, b } = shapes;
  const spread = Math.sqrt(1 / a + 1 / b);
  const start = Math.log(a / b) + Math.max(-8, Math.min(8, normalQuantile(p, { tail }) * spread));
  return solveTail(p, tail, {
    start,
    tails: (t) => incompleteBeta(a, b, odds(t)),
    slope: (t) => betaPrefix(a, b, odds(t)),
  });
};

/**
 * The gamma distribution function; `rate` 1 unless told.
 *
 * @throws NumericsError `argument-out-of-range`
 * @example gammaCdf(1, { shape: 1 }).toFixed(12) === (1 - Math.exp(-1)).toFixed(12); // => true
 */
export const gammaCdf = (
  x: number,
  { shape, rate = 1, tail = "lower" }: { readonly shape: number; readonly rate?: number } & TailOption,
): number => {
  assertNumber(x);
  assertPositive("shape", shape);
  assertPositive("rate", rate);
  return incompleteGamma(shape, x * rate)[tail];
};

/**
 * The gamma quantile; `rate` 1 unless told.
 *
 * @throws NumericsError `argument-out-of-range`, `no-convergence`
 * @example gammaQuantile(0.5, { shape: 1 }).toFixed(10) === Math.LN2.toFixed(10); // => true
 */
export const gammaQuantile = (
  p: number,
  { shape, rate = 1, tail = "lower" }: { readonly shape: number; readonly rate?: number } & TailOption,
): number => {
  assertProbability(p);
  assertPositive("shape", shape);
  assertPositive("rate", rate);
  if (p === 0 || p === 1) return (p === 0) === (tail === "lower") ? 0 : Infinity;
  return Math.exp(logGammaQuantile(p, shape, tail)) / rate;
};

/**
 * The chi-square distribution function with `df` degrees of freedom (need not be whole).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example chiSquareCdf(3.841458820694124, { df: 1 }).toFixed(12); // => "0.950000000000"
 */
export const chiSquareCdf = (
  x: number,
  { df, tail = "lower" }: { readonly df: number } & TailOption,
): number => {
  assertPositive("df", df);
  return gammaCdf(x, { shape: df / 2, rate: 0.5, tail });
};

/**
 * The chi-square quantile.
 *
 * @throws NumericsError `argument-out-of-range`, `no-convergence`
 * @example chiSquareQuantile(0.95, { df: 1 }).toFixed(6); // => "3.841459"
 */
export const chiSquareQuantile = (
  p: number,
  { df, tail = "lower" }: { readonly df: number } & TailOption,
): number => {
  assertPositive("df", df);
  return gammaQuantile(p, { shape: df / 2, rate: 0.5, tail });
};

/**
 * The beta distribution function I_x(a, b).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example betaCdf(0.25, { a: 1, b: 1 }).toFixed(12); // => "0.250000000000"
 */
export const betaCdf = (
  x: number,
  { a, b, tail = "lower" }: { readonly a: number; readonly b: number } & TailOption,
): number => {
  assertNumber(x);
  assertPositive("a", a);
  assertPositive("b", b);
  return incompleteBeta(a, b, { x, y: 1 - x })[tail];
};

/**
 * The beta quantile.
 *
 * @throws NumericsError `argument-out-of-range`, `no-convergence`
 * @example betaQuantile(0.3, { a: 1, b: 1 }).toFixed(12); // => "0.300000000000"
 */
export const betaQuantile = (
  p: number,
  { a, b, tail = "lower" }: { readonly a: number; readonly b: number } & TailOption,
): number => {
  assertProbability(p);
  assertPositive("a", a);
  assertPositive("b", b);
  if (p === 0 || p === 1) return (p === 0) === (tail === "lower") ? 0 : 1;
  return odds(logitBetaQuantile(p, { a, b }, tail)).x;
};

/**
 * Student's t distribution function; `df` may be Infinity (the normal distribution).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example studentTCdf(1, { df: 1 }).toFixed(12); // => "0.750000000000"
 */
export const studentTCdf = (
  x: number,
  { df, tail = "lower" }: { readonly df: number } & TailOption,
): number => {
  assertNumber(x);
  assertDf("df", df);
  if (df === Infinity) return normalCdf(x, { tail });
  if (!Number.isFinite(x)) return x > 0 === (tail === "lower") ? 1 : 0;
  const square = x * x;
  // P(|T| > |x|) = I_y(df/2, ½) with y = df / (df + x²).
  const beyond =
    0.5 * incompleteBeta(df / 2, 0.5, { x: df / (df + square), y: square / (df + square) }).lower;
  return x < 0 === (tail === "lower") ? beyond : 1 - beyond;
};

/**
 * Student's t quantile; `df` may be Infinity.
 *
 * @throws NumericsError `argument-out-of-range`, `no-convergence`
 * @example studentTQuantile(0.975, { df: 10 }).toFixed(6); // => "2.228139"
 */
export const studentTQuantile = (
  p: number,
  { df, tail = "lower" }: { readonly df: number } & TailOption,
): number => {
  assertProbability(p);
  assertDf("df", df);
  if (df === Infinity || p === 0 || p === 1) return normalQuantile(p, { tail });
  if (p === 0.5) return 0;
  const beyond = p < 0.5 ? 2 * p : 2 * (1 - p);
  // T² / df is the odds of a beta(½, df/2) variable.
  const size = Math.sqrt(df) * Math.exp(logitBetaQuantile(beyond, { a: 0.5, b: df / 2 }, "upper") / 2);
  return p < 0.5 === (tail === "lower") ? -size : size;
};

/**
 * The F distribution function; `df2` may be Infinity (chi-square over df1).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example fCdf(1, { df1: 4, df2: 4 }).toFixed(12); // => "0.500000000000"
 */
export const fCdf = (
  x: number,
  { df1, df2, tail = "lower" }: { readonly df1: number; readonly df2: number } & TailOption,
): number => {
  assertNumber(x);
  assertPositive("df1", df1);
  assertDf("df2", df2);
  if (x <= 0 || x === Infinity) return x <= 0 === (tail === "lower") ? 0 : 1;
  if (df2 === Infinity) return chiSquareCdf(x * df1, { df: df1, tail });
  const whole = df1 * x + df2;
  return incompleteBeta(df1 / 2, df2 / 2, { x: (df1 * x) / whole, y: df2 / whole })[tail];
};

/**
 * The F quantile; `df2` may be Infinity.
 *
 * @throws NumericsError `argument-out-of-range`, `no-convergence`
 * @example fQuantile(0.95, { df1: 2, df2: 10 }).toFixed(6); // => "4.102821"
 */
export const fQuantile = (
  p: number,
  { df1, df2, tail = "lower" }: { readonly df1: number; readonly df2: number } & TailOption,
): number => {
  assertProbability(p);
  assertPositive("df1", df1);
  assertDf("df2", df2);
  if (p === 0 || p === 1) return (p === 0) === (tail === "lower") ? 0 : Infinity;
  if (df2 === Infinity) return chiSquareQuantile(p, { df: df1, tail }) / df1;
  return (df2 / df1) * Math.exp(logitBetaQuantile(p, { a: df1 / 2, b: df2 / 2 }, tail));
};

/**
 * P(X ≤ k) for X binomial(size, p); with `tail: "upper"` P(X > k).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example binomialCdf(1, { size: 2, p: 0.5 }).toFixed(12); // => "0.750000000000"
 */
export const binomialCdf = (
  k: number,
  { size, p, tail = "lower" }: { readonly size: number; readonly p: number } & TailOption,
): number => {
  assertNumber(k);
  assertRange(Number.isInteger(size) && size >= 0, { name: "size", value: size, range: "非负整数" });
  assertProbability(p);
  const whole = Math.floor(k);
  if (whole < 0) return tail === "lower" ? 0 : 1;
  if (whole >= size) return tail === "lower" ? 1 : 0;
  return incompleteBeta(whole + 1, size - whole, { x: p, y: 1 - p })[tail === "lower" ? "upper" : "lower"];
};

/**
 * The smallest k with P(X ≤ k) ≥ q for X binomial(size, p).
 *
 * @throws NumericsError `argument-out-of-range`
 * @example binomialQuantile(0.5, { size: 10, p: 0.5 }); // => 5
 */
export const binomialQuantile = (
  q: number,
  { size, p }: { readonly size: number; readonly p: number },
): number => {
  assertRange(q >= 0 && q <= 1, { name: "q", value: q, range: "0 到 1" });
  // A probability that equals a step but for rounding belongs to that step.
  const reached = (k: number): boolean => binomialCdf(k, { size, p }) * (1 + 64 * Number.EPSILON) >= q;
  if (q === 1) return p === 0 ? 0 : size;
  let low = -1;
  let high = size;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
};
