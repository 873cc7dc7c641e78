import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { type ActivityWorld, buildActivity, buildActivityWorld, buildRegistration } from "./builders.ts";
import { signInAtDesk } from "./on-site.ts";
import { cancelRegistration } from "./registering.ts";

const rounds = 200;
const nobody = { kind: "anonymous" } as const;

const open = (database: TestDatabase): Promise<ActivityWorld> =>
  buildActivityWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

/** All at once, each after a moment of random length; a refusal is an outcome, anything else a failure. */
const race = async <T>(
  ...acts: readonly (() => Promise<T>)[]
): Promise<readonly (T | { refused: string })[]> =>
  Promise.all(
    acts.map(async (act) => {
      if (randomInt(2) === 1) await setTimeout(randomInt(3));
      try {
        return await act();
      } catch (error) {
        if (error instanceof AppError && error.status < 500) return { refused: error.code };
        throw error;
      }
    }),
  );

const clear = async (world: ActivityWorld, poolId: string): Promise<void> => {
  await sql`delete from registration_notices where registration_id in (select id from registrations where pool_id = ${poolId})`.execute(
    world.db,
  );
  await sql`delete from registrations where pool_id = ${poolId}`.execute(world.db);
  await sql`update seat_pools set seats_taken = 0 where id = ${poolId}`.execute(world.db);
};

/** What the registrations hold, and what the pool says that they hold. */
const held = async (world: ActivityWorld, poolId: string): Promise<{ rows: number; pool: number }> => {
  const found = await sql<{ rows: number; pool: number }>`
    select (select coalesce(sum(people_count), 0)::int from registrations where pool_id = p.id and status in ('confirmed', 'offered')) as rows,
      p.seats_taken as pool from seat_pools p where p.id = ${poolId}`.execute(world.db);
  const [row] = found.rows;
  assert.ok(row !== undefined);
  return row;
};

const statusesOf = async (world: ActivityWorld, poolId: string): Promise<readonly string[]> =>
  (
    await world.db
      .selectFrom("registrations")
      .select("status")
      .where("pool_id", "=", poolId)
      .orderBy("queue_no")
      .execute()
  ).map((row) => row.status);

/** What registering would be without its guards: it looks whether there is room, and then it writes. */
const registerUnguarded = (world: ActivityWorld, poolId: string) => () =>
  world.act(async (trx) => {
    const pool = await trx
      .selectFrom("seat_pools")
      .selectAll()
      .where("id", "=", poolId)
      .executeTakeFirstOrThrow();
    const status = pool.seats_taken < pool.capacity ? "confirmed" : "waiting";
    await setTimeout(1);
    await sql`insert into registrations (id, pool_id, status, status_changed_at, people_count, minors_count, code_sealed, code_index, created_at)
      values (gen_random_uuid(), ${poolId}, ${status}, now(), 1, 0, ''::bytea, decode(md5(random()::text), 'hex'), now())`.execute(
      trx,
    );
    if (status === "confirmed")
      await sql`update seat_pools set seats_taken = seats_taken + 1 where id = ${poolId}`.execute(trx);
  });

/** What cancelling would be without its guards: the place is free for a moment before the list is asked. */
const cancelUnguarded = async (world: ActivityWorld, poolId: string, id: string): Promise<void> => {
  await world.act(async (trx) => {
    await sql`update registrations set status = 'cancelled' where id = ${id}`.execute(trx);
    await sql`update seat_pools set seats_taken = seats_taken - 1 where id = ${poolId}`.execute(trx);
  });
  await setTimeout(randomInt(30));
  await world.act(async (trx) => {
    await sql`update registrations set status = 'offered', answer_by = now() + interval '1 day'
      where id = (select r.id from registrations r join seat_pools p on p.id = r.pool_id where r.pool_id = ${poolId} and r.status = 'waiting'
        and p.seats_taken < p.capacity order by queue_no limit 1)`.execute(trx);
  });
};

const line = (world: ActivityWorld, sessionId: string, registrationId: string, id: string) => () =>
  world.act((trx) =>
    signInAtDesk(trx, world.context, world.organiser, {
      id,
      kind: "in",
      sessionId,
      registrationId,
      peopleCount: 2,
      audience: "elder",
      method: "desk",
      deviceAt: world.clock.now(),
    }),
  );

const countedLines = async (world: ActivityWorld, registrationId: string): Promise<number> => {
  const { count } = await world.db
    .selectFrom("on_site_events")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("registration_id", "=", registrationId)
    .where("outcome", "=", "counted")
    .executeTakeFirstOrThrow();
  return count;
};

databaseSuite("activities at once", (database) => {
  test(`three groups want the last places at once, ${rounds} rounds: never more than there are, and nobody is lost`, async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world, { seats: { capacity: 4 } });
    for (let round = 0; round < rounds; round += 1) {
      await clear(world, poolId);
      const made = await race(
        ...[2, 2, 3].map((peopleCount) => () => buildRegistration(world, poolId, { peopleCount })),
      );
      assert.equal(made.filter((one) => "code" in one).length, 3);
      const { rows, pool } = await held(world, poolId);
      assert.equal(rows, pool);
      assert.ok(rows === 4 || rows === 3, `${rows}`);
    }
  });

  test(`a place comes free while somebody new registers, ${rounds} rounds: who waits is asked, the new one stands behind`, async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world, { seats: { capacity: 1 } });
    for (let round = 0; round < rounds; round += 1) {
      await clear(world, poolId);
      const first = await buildRegistration(world, poolId);
      await buildRegistration(world, poolId);
      await race<unknown>(
        () => world.act((trx) => cancelRegistration(trx, world.context, nobody, first.id)),
        () => buildRegistration(world, poolId),
      );
      assert.deepEqual(await statusesOf(world, poolId), ["cancelled", "offered", "waiting"]);
      assert.deepEqual(await held(world, poolId), { rows: 1, pool: 1 });
    }
  });

  test(`two places come free at once, ${rounds} rounds: each who waits is asked once, in order`, async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world, { seats: { capacity: 2 } });
    for (let round = 0; round < rounds; round += 1) {
      await clear(world, poolId);
      const standing = [await buildRegistration(world, poolId), await buildRegistration(world, poolId)];
      for (let index = 0; index < 3; index += 1) await buildRegistration(world, poolId);
      await race(
        ...standing.map(
          (one) => () => world.act((trx) => cancelRegistration(trx, world.context, nobody, one.id)),
        ),
      );
      assert.deepEqual(await statusesOf(world, poolId), [
        "cancelled",
        "cancelled",
        "offered",
        "offered",
        "waiting",
      ]);
      assert.deepEqual(await held(world, poolId), { rows: 2, pool: 2 });
    }
  });

  test(`two desks sign one group in at once, and one line arrives twice at once, ${rounds} rounds: it counts once`, async () => {
    const world = await open(database());
    const { sessionId, poolId } = await buildActivity(world);
    const group = await buildRegistration(world, poolId, { peopleCount: 2 });
    for (let round = 0; round < rounds; round += 1) {
      await sql`delete from on_site_events where session_id = ${sessionId}`.execute(world.db);
      const [one, two] = [randomUUID(), randomUUID()];
      const answers = await race(
        line(world, sessionId, group.id, one),
        line(world, sessionId, group.id, two),
        line(world, sessionId, group.id, one),
      );
      assert.equal(await countedLines(world, group.id), 1);
      const { count } = await world.db
        .selectFrom("on_site_events")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("session_id", "=", sessionId)
        .executeTakeFirstOrThrow();
      assert.equal(count, 2);
      const outcomes = answers.map((answer) => ("outcome" in answer ? answer.outcome : answer.refused));
      assert.equal(outcomes.filter((outcome) => outcome === "known").length, 1, outcomes.join());
    }
  });
});

databaseSuite("controls of the races of activities", (database) => {
  const violations = async (round: () => Promise<boolean>): Promise<number> => {
    let found = 0;
    for (let count = 0; count < rounds && found === 0; count += 1) if (await round()) found += 1;
    return found;
  };

  test("with the guards off more come than there are places", async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world, { seats: { capacity: 1 } });
    await sql`alter table seat_pools drop constraint seat_pools_seats_check`.execute(world.db);
    const found = await violations(async () => {
      await clear(world, poolId);
      await race(registerUnguarded(world, poolId), registerUnguarded(world, poolId));
      return (await held(world, poolId)).rows > 1;
    });
    assert.ok(found > 0);
  });

  test("with the guards off somebody new overtakes the list", async () => {
    const world = await open(database());
    const { poolId } = await buildActivity(world, { seats: { capacity: 1 } });
    const found = await violations(async () => {
      await clear(world, poolId);
      const first = await buildRegistration(world, poolId);
      await buildRegistration(world, poolId);
      await race<unknown>(
        () => cancelUnguarded(world, poolId, first.id),
        () => buildRegistration(world, poolId),
      );
      const statuses = await statusesOf(world, poolId);
      return statuses[1] === "waiting" && statuses[2] === "confirmed";
    });
    assert.ok(found > 0);
  });

  test("with the guards off a group is counted twice", async () => {
    const world = await open(database());
    const { sessionId, poolId } = await buildActivity(world);
    const group = await buildRegistration(world, poolId, { peopleCount: 2 });
    await sql`drop index on_site_events_once`.execute(world.db);
    const signInUnguarded = () =>
      world.act(async (trx) => {
        const earlier = await trx
          .selectFrom("on_site_events")
          .select("id")
          .where("registration_id", "=", group.id)
          .where("outcome", "=", "counted")
          .executeTakeFirst();
        await setTimeout(1);
        await sql`insert into on_site_events (id, kind, session_id, registration_id, people_count, method, device_at, device_sent_at, received_at, judged_at, by_person_id, outcome, flags)
          values (gen_random_uuid(), 'in', ${sessionId}, ${group.id}, 2, 'desk', now(), now(), now(), now(), ${world.organiser.personId},
            ${earlier === undefined ? "counted" : "twice"}, '{}')`.execute(trx);
      });
    const found = await violations(async () => {
      await sql`delete from on_site_events where session_id = ${sessionId}`.execute(world.db);
      await race(signInUnguarded, signInUnguarded);
      return (await countedLines(world, group.id)) > 1;
    });
    assert.ok(found > 0);
  });
});
