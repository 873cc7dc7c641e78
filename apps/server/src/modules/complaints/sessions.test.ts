import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { createTestClock } from "#kernel/clock.ts";
// oxlint-disable-next-line no-restricted-imports -- builders are for tests, and no door leads to them
import { buildActivity, buildActivityWorld, buildRegistration } from "#modules/activities/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { answerComplaint, appealComplaint, fileComplaint, passLateUp } from "./commands.ts";
import { listComplaints, listOwnComplaints } from "./queries.ts";

const dayMs = 86_400_000;
const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T02:00:00Z");
  const world = await buildActivityWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act } = world;
  const resident = await buildActor(db, context, "演示居民");
  const { poolId, sessionId } = await buildActivity(world);
  await buildRegistration(world, poolId, { actor: resident });
  const file = (change: Partial<Parameters<typeof fileComplaint>[3]> = {}, actor: PersonActor = resident) =>
    act((trx) =>
      fileComplaint(trx, context, actor, {
        sessionId,
        about: "organiser",
        body: "到了现场没有人接待，等了半个小时。",
        ...change,
      }),
    );
  const answer = (complaintId: string, actor: PersonActor) =>
    act((trx) =>
      answerComplaint(trx, context, actor, {
        complaintId,
        finding: "upheld",
        answer: "当天换了教室没有通知到，向您道歉。",
      }),
    );
  const row = (id: string) =>
    db.selectFrom("complaints").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const session = await db
    .selectFrom("activity_sessions as one")
    .innerJoin("activities as activity", "activity.id", "one.activity_id")
    .innerJoin("org_units as unit", "unit.id", "activity.unit_id")
    .select(["activity.unit_id", "activity.created_by_person_id", "activity.title", "unit.parent_id"])
    .where("one.id", "=", sessionId)
    .executeTakeFirstOrThrow();
  return { ...world, resident, sessionId, file, answer, row, session };
};

databaseSuite("complaints about activities", (database) => {
  test("the unit above the organiser has it with a due time; who made the activity does not answer, another does, and an objection goes up", async () => {
    const { db, context, act, clock, resident, sessionId, file, answer, row, session, organiser } =
      await open(database());
    const id = await file();
    const filed = await row(id);
    assert.deepEqual(
      [filed.owner_unit_id, filed.session_id, filed.order_id],
      [session.parent_id, sessionId, null],
      "the organiser itself is meant: the unit above has it",
    );
    assert.equal((filed.due_at?.getTime() ?? 0) - filed.created_at.getTime(), 5 * dayMs);
    await assert.rejects(file(), refused("complaints.open_already"));
    assert.equal(session.created_by_person_id, organiser.personId);
    await assert.rejects(answer(id, organiser), refused("complaints.involved"));
    await assert.rejects(answer(id, resident), refused("complaints.involved"));
    clock.advanceMs(5 * dayMs + 1);
    assert.ok((await passLateUp({ db, ...context })) >= 1);
    assert.equal((await row(id)).take_overs, 1);
    const chief = await buildActor(db, context, "演示主任");
    await answer(id, chief);
    const [own] = await listOwnComplaints(db, context, resident.personId);
    assert.ok(own?.subject.startsWith(session.title));
    await act((trx) =>
      appealComplaint(trx, context, resident, { complaintId: id, reason: "没有说以后怎么办，不满意。" }),
    );
    await assert.rejects(answer(id, chief), refused("complaints.second_person"));
    await answer(id, await buildActor(db, context, "演示上级"));
    assert.equal((await row(id)).status, "settled");
    const { rows } = await listComplaints(db, context, { scope: "everywhere", page: 1, size: 10 });
    assert.ok(rows.some((one) => one.sessionId === sessionId && one.orderId === null));
  });

  test("only one's own session, exactly one subject, and only whom it can mean", async () => {
    const { db, context, sessionId, file } = await open(database());
    const stranger = await buildActor(db, context);
    await assert.rejects(file({}, stranger), refused("complaints.own_session"));
    await assert.rejects(file({ sessionId: undefined }), refused("complaints.one_subject"));
    await assert.rejects(file({ orderId: sessionId }), refused("complaints.one_subject"));
    await assert.rejects(file({ about: "station" }), refused("complaints.about_subject"));
    await assert.rejects(file({ about: "team" }), refused("complaints.no_team"));
    const id = await file();
    await assert.rejects(
      db.updateTable("complaints").set({ session_id: null }).where("id", "=", id).execute(),
      /complaints_(one|about)_subject_check/u,
    );
  });
});
