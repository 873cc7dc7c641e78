import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildActor, buildTeam } from "#modules/teams/builders.ts";
import { isMember } from "#modules/teams/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { applyToDrive, decideApplication, takePlace, withdrawApplication } from "./applying.ts";
import { buildDrive } from "./builders.ts";
import { closeDrive } from "./drives.ts";
import {
  getDriveByCode,
  listApplications,
  listDrives,
  listOpenDrives,
  listOwnApplications,
} from "./queries.ts";

const rounds = 100;
const dayMs = 86_400_000;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T02:00:00Z");
  const context = { clock, cipher: testCipher };
  const { db } = database;
  const street = await buildUnit(db, { kind: "street" });
  const team = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
  const act = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(db, work);
  const apply = async (code: string, person?: Awaited<ReturnType<typeof buildActor>>) => {
    const actor = person ?? (await buildActor(db, context, "演示学生"));
    const id = await act((trx) =>
      applyToDrive(trx, context, actor, { code, days: [6, 7], halves: ["morning"], words: "会做纸桥。" }),
    );
    return { id, actor };
  };
  const decide = (applicationId: string, decision: "admit" | "decline", reason?: string) =>
    act((trx) =>
      decideApplication(trx, context, team.leader, { teamId: team.id, applicationId, decision, reason }),
    );
  return { db, clock, context, street, team, act, apply, decide };
};

databaseSuite("recruitments", (database) => {
  test("a resident applies with the code, is admitted or declined with a reason, and only the admission is a fact and a membership", async () => {
    const { db, context, street, team, act, apply, decide } = await open(database());
    const drive = await buildDrive(db, context, team);
    assert.match(drive.code, /^[2-9A-HJKMNP-Z]{6}$/u);
    // However it was typed.
    const found = await getDriveByCode(
      db,
      ` ${drive.code.slice(0, 3).toLowerCase()}-${drive.code.slice(3)}`,
      context.clock.now(),
    );
    assert.equal(found.id, drive.id);
    const [first, second] = [await apply(drive.code), await apply(drive.code)];
    await assert.rejects(apply(drive.code, first.actor), refused("recruitments.applied_already"));
    await assert.rejects(decide(second.id, "decline"), refused("recruitments.reason_needed"));
    await assert.rejects(
      act((trx) =>
        decideApplication(trx, context, first.actor, {
          teamId: team.id,
          applicationId: first.id,
          decision: "admit",
        }),
      ),
      refused("teams.not_leader"),
    );
    await decide(first.id, "admit");
    await decide(second.id, "decline", "这学期周末都排满了");
    await assert.rejects(decide(second.id, "admit"), refused("state.conflict"));
    assert.equal(await isMember(db, { teamId: team.id, personId: first.actor.personId }), true);
    assert.equal(await isMember(db, { teamId: team.id, personId: second.actor.personId }), false);
    await assert.rejects(apply(drive.code, first.actor), refused("recruitments.member_already"));
    const facts = await db
      .selectFrom("facts")
      .select(["quantity", "unit_id"])
      .where("kind", "=", "recruitments.admitted")
      .where("source_id", "in", [first.id, second.id])
      .execute();
    assert.deepEqual(facts, [
      { quantity: 1, unit_id: (await getDriveByCode(db, drive.code, context.clock.now())).unitId },
    ]);
    const [own] = await listOwnApplications(db, context, second.actor.personId);
    assert.deepEqual([own?.status, own?.decisionReason], ["declined", "这学期周末都排满了"]);
    // What an applicant says of himself lies sealed.
    const row = await db
      .selectFrom("recruitment_applications")
      .select("words_sealed")
      .where("id", "=", first.id)
      .executeTakeFirstOrThrow();
    assert.ok(row.words_sealed !== null && !row.words_sealed.includes("会做纸桥"));
    assert.equal((await listApplications(db, context, team.id)).length, 2);
    const listed = await listDrives(db, { scope: [street.path], page: 1, size: 10 }, context.clock.now());
    assert.equal(listed.total, 1);
  });

  test("what is full, past or closed says so, and ending a drive answers whoever still waits", async () => {
    const { db, clock, context, team, act, apply, decide } = await open(database());
    const small = await buildDrive(db, context, team, { wanted: 1, audience: "senior" });
    const [taken, late] = [await apply(small.code), await apply(small.code)];
    await decide(taken.id, "admit");
    await assert.rejects(decide(late.id, "admit"), refused("recruitments.full"));
    await assert.rejects(apply(small.code), refused("recruitments.full"));
    const standing = async (code: string) => (await getDriveByCode(db, code, clock.now())).standing;
    assert.equal(await standing(small.code), "full");
    const drive = await buildDrive(db, context, team);
    await assert.rejects(buildDrive(db, context, team), refused("recruitments.one_open"));
    await assert.rejects(
      buildDrive(db, context, team, { audience: "media", applyUntilOn: "2026-11-22" }),
      refused("recruitments.days"),
    );
    assert.ok((await listOpenDrives(db, clock.now())).some((one) => one.id === drive.id));
    const waits = await apply(drive.code);
    clock.advanceMs(40 * dayMs);
    assert.equal(await standing(drive.code), "past");
    await assert.rejects(apply(drive.code), refused("recruitments.past"));
    const close = (reason?: string) =>
      act((trx) =>
        closeDrive(trx, context, team.leader, { teamId: team.id, recruitmentId: drive.id, reason }),
      );
    await assert.rejects(close(), refused("recruitments.reason_needed"));
    await close("这次先到这里，下学期再招");
    assert.equal(await standing(drive.code), "closed");
    await assert.rejects(apply(drive.code), refused("recruitments.closed"));
    const [own] = await listOwnApplications(db, context, waits.actor.personId);
    assert.deepEqual([own?.status, own?.decisionReason], ["declined", "这次先到这里，下学期再招"]);
  });

  test("what is taken back is taken back by oneself, and its words go", async () => {
    const { db, context, team, act, apply } = await open(database());
    const drive = await buildDrive(db, context, team);
    const one = await apply(drive.code);
    const stranger = await buildActor(db, context);
    await assert.rejects(
      act((trx) => withdrawApplication(trx, context, stranger, one.id)),
      refused("recruitments.application_not_found"),
    );
    await act((trx) => withdrawApplication(trx, context, one.actor, one.id));
    const row = await db
      .selectFrom("recruitment_applications")
      .select(["status", "words_sealed"])
      .where("id", "=", one.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { status: "withdrawn", words_sealed: null });
    await apply(drive.code, one.actor);
  });

  test(`two want the last place at once: exactly one gets it, ${rounds} times`, async () => {
    const { db, context, team, act } = await open(database());
    const drive = await buildDrive(db, context, team, { wanted: rounds + 1 });
    for (let round = 0; round < rounds; round += 1) {
      // One place is left in each round.
      await db
        .updateTable("recruitments")
        .set({ wanted: round + 1, admitted: round })
        .where("id", "=", drive.id)
        .execute();
      const take = () => act((trx) => takePlace(trx, drive.id));
      const outcomes = await Promise.allSettled([take(), take()]);
      const lost = outcomes.flatMap((one): readonly unknown[] =>
        one.status === "rejected" ? [one.reason] : [],
      );
      assert.equal(lost.length, 1);
      assert.ok(refused("recruitments.full")(lost[0]));
    }
    const { admitted } = await db
      .selectFrom("recruitments")
      .select("admitted")
      .where("id", "=", drive.id)
      .executeTakeFirstOrThrow();
    assert.equal(admitted, rounds);
  });

  test("control: who looks first and writes then gives the last place twice", async () => {
    const { db, context, team, act } = await open(database());
    const drive = await buildDrive(db, context, team, { wanted: 1 });
    const bothHaveLooked = createRendezvous(2);
    let given = 0;
    const unguarded = () =>
      act(async (trx) => {
        const { admitted, wanted } = await trx
          .selectFrom("recruitments")
          .select(["admitted", "wanted"])
          .where("id", "=", drive.id)
          .executeTakeFirstOrThrow();
        if (admitted >= wanted) return;
        await bothHaveLooked();
        given += 1;
        await trx
          .updateTable("recruitments")
          .set({ admitted: admitted + 1 })
          .where("id", "=", drive.id)
          .execute();
      });
    await Promise.all([unguarded(), unguarded()]);
    assert.equal(given, 2);
    // The constraint holds where the code would count past the number wanted.
    await assert.rejects(
      db.updateTable("recruitments").set({ admitted: 2 }).where("id", "=", drive.id).execute(),
      /recruitments_places_check/u,
    );
  });
});
