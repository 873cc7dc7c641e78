// Node arrays are read by indices below their own length `n`; such reads carry `!`.
import { assertRange } from "./errors.ts";

/** Nodes ascending, and their weights. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const assertCount = (n: number): void =>
  assertRange(Number.isInteger(n) && n >= 1 && n <= 200, { name: "n", value: n, range: "1 到 200 的整数" });

/**
 * Gauss–Hermite quadrature for the standard normal distribution: Σ weights·f(nodes) = E f(Z), exact for polynomials up
 * to degree 2n − 1; the weights sum to 1. (For ∫ f(x) e^(−x²) dx take nodes / √2 and weights · √π.)
 *
 * @param n nodes, 1 … 200
 * @throws NumericsError `argument-out-of-range`
 * @example gaussHermite(3).nodes.map((node) => Math.round(node * node)); // => new Float64Array([3, 0, 3])
 */
export const gaussHermite = (n: number): Quadrature => {
  assertCount(n);
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  // Orthonormal Hermite functions h_k(x) e^(−x²/4) do not overflow; h_n = (x h_{n−1} − √(n−1) h_{n−2}) / √n.
  const evaluate = (x: number): { last: number; before: number } => {
    let before = 0;
    let last = Math.exp(-0.25 * x * x);
    for (let k = 1; k <= n; k += 1) {
      const next = (x * last - Math.sqrt(k - 1) * before) / Math.sqrt(k);
      before = last;
      last = next;
    }
    return { last, before };
  };
  // Roots are bracketed by a scan finer than their least distance, π / √(2n + 1) · √2 or so, then found by bisection and Newton.
  const roots: number[] = n % 2 === 1 ? [0] : [];
  const step = 0.25 / Math.sqrt(n);
  let left = n % 2 === 1 ? step / 2 : 0;
  let sign = Math.sign(evaluate(left).last);
  while (roots.length < Math.ceil(n / 2)) {
    const right = left + step;
    const other = Math.sign(evaluate(right).last);
    if (other !== sign) roots.push(refine(evaluate, { low: left, high: right, n }));
    sign = other;
    left = right;
  }
  for (const [place, root] of roots.entries()) {
    const { before } = evaluate(root);
    const weight = Math.exp(-0.5 * root * root) / (n * before * before);
    const up = n - roots.length + place;
    nodes[up] = root;
    weights[up] = weight;
    nodes[n - 1 - up] = root === 0 ? 0 : -root;
    weights[n - 1 - up] = weight;
  }
  return { nodes, weights };
};

/** A root of h_n in [low, high]; h_n' = √n h_{n−1} on the polynomial's scale, whose sign and root the function shares. */
const refine = (
  evaluate: (x: number) => { last: number; before: number },
  { low, high, n }: { low: number; high: number; n: number },
): number => {
  let lower = low;
  let upper = high;
  const sign = Math.sign(evaluate(lower).last);
  let x = (lower + upper) / 2;
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const { last, before } = evaluate(x);
    if (last === 0) return x;
    if (Math.sign(last) === sign) lower = x;
    else upper = x;
    let next = x - last / (Math.sqrt(n) * before);
    if (!(next > lower && next < upper)) next = (lower + upper) / 2;
    if (Math.abs(next - x) <= 2e-16 * Math.abs(x)) return next;
    x = next;
  }
  return x;
};

/**
 * Gauss–Legendre quadrature on [−1, 1]: Σ weights·f(nodes) = ∫ f, exact up to degree 2n − 1.
 *
 * @param n nodes, 1 … 200
 * @throws NumericsError `argument-out-of-range`
 * @example gaussLegendre(2).weights.map(Math.round); // => new Float64Array([1, 1])
 */
export const gaussLegendre = (n: number): Quadrature => {
  assertCount(n);
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let k = 0; k < Math.ceil(n / 2); k += 1) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 100; iteration += 1) {
      let before = 0;
      let last = 1;
      for (let j = 1; j <= n; j += 1) {
        const next = ((2 * j - 1) * x * last - (j - 1) * before) / j;
        before = last;
        last = next;
      }
      slope = (n * (x * last - before)) / (x * x - 1);
      const change = last / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    if (n % 2 === 1 && k === (n - 1) / 2) x = 0;
    const weight = 2 / ((1 - x * x) * slope * slope);
    nodes[n - 1 - k] = x;
    nodes[k] = x === 0 ? 0 : -x;
    weights[n - 1 - k] = weight;
    weights[k] = weight;
  }
  return { nodes, weights };
};
