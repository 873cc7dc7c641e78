import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { hasConsent } from "#modules/people/index.ts";
import { findHealthLimits, setHealthLimits, setLimits } from "#modules/teams/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "../builders.ts";
import { assignMember } from "../visits.ts";
import { demandsAt, listUnfit } from "./demands.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

test("out of doors asks something only in the hot months, and an evening is a night whatever the service", () => {
  const at = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`);
  assert.deepEqual(demandsAt(["outdoors", "walking"], at("2026-11-28", "09:30")), ["walking"]);
  assert.deepEqual(demandsAt(["outdoors", "walking"], at("2026-06-01", "09:30")), ["outdoors", "walking"]);
  assert.deepEqual(demandsAt(["outdoors"], at("2026-09-30", "15:00")), ["outdoors"]);
  assert.deepEqual(demandsAt(["outdoors"], at("2026-10-01", "00:10")), []);
  assert.deepEqual(demandsAt([], at("2026-11-28", "19:00")), ["night"]);
});

databaseSuite("what a volunteer's health does not allow", (database) => {
  test("is kept sealed and only with consent, keeps him from being sent, and tells the leader the consequence alone", async () => {
    const { db } = database();
    const clock = createTestClock("2026-11-23T02:00:00Z");
    const world = await buildOrderWorld(db, { clock, cipher: testCipher });
    const { context, act, team } = world;
    const [, member] = team.members;
    assert.ok(member !== undefined);
    const { personId } = member;
    const say = (cannot: readonly ("lifting" | "standing")[], agrees: boolean) =>
      act((trx) => setHealthLimits(trx, context, member, { cannot, agrees }));
    await assert.rejects(say(["lifting"], false), refused("teams.health_consent"));
    await say(["lifting"], true);
    assert.deepEqual(await findHealthLimits(db, context, personId), ["lifting"]);
    const { cannot_sealed: sealed } = await db
      .selectFrom("volunteer_limits")
      .select("cannot_sealed")
      .where("person_id", "=", personId)
      .executeTakeFirstOrThrow();
    assert.ok(sealed !== null && !sealed.includes("lifting"));

    const orderId = await buildOrder(world);
    await walkOrder(world, orderId, "accepted");
    await walkOrder(world, orderId, "scheduled");
    const { item_code: code } = await db
      .selectFrom("orders")
      .select("item_code")
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow();
    const demand = (demands: ("lifting" | "standing")[]) =>
      db
        .updateTable("service_items")
        .set({ demands })
        .where("code", "=", code ?? "")
        .execute();
    await db.deleteFrom("visit_members").where("person_id", "=", personId).execute();
    const send = () => act((trx) => assignMember(trx, context, team.leader, { orderId, personId }));
    await demand(["lifting", "standing"]);
    await assert.rejects(send(), (error: unknown) => {
      refused("orders.beyond_limits")(error);
      // Neither the sentence nor its values say which limit it is.
      assert.deepEqual(Object.keys((error as AppError).values), ["name"]);
      return true;
    });
    const ask = { personIds: [personId], effort: "light" as const, startsAt: clock.now() };
    assert.deepEqual([...(await listUnfit(db, context, { ...ask, demands: ["lifting"] }))], [personId]);
    await demand(["standing"]);
    await send();
    // The other limits of the same row stay, and ticking nothing takes the words and the consent away.
    await act((trx) => setLimits(trx, context, member, { effort: "light", visitsAWeek: 2 }));
    assert.deepEqual(await findHealthLimits(db, context, personId), ["lifting"]);
    await say([], false);
    assert.deepEqual(await findHealthLimits(db, context, personId), []);
    assert.equal(await hasConsent(db, personId, "volunteer_health"), false);
    assert.equal(
      (
        await db
          .selectFrom("volunteer_limits")
          .select("visits_a_week")
          .where("person_id", "=", personId)
          .executeTakeFirstOrThrow()
      ).visits_a_week,
      2,
    );
  });
});
