import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import { createResponses, NOT_PRESENTED, parseResponses, REFUSED, type Responses } from "../responses.ts";
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

const [header = [], ...cells] = readTable("calibration-data.csv");
const column = (name: string): number => header.indexOf(name);

for (const [name, table, groups] of [
  [
    "booklet",
    parseResponses(
      ids,
      cells.map((row) => ids.map((_, item) => row[column(`booklet.${item + 1}`)] ?? "")),
    ),
    undefined,
  ],
  ["groups", responses, cells.map((row) => Number(row[column("group")]))],
] as const)
  test(`with ${name} M2 and S-X² are what counting the patterns of each part gives, with one set of parameters`, () => {
    const value = (what: string): number => Number(expected.get(`${name}.${what}`));
    const options = groups === undefined ? {} : { groups };
    const own = calibrate(table, { model: "2pl", ...options });
    const fit = limitedInformationFit(own, table, options);
    assert.equal(fit.degrees, value("df"));
    assert.ok(Math.abs(fit.statistic - value("M2")) < 1e-4, `${fit.statistic}, R ${value("M2")}`);
    assert.ok(Math.abs(fit.p - value("p")) < 1e-5);
    for (const [index, { statistic, degrees }] of itemFit(own, table, options).entries()) {
      assert.equal(degrees, value(`S-X2.df.${index + 1}`));
      assert.ok(Math.abs(statistic - value(`S-X2.${index + 1}`)) < 2e-3, `${index}: ${statistic}`);
    }
  });

test("booklets that fit give p values as a uniform number would, and a booklet in which an item is another does not", () => {
  const random = createRandom("booklets that fit");
  const names = Array.from({ length: 9 }, (_, k) => `i${k + 1}`);
  const draw = (shift: number): Responses =>
    createResponses(
      names,
      Array.from({ length: 900 }, (_, person) => {
        const theta = random.normal();
        return names.map((__, k) => {
          if (k % 3 === person % 3) return null;
          // In the second booklet alone the first item is harder by `shift`.
          const b = -1.2 + 0.3 * k + (k === 0 && person % 3 === 1 ? shift : 0);
          return random.next() < 1 / (1 + Math.exp(-(0.9 + 0.1 * k) * (theta - b))) ? 1 : 0;
        });
      }),
    );
  const ps: number[] = [];
  const items: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const table = draw(0);
    const own = calibrate(table, { model: "2pl", standardErrors: "none" });
    ps.push(limitedInformationFit(own, table).p);
    items.push(...itemFit(own, table).map(({ p }) => Number(p)));
  }
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  // Of 30 uniform numbers the mean lies within 0.5 ± 0.16 in 997 of 1,000 runs; the seed is fixed.
  assert.ok(Math.abs(mean(ps) - 0.5) < 0.16, String(mean(ps)));
  assert.ok(Math.abs(mean(items) - 0.5) < 0.08, String(mean(items)));
  const moved = draw(1.5);
  const own = calibrate(moved, { model: "2pl", standardErrors: "none" });
  assert.ok(limitedInformationFit(own, moved).p < 1e-4);
  assert.ok(Number(itemFit(own, moved)[0]?.p) < 1e-3);
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

test("a hole that is no design, a refusal without score, other groups and too few moments are refused", () => {
  const withCell = (value: number) => {
    const table = { ...responses, scores: responses.scores.slice() };
    table.scores[6 * 4 + 2] = value;
    return table;
  };
  const refused = (act: () => unknown, code: string, values: Readonly<Record<string, unknown>>): void =>
    assert.throws(act, (error) => {
      assert.ok(error instanceof PsychometricsError);
      assert.equal(error.code, code);
      assert.deepEqual({ ...error.values, ...values }, error.values);
      return true;
    });
  for (const statistic of [itemFit, limitedInformationFit]) {
    const hole = { row: 5, persons: 1, least: 50 };
    refused(() => statistic(fitted, withCell(NOT_PRESENTED)), "psychometrics.booklet_small", hole);
    const refusal = { row: 5, item: "q3" };
    refused(() => statistic(fitted, withCell(REFUSED)), "psychometrics.refusals_unscored", refusal);
    refused(
      () => statistic(fitted, responses, { groups: Array.from({ length: 600 }, (_, k) => k % 2) }),
      "psychometrics.groups_mismatch",
      {},
    );
  }
  const zero = limitedInformationFit(fitted, withCell(REFUSED), { refusals: "zero" });
  assert.deepEqual(zero, limitedInformationFit(fitted, withCell(0)));
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
