import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { loadShadowSolver } from "../node/index.ts";
import { itemInformation } from "../models/information.ts";
import { nextStep, recordAnswer, startAdaptiveTest } from "./adaptive-test.ts";
import { createExposureMonitor } from "./exposure.ts";
import { calibrateExposure } from "./exposure-calibration.ts";
import { createItemBank } from "./item-bank.ts";
import type { AdaptiveRules, AttributeBound } from "./rules.ts";
import { joinSimulations, simulateAdaptiveTests } from "./simulation.ts";

const random = createRandom("simulation");
const items = Array.from({ length: 120 }, (_, n): Item => ({
  id: `q${n}`,
  model: "dichotomous",
  a: 0.8 + 1.2 * random.next(),
  b: random.normal(),
  c: 0.2 * random.next(),
  u: 1,
}));
const areas = ["知识", "方法", "精神", "应用"];
const contents = items.map((_, n) => areas[n % 4] ?? "");
const attributes = items.map((_, n) => (n % 9 === 0 ? ["图"] : []));
const bank = createItemBank(items, {
  contents,
  attributes,
  enemies: Array.from({ length: 20 }, (_, n) => [`q${n}`, `q${n + 60}`]),
});
const abilities = Float64Array.from({ length: 400 }, () => random.normal());
const rules: AdaptiveRules = { selection: "maximum-information", maximumLength: 15 };
const bounds: AttributeBound[] = [
  { attribute: "知识", least: 6, most: 6 },
  { attribute: "方法", least: 3, most: 4 },
  { attribute: "精神", least: 3, most: 4 },
  { attribute: "应用", least: 2 },
  { attribute: "图", most: 1 },
];
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof PsychometricsError ? error.code : String(error);
  }
  return "accepted";
};
const holdsBounds = (indices: readonly number[]): boolean =>
  bounds.every(({ attribute, least = 0, most = Infinity }) => {
    const given = indices.filter((index) => bank.attributes[index]?.includes(attribute)).length;
    return given >= least && given <= most;
  });

test("a simulation reports what its own tests say, and the same seed gives the same tests", () => {
  const result = simulateAdaptiveTests(bank, rules, { abilities, seed: 7 });
  const gaps = result.tests.map(({ theta, truth }) => theta - truth);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / 400;
  assert.ok(Math.abs(result.bias - mean) < 1e-12);
  assert.ok(Math.abs(result.rmse ** 2 - gaps.reduce((sum, gap) => sum + gap * gap, 0) / 400) < 1e-12);
  assert.equal(result.meanLength, 15);
  // Overlap by its definition: the items that two different persons have in common.
  let common = 0;
  for (const [one, { indices }] of result.tests.entries())
    for (const other of result.tests.slice(one + 1))
      common += indices.filter((index) => other.indices.includes(index)).length;
  assert.ok(Math.abs(result.overlap - common / ((400 * 399) / 2) / 15) < 1e-12);
  assert.ok(Math.abs(result.exposure.reduce((sum, rate) => sum + rate, 0) - 15) < 1e-9);
  assert.equal(result.conditional.length, 10);
  assert.ok(Number(result.conditional[0]?.meanTruth) < -1.2);
  const again = simulateAdaptiveTests(bank, rules, { abilities, seed: 7 });
  assert.deepEqual(again.tests, result.tests);
  // EAP draws towards the mean: low persons too high, high persons too low.
  assert.ok(Number(result.conditional[0]?.bias) > 0 && Number(result.conditional[9]?.bias) < 0);
});

test("given answers are used as they are", () => {
  const answers = Int8Array.from({ length: 2 * items.length }, (_, place) => (place < items.length ? 1 : 0));
  const { tests } = simulateAdaptiveTests(bank, rules, { abilities: [0, 0], seed: 1, answers });
  assert.ok(tests[0]?.scores.every((score) => score === 1) && tests[1]?.scores.every((score) => score === 0));
});

test("an exposure monitor keeps every item at or below its rate, with and without chance", () => {
  for (const selection of ["maximum-information", "progressive"] as const) {
    const result = simulateAdaptiveTests(
      bank,
      { ...rules, selection },
      { abilities, seed: 2, monitor: createExposureMonitor(bank, 0.25) },
    );
    assert.ok(result.maximumExposure <= 0.25 + 1 / 400);
  }
  assert.ok(simulateAdaptiveTests(bank, rules, { abilities, seed: 2 }).maximumExposure > 0.6);
});

test("Sympson–Hetter parameters hold the rate in a new sample", () => {
  const { parameters, highest } = calibrateExposure(bank, rules, { maximumRate: 0.3, seed: 3, persons: 600 });
  assert.ok(Number(highest[0]) > 0.6);
  const fresh = simulateAdaptiveTests(
    bank,
    { ...rules, exposureParameters: parameters },
    { abilities, seed: 4 },
  );
  // Four standard errors of a share of 0.3 in 400 tests, over the calibration's own tolerance.
  assert.ok(
    fresh.maximumExposure < 0.3 + 4 * Math.sqrt((0.3 * 0.7) / 400) + 0.04,
    `${fresh.maximumExposure}`,
  );
  assert.ok(fresh.tests.every(({ indices }) => indices.length === 15));
  assert.ok([...fresh.chosen].every((rate, index) => rate >= Number(fresh.exposure[index]) - 1e-12));
  assert.equal(
    codeOf(() =>
      calibrateExposure(bank, rules, { maximumRate: 0.1, seed: 3, persons: 50, rounds: 3, tolerance: 0 }),
    ),
    "psychometrics.exposure_not_settled",
  );
});

test("a calibration of exposure can be stopped in any round", () => {
  const seen: number[] = [];
  assert.equal(
    codeOf(() =>
      calibrateExposure(bank, rules, {
        maximumRate: 0.3,
        seed: 3,
        persons: 20,
        onProgress: (round, done) => {
          seen.push(done);
          return !(round === 2 && done === 5);
        },
      }),
    ),
    "psychometrics.aborted",
  );
  assert.equal(seen.length, 25);
});

test("the priority index and the shadow test hold every bound of the plan in every test", async () => {
  const solve = await loadShadowSolver();
  const few = abilities.slice(0, 4);
  const shadow = simulateAdaptiveTests(
    bank,
    { ...rules, plan: { method: "shadow-test", bounds, solve } },
    { abilities: few, seed: 5 },
  );
  const priority = simulateAdaptiveTests(
    bank,
    { ...rules, plan: { method: "priority-index", bounds } },
    { abilities, seed: 5 },
  );
  for (const { indices } of [...shadow.tests, ...priority.tests]) assert.ok(holdsBounds(indices));
  for (const { indices } of shadow.tests) {
    const shown = new Set(indices);
    assert.ok(indices.every((index) => bank.enemies[index]?.every((enemy) => !shown.has(enemy))));
  }
  // Without a plan the bounds are broken: the test can fail.
  const plain = simulateAdaptiveTests(bank, rules, { abilities, seed: 5 });
  assert.ok(plain.tests.some(({ indices }) => !holdsBounds(indices)));
});

test("the shadow test gives up no information where the bounds do not bind, and little where they do", async () => {
  const solve = await loadShadowSolver();
  const loose: AdaptiveRules = { ...rules, plan: { method: "shadow-test", bounds: [], solve } };
  const run = startAdaptiveTest(bank, loose);
  const free = startAdaptiveTest(bank, rules);
  for (let step = 0; step < 5; step += 1) {
    const one = nextStep(run);
    assert.deepEqual(one, nextStep(free));
    assert.ok(one.kind === "item");
    recordAnswer(run, one.index, step % 2);
    recordAnswer(free, one.index, step % 2);
  }
  const bound = startAdaptiveTest(bank, { ...rules, plan: { method: "shadow-test", bounds, solve } });
  const step = nextStep(bound);
  assert.ok(step.kind === "item");
  const best = Math.max(...items.map((item) => itemInformation(item, 0)));
  assert.ok(itemInformation(items[step.index] as Item, 0) > 0.8 * best);
});

test("a plan that no test can hold, and an attribute that no item has, are refused", async () => {
  const solve = await loadShadowSolver();
  const impossible = [{ attribute: "图", least: 15 }]; // 14 items have it
  for (const plan of [
    { method: "shadow-test", bounds: impossible, solve },
    { method: "priority-index", bounds: impossible },
  ] as const)
    assert.equal(
      codeOf(() =>
        simulateAdaptiveTests(bank, { ...rules, maximumLength: 40, plan }, { abilities: [0], seed: 1 }),
      ),
      "psychometrics.plan_unreachable",
    );
  assert.equal(
    codeOf(() =>
      startAdaptiveTest(bank, {
        ...rules,
        plan: { method: "priority-index", bounds: [{ attribute: "没有", least: 1 }] },
      }),
    ),
    "psychometrics.attribute_unknown",
  );
});

test("a classification simulation counts errors on both sides and the undecided", () => {
  const { classification, stops } = simulateAdaptiveTests(
    bank,
    {
      ...rules,
      maximumLength: 40,
      classification: { cut: 0.5, halfWidth: 0.3, falseAbove: 0.05, falseBelow: 0.05 },
    },
    { abilities, seed: 6 },
  );
  assert.ok(classification);
  const { accuracy, falseAbove, falseBelow, undecided } = classification;
  assert.ok(Math.abs(accuracy + falseAbove + falseBelow - 1) < 1e-12);
  assert.ok(accuracy > 0.85);
  assert.equal(Math.round(undecided * 400), stops["maximum-length"]);
});

test("wrong options are refused, and a simulation can be stopped", () => {
  const act = (
    options: Partial<Parameters<typeof simulateAdaptiveTests>[2]>,
    more: Partial<AdaptiveRules> = {},
  ) => codeOf(() => simulateAdaptiveTests(bank, { ...rules, ...more }, { abilities, seed: 1, ...options }));
  assert.equal(act({ abilities: [] }), "psychometrics.too_few_persons");
  assert.equal(act({ abilities: [Number.NaN] }), "psychometrics.number_invalid");
  assert.equal(act({ answers: [1] }), "psychometrics.items_mismatch");
  assert.equal(act({ onProgress: () => false }), "psychometrics.aborted");
  assert.equal(act({}, { exposureParameters: [1] }), "psychometrics.items_mismatch");
  assert.equal(act({}, { exposureParameters: items.map(() => 2) }), "psychometrics.number_invalid");
  assert.equal(act({}, { strata: 0 }), "psychometrics.number_invalid");
  assert.equal(
    codeOf(() => createExposureMonitor(bank, 0)),
    "psychometrics.number_invalid",
  );
});

test("a programme simulated in parts is the one simulated at once", () => {
  const exposed: AdaptiveRules = {
    ...rules,
    randomesque: 4,
    exposureParameters: items.map(() => 0.5),
  };
  const whole = simulateAdaptiveTests(bank, exposed, { abilities, seed: 7 });
  const parts = [0, 150, 151].map((firstPerson, k, from) =>
    simulateAdaptiveTests(bank, exposed, {
      abilities: abilities.slice(firstPerson, from[k + 1]),
      seed: 7,
      firstPerson,
    }),
  );
  // Not deepEqual: where they differ, what differs in 400 tests takes minutes to print.
  assert.ok(isDeepStrictEqual(joinSimulations(bank, exposed, parts), whole));
  assert.notDeepEqual(
    simulateAdaptiveTests(bank, exposed, { abilities: abilities.slice(150), seed: 7 }).tests,
    whole.tests.slice(150),
    "without their numbers the persons are others",
  );
  assert.equal(
    codeOf(() => joinSimulations(bank, exposed, [])),
    "psychometrics.too_few_persons",
  );
});
