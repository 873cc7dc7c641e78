import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { buildPerson } from "#modules/identity/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildOrder, buildOrderWorld } from "./builders.ts";
import { sendNotices, writeNotice } from "./notices.ts";
import { noteEvent } from "./order-writes.ts";

databaseSuite("messages about orders", (database) => {
  const open = async () => {
    const server = await startTestServer(database(), { now: "2026-11-23T02:00:00Z" });
    const { context, clock } = server;
    const world = await buildOrderWorld(context.db, { clock, cipher: context.cipher });
    const orderId = await buildOrder(world);
    const order = await context.db
      .selectFrom("orders")
      .select(["owner_unit_id"])
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow();
    await context.db.deleteFrom("order_notices").execute();
    await context.db.deleteFrom("text_messages").execute();
    const tell = (personId: string | null, body: string) =>
      inTransaction(context.db, async (trx) => {
        const eventId = await noteEvent(trx, world.context, world.dispatcher, {
          orderId,
          event: "screen",
          from: "submitted",
          to: "submitted",
          ownerUnitId: order.owner_unit_id,
          teamId: null,
        });
        // Tried again by somebody who did not hear that it had worked.
        for (let turn = 0; turn < 2; turn += 1)
          await writeNotice(trx, context, { orderId, eventId, personId, body });
      });
    const statuses = async (personId: string): Promise<readonly string[]> =>
      (
        await context.db
          .selectFrom("order_notices")
          .select("status")
          .where("person_id", "=", personId)
          .orderBy("created_at")
          .orderBy("id")
          .execute()
      ).map((row) => row.status);
    const queued = async (): Promise<readonly string[]> =>
      (
        await context.db.selectFrom("text_messages").select("message_key").orderBy("message_key").execute()
      ).map((row) => row.message_key);
    return { server, context, clock, tell, statuses, queued };
  };

  test("six ring in a day, the seventh stays on his pages; another person and the next day are free again", async () => {
    const { server, context, clock, tell, statuses, queued } = await open();
    await using _ = server;
    const many = await buildPerson(context);
    const one = await buildPerson(context);
    for (let count = 0; count < 8; count += 1) await tell(many.id, `【湘江科普】演示第 ${count} 条`);
    await tell(one.id, "【湘江科普】演示另一个人");
    assert.equal(await sendNotices(context), 9, "each event is told once, however often it is written");
    assert.deepEqual(await statuses(many.id), [...Array<string>(6).fill("sent"), "kept", "kept"]);
    assert.deepEqual(await statuses(one.id), ["sent"]);
    assert.equal((await queued()).length, 7);
    clock.set("2026-11-24T03:00:00Z");
    await tell(many.id, "【湘江科普】演示第二天");
    await sendNotices(context);
    assert.equal((await statuses(many.id)).at(-1), "sent");
  });

  test("what is written at night leaves in the morning, once, whoever looks", async () => {
    const { server, context, clock, tell, statuses, queued } = await open();
    await using _ = server;
    const person = await buildPerson(context);
    clock.set("2026-11-23T15:00:00Z");
    await tell(person.id, "【湘江科普】演示夜里写的");
    assert.equal(await sendNotices(context), 0);
    clock.set("2026-11-23T23:59:00Z");
    assert.equal(await sendNotices(context), 0, "still a minute before eight");
    clock.set("2026-11-24T00:00:00Z");
    await Promise.all([sendNotices(context), sendNotices(context)]);
    assert.deepEqual(await statuses(person.id), ["sent"]);
    assert.equal((await queued()).length, 1);
  });

  test("who left no number is told on his pages alone", async () => {
    const { server, context, tell, queued } = await open();
    await using _ = server;
    const person = await buildPerson(context);
    await context.db
      .updateTable("persons")
      .set({ phone_sealed: null, phone_index: null })
      .where("id", "=", person.id)
      .execute();
    await tell(person.id, "【湘江科普】演示没有电话");
    assert.equal(await sendNotices(context), 1);
    assert.deepEqual(await queued(), []);
  });
});
