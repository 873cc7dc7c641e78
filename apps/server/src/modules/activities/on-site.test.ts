import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { buildOrder, buildOrderWorld, codeOf, statusOf, walkOrder } from "#modules/orders/builders.ts";
import { actOnOverdue } from "#modules/orders/index.ts";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import {
  type ActivityWorld,
  activityInput,
  buildActivity,
  buildActivityWorld,
  buildRegistration,
} from "./builders.ts";
import { changeActivity } from "./commands.ts";
import type { OnSiteOutcome, SessionLine } from "./on-site.ts";
import { listWork, type SentLine, takeBatch } from "./on-site-work.ts";
import { countAttended } from "./reporting.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Sends lines as a device does: with the tickets that it was given, at a time of its own clock. */
const send = async (
  system: TestServer,
  actor: PersonActor,
  lines: readonly SentLine[],
  options: { work: Awaited<ReturnType<typeof listWork>>; behindMs?: number; sentAt?: Date },
) => {
  const { context, clock } = system;
  const { behindMs = 0, sentAt = new Date(clock.now().getTime() - behindMs), work } = options;
  const tickets = [
    ...work.sessions.map((one) => ({ targetId: one.sessionId, ...one })),
    ...work.visits.map((one) => ({ targetId: one.orderId, ...one })),
  ].map(({ targetId, issuedAt, digest, signature }) => ({ targetId, issuedAt, digest, signature, behindMs }));
  return inTransaction(context.db, (trx) =>
    takeBatch(trx, context, actor, { deviceId: randomUUID(), deviceSentAt: sentAt, tickets, lines }),
  );
};

const open = async (database: TestDatabase) => {
  const system = await startTestServer(database);
  const world = await buildActivityWorld(system.context.db, {
    clock: system.clock,
    cipher: system.context.cipher,
  });
  return { system, world };
};

/** Who works for the street, as a session of his would say. */
const staffOf = (world: ActivityWorld): PersonActor => ({
  ...world.organiser,
  secondFactor: true,
  grants: [{ role: "street_liaison", unitId: world.street.id, unitPath: world.street.path }],
});

const signed = (
  sessionId: string,
  at: Date,
  line: Partial<Extract<SessionLine, { kind: "in" }>>,
): SentLine => ({
  targetId: sessionId,
  line: {
    id: randomUUID(),
    kind: "in",
    sessionId,
    registrationId: undefined,
    peopleCount: 1,
    audience: "elder",
    method: "list",
    deviceAt: at,
    ...line,
  },
});

/** All orders of a short list. */
const permutations = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

databaseSuite("signing in on site without a network", (database) => {
  test("lines that arrive twice and in any order come to the same: nothing lost, nothing doubled", async () => {
    const { system } = await open(database());
    await using _ = system;
    const outcomes = new Set<string>();
    for (const order of permutations([0, 1, 2, 3])) {
      const { context, clock } = system;
      const world = await buildActivityWorld(context.db, { clock, cipher: context.cipher });
      const staff = staffOf(world);
      const { sessionId, poolId, startsAt } = await buildActivity(world);
      const group = await buildRegistration(world, poolId, { peopleCount: 3 });
      const dayBefore = world.clock.now();
      world.clock.set(new Date(startsAt.getTime() - hourMs));
      const work = await listWork(system.context, staff, world.clock.now());
      const at = (minutes: number) => new Date(startsAt.getTime() + minutes * minuteMs);
      const first = signed(sessionId, at(0), { registrationId: group.id, peopleCount: 3 });
      const lines: readonly SentLine[] = [
        first,
        {
          targetId: sessionId,
          line: { id: randomUUID(), kind: "undo", sessionId, undoesId: first.line.id, deviceAt: at(1) },
        },
        signed(sessionId, at(2), { registrationId: group.id, peopleCount: 2 }),
        signed(sessionId, at(3), { peopleCount: 4, audience: "youth", method: "walk_in" }),
      ];
      world.clock.set(at(30));
      for (const index of order) {
        const line = lines[index];
        assert.ok(line !== undefined);
        await send(system, staff, [line], { work });
        const again = await send(system, staff, [line], { work });
        assert.equal(again[0]?.outcome, "known");
      }
      const attended = await countAttended(world.db, sessionId);
      const rows = await world.db
        .selectFrom("on_site_events")
        .select("outcome")
        .where("session_id", "=", sessionId)
        .orderBy("device_at")
        .execute();
      outcomes.add(JSON.stringify([attended, rows.map((row) => row.outcome)]));
      world.clock.set(dayBefore);
    }
    assert.deepEqual(
      [...outcomes],
      [
        JSON.stringify([
          [
            { audience: "elder", people: 2 },
            { audience: "youth", people: 4 },
          ],
          ["undone", "kept", "counted", "counted"] satisfies OnSiteOutcome[],
        ]),
      ],
    );
  });

  test("control: a line that comes again under another number is counted twice: the number of the device's line is the guard", async () => {
    const { system } = await open(database());
    await using _ = system;
    const { context, clock } = system;
    const world = await buildActivityWorld(context.db, { clock, cipher: context.cipher });
    const staff = staffOf(world);
    const { sessionId, startsAt } = await buildActivity(world);
    world.clock.set(new Date(startsAt.getTime() - hourMs));
    const work = await listWork(system.context, staff, world.clock.now());
    const line = signed(sessionId, startsAt, { peopleCount: 4, audience: "youth", method: "walk_in" });
    world.clock.set(new Date(startsAt.getTime() + 30 * minuteMs));
    await send(system, staff, [line, line], { work });
    assert.deepEqual(await countAttended(world.db, sessionId), [{ audience: "youth", people: 4 }]);
    await send(system, staff, [{ ...line, line: { ...line.line, id: randomUUID() } }], { work });
    assert.deepEqual(await countAttended(world.db, sessionId), [{ audience: "youth", people: 8 }]);
  });

  test("only who was given the list can send lines of it; a volunteer of the activity's team is given it, a stranger is not", async () => {
    const { system, world } = await open(database());
    await using _ = system;
    const orders = await buildOrderWorld(world.db, world.context);
    const { id, sessionId, poolId, startsAt } = await buildActivity(world);
    const made = await buildRegistration(world, poolId, { contactName: "欧阳演示" });
    await world.act((trx) =>
      changeActivity(trx, world.context, world.organiser, {
        activityId: id,
        input: { ...activityInput, teamId: orders.team.id },
      }),
    );
    world.clock.set(startsAt);
    const volunteer = orders.team.leader;
    const work = await listWork(system.context, volunteer, world.clock.now());
    const given = work.sessions.find((one) => one.sessionId === sessionId);
    assert.equal(given?.rows[0]?.name, "欧***");
    assert.ok(!JSON.stringify(work).includes(made.code));
    const stranger = orders.resident;
    assert.equal((await listWork(system.context, stranger, world.clock.now())).sessions.length, 0);
    const line = signed(sessionId, startsAt, { registrationId: made.id });
    // The stranger sends with the volunteer's ticket: it is not his.
    const answer = await send(system, stranger, [line], { work });
    assert.deepEqual([answer[0]?.outcome, answer[0]?.flags], ["refused", ["no_ticket"]]);
    assert.equal((await send(system, volunteer, [line], { work }))[0]?.outcome, "counted");
  });

  test("a clock that is an hour off is set right and both times are kept; impossible patterns are marked and lose nothing", async () => {
    const { system, world } = await open(database());
    await using _ = system;
    const staff = staffOf(world);
    const { sessionId, startsAt } = await buildActivity(world);
    const other = await buildActivity(world);
    await world.db
      .updateTable("activity_sessions")
      .set({ address: "另一处" })
      .where("id", "=", other.sessionId)
      .execute();
    world.clock.set(startsAt);
    const work = await listWork(system.context, staff, world.clock.now());
    const slow = (at: Date) => new Date(at.getTime() - hourMs);
    const line = signed(sessionId, slow(new Date(startsAt.getTime() + 10 * minuteMs)), { peopleCount: 2 });
    const elsewhere = signed(other.sessionId, slow(new Date(startsAt.getTime() + 11 * minuteMs)), {
      peopleCount: 40,
    });
    world.clock.set(new Date(startsAt.getTime() + 40 * minuteMs));
    const answers = await send(system, staff, [line, elsewhere], { work, behindMs: hourMs });
    const flagsOf = (id: string) => answers.find((one) => one.id === id)?.flags;
    const rows = await world.db
      .selectFrom("on_site_events")
      .selectAll()
      .where("id", "in", [line.line.id, elsewhere.line.id])
      .execute();
    const first = rows.find((row) => row.id === line.line.id);
    assert.deepEqual(first?.device_at, line.line.deviceAt);
    assert.deepEqual(first?.received_at, world.clock.now());
    assert.deepEqual(first?.judged_at, new Date(startsAt.getTime() + 10 * minuteMs));
    const both = [...(flagsOf(line.line.id) ?? []), ...(flagsOf(elsewhere.line.id) ?? [])];
    assert.equal(both.filter((flag) => flag === "clock_skewed").length, 2);
    assert.equal(both.filter((flag) => flag === "two_places").length, 1);
    assert.ok(flagsOf(elsewhere.line.id)?.includes("many_at_once"));
    assert.deepEqual(await countAttended(world.db, sessionId), [{ audience: "elder", people: 2 }]);
  });

  test("a volunteer's signing in and out at a visit comes later, out first: the visit begins at the judged time and the hours are credited", async () => {
    const { system, world } = await open(database());
    await using _ = system;
    const orders = await buildOrderWorld(world.db, world.context);
    const orderId = await buildOrder(orders);
    await walkOrder(orders, orderId, "scheduled");
    const volunteer = orders.team.leader;
    const work = await listWork(system.context, volunteer, world.clock.now());
    const visit =
      (await listWork(system.context, volunteer, new Date(world.clock.now().getTime() + 12 * hourMs)))
        .visits[0] ?? work.visits[0];
    assert.ok(visit !== undefined);
    assert.ok(!JSON.stringify(work).includes(await codeOf(orders, orderId)));
    const at = (minutes: number) => new Date(visit.startsAt.getTime() + minutes * minuteMs);
    const line = (kind: "visit_in" | "visit_out", minutes: number, code: string): SentLine => ({
      targetId: orderId,
      line: { id: randomUUID(), kind, orderId, deviceAt: at(minutes), code },
    });
    world.clock.set(at(20));
    const [wrong] = await send(system, volunteer, [line("visit_in", 0, "000000")], { work });
    assert.deepEqual([wrong?.outcome, wrong?.flags], ["refused", ["wrong_code"]]);
    const out = line("visit_out", 55, "");
    const into = line("visit_in", 2, await codeOf(orders, orderId));
    world.clock.set(at(58));
    const [early] = await send(system, volunteer, [out], { work });
    assert.deepEqual([early?.outcome, early?.flags], ["kept", ["out_before_in"]]);
    assert.equal((await send(system, volunteer, [into], { work }))[0]?.outcome, "counted");
    assert.equal(
      (await send(system, volunteer, [into, out], { work })).every((one) => one.outcome === "known"),
      true,
    );
    assert.equal(await statusOf(orders, orderId), "under_way");
    const member = await world.db
      .selectFrom("visit_members")
      .innerJoin("visits", "visits.id", "visit_members.visit_id")
      .select(["signed_in_at", "signed_out_at"])
      .where("order_id", "=", orderId)
      .where("person_id", "=", volunteer.personId)
      .executeTakeFirstOrThrow();
    assert.deepEqual([member.signed_in_at, member.signed_out_at], [at(2), at(55)]);
    // Nobody ends the visit by hand; the clock does, and the hours are those that were signed.
    world.clock.set(at(60 + 5 * 60));
    await actOnOverdue({ db: world.db, ...world.context });
    const hours = await world.db
      .selectFrom("service_hours")
      .select("minutes")
      .where("person_id", "=", volunteer.personId)
      .execute();
    assert.deepEqual(
      hours.map((row) => row.minutes),
      [53],
    );
  });

  test("a signing out that arrives after the clock closed the visit still earns its hours; after a no-show the lines are kept for people to judge", async () => {
    const { system, world } = await open(database());
    await using _ = system;
    const orders = await buildOrderWorld(world.db, world.context);
    const orderId = await buildOrder(orders);
    await walkOrder(orders, orderId, "scheduled");
    const volunteer = orders.team.leader;
    const work = await listWork(system.context, volunteer, world.clock.now());
    const visit = work.visits[0];
    assert.ok(visit !== undefined);
    const at = (minutes: number) => new Date(visit.startsAt.getTime() + minutes * minuteMs);
    const line = (kind: "visit_in" | "visit_out", minutes: number, code: string): SentLine => ({
      targetId: orderId,
      line: { id: randomUUID(), kind, orderId, deviceAt: at(minutes), code },
    });
    const code = await codeOf(orders, orderId);
    world.clock.set(at(5));
    await send(system, volunteer, [line("visit_in", 0, code)], { work });
    world.clock.set(at(60 + 5 * 60));
    await actOnOverdue({ db: world.db, ...world.context });
    const [out] = await send(system, volunteer, [line("visit_out", 50, "")], { work });
    assert.equal(out?.outcome, "counted");
    const hours = await world.db
      .selectFrom("service_hours")
      .select("minutes")
      .where("person_id", "=", volunteer.personId)
      .execute();
    assert.deepEqual(
      hours.map((row) => row.minutes),
      [50],
    );

    const missedId = await buildOrder(orders);
    await walkOrder(orders, missedId, "scheduled");
    const later = await listWork(system.context, volunteer, world.clock.now());
    const missed = later.visits.find((one) => one.orderId === missedId);
    assert.ok(missed !== undefined);
    world.clock.set(new Date(missed.startsAt.getTime() + 31 * minuteMs));
    await actOnOverdue({ db: world.db, ...world.context });
    assert.equal(await statusOf(orders, missedId), "no_show");
    const [kept] = await send(
      system,
      volunteer,
      [
        {
          targetId: missedId,
          line: {
            id: randomUUID(),
            kind: "visit_in",
            orderId: missedId,
            deviceAt: missed.startsAt,
            code: await codeOf(orders, missedId),
          },
        },
      ],
      { work: later },
    );
    assert.deepEqual([kept?.outcome, kept?.flags], ["kept", ["visit_over"]]);
  });
});
