import assert from "node:assert/strict";
import { test } from "node:test";
import { toDistrictDate } from "#kernel/clock.ts";
import { promisedBy } from "./promised-time.ts";

test("the promise is 18:00 of the second working day after the day of asking", () => {
  const cases = [
    ["2026-11-23T09:00:00+08:00", "2026-11-25T18:00:00+08:00", "Monday → Wednesday"],
    ["2026-11-23T00:00:00+08:00", "2026-11-25T18:00:00+08:00", "the first minute of Monday in the district"],
    ["2026-11-22T23:59:59+08:00", "2026-11-24T18:00:00+08:00", "Sunday night → Tuesday"],
    ["2026-11-26T22:00:00+08:00", "2026-11-30T18:00:00+08:00", "Thursday night → Monday"],
    ["2026-11-27T08:00:00+08:00", "2026-12-01T18:00:00+08:00", "Friday → Tuesday"],
    ["2026-11-28T12:00:00+08:00", "2026-12-01T18:00:00+08:00", "Saturday → Tuesday"],
    ["2024-02-28T12:00:00+08:00", "2024-03-01T18:00:00+08:00", "over a leap day"],
  ] as const;
  for (const [asked, due, what] of cases)
    assert.equal(promisedBy(new Date(asked)).toISOString(), new Date(due).toISOString(), what);
});

test("for every hour of four years the promise lies on a working day, two to four days ahead, and never before what was asked earlier", () => {
  let before = 0;
  for (let hour = 0; hour < 4 * 366 * 24; hour += 1) {
    const asked = new Date(Date.UTC(2025, 0, 1) + hour * 3_600_000);
    const due = promisedBy(asked);
    const weekday = new Date(`${toDistrictDate(due)}T00:00:00Z`).getUTCDay();
    assert.ok(weekday >= 1 && weekday <= 5, asked.toISOString());
    const days = (due.getTime() - asked.getTime()) / 86_400_000;
    assert.ok(days > 1.7 && days < 4.8, `${asked.toISOString()}: ${days}`);
    assert.ok(due.getTime() >= before);
    before = due.getTime();
  }
});
