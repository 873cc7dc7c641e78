import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildOrder, buildOrderWorld, race, requesterOf, walkOrder, wins } from "#modules/orders/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import {
  answerComplaint,
  appealComplaint,
  fileComplaint,
  passLateUp,
  withdrawComplaint,
} from "./commands.ts";
import { listComplaints, listOwnComplaints } from "./queries.ts";

const dayMs = 86_400_000;
const rounds = 200;
const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T02:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act } = world;
  const served = async () => {
    const orderId = await buildOrder(world);
    await walkOrder(world, orderId, "done");
    return { orderId, resident: await requesterOf(world, orderId) };
  };
  const file = (
    one: Awaited<ReturnType<typeof served>>,
    change: Partial<Parameters<typeof fileComplaint>[3]> = {},
  ) =>
    act((trx) =>
      fileComplaint(trx, context, one.resident, {
        orderId: one.orderId,
        about: "team",
        body: "来的人迟到一小时，也没有说抱歉。",
        ...change,
      }),
    );
  const answer = (complaintId: string, actor = world.dispatcher) =>
    act((trx) =>
      answerComplaint(trx, context, actor, {
        complaintId,
        finding: "partly",
        answer: "问过队长，确实迟到，已经请他们改。",
      }),
    );
  const row = (id: string) =>
    db.selectFrom("complaints").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const facts = async (id: string, kind: string) =>
    (await db.selectFrom("facts").select("id").where("source_id", "=", id).where("kind", "=", kind).execute())
      .length;
  return { ...world, served, file, answer, row, facts };
};

databaseSuite("complaints", (database) => {
  test("a complaint belongs at once to the station with a due time, is answered, objected to, and settled by another above", async () => {
    const { db, context, act, station, center, served, file, answer, row, facts, dispatcher } =
      await open(database());
    const one = await served();
    const id = await file(one);
    const filed = await row(id);
    assert.equal(filed.owner_unit_id, station.id);
    assert.equal((filed.due_at?.getTime() ?? 0) - filed.created_at.getTime(), 5 * dayMs);
    await assert.rejects(file(one), refused("complaints.open_already"));
    await answer(id);
    assert.equal(await facts(id, "complaints.answered_in_time"), 1);
    await act((trx) =>
      appealComplaint(trx, context, one.resident, { complaintId: id, reason: "没有说以后怎么办，不满意。" }),
    );
    const appealed = await row(id);
    assert.equal(appealed.owner_unit_id, center.id);
    assert.notEqual(appealed.due_at, null);
    await assert.rejects(answer(id), refused("complaints.second_person"));
    const second = await buildActor(db, context, "演示中心主任");
    await answer(id, second);
    const settled = await row(id);
    assert.deepEqual(
      [settled.status, settled.settled_by_person_id, settled.answered_by_person_id, settled.due_at],
      ["settled", second.personId, dispatcher.personId, null],
    );
    const [own] = await listOwnComplaints(db, context, one.resident.personId);
    assert.equal(own?.status, "settled");
  });

  test("nobody of the team that is meant answers, and a stranger's order is nobody's to complain about", async () => {
    const world = await open(database());
    const { db, context, served, file, answer, team, center } = world;
    const one = await served();
    const id = await file(one);
    for (const member of team.members)
      await assert.rejects(answer(id, member), refused("complaints.involved"));
    await assert.rejects(answer(id, one.resident), refused("complaints.involved"));
    const other = await served();
    await assert.rejects(file({ ...other, resident: one.resident }), refused("complaints.own_order"));
    await assert.rejects(file(other, { body: "太差" }), refused("complaints.body_short"));
    // Nobody was sent yet: only the station can be meant.
    const waiting = await buildOrder(world);
    const unserved = { orderId: waiting, resident: await requesterOf(world, waiting) };
    await assert.rejects(file(unserved), refused("complaints.no_team"));
    // The station itself is meant: it does not answer for itself.
    const about = await file(other, { about: "station" });
    const { rows } = await listComplaints(db, context, { scope: [center.path], page: 1, size: 10 });
    assert.deepEqual(
      rows.map((row) => row.id),
      [about],
    );
  });

  test("what nobody answered in time goes up once, in time counts only what was in time", async () => {
    const { db, context, clock, served, file, answer, row, facts, center } = await open(database());
    const id = await file(await served());
    clock.advanceMs(5 * dayMs + 1);
    assert.ok((await passLateUp({ db, ...context })) >= 1);
    assert.equal(await passLateUp({ db, ...context }), 0);
    const passed = await row(id);
    assert.deepEqual([passed.owner_unit_id, passed.take_overs, passed.status], [center.id, 1, "filed"]);
    await answer(id);
    assert.equal(await facts(id, "complaints.answered_in_time"), 0);
  });

  test(`an answer and a withdrawal at once: one wins, ${rounds} times`, async () => {
    const { context, act, served, file, answer, row } = await open(database());
    const one = await served();
    for (let round = 0; round < rounds; round += 1) {
      const id = await file(one);
      const outcomes = await race(
        () => answer(id),
        () => act((trx) => withdrawComplaint(trx, context, one.resident, id)),
      );
      assert.equal(wins(outcomes), 1);
      const { status, due_at: due } = await row(id);
      assert.ok(status === "answered" || status === "withdrawn");
      assert.equal(due, null);
    }
  });
});
