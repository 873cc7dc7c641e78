import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { type GroupEstimate, measureImbalance, testGapChange, testVarianceChange } from "./imbalance.ts";

const draw = (truths: readonly number[], se: number, seed: string): GroupEstimate[] => {
  const random = createRandom(seed);
  return truths.map((truth, i) => ({
    id: `g${i}`,
    estimate: truth + se * random.normal(),
    standardError: se,
  }));
};
const truths = [0.2, 0.25, 0.3, 0.35, 0.4, 0.22, 0.31, 0.28];

test("the variance between groups is free of sampling noise on average, and its error is the one that is stated", () => {
  const mean = truths.reduce((a, b) => a + b, 0) / truths.length;
  const truth = truths.reduce((sum, p) => sum + (p - mean) ** 2 / truths.length, 0);
  const runs = Array.from({ length: 2000 }, (_, i) => measureImbalance(draw(truths, 0.03, `v${i}`)).variance);
  const average = runs.reduce((sum, run) => sum + run.value / runs.length, 0);
  const spread = Math.sqrt(runs.reduce((sum, run) => sum + (run.value - average) ** 2 / runs.length, 0));
  assert.ok(Math.abs(average - truth) < (4 * spread) / Math.sqrt(runs.length), `${average} for ${truth}`);
  const stated = Math.sqrt(runs.reduce((sum, run) => sum + run.standardError ** 2 / runs.length, 0));
  assert.ok(stated / spread > 0.9 && stated / spread < 1.3, `${stated} stated, ${spread} found`);
});

test("two waves without change are called changed about one time in twenty at most", () => {
  let called = 0;
  for (let run = 0; run < 1000; run += 1) {
    const { pValue } = testVarianceChange(draw(truths, 0.02, `a${run}`), draw(truths, 0.02, `b${run}`));
    if (pValue < 0.05) called += 1;
  }
  assert.ok(called < 70, `${called} of 1000`);
});

test("a gap that halves is tested with the errors of all four shares", () => {
  const group = (id: string, estimate: number): GroupEstimate => ({ id, estimate, standardError: 0.01 });
  const change = testGapChange(
    [group("town", 0.3), group("village", 0.1)],
    [group("town", 0.3), group("village", 0.2)],
  );
  assert.ok(Math.abs(change.value + 0.1) < 1e-12);
  assert.ok(Math.abs(change.standardError - 0.02) < 1e-12);
  assert.ok(change.pValue < 1e-5 && change.upper < 0);
});

test("groups that cannot be compared are refused", () => {
  const some = draw(truths, 0.02, "x");
  const refused = (work: () => unknown, code: string): void =>
    assert.throws(work, (error) => error instanceof SurveyError && error.code === code);
  refused(() => measureImbalance(some.slice(0, 1)), "groups-too-few");
  refused(() => testVarianceChange(some, some.slice(1)), "groups-differ");
  refused(
    () => measureImbalance(some.map((group) => ({ ...group, standardError: 0 }))),
    "variance-not-positive",
  );
  refused(() => measureImbalance(some.map((group) => ({ ...group, share: 0.5 }))), "shares-not-one");
});
