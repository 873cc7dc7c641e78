import { NumericsError } from "./errors.ts";
import { deviance, logGamma, stirlingError } from "./gamma-function.ts";

const tiny = 1e-300;
const iterations = 200_000;

/** x^a e^−x / Γ(a + 1), by Loader's saddle-point form where the plain one would lose digits. */
export const gammaPrefix = (a: number, x: number): number => {
  if (a < 1) return Math.exp(a * Math.log(x) - x - logGamma(a + 1));
  return Math.exp(-stirlingError(a) - deviance(a, { m: x, gap: x - a })) / Math.sqrt(2 * Math.PI * a);
};

/**
 * The regularised incomplete gamma function, both tails: { lower: P(a, x), upper: Q(a, x) }, each with full relative
 * accuracy where it is the smaller one (Abramowitz & Stegun 6.5.29, 6.5.31).
 */
export const incompleteGamma = (a: number, x: number): { lower: number; upper: number } => {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const prefix = gammaPrefix(a, x);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let n = 1; n < iterations; n += 1) {
      term *= x / (a + n);
      sum += term;
      if (term < sum * 1e-17) {
        const lower = prefix * sum;
        return { lower, upper: 1 - lower };
      }
    }
    throw new NumericsError("no-convergence", { name: "incompleteGamma", iterations });
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < iterations; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < 3e-16) {
      const upper = prefix * a * h;
      return { lower: 1 - upper, upper };
    }
  }
  throw new NumericsError("no-convergence", { name: "incompleteGamma", iterations });
};

/**
 * x^a y^b / B(a, b) with y = 1 − x given apart, so that neither end loses digits. A shape below 1 is raised by one
 * (1 / B(a, b) = a / (a + b) / B(a + 1, b)), since Loader's form wants shapes of 1 and more;
 * beside moderate ones the plain form is the better one.
 */
export const betaPrefix = (a: number, b: number, { x, y }: { x: number; y: number }): number => {
  if (Math.min(a, b) < 1 && Math.max(a, b) <= 50) {
    const logX = x < 0.5 ? Math.log(x) : Math.log1p(-y);
    const logY = y < 0.5 ? Math.log(y) : Math.log1p(-x);
    return Math.exp(a * logX + b * logY + (logGamma(a + b) - logGamma(b) - logGamma(a)));
  }
  let factor = 1;
  let shift = 0;
  let first = a;
  let second = b;
  if (first < 1) {
    factor *= first / (first + second);
    shift -= Math.log(x);
    first += 1;
  }
  if (second < 1) {
    factor *= second / (first + second);
    shift -= Math.log(y);
    second += 1;
  }
  const n = first + second;
  // n·x − first, from the smaller of x and y: x itself is rounded where it is near 1.
  const gap = x < 0.5 ? n * x - first : second - n * y;
  const logDensity =
    stirlingError(n) -
    stirlingError(first) -
    stirlingError(second) -
    deviance(first, { m: n * x, gap }) -
    deviance(second, { m: n * y, gap: -gap });
  return factor * Math.exp(logDensity + shift) * Math.sqrt((first * second) / (2 * Math.PI * n));
};

/**
 * Continued fraction of I_x(a, b) in the contracted form of DiDonato & Morris 1992 (eq. 9), for x ≤ a / (a + b): its
 * first term takes a − (a + b) x from the smaller of x and y, where the plain form cancels. Times x^a y^b / B(a, b).
 */
const betaFraction = (a: number, b: number, { x, y }: { x: number; y: number }): number => {
  const first = 1 + (x < 0.5 ? a - (a + b) * x : (a + b) * y - b);
  const ratio = b / a;
  const edge = 1 + 1 / a;
  let p = 1;
  let s = a + 1;
  let before = 0;
  let beforeBottom = 1;
  let bottom = first / edge;
  let value = edge / first;
  let top = 1;
  for (let n = 1; n < iterations; n += 1) {
    const w = n * (b - n) * x;
    const e = a / s;
    const alpha = p * (p + ratio) * e * e * (w * x);
    const t = n / a;
    const beta = n + w / s + ((1 + t) / (edge + 2 * t)) * (first + n * (1 + y));
    p = 1 + t;
    s += 2;
    const nextTop = alpha * before + beta * top;
    const nextBottom = alpha * beforeBottom + beta * bottom;
    const next = nextTop / nextBottom;
    if (Math.abs(next - value) <= 5e-16 * next) return next;
    before = top / nextBottom;
    beforeBottom = bottom / nextBottom;
    top = next;
    bottom = 1;
    value = next;
  }
  throw new NumericsError("no-convergence", { name: "incompleteBeta", iterations });
};

/** The regularised incomplete beta function I_x(a, b), both tails; `y` is 1 − x. */
export const incompleteBeta = (
  a: number,
  b: number,
  { x, y }: { x: number; y: number },
): { lower: number; upper: number } => {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const prefix = betaPrefix(a, b, { x, y });
  const left = x < 0.5 ? (a + b) * x <= a : (a + b) * y >= b;
  if (left) {
    const lower = prefix * betaFraction(a, b, { x, y });
    return { lower, upper: 1 - lower };
  }
  const upper = prefix * betaFraction(b, a, { x: y, y: x });
  return { lower: 1 - upper, upper };
};
