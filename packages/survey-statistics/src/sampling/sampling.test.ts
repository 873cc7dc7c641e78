import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as survey from "../index.ts";

const probabilities = [0.2, 0.35, 0.5, 0.15, 0.6, 0.7, 0.5];

for (const [name, draw] of [
  ["Brewer", survey.drawBrewer],
  ["Sampford", survey.drawSampford],
  ["systematic", survey.drawProportionalSystematic],
] as const) {
  test(`${name} sampling takes every unit as often as its probability says`, () => {
    const draws = 4000;
    const counts = new Float64Array(probabilities.length);
    for (let seed = 0; seed < draws; seed += 1) {
      const sample = draw({ probabilities, seed });
      assert.equal(new Set(sample).size, 3);
      for (const unit of sample) counts[unit]! += 1; // units of the frame
    }
    for (const [unit, p] of probabilities.entries()) {
      const gap = Math.abs((counts[unit] ?? 0) / draws - p);
      assert.ok(gap < 4.5 * Math.sqrt((p * (1 - p)) / draws), `unit ${unit}: off by ${gap}`);
    }
  });
}

test("pairs of a Sampford sample come as often as the joint probabilities say", () => {
  const joint = survey.sampfordJointProbabilities(probabilities);
  const draws = 6000;
  const counts = new Float64Array(joint.length);
  for (let seed = 0; seed < draws; seed += 1) {
    const sample = survey.drawSampford({ probabilities, seed });
    for (const i of sample) for (const j of sample) counts[i * 7 + j]! += 1; // 7 units
  }
  for (const [place, p] of joint.entries())
    assert.ok(Math.abs((counts[place] ?? 0) / draws - p) < 0.03, `pair ${place}`);
});

test("a seed draws the same sample again, and a change in one stratum leaves the others", () => {
  const strata = Array.from({ length: 90 }, (_, row) => `s${row % 3}`);
  const draw = (frame: string[], sizes: Record<string, number>): number[] => [
    ...survey.drawStratified({ strata: frame, sizes, seed: "2026" }),
  ];
  const first = draw(strata, { s0: 5, s1: 6, s2: 7 });
  assert.deepEqual(draw(strata, { s0: 5, s1: 6, s2: 7 }), first);
  const second = draw([...strata, "s0", "s0"], { s0: 9, s1: 6, s2: 7 });
  const others = (rows: number[]): number[] => rows.filter((row) => row < 90 && row % 3 !== 0);
  assert.deepEqual(others(second), others(first));
  assert.equal(first.length, 18);
  assert.notDeepEqual(
    survey.drawSimple({ population: 100, size: 10, seed: 1 }),
    survey.drawSimple({ population: 100, size: 10, seed: 2 }),
  );
});

test("a systematic sample is spread over the frame", () => {
  const sample = survey.drawSystematic({ population: 1003, size: 10, seed: 4 });
  for (let k = 1; k < 10; k += 1) {
    const distance = (sample[k] ?? 0) - (sample[k - 1] ?? 0);
    assert.ok(distance === 100 || distance === 101, String(distance));
  }
});

test("two-stage weights add up to the population for clusters of any size", () => {
  const clusters = Array.from({ length: 30 }, (_, k) => ({
    id: `c${k}`,
    stratum: k < 12 ? "a" : "b",
    size: 40 + 7 * (k % 5),
  }));
  const sample = survey.drawClusters(clusters, { clusters: { a: 4, b: 5 }, units: 10, seed: 3 });
  assert.equal(sample.length, 90);
  // Under probabilities proportional to size every draw gives the stratum's population exactly.
  const population = clusters.reduce((sum, { size }) => sum + size, 0);
  const weights = sample.reduce((sum, { weight }) => sum + weight, 0);
  assert.ok(Math.abs(weights - population) < 1e-6, String(weights));
});

test("an allocation adds up, keeps the minimum and never exceeds a stratum", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          population: fc.integer({ min: 2, max: 500 }),
          deviation: fc.double({ min: 0.1, max: 5, noNaN: true }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      fc.constantFrom("proportional", "neyman", "power"),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (drawn, rule, share) => {
        const strata = drawn.map((stratum, k) => ({ ...stratum, name: `s${k}` }));
        const most = strata.reduce((sum, { population }) => sum + population, 0);
        const total = Math.round(2 * strata.length + share * (most - 2 * strata.length));
        const sizes = survey.allocate(strata, { total, rule });
        assert.equal(
          Object.values(sizes).reduce((a, b) => a + b, 0),
          total,
        );
        for (const { name, population } of strata) {
          const size = sizes[name] ?? 0;
          assert.ok(size >= 2 && size <= population, `${name}: ${size} of ${population}`);
        }
      },
    ),
  );
});

test("Neyman's allocation follows the deviations, the power rule lies between equal and Neyman", () => {
  const strata = [
    { name: "big", population: 8000, deviation: 0.3 },
    { name: "small", population: 2000, deviation: 0.3 },
  ];
  assert.deepEqual(survey.allocate(strata, { total: 100, rule: "neyman" }), { big: 80, small: 20 });
  assert.deepEqual(survey.allocate(strata, { total: 100, rule: "power", power: 0 }), { big: 50, small: 50 });
  assert.deepEqual(survey.allocate(strata, { total: 90, rule: "power" }), { big: 60, small: 30 });
});

test("sample sizes meet the margin, and the power of the size found is the power asked for", () => {
  const { respondents, sampled } = survey.sampleSizeForShare({
    proportion: 0.2,
    margin: 0.05,
    designEffect: 2,
    responseRate: 0.7,
    population: 5000,
  });
  // z²pq·deff/e² = 491.7; over 1 + 491.7/5000 it is 447.7.
  assert.deepEqual([respondents, sampled], [448, 640]);
  const goal = { before: 0.15, after: 0.18, designEffect: 1.5, correlation: 0.3 };
  const size = survey.sampleSizeForChange(goal, { power: 0.8 });
  assert.ok(Math.abs(survey.powerOfChange(goal, size) - 0.8) < 0.001);
});

test("substitutes come from the reserve in its order, and everything is recorded", () => {
  const outcomes = [
    { unit: "1" },
    { unit: "2", failure: "moved" },
    { unit: "3", failure: "refused" },
    { unit: "4", failure: "moved" },
    { unit: "5", failure: "moved" },
  ];
  const records = survey.replaceFailures([{ group: "g", outcomes, reserve: ["x"] }], {
    allowed: ["moved"],
    limit: 2,
  });
  assert.deepEqual(
    records.map(({ unit, substitute, reason }) => [unit, substitute, reason]),
    [
      ["2", "x", "replaced"],
      ["3", undefined, "not-allowed"],
      ["4", undefined, "reserve-used-up"],
      ["5", undefined, "reserve-used-up"],
    ],
  );
});

test("samples that the population cannot give are refused", () => {
  const refuse = (work: () => unknown, code: survey.SurveyErrorCode): void =>
    assert.throws(work, (error) => error instanceof survey.SurveyError && error.code === code);
  refuse(() => survey.drawSimple({ population: 3, size: 4, seed: 1 }), "sample-impossible");
  refuse(() => survey.drawBrewer({ probabilities: [0.5, 0.2], seed: 1 }), "sample-impossible");
  refuse(() => survey.drawSampford({ probabilities: [1, 1], seed: 1 }), "fraction-out-of-range");
  refuse(() => survey.inclusionProbabilities([1, 0], 1), "value-not-finite");
  refuse(
    () => survey.allocate([{ name: "a", population: 3 }], { total: 5, rule: "neyman" }),
    "sample-impossible",
  );
  refuse(() => survey.sampleSizeForShare({ proportion: 0, margin: 0.1 }), "setting-out-of-range");
});
