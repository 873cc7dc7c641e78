import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { createResponses, REFUSED } from "../responses.ts";
import { scoreResponses } from "./score-responses.ts";
import { sumScoreShares, sumScoreTable } from "./sum-scores.ts";

const rasch = (id: string, b: number): Item => ({ id, model: "dichotomous", a: 1, b, c: 0, u: 1 });
const items = [rasch("q1", -1), rasch("q2", 0), rasch("q3", 1)];
const ids = items.map((item) => item.id);
const refusedWith = (code: string, row: number) => (error: unknown) =>
  error instanceof PsychometricsError && error.code === code && error.values["row"] === row;

test("the maximum-likelihood ability of a Rasch person is where the expected score is the score given", () => {
  const { theta, standardErrors } = scoreResponses(items, createResponses(ids, [[1, 1, 0]]), {
    method: "ml",
  });
  const probabilities = [-1, 0, 1].map((b) => 1 / (1 + Math.exp(b - Number(theta[0]))));
  const information = probabilities.reduce((sum, p) => sum + p * (1 - p), 0);
  assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 2) < 1e-10);
  assert.ok(Math.abs(Number(standardErrors[0]) - 1 / Math.sqrt(information)) < 1e-10);
});

test("a perfect score has no finite maximum-likelihood ability: it is refused with its row, or marked at the bound", () => {
  const responses = createResponses(ids, [
    [1, 0, 0],
    [1, 1, 1],
  ]);
  assert.throws(
    () => scoreResponses(items, responses, { method: "ml" }),
    refusedWith("psychometrics.score_unbounded", 2),
  );
  const bounded = scoreResponses(items, responses, { method: "ml", unbounded: "bound" });
  assert.deepEqual([...bounded.atBound], [0, 1]);
  assert.equal(bounded.theta[1], 6);
});

test("Warm's estimate is finite for all right and all wrong, and symmetric for a symmetric test", () => {
  const { theta } = scoreResponses(
    items,
    createResponses(ids, [
      [1, 1, 1],
      [0, 0, 0],
    ]),
    { method: "wle" },
  );
  assert.ok(Number(theta[0]) > 1 && Number(theta[0]) < 6);
  assert.ok(Math.abs(Number(theta[0]) + Number(theta[1])) < 1e-9);
});

test("a person without answers keeps the population under EAP and is refused under ML", () => {
  const responses = createResponses(ids, [[null, REFUSED, null]]);
  const eap = scoreResponses(items, responses, {
    method: "eap",
    population: { mean: 0.3, standardDeviation: 0.7 },
  });
  assert.ok(Math.abs(Number(eap.theta[0]) - 0.3) < 1e-9);
  assert.ok(Math.abs(Number(eap.standardErrors[0]) - 0.7) < 1e-6);
  assert.throws(
    () => scoreResponses(items, responses, { method: "ml" }),
    refusedWith("psychometrics.no_answers", 1),
  );
});

test("a refusal counts as missing unless the caller says that it scores 0", () => {
  const responses = createResponses(ids, [[1, REFUSED, 0]]);
  const left = scoreResponses(items, responses, { method: "eap" });
  const zero = scoreResponses(items, responses, { method: "eap", refusals: "zero" });
  assert.deepEqual([left.answered[0], zero.answered[0]], [2, 3]);
  assert.ok(Number(zero.theta[0]) < Number(left.theta[0]));
});

test("sum-score shares are those of counting all answer patterns, and under Rasch the table is the EAP of any pattern", () => {
  const patterns = Array.from({ length: 8 }, (_, n) => [n & 1, (n >> 1) & 1, (n >> 2) & 1]);
  const { theta } = scoreResponses(items, createResponses(ids, patterns), { method: "eap" });
  const table = sumScoreTable(items);
  for (const [index, pattern] of patterns.entries()) {
    const sum = pattern.reduce((total, score) => total + score, 0);
    assert.ok(Math.abs(Number(table[sum]?.theta) - Number(theta[index])) < 1e-12);
  }
  assert.ok(Math.abs(sumScoreShares(items).reduce((total, share) => total + share, 0) - 1) < 1e-12);
});

test("moving items and population together moves every estimate by the same amount", () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (shift) => {
      const moved = items.map((item) =>
        item.model === "dichotomous" ? { ...item, b: item.b + shift } : item,
      );
      const responses = createResponses(ids, [[1, 0, 1]]);
      for (const method of ["ml", "wle", "map"] as const) {
        const before = scoreResponses(items, responses, { method });
        const after = scoreResponses(moved, responses, {
          method,
          population: { mean: shift, standardDeviation: 1 },
        });
        assert.ok(Math.abs(Number(after.theta[0]) - Number(before.theta[0]) - shift) < 1e-9);
      }
    }),
    { numRuns: 30 },
  );
});
