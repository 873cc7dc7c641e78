import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { listBoard } from "../board.ts";
import { buildOrder, buildOrderWorld, type OrderWorld } from "../builders.ts";
import { listNeedCells } from "../coverage/figures.ts";
import { giveUpOrder } from "../desk.ts";
import { readOffers } from "./offers.ts";
import { getSourcing, listOpenSourcing, listSourcing, listSourcingOf } from "./queries.ts";
import { endSourcing, passLateSourcingUp, raiseSourcing, takeSourcing } from "./sourcing.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const openWorld = (database: TestDatabase): Promise<OrderWorld> =>
  buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

/** Orders of one topic in the world's street that the station gave up. */
const buildUnmet = async (world: OrderWorld, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const orderId = await buildOrder(world, { itemCode: "stars-talk" });
    await world.act((trx) =>
      giveUpOrder(trx, world.context, world.dispatcher, { orderId, reason: "演示：全区没有天文讲师" }),
    );
    ids.push(orderId);
  }
  return ids;
};
const cellsOf = (world: OrderWorld) =>
  listNeedCells(world.db, { unitPath: world.station.path, now: world.clock.now(), today: "2026-11-23" });
const raise = (world: OrderWorld, topic: string) =>
  world.act((trx) =>
    raiseSourcing(trx, world.context, world.dispatcher, {
      unitId: world.station.id,
      topic,
      streetId: world.street.id,
      wanted: "演示：会讲观星的专家或服务队",
    }),
  );

databaseSuite("needs that nobody met", (database) => {
  test("five unmet requests on one topic top the street's list; one press raises an order to the centre that holds all five and is not raised twice", async () => {
    const world = await openWorld(database());
    const unmet = await buildUnmet(world, 5);
    const [top] = await cellsOf(world);
    assert.ok(top !== undefined);
    assert.deepEqual([top.streetId, top.unmet], [world.street.id, 5]);
    const topic = top.topic ?? "";
    const { total } = await listBoard(
      world.db,
      { scope: [world.station.path], statuses: [], near: "unmet", topic, sort: "dueAt" },
      { page: 1, size: 10, now: world.clock.now() },
    );
    assert.equal(total, 5);
    const offers = await readOffers(world.db, { cells: [top], today: "2026-11-23" });
    assert.ok(offers.count(top) >= 1, "a team that can do everything serves the street");

    const { id, no } = await raise(world, topic);
    assert.match(no, /^G\d{6}$/);
    const view = await getSourcing(world.db, id, world.clock.now());
    assert.equal(view.ownerUnitId, world.center.id);
    assert.equal(view.dueAt?.toISOString(), "2026-11-26T01:00:00.000Z");
    assert.deepEqual(new Set(view.orders.map((order) => order.id)), new Set(unmet));
    assert.deepEqual(
      (await listSourcingOf(world.db, unmet[0] ?? "")).map((one) => one.no),
      [no],
    );
    assert.ok((await listOpenSourcing(world.db)).some((one) => one.id === id));
    await assert.rejects(raise(world, topic), refused("orders.sourcing_twice"));
    await assert.rejects(raise(world, "no-such-topic"), refused("orders.sourcing_none"));
    // Who raised it and who owns it see it; another street does not.
    const seen = async (path: string) =>
      (await listSourcing(world.db, [path], world.clock.now())).some((one) => one.id === id);
    assert.deepEqual(
      [await seen(world.station.path), await seen(world.center.path), await seen(`${world.root.path}.x`)],
      [true, true, false],
    );

    await world.act((trx) => takeSourcing(trx, world.context, world.dispatcher, id));
    await assert.rejects(
      world.act((trx) => takeSourcing(trx, world.context, world.dispatcher, id)),
      refused("orders.sourcing_gone"),
    );
    await assert.rejects(
      world.act((trx) =>
        endSourcing(trx, world.context, world.dispatcher, { id, event: "supply", result: "有" }),
      ),
      (error) => {
        // At its own field and in its own words: no resident reads it.
        assert.ok(error instanceof AppError, String(error));
        assert.deepEqual(error.fields, { result: "orders.sourcing_words" });
        return refused("orders.sourcing_words")(error);
      },
    );
    await world.act((trx) =>
      endSourcing(trx, world.context, world.dispatcher, {
        id,
        event: "supply",
        result: "演示：高校天文社来讲，已登记服务队",
      }),
    );
    const ended = await getSourcing(world.db, id, world.clock.now());
    assert.deepEqual([ended.status, ended.dueAt], ["supplied", null]);
    // The need may be raised anew when it comes back.
    assert.notEqual((await raise(world, topic)).id, id);
  });

  test("an order to source supply that passes its time goes to the district with a new one", async () => {
    const world = await openWorld(database());
    await buildUnmet(world, 1);
    const [cell] = await cellsOf(world);
    const { id } = await raise(world, cell?.topic ?? "");
    world.clock.advanceMs(3 * 86_400_000);
    assert.ok((await getSourcing(world.db, id, world.clock.now())).late);
    assert.ok((await passLateSourcingUp({ db: world.db, ...world.context })) >= 1);
    const view = await getSourcing(world.db, id, world.clock.now());
    assert.deepEqual([view.ownerUnitId, view.takeOvers, view.late], [world.root.id, 1, false]);
    assert.equal(await passLateSourcingUp({ db: world.db, ...world.context }), 0);
  });

  test("an open order without a due time, and an end without a word, of it or of an order, are refused by the table itself", async () => {
    const world = await openWorld(database());
    await buildUnmet(world, 1);
    const [cell] = await cellsOf(world);
    const { id } = await raise(world, cell?.topic ?? "");
    const set = (change: string) => world.db.executeQuery(sql.raw(change).compile(world.db));
    await assert.rejects(
      set(`update sourcing_orders set due_at = null where id = '${id}'`),
      /sourcing_orders_due_check/,
    );
    await assert.rejects(
      set(`update sourcing_orders set status = 'closed', due_at = null where id = '${id}'`),
      /sourcing_orders_result_check/,
    );
    await assert.rejects(
      set(`update orders set end_reason = null where status = 'cannot'`),
      /orders_reason_check/,
    );
  });
});

databaseSuite("one need raised at once", (database) => {
  const rounds = 200;
  const settle = async (acts: readonly (() => Promise<unknown>)[]) =>
    (await Promise.allSettled(acts.map((act) => act()))).map((one) =>
      one.status === "fulfilled"
        ? "done"
        : one.reason instanceof AppError
          ? one.reason.code
          : Promise.reject(one.reason as Error),
    );

  test(`two dispatchers raise the same need at once, ${rounds} rounds: one order, one sentence; without the index there are two`, async () => {
    const world = await openWorld(database());
    await buildUnmet(world, 1);
    const [cell] = await cellsOf(world);
    const topic = cell?.topic ?? "";
    const openCount = async () =>
      (await listOpenSourcing(world.db)).filter((one) => one.streetId === world.street.id).length;
    const clear = async () => {
      await sql`delete from sourcing_order_needs`.execute(world.db);
      await sql`delete from sourcing_orders`.execute(world.db);
    };
    for (let round = 0; round < rounds; round += 1) {
      await clear();
      const outcomes = await Promise.all(
        await settle([() => raise(world, topic), () => raise(world, topic)]),
      );
      assert.deepEqual(new Set(outcomes), new Set(["done", "orders.sourcing_twice"]));
      assert.equal(await openCount(), 1);
    }
    await sql`drop index sourcing_orders_one_open`.execute(world.db);
    await clear();
    await settle([() => raise(world, topic), () => raise(world, topic)]);
    assert.equal(await openCount(), 2);
  });
});
