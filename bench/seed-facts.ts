import type { TestDatabase } from "../apps/server/test/support/database.ts";

export const factCount = 1_000_000;

/** A district: 1 root, 20 streets, 280 communities. Straight by SQL: what is measured is the reading. */
export const buildTree = async ({ pool }: TestDatabase): Promise<string> => {
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
export const buildFacts = async ({ pool }: TestDatabase): Promise<void> => {
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
