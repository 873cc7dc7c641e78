import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SurveyError } from "../errors.ts";
import { planRelease, type ReleaseCell, type ReleaseRelation } from "./release-control.ts";

/** A table of streets × audiences with its margins and grand total. */
const toTable = (counts: readonly (readonly number[])[]) => {
  const cells: ReleaseCell[] = [];
  const relations: ReleaseRelation[] = [];
  const columns = counts[0]?.length ?? 0;
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  for (const [i, row] of counts.entries()) {
    for (const [j, count] of row.entries()) cells.push({ id: `${i}/${j}`, count });
    cells.push({ id: `${i}/all`, count: sum(row) });
    relations.push({ total: `${i}/all`, parts: row.map((_, j) => `${i}/${j}`) });
  }
  for (let j = 0; j < columns; j += 1) {
    cells.push({ id: `all/${j}`, count: sum(counts.map((row) => row[j] ?? 0)) });
    relations.push({ total: `all/${j}`, parts: counts.map((_, i) => `${i}/${j}`) });
  }
  cells.push({ id: "all/all", count: sum(counts.map(sum)) });
  relations.push({ total: "all/all", parts: counts.map((_, i) => `${i}/all`) });
  relations.push({ total: "all/all", parts: Array.from({ length: columns }, (_, j) => `all/${j}`) });
  return { cells, relations };
};

test("one small cell takes others with it, so that no subtraction gives it back", () => {
  const { cells, relations } = toTable([
    [3, 40, 50],
    [60, 30, 45],
    [25, 35, 80],
  ]);
  const plan = planRelease(cells, relations, { minimum: 10, keep: ["all/all"] });
  assert.deepEqual(plan.primary, ["0/0"]);
  assert.equal(plan.complementary.length, 3, "a rectangle is the least that protects one cell");
  assert.ok(plan.published.includes("all/all"));
});

test("both tables of every proof agree with all that is published, and differ in the cell", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }), {
        minLength: 3,
        maxLength: 6,
      }),
      (counts) => {
        const { cells, relations } = toTable(counts);
        let plan;
        try {
          plan = planRelease(cells, relations, { minimum: 8, keep: ["all/all"] });
        } catch (error) {
          assert.ok(error instanceof SurveyError && error.code === "suppression-impossible");
          return;
        }
        const truth = new Map(cells.map(({ id, count }) => [id, count]));
        assert.deepEqual(
          plan.proofs.map((proof) => proof.cell),
          plan.primary,
        );
        for (const proof of plan.proofs) {
          assert.ok(proof.highest - proof.lowest >= 8);
          for (const [table, value] of [
            [proof.lowTable, proof.lowest],
            [proof.highTable, proof.highest],
          ] as const) {
            for (const id of plan.published) assert.ok(!table.has(id));
            const at = (id: string) => table.get(id) ?? truth.get(id) ?? Number.NaN;
            assert.equal(at(proof.cell), value);
            for (const { id } of cells) assert.ok(at(id) >= 0);
            for (const { total, parts } of relations)
              assert.equal(
                parts.reduce((sum, id) => sum + at(id), 0),
                at(total),
              );
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a table in which nothing is small is published whole", () => {
  const { cells, relations } = toTable([
    [20, 30],
    [40, 50],
  ]);
  const plan = planRelease(cells, relations, { minimum: 10 });
  assert.deepEqual([plan.primary, plan.complementary], [[], []]);
  assert.equal(plan.published.length, cells.length);
});

test("a broken table and an impossible demand are refused", () => {
  const refused = (work: () => unknown, code: string): void =>
    assert.throws(work, (error) => error instanceof SurveyError && error.code === code);
  const cells = [
    { id: "a", count: 3 },
    { id: "b", count: 20 },
    { id: "all", count: 23 },
  ];
  const relations = [{ total: "all", parts: ["a", "b"] }];
  refused(() => planRelease(cells, relations, { minimum: 5, keep: ["b", "all"] }), "suppression-impossible");
  refused(() => planRelease(cells, [{ total: "all", parts: ["a"] }], { minimum: 5 }), "relation-broken");
  refused(() => planRelease(cells, [{ total: "all", parts: ["a", "c"] }], { minimum: 5 }), "cell-unknown");
  refused(() => planRelease(cells, relations, { minimum: 1 }), "setting-out-of-range");
});
