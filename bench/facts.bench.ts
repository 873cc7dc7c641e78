import { evaluate, type Indicator, rollUp } from "../apps/server/src/kernel/indicators.ts";
import { sequenceLedger } from "../apps/server/src/kernel/ledger-sequencer.ts";
import { verifyTree } from "../apps/server/src/kernel/ledger-verify-tree.ts";
import { createTestDatabase, type TestDatabase } from "../apps/server/test/support/database.ts";
import { medianMs } from "./median.ts";
import type { BenchRow } from "./row.ts";
import { buildFacts, buildTree, factCount } from "./seed-facts.ts";

const entryCount = 100_000;
const period = { from: "2026-01-01", to: "2026-12-31" };

const indicator = (change: Partial<Indicator> = {}): Indicator => ({
  code: "bench.visits",
  version: 1,
  name: "到馆人次",
  definition: "演示",
  factKinds: ["bench.visited"],
  filter: {},
  aggregate: "sum",
  measure: "人次",
  validFrom: "2026-01-01",
  ...change,
});

const within = (name: string, value: number, limit: number, note: string): BenchRow => ({
  name,
  value,
  unit: "ms",
  target: `≤ ${limit} ms`,
  ok: value <= limit,
  note,
});

const measureFigures = async (database: TestDatabase, rootPath: string): Promise<BenchRow[]> => {
  const { db } = database;
  const options = { rootPath, period };
  const figures = await rollUp(db, indicator(), options);
  const direct = await database.pool.query<{ sum: number }>(
    "select sum(quantity) as sum from facts where kind = 'bench.visited'",
  );
  if (figures[0]?.value !== direct.rows[0]?.sum)
    throw new Error("the roll-up is not the sum of the facts; its time means nothing");
  const note = `${factCount.toLocaleString("en")} facts, 301 units in 3 levels`;
  const odd = { rootPath, period: { from: "2026-02-10", to: "2026-11-20" } };
  return [
    within(
      "facts: roll-up of a year for the whole tree",
      await medianMs(() => rollUp(db, indicator(), options)),
      100,
      note,
    ),
    within(
      "facts: the same for one audience",
      await medianMs(() => rollUp(db, indicator({ filter: { audience: "elder" } }), options)),
      100,
      note,
    ),
    within(
      "facts: the same from 10 February to 20 November",
      await medianMs(() => rollUp(db, indicator(), odd)),
      100,
      note,
    ),
    within(
      "facts: one figure of the district",
      await medianMs(() => evaluate(db, indicator(), options)),
      100,
      note,
    ),
    {
      name: "facts: the same for one topic (daily cells)",
      value: await medianMs(() => rollUp(db, indicator({ filter: { topic: "topic3" } }), options)),
      unit: "ms",
      note,
    },
    {
      name: "facts: the same for one plan clause (facts)",
      value: await medianMs(() => rollUp(db, indicator({ filter: { planTag: "三（四）2" } }), options)),
      unit: "ms",
      note,
    },
    {
      name: "facts: comparator, the sum over the facts themselves",
      value: await medianMs(() =>
        database.pool.query(`select u.path, sum(f.quantity) from facts f join org_units u on u.id = f.unit_id
          where f.kind = 'bench.visited' and f.occurred_on between '2026-01-01' and '2026-12-31' group by u.path`),
      ),
      unit: "ms",
      note: "without cells, and without rolling up",
    },
  ];
};

/** The tree in the database: placing entries, and recomputing it from there, entry by entry. */
const measureLedger = async (database: TestDatabase): Promise<BenchRow[]> => {
  const { db, pool } = database;
  await pool.query(`insert into ledger_entries (id, subject_table, subject_id, content_hash, created_at)
    select gen_random_uuid(), 'facts', n::text, sha256(n::text::bytea), now() from generate_series(1, ${entryCount}) n`);
  await pool.query("vacuum analyze ledger_entries, ledger_pending");
  const state = { origin: "bench.example/ledger", suite: "sha256", verifier: "bench" } as const;
  const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return Math.round((entryCount * 1000) / (performance.now() - start));
  };
  const placed = await perSecond(() => sequenceLedger(db, state));
  await pool.query("vacuum analyze ledger_leaves, ledger_nodes, ledger_pending");
  const verified = await perSecond(async () => {
    const problems: unknown[] = [];
    const list = {
      add: (problem: unknown) => void problems.push(problem),
      list: [],
      count: () => problems.length,
    };
    const report = await db
      .transaction()
      .execute((trx) =>
        verifyTree(trx, { suite: "sha256", heads: [], leafFile: "none", copiedSize: 0, problems: list }),
      );
    if (problems.length > 0 || report.log.size !== entryCount)
      throw new Error("the untouched tree did not verify");
  });
  const note = `${entryCount.toLocaleString("en")} entries, PostgreSQL and all`;
  return [
    { name: "ledger: place entries in the tree in the database", value: placed, unit: "rows/s", note },
    {
      name: "ledger: verify the tree in the database",
      value: verified,
      unit: "rows/s",
      note: `${note}: rows fetched, leaves and nodes recomputed and compared`,
    },
  ];
};

/** Measures figures over 1,000,000 facts, and the ledger inside the database. */
export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  try {
    const rootPath = await buildTree(database);
    await buildFacts(database);
    return [...(await measureFigures(database, rootPath)), ...(await measureLedger(database))];
  } finally {
    await database.drop();
  }
};
