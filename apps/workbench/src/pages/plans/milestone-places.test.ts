import assert from "node:assert/strict";
import { test } from "node:test";
import { toPlaces } from "./milestone-places.ts";

const days = { from: "2026-01-01", to: "2026-12-31", today: "2026-07-02" };
const step = (dueOn: string) => ({ id: dueOn, dueOn, status: "ahead" });

test("steps stand on the line by their day, those outside the plan at its ends, today only while the plan lasts", () => {
  const { places, now } = toPlaces(
    ["2025-05-01", "2026-01-01", "2026-07-02", "2026-12-31", "2027-03-01"].map(step),
    days,
  );
  assert.deepEqual(
    places.map(({ x }) => x),
    [20, 20, 500, 980, 980],
  );
  assert.equal(now, 500);
  assert.equal(toPlaces([], { ...days, today: "2027-01-01" }).now, undefined);
});
