import assert from "node:assert/strict";
import { test } from "node:test";
import * as numerics from "./index.ts";

const { brentMinimum, brentRoot, gaussHermite, gaussLegendre, logGamma } = numerics;

const close = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );

test("Gauss–Hermite gives the moments of the standard normal exactly", () => {
  for (const n of [1, 2, 5, 21, 61, 200]) {
    const { nodes, weights } = gaussHermite(n);
    let moment = 1;
    for (let power = 0; power <= Math.min(2 * n - 1, 20); power += 2) {
      if (power > 0) moment *= power - 1;
      close(nodes.reduce((sum, node, k) => sum + (weights[k] ?? 0) * node ** power, 0) / moment, 1, 1e-11);
    }
    assert.deepEqual(nodes, nodes.toSorted(), `${n} nodes in order`);
    assert.ok(weights.every((weight) => weight >= 0));
  }
});

test("Gauss–Legendre integrates polynomials up to its degree", () => {
  for (const n of [1, 2, 3, 16, 64, 200]) {
    const { nodes, weights } = gaussLegendre(n);
    for (let power = 0; power <= Math.min(2 * n - 1, 30); power += 1)
      close(
        nodes.reduce((sum, node, k) => sum + (weights[k] ?? 0) * node ** power, 0),
        power % 2 === 0 ? 2 / (power + 1) : 0,
      );
  }
});

test("the gamma function keeps its digits beside its zeros", () => {
  // ψ(1) = −γ and ψ(2) = 1 − γ are the slopes there.
  close(logGamma(1 + 1e-9) / 1e-9, -0.5772156649015329 + 0.8224670334e-9, 1e-7);
  close(logGamma(2 + 2 ** -30) * 2 ** 30, 0.42278433509846713 + 0.322467 * 2 ** -30, 1e-9);
  for (const x of [0.3, 0.999999, 1.6, 2.4999, 14.99, 15])
    close(logGamma(x + 1) - logGamma(x), Math.log(x), 1e-13);
});

test("an F quantile at a small probability is the one the closed form gives, where R's own is off", () => {
  // F with 1 and 1 degrees of freedom is the square of a Cauchy variable.
  close(numerics.fQuantile(1e-6, { df1: 1, df2: 1 }) / Math.tan((Math.PI * 1e-6) / 2) ** 2, 1);
  // With 2 and d it is (d/2)(p̄^(−2/d) − 1).
  close(numerics.fQuantile(0.05, { df1: 2, df2: 1e5 }), 5e4 * Math.expm1(-Math.log(0.95) / 5e4), 1e-13);
});

test("quantiles undo distribution functions in both tails", () => {
  for (const p of [1e-12, 1e-4, 0.2, 0.5, 0.8, 0.9999])
    for (const tail of ["lower", "upper"] as const)
      for (const df of [0.7, 5, 40.5, 3000]) {
        close(numerics.studentTCdf(numerics.studentTQuantile(p, { df, tail }), { df, tail }) / p, 1, 1e-11);
        close(numerics.chiSquareCdf(numerics.chiSquareQuantile(p, { df, tail }), { df, tail }) / p, 1, 1e-11);
      }
});

test("ends of the range give the ends of the support, never NaN", () => {
  assert.equal(numerics.normalQuantile(0), -Infinity);
  assert.equal(numerics.studentTQuantile(1, { df: 3 }), Infinity);
  assert.equal(numerics.betaQuantile(0, { a: 1, b: 2, tail: "upper" }), 1);
  assert.equal(numerics.gammaQuantile(1, { shape: 2 }), Infinity);
  assert.equal(numerics.fCdf(Infinity, { df1: 2, df2: 2 }), 1);
  assert.equal(numerics.studentTCdf(-Infinity, { df: 2 }), 0);
  assert.equal(numerics.binomialCdf(-1, { size: 3, p: 0.5 }), 0);
  assert.equal(numerics.normalCdf(-60), 0);
});

test("arguments outside their range are refused with name, value and range", () => {
  assert.throws(() => numerics.normalQuantile(1.2), {
    code: "argument-out-of-range",
    values: { name: "p", value: 1.2, range: "0 到 1" },
  });
  assert.throws(() => numerics.studentTCdf(1, { df: 0 }), { code: "argument-out-of-range" });
  assert.throws(() => numerics.betaCdf(Number.NaN, { a: 1, b: 1 }), { code: "argument-out-of-range" });
  assert.throws(() => numerics.binomialCdf(1, { size: 2.5, p: 0.5 }), { code: "argument-out-of-range" });
  assert.throws(() => logGamma(0), { code: "argument-out-of-range" });
  assert.throws(() => gaussHermite(0), { code: "argument-out-of-range" });
});

test("Brent's root is found to its tolerance, an interval without a change of sign is refused", () => {
  close(
    brentRoot((x) => Math.cos(x) - x, { lower: 0, upper: 1 }),
    0.7390851332151607,
  );
  close(
    brentRoot((x) => x ** 9, { lower: -1, upper: 1.7, tolerance: 1e-14 }),
    0,
    1e-8,
  );
  assert.throws(() => brentRoot((x) => x * x + 1, { lower: -1, upper: 1 }), { code: "root-not-bracketed" });
  assert.throws(() => brentRoot(() => Number.NaN, { lower: 0, upper: 1 }), { code: "argument-out-of-range" });
});

test("Brent's minimum is found inside and at the end of the interval", () => {
  close(brentMinimum((x) => x - Math.log(x), { lower: 0.01, upper: 30 }).x, 1, 1e-7);
  close(brentMinimum((x) => x, { lower: 2, upper: 3 }).x, 2, 1e-7);
});
