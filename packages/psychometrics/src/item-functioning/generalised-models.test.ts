import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PsychometricsError } from "../errors.ts";
import { createResponses, NOT_PRESENTED } from "../responses.ts";
import { generalisedLikelihoodRatioDif, likelihoodRatioDif } from "./likelihood-ratio-dif.ts";
import { generalisedLogisticDif, logisticDif } from "./logistic-dif.ts";

// Expected values: glm and optim of base R over three groups (fixtures/dif-groups.R). glm agrees to rounding; optim's
// log-likelihood is good to about 1e-6.

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const [header = [], ...rows] = readTable("dif-data.csv");
const expected = readTable("dif-group-models-expected.csv").slice(1);
const ids = header.slice(1);
const responses = createResponses(
  ids,
  rows.map((row) => row.slice(1).map(Number)),
);
// In R rows are counted from 1.
const groups = rows.map(([focal], row) => (focal === "0" ? 0 : 1 + ((row + 1) % 2)));
const fromR = (name: string, id: string): number[] =>
  expected.filter(([kind, item]) => kind === name && item === id).map((row) => Number(row[3]));
const near = (value: number | undefined, target: number | undefined, tolerance: number): void =>
  assert.ok(Math.abs(Number(value) - Number(target)) < tolerance, `${value} for ${target}`);
/** The row of an item that must have been judged. */
const judged = <Row extends { readonly judged: boolean }>(row: Row | undefined) => {
  assert.ok(row?.judged === true);
  return row as Extract<Row, { judged: true }>; // narrowed by the line above
};

test("logistic regression over three groups, its gain in R², coefficients and Wald's test are those of glm", () => {
  const found = (["both", "uniform", "non-uniform"] as const).map((type) =>
    generalisedLogisticDif(responses, { groups, type }),
  );
  const wald = generalisedLogisticDif(responses, { groups, criterion: "wald" });
  for (const [item, id] of ids.entries()) {
    const target = fromR("logistic", id);
    for (const [place, { items }] of found.entries()) {
      near(judged(items[item]).statistic, target[place], 1e-8);
      assert.equal(judged(items[item]).degrees, place === 0 ? 4 : 2);
    }
    const row = judged(found[0]?.items[item]);
    near(row.gain, target[3], 1e-10);
    for (const [place, value] of fromR("coefficients", id).entries())
      near([...row.coefficients, ...row.errors][place], value, 1e-6);
    near(judged(wald.items[item]).statistic, fromR("wald", id)[0], 1e-5); // glm's covariance is a step behind
  }
  assert.ok(found[0]?.flagged.includes("q3"), "the item made harder for both focal groups");
  assert.equal(generalisedLogisticDif(responses, { groups, purify: true }).purification?.converged, true);
});

test("the likelihood ratio of calibrations over three groups is that of R's optim", () => {
  const { items, flagged } = generalisedLikelihoodRatioDif(responses, { groups, model: "2pl" });
  for (const id of ["q1", "q3", "q7"]) {
    const row = judged(items[ids.indexOf(id)]);
    near(row.statistic, fromR("likelihood-ratio", id)[0], 1e-4);
    assert.equal(row.degrees, 4);
  }
  assert.ok(flagged.includes("q3"));
  const { byGroup, populations } = judged(items[2]);
  const locations = byGroup.map(({ item }) =>
    item.model === "dichotomous" ? item.b : assert.fail(item.model),
  );
  assert.ok(locations[1]! - locations[0]! > 0.4 && locations[2]! - locations[0]! > 0.4, locations.join());
  assert.ok(byGroup.every(({ item }) => item.id === "q3"));
  assert.equal(populations.length, 3);
  assert.ok(populations[1]!.mean < 0 && populations[2]!.mean < 0, "the focal persons are less able");
});

/** The first items alone: calibrations of what need not be compared with R take less time. */
const few = createResponses(
  ids.slice(0, 5),
  rows.map((row) => row.slice(1, 6).map(Number)),
);

test("of two groups both are the tests of two groups", () => {
  const focal = groups.map((group) => Math.min(1, group));
  const rest = { model: "rasch" as const, anchor: ids.slice(2, 5) };
  const [general, plain] = [
    generalisedLikelihoodRatioDif(few, { ...rest, groups: focal }),
    likelihoodRatioDif(few, { ...rest, focal }),
  ];
  const logistic = [
    generalisedLogisticDif(responses, { groups: focal }),
    logisticDif(responses, { focal }),
  ] as const;
  for (const item of few.itemIds.keys())
    near(judged(general.items[item]).statistic, judged(plain.items[item]).statistic, 1e-9);
  for (const item of ids.keys())
    assert.deepEqual(judged(logistic[0].items[item]), judged(logistic[1].items[item]));
});

test("which focal group has which number changes nothing", () => {
  const turned = groups.map((group) => [0, 2, 1][group] ?? 0);
  const logistic = [groups, turned].map(
    (given) => generalisedLogisticDif(responses, { groups: given }).items,
  );
  const ratio = [groups, turned].map(
    (given) =>
      generalisedLikelihoodRatioDif(responses, { groups: given, model: "rasch", anchor: ids.slice(1) }).items,
  );
  for (const item of ids.keys()) {
    const [one, other] = logistic.map((items) => judged(items[item]));
    near(one?.statistic, other?.statistic, 1e-8);
    near(one?.coefficients[2], other?.coefficients[3], 1e-6);
    const [first, second] = ratio.map((items) => judged(items[item]));
    near(first?.statistic, second?.statistic, 1e-4);
  }
});

test("an item that one group was not shown is not judged, and wrong groups are refused", () => {
  const partial = createResponses(
    ids,
    rows.map((row, person) =>
      row.slice(1).map((cell, item) => (item === 0 && groups[person] === 2 ? NOT_PRESENTED : Number(cell))),
    ),
  );
  const { items } = generalisedLikelihoodRatioDif(partial, { groups, model: "rasch" });
  assert.equal(items[0]?.judged, false);
  assert.ok(items.slice(1).every((row) => row.judged));
  const codeOf = (given: number[]): string[] =>
    [
      () => generalisedLogisticDif(responses, { groups: given }),
      () => generalisedLikelihoodRatioDif(responses, { groups: given, model: "rasch" }),
    ].map((act) => {
      try {
        act();
      } catch (error) {
        return error instanceof PsychometricsError ? error.code : String(error);
      }
      return "accepted";
    });
  const both = (code: string): string[] => [code, code];
  assert.deepEqual(codeOf(groups.with(3, 0.5)), both("psychometrics.groups_mismatch"));
  assert.deepEqual(codeOf(groups.with(3, Number.NaN)), both("psychometrics.groups_mismatch"));
  assert.deepEqual(codeOf(groups.slice(1)), both("psychometrics.groups_mismatch"));
  assert.deepEqual(codeOf(groups.with(3, 400)), both("psychometrics.groups_mismatch"));
  assert.deepEqual(
    codeOf(groups.map((group) => (group === 1 ? 0 : group))),
    both("psychometrics.group_empty"),
  );
});
