import assert from "node:assert/strict";
import { test } from "node:test";
import { type Course, expectedOn, periodOf, statusOn, worstOf } from "./progress-rule.ts";

const course: Course = {
  comparison: "atLeast",
  goal: 100,
  start: 0,
  days: { from: "2026-01-01", to: "2026-12-31" },
  path: [],
};

test("periods: weeks begin on Monday, terms in September and February, and each day lies in exactly one", () => {
  assert.deepEqual(periodOf("week", "2026-11-30"), { from: "2026-11-30", to: "2026-12-06" });
  assert.deepEqual(periodOf("week", "2026-12-06"), { from: "2026-11-30", to: "2026-12-06" });
  assert.deepEqual(periodOf("term", "2027-01-31"), { from: "2026-09-01", to: "2027-01-31" });
  assert.deepEqual(periodOf("term", "2027-02-01"), { from: "2027-02-01", to: "2027-08-31" });
  assert.deepEqual(periodOf("month", "2028-02-29"), { from: "2028-02-01", to: "2028-02-29" });
  assert.deepEqual(periodOf("quarter", "2026-05-09"), { from: "2026-04-01", to: "2026-06-30" });
  assert.deepEqual(periodOf("half_year", "2026-07-01"), { from: "2026-07-01", to: "2026-12-31" });
  for (const frequency of ["week", "month", "quarter", "term", "half_year", "year"] as const)
    for (let index = 0; index < 800; index += 1) {
      const day = new Date(Date.UTC(2026, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);
      const period = periodOf(frequency, day);
      assert.ok(period.from <= day && day <= period.to, `${frequency} ${day}`);
      assert.deepEqual(periodOf(frequency, period.from), period);
      assert.deepEqual(periodOf(frequency, period.to), period);
    }
});

test("expected follows the straight line, or the agreed points", () => {
  assert.equal(Math.round(expectedOn(course, "2026-07-02")), 50);
  const stepped = { ...course, path: [{ on: "2026-11-01", value: 20 }] };
  assert.equal(expectedOn(stepped, "2026-11-01"), 20);
  assert.ok(expectedOn(stepped, "2026-06-01") < 10);
  assert.equal(expectedOn(course, "2026-01-01"), 0);
  assert.equal(expectedOn(course, "2027-05-01"), 100);
});

test("status: reached, on the path, four fifths of it, less, late, and limits that must not be passed", () => {
  const at = (value: number, day = "2026-07-02") => statusOn(course, value, day);
  assert.deepEqual(
    [at(100), at(50), at(41), at(39), at(99, "2027-01-01"), at(0, "2026-01-20"), at(0, "2026-03-20")],
    ["done", "on_track", "at_risk", "behind", "behind", "on_track", "behind"],
  );
  const risen = { ...course, start: 80 };
  assert.deepEqual(
    [statusOn(risen, 88.5, "2026-07-02"), statusOn(risen, 85, "2026-07-02")],
    ["at_risk", "behind"],
  );
  const limit = { ...course, comparison: "atMost" } as const;
  assert.deepEqual(
    [
      statusOn(limit, 10, "2026-07-02"),
      statusOn(limit, 95, "2026-07-02"),
      statusOn(limit, 101, "2026-07-02"),
      statusOn(limit, 100, "2027-01-01"),
    ],
    ["on_track", "at_risk", "behind", "done"],
  );
  assert.equal(worstOf(["done", "none", "at_risk"]), "at_risk");
  assert.equal(worstOf(["none"]), "none");
});
