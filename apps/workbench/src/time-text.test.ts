import assert from "node:assert/strict";
import { test } from "node:test";
import { dueOf, isDay, numberText, timeText } from "./time-text.ts";

test("times are shown in Asia/Shanghai wherever the browser is", () => {
  assert.equal(timeText("2026-11-22T16:05:00Z"), "2026-11-23 00:05");
  assert.deepEqual(
    [timeText(null), timeText(undefined), timeText(""), timeText("soon")],
    ["—", "—", "—", "—"],
  );
});

test("a due time says in words whether it is late, today or later", () => {
  const now = new Date("2026-11-23T15:30:00Z"); // 23:30 in Shanghai
  assert.deepEqual(dueOf("2026-11-23T15:45:00Z", now), { text: "今天 23:45 前", tone: "soon" });
  assert.deepEqual(dueOf("2026-11-23T16:30:00Z", now), { text: "明天 00:30 前", tone: "soon" });
  assert.deepEqual(dueOf("2026-11-23T15:00:00Z", now), { text: "已超时（今天 23:00 到期）", tone: "late" });
  assert.deepEqual(dueOf("2026-11-20T15:00:00Z", now), { text: "已超时 3 天", tone: "late" });
  assert.deepEqual(dueOf("2026-12-01T01:00:00Z", now), { text: "2026-12-01 09:00 前", tone: "later" });
});

test("a day of an address is one that exists", () => {
  assert.deepEqual(
    ["2026-02-28", "2028-02-29", "2026-02-30", "2026-13-01", "2026-2-3", "", "today"].map(isDay),
    [true, true, false, false, false, false, false],
  );
});

test("figures are grouped by thousands", () => {
  assert.deepEqual([numberText(1234567.5), numberText(0)], ["1,234,567.5", "0"]);
});
