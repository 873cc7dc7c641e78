import { evaluate, type Indicator, rollUp } from "../apps/server/src/kernel/indicators.ts";
import { sequenceLedger } from "../apps/server/src/kernel/ledger-sequencer.ts";
import { verifyTree } from "../apps/server/src/kernel/ledger-verify-tree.ts";
import { createTestDatabase, type TestDatabase } from "../apps/server/test/support/database.ts";
import type { BenchRow } from "./row.ts";

const factCount = 1_000_000;
const entryCount = 100_000;
const runs = 5;
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

/** A district: 1 root, 20 streets, 280 communities. Straight by SQL: what is measured is the reading. */
const buildTree = async ({ pool }: TestDatabase): Promise<string> => {
  const client = await pool.connect();
  try {
    await client.query(`
      create temp table made as
      select gen_random_uuid() as id, n, case when n = 1 then 0 when n <= 21 then 1 else 2 + (n - 22) % 20 end as up
      from generate_series(1, 301) n`);
    await client.query(`
      insert into org_units (id, parent_id, path, kind, name, name_sort, valid_from, created_at, updated_at)
      select m.id, p.id,
        case when m.up = 0 then '1' when m.up = 1 then '1.' || m.n else '1.' || m.up || '.' || m.n end::ltree,
        case when m.up = 0 then 'committee' when m.up = 1 then 'street' else 'community' end, '演示单位' || m.n, m.n::text,
        '2026-01-01', now(), now()
      from made m left join made p on p.n = m.up order by m.n`);
  } finally {
    client.release();
  }
  return "1";
};

/** One million facts of a year over five audiences, twenty topics and two kinds, with their cells. */
const buildFacts = async ({ pool }: TestDatabase): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query(
      "set session_replication_role = replica; set statement_timeout = 0; set synchronous_commit = off",
    );
    await client.query(`
      insert into facts (id, kind, occurred_on, recorded_at, unit_id, audience, topic, plan_tags, quantity, measure, source_table, source_id)
      select gen_random_uuid(), case when n / 7 % 5 = 0 then 'bench.heard' else 'bench.visited' end, '2026-01-01'::date + (n % 365 * 7919 % 365), now(),
        u.id, (array['youth', 'farmer', 'worker', 'elder', 'official'])[1 + n % 5], 'topic' || n % 20,
        case when n % 50 = 0 then array['三（四）2'] else '{}' end, 1 + n % 9, '人次', 'visits', n::text
      from generate_series(1, ${factCount}) n
      join (select id, row_number() over (order by id) as place from org_units) u on u.place = 1 + n % 301 * 104 % 301`);
    await client.query(`insert into fact_cells
      select kind, measure, unit_id, occurred_on, audience, topic, sum(quantity), count(*) from facts group by 1, 2, 3, 4, 5, 6`);
    await client.query(`insert into fact_month_cells
      select kind, measure, unit_id, date_trunc('month', occurred_on)::date, audience, sum(quantity), count(*) from facts group by 1, 2, 3, 4, 5`);
    await client.query("reset session_replication_role; reset statement_timeout");
    await client.query("vacuum analyze facts, fact_cells, fact_month_cells, org_units");
  } finally {
    client.release();
  }
};

const medianMs = async (work: () => Promise<unknown>): Promise<number> => {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.round((times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0) * 10) / 10;
};

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
