import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { answerBy, choosePromotions } from "./waiting-list.ts";

test("nobody who fits is passed over for somebody behind, and never more are asked than there are places", () => {
  for (let round = 0; round < 2_000; round += 1) {
    const queue = Array.from({ length: randomInt(13) }, (_, index) => ({
      id: String(index),
      peopleCount: randomInt(1, 7),
    }));
    const free = randomInt(16);
    const chosen = choosePromotions(free, queue);
    let left = free;
    for (const group of queue) {
      const asked = chosen.includes(group);
      assert.equal(asked, group.peopleCount <= left && left > 0, JSON.stringify({ free, queue, chosen }));
      if (asked) left -= group.peopleCount;
    }
    assert.ok(left >= 0);
  }
});

test("a place is kept for a day, at most until it begins", () => {
  const now = new Date("2026-11-30T08:00:00Z");
  assert.equal(answerBy(now, new Date("2026-12-05T00:00:00Z")).toISOString(), "2026-12-01T08:00:00.000Z");
  assert.equal(answerBy(now, new Date("2026-11-30T10:00:00Z")).toISOString(), "2026-11-30T10:00:00.000Z");
});
