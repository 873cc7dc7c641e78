import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import { describePsychometricsError } from "../messages.ts";
import { createResponses, NOT_PRESENTED } from "../responses.ts";
import { adjustProbabilities } from "./adjustment.ts";
import { likelihoodRatioDif } from "./likelihood-ratio-dif.ts";
import { logisticDif } from "./logistic-dif.ts";
import { lordDif } from "./lord-dif.ts";
import { mantelHaenszelDif } from "./mantel-haenszel.ts";
import { standardisedDif } from "./standardisation.ts";

// Expected values: mantelhaen.test, glm and optim of base R (fixtures/dif.R). The first two agree to rounding; optim's
// log-likelihood is good to about 1e-6.

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const [header = [], ...rows] = readTable("dif-data.csv");
const expected = readTable("dif-expected.csv").slice(1);
const ids = header.slice(1);
const focal = rows.map((row) => Number(row[0]));
const responses = createResponses(
  ids,
  rows.map((row) => row.slice(1).map(Number)),
);
const fromR = (name: string, id: string): number[] =>
  expected.filter(([found, item]) => found === name && item === id).map((row) => Number(row[3]));
const roundsOf = (name: string): string[][] => {
  const found: string[][] = [];
  for (const [, id = "", round] of expected.filter(([kind]) => kind === name))
    (found[Number(round)] ??= []).push(id);
  return found;
};
const near = (value: number | undefined, target: number | undefined, tolerance: number): void =>
  assert.ok(Math.abs(Number(value) - Number(target)) < tolerance, `${value} for ${target}`);
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof PsychometricsError ? error.code : String(error);
  }
  return "accepted";
};
/** The row of an item that must have been judged. */
const judged = <Row extends { readonly judged: boolean }>(row: Row | undefined) => {
  assert.ok(row?.judged === true);
  return row as Extract<Row, { judged: true }>; // narrowed by the line above
};

test("Mantel–Haenszel statistic, odds ratio and homogeneity are those of R for every item", () => {
  const corrected = mantelHaenszelDif(responses, { focal });
  const plain = mantelHaenszelDif(responses, { focal, continuityCorrection: false });
  for (const [item, id] of ids.entries()) {
    const row = judged(corrected.items[item]);
    const [statistic, without, odds] = fromR("mh", id);
    near(row.statistic, statistic, 1e-9);
    near(judged(plain.items[item]).statistic, without, 1e-9);
    near(row.oddsRatio, odds, 1e-9);
    near(row.delta, -2.35 * Math.log(Number(odds)), 1e-9);
    const [homogeneity, degrees] = fromR("breslow-day", id);
    near(row.breslowDay?.statistic, homogeneity, 1e-6); // uniroot's tolerance
    assert.equal(row.breslowDay?.degrees, degrees);
  }
  assert.equal(judged(corrected.items[2]).etsClass, "C");
});

test("logistic regression, its gain in R² and Wald's test are those of glm for every item", () => {
  const types = ["both", "uniform", "non-uniform"] as const;
  for (const [item, id] of ids.entries()) {
    const target = fromR("logistic", id);
    for (const [place, type] of types.entries())
      near(judged(logisticDif(responses, { focal, type }).items[item]).statistic, target[place], 1e-8);
    const row = judged(logisticDif(responses, { focal }).items[item]);
    near(row.gain, target[3], 1e-10);
    for (const [place, value] of fromR("coefficients", id).entries())
      near([...row.coefficients, ...row.errors][place], value, 1e-6);
    near(
      judged(logisticDif(responses, { focal, criterion: "wald" }).items[item]).statistic,
      fromR("wald", id)[0],
      1e-5, // glm's covariance is that of the step before the last
    );
  }
});

test("the standardised difference is R's under each choice of weights", () => {
  for (const [place, weights] of (["focal", "reference", "total"] as const).entries()) {
    const { items } = standardisedDif(responses, { focal, weights });
    for (const [item, id] of ids.entries())
      near(judged(items[item]).difference, fromR("standard", id)[place], 1e-12);
  }
});

test("purification goes through the same rounds as the loop in R and finds the item that was made harder", () => {
  const found = mantelHaenszelDif(responses, { focal, purify: true });
  assert.deepEqual(found.purification, { rounds: roundsOf("purified.mh"), converged: true });
  assert.deepEqual(found.flagged, ["q3"]);
  assert.deepEqual(
    logisticDif(responses, { focal, purify: true }).purification?.rounds,
    roundsOf("purified.logistic"),
  );
});

test("the likelihood ratio of two calibrations is that of R's optim", () => {
  const { items, flagged } = likelihoodRatioDif(responses, { focal, model: "2pl" });
  for (const id of ["q1", "q3", "q7"]) {
    const row = judged(items[ids.indexOf(id)]);
    near(row.statistic, fromR("likelihood-ratio", id)[0], 1e-4);
    assert.equal(row.degrees, 2);
  }
  assert.ok(flagged.includes("q3"));
  const row = judged(items[2]);
  assert.ok(row.reference.item.model === "dichotomous" && row.focal.item.model === "dichotomous");
  assert.ok(row.focal.item.b - row.reference.item.b > 0.4);
});

test("the likelihood ratio takes items with several scores, missing by design, and named anchors", () => {
  const random = createRandom("dif graded");
  const sides = Array.from({ length: 500 }, (_, person) => person % 2);
  const table = createResponses(
    ["a", "b", "c", "d"],
    sides.map((side, person) => {
      const theta = random.normal();
      const answer = (shift: number) =>
        [-0.8, 0.7].filter(
          (threshold) => random.next() < 1 / (1 + Math.exp(-1.5 * (theta - threshold - shift))),
        ).length;
      return [answer(0), answer(side === 1 ? 1 : 0), answer(0), person % 5 < 2 ? NOT_PRESENTED : answer(0.3)];
    }),
  );
  const { items, flagged } = likelihoodRatioDif(table, {
    focal: sides,
    model: "graded",
    anchor: ["a", "c", "d"],
    significance: 0.001,
  });
  assert.deepEqual(flagged, ["b"]);
  assert.equal(judged(items[1]).degrees, 3);
});

const calibrateGroup = (side: number, options: { readonly standardErrors?: "none" } = {}) =>
  calibrate(
    createResponses(
      ids,
      rows.filter((_, person) => focal[person] === side).map((row) => row.slice(1).map(Number)),
    ),
    { model: "2pl", ...options },
  );

test("Lord's χ² of two linked calibrations is that of R's optim and its Hessian", () => {
  const { items, flagged } = lordDif(calibrateGroup(0), calibrateGroup(1), { method: "mean-sigma" });
  for (const [item, id] of ids.entries()) {
    const [statistic = 0] = fromR("lord", id);
    const row = judged(items[item]);
    // optim's Hessian is a numerical one: 1e-3 of the statistic, and what the estimates differ by.
    near(row.statistic, statistic, 0.005 * statistic + 0.005);
    assert.equal(row.degrees, 2);
  }
  assert.deepEqual(flagged, ["q3"]);
  assert.ok(Number(judged(items[2]).differences[1]) > 0.4);
});

test("Lord's χ² is purified by linking through the items not flagged, and needs covariances", () => {
  const one = calibrateGroup(0);
  const two = calibrateGroup(1);
  const { flagged, purification } = lordDif(one, two, { method: "stocking-lord", purify: true });
  assert.deepEqual(flagged, ["q3"]);
  assert.equal(purification?.converged, true);
  assert.equal(
    codeOf(() => lordDif(one, calibrateGroup(1, { standardErrors: "none" }), { method: "mean-mean" })),
    "psychometrics.covariance_missing",
  );
  assert.equal(
    codeOf(() => lordDif(one, two, { method: "mean-mean", anchor: ["q99"] })),
    "psychometrics.item_unknown",
  );
  assert.equal(
    codeOf(() => lordDif(one, two, { method: "mean-mean", anchor: ["q1"] })),
    "psychometrics.common_items_few",
  );
});

test("probabilities adjusted for the number of tests are those of p.adjust", () => {
  const probabilities = mantelHaenszelDif(responses, { focal }).items.map((row) => judged(row).p);
  for (const [place, method] of (["bonferroni", "holm", "benjamini-hochberg"] as const).entries())
    for (const [item, value] of adjustProbabilities(probabilities, method).entries())
      near(value, fromR("adjusted", ids[item] ?? "")[place], 1e-10);
  assert.equal(
    codeOf(() => adjustProbabilities([2], "holm")),
    "psychometrics.number_invalid",
  );
});

test("an item that one group gets right at every score is not judged and does not stop the others", () => {
  const random = createRandom("separated");
  const sides = Array.from({ length: 200 }, (_, person) => (person < 100 ? 0 : 1));
  const table = createResponses(
    ["a", "b", "c", "d"],
    sides.map((side) => [1, 2, 3].map(() => (random.next() < 0.5 ? 1 : 0)).concat(side === 0 ? 1 : 0)),
  );
  const found = mantelHaenszelDif(table, { focal: sides, matching: sides.map(() => 0) });
  const odd = found.items[3];
  assert.ok(odd?.judged === false && odd.error.code === "psychometrics.dif_odds_unbounded");
  assert.match(describePsychometricsError(odd.error), /“d”/);
  assert.deepEqual(
    found.items.map(({ judged: done }) => done),
    [true, true, true, false],
  );
  const regression = logisticDif(table, { focal: sides, type: "uniform" }).items[3];
  assert.ok(regression?.judged === false && regression.error.code === "psychometrics.regression_separated");
});

test("an item that everybody gets right, and groups that meet at no score, are not judged", () => {
  const sides = [0, 0, 0, 1, 1, 1];
  const table = createResponses(
    ["a", "b"],
    [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  );
  for (const row of [
    ...mantelHaenszelDif(table, { focal: sides }).items,
    ...standardisedDif(table, { focal: sides }).items,
  ])
    assert.ok(!row.judged && row.error.code === "psychometrics.dif_not_comparable");
  const [constant] = logisticDif(table, { focal: sides }).items;
  assert.ok(constant?.judged === false && constant.error.code === "psychometrics.item_constant");
});

test("wrong groups, gaps, polytomous scores and unknown anchors are refused with their place", () => {
  const act = (changes: Partial<Parameters<typeof mantelHaenszelDif>[1]>) => () =>
    mantelHaenszelDif(responses, { focal, ...changes });
  assert.equal(codeOf(act({ focal: focal.slice(1) })), "psychometrics.groups_mismatch");
  assert.equal(codeOf(act({ focal: focal.map(() => 0) })), "psychometrics.group_empty");
  assert.equal(codeOf(act({ focal: focal.map((side) => side + 1) })), "psychometrics.groups_mismatch");
  assert.equal(codeOf(act({ anchor: ["q99"] })), "psychometrics.item_unknown");
  assert.equal(codeOf(act({ anchor: [] })), "psychometrics.items_empty");
  assert.equal(codeOf(act({ significance: 0 })), "psychometrics.number_invalid");
  assert.equal(codeOf(act({ matching: focal.map(() => 0.5) })), "psychometrics.matching_invalid");
  assert.equal(codeOf(act({ matching: [1] })), "psychometrics.matching_invalid");
  const gap = createResponses(
    ["a", "b"],
    [
      [1, null],
      [0, 1],
    ],
  );
  assert.equal(
    codeOf(() => mantelHaenszelDif(gap, { focal: [0, 1] })),
    "psychometrics.responses_incomplete",
  );
  const graded = createResponses(["a"], [[2], [0]]);
  assert.equal(
    codeOf(() => logisticDif(graded, { focal: [0, 1] })),
    "psychometrics.response_out_of_range",
  );
  assert.equal(
    codeOf(() => likelihoodRatioDif(responses, { focal: [2], model: "2pl" })),
    "psychometrics.groups_mismatch",
  );
  assert.equal(
    codeOf(() => likelihoodRatioDif(responses, { focal, model: "2pl", onProgress: () => false })),
    "psychometrics.aborted",
  );
});

test("exchanging the groups turns the sign of delta and of the standardised difference's direction, not the test", () => {
  const exchanged = focal.map((side) => 1 - side);
  const one = mantelHaenszelDif(responses, { focal });
  const other = mantelHaenszelDif(responses, { focal: exchanged });
  for (const item of ids.keys()) {
    near(judged(one.items[item]).delta, -judged(other.items[item]).delta, 1e-12);
    near(judged(one.items[item]).statistic, judged(other.items[item]).statistic, 1e-9);
  }
});
