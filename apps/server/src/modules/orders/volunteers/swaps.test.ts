import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import ICAL from "ical.js";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { addMember, setLimits } from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "../builders.ts";
import { assignMember } from "../visits.ts";
import { closeFeed, findFeedToken, openFeed, readFeed } from "./feed.ts";
import { acceptSwap, endSwap, listOpenSwaps, offerSwap } from "./swaps.ts";

const rounds = 200;

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase, itemCode = "phone-registration") => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, team } = world;
  const schedule = async (code = itemCode): Promise<{ orderId: string; visitId: string }> => {
    const orderId = await buildOrder(world, { itemCode: code });
    await walkOrder(world, orderId, "scheduled");
    const { id } = await db
      .selectFrom("visits")
      .select("id")
      .where("order_id", "=", orderId)
      .executeTakeFirstOrThrow();
    return { orderId, visitId: id };
  };
  const newMember = async (): Promise<PersonActor> => {
    const person = await buildActor(db, context);
    await act((trx) => addMember(trx, context, team.leader, { teamId: team.id, personId: person.personId }));
    return person;
  };
  const goers = async (visitId: string): Promise<readonly string[]> =>
    (await db.selectFrom("visit_members").select("person_id").where("visit_id", "=", visitId).execute()).map(
      (row) => row.person_id,
    );
  const offer = (from: PersonActor, to: PersonActor, visitId: string) =>
    act((trx) => offerSwap(trx, context, from, { visitId, toPersonId: to.personId }));
  const accept = (actor: PersonActor, swapId: string) =>
    act((trx) => acceptSwap(trx, context, actor, swapId));
  return { ...world, schedule, newMember, goers, offer, accept };
};

const outcomeOf = async (work: () => Promise<unknown>): Promise<string> => {
  if (randomInt(2) === 1) await setTimeout(randomInt(3));
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return error.code;
    throw error;
  }
};

databaseSuite("a volunteer's own page: swaps, limits, calendar", (database) => {
  test("both agree, the other has the badge and the time, and leader and dispatcher read of it", async () => {
    const world = await open(database(), "first-aid-lesson");
    const { db, context, act, team } = world;
    const { orderId, visitId } = await world.schedule();
    const [, trained] = team.members;
    assert.ok(trained !== undefined);
    const untrained = await world.newMember();
    const { leader } = team;
    const wrong = await world.offer(leader, untrained, visitId);
    await assert.rejects(world.offer(leader, trained, visitId), refused("orders.swap_waiting"));
    await assert.rejects(world.accept(trained, wrong), refused("orders.swap_gone"));
    await assert.rejects(world.accept(untrained, wrong), refused("orders.badge_missing"));
    assert.deepEqual(await world.goers(visitId), [leader.personId], "nothing changed by the refusal");
    await act((trx) => endSwap(trx, context, leader, { swapId: wrong, event: "withdraw" }));
    const right = await world.offer(leader, trained, visitId);
    assert.deepEqual(
      (await listOpenSwaps(db, context, trained.personId)).map((one) => one.side),
      ["asked"],
    );
    await world.accept(trained, right);
    assert.deepEqual(await world.goers(visitId), [trained.personId]);
    const { rows } = await sql<{ slots: number }>`
      select count(*)::int as slots from visit_member_slots where visit_id = ${visitId} and person_id = ${leader.personId}`.execute(
      db,
    );
    assert.equal(rows[0]?.slots, 0, "the first one's time is free again");
    const told = await db
      .selectFrom("order_notices")
      .select("person_id")
      .where("order_id", "=", orderId)
      .where("body", "like", "%两个人都同意了%")
      .execute();
    assert.deepEqual(
      told.map((row) => row.person_id),
      [leader.personId],
    );
    const events = await db
      .selectFrom("order_events")
      .select("event")
      .where("order_id", "=", orderId)
      .execute();
    assert.ok(events.some((row) => row.event === "swap"));
  });

  test(`two swaps of visits at one time are accepted at once by one person, ${rounds} rounds: he goes to exactly one`, async () => {
    const world = await open(database());
    const { db, team } = world;
    const [, member] = team.members;
    assert.ok(member !== undefined);
    const other = await world.newMember();
    const first = await world.schedule();
    // The leader goes to the first; another member to a second visit at the same time.
    await sql`delete from visit_member_slots where visit_id = ${first.visitId}`.execute(db);
    const next = await world.schedule();
    await sql`delete from visit_member_slots where visit_id = ${next.visitId}`.execute(db);
    await sql`update visits set starts_at = f.starts_at, ends_at = f.ends_at from visits f where f.id = ${first.visitId} and visits.id = ${next.visitId}`.execute(
      db,
    );
    const reset = async () => {
      await sql`delete from visit_member_slots where visit_id in (${first.visitId}, ${next.visitId})`.execute(
        db,
      );
      await sql`delete from visit_members where visit_id in (${first.visitId}, ${next.visitId})`.execute(db);
      await sql`insert into visit_members (visit_id, person_id, assigned_at) values (${first.visitId}, ${team.leader.personId}, now()), (${next.visitId}, ${other.personId}, now())`.execute(
        db,
      );
      await sql`update visit_swaps set status = 'withdrawn' where status = 'offered'`.execute(db);
    };
    for (let round = 0; round < rounds; round += 1) {
      await reset();
      const swaps: string[] = [
        await world.offer(team.leader, member, first.visitId),
        await world.offer(other, member, next.visitId),
      ];
      const outcomes: string[] = await Promise.all(
        swaps.map((swapId) => outcomeOf(() => world.accept(member, swapId))),
      );
      assert.deepEqual(
        outcomes.toSorted((left, right) => left.localeCompare(right)),
        ["done", "orders.volunteer_busy"],
      );
      const going = [...(await world.goers(first.visitId)), ...(await world.goers(next.visitId))];
      assert.equal(going.filter((id) => id === member.personId).length, 1);
      assert.equal(going.length, 2, "both visits have exactly one who goes");
    }
  });

  test(`the one says yes while the other takes the question back, ${rounds} rounds: exactly one of them goes`, async () => {
    const world = await open(database());
    const { db, context, act, team } = world;
    const [, member] = team.members;
    assert.ok(member !== undefined);
    const { visitId } = await world.schedule();
    let accepted = 0;
    for (let round = 0; round < rounds; round += 1) {
      await sql`delete from visit_member_slots where visit_id = ${visitId}`.execute(db);
      await sql`delete from visit_members where visit_id = ${visitId}`.execute(db);
      await sql`insert into visit_members (visit_id, person_id, assigned_at) values (${visitId}, ${team.leader.personId}, now())`.execute(
        db,
      );
      const swapId = await world.offer(team.leader, member, visitId);
      const outcomes: string[] = await Promise.all([
        outcomeOf(() => world.accept(member, swapId)),
        outcomeOf(() => act((trx) => endSwap(trx, context, team.leader, { swapId, event: "withdraw" }))),
      ]);
      assert.equal(outcomes.filter((one) => one === "done").length, 1, outcomes.join());
      const winner: PersonActor = outcomes[0] === "done" ? member : team.leader;
      if (winner === member) accepted += 1;
      assert.deepEqual(await world.goers(visitId), [winner.personId]);
    }
    assert.ok(accepted > 0 && accepted < rounds, `${accepted} of ${rounds}: both orders were met`);
  });

  test("control: a swap that looks first and writes then leaves two who go in the place of one", async () => {
    const world = await open(database());
    const { act, team } = world;
    const [, member] = team.members;
    assert.ok(member !== undefined);
    const other = await world.newMember();
    const { visitId } = await world.schedule();
    const bothHaveLooked = createRendezvous(2);
    const swapId = await world.offer(team.leader, member, visitId);
    const unguarded = (personId: string) =>
      act(async (trx) => {
        const { status } = await trx
          .selectFrom("visit_swaps")
          .select("status")
          .where("id", "=", swapId)
          .executeTakeFirstOrThrow();
        if (status !== "offered") return;
        await bothHaveLooked();
        await sql`delete from visit_members where visit_id = ${visitId} and person_id = ${team.leader.personId}`.execute(
          trx,
        );
        await sql`insert into visit_members (visit_id, person_id, assigned_at) values (${visitId}, ${personId}, now())`.execute(
          trx,
        );
        await sql`update visit_swaps set status = 'accepted' where id = ${swapId}`.execute(trx);
      });
    await Promise.all([unguarded(member.personId), unguarded(other.personId)]);
    assert.equal((await world.goers(visitId)).length, 2);
  });

  test("nobody is sent to what he said he cannot manage", async () => {
    const world = await open(database());
    const { context, act, team } = world;
    const light = await world.newMember();
    await act((trx) => setLimits(trx, context, light, { effort: "light", visitsAWeek: 1 }));
    const heavy = await world.db
      .selectFrom("service_items")
      .select("code")
      .where("effort", "=", "normal")
      .where(sql<boolean>`badges = '{}'`)
      .executeTakeFirst();
    const easy = await world.db
      .selectFrom("service_items")
      .select("code")
      .where("effort", "=", "light")
      .where(sql<boolean>`badges = '{}'`)
      .executeTakeFirst();
    assert.ok(heavy !== undefined && easy !== undefined);
    const send = (orderId: string) =>
      act((trx) => assignMember(trx, context, team.leader, { orderId, personId: light.personId }));
    const { orderId: hard } = await world.schedule(heavy.code);
    await assert.rejects(send(hard), refused("orders.beyond_limits"));
    world.clock.advanceMs(2 * 3_600_000);
    const first = await world.schedule(easy.code);
    await send(first.orderId);
    world.clock.advanceMs(2 * 3_600_000);
    const second = await world.schedule(easy.code);
    await assert.rejects(send(second.orderId), refused("orders.week_full"));
  });

  test("the calendar holds times and streets, no door and no name, and ends with its address", async () => {
    const world = await open(database());
    const { db, context, act, team } = world;
    const { visitId } = await world.schedule();
    const { leader } = team;
    await act((trx) => openFeed(trx, context, leader));
    const token = (await findFeedToken(db, context, leader.personId)) ?? "";
    const publicUrl = "https://kepu.example";
    const text = await readFeed(db, context, { token, publicUrl });
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
    assert.deepEqual(
      events.map((event) => event.getFirstPropertyValue("uid")),
      [`${visitId}@kepu.example`],
    );
    for (const secret of ["演示路 1 号", "演示居民", "19900000001"])
      assert.ok(!text.includes(secret), secret);
    await act((trx) => openFeed(trx, context, leader));
    await assert.rejects(readFeed(db, context, { token, publicUrl }), refused("orders.calendar_gone"));
    await act((trx) => closeFeed(trx, context, leader));
    assert.equal(await findFeedToken(db, context, leader.personId), undefined);
  });
});
