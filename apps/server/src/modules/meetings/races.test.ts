import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildMeetingWorld, buildResolution, type MeetingWorld } from "./builders.ts";
import { closeMeeting } from "./meetings.ts";
import { checkReport, reportResolution } from "./resolutions.ts";

const rounds = 200;
type Outcome = "done" | { refused: string };

/** Both at once, each after a moment of random length; a refusal is an outcome, anything else a failure. */
const race = async (...acts: readonly (() => Promise<unknown>)[]): Promise<readonly Outcome[]> =>
  Promise.all(
    acts.map(async (act): Promise<Outcome> => {
      if (randomInt(2) === 1) await setTimeout(randomInt(3));
      try {
        await act();
        return "done";
      } catch (error) {
        if (error instanceof AppError && error.status < 500) return { refused: error.code };
        throw error;
      }
    }),
  );
const wins = (outcomes: readonly Outcome[]): number => outcomes.filter((one) => one === "done").length;

const openWorld = (database: TestDatabase): Promise<MeetingWorld> =>
  buildMeetingWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

/** The meeting under way again, which no command can do: the trigger is off for this one statement. */
const reopen = async (world: MeetingWorld, meetingId: string): Promise<void> => {
  await world.act(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`delete from facts where source_id = ${meetingId}`.execute(trx);
    await sql`update joint_meetings set status = 'under_way', minutes = null, minutes_record = null, minutes_hash = null where id = ${meetingId}`.execute(
      trx,
    );
  });
};

const minutes = (who: string) => `会议研究了讲师不足的问题，由${who}整理纪要。`;

/** What closeMeeting would be without its lock and its compare-and-set: it looks, and then it writes. */
const closeUnguarded = async (world: MeetingWorld, meetingId: string, who: string): Promise<void> =>
  world.act(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    const { status } = await trx
      .selectFrom("joint_meetings")
      .select("status")
      .where("id", "=", meetingId)
      .executeTakeFirstOrThrow();
    if (status !== "under_way") throw new AppError("meetings.not_under_way", { status: 409 });
    await setTimeout(1);
    await sql`update joint_meetings set status = 'closed', minutes = ${minutes(who)}, minutes_record = '{}', minutes_hash = 'x' where id = ${meetingId}`.execute(
      trx,
    );
  });

databaseSuite("the joint meeting at once", (database) => {
  test(`two secretaries close one meeting at once, ${rounds} rounds: one closing, one set of minutes, one fact`, async () => {
    const world = await openWorld(database());
    const { meetingId } = await buildResolution(world);
    const close = (who: string) => () =>
      world.act((trx) => closeMeeting(trx, world.context, world.chair, { meetingId, minutes: minutes(who) }));
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) await reopen(world, meetingId);
      const outcomes = await race(close("甲"), close("乙"));
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.ok(outcomes.some((one) => one !== "done" && one.refused === "meetings.not_under_way"));
      const winner = outcomes[0] === "done" ? "甲" : "乙";
      const row = await world.db
        .selectFrom("joint_meetings")
        .select("minutes")
        .where("id", "=", meetingId)
        .executeTakeFirstOrThrow();
      assert.equal(row.minutes, minutes(winner));
      const facts = await world.db
        .selectFrom("facts")
        .select("id")
        .where("source_id", "=", meetingId)
        .execute();
      assert.equal(facts.length, 1);
    }
  });

  test("control: without lock and compare-and-set both closings win", async () => {
    const world = await openWorld(database());
    const { meetingId } = await buildResolution(world);
    let both = 0;
    for (let round = 0; round < rounds && both === 0; round += 1) {
      await reopen(world, meetingId);
      const outcomes = await race(
        () => closeUnguarded(world, meetingId, "甲"),
        () => closeUnguarded(world, meetingId, "乙"),
      );
      if (wins(outcomes) === 2) both += 1;
    }
    assert.ok(both > 0, "the rounds never met: the race would prove nothing");
  });

  test(`one report is accepted and returned at once, ${rounds} rounds: one verdict, and the resolution agrees with it`, async () => {
    const world = await openWorld(database());
    const { id } = await buildResolution(world);
    const reportId = await world.act((trx) =>
      reportResolution(trx, world.context, world.liaison, {
        resolutionId: id,
        body: "两名讲师已到位",
        evidenceLink: "/workbench/teams",
      }),
    );
    const check = (verdict: "accept" | "return") => () =>
      world.act((trx) =>
        checkReport(trx, world.context, world.chair, { reportId, verdict, reason: "演示：两人同时核对" }),
      );
    for (let round = 0; round < rounds; round += 1) {
      await world.act(async (trx) => {
        await sql`set local session_replication_role = replica`.execute(trx);
        await sql`delete from facts where source_id = ${id}`.execute(trx);
      });
      await sql`update resolution_reports set status = 'waiting', decided_by_person_id = null where id = ${reportId}`.execute(
        world.db,
      );
      await sql`update joint_resolutions set status = 'reported' where id = ${id}`.execute(world.db);
      const outcomes = await race(check("accept"), check("return"));
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      const { status } = await world.db
        .selectFrom("joint_resolutions")
        .select("status")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      assert.equal(status, outcomes[0] === "done" ? "done" : "open");
    }
  });
});
