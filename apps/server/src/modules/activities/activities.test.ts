import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { evaluate } from "#kernel/indicators.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import {
  type ActivityWorld,
  buildActivity,
  buildActivityWorld,
  buildRegistration,
  sessionInput,
} from "./builders.ts";
import { addSession, cancelSession, changeSession } from "./commands.ts";
import { activityIndicators } from "./facts.ts";
import { forgetContacts } from "./keeping.ts";
import { signInAtDesk } from "./on-site.ts";
import { findByCode, getActivity, getSession } from "./queries.ts";
import { cancelRegistration, confirmOffer, lapseOffers } from "./registering.ts";
import { correctSession, countAttended, holdSession, reportSession } from "./reporting.ts";

const open = (database: TestDatabase): Promise<ActivityWorld> =>
  buildActivityWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const statusOf = async (world: ActivityWorld, id: string): Promise<string> =>
  (await world.db.selectFrom("registrations").select("status").where("id", "=", id).executeTakeFirstOrThrow())
    .status;

const noticesOf = async (world: ActivityWorld, id: string): Promise<readonly string[]> =>
  (
    await world.db
      .selectFrom("registration_notices")
      .select("event")
      .where("registration_id", "=", id)
      .execute()
  )
    .map((row) => row.event.split(" ")[0] ?? "")
    .sort();

const seatsOf = async (world: ActivityWorld, poolId: string): Promise<number> =>
  (
    await world.db
      .selectFrom("seat_pools")
      .select("seats_taken")
      .where("id", "=", poolId)
      .executeTakeFirstOrThrow()
  ).seats_taken;

const signIn = (
  world: ActivityWorld,
  sessionId: string,
  line: { registrationId?: string; people: number; audience?: "elder" | "youth"; id?: string },
) =>
  world.act((trx) =>
    signInAtDesk(trx, world.context, world.organiser, {
      id: line.id ?? randomUUID(),
      kind: "in",
      sessionId,
      registrationId: line.registrationId,
      peopleCount: line.people,
      audience: line.audience,
      method: "desk",
      deviceAt: world.clock.now(),
    }),
  );

databaseSuite("activities", (database) => {
  test("a group registers without an account, and the code alone opens it; a child needs a guardian's word", async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world);
    await assert.rejects(
      buildRegistration(world, poolId, { peopleCount: 3, minorsCount: 2 }),
      refused("activities.guardian"),
    );
    const made = await buildRegistration(world, poolId, {
      peopleCount: 3,
      minorsCount: 2,
      guardianConsent: true,
      contactPhone: "１９９ ０１２３ ４５６７",
    });
    assert.equal(made.status, "confirmed");
    const found = await findByCode(
      world.db,
      world.context,
      `${made.code.slice(0, 5).toLowerCase()}-${made.code.slice(5)}`,
    );
    assert.deepEqual([found?.id, found?.minorsCount, found?.contactPhone], [made.id, 2, "19901234567"]);
    assert.deepEqual(await noticesOf(world, made.id), ["register"]);
    await assert.rejects(
      buildRegistration(world, poolId, { contactPhone: "19901234567" }),
      refused("activities.registered_already"),
    );
    await assert.rejects(
      buildRegistration(world, poolId, { peopleCount: 7 }),
      refused("activities.group_size"),
    );
    await assert.rejects(
      world.db
        .updateTable("registrations")
        .set({ guardian_consent_at: null })
        .where("id", "=", made.id)
        .execute(),
      /registrations_guardian_check/,
    );
    const stored = await world.db
      .selectFrom("registrations")
      .selectAll()
      .where("id", "=", made.id)
      .executeTakeFirstOrThrow();
    assert.ok(!JSON.stringify(stored).includes("19901234567"));
  });

  test("places that come free go to the list in its order: who fits is asked, who does not keeps his place; no answer passes it on", async () => {
    const world = await open(database());
    const { poolId, startsAt } = await buildActivity(world, { seats: { capacity: 4 } });
    const first = await buildRegistration(world, poolId, { peopleCount: 3 });
    const single = await buildRegistration(world, poolId, { peopleCount: 1 });
    const large = await buildRegistration(world, poolId, { peopleCount: 4 });
    const pair = await buildRegistration(world, poolId, { peopleCount: 2 });
    const last = await buildRegistration(world, poolId, { peopleCount: 1 });
    assert.deepEqual(
      [single.status, large.status, pair.status, last.status],
      ["confirmed", "waiting", "waiting", "waiting"],
    );
    await world.act((trx) => cancelRegistration(trx, world.context, { kind: "anonymous" }, first.id));
    assert.deepEqual(
      [await statusOf(world, large.id), await statusOf(world, pair.id), await statusOf(world, last.id)],
      ["waiting", "offered", "offered"],
    );
    assert.equal(await seatsOf(world, poolId), 4);
    assert.deepEqual(await noticesOf(world, pair.id), ["promote", "register"]);
    await world.act((trx) => confirmOffer(trx, world.context, { kind: "anonymous" }, pair.id));
    world.clock.advanceMs(24 * 3_600_000);
    await assert.rejects(
      world.act((trx) => confirmOffer(trx, world.context, { kind: "anonymous" }, last.id)),
      refused("activities.offer_gone"),
    );
    assert.equal(await lapseOffers({ db: world.db, ...world.context }), 1);
    assert.deepEqual(
      [await statusOf(world, last.id), await statusOf(world, pair.id)],
      ["lapsed", "confirmed"],
    );
    assert.equal(await seatsOf(world, poolId), 3);
    // The rest leave: now the large group, first all the time, is asked; its answer waits no longer than the beginning.
    for (const one of [single, pair])
      await world.act((trx) => cancelRegistration(trx, world.context, { kind: "anonymous" }, one.id));
    assert.equal(await statusOf(world, large.id), "offered");
    const row = await findByCode(world.db, world.context, large.code);
    assert.ok(row !== undefined && row.answerBy !== null && row.answerBy <= startsAt);
  });

  test("more places go to the waiting list at once; fewer than are given are refused; a new time and a calling off are told to everybody", async () => {
    const world = await open(database());
    const { sessionId, poolId } = await buildActivity(world, { seats: { capacity: 2 } });
    const sure = await buildRegistration(world, poolId, { peopleCount: 2 });
    const waiting = await buildRegistration(world, poolId, { peopleCount: 2 });
    const change = (capacity: number, hours = 0) => {
      const input = sessionInput(world, world.community.id, { capacity });
      const moved = (at: Date) => new Date(at.getTime() + hours * 3_600_000);
      return world.act((trx) =>
        changeSession(trx, world.context, world.organiser, {
          sessionId,
          input: { ...input, startsAt: moved(input.startsAt), endsAt: moved(input.endsAt) },
        }),
      );
    };
    await assert.rejects(change(1), refused("activities.capacity_taken"));
    await change(5);
    assert.equal(await statusOf(world, waiting.id), "offered");
    await change(5, 24);
    await world.act((trx) =>
      cancelSession(trx, world.context, world.organiser, { sessionId, reason: "讲师病了，改天再办" }),
    );
    assert.deepEqual(
      [await statusOf(world, sure.id), await statusOf(world, waiting.id)],
      ["called_off", "called_off"],
    );
    assert.deepEqual(await noticesOf(world, sure.id), ["call_off", "moved", "register"]);
    assert.equal(await seatsOf(world, poolId), 0);
    await assert.rejects(buildRegistration(world, poolId), refused("activities.registration_closed"));
  });

  test("a session is reported once it is over: facts by audience with theme, street and entry; a correction takes them back and counts what came late", async () => {
    const world = await open(database());
    const { id, sessionId, poolId, endsAt } = await buildActivity(world, {
      activity: { entry: "institution" },
    });
    const group = await buildRegistration(world, poolId, { peopleCount: 5 });
    const late = await buildRegistration(world, poolId, { peopleCount: 2, audience: "youth" });
    await assert.rejects(
      world.act((trx) => holdSession(trx, world.context, world.organiser, sessionId)),
      refused("activities.not_over"),
    );
    world.clock.set(endsAt);
    await signIn(world, sessionId, { registrationId: group.id, people: 4 });
    await signIn(world, sessionId, { people: 3, audience: "youth" });
    await world.act((trx) => holdSession(trx, world.context, world.organiser, sessionId));
    assert.equal((await getActivity(world.db, id)).status, "held");
    const report = (flagsSeen: boolean) =>
      world.act((trx) => reportSession(trx, world.context, world.organiser, { sessionId, flagsSeen }));
    await report(false);
    assert.equal((await getActivity(world.db, id)).status, "reported");
    const facts = await world.db
      .selectFrom("facts")
      .select(["kind", "audience", "topic", "quantity", "unit_id", "plan_tags"])
      .where("source_id", "=", sessionId)
      .orderBy("kind")
      .orderBy("audience")
      .execute();
    assert.deepEqual(
      facts.map((fact) => [
        fact.kind,
        fact.audience,
        fact.quantity,
        fact.topic,
        fact.unit_id,
        fact.plan_tags.at(-1),
      ]),
      [
        ["activities.attended", "elder", 4, "health", world.community.id, "entry:institution"],
        ["activities.attended", "youth", 3, "health", world.community.id, "entry:institution"],
        ["activities.held", null, 1, "health", world.community.id, "entry:institution"],
      ],
    );
    const figure = async (code: string): Promise<number> => {
      const indicator = activityIndicators.find((one) => one.code === code);
      assert.ok(indicator !== undefined);
      return evaluate(world.db, indicator, {
        rootPath: world.street.path,
        period: { from: "2026-01-01", to: "2026-12-31" },
      });
    };
    assert.equal(await figure("activities.attended.institution"), 7);
    assert.equal(await figure("activities.attended.elder.institution"), 4);
    assert.equal(await figure("activities.attended.community"), 0);
    assert.equal(await figure("activities.held.institution"), 1);

    const answer = await signIn(world, sessionId, { registrationId: late.id, people: 2 });
    assert.deepEqual([answer.outcome, answer.flags], ["late", ["after_report"]]);
    assert.equal(await figure("activities.attended.institution"), 7);
    await world.act((trx) =>
      correctSession(trx, world.context, world.organiser, { sessionId, reason: "补上后来传到的签到" }),
    );
    assert.equal(await figure("activities.attended.institution"), 0);
    assert.equal(await figure("activities.held.institution"), 0);
    await assert.rejects(report(false), refused("activities.flags_unseen"));
    await report(true);
    assert.equal(await figure("activities.attended.institution"), 9);
    assert.equal((await getSession(world.db, sessionId)).session.status, "reported");
  });

  test("one group is counted once however often it is signed in, and an undo gives way to the next line; who was offered says yes by coming", async () => {
    const world = await open(database());
    const { sessionId, poolId, startsAt } = await buildActivity(world, { seats: { capacity: 3 } });
    const group = await buildRegistration(world, poolId, { peopleCount: 3 });
    const asked = await buildRegistration(world, poolId, { peopleCount: 3 });
    world.clock.set(new Date(startsAt.getTime() - 600_000));
    const [one, two] = [randomUUID(), randomUUID()];
    assert.equal(
      (await signIn(world, sessionId, { id: one, registrationId: group.id, people: 3 })).outcome,
      "counted",
    );
    assert.equal(
      (await signIn(world, sessionId, { id: one, registrationId: group.id, people: 3 })).outcome,
      "known",
    );
    world.clock.advanceMs(60_000);
    assert.equal(
      (await signIn(world, sessionId, { id: two, registrationId: group.id, people: 2 })).outcome,
      "twice",
    );
    const total = async () =>
      (await countAttended(world.db, sessionId)).reduce((sum, row) => sum + row.people, 0);
    assert.equal(await total(), 3);
    await world.act((trx) =>
      signInAtDesk(trx, world.context, world.organiser, {
        id: randomUUID(),
        kind: "undo",
        sessionId,
        undoesId: one,
        deviceAt: world.clock.now(),
      }),
    );
    assert.equal(await total(), 2);
    await world.act((trx) => cancelRegistration(trx, world.context, { kind: "anonymous" }, group.id));
    assert.equal(await statusOf(world, asked.id), "offered");
    await signIn(world, sessionId, { registrationId: asked.id, people: 4 });
    assert.equal(await statusOf(world, asked.id), "confirmed");
    const flags = await world.db
      .selectFrom("on_site_events")
      .select("flags")
      .where("registration_id", "=", asked.id)
      .execute();
    assert.deepEqual(
      flags.flatMap((row) => row.flags),
      ["more_than_registered"],
    );
  });

  test("names and phones are forgotten 30 days after the end; a session of a street stand has no list", async () => {
    const world = await open(database());
    const { id, poolId, endsAt } = await buildActivity(world);
    const made = await buildRegistration(world, poolId);
    await world.act((trx) =>
      addSession(trx, world.context, world.organiser, {
        ...sessionInput(world, world.community.id, "none"),
        activityId: id,
      }),
    );
    assert.equal(
      (await getActivity(world.db, id)).sessions.filter((one) => one.seats === undefined).length,
      1,
    );
    world.clock.set(new Date(endsAt.getTime() + 29 * 86_400_000));
    await world.act((trx) => forgetContacts(trx, world.context));
    assert.equal((await findByCode(world.db, world.context, made.code))?.contactName, "演示居民");
    world.clock.set(new Date(endsAt.getTime() + 31 * 86_400_000));
    await world.act((trx) => forgetContacts(trx, world.context));
    const found = await findByCode(world.db, world.context, made.code);
    assert.deepEqual(
      [found?.contactName, found?.contactPhone, found?.peopleCount],
      [undefined, undefined, 1],
    );
  });
});
