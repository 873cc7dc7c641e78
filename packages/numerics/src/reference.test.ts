import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as numerics from "./index.ts";

type Row = readonly [string, readonly (number | string)[], number | string];
const rows = JSON.parse(
  readFileSync(new URL("../fixtures/distributions.json", import.meta.url), "utf8"),
) as readonly Row[]; // written by distributions.R

const upper = { tail: "upper" } as const;
const functions: Readonly<Record<string, (x: number, u: number, v: number) => number>> = {
  normalCdf: (x) => numerics.normalCdf(x),
  normalCdfUpper: (x) => numerics.normalCdf(x, upper),
  normalQuantile: (p) => numerics.normalQuantile(p),
  logGamma: (x) => numerics.logGamma(x),
  digamma: (x) => numerics.digamma(x),
  studentTCdf: (x, df) => numerics.studentTCdf(x, { df }),
  studentTQuantile: (p, df) => numerics.studentTQuantile(p, { df }),
  chiSquareCdf: (x, df) => numerics.chiSquareCdf(x, { df }),
  chiSquareCdfUpper: (x, df) => numerics.chiSquareCdf(x, { df, ...upper }),
  chiSquareQuantile: (p, df) => numerics.chiSquareQuantile(p, { df }),
  fCdf: (x, df1, df2) => numerics.fCdf(x, { df1, df2 }),
  fCdfUpper: (x, df1, df2) => numerics.fCdf(x, { df1, df2, ...upper }),
  fQuantile: (p, df1, df2) => numerics.fQuantile(p, { df1, df2 }),
  betaCdf: (x, a, b) => numerics.betaCdf(x, { a, b }),
  betaCdfUpper: (x, a, b) => numerics.betaCdf(x, { a, b, ...upper }),
  betaQuantile: (p, a, b) => numerics.betaQuantile(p, { a, b }),
  gammaCdf: (x, shape, rate) => numerics.gammaCdf(x, { shape, rate }),
  gammaQuantile: (p, shape, rate) => numerics.gammaQuantile(p, { shape, rate }),
  binomialCdf: (k, size, p) => numerics.binomialCdf(k, { size, p }),
  binomialCdfUpper: (k, size, p) => numerics.binomialCdf(k, { size, p, ...upper }),
  binomialQuantile: (q, size, p) => numerics.binomialQuantile(q, { size, p }),
};

for (const name of Object.keys(functions)) {
  test(`${name} agrees with R to 1e-12`, () => {
    const own = rows.filter(([label]) => label === name);
    assert.ok(own.length > 5, `${own.length} rows`);
    for (const [, args, printed] of own) {
      const expected = Number(printed);
      const [x = 0, u = 0, v = 0] = args.map(Number);
      const value = functions[name]?.(x, u, v) ?? 0;
      const gap = Math.abs(value - expected);
      assert.ok(
        gap <= 1e-12 * Math.abs(expected) || Math.max(Math.abs(value), Math.abs(expected)) < 1e-290,
        `${name}(${args.join(", ")}): ${value}, R has ${expected}, relative ${gap / Math.abs(expected)}`,
      );
    }
  });
}
