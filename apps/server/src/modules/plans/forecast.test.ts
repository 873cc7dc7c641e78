import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, normalQuantile } from "@kepu/numerics";
import { forecastOf } from "./forecast.ts";

const days = { from: "2026-01-01", to: "2026-12-31" };

test("even months give their own line and no spread; a count never falls; under three months and after the end nothing is said", () => {
  const even = forecastOf({ value: 60, months: [10, 10, 10, 10, 10, 10], days, asOf: "2026-07-01" });
  assert.ok(even !== undefined);
  assert.ok(Math.abs(even.middle - 120) < 0.3, String(even.middle));
  assert.ok(even.high - even.low < 1e-6);
  const wild = forecastOf({ value: 60, months: [0, 0, 60], days, asOf: "2026-04-01" });
  assert.ok(wild !== undefined && wild.low === 60 && wild.high > 200);
  assert.equal(forecastOf({ value: 5, months: [2, 3], days, asOf: "2026-03-01" }), undefined);
  assert.equal(forecastOf({ value: 5, months: [1, 2, 2, 0], days, asOf: "2026-12-31" }), undefined);
});

test("the interval holds what it promises: about 95 of 100 years end inside it", () => {
  const random = createRandom(20261130);
  const normal = (): number => normalQuantile(random.next());
  const [rounds, seen] = [4000, 6];
  let inside = 0;
  for (let round = 0; round < rounds; round += 1) {
    const year = Array.from({ length: 12 }, () => 100 + 15 * normal());
    const sum = (from: number, to: number): number => year.slice(from, to).reduce((all, one) => all + one, 0);
    const found = forecastOf({
      value: sum(0, seen),
      months: year.slice(0, seen),
      // Six average months are left.
      days: { from: "2026-01-01", to: "2026-12-30" },
      asOf: "2026-06-30",
    });
    assert.ok(found !== undefined);
    const end = sum(0, 12);
    if (end >= found.low && end <= found.high) inside += 1;
  }
  const share = inside / rounds;
  assert.ok(share > 0.94 && share < 0.96, `${share}`);
});
