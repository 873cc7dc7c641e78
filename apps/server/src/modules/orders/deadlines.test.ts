import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, type OrderWorld, statusOf, walkOrder } from "./builders.ts";
import { actOnOverdue } from "./overdue.ts";
import { listHistory } from "./queries.ts";
import { substituteTeam } from "./visits.ts";
import { statusNames } from "./state.ts";

const hourMs = 3_600_000;

const openWorld = (database: TestDatabase): Promise<OrderWorld> => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  return buildOrderWorld(database.db, { clock, cipher: testCipher });
};
const orderOf = (world: OrderWorld, id: string) =>
  world.db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
/** Moves the clock past the order's own due time and lets the job act once. */
const passDue = async (world: OrderWorld, id: string): Promise<void> => {
  const { due_at } = await orderOf(world, id);
  assert.ok(due_at !== null);
  world.clock.set(new Date(due_at.getTime() + 1_000));
  await actOnOverdue({ db: world.db, ...world.context });
};

databaseSuite("deadlines of orders", (database) => {
  test("a station that does not look in time loses the order to the station above, and the centre keeps it with a new time", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    world.clock.advanceMs(23 * hourMs);
    await actOnOverdue({ db: world.db, ...world.context });
    assert.equal((await orderOf(world, id)).owner_unit_id, world.station.id);
    await passDue(world, id);
    const taken = await orderOf(world, id);
    assert.deepEqual(
      [taken.status, taken.owner_unit_id, taken.take_overs],
      ["submitted", world.center.id, 1],
    );
    assert.ok((taken.due_at?.getTime() ?? 0) > world.clock.now().getTime());
    await passDue(world, id);
    const kept = await orderOf(world, id);
    assert.deepEqual([kept.owner_unit_id, kept.take_overs], [world.center.id, 2]);
    assert.match((await listHistory(world.db, id))[0]?.reason ?? "", /中心也没有按时办/);
  });

  test("an offer that nobody answers times out, the team is told, and the order goes to another team", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const id = await buildOrder(world);
    await walkOrder(world, id, "dispatched");
    await passDue(world, id);
    assert.equal(await statusOf(world, id), "timed_out");
    const offer = await world.db
      .selectFrom("order_dispatches")
      .select("status")
      .where("order_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(offer.status, "timed_out");
    await walkOrder(world, id, "accepted", other);
    assert.equal((await orderOf(world, id)).team_id, other.id);
  });

  test("a team that takes an order and names no time loses it", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "accepted");
    await passDue(world, id);
    const order = await orderOf(world, id);
    assert.deepEqual([order.status, order.team_id], ["timed_out", null]);
  });

  test("nobody comes: half an hour after the beginning the station has two hours, and a substitute does it", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const id = await buildOrder(world);
    await walkOrder(world, id, "scheduled");
    await passDue(world, id);
    const missed = await orderOf(world, id);
    assert.equal(missed.status, "no_show");
    assert.equal((missed.due_at?.getTime() ?? 0) - world.clock.now().getTime(), 2 * hourMs);
    const startsAt = new Date(world.clock.now().getTime() + hourMs);
    await world.act((trx) =>
      substituteTeam(trx, world.context, world.dispatcher, {
        orderId: id,
        teamId: other.id,
        startsAt,
        endsAt: new Date(startsAt.getTime() + hourMs),
        reason: "电话里和队长说好了",
      }),
    );
    const order = await orderOf(world, id);
    assert.deepEqual([order.status, order.team_id], ["substituted", other.id]);
    assert.equal(order.due_at?.getTime(), startsAt.getTime() + 30 * 60_000);
  });

  test("who forgets to sign out: the clock ends the visit, says so, and credits nothing that was not signed", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "under_way");
    await passDue(world, id);
    assert.equal(await statusOf(world, id), "done");
    const visit = await world.db
      .selectFrom("visits")
      .select(["closed_by_clock", "people_served", "id"])
      .where("order_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([visit.closed_by_clock, visit.people_served], [true, null]);
    const hours = await world.db
      .selectFrom("service_hours")
      .select("id")
      .where("visit_id", "=", visit.id)
      .execute();
    assert.deepEqual(hours, []);
  });

  test("no word for three days confirms with the rule as the reason, and seven days without a rating end it", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "done");
    await passDue(world, id);
    assert.equal(await statusOf(world, id), "confirmed");
    assert.equal((await listHistory(world.db, id))[0]?.reason, "3 天没有回音，算做完");
    await passDue(world, id);
    const over = await orderOf(world, id);
    assert.deepEqual([over.status, over.due_at], ["rated", null]);
    assert.equal((await listHistory(world.db, id))[0]?.event, "lapse");
  });

  test("after weeks of nobody doing anything no order is lost: each has an owner and a due time ahead, or is over", async () => {
    const world = await openWorld(database());
    const ids: string[] = [];
    for (const to of ["dispatched", "accepted", "scheduled", "under_way", "done", "confirmed"] as const) {
      const id = await buildOrder(world);
      // A team for each: one leader cannot be at six visits.
      await walkOrder(world, id, to, await world.newTeam());
      ids.push(id);
    }
    ids.push(await buildOrder(world));
    for (let day = 0; day < 40; day += 1) {
      world.clock.advanceMs(12 * hourMs);
      await actOnOverdue({ db: world.db, ...world.context }, 1_000);
    }
    const rows = await world.db
      .selectFrom("orders")
      .select(["status", "due_at", "owner_unit_id"])
      .where("id", "in", ids)
      .execute();
    for (const row of rows) {
      assert.ok(row.status in statusNames);
      if (row.due_at !== null) assert.ok(row.due_at > world.clock.now(), row.status);
    }
    assert.equal(rows.length, 7);
  });
});
