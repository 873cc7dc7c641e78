import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PsychometricsError } from "../errors.ts";
import { createResponses } from "../responses.ts";
import { generalisedMantelHaenszelDif } from "./generalised-mantel-haenszel.ts";
import { mantelHaenszelDif } from "./mantel-haenszel.ts";

// Expected values: mantelhaen.test of base R (fixtures/dif-groups.R), to rounding.

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const [header = [], ...rows] = readTable("dif-data.csv");
const expected = readTable("dif-groups-expected.csv").slice(1);
const ids = header.slice(1);
const responses = createResponses(
  ids,
  rows.map((row) => row.slice(1).map(Number)),
);
// In R rows are counted from 1.
const groups = rows.map(([focal], row) => (focal === "0" ? 0 : 1 + ((row + 1) % 2)));

for (const [name, purify] of [
  ["all", false],
  ["purified", true],
] as const)
  test(`the generalised Mantel–Haenszel statistic of three groups is that of R, ${name}`, () => {
    const { items, flagged, purification } = generalisedMantelHaenszelDif(responses, { groups, purify });
    for (const [k, row] of items.entries()) {
      const [, , statistic, degrees, p] = expected.find(([kind, id]) => kind === name && id === ids[k]) ?? [];
      assert.ok(row.judged);
      assert.ok(
        Math.abs(row.statistic - Number(statistic)) < 1e-9,
        `${row.id} ${row.statistic}, R ${statistic}`,
      );
      assert.equal(row.degrees, Number(degrees));
      assert.ok(Math.abs(row.p - Number(p)) < 1e-9);
    }
    assert.ok(flagged.includes("q3"), "the item made harder for both focal groups");
    const q3 = items[2];
    assert.ok(q3?.judged && q3.differences.every((difference) => difference < 0));
    assert.equal(purification?.converged, purify ? true : undefined);
  });

test("of two groups it is the Mantel–Haenszel statistic without correction", () => {
  const focal = groups.map((group) => Math.min(1, group));
  const general = generalisedMantelHaenszelDif(responses, { groups: focal }).items;
  const plain = mantelHaenszelDif(responses, { focal, continuityCorrection: false }).items;
  for (const [k, row] of general.entries()) {
    const other = plain[k];
    assert.ok(row.judged && other?.judged);
    assert.ok(Math.abs(row.statistic - other.statistic) < 1e-9);
  }
});

test("which focal group has which number changes nothing", () => {
  const turned = groups.map((group) => [0, 2, 1][group] ?? 0);
  const one = generalisedMantelHaenszelDif(responses, { groups }).items;
  const other = generalisedMantelHaenszelDif(responses, { groups: turned }).items;
  for (const [k, row] of one.entries()) {
    const twin = other[k];
    assert.ok(row.judged && twin?.judged);
    assert.ok(Math.abs(row.statistic - twin.statistic) < 1e-9);
    assert.ok(Math.abs((row.differences[0] ?? 0) - (twin.differences[1] ?? 1)) < 1e-12);
  }
});

test("groups that are none, and items that nobody can be compared on, are refused", () => {
  const codeOf = (given: number[]): string => {
    try {
      generalisedMantelHaenszelDif(responses, { groups: given });
    } catch (error) {
      return error instanceof PsychometricsError ? error.code : String(error);
    }
    return "accepted";
  };
  assert.equal(codeOf(groups.with(3, 0.5)), "psychometrics.groups_mismatch");
  assert.equal(codeOf(groups.with(3, -1)), "psychometrics.groups_mismatch");
  assert.equal(codeOf(groups.with(3, Number.NaN)), "psychometrics.groups_mismatch");
  assert.equal(codeOf(groups.slice(1)), "psychometrics.groups_mismatch");
  assert.equal(codeOf(groups.map((group) => (group === 1 ? 0 : group))), "psychometrics.group_empty");
  assert.equal(codeOf(groups.with(3, 400)), "psychometrics.groups_mismatch");
  const same = createResponses(
    ["a", "b"],
    [
      [1, 1],
      [1, 0],
      [1, 1],
      [1, 0],
      [1, 1],
      [1, 0],
    ],
  );
  const [first] = generalisedMantelHaenszelDif(same, { groups: [0, 0, 1, 1, 2, 2] }).items;
  assert.ok(first !== undefined && !first.judged);
  assert.equal(first.error.code, "psychometrics.dif_not_comparable");
});
