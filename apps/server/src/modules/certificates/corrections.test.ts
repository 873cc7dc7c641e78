import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "#modules/orders/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import {
  addMember,
  creditHours,
  decideCorrection,
  listOwnHours,
  requestCorrection,
} from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const rounds = 200;

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, team, street } = world;
  const orderId = await buildOrder(world);
  await walkOrder(world, orderId, "done");
  const { id: visitId } = await db
    .selectFrom("visits")
    .select("id")
    .where("order_id", "=", orderId)
    .executeTakeFirstOrThrow();
  /** A volunteer of the team with signed hours of the visit. */
  const credit = async (minutes: number) => {
    const volunteer = await buildActor(db, context);
    const hoursId = await act(async (trx) => {
      await addMember(trx, context, team.leader, { teamId: team.id, personId: volunteer.personId });
      return creditHours(trx, context, volunteer, {
        personId: volunteer.personId,
        teamId: team.id,
        visitId,
        minutes,
        day: "2026-11-20",
        unitId: street.id,
      });
    });
    const ask = (wantedMinutes: number, reason = "那天记错了时间") =>
      act((trx) => requestCorrection(trx, context, volunteer, { hoursId, wantedMinutes, reason }));
    const sums = async () => {
      const own = await listOwnHours(db, volunteer.personId);
      return [own.creditedMinutes, own.addedMinutes];
    };
    return { hoursId, volunteer, ask, sums };
  };
  return { db, context, team, act, credit };
};

databaseSuite("corrections of service hours", (database) => {
  test("signed time can only shrink: what goes beyond it is added by hand, and the two kinds stay apart", async () => {
    const { db, context, act, credit } = await open(database());
    const second = await buildActor(db, context, "演示核对人");
    const accept = (correctionId: string) =>
      act((trx) => decideCorrection(trx, context, second, { correctionId, decision: "accept" }));
    const less = await credit(120);
    await accept(await less.ask(90));
    assert.deepEqual(await less.sums(), [90, 0]);
    const more = await credit(60);
    await accept(await more.ask(100));
    assert.deepEqual(await more.sums(), [60, 40]);
    const none = await credit(30);
    await accept(await none.ask(0));
    assert.deepEqual(await none.sums(), [0, 0]);
    const { rows } = await sql<{ kind: string; sum: number }>`
      select kind, sum(quantity)::float8 as sum from facts where source_table = 'service_hours'
      and source_id in (select id::text from service_hours
        where person_id in (${less.volunteer.personId}, ${more.volunteer.personId}, ${none.volunteer.personId})) group by 1 order by 1`.execute(
      db,
    );
    assert.deepEqual(
      rows.map((row) => [row.kind, Math.round(row.sum * 60)]),
      [
        ["teams.hours_added", 40],
        ["teams.hours_credited", 150],
      ],
    );
  });

  test("only the volunteer asks, one request waits at a time, and somebody else decides with a reason to refuse", async () => {
    const { db, context, team, act, credit } = await open(database());
    const { hoursId: id, volunteer, ask, sums } = await credit(120);
    const [, member] = team.members;
    assert.ok(member !== undefined);
    await assert.rejects(
      act((trx) =>
        requestCorrection(trx, context, member, { hoursId: id, wantedMinutes: 5, reason: "想替他改一下" }),
      ),
      refused("teams.hours_not_found"),
    );
    await assert.rejects(ask(120), refused("teams.correction_same"));
    const correctionId = await ask(60);
    await assert.rejects(ask(30), refused("teams.correction_waiting"));
    await assert.rejects(
      act((trx) => decideCorrection(trx, context, volunteer, { correctionId, decision: "accept" })),
      refused("teams.hours_second_person"),
    );
    await assert.rejects(
      db
        .updateTable("hours_corrections")
        .set({ status: "accepted", decided_by_person_id: volunteer.personId })
        .where("id", "=", correctionId)
        .execute(),
      /hours_corrections_second_person_check/,
    );
    const second = await buildActor(db, context);
    await assert.rejects(
      act((trx) =>
        decideCorrection(trx, context, second, { correctionId, decision: "refuse", reason: "否" }),
      ),
      refused("teams.reason_needed"),
    );
    await act((trx) =>
      decideCorrection(trx, context, second, {
        correctionId,
        decision: "refuse",
        reason: "签到表上是两个小时",
      }),
    );
    assert.deepEqual(await sums(), [120, 0]);
  });

  test(`two people accept one correction at once, ${rounds} rounds: the hours change once`, async () => {
    const { db, context, act, credit } = await open(database());
    const [one, two] = [await buildActor(db, context), await buildActor(db, context)];
    const { ask, sums } = await credit(120);
    const correctionId = await ask(150, "多做了半个小时");
    for (let round = 0; round < rounds; round += 1) {
      await sql`update hours_corrections set status = 'requested', decided_by_person_id = null where id = ${correctionId}`.execute(
        db,
      );
      const [, before = 0] = await sums();
      const outcomes = await Promise.all(
        [one, two].map(async (actor) => {
          if (randomInt(2) === 1) await setTimeout(randomInt(3));
          try {
            await act((trx) => decideCorrection(trx, context, actor, { correctionId, decision: "accept" }));
            return "done";
          } catch (error) {
            if (error instanceof AppError) return error.code;
            throw error;
          }
        }),
      );
      assert.deepEqual(
        outcomes.toSorted((left, right) => left.localeCompare(right)),
        ["done", "state.conflict"],
      );
      assert.deepEqual(await sums(), [120, before + 30]);
    }
  });

  test("control: a decision that looks first and writes then changes the hours twice", async () => {
    const { act, credit } = await open(database());
    const { ask } = await credit(60);
    const correctionId = await ask(90);
    const bothHaveLooked = createRendezvous(2);
    let written = 0;
    const unguarded = () =>
      act(async (trx) => {
        const row = await trx
          .selectFrom("hours_corrections")
          .select("status")
          .where("id", "=", correctionId)
          .executeTakeFirstOrThrow();
        if (row.status !== "requested") return;
        await bothHaveLooked();
        written += 1;
        await sql`update hours_corrections set decision_reason = 'x' where id = ${correctionId}`.execute(trx);
      });
    await Promise.all([unguarded(), unguarded()]);
    assert.equal(written, 2);
  });
});
