import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import { createResponses, parseResponses } from "../responses.ts";
import { itemFit } from "./item-fit.ts";
import { limitedInformationFit } from "./limited-information.ts";
import { localDependence } from "./local-dependence.ts";

// Expected values: R counts all patterns (fixtures/fit.R) at its own estimates, which are within 1e-4 of ours; the
// statistics are at their least there, so that they agree far better than the estimates.

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const expected = new Map(
  readTable("fit-expected.csv")
    .slice(1)
    .map(([name = "", value]) => [name, Number(value)]),
);
const ids = ["q1", "q2", "q3", "q4", "q5", "q6"];
const responses = parseResponses(
  ids,
  readTable("calibration-data.csv")
    .slice(1)
    .map((row) => row.slice(1, 7)),
);
const fitted = calibrate(responses, { model: "2pl" });

test("M2 is what counting all patterns gives, with its degrees of freedom", () => {
  const fit = limitedInformationFit(fitted, responses);
  assert.equal(fit.degrees, 21 - 12);
  assert.ok(Math.abs(fit.statistic - Number(expected.get("M2"))) < 1e-4, String(fit.statistic));
  assert.ok(Math.abs(fit.p - Number(expected.get("M2.p"))) < 1e-5);
  assert.ok(fit.rmseaInterval[0] <= fit.rmsea && fit.rmsea <= fit.rmseaInterval[1]);
});

test("S-X² is what counting all patterns gives", () => {
  for (const [index, { statistic, degrees, p }] of itemFit(fitted, responses).entries()) {
    assert.ok(
      Math.abs(statistic - Number(expected.get(`S-X2.${index + 1}`))) < 2e-3,
      `${index}: ${statistic}`,
    );
    assert.equal(degrees, 5 - 2);
    assert.ok(Number(p) > 0 && Number(p) < 1);
  }
});

test("S-X² of graded items is what counting all patterns gives, cell by cell after the same joining", () => {
  const [header = [], ...rows] = readTable("calibration-data.csv");
  const columns = header.flatMap((name, column) => (name.startsWith("graded.") ? [column] : []));
  const graded = parseResponses(
    columns.map((_, item) => `q${item + 1}`),
    rows.map((row) => columns.map((column) => row[column] ?? "")),
  );
  const fits = itemFit(calibrate(graded, { model: "graded" }), graded);
  for (const [index, { statistic, degrees }] of fits.entries()) {
    assert.ok(Math.abs(statistic - Number(expected.get(`S-X2.graded.${index + 1}`))) < 1e-4, `${statistic}`);
    assert.equal(degrees, expected.get(`S-X2.graded.${index + 1}.df`));
  }
});

test("a copied item stands out in Q3 and in M2", () => {
  const copied = createResponses(
    [...ids, "copy"],
    Array.from({ length: responses.personCount }, (_, person) => {
      const row = Array.from(responses.scores.subarray(person * 6, person * 6 + 6));
      return [...row, person % 20 === 0 ? 1 - Number(row[0]) : Number(row[0])];
    }),
  );
  const items = fitted.items.map(({ item }) => item);
  const withCopy = [...items, { ...items[0]!, id: "copy" }]; // six items were calibrated
  const theta = Array.from({ length: copied.personCount }, () => 0);
  const pairs = localDependence(withCopy, copied, theta);
  const pair = pairs.find(({ left, right }) => left === "q1" && right === "copy");
  assert.ok(Number(pair?.q3) > 0.7);
  const fit = limitedInformationFit(calibrate(copied, { model: "1pl" }), copied);
  assert.ok(fit.p < 1e-10 && fit.rmseaInterval[0] > 0.1);
});

test("statistics of complete tables refuse a missing answer with its row, and too few moments", () => {
  const withGap = { ...responses, scores: responses.scores.slice() };
  withGap.scores[6 * 4 + 2] = -1;
  for (const statistic of [itemFit, limitedInformationFit])
    assert.throws(
      () => statistic(fitted, withGap),
      (error) =>
        error instanceof PsychometricsError &&
        error.code === "psychometrics.responses_incomplete" &&
        error.values["row"] === 5 &&
        error.values["item"] === "q3",
    );
  const two = createResponses(
    ["a", "b"],
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 0],
    ],
  );
  const small = calibrate(two, { model: "1pl" });
  assert.throws(
    () => limitedInformationFit(small, two),
    (error) => error instanceof PsychometricsError && error.code === "psychometrics.degrees_of_freedom",
  );
});
