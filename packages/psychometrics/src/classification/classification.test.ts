import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { type Classification, classifyByNormalError, classifyBySumScore } from "./classification.ts";

// Expected values: pnorm and a count of all answer patterns in R (fixtures/classification.R).

const expected = readFileSync(new URL("../../fixtures/classification-expected.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));

const assertLikeR = (name: string, found: Classification): void => {
  const values = [
    found.accuracy,
    found.falseHigher,
    found.falseLower,
    found.consistency,
    found.kappa,
    ...found.shares,
  ];
  const target = expected.filter(([known]) => known === name).map((row) => Number(row[2]));
  assert.equal(values.length, target.length);
  for (const [place, value] of target.entries())
    assert.ok(
      Math.abs(Number(values[place]) - value) < 1e-12,
      `${name} ${place}: ${values[place]} for ${value}`,
    );
};

const scores = {
  theta: [-1.4, -0.6, -0.1, 0.2, 0.55, 0.9, 1.3, 2.1],
  standardErrors: [0.45, 0.4, 0.35, 0.3, 0.32, 0.36, 0.4, 0.55],
};
const cuts = [-0.5, 0.6, 1.2];
const slopes = [0.8, 1.1, 1.6, 0.9, 1.3, 2];
const places = [-1.2, -0.4, 0, 0.5, 0.9, 1.5];
const guesses = [0, 0.2, 0.1, 0.25, 0, 0.15];
const items = slopes.map((a, j): Item => ({
  id: `q${j}`,
  model: "dichotomous",
  a,
  b: Number(places[j]),
  c: Number(guesses[j]),
  u: 1,
}));

test("Rudner's indices are R's, with and without weights", () => {
  assertLikeR("rudner", classifyByNormalError(scores, cuts));
  assertLikeR(
    "rudner.weighted",
    classifyByNormalError(scores, cuts, { weights: [1, 2, 1.5, 1, 0.5, 2, 1, 1] }),
  );
});

test("Lee's indices are what counting all answer patterns gives", () => {
  assertLikeR(
    "lee",
    classifyBySumScore(items, [3, 5], { population: { mean: 0.2, standardDeviation: 1.1 } }),
  );
});

test("Lee's accuracy and consistency are those of simulated pairs of tests", () => {
  const { accuracy, consistency } = classifyBySumScore(items, [3, 5]);
  const random = createRandom("pairs");
  const level = (sum: number) => (sum >= 5 ? 2 : sum >= 3 ? 1 : 0);
  let right = 0;
  let same = 0;
  const persons = 20_000;
  for (let person = 0; person < persons; person += 1) {
    const theta = random.normal();
    const p = slopes.map(
      (a, j) =>
        Number(guesses[j]) + (1 - Number(guesses[j])) / (1 + Math.exp(-a * (theta - Number(places[j])))),
    );
    const take = () => level(p.reduce((sum, value) => sum + (random.next() < value ? 1 : 0), 0));
    const truth = level(p.reduce((sum, value) => sum + value, 0));
    const first = take();
    if (first === truth) right += 1;
    if (first === take()) same += 1;
  }
  // Three standard errors of a share of one half among 20,000.
  assert.ok(Math.abs(right / persons - accuracy) < 0.011);
  assert.ok(Math.abs(same / persons - consistency) < 0.011);
});

test("cuts out of order or out of reach, errors of 0 and lists of other lengths are refused", () => {
  const codeOf = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return error instanceof PsychometricsError ? error.code : String(error);
    }
    return "accepted";
  };
  const invalid = "psychometrics.number_invalid";
  assert.equal(
    codeOf(() => classifyByNormalError(scores, [])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyByNormalError(scores, [1, 1])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyByNormalError({ theta: [0], standardErrors: [0] }, [1])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyByNormalError({ theta: [Number.NaN], standardErrors: [1] }, [1])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyBySumScore(items, [7])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyBySumScore(items, [0])),
    invalid,
  );
  assert.equal(
    codeOf(() => classifyByNormalError({ theta: [0], standardErrors: [] }, [1])),
    "psychometrics.items_mismatch",
  );
  assert.equal(
    codeOf(() => classifyByNormalError({ theta: [], standardErrors: [] }, [1])),
    "psychometrics.too_few_persons",
  );
  assert.equal(
    codeOf(() => classifyByNormalError(scores, cuts, { weights: [0, 1, 1, 1, 1, 1, 1, 1] })),
    "psychometrics.weights_invalid",
  );
});
