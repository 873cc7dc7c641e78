import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildInspectionWorld, buildRectification, type InspectionWorld } from "./builders.ts";
import { settleRectification } from "./rectifications.ts";

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

const openWorld = (database: TestDatabase): Promise<InspectionWorld> =>
  buildInspectionWorld(database.db, {
    clock: createTestClock("2026-11-23T01:00:00Z"),
    cipher: testCipher,
  });

/** The order reported and not yet verified, as at the beginning of each round. */
const reset = async (world: InspectionWorld, id: string): Promise<void> =>
  world.act(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`delete from facts where source_id = ${id}`.execute(trx);
    await sql`delete from rectification_steps where rectification_id = ${id} and event in ('verify', 'return')`.execute(
      trx,
    );
    await sql`update rectifications set status = 'reported', verified_by_person_id = null where id = ${id}`.execute(
      trx,
    );
  });

const countSteps = async (world: InspectionWorld, id: string): Promise<number> => {
  const row = await world.db
    .selectFrom("rectification_steps")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("rectification_id", "=", id)
    .where("event", "in", ["verify", "return"])
    .executeTakeFirstOrThrow();
  return row.count;
};

/** What settleRectification would be without its lock and its compare-and-set: it looks, and then it writes. */
const verifyUnguarded = async (world: InspectionWorld, id: string): Promise<void> =>
  world.act(async (trx) => {
    const { status } = await trx
      .selectFrom("rectifications")
      .select("status")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (status !== "reported") throw new AppError("state.conflict", { status: 409 });
    await setTimeout(1);
    await sql`update rectifications set status = 'verified' where id = ${id}`.execute(trx);
    await sql`insert into rectification_steps (id, rectification_id, event, at) values (gen_random_uuid(), ${id}, 'verify', now())`.execute(
      trx,
    );
  });

databaseSuite("rectifications at once", (database) => {
  test(`two inspectors verify one rectification at once, ${rounds} rounds: one verification, one step, one fact`, async () => {
    const world = await openWorld(database());
    const id = await buildRectification(world, { reported: true });
    const verify = () =>
      world.act((trx) =>
        settleRectification(trx, world.context, world.inspector, { rectificationId: id, event: "verify" }),
      );
    for (let round = 0; round < rounds; round += 1) {
      await reset(world, id);
      const outcomes = await race(verify, verify);
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.ok(outcomes.some((one) => one !== "done" && one.refused === "state.conflict"));
      assert.equal(await countSteps(world, id), 1);
      const facts = await world.db.selectFrom("facts").select("id").where("source_id", "=", id).execute();
      assert.equal(facts.length, 1);
    }
  });

  test("control: without lock and compare-and-set both verifications win", async () => {
    const world = await openWorld(database());
    const id = await buildRectification(world, { reported: true });
    let both = 0;
    for (let round = 0; round < rounds && both === 0; round += 1) {
      await reset(world, id);
      const outcomes = await race(
        () => verifyUnguarded(world, id),
        () => verifyUnguarded(world, id),
      );
      if (wins(outcomes) === 2 && (await countSteps(world, id)) === 2) both += 1;
    }
    assert.ok(both > 0, "the rounds never met: the race would prove nothing");
  });
});
