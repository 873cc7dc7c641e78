import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, codeOf, race, statusOf, walkOrder, wins } from "../builders.ts";
import { confirmOwnOrder } from "../desk.ts";
import { finishVisit } from "../finishing.ts";
import { rateOrder } from "../ratings.ts";
import { submitOrder } from "../submit.ts";
import { assignMember, signIn } from "../visits.ts";
import { findRoll, findRollVisit, forgetRollNames } from "./queries.ts";
import {
  askCorrection,
  decideCorrection,
  enterGroup,
  enterNames,
  findRollSide,
  removeLine,
  signRoll,
} from "./rolls.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** A rural school whose teacher orders training; the team is on the spot, both of its people signed in. */
const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, street, team } = world;
  const school = await buildUnit(db, { parent: street, kind: "school" });
  const teacher: PersonActor = {
    ...(await buildActor(db, context, "演示教师")),
    grants: [{ role: "teacher", unitId: school.id, unitPath: school.path }],
  };
  const [leader, trainer] = team.members;
  assert.ok(leader !== undefined && trainer !== undefined);
  const onSite = async (): Promise<string> => {
    const { id: orderId } = await act((trx) =>
      submitOrder(trx, context, teacher, {
        itemCode: "rural-lab-training",
        details: undefined,
        audience: "youth",
        placeUnitId: school.id,
        address: undefined,
        peopleCount: 45,
        wantedOn: "2026-11-30",
        wantedHalf: "morning",
        contactName: "演示教师",
        contactPhone: "19900000001",
        requesterPersonId: teacher.personId,
        channel: "portal",
      }),
    );
    await walkOrder(world, orderId, "scheduled");
    await act((trx) => assignMember(trx, context, team.leader, { orderId, personId: trainer.personId }));
    await walkOrder(world, orderId, "under_way");
    const code = await codeOf(world, orderId);
    await act((trx) => signIn(trx, context, trainer, { orderId, code }));
    return orderId;
  };
  const served = async (orderId: string) => {
    const rows = await sql<{ audience: string | null; quantity: number }>`
      select audience, sum(quantity)::int as quantity from facts where kind = 'orders.people_served' and source_id = ${orderId}
      group by 1 having sum(quantity) <> 0 order by 1`.execute(db);
    return rows.rows.map((row) => [row.audience, row.quantity]);
  };
  const rollOf = async (orderId: string, names: "full" | "masked" = "full") => {
    const visit = await findRollVisit(db, orderId);
    return findRoll(db, context, { visitId: visit?.id ?? "", names });
  };
  return { ...world, school, teacher, leader, trainer, onSite, served, rollOf };
};

databaseSuite("attendance rolls of training", (database) => {
  test("a rural school orders training, the team goes, attendance is written down and counted, and it is rated (Y-34)", async () => {
    const world = await open(database());
    const { db, context, act, teacher, leader, trainer, onSite, served, rollOf } = world;
    const orderId = await onSite();
    const finish = () => act((trx) => finishVisit(trx, context, leader, { orderId, peopleServed: 99 }));
    const code = await codeOf(world, orderId);
    const rate = (actor: PersonActor, given: string | undefined) =>
      act((trx) => rateOrder(trx, context, actor, { orderId, stars: 5, comment: undefined, code: given }));

    await assert.rejects(finish(), refused("orders.roll_unsigned"));
    await assert.rejects(
      act((trx) => signRoll(trx, context, trainer, orderId)),
      refused("orders.roll_empty"),
    );
    await act((trx) =>
      enterNames(trx, context, trainer, { orderId, audience: "worker", names: "演示老师甲\n演示老师乙\n" }),
    );
    await act((trx) =>
      enterGroup(trx, context, trainer, { orderId, audience: "youth", group: "五年级 1 班", people: 40 }),
    );
    await act((trx) => signRoll(trx, context, trainer, orderId));
    const stored = await sql<{ name_sealed: Buffer | null; audience: string }>`
      select name_sealed, audience from training_roll_lines`.execute(db);
    assert.ok(stored.rows.every((row) => (row.audience === "youth") === (row.name_sealed === null)));
    assert.ok(
      stored.rows.every((row) => row.name_sealed?.includes("演示") !== true),
      "names lie sealed",
    );

    await finish();
    assert.deepEqual(await served(orderId), [], "nothing counts before the school has confirmed");
    await act((trx) => confirmOwnOrder(trx, context, teacher, orderId));
    assert.deepEqual(await served(orderId), [
      ["worker", 2],
      ["youth", 40],
    ]);
    const visit = await db
      .selectFrom("visits")
      .select("people_served")
      .where("order_id", "=", orderId)
      .executeTakeFirstOrThrow();
    assert.equal(visit.people_served, 42, "the roll's number, not the typed one");
    assert.deepEqual(
      (await rollOf(orderId, "masked"))?.lines.map((line) => line.text),
      ["演****", "演****", "五年级 1 班"],
      "who ordered sees no full name",
    );

    const stranger = await buildActor(db, context);
    await assert.rejects(rate(stranger, undefined), refused("orders.code"));
    await rate(stranger, code);
    assert.equal(await statusOf(world, orderId), "rated");
  });

  test("only who stood there writes, a pupil has no name, nobody stands there twice, and a signed roll is closed", async () => {
    const { db, context, act, teacher, trainer, onSite, rollOf } = await open(database());
    const orderId = await onSite();
    const names = (actor: PersonActor, audience: "farmer" | "youth", typed: string) =>
      act((trx) => enterNames(trx, context, actor, { orderId, audience, names: typed }));
    await assert.rejects(names(teacher, "farmer", "演示学员"), refused("orders.roll_trainer"));
    const stranger = await buildActor(db, context);
    await assert.rejects(names(stranger, "farmer", "演示学员"), refused("orders.not_found"));
    await assert.rejects(names(trainer, "youth", "演示学生"), refused("orders.roll_pupils"));
    await assert.rejects(names(trainer, "farmer", "演示学员 13800000000"), refused("orders.roll_name"));
    await assert.rejects(names(trainer, "farmer", "演示学员\n演示学员"), refused("orders.roll_twice"));
    await names(trainer, "farmer", "演示学员");
    await assert.rejects(names(trainer, "farmer", "演示学员"), refused("orders.roll_twice"));
    await names(trainer, "farmer", "演示学员 三组，演示误记");
    const slip = (await rollOf(orderId))?.lines.find((line) => line.text === "演示误记");
    const remove = () => act((trx) => removeLine(trx, context, trainer, { orderId, lineId: slip?.id ?? "" }));
    await remove();
    await assert.rejects(remove(), refused("orders.roll_line"));
    assert.equal((await rollOf(orderId))?.total, 2);
    await act((trx) => signRoll(trx, context, trainer, orderId));
    await assert.rejects(names(trainer, "farmer", "演示晚到"), refused("orders.roll_signed"));
    await assert.rejects(remove(), refused("orders.roll_signed"));
    // The database keeps a pupil's name out whoever writes.
    await assert.rejects(
      sql`update training_roll_lines set audience = 'youth' where kind = 'person'`.execute(db),
      /training_roll_lines_person_check/u,
    );
  });

  test("a correction takes a reason and a second person, and the facts follow it by reversal", async () => {
    const world = await open(database());
    const { context, act, teacher, leader, trainer, onSite, served, rollOf } = world;
    const orderId = await onSite();
    await act((trx) =>
      enterGroup(trx, context, trainer, { orderId, audience: "youth", group: "五年级 1 班", people: 40 }),
    );
    const ask = (reason: string, line: Parameters<typeof askCorrection>[3]) =>
      act((trx) => askCorrection(trx, context, trainer, { ...line, reason }));
    const group = { audience: "youth" as const, group: "五年级 2 班", people: 5 };
    await assert.rejects(
      ask("后面来了一个班的同学", { orderId, reason: "", line: group }),
      refused("orders.roll_unsigned"),
    );
    await act((trx) => signRoll(trx, context, trainer, orderId));
    await act((trx) => finishVisit(trx, context, leader, { orderId, peopleServed: undefined }));
    await act((trx) => confirmOwnOrder(trx, context, teacher, orderId));

    await assert.rejects(ask("少", { orderId, reason: "", line: group }), refused("orders.reason_needed"));
    const changeId = await ask("后面来了一个班的同学", { orderId, reason: "", line: group });
    await assert.rejects(
      ask("又来了一个班的同学", { orderId, reason: "", line: group }),
      refused("orders.roll_waiting"),
    );
    const decide = (actor: PersonActor, id = changeId) =>
      act((trx) => decideCorrection(trx, context, actor, { orderId, changeId: id, decision: "agree" }));
    await assert.rejects(decide(trainer), refused("orders.roll_own"));
    assert.deepEqual(await served(orderId), [["youth", 40]], "nothing moves before the second person");
    const outcomes = await race(
      () => decide(teacher),
      () => decide(leader),
    );
    assert.equal(wins(outcomes), 1, "one of two at once decides");
    assert.deepEqual(await served(orderId), [["youth", 45]]);
    const first = (await rollOf(orderId))?.lines.find((line) => line.text === "五年级 1 班");
    const strike = await ask("这个班那天没有来", { orderId, reason: "", lineId: first?.id ?? "" });
    await decide(leader, strike);
    assert.deepEqual(await served(orderId), [["youth", 5]]);
  });

  test("a service that is no training has no roll, and names are forgotten after a year while numbers stay", async () => {
    const world = await open(database());
    const { db, context, act, clock, trainer, leader, onSite, rollOf } = world;
    const other = await buildOrder(world);
    await walkOrder(world, other, "under_way");
    const order = await db.selectFrom("orders").selectAll().where("id", "=", other).executeTakeFirstOrThrow();
    assert.equal(await findRollSide(db, order, leader), undefined);

    const orderId = await onSite();
    await act((trx) =>
      enterNames(trx, context, trainer, { orderId, audience: "farmer", names: "演示学员甲" }),
    );
    await act((trx) => forgetRollNames(trx, context));
    assert.equal((await rollOf(orderId))?.lines[0]?.text, "演示学员甲");
    clock.advanceMs(370 * 86_400_000);
    await act((trx) => forgetRollNames(trx, context));
    const roll = await rollOf(orderId);
    assert.deepEqual([roll?.lines[0]?.text, roll?.total], [undefined, 1]);
  });
});
