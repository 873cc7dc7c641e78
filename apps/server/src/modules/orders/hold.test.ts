import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, statusOf } from "./builders.ts";
import { screenOrder } from "./desk.ts";
import { acceptOffer, dispatchOrder } from "./dispatching.ts";
import { ordersMessages } from "./messages.ts";

const grabs = 1_000;

databaseSuite("orders hold", (database) => {
  test(`${grabs} grab one open order at once, from 20 teams: one has it, ${grabs - 1} read a sentence`, async (t) => {
    const world = await buildOrderWorld(database().db, {
      clock: createTestClock("2026-11-23T01:00:00Z"),
      cipher: testCipher,
    });
    const teams = [world.team];
    while (teams.length < 20) teams.push(await world.newTeam());
    const orderId = await buildOrder(world);
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId }));
    await world.act((trx) => dispatchOrder(trx, world.context, world.dispatcher, { orderId, mode: "open" }));
    const begun = performance.now();
    const results = await Promise.allSettled(
      Array.from({ length: grabs }, (_, index) => {
        const team = teams[index % teams.length] ?? world.team;
        return world.act((trx) => acceptOffer(trx, world.context, team.leader, { orderId, teamId: team.id }));
      }),
    );
    t.diagnostic(`${grabs} answers in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
    for (const result of results) {
      if (result.status === "fulfilled") continue;
      const error: unknown = result.reason;
      assert.ok(error instanceof AppError && error.code === "orders.already_taken", String(error));
      assert.match(ordersMessages["orders.already_taken"], /手慢了一步/u);
    }
    assert.equal(await statusOf(world, orderId), "accepted");
    const { count } = await world.db
      .selectFrom("order_assignments")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("order_id", "=", orderId)
      .executeTakeFirstOrThrow();
    assert.equal(count, 1);
  });
});
