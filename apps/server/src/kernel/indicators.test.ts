import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { audiences } from "./audiences.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { type FactInput, recordFacts, registerFactKinds, reverseFact, reverseFactsOf } from "./facts.ts";
import {
  evaluate,
  getIndicator,
  type Indicator,
  listIndicators,
  registerIndicators,
  rollUp,
  seedIndicators,
} from "./indicators.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");

const indicator = (change: Partial<Indicator> = {}): Indicator => ({
  code: "visits",
  version: 1,
  name: "到馆人次",
  definition: "演示",
  factKinds: ["venues.visited"],
  filter: {},
  aggregate: "sum",
  measure: "人次",
  validFrom: "2026-01-01",
  ...change,
});

/** A small generator with a fixed seed: the same facts every run. */
const createRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
};

databaseSuite("indicators", (database) => {
  const sources: { table: string; id: string }[] = [];
  let tree: BuiltUnit[] = [];

  const prepare = async (): Promise<void> => {
    if (tree.length > 0) return;
    const { db } = database();
    const root = await buildUnit(db, { kind: "committee" });
    const streets = [await buildUnit(db, { parent: root }), await buildUnit(db, { parent: root })];
    const communities = await Promise.all(
      streets.flatMap((street) => [1, 2].map(() => buildUnit(db, { parent: street, kind: "community" }))),
    );
    tree = [root, ...streets, ...communities];
    const random = createRandom(11);
    const ids: string[] = [];
    for (let count = 0; count < 200; count += 1) {
      const source = { table: "visits", id: randomUUID() };
      sources.push(source);
      const fact: FactInput = {
        kind: "venues.visited",
        occurredOn: `2026-${String(1 + random(12)).padStart(2, "0")}-${String(1 + random(28)).padStart(2, "0")}`,
        unitId: tree[random(tree.length)]?.id ?? "",
        quantity: random(1000) / 10,
        measure: "人次",
        source,
        ...(random(2) === 0 ? {} : { audience: audiences[random(5)] ?? "elder" }),
        ...(random(3) === 0 ? { topic: "天文" } : {}),
        ...(random(3) === 0 ? { place: "演示馆" } : {}),
        planTags: random(2) === 0 ? ["三（四）2"] : [],
      };
      // The same act told for two audiences: one source, two facts.
      const second: FactInput[] = random(4) === 0 ? [{ ...fact, topic: "二次", quantity: 1 }] : [];
      ids.push(...(await inTransaction(db, (trx) => recordFacts(trx, clock, [fact, ...second]))));
    }
    for (const id of ids.filter(() => random(4) === 0))
      await inTransaction(db, (trx) => reverseFact(trx, clock, id));
  };

  const direct = async (
    unit: BuiltUnit,
    wanted: Indicator,
    period: { from: string; to: string },
  ): Promise<number> => {
    const { filter } = wanted;
    const found = await sql<{ sum: number | null; count: number; sources: number }>`
      select sum(quantity) as sum, count(*) as count, count(distinct source_id) as sources
      from facts f join org_units u on u.id = f.unit_id
      where f.reverses_id is null and f.id not in (select reverses_id from facts where reverses_id is not null)
        and u.path <@ ${unit.path}::ltree and occurred_on between ${period.from}::date and ${period.to}::date
        and (${filter.audience ?? null}::text is null or audience = ${filter.audience ?? null})
        and (${filter.topic ?? null}::text is null or topic = ${filter.topic ?? null})
        and (${filter.place ?? null}::text is null or place = ${filter.place ?? null})
        and (${filter.planTag ?? null}::text is null or ${filter.planTag ?? null} = any(plan_tags))`.execute(
      database().db,
    );
    const row = found.rows[0];
    if (wanted.aggregate === "count") return row?.count ?? 0;
    if (wanted.aggregate === "distinct_sources") return row?.sources ?? 0;
    return row?.sum ?? 0;
  };

  const periods = [
    { from: "2026-01-01", to: "2026-12-31" },
    { from: "2026-03-01", to: "2026-03-31" },
    { from: "2026-02-10", to: "2026-07-19" },
    { from: "2026-05-04", to: "2026-05-09" },
    { from: "2026-06-30", to: "2026-07-01" },
    { from: "2026-09-02", to: "2026-09-01" },
  ];
  const filters: Indicator["filter"][] = [
    {},
    { audience: "elder" },
    { topic: "天文" },
    { place: "演示馆" },
    { planTag: "三（四）2" },
    { audience: "youth", planTag: "三（四）2" },
  ];

  for (const aggregate of ["sum", "count", "distinct_sources"] as const) {
    test(`a figure (${aggregate}) equals what its standing facts say at every unit, for every period and filter, after random reversals`, async () => {
      await prepare();
      const root = tree[0];
      assert.ok(root);
      let compared = 0;
      for (const period of periods) {
        for (const filter of filters) {
          const wanted = indicator({ aggregate, filter });
          const figures: ReadonlyMap<string, number> = new Map(
            (await rollUp(database().db, wanted, { rootPath: root.path, period })).map((figure) => [
              figure.unitId,
              figure.value,
            ]),
          );
          for (const unit of tree) {
            const expected = await direct(unit, wanted, period);
            assert.equal(
              figures.get(unit.id),
              expected,
              `${unit.name} ${JSON.stringify({ period, filter })}`,
            );
            assert.equal(await evaluate(database().db, wanted, { rootPath: unit.path, period }), expected);
            if (expected !== 0) compared += 1;
          }
        }
      }
      assert.ok(compared > 50, "most comparisons are of figures that are not zero");
    });
  }

  test("a reversed fact moves the figure back, and a corrected one stands in its place", async () => {
    const { db } = database();
    const unit = await buildUnit(db);
    const source = { table: "visits", id: randomUUID() };
    const period = { from: "2026-01-01", to: "2026-12-31" };
    const fact: FactInput = {
      kind: "venues.visited",
      occurredOn: "2026-11-23",
      unitId: unit.id,
      quantity: 40,
      measure: "人次",
      source,
    };
    const figure = (): Promise<number> => evaluate(db, indicator(), { rootPath: unit.path, period });
    await inTransaction(db, (trx) => recordFacts(trx, clock, [fact]));
    assert.equal(await figure(), 40);
    assert.equal(await inTransaction(db, (trx) => reverseFactsOf(trx, clock, source)), 1);
    assert.equal(await figure(), 0);
    await inTransaction(db, (trx) => recordFacts(trx, clock, [{ ...fact, quantity: 45 }]));
    assert.equal(await figure(), 45);
    await assert.rejects(
      inTransaction(db, (trx) => recordFacts(trx, clock, [{ ...fact, quantity: 46 }])),
      { code: "facts.already_recorded" },
    );
    assert.equal(await inTransaction(db, (trx) => reverseFactsOf(trx, clock, source)), 1);
    assert.equal(await inTransaction(db, (trx) => reverseFactsOf(trx, clock, source)), 0);
    assert.equal(await figure(), 0);
  });

  test("sums of tenths are exact in the cells", async () => {
    const { db } = database();
    const unit = await buildUnit(db);
    const facts = Array.from({ length: 3 }, (): FactInput => ({
      kind: "venues.visited",
      occurredOn: "2026-11-23",
      unitId: unit.id,
      quantity: 0.1,
      measure: "人次",
      source: { table: "visits", id: randomUUID() },
    }));
    await inTransaction(db, (trx) => recordFacts(trx, clock, facts));
    const cell = await sql<{
      quantity: string;
    }>`select quantity::text from fact_cells where unit_id = ${unit.id}`.execute(db);
    assert.equal(cell.rows[0]?.quantity, "0.3");
  });

  test("twenty acts at once on the same hot cells, in random orders, all commit without one deadlock", async () => {
    const { db } = database();
    const units = await Promise.all([buildUnit(db), buildUnit(db), buildUnit(db)]);
    const deadlocks = async (): Promise<number> => {
      const found = await sql<{
        deadlocks: number;
      }>`select deadlocks from pg_stat_database where datname = current_database()`.execute(db);
      return found.rows[0]?.deadlocks ?? 0;
    };
    const before = await deadlocks();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, seed) => {
        const random = createRandom(seed * 977 + 1);
        const facts = units.flatMap((unit) =>
          audiences.flatMap((audience) =>
            // Many cells an act: with few, even a wrong order would seldom meet itself.
            Array.from({ length: 28 }, (_, day): FactInput => ({
              kind: "venues.visited",
              occurredOn: `2026-10-${String(day + 1).padStart(2, "0")}`,
              unitId: unit.id,
              quantity: 1,
              measure: "人次",
              audience,
              source: { table: "visits", id: randomUUID() },
            })),
          ),
        );
        const shuffled = facts
          .map((fact) => ({ fact, at: random(10_000) }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        return db.transaction().execute((trx) => recordFacts(trx, clock, shuffled));
      }),
    );
    assert.deepEqual(
      results.filter((result) => result.status === "rejected"),
      [],
    );
    assert.equal(await deadlocks(), before);
    const sum = await evaluate(db, indicator(), {
      rootPath: units[0]?.path ?? "",
      period: { from: "2026-10-01", to: "2026-10-31" },
    });
    assert.equal(sum, 20 * 28 * audiences.length);
  });

  test("definitions are written once, every kind of fact has one, and a meaning changed without a new version is refused", async () => {
    const { db } = database();
    registerFactKinds([
      { kind: "probe.seen", name: "看见", measure: "次", from: "有人看见", sourceTable: "probes" },
    ]);
    registerIndicators([indicator({ code: "probe.elders", filter: { audience: "elder" } })]);
    await Promise.all([seedIndicators(db, clock), seedIndicators(db, clock)]);
    assert.equal((await getIndicator(db, "probe.seen", 1)).measure, "次");
    assert.deepEqual((await getIndicator(db, "probe.elders", 1)).filter, { audience: "elder" });
    assert.equal((await listIndicators(db)).filter((found) => found.code === "probe.elders").length, 1);
    registerIndicators([indicator({ code: "probe.elders", filter: { audience: "youth" } })]);
    await assert.rejects(seedIndicators(db, clock), /without a new version/);
    registerIndicators([indicator({ code: "probe.elders", filter: { audience: "elder" } })]);
    await assert.rejects(getIndicator(db, "probe.elders", 2), { code: "indicators.not_found" });
  });
});
