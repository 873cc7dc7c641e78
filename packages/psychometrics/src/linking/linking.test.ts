import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { logistic } from "../models/logistic.ts";
import { createResponses } from "../responses.ts";
import { deltaLinking } from "./linking-delta.ts";
import { bootstrapLinking } from "./linking-error.ts";
import { equateEquipercentile, equateObservedScores } from "./equipercentile.ts";
import { linkItems, linkScales } from "./linking.ts";
import { equateTrueScores } from "./true-scores.ts";

// Expected values: R on the criteria written out (fixtures/linking.R). optim stops within about 1e-6 of the minimum, so
// constants hold to 1e-5; tables by uniroot and counting hold to 1e-9.

const readRows = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const itemsOf = (wanted: string): Item[] =>
  readRows("linking-items.csv")
    .filter(([form]) => form === wanted)
    .map(([, id = "", a, b, c]) => ({
      id,
      model: "dichotomous",
      a: Number(a),
      b: Number(b),
      c: Number(c),
      u: 1,
    }));
const newItems = itemsOf("new");
const baseItems = itemsOf("base");
const newGraded: Item = { id: "g", model: "graded", a: 1.5, thresholds: [-1.32, -0.2, 0.71] };
const baseGraded: Item = { id: "g", model: "graded", a: 1.31, thresholds: [-1.1, 0.12, 1.33] };
const expectedOf = (wanted: string): number[] =>
  readRows("linking-expected.csv")
    .filter(([name]) => name === wanted)
    .map(([, , value]) => Number(value));
const assertNear = (given: ArrayLike<number>, wanted: readonly number[], tolerance: number): void => {
  assert.equal(given.length, wanted.length);
  for (const [place, value] of wanted.entries())
    assert.ok(Math.abs(Number(given[place]) - value) < tolerance, `${place}: ${given[place]} for ${value}`);
};
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof PsychometricsError ? error.code : String(error);
  }
  return "accepted";
};

test("moment methods give the constants that R gives", () => {
  for (const method of ["mean-mean", "mean-sigma"] as const) {
    const { slope, intercept } = linkScales(newItems, baseItems, { method });
    assertNear([slope, intercept], expectedOf(method), 1e-10);
  }
});

test("Haebara and Stocking–Lord give the minimum that R finds, one-sided and symmetric, also with a graded item", () => {
  for (const method of ["haebara", "stocking-lord"] as const)
    for (const mixed of ["", ".mixed"])
      for (const direction of ["base", "symmetric"] as const) {
        const population = direction === "base" ? { mean: 0, standardDeviation: 1 } : "uniform";
        const { slope, intercept, criterion } = linkScales(
          mixed === "" ? newItems : [...newItems, newGraded],
          mixed === "" ? baseItems : [...baseItems, baseGraded],
          { method, direction, population },
        );
        const wanted = expectedOf(`${method}.${direction === "base" ? "normal" : "symmetric"}${mixed}`);
        assertNear([slope, intercept], wanted.slice(0, 2), 1e-5);
        assert.ok(Math.abs(Number(criterion) / Number(wanted[2]) - 1) < 1e-6);
      }
});

test("every method finds the constants by which items were moved", () => {
  const items = [...baseItems, baseGraded];
  const constants = { slope: 0.8, intercept: -0.6 };
  // Moved back by the inverse, so that linking must give the constants.
  const away = linkItems(items, { slope: 1 / 0.8, intercept: 0.6 / 0.8 });
  for (const method of ["mean-mean", "mean-sigma", "haebara", "stocking-lord"] as const) {
    const linking = linkScales(away, items, { method });
    assertNear([linking.slope, linking.intercept], [constants.slope, constants.intercept], 1e-8);
    assert.equal(linking.commonIds.length, items.length);
  }
});

test("true-score, observed-score and equipercentile tables are those of R", () => {
  const moved = linkItems(newItems, { slope: 1.2, intercept: 0.4 });
  assertNear(
    equateTrueScores(moved, baseItems).map((row) => row.equivalent),
    expectedOf("true-score"),
    1e-9,
  );
  assertNear(equateObservedScores(moved, baseItems), expectedOf("observed-score"), 1e-9);
  assertNear(
    equateEquipercentile([4, 9, 21, 30, 18, 10, 3], [2, 5, 12, 25, 31, 22, 11, 4]),
    expectedOf("equipercentile"),
    1e-9,
  );
});

test("below the guessing level and above the upper asymptotes true-score equating draws straight lines", () => {
  const form = (c: number, u: number): Item[] =>
    [0, 1, 2, 3].map((b) => ({ id: `q${b}`, model: "dichotomous", a: 1, b, c, u }));
  const table = equateTrueScores(form(0.5, 0.8), form(0.25, 0.9)).map((row) => row.equivalent);
  // Guessing levels 2 and 1; upper asymptotes 3.2 and 3.6 of 4 points.
  assertNear(table.slice(0, 3), [0, 0.5, 1], 1e-12);
  assert.ok(Number(table[3]) > 1 && Number(table[3]) < 3.6);
  assertNear(table.slice(4), [4], 1e-12);
});

test("a form equated to itself keeps its scores, and a score without persons stands in the middle of its gap", () => {
  assertNear(equateEquipercentile([3, 1, 6, 2], [3, 1, 6, 2]), [0, 1, 2, 3], 1e-12);
  assertNear(equateEquipercentile([1, 1], [1, 0, 0, 1]), [0, 3], 1e-12);
  assertNear(equateEquipercentile([1, 0, 1], [1, 0, 0, 1]), [0, 1.5, 3], 1e-12);
});

// Two groups of 1,500, a difference of 0.7 and a deviation of 1.2; six items in common, three for each alone.
const random = createRandom("linking");
const truth = Array.from({ length: 12 }, () => ({ a: 0.8 + random.next(), b: 1.2 * random.normal() }));
const idOf = (item: number) => `i${item}`;
const rowsOf = (count: number, mean: number, deviation: number) =>
  Array.from({ length: count }, () => {
    const theta = mean + deviation * random.normal();
    return truth.map(({ a, b }) => (random.next() < logistic(a * (theta - b)) ? 1 : 0));
  });
const baseRows = rowsOf(1500, 0, 1).map((row) => row.slice(0, 9));
const newRows = rowsOf(1500, 0.7, 1.2).map((row) => row.slice(3));
const baseIds = truth.slice(0, 9).map((_, place) => idOf(place));
const newIds = truth.slice(3).map((_, place) => idOf(place + 3));
const baseFit = calibrate(createResponses(baseIds, baseRows), { model: "2pl" });
const newFit = calibrate(createResponses(newIds, newRows), { model: "2pl" });

test("separate calibration with Stocking–Lord, fixed-parameter and concurrent calibration agree about the new group", () => {
  const { slope, intercept } = linkScales(
    newFit.items.map(({ item }) => item),
    baseFit.items.map(({ item }) => item),
    { method: "stocking-lord" },
  );
  const fixed = calibrate(createResponses(newIds, newRows), {
    model: "2pl",
    fixedItems: baseFit.items.slice(3).map(({ item }) => item),
    standardErrors: "none",
  });
  const gap = [null, null, null];
  const concurrent = calibrate(
    createResponses(
      truth.map((_, place) => idOf(place)),
      [...baseRows.map((row) => [...row, ...gap]), ...newRows.map((row) => [...gap, ...row])],
    ),
    {
      model: "2pl",
      groups: [...baseRows.map(() => 0), ...newRows.map(() => 1)],
      standardErrors: "none",
    },
  );
  // The new population is N(0, 1) on its own scale: its mean and deviation on the base scale are the constants.
  for (const [mean, deviation] of [
    [fixed.groups[0]?.mean, fixed.groups[0]?.variance],
    [concurrent.groups[1]?.mean, concurrent.groups[1]?.variance],
  ].map(([first, second]) => [Number(first), Math.sqrt(Number(second))] as const)) {
    assert.ok(Math.abs(mean - intercept) < 0.05, `${mean} ${intercept}`);
    assert.ok(Math.abs(deviation - slope) < 0.07, `${deviation} ${slope}`);
  }
  assert.ok(Math.abs(intercept - 0.7) < 0.15 && Math.abs(slope - 1.2) < 0.15);
});

test("the bootstrap error of mean-mean is that of the delta method, within Monte-Carlo error", () => {
  const options = { method: "mean-mean", replicates: 800, random: createRandom(5) } as const;
  const error = bootstrapLinking(newFit, baseFit, options);
  // Delta method of slope = Σ a_new / Σ a_base over the six common items, from the covariances of the slopes.
  const commonIds = newIds.slice(0, 6);
  const sums = [newFit, baseFit].map((fit) => {
    const places = commonIds.map((id) => fit.parameterNames.indexOf(`${id}.a`));
    let variance = 0;
    for (const row of places)
      for (const column of places) variance += Number(fit.covariance?.[row * fit.parameterCount + column]);
    const total = fit.items
      .filter(({ item }) => commonIds.includes(item.id))
      .reduce((sum, { item }) => sum + item.a, 0);
    return { total, variance };
  });
  const [fresh = { total: 0, variance: 0 }, base = { total: 0, variance: 0 }] = sums;
  const slope = fresh.total / base.total;
  const delta = slope * Math.sqrt(fresh.variance / fresh.total ** 2 + base.variance / base.total ** 2);
  // The relative error of a standard deviation from 800 draws is 2.5 %; four of them.
  assert.ok(Math.abs(error.slopeError / delta - 1) < 0.1, `${error.slopeError} ${delta}`);
  assert.deepEqual(bootstrapLinking(newFit, baseFit, { ...options, random: createRandom(5) }), error);
});

test("the delta method's errors are the closed form for mean-mean, and the bootstrap's for curves", () => {
  const { slopeError } = deltaLinking(newFit, baseFit, { method: "mean-mean" });
  const commonIds = newIds.slice(0, 6);
  const parts = [newFit, baseFit].map((fit) => {
    const places = commonIds.map((id) => fit.parameterNames.indexOf(`${id}.a`));
    const total = fit.items
      .filter(({ item }) => commonIds.includes(item.id))
      .reduce((sum, { item }) => sum + item.a, 0);
    const variance = places
      .flatMap((row) => places.map((column) => Number(fit.covariance?.[row * fit.parameterCount + column])))
      .reduce((sum, value) => sum + value, 0);
    return { total, share: variance / total ** 2 };
  });
  const [fresh = { total: 0, share: 0 }, base = { total: 1, share: 0 }] = parts;
  const exact = (fresh.total / base.total) * Math.sqrt(fresh.share + base.share);
  assert.ok(Math.abs(slopeError / exact - 1) < 1e-4, `${slopeError} ${exact}`);
  const options = { method: "stocking-lord" } as const;
  const delta = deltaLinking(newFit, baseFit, options);
  const drawn = bootstrapLinking(newFit, baseFit, { ...options, replicates: 400, random: createRandom(8) });
  // The relative error of a standard deviation from 400 draws is 3.5 %; four of them.
  assert.ok(Math.abs(drawn.slopeError / delta.slopeError - 1) < 0.14);
  assert.ok(Math.abs(drawn.interceptError / delta.interceptError - 1) < 0.14);
  assert.equal(
    codeOf(() => deltaLinking({ ...newFit, covariance: undefined }, baseFit, options)),
    "psychometrics.covariance_missing",
  );
});

test("what cannot be linked is refused with its reason", () => {
  const only = (count: number) => newItems.filter(({ id }) => id.startsWith("c")).slice(0, count);
  const method = "stocking-lord";
  assert.equal(
    codeOf(() => linkScales(only(1), baseItems, { method })),
    "psychometrics.common_items_few",
  );
  assert.equal(
    codeOf(() => linkScales(newItems, baseItems, { method, commonIds: ["c1", "n1"] })),
    "psychometrics.item_unknown",
  );
  assert.equal(
    codeOf(() => linkScales(newItems, baseItems, { method, commonIds: ["c1", "c1"] })),
    "psychometrics.item_repeated",
  );
  assert.equal(
    codeOf(() =>
      linkScales([...newItems, { ...newGraded, thresholds: [0, 1] }], [...baseItems, baseGraded], { method }),
    ),
    "psychometrics.common_item_differs",
  );
  const level = newItems.map((item) => ({ ...item, b: 0 }) as Item); // a dichotomous item with another b is one
  assert.equal(
    codeOf(() => linkScales(level, baseItems, { method: "mean-sigma" })),
    "psychometrics.linking_failed",
  );
  assert.equal(
    codeOf(() => linkItems(newItems, { slope: -1, intercept: 0 })),
    "psychometrics.number_invalid",
  );
  const bare = { ...newFit, covariance: undefined };
  assert.equal(
    codeOf(() => bootstrapLinking(bare, baseFit, { method, random: createRandom(1) })),
    "psychometrics.covariance_missing",
  );
  assert.equal(
    codeOf(() =>
      bootstrapLinking(newFit, baseFit, { method, random: createRandom(1), onProgress: (done) => done < 3 }),
    ),
    "psychometrics.aborted",
  );
  assert.equal(
    codeOf(() => equateEquipercentile([1, -1], [1, 1])),
    "psychometrics.number_invalid",
  );
  assert.equal(
    codeOf(() => equateEquipercentile([0, 0], [1, 1])),
    "psychometrics.responses_empty",
  );
});
