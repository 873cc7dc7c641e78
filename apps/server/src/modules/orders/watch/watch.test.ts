import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildCookie, buildPerson } from "#modules/identity/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startTestServer } from "#test/support/server.ts";
import { listBoard } from "../board.ts";
import { buildOrder, buildOrderWorld, codeOf, type OrderWorld, statusOf, walkOrder } from "../builders.ts";
import { acceptOffer } from "../dispatching.ts";
import { seedCalendar } from "../series/calendar.ts";
import { signIn } from "../visits.ts";
import { countWatched, readAgenda } from "./agenda.ts";
import { callSubstitute, listArrivals } from "./arrivals.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const openWorld = async (database: TestDatabase): Promise<OrderWorld> => {
  const clock = createTestClock("2026-09-22T01:00:00Z");
  await seedCalendar(database.db, clock);
  return buildOrderWorld(database.db, { clock, cipher: testCipher });
};
const startOf = async (world: OrderWorld, id: string): Promise<Date> => {
  const row = await world.db
    .selectFrom("orders")
    .select("visit_starts_at")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  assert.ok(row.visit_starts_at !== null);
  return row.visit_starts_at;
};
const arrivals = async (world: OrderWorld, at: Date) =>
  listArrivals(world.db, world.context, {
    scope: [world.street.path],
    day: at.toISOString().slice(0, 10),
    now: world.clock.now(),
  });

databaseSuite("what a dispatcher watches", (database) => {
  test("the week shows agreed visits at their time, wishes on the day that was wanted, holidays by name, and of a full half day how many there are", async () => {
    const world = await openWorld(database());
    const agreed = await buildOrder(world);
    await walkOrder(world, agreed, "scheduled");
    const wishes = [];
    for (let index = 0; index < 4; index += 1)
      wishes.push(await buildOrder(world, { wantedOn: "2026-09-25", wantedHalf: "evening" }));
    const days = await readAgenda(world.db, {
      scope: [world.street.path],
      from: "2026-09-21",
      days: 7,
      each: 3,
      now: world.clock.now(),
    });
    assert.deepEqual(
      days.map((day) => [day.day, day.kind, day.name, day.from]),
      [
        ["2026-09-21", "weekday", null, "notice"],
        ["2026-09-22", "weekday", null, "notice"],
        ["2026-09-23", "weekday", null, "notice"],
        ["2026-09-24", "weekday", null, "notice"],
        ["2026-09-25", "holiday", "中秋节", "notice"],
        ["2026-09-26", "holiday", "中秋节", "notice"],
        ["2026-09-27", "holiday", "中秋节", "notice"],
      ],
    );
    const evening = days[4]?.halves.find((one) => one.half === "evening");
    assert.equal(evening?.total, 4);
    assert.equal(evening?.rows.length, 3);
    const startsAt = await startOf(world, agreed);
    const found = days.flatMap((day) =>
      day.halves.flatMap((half) => half.rows.map((row) => ({ day, half, row }))),
    );
    const visit = found.find(({ row }) => row.id === agreed);
    assert.equal(visit?.day.day, startsAt.toISOString().slice(0, 10));
    assert.equal(visit?.half.half, "morning");
    assert.equal(visit?.row.startsAt?.getTime(), startsAt.getTime());
    // The number opens exactly these orders.
    const { total } = await listBoard(
      world.db,
      {
        scope: [world.street.path],
        statuses: [],
        did: { what: "on", from: "2026-09-25", to: "2026-09-25" },
        half: "evening",
        sort: "dueAt",
      },
      { page: 1, size: 50, now: world.clock.now() },
    );
    assert.equal(total, evening?.total);
    // Another area's eyes see nothing of it.
    const elsewhere = await readAgenda(world.db, {
      scope: [`${world.root.path}.nowhere`],
      from: "2026-09-21",
      days: 7,
      each: 3,
      now: world.clock.now(),
    });
    assert.ok(elsewhere.every((day) => day.halves.every((half) => half.total === 0)));
  });

  test("what is due, late and at risk is counted by the conditions of its lists", async () => {
    const world = await openWorld(database());
    await buildOrder(world, { wantedOn: "2026-09-24" });
    await buildOrder(world);
    const count = () => countWatched(world.db, [world.street.path], world.clock.now());
    const total = async (near: "due" | "late" | "risk") =>
      (
        await listBoard(
          world.db,
          { scope: [world.street.path], statuses: [], near, sort: "dueAt" },
          { page: 1, size: 1, now: world.clock.now() },
        )
      ).total;
    assert.deepEqual(await count(), { due: 0, late: 0, risk: 1, noTeam: 0 });
    world.clock.advanceMs(21 * 3_600_000);
    assert.equal((await count()).due, 2);
    world.clock.advanceMs(4 * 3_600_000);
    const { due, late, risk } = await count();
    assert.deepEqual([due, late, risk], [await total("due"), await total("late"), await total("risk")]);
    assert.deepEqual([due, late], [2, 2]);
  });

  test("the arrival board knows who is expected, late, here; one press on a no-show asks every other team that can, and the first takes it", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam({ badges: ["children", "health", "safety"] });
    const id = await buildOrder(world);
    await walkOrder(world, id, "scheduled");
    const startsAt = await startOf(world, id);
    const [expected] = await arrivals(world, startsAt);
    assert.deepEqual(
      [expected?.state, expected?.canCall, expected?.members.map((one) => one.state)],
      ["expected", false, ["expected"]],
    );
    assert.match(expected?.members[0]?.name ?? "", /\*/u, "volunteers by masked names");
    await assert.rejects(
      world.act((trx) => callSubstitute(trx, world.context, world.dispatcher, id)),
      refused("orders.not_now"),
    );
    world.clock.set(new Date(startsAt.getTime() + 10 * 60_000));
    const [late] = await arrivals(world, startsAt);
    assert.deepEqual([late?.state, late?.lateMinutes, late?.canCall], ["late", 10, true]);

    const { told } = await world.act((trx) => callSubstitute(trx, world.context, world.dispatcher, id));
    assert.equal(told, 1, "not the team that did not come");
    assert.equal(await statusOf(world, id), "dispatched");
    const order = await world.db
      .selectFrom("orders")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(order.due_at?.getTime(), world.clock.now().getTime() + 2 * 3_600_000);
    const asked = await world.db
      .selectFrom("order_notices")
      .select("body")
      .where("order_id", "=", id)
      .where("person_id", "=", other.leader.personId)
      .execute();
    assert.match(asked.map((one) => one.body).join(), /急找替补，2 小时内/u);
    const [missed] = await arrivals(world, startsAt);
    assert.deepEqual([missed?.state, missed?.canCall, missed?.orderStatus], ["missed", false, "dispatched"]);
    // Twice pressed, once asked.
    await assert.rejects(
      world.act((trx) => callSubstitute(trx, world.context, world.dispatcher, id)),
      refused("orders.not_now"),
    );
    await world.act((trx) =>
      acceptOffer(trx, world.context, other.leader, { orderId: id, teamId: other.id }),
    );
    assert.equal(await statusOf(world, id), "accepted");
  });

  test("who has signed in is here and no substitute is called; where no team can come the order waits for the station and says so", async () => {
    const world = await openWorld(database());
    const here = await buildOrder(world);
    await walkOrder(world, here, "scheduled");
    const startsAt = await startOf(world, here);
    world.clock.set(startsAt);
    const code = await codeOf(world, here);
    await world.act((trx) => signIn(trx, world.context, world.team.leader, { orderId: here, code }));
    world.clock.advanceMs(20 * 60_000);
    const [row] = await arrivals(world, startsAt);
    assert.deepEqual([row?.state, row?.members[0]?.state, row?.canCall], ["here", "here", false]);
    await assert.rejects(
      world.act((trx) => callSubstitute(trx, world.context, world.dispatcher, here)),
      refused("orders.not_now"),
    );

    const alone = await buildOrder(world);
    await walkOrder(world, alone, "scheduled");
    world.clock.set(await startOf(world, alone));
    const { told } = await world.act((trx) => callSubstitute(trx, world.context, world.dispatcher, alone));
    assert.equal(told, 0);
    assert.equal(await statusOf(world, alone), "no_show");
  });

  test("a day that no calendar has is refused by name, never a failure", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const street = await buildUnit(context.db, { kind: "street" });
    const { id } = await buildPerson(context, { roles: [{ role: "dispatcher", unitId: street.id }] });
    const cookie = await buildCookie(context, id);
    const status = async (url: string): Promise<number> =>
      (await server.app.inject({ url, headers: { cookie } })).statusCode;
    for (const [day, expected] of [
      ["2026-11-30", 200],
      ["2026-02-30", 422],
      ["2026-13-01", 422],
      ["0000-01-01", 422],
    ] as const)
      for (const url of [
        `/api/order-agenda?from=${day}`,
        `/api/order-arrivals?day=${day}`,
        `/api/orders?from=${day}`,
        `/api/street-map?unit=${street.id}&from=${day}`,
        `/api/order-coverage?unit=${street.id}&to=${day}`,
      ])
        assert.equal(await status(url), expected, url);
  });
});
