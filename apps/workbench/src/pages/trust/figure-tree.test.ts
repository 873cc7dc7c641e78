import assert from "node:assert/strict";
import { test } from "node:test";
import { toFigureRows } from "./figure-tree.ts";
import { parsePeriod, toPeriodSearch } from "./period.ts";

const row = (unitId: string, parentId: string | null, value: number) => ({
  unitId,
  parentId,
  value,
  unitName: unitId,
  unitPath: unitId,
});

test("units stand under their parents, siblings as the server orders them, and the largest value is the whole bar", () => {
  const rows = toFigureRows([
    row("a1", "a", 3),
    row("b", "root", 0),
    row("root", "above", 8),
    row("a", "root", 8),
  ]);
  assert.deepEqual(
    rows.map((each) => [each.unitId, each.depth, each.share]),
    [
      ["root", 0, 1],
      ["b", 1, 0],
      ["a", 1, 1],
      ["a1", 2, 0.375],
    ],
  );
});

test("a tree of nothing has bars of no length", () => {
  assert.deepEqual(
    toFigureRows([row("root", null, 0)]).map((each) => each.share),
    [0],
  );
  assert.deepEqual(toFigureRows([]), []);
});

test("a period in the address that is no date is left to the server's default", () => {
  assert.deepEqual(parsePeriod(new URLSearchParams("from=yesterday&to=2026-11-23&unit=")), {
    to: "2026-11-23",
  });
  assert.equal(
    toPeriodSearch(parsePeriod(new URLSearchParams("unit=u1&from=2026-01-01"))),
    "?unit=u1&from=2026-01-01",
  );
  assert.equal(toPeriodSearch({}), "");
});
