import { sql } from "kysely";
import type { Db, Trx } from "./db.ts";

export type StandingRecord = { table: string; id: string; unitId: string };

/**
 * The records behind the facts that stand (not reversed) in a period at some units and below, each once, in the order of
 * table and id by bytes, so that two readings give the same list. `kinds` empty: of every kind.
 */
export const listStandingRecords = async (
  db: Db | Trx,
  filter: { from: string; to: string; unitPaths: readonly string[]; kinds: readonly string[] },
): Promise<readonly StandingRecord[]> => {
  const { from, to, unitPaths, kinds } = filter;
  const found = await sql<StandingRecord>`
    select f.source_table as "table", f.source_id::text as id, min(f.unit_id::text) as "unitId"
    from facts f join org_units u on u.id = f.unit_id
    where f.occurred_on between ${from}::date and ${to}::date and u.path <@ any(${[...unitPaths]}::ltree[])
      and (cardinality(${[...kinds]}::text[]) = 0 or f.kind = any(${[...kinds]}::text[]))
      and f.reverses_id is null and not exists (select 1 from facts r where r.reverses_id = f.id)
    group by f.source_table, f.source_id
    order by f.source_table collate "C", f.source_id::text collate "C"`.execute(db);
  return found.rows;
};

/**
 * The sum of one kind's facts in a period at a unit and below, reversals counted against it, as decimal text of four
 * places; and how many facts stand behind it.
 */
export const sumFacts = async (
  db: Db | Trx,
  filter: { kind: string; from: string; to: string; unitPath: string },
): Promise<{ quantity: string; count: number }> => {
  const found = await sql<{ quantity: string; count: number }>`
    select round(coalesce(sum(f.quantity), 0), 4)::numeric(18, 4)::text as quantity,
      count(*) filter (where f.reverses_id is null and not exists (select 1 from facts r where r.reverses_id = f.id))::int as count
    from facts f join org_units u on u.id = f.unit_id
    where f.kind = ${filter.kind} and f.occurred_on between ${filter.from}::date and ${filter.to}::date
      and u.path <@ ${filter.unitPath}::ltree`.execute(db);
  const [row] = found.rows;
  return row ?? { quantity: "0.0000", count: 0 };
};
