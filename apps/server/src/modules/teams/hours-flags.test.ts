import assert from "node:assert/strict";
import { test } from "node:test";
import { flagHours } from "./hours-flags.ts";
import { toStars } from "./stars.ts";

test("patterns that a person should look at are flagged, ordinary hours are not", () => {
  const row = { personId: "p", teamId: "t", kind: "credited", minutes: 60, day: "2026-11-20" } as const;
  assert.deepEqual([...flagHours([{ ...row, id: "1" }])], []);
  const flags = flagHours([
    { ...row, id: "1", minutes: 5 },
    { ...row, id: "2", kind: "added", minutes: 600 },
    { ...row, id: "3", kind: "added", minutes: 600 },
    { ...row, id: "4", day: "2026-11-21" },
  ]);
  assert.deepEqual(flags.get("1"), ["long_day", "very_short"]);
  assert.deepEqual(flags.get("2"), ["long_day", "added_beside_signed", "same_added"]);
  assert.equal(flags.get("4"), undefined);
});

test("stars come from signed hours at the documented grades", () => {
  const at = (hours: number) => toStars(hours * 60).stars;
  assert.deepEqual(
    [0, 99, 100, 299, 300, 600, 1000, 1499, 1500, 9000].map(at),
    [0, 0, 1, 1, 2, 3, 4, 4, 5, 5],
  );
  assert.equal(toStars(99 * 60).minutesToNext, 60);
  assert.equal(toStars(1500 * 60).minutesToNext, undefined);
});
