import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { grantRole } from "#modules/identity/index.ts";
import { systemActor } from "#kernel/actor.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildIssue, buildMeeting, buildMeetingWorld, buildResolution } from "./builders.ts";
import { answerIssue, classifyIssue, fileIssue, mergeIssue } from "./issues.ts";
import { addTopic, beginMeeting, buildAgenda, cancelMeeting, closeMeeting } from "./meetings.ts";
import { getIssue, getResolution, listAgenda, listReports, listSimilar } from "./queries.ts";
import { remindOverdue } from "./reminders.ts";
import { checkReport, decideItem, reportResolution } from "./resolutions.ts";
import { likeness } from "./similar.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const open = (database: TestDatabase) =>
  buildMeetingWorld(database.db, {
    clock: createTestClock("2026-11-23T01:00:00Z"),
    cipher: testCipher,
  });
const minutes = "会议研究了讲师不足的问题，形成一项决议。";

test("issues that read alike are found, others are not", () => {
  const one = { title: "社区科普讲师不够用", body: "暑期点单多，讲师排不开。" };
  assert.ok(likeness(one, { title: "科普讲师不够", body: "周末没有讲师可派。" }) >= 0.3);
  assert.ok(likeness(one, { title: "望远镜坏了没有钱修", body: "想申请一笔维修费。" }) < 0.1);
  assert.equal(likeness(one, one), 1);
});

databaseSuite("issues of the joint meeting", (database) => {
  test("an issue is filed with its words, classified, found beside its like and merged; what was merged follows", async () => {
    const world = await open(database());
    const { db, context, chair, act } = world;
    await assert.rejects(
      buildIssue(world, { title: "短", body: "也短" }),
      (error: unknown) =>
        refused("meetings.issue_title")(error) && Object.keys((error as AppError).fields).length === 2,
    );
    const first = await buildIssue(world);
    const second = await buildIssue(world, { title: "科普讲师不够", body: "周末没有讲师可派。" });
    const third = await buildIssue(world, { title: "讲师不够用", body: "三个社区都缺讲师。" });
    await buildIssue(world, { title: "望远镜坏了没有钱修", body: "想申请一笔维修费。" });
    await act((trx) => classifyIssue(trx, context, chair, { issueId: first, category: "people" }));
    const similar = await listSimilar(db, await getIssue(db, first));
    assert.deepEqual(similar.map((one) => one.id).sort(), [second, third].sort());
    await act((trx) => mergeIssue(trx, context, chair, { issueId: third, intoId: second }));
    await act((trx) => mergeIssue(trx, context, chair, { issueId: second, intoId: first }));
    const merged = await getIssue(db, third);
    assert.deepEqual([merged.status, merged.mergedIntoId], ["merged", first]);
    assert.equal((await getIssue(db, first)).mergedCount, 2);
    await assert.rejects(
      act((trx) => mergeIssue(trx, context, chair, { issueId: first, intoId: third })),
      refused("meetings.merge_target"),
    );
    await assert.rejects(
      act((trx) => mergeIssue(trx, context, chair, { issueId: first, intoId: first })),
      refused("meetings.merge_self"),
    );
    await assert.rejects(
      act((trx) => answerIssue(trx, context, chair, { issueId: second, answer: "已经并走了的" })),
      refused("state.conflict"),
    );
  });
});

databaseSuite("the joint meeting", (database) => {
  test("an overdue resolution stands first on the next agenda, then issues, then what is not yet due", async () => {
    const world = await open(database());
    const { db, context, chair, act } = world;
    const late = await buildResolution(world, { dueOn: "2026-12-01" });
    await act((trx) => closeMeeting(trx, context, chair, { meetingId: late.meetingId, minutes }));
    const soon = await buildResolution(world, { dueOn: "2027-06-01" });
    // The first agenda of that meeting named the earlier resolution, so it has an item of its own to decide.
    for (const item of await listAgenda(db, soon.meetingId))
      if (item.outcome === null)
        await act((trx) =>
          decideItem(trx, context, chair, { itemId: item.id, outcome: "noted", decision: "继续督办这一项" }),
        );
    await act((trx) => closeMeeting(trx, context, chair, { meetingId: soon.meetingId, minutes }));
    world.clock.set("2026-12-10T01:00:00Z");
    const one = await buildIssue(world, { title: "一家提的：场地难借" });
    const shared = await buildIssue(world, { title: "两家提的：经费没到" });
    const twin = await buildIssue(world, { title: "经费没有到账" });
    await act((trx) => mergeIssue(trx, context, chair, { issueId: twin, intoId: shared }));
    const next = await buildMeeting(world);
    await act((trx) => addTopic(trx, context, chair, { meetingId: next, title: "听取年度工作情况" }));
    const agenda = await listAgenda(db, next);
    assert.deepEqual(
      agenda.map(({ position, kind, issueId, resolutionId }) => [position, kind, issueId ?? resolutionId]),
      [
        [1, "overdue", late.id],
        [2, "issue", shared],
        [3, "issue", one],
        [4, "topic", null],
        [5, "undone", soon.id],
      ],
    );
    await act((trx) => cancelMeeting(trx, context, chair, next));
    assert.equal((await getIssue(db, one)).status, "open");
  });

  test("a resolution without owner or due date is refused with a sentence, and by the database itself", async () => {
    const world = await open(database());
    const { db, context, chair, act, street } = world;
    await buildIssue(world);
    const meetingId = await buildMeeting(world, { begun: true });
    const item = (await listAgenda(db, meetingId)).find((one) => one.kind === "issue");
    assert.ok(item !== undefined);
    const decide = (change: { ownerUnitId?: string; dueOn?: string; decision?: string }) =>
      act((trx) =>
        decideItem(trx, context, chair, {
          itemId: item.id,
          outcome: "resolution",
          decision: "从学会借两名讲师",
          ...change,
        }),
      );
    await assert.rejects(decide({ dueOn: "2026-12-20" }), refused("meetings.owner_needed"));
    await assert.rejects(decide({ ownerUnitId: street.id }), refused("meetings.due_needed"));
    await assert.rejects(
      decide({ ownerUnitId: street.id, dueOn: "2026-11-23" }),
      refused("meetings.due_past"),
    );
    const closedUnit = await buildUnit(db, { kind: "street" });
    await db
      .updateTable("org_units")
      .set({ valid_to: "2026-11-01" })
      .where("id", "=", closedUnit.id)
      .execute();
    await assert.rejects(
      decide({ ownerUnitId: closedUnit.id, dueOn: "2026-12-20" }),
      refused("meetings.owner_closed"),
    );
    const insert = (owner: string | null, due: string | null) =>
      sql`insert into joint_resolutions (id, meeting_id, agenda_item_id, body, owner_unit_id, due_on, decided_on, status, status_changed_at, created_at)
        values (gen_random_uuid(), ${meetingId}, ${item.id}, '从学会借两名讲师', ${owner}, ${due}, '2026-11-23', 'open', now(), now())`.execute(
        db,
      );
    await assert.rejects(insert(null, "2026-12-20"), /owner_unit_id/);
    await assert.rejects(insert(street.id, null), /due_on/);
    await assert.rejects(insert(street.id, "2026-11-01"), /joint_resolutions_due_check/);
    assert.equal(typeof (await decide({ ownerUnitId: street.id, dueOn: "2026-12-20" })), "string");
    // A second unit may owe a part of the same item.
    assert.equal(typeof (await decide({ ownerUnitId: world.root.id, dueOn: "2026-12-25" })), "string");
    await assert.rejects(
      act((trx) =>
        decideItem(trx, context, chair, { itemId: item.id, outcome: "answered", decision: "另有答复如下" }),
      ),
      refused("meetings.item_decided"),
    );
  });

  test("a meeting closes only when everything is decided; then its minutes are frozen and their hash stands in the audit", async () => {
    const world = await open(database());
    const { db, context, chair, act } = world;
    await buildIssue(world, { title: "另一个单位的议题" });
    const { id, meetingId } = await buildResolution(world);
    const close = (words = minutes) =>
      act((trx) => closeMeeting(trx, context, chair, { meetingId, minutes: words }));
    await assert.rejects(close("短"), refused("meetings.minutes_short"));
    await assert.rejects(close(), refused("meetings.undecided"));
    const put = (await listAgenda(db, meetingId)).find(
      (item) => item.kind === "issue" && item.outcome === null,
    )?.issueId;
    assert.ok(typeof put === "string");
    for (const item of await listAgenda(db, meetingId))
      if (item.outcome === null)
        await act((trx) => decideItem(trx, context, chair, { itemId: item.id, outcome: "deferred" }));
    const { hash } = await close();
    const row = await db
      .selectFrom("joint_meetings")
      .select(["minutes_record", "minutes_hash"])
      .where("id", "=", meetingId)
      .executeTakeFirstOrThrow();
    assert.equal(row.minutes_hash, hash);
    assert.equal(
      createHash("sha256")
        .update(row.minutes_record ?? "")
        .digest("hex"),
      hash,
    );
    assert.match(row.minutes_record ?? "", /从学会借两名讲师/);
    const audit = await db
      .selectFrom("audit_entries")
      .select("reason")
      .where("action", "=", "meetings.close")
      .where("record_id", "=", meetingId)
      .executeTakeFirstOrThrow();
    assert.ok(audit.reason?.includes(hash));
    assert.equal((await getIssue(db, put)).status, "open");
    await assert.rejects(
      db.updateTable("joint_meetings").set({ minutes: "改过的纪要" }).where("id", "=", meetingId).execute(),
      /never changes/,
    );
    await assert.rejects(
      db.deleteFrom("joint_meetings").where("id", "=", meetingId).execute(),
      /never changes/,
    );
    await assert.rejects(
      db
        .updateTable("agenda_items")
        .set({ decision: "另一个决定" })
        .where("meeting_id", "=", meetingId)
        .execute(),
      /never changes/,
    );
    await assert.rejects(
      db.deleteFrom("meeting_attendance").where("meeting_id", "=", meetingId).execute(),
      /never changes/,
    );
    await assert.rejects(
      db.updateTable("joint_resolutions").set({ due_on: "2027-12-20" }).where("id", "=", id).execute(),
      /never change/,
    );
    const facts = await db.selectFrom("facts").select("kind").where("source_id", "=", meetingId).execute();
    assert.deepEqual(facts, [{ kind: "meetings.held" }]);
    await assert.rejects(
      act((trx) => buildAgenda(trx, context, chair, meetingId)),
      refused("meetings.not_planned"),
    );
    await assert.rejects(
      act((trx) => beginMeeting(trx, context, chair, meetingId)),
      refused("state.conflict"),
    );
  });
});

databaseSuite("resolutions", (database) => {
  test("a report needs evidence and a second person; returned it is open again, accepted it is done and a fact", async () => {
    const world = await open(database());
    const { db, context, chair, liaison, act } = world;
    const { id } = await buildResolution(world);
    const report = (change: { evidenceLink?: string }) =>
      act((trx) =>
        reportResolution(trx, context, liaison, { resolutionId: id, body: "两名讲师已到位", ...change }),
      );
    await assert.rejects(report({}), refused("meetings.evidence_needed"));
    await assert.rejects(
      report({ evidenceLink: "https://example.org/x" }),
      refused("meetings.evidence_link"),
    );
    const first = await report({ evidenceLink: "/workbench/teams" });
    await assert.rejects(report({ evidenceLink: "/workbench/teams" }), refused("meetings.report_waiting"));
    const check = (reportId: string, verdict: "accept" | "return", reason?: string, by = chair) =>
      act((trx) => checkReport(trx, context, by, { reportId, verdict, reason }));
    await assert.rejects(check(first, "accept", undefined, liaison), refused("meetings.own_report"));
    await assert.rejects(check(first, "return"), refused("meetings.reason_needed"));
    await check(first, "return", "请补讲师的排班表");
    assert.equal((await getResolution(db, id)).status, "open");
    const second = await report({ evidenceLink: "/workbench/teams" });
    await check(second, "accept");
    assert.equal((await getResolution(db, id)).status, "done");
    await assert.rejects(check(second, "accept"), refused("state.conflict"));
    assert.deepEqual((await listReports(db, id)).map((one) => one.status).sort(), ["accepted", "returned"]);
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "unit_id"])
      .where("source_id", "=", id)
      .execute();
    assert.deepEqual(facts, [{ kind: "meetings.resolution_done", unit_id: world.street.id }]);
  });

  test("an overdue resolution reminds the owner once, seven days later the chair once, and a done one nobody", async () => {
    const world = await open(database());
    const { db, context, chair, liaison, act, street, root } = world;
    const granter = systemActor("test");
    await act(async (trx) => {
      await grantRole(trx, context, granter, {
        personId: liaison.personId,
        role: "street_liaison",
        unitId: street.id,
        reason: "测试",
      });
      await grantRole(trx, context, granter, {
        personId: chair.personId,
        role: "supervisor",
        unitId: root.id,
        reason: "测试",
      });
    });
    const { id } = await buildResolution(world, { dueOn: "2026-12-01" });
    const parts = { db, ...context };
    const notices = async () =>
      (
        await db
          .selectFrom("resolution_notices")
          .select(["stage", "person_id"])
          .where("resolution_id", "=", id)
          .orderBy("created_at")
          .execute()
      ).map((row) => [row.stage, row.person_id]);
    world.clock.set("2026-12-01T10:00:00Z");
    assert.equal(await remindOverdue(parts), 0, "the last day is not overdue");
    world.clock.set("2026-12-02T01:00:00Z");
    assert.deepEqual(
      await Promise.all([remindOverdue(parts), remindOverdue(parts)]).then((both) =>
        both.toSorted((a, b) => a - b),
      ),
      [0, 1],
    );
    assert.equal(await remindOverdue(parts), 0);
    assert.deepEqual(await notices(), [["owner", liaison.personId]]);
    world.clock.set("2026-12-10T01:00:00Z");
    assert.equal(await remindOverdue(parts), 1);
    assert.equal(await remindOverdue(parts), 0);
    assert.deepEqual(await notices(), [
      ["owner", liaison.personId],
      ["chair", chair.personId],
    ]);
    await assert.rejects(
      sql`insert into resolution_notices (id, resolution_id, stage, person_id, body, status, created_at)
        values (gen_random_uuid(), ${id}, 'chair', ${chair.personId}, 'x', 'waiting', now())`.execute(db),
      /resolution_notices_once/,
    );
    const other = await buildResolution(world, { dueOn: "2026-12-20" });
    const reportId = await act((trx) =>
      reportResolution(trx, context, liaison, {
        resolutionId: other.id,
        body: "办好了，见记录",
        evidenceLink: "/workbench/teams",
      }),
    );
    await act((trx) => checkReport(trx, context, chair, { reportId, verdict: "accept" }));
    world.clock.set("2027-02-01T01:00:00Z");
    assert.equal(await remindOverdue(parts), 0);
  });

  test("an issue filed while the secretariat sleeps waits in the list of its own unit", async () => {
    const world = await open(database());
    const id = await world.act((trx) =>
      fileIssue(trx, world.context, world.liaison, {
        unitId: world.street.id,
        kind: "proposal",
        title: "建议每季度换一次展板",
        body: "展板内容旧了，居民不再停下来看。",
      }),
    );
    const issue = await getIssue(world.db, id);
    assert.deepEqual([issue.status, issue.unitId, issue.category], ["open", world.street.id, null]);
  });
});
