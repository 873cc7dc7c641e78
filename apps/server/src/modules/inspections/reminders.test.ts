import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { correctPerson, erasePerson, grantRole } from "#modules/identity/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPerson } from "#test/support/whole-system.ts";
import { buildInspectionWorld, buildRectification } from "./builders.ts";
import { remindLate } from "./reminders.ts";

databaseSuite("reminders of rectifications", (database) => {
  test("a rectification past its day reminds the unit once, seven days later the office once, and one that is reported nobody", async () => {
    await using server = await startTestServer(database());
    const { db } = server.context;
    const { clock } = server;
    await db.deleteFrom("text_messages").execute();
    const world = await buildInspectionWorld(db, { ...server.context, clock });
    const { act, context, liaison, inspector, street, root } = world;
    const silent = await buildPerson(server, { name: "演示没有手机的联络员" });
    const leaver = await buildPerson(server, { phone: "19900000103" });
    const granter = systemActor("test");
    const reason = "测试";
    await act(async (trx) => {
      for (const [personId, phone] of [
        [liaison.personId, "19900000101"],
        [inspector.personId, "19900000102"],
      ] as const)
        await correctPerson(trx, context, granter, { personId, phone });
      for (const personId of [silent, leaver])
        await grantRole(trx, context, granter, {
          personId,
          role: "street_liaison",
          unitId: street.id,
          reason,
        });
      await erasePerson(trx, context, granter, leaver);
      await grantRole(trx, context, granter, {
        personId: liaison.personId,
        role: "street_liaison",
        unitId: street.id,
        reason,
      });
      await grantRole(trx, context, granter, {
        personId: inspector.personId,
        role: "supervisor",
        unitId: root.id,
        reason,
      });
    });
    await buildRectification(world);
    const parts = server.context;
    const told = async () =>
      (
        await db
          .selectFrom("text_messages")
          .select("person_id")
          .where("message_key", "like", "inspections.remind:%")
          .orderBy("created_at")
          .execute()
      ).map((message) => message.person_id);
    clock.set("2026-12-20T10:00:00Z");
    assert.equal(await remindLate(parts), 0, "the last day is not late");
    clock.set("2026-12-21T01:00:00Z");
    const both = await Promise.all([remindLate(parts), remindLate(parts)]);
    assert.deepEqual(
      both.toSorted((a, b) => a - b),
      [0, 1],
      "two nodes at once remind once",
    );
    assert.deepEqual(await told(), [liaison.personId]);
    clock.set("2026-12-27T01:00:00Z");
    assert.equal(await remindLate(parts), 0, "the unit still has its week");
    clock.set("2026-12-28T02:00:00Z");
    assert.equal(await remindLate(parts), 1);
    assert.equal(await remindLate(parts), 0);
    assert.deepEqual(await told(), [liaison.personId, inspector.personId]);

    clock.set("2026-11-23T01:00:00Z");
    await buildRectification(world, { reported: true });
    clock.set("2027-02-01T01:00:00Z");
    assert.equal(await remindLate(parts), 0, "what is reported waits for the office, not for the unit");
  });
});
