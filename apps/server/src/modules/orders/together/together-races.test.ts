import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, type OrderWorld, race, statusOf, wins } from "../builders.ts";
import { screenOrder } from "../desk.ts";
import { type HubOutcome, importHubAnswers, sendUp } from "../hub/exchange.ts";
import { toOrderNo } from "../vocabulary.ts";
import { mergeOrder } from "./merge.ts";

const rounds = 200;
const openWorld = (database: TestDatabase): Promise<OrderWorld> =>
  buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

const orderOf = (world: OrderWorld, id: string) =>
  world.db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** Screened orders of the same service in one street, with 5, 3 and 4 people. */
const buildEqual = async (world: OrderWorld): Promise<readonly [string, string, string]> => {
  const ids = [];
  for (const peopleCount of [5, 3, 4]) {
    const orderId = await buildOrder(world, { peopleCount });
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId }));
    ids.push(orderId);
  }
  const [lead = "", first = "", second = ""] = ids;
  return [lead, first, second];
};

const reset = async (world: OrderWorld, ids: readonly string[]): Promise<void> => {
  await sql`update orders set status = 'screened', merged_into = null, people_count = v.people
    from unnest(${ids}::uuid[], array[5, 3, 4]) v(id, people) where orders.id = v.id`.execute(world.db);
};

const merge = (world: OrderWorld, orderId: string, intoId: string) => () =>
  world.act((trx) => mergeOrder(trx, world.context, world.dispatcher, { orderId, intoId }));

/** What mergeOrder would be without its locks: it looks, and then it writes. */
const mergeUnguarded = (world: OrderWorld, orderId: string, intoId: string) => () =>
  world.act(async (trx) => {
    const read = (id: string) =>
      trx
        .selectFrom("orders")
        .select(["status", "people_count"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
    const [member, lead] = [await read(orderId), await read(intoId)];
    if (lead.status !== "screened" || member.status !== "screened")
      throw new AppError("orders.merge_lead", { status: 409 });
    await setTimeout(1);
    // In the order of their ids, so that only what is looked at is unguarded and nobody waits crosswise.
    for (const id of [orderId, intoId].sort())
      await (id === orderId
        ? sql`update orders set status = 'merged', merged_into = ${intoId} where id = ${orderId}`.execute(trx)
        : sql`update orders set people_count = ${lead.people_count + member.people_count} where id = ${intoId}`.execute(
            trx,
          ));
  });

const isCrossed = async (world: OrderWorld, left: string, right: string): Promise<boolean> =>
  (await statusOf(world, left)) === "merged" && (await statusOf(world, right)) === "merged";

const buildSentUp = async (world: OrderWorld): Promise<{ id: string; no: string; due: Date | null }> => {
  const orderId = await buildOrder(world);
  await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId }));
  await world.act((trx) =>
    sendUp(trx, world.context, world.dispatcher, { orderId, to: "hub", reason: "演示：全区没有这样的队" }),
  );
  const order = await orderOf(world, orderId);
  return { id: orderId, no: toOrderNo(order.order_no), due: order.due_at };
};
const resetHub = async (world: OrderWorld, sent: { id: string; due: Date | null }): Promise<void> => {
  await sql`delete from order_notices where order_id = ${sent.id}`.execute(world.db);
  await sql`update orders set status = 'sent_up', hub_served = false, due_at = ${sent.due} where id = ${sent.id}`.execute(
    world.db,
  );
  await sql`update hub_exchanges set status = 'sent' where order_id = ${sent.id}`.execute(world.db);
};
const hubState = async (world: OrderWorld, id: string): Promise<string> =>
  (
    await world.db
      .selectFrom("hub_exchanges")
      .select("status")
      .where("order_id", "=", id)
      .executeTakeFirstOrThrow()
  ).status;

/** Which states of the order go with what the hub is said to have answered. */
const agrees = (order: string, hub: string): boolean =>
  (order === "done" && hub === "done") || (order === "screened" && hub === "refused");

const importAnswer =
  (world: OrderWorld, no: string, state: string, said: HubOutcome[]) => (): Promise<void> =>
    world.act(async (trx) => {
      said.push(
        ...(await importHubAnswers(trx, world.context, world.dispatcher, {
          answers: [{ no, state, hubRef: undefined, note: undefined }],
          scope: "everywhere",
        })),
      );
    });

databaseSuite("merging and the hub's answers at once", (database) => {
  test(`two orders are merged into each other at once, ${rounds} rounds: one leads, one follows`, async () => {
    const world = await openWorld(database());
    const [left, right] = await buildEqual(world);
    for (let round = 0; round < rounds; round += 1) {
      await reset(world, [left, right]);
      const outcomes = await race(merge(world, left, right), merge(world, right, left));
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.equal(await isCrossed(world, left, right), false);
    }
  });

  test(`two orders join a third at once, ${rounds} rounds: everybody is counted`, async () => {
    const world = await openWorld(database());
    const [lead, first, second] = await buildEqual(world);
    for (let round = 0; round < rounds; round += 1) {
      await reset(world, [lead, first, second]);
      const outcomes = await race(merge(world, first, lead), merge(world, second, lead));
      assert.equal(wins(outcomes), 2, JSON.stringify(outcomes));
      assert.equal((await orderOf(world, lead)).people_count, 12);
    }
  });

  test(`one answer of the hub is taken in twice at once, ${rounds} rounds: the order is done once and the resident told once`, async () => {
    const world = await openWorld(database());
    const sent = await buildSentUp(world);
    for (let round = 0; round < rounds; round += 1) {
      await resetHub(world, sent);
      const said: HubOutcome[] = [];
      await race(importAnswer(world, sent.no, "done", said), importAnswer(world, sent.no, "done", said));
      assert.deepEqual(
        said.map((one) => one.sentence).sort(),
        ["已经登记过，没有变化", "已记为办完，等居民确认"].sort(),
      );
      const told = await world.db
        .selectFrom("order_notices")
        .select("id")
        .where("order_id", "=", sent.id)
        .execute();
      assert.equal(told.length, 1);
    }
  });

  test(`the hub's “done” and “refused” arrive at once, ${rounds} rounds: the order and the exchange say the same`, async () => {
    const world = await openWorld(database());
    const sent = await buildSentUp(world);
    let done = 0;
    for (let round = 0; round < rounds; round += 1) {
      await resetHub(world, sent);
      const said: HubOutcome[] = [];
      await race(importAnswer(world, sent.no, "done", said), importAnswer(world, sent.no, "refused", said));
      assert.equal(said.filter((one) => one.ok).length, 1, JSON.stringify(said));
      const [order, hub] = [await statusOf(world, sent.id), await hubState(world, sent.id)];
      assert.ok(agrees(order, hub), `${order} and ${hub}`);
      if (hub === "done") done += 1;
    }
    // Both orders of events were met, or the rounds would prove nothing.
    assert.ok(done > 0 && done < rounds, `${done} of ${rounds}`);
  });
});

databaseSuite("controls of merging and the hub", (database) => {
  test("with the locks off the same rounds find two orders merged into each other, and people that nobody counts", async () => {
    const world = await openWorld(database());
    const [lead, first, second] = await buildEqual(world);
    let crossed = false;
    let lost = false;
    for (let round = 0; round < rounds && !(crossed && lost); round += 1) {
      await reset(world, [lead, first, second]);
      await race(mergeUnguarded(world, first, second), mergeUnguarded(world, second, first));
      crossed ||= await isCrossed(world, first, second);
      await reset(world, [lead, first, second]);
      await race(mergeUnguarded(world, first, lead), mergeUnguarded(world, second, lead));
      lost ||= (await orderOf(world, lead)).people_count !== 12;
    }
    assert.deepEqual([crossed, lost], [true, true]);
  });

  test("with the lock off the same rounds find an order that is done though the hub is said to have refused it", async () => {
    const world = await openWorld(database());
    const sent = await buildSentUp(world);
    const answerUnguarded = (hub: "done" | "refused", order: "done" | "screened") => () =>
      world.act(async (trx) => {
        const { status } = await trx
          .selectFrom("orders")
          .select("status")
          .where("id", "=", sent.id)
          .executeTakeFirstOrThrow();
        if (status !== "sent_up") throw new AppError("orders.not_now", { status: 409 });
        await setTimeout(1);
        await sql`update hub_exchanges set status = ${hub} where order_id = ${sent.id}`.execute(trx);
        await sql`update orders set status = ${order}, hub_served = ${hub === "done"} where id = ${sent.id}`.execute(
          trx,
        );
      });
    let both = 0;
    for (let round = 0; round < rounds && both === 0; round += 1) {
      await resetHub(world, sent);
      const outcomes = await race(answerUnguarded("done", "done"), answerUnguarded("refused", "screened"));
      if (wins(outcomes) > 1) both += 1;
    }
    assert.ok(both > 0, "two answers were taken for one order");
  });
});
