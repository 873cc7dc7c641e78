import { assertRange, NumericsError } from "./errors.ts";

/** An interval and how closely to search in it. */
export interface SearchOptions {
  readonly lower: number;
  readonly upper: number;
  /** Absolute tolerance on x; 1e-12 for roots and 1e-8 for minima unless told. */
  readonly tolerance?: number;
  readonly iterations?: number;
}

const assertInterval = ({ lower, upper }: SearchOptions): void => {
  assertRange(Number.isFinite(lower), { name: "lower", value: lower, range: "有限数" });
  assertRange(Number.isFinite(upper) && upper > lower, {
    name: "upper",
    value: upper,
    range: "大于 lower 的有限数",
  });
};

/**
 * A root of f between `lower` and `upper` (Brent 1973, ch. 4).
 *
 * @throws NumericsError `root-not-bracketed`, `argument-out-of-range` where f is NaN, `no-convergence`
 * @example brentRoot((x) => x * x - 2, { lower: 0, upper: 2 }).toFixed(10) === Math.SQRT2.toFixed(10); // => true
 */
export const brentRoot = (f: (x: number) => number, options: SearchOptions): number => {
  assertInterval(options);
  const { tolerance = 1e-12, iterations = 200 } = options;
  const value = (x: number): number => {
    const y = f(x);
    assertRange(!Number.isNaN(y), { name: "f(x)", value: y, range: "数" });
    return y;
  };
  let a = options.lower;
  let b = options.upper;
  let fa = value(a);
  let fb = value(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) throw new NumericsError("root-not-bracketed", { lower: a, upper: b });
  let c = a;
  let fc = fa;
  let d = b - a;
  let e = d;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      d = b - a;
      e = d;
    }
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const limit = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= limit || fb === 0) return b;
    if (Math.abs(e) >= limit && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p = 2 * half * s;
      let q = 1 - s;
      if (a !== c) {
        const ratio = fa / fc;
        const r = fb / fc;
        p = s * (2 * half * ratio * (ratio - r) - (b - a) * (r - 1));
        q = (ratio - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = Math.abs(p);
      const fits = 2 * p < Math.min(3 * half * q - Math.abs(limit * q), Math.abs(e * q));
      e = fits ? d : half;
      d = fits ? p / q : half;
    } else {
      d = half;
      e = half;
    }
    a = b;
    fa = fb;
    b += Math.abs(d) > limit ? d : half > 0 ? limit : -limit;
    fb = value(b);
  }
  throw new NumericsError("no-convergence", { name: "brentRoot", iterations });
};

/**
 * A local minimum of f between `lower` and `upper` (Brent 1973, ch. 5); the minimum if f has only one.
 *
 * @returns the place and the value there
 * @throws NumericsError `argument-out-of-range` where f is NaN, `no-convergence`
 * @example brentMinimum((x) => (x - 1) ** 2, { lower: 0, upper: 3 }).x.toFixed(6); // => "1.000000"
 */
export const brentMinimum = (
  f: (x: number) => number,
  options: SearchOptions,
): { readonly x: number; readonly value: number } => {
  assertInterval(options);
  const { tolerance = 1e-8, iterations = 500 } = options;
  const golden = (3 - Math.sqrt(5)) / 2;
  const valueAt = (x: number): number => {
    const y = f(x);
    assertRange(!Number.isNaN(y), { name: "f(x)", value: y, range: "数" });
    return y;
  };
  let a = options.lower;
  let b = options.upper;
  let x = a + golden * (b - a);
  let w = x;
  let v = x;
  let fx = valueAt(x);
  let fw = fx;
  let fv = fx;
  let d = 0;
  let e = 0;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const middle = (a + b) / 2;
    const limit = 1.5e-8 * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * limit - (b - a) / 2) return { x, value: fx };
    let p = 0;
    let q = 0;
    let r = 0;
    if (Math.abs(e) > limit) {
      r = (x - w) * (fx - fv);
      q = (x - v) * (fx - fw);
      p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      else q = -q;
      r = e;
      e = d;
    }
    if (Math.abs(p) >= Math.abs(0.5 * q * r) || p <= q * (a - x) || p >= q * (b - x)) {
      e = x < middle ? b - x : a - x;
      d = golden * e;
    } else {
      d = p / q;
      const next = x + d;
      if (next - a < 2 * limit || b - next < 2 * limit) d = x < middle ? limit : -limit;
    }
    const u = x + (Math.abs(d) >= limit ? d : d > 0 ? limit : -limit);
    const fu = valueAt(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, w, x, fv, fw, fx] = [w, x, u, fw, fx, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, w, fv, fw] = [w, u, fw, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  throw new NumericsError("no-convergence", { name: "brentMinimum", iterations });
};
