import assert from "node:assert/strict";
import { test } from "node:test";
import { toBar } from "./target-bar.ts";

test("a bar begins at zero and holds value, goal and forecast in their proportion", () => {
  const bar = toBar({ value: 50, goal: 100, expected: 25, forecast: { low: 80, high: 200 } });
  assert.equal(bar.goal, bar.value * 2);
  assert.equal(bar.expected, Math.round(bar.value / 2));
  assert.ok(bar.band !== undefined && bar.band.from + bar.band.width < 1000);
  assert.ok(bar.band.from > bar.value);
});

test("nothing done and nothing asked is an empty bar, not a broken one; an even forecast is still seen", () => {
  assert.deepEqual(toBar({ value: 0, goal: 0, expected: null, forecast: null }), {
    value: 0,
    goal: 0,
    expected: undefined,
    band: undefined,
  });
  assert.equal(toBar({ value: 1, goal: 10, expected: 1, forecast: { low: 5, high: 5 } }).band?.width, 2);
});
