import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createPerson } from "#modules/identity/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { clearOldChildTime, findChildTime, setChildLimit, spendChildTime } from "./child-time.ts";
import { addChild, removeChild } from "./children.ts";
import { peopleDataSource } from "./own-data.ts";

const minuteMs = 60_000;
// 16:00 in the district.
const start = "2026-11-23T08:00:00Z";

const build = async (db: Db, birthDate = "2018-09-01") => {
  const clock = createTestClock(start);
  const context = { clock, cipher: testCipher, personalData: [peopleDataSource] };
  const personId = await inTransaction(db, (trx) =>
    createPerson(trx, context, systemActor("test"), { fullName: "演示家长" }),
  );
  const guardian: PersonActor = {
    kind: "person",
    personId,
    sessionId: randomUUID(),
    grants: [],
    secondFactor: false,
  };
  const childId = await inTransaction(db, (trx) =>
    addChild(trx, context, guardian, { fullName: "小禾", birthDate, relation: "mother", consent: true }),
  );
  const time = async () => {
    const found = await findChildTime(db, context, childId);
    assert.ok(found);
    return found;
  };
  const limit = (minutesPerDay: number, opensHour = 6, closesHour = 22, who = guardian) =>
    inTransaction(db, (trx) =>
      setChildLimit(trx, context, who, { childPersonId: childId, minutesPerDay, opensHour, closesHour }),
    );
  return {
    clock,
    context,
    guardian,
    childId,
    time,
    limit,
    spend: () => spendChildTime(db, context, childId),
  };
};

const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

databaseSuite("a child's time", (database) => {
  test("without a guardian's word an hour a day below sixteen, two from then on, none by night", async () => {
    const { db } = database();
    const { time, clock } = await build(db);
    assert.deepEqual((await time()).limit, {
      minutesPerDay: 60,
      opensHour: 6,
      closesHour: 22,
      setByGuardian: false,
    });
    clock.set("2026-11-23T14:00:00Z");
    assert.equal((await time()).state, "closed", "22:00");
    clock.set("2026-11-22T21:59:00Z");
    assert.equal((await time()).state, "closed", "05:59");
    clock.set("2026-11-22T22:00:00Z");
    assert.equal((await time()).state, "open", "06:00");
    clock.set("2034-09-02T08:00:00Z");
    assert.equal((await time()).limit.minutesPerDay, 120);
    clock.set("2036-09-01T15:00:00Z");
    assert.equal((await time()).state, "open", "eighteen, at night");
  });

  test("pages that follow each other add the time between; one left open adds five minutes; a new day begins at nothing", async () => {
    const { db } = database();
    const { time, clock, spend, limit } = await build(db);
    await limit(10);
    await spend();
    clock.advanceMs(2 * minuteMs);
    await spend();
    assert.equal((await time()).usedMinutes, 2);
    clock.advanceMs(90 * minuteMs);
    await spend();
    assert.equal((await time()).usedMinutes, 7, "an hour and a half away");
    // Ten pages of eighteen seconds are three minutes.
    for (let page = 0; page < 10; page += 1) {
      clock.advanceMs(18_000);
      await spend();
    }
    const up = await time();
    assert.deepEqual([up.usedMinutes, up.leftMinutes, up.state], [10, 0, "up"]);
    clock.set("2026-11-23T22:30:00Z");
    assert.deepEqual([(await time()).usedMinutes, (await time()).state], [0, "open"], "the next morning");
    await spend();
    assert.equal((await time()).usedMinutes, 0);
    const rows = await db.selectFrom("child_days").selectAll().execute();
    assert.deepEqual(Object.keys(rows[0] ?? {}).toSorted(), [
      "person_id",
      "run_started_at",
      "seen_at",
      "used_ms",
      "used_on",
    ]);
  });

  test("after half an hour on end it is time to rest", async () => {
    const { db } = database();
    const { time, clock, spend } = await build(db);
    await spend();
    for (let page = 0; page < 10; page += 1) {
      assert.equal((await time()).restNow, false);
      clock.advanceMs(3 * minuteMs);
      await spend();
    }
    assert.equal((await time()).restNow, true);
    clock.advanceMs(10 * minuteMs);
    await spend();
    assert.equal((await time()).restNow, false, "ten minutes away");
  });

  test("twenty pages at the same moment count the time between once; each counted on its own would count it twenty times", async () => {
    const { db } = database();
    const { time, clock, spend, limit, childId } = await build(db);
    await limit(180);
    await spend();
    clock.advanceMs(minuteMs);
    await Promise.all(Array.from({ length: 20 }, spend));
    assert.equal((await time()).usedMinutes, 1);
    // The guard off: look, wait for the others, then write what was seen plus the gap.
    const meet = createRendezvous(4);
    clock.advanceMs(minuteMs);
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const seen = await db
          .selectFrom("child_days")
          .select("seen_at")
          .where("person_id", "=", childId)
          .executeTakeFirstOrThrow();
        await meet();
        await db
          .updateTable("child_days")
          .set((eb) => ({
            used_ms: eb("used_ms", "+", clock.now().getTime() - seen.seen_at.getTime()),
            seen_at: clock.now(),
          }))
          .where("person_id", "=", childId)
          .execute();
      }),
    );
    assert.equal((await time()).usedMinutes, 5, "four times a minute");
  });

  test("only the guardian sets it, with hours in their order; yesterday's numbers go by night, all of it with the child", async () => {
    const { db } = database();
    const { context, clock, guardian, childId, limit, spend } = await build(db);
    const other = await build(db);
    await assert.rejects(limit(60, 6, 22, other.guardian), refusal("people.child_not_yours"));
    await assert.rejects(limit(60, 20, 20), refusal("people.child_hours"));
    await limit(60, 8, 20);
    await spend();
    await other.spend();
    const clear = () => inTransaction(db, (trx) => clearOldChildTime(trx, context));
    assert.equal(await clear(), 0);
    clock.advanceMs(24 * 60 * minuteMs);
    assert.ok((await clear()) >= 2);
    await spend();
    await inTransaction(db, (trx) => removeChild(trx, context, guardian, childId));
    for (const table of ["child_limits", "child_days"] as const)
      assert.equal(
        (await db.selectFrom(table).select("person_id").where("person_id", "=", childId).execute()).length,
        0,
      );
  });
});
