import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { AppError } from "./errors.ts";
import { runOnce } from "./idempotency.ts";

const rounds = 200;
const context = { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher };

/** One request as a route runs it: its effect is a row of its own in `effects`, its answer that row's number. */
const ask = (
  { db }: TestDatabase,
  request: { key: string; body: string },
  meet: () => Promise<void> = async () => undefined,
) =>
  inTransaction(db, (trx) =>
    runOnce(
      trx,
      context,
      { actor: { kind: "anonymous" }, anonymousKey: "device", route: "POST /probe", ...request },
      async () => {
        await meet();
        const { rows } = await sql<{ no: string }>`
          insert into effects (key) values (${request.key}) returning no::text`.execute(trx);
        return rows[0]?.no;
      },
    ),
  );

const countEffects = async ({ db }: TestDatabase, key: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from effects where key = ${key}`.execute(db);
  return rows[0]?.count ?? 0;
};

const openEffects = ({ db }: TestDatabase) =>
  sql`create table if not exists effects (no bigint generated always as identity, key text not null)`.execute(
    db,
  );

databaseSuite("one key, one effect", (database) => {
  test(`the same request twice at once, ${rounds} rounds: one effect and one answer; with another body the later one is refused`, async () => {
    await openEffects(database());
    let first = 0;
    for (let round = 0; round < rounds; round += 1) {
      const key = randomUUID();
      const same = await Promise.all([1, 2].map(() => ask(database(), { key, body: "甲" })));
      assert.equal(await countEffects(database(), key), 1);
      assert.equal(new Set(same.map((one) => one.response)).size, 1);
      assert.equal(same.filter((one) => one.repeated).length, 1);

      const other = randomUUID();
      const outcomes = await Promise.allSettled(
        ["甲", "乙"].map((body) => ask(database(), { key: other, body })),
      );
      assert.equal(await countEffects(database(), other), 1);
      const lost = outcomes.filter((one) => one.status === "rejected");
      assert.equal(lost.length, 1);
      assert.ok(lost[0]?.reason instanceof AppError && lost[0].reason.code === "idempotency.other_body");
      if (outcomes[0]?.status === "fulfilled") first += 1;
    }
    assert.ok(first > 0, `${first} of ${rounds}`);
  });

  test("a request that failed leaves its key free: tried again, it has its effect", async () => {
    await openEffects(database());
    const key = randomUUID();
    await assert.rejects(
      ask(database(), { key, body: "甲" }, async () => {
        throw new Error("the act failed");
      }),
      /the act failed/,
    );
    assert.equal(await countEffects(database(), key), 0);
    assert.equal((await ask(database(), { key, body: "甲" })).repeated, false);
    assert.equal(await countEffects(database(), key), 1);
  });
});

databaseSuite("control of the keys", (database) => {
  test("without the primary key the same request has its effect twice", async () => {
    await openEffects(database());
    await sql`alter table idempotency_keys drop constraint idempotency_keys_pkey`.execute(database().db);
    const key = randomUUID();
    const meet = createRendezvous(2);
    await Promise.all([1, 2].map(() => ask(database(), { key, body: "甲" }, meet)));
    assert.equal(await countEffects(database(), key), 2);
  });
});
