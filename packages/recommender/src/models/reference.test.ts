import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createInteractions,
  trainEase,
  trainGraphFilter,
  trainItemKnn,
  trainRp3Beta,
  type Scorer,
} from "../index.ts";
import reference from "../../fixtures/reference.json" with { type: "json" };
import { transpose } from "../matrix/sparse.ts";
import { createBlockSolver } from "./ials-solver.ts";
import { createIalsScorer, toIalsSettings } from "./ials.ts";

const catalogue = Array.from({ length: reference.items }, (_, item) => `i${item}`);
const table = createInteractions(
  reference.rows.flatMap((row, person) =>
    row.map((item) => ({ person: `p${person}`, item: `i${item}`, at: 0 })),
  ),
  catalogue,
);

const assertClose = (given: Iterable<number>, expected: readonly number[], tolerance: number): void => {
  const values = [...given];
  assert.equal(values.length, expected.length);
  values.forEach((value, place) => {
    const wanted = expected[place] ?? Number.NaN;
    assert.ok(Math.abs(value - wanted) <= tolerance, `place ${place}: ${value}, NumPy ${wanted}`);
  });
};

const scoresOf = (scorer: Scorer): Float64Array => {
  const out = new Float64Array(reference.items);
  scorer.score(reference.profile, out);
  return out;
};

test("EASE gives NumPy's scores", () => {
  // Served from 32-bit numbers: seven digits.
  assertClose(scoresOf(trainEase(table, reference.ease)), reference.ease.scores, 1e-7);
});

test("item-kNN gives NumPy's scores", () => {
  const { shrinkage, scores } = reference.itemKnn;
  assertClose(scoresOf(trainItemKnn(table, { shrinkage, neighbours: 17 })), scores, 1e-12);
});

test("RP3beta gives NumPy's scores", () => {
  const { alpha, beta, scores } = reference.rp3beta;
  assertClose(scoresOf(trainRp3Beta(table, { alpha, beta, neighbours: 17 })), scores, 1e-12);
});

test("the graph filter gives the scores of NumPy's singular vectors", () => {
  const { dimensions, alpha, scores } = reference.graphFilter;
  assertClose(scoresOf(trainGraphFilter(table, { dimensions, alpha, rounds: 400 })), scores, 1e-8);
});

test("one exact epoch of iALS and a folded-in profile are NumPy's", () => {
  const { unobservedWeight, lambda, startItems, people, itemFactors, foldIn } = reference.ials;
  const settings = toIalsSettings({ dimensions: 4, blockSize: 4, unobservedWeight, lambda });
  const items = Float64Array.from(startItems);
  const given = new Float64Array(reference.people * 4);
  const ofPeople = createBlockSolver(settings, { factors: items, count: reference.items });
  ofPeople.refreshGram();
  ofPeople.solveRows({ matrix: table.byPerson, factors: given, from: 0, to: reference.people });
  assertClose(given, people, 1e-10);
  const ofItems = createBlockSolver(settings, { factors: given, count: reference.people });
  ofItems.refreshGram();
  ofItems.solveRows({ matrix: transpose(table.byPerson), factors: items, from: 0, to: reference.items });
  assertClose(items, itemFactors, 1e-10);
  assertClose(scoresOf(createIalsScorer(items, settings)), foldIn, 1e-10);
});

test("iALS in blocks of two reaches the scores of the exact solver", () => {
  const settings = { dimensions: 4, unobservedWeight: 0.2, lambda: 0.05 };
  const solve = (blockSize: number): Float64Array => {
    const full = toIalsSettings({ ...settings, blockSize });
    const solver = createBlockSolver(full, {
      factors: Float64Array.from(reference.ials.startItems),
      count: reference.items,
    });
    solver.refreshGram();
    const people = new Float64Array(reference.people * 4);
    for (let pass = 0; pass < 60; pass += 1)
      solver.solveRows({ matrix: table.byPerson, factors: people, from: 0, to: reference.people });
    return people;
  };
  assertClose(solve(2), reference.ials.people, 1e-8);
});
