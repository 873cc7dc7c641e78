import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { databaseSuite } from "#test/support/database.ts";
import { buildUnit } from "#test/support/builders.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { type FactInput, recordFacts, reverseFact } from "./facts.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");

const visitFact = (unitId: string, change: Partial<FactInput> = {}): FactInput => ({
  kind: "venues.visited",
  occurredOn: "2026-11-23",
  unitId,
  quantity: 40,
  measure: "人次",
  source: { table: "visits", id: randomUUID() },
  ...change,
});

databaseSuite("facts", (database) => {
  test("a fact can be neither changed nor deleted", async () => {
    const { db } = database();
    const unit = await buildUnit(db);
    const [id] = await inTransaction(db, (trx) => recordFacts(trx, clock, [visitFact(unit.id)]));
    await assert.rejects(
      db
        .updateTable("facts")
        .set({ quantity: 41 } as never)
        .where("id", "=", id ?? "")
        .execute(),
      /append-only/,
    );
    await assert.rejects(db.deleteFrom("facts").execute(), /append-only/);
  });

  test("the same act recorded twice is refused, also by two at once", async () => {
    const { db } = database();
    const unit = await buildUnit(db);
    const fact = visitFact(unit.id);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => inTransaction(db, (trx) => recordFacts(trx, clock, [fact]))),
    );
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
  });

  test("a reversal mirrors its fact and happens once", async () => {
    const { db } = database();
    const unit = await buildUnit(db);
    const [id] = await inTransaction(db, (trx) => recordFacts(trx, clock, [visitFact(unit.id)]));
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => inTransaction(db, (trx) => reverseFact(trx, clock, id ?? ""))),
    );
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
    const sum = await db
      .selectFrom("facts")
      .select((eb) => eb.fn.sum<number>("quantity").as("sum"))
      .where("unit_id", "=", unit.id)
      .executeTakeFirstOrThrow();
    assert.equal(sum.sum, 0);
  });

  test("the daily cells equal the sum of the facts after random reversals", async () => {
    const { db } = database();
    const units = await Promise.all([buildUnit(db), buildUnit(db)]);
    const ids: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const unit = units[index % 2];
      const [id] = await inTransaction(db, (trx) =>
        recordFacts(trx, clock, [
          visitFact(unit?.id ?? "", {
            quantity: index,
            audience: index % 3 === 0 ? "elder" : "youth",
            occurredOn: `2026-11-${10 + (index % 5)}`,
          }),
        ]),
      );
      if (id !== undefined) ids.push(id);
    }
    await Promise.all(
      ids
        .filter((_, index) => index % 4 === 1)
        .map((id) => inTransaction(db, (trx) => reverseFact(trx, clock, id))),
    );
    const { rows } = await database().pool.query(`
      select * from (
        select kind, measure, unit_id, occurred_on, coalesce(audience, '') audience, coalesce(topic, '') topic,
          sum(quantity) quantity, sum(case when reverses_id is null then 1 else -1 end) fact_count
        from facts group by 1, 2, 3, 4, 5, 6) f
      full join fact_cells c using (kind, measure, unit_id, occurred_on, audience, topic)
      where f.quantity is distinct from c.quantity or f.fact_count is distinct from c.fact_count`);
    assert.deepEqual(rows, []);
  });
});
