import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeTime } from "./on-site-time.ts";

const at = (text: string): Date => new Date(`2026-11-30T${text}:00Z`);
const minuteMs = 60_000;

test("a clock that is an hour slow is set right, and said to be", () => {
  const judged = judgeTime({
    deviceAt: at("01:00"),
    deviceSentAt: at("03:00"),
    receivedAt: at("04:00"),
    ticket: { issuedAt: at("00:30"), behindMs: 60 * minuteMs },
  });
  assert.deepEqual(judged, { at: at("02:00"), flags: ["clock_skewed"] });
});

test("a clock that was moved in between shows: the moment is an estimate inside what is possible", () => {
  const judged = judgeTime({
    deviceAt: at("09:00"),
    deviceSentAt: at("04:00"),
    receivedAt: at("04:00"),
    ticket: { issuedAt: at("00:30"), behindMs: -300 * minuteMs },
  });
  assert.deepEqual(judged.flags, ["clock_changed", "time_impossible"]);
  assert.deepEqual(judged.at, at("04:00"));
  const before = judgeTime({
    deviceAt: at("00:00"),
    deviceSentAt: at("04:00"),
    receivedAt: at("04:00"),
    ticket: { issuedAt: at("02:00"), behindMs: 0 },
  });
  assert.deepEqual(before, { at: at("02:00"), flags: ["time_impossible"] });
});

test("a clock that is right needs nothing", () => {
  const judged = judgeTime({
    deviceAt: at("01:00"),
    deviceSentAt: at("03:00"),
    receivedAt: at("03:01"),
    ticket: { issuedAt: at("00:30"), behindMs: 30_000 },
  });
  assert.deepEqual(judged, { at: at("01:01"), flags: [] });
});
