import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "./builders.ts";
import { listItems } from "./menu.ts";

databaseSuite("service menu", (database) => {
  test("a school orders an exhibition, a science play or a film, and a park the talk of a craftsman, each to the end", async () => {
    const clock = createTestClock("2026-11-23T02:00:00Z");
    const built = await buildOrderWorld(database().db, { clock, cipher: testCipher });
    // Who goes to children has the badge for it.
    const world = { ...built, team: await built.newTeam({ badges: ["children"] }) };
    for (const [kind, audience] of [
      ["exhibition", "youth"],
      ["drama", "youth"],
      ["film", "youth"],
      ["story", "worker"],
    ] as const) {
      const item = (await listItems(world.db, { audience })).find((one) => one.kind === kind);
      assert.ok(item !== undefined, kind);
      const id = await buildOrder(world, { itemCode: item.code });
      await walkOrder(world, id, "done");
      clock.advanceMs(6 * 3_600_000);
    }
  });
});
