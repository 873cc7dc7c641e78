import assert from "node:assert/strict";
import { test } from "node:test";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import {
  abilityCut,
  BENCHMARK_2016_RULE,
  literacyLevel,
  NATIONAL_POINT_RULE,
  passesItemRule,
} from "./rules.ts";

const refused = (code: string) => (error: unknown) =>
  error instanceof PsychometricsError && error.code === code;

/** A sum spread over knowledge (40 at most), methods, spirit and application (20 each). */
const pointsOf = (sum: number): number[] =>
  [40, 20, 20, 20].map((most, place, all) =>
    Math.max(0, Math.min(most, sum - all.slice(0, place).reduce((before, one) => before + one, 0))),
  );

test("seventy points are literate with ≥ and not with >", () => {
  const points = [30, 15, 15, 10];
  assert.equal(literacyLevel(NATIONAL_POINT_RULE, points), "具备");
  assert.equal(literacyLevel({ ...NATIONAL_POINT_RULE, comparison: ">" }, points), "基本具备");
  assert.equal(literacyLevel(NATIONAL_POINT_RULE, [20, 10, 10, 10]), undefined);
  assert.equal(literacyLevel(NATIONAL_POINT_RULE, [40, 20, 20, 20]), "高阶");
});

test("each level begins at its own points: 55, 70 and 85, reached or passed as the rule says", () => {
  assert.deepEqual(
    [54, 55, 69, 70, 84, 85].map((sum) => literacyLevel(NATIONAL_POINT_RULE, pointsOf(sum))),
    [undefined, "基本具备", "基本具备", "具备", "具备", "高阶"],
  );
  assert.deepEqual(
    [55, 56, 70, 71, 85, 86].map((sum) =>
      literacyLevel({ ...NATIONAL_POINT_RULE, comparison: ">" }, pointsOf(sum)),
    ),
    [undefined, "基本具备", "基本具备", "具备", "具备", "高阶"],
  );
});

test("points above an area's most, missing areas and numbers that are none are refused", () => {
  assert.throws(
    () => literacyLevel(NATIONAL_POINT_RULE, [41, 0, 0, 0]),
    refused("psychometrics.number_invalid"),
  );
  assert.throws(
    () => literacyLevel(NATIONAL_POINT_RULE, [Number.NaN, 0, 0, 0]),
    refused("psychometrics.number_invalid"),
  );
  assert.throws(() => literacyLevel(NATIONAL_POINT_RULE, [70]), refused("psychometrics.items_mismatch"));
});

test("the benchmark of 2016 passes at 30 of 50", () => {
  assert.deepEqual(
    [29, 30].map((right) => passesItemRule(BENCHMARK_2016_RULE, right)),
    [false, true],
  );
});

test("at the ability cut the expected share is the cut, and a cut below the guessing share is refused", () => {
  const items = [-1, 0, 2].map((b, n): Item => ({
    id: `q${n}`,
    model: "dichotomous",
    a: 1.2,
    b,
    c: 0.2,
    u: 1,
  }));
  const theta = abilityCut(items, 0.7);
  const share = [-1, 0, 2].reduce((sum, b) => sum + 0.2 + 0.8 / (1 + Math.exp(-1.2 * (theta - b))), 0) / 3;
  assert.ok(Math.abs(share - 0.7) < 1e-10);
  assert.throws(() => abilityCut(items, 0.15), refused("psychometrics.cut_out_of_reach"));
});
