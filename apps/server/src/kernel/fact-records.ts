import { type RawBuilder, sql } from "kysely";
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

type OfRecords = { table: string; kinds: readonly string[]; from: string; to: string };

/**
 * Facts of one table's records in a period, reversals with their minus, as a source to join in a module's own query:
 * `record_id`, `kind`, `occurred_on`, `quantity`. For counts by what only the record knows.
 */
export const factsOfRecords = ({ table, kinds, from, to }: OfRecords): RawBuilder<unknown> =>
  sql`(select source_id::uuid as record_id, kind, occurred_on, quantity from facts
    where source_table = ${table} and kind = any(${[...kinds]}::text[]) and occurred_on between ${from}::date and ${to}::date)`;

/** The sum of the facts of the record whose id the column holds; 0 where there are none or they were taken back. */
export const factSumOfRecord = (
  idColumn: string,
  { table, kinds, from, to }: OfRecords,
): RawBuilder<number> =>
  sql<number>`(select coalesce(sum(quantity), 0) from facts where source_table = ${table} and source_id = ${sql.ref(idColumn)}::text
    and kind = any(${[...kinds]}::text[]) and occurred_on between ${from}::date and ${to}::date)`;

/**
 * What is left of each record by the facts of it that carry a mark, one row a kind and record, reversals counted against it.
 * Records of which everything was taken back are left out.
 */
export const sumMarkedFacts = async (
  db: Db | Trx,
  filter: { mark: string; kinds: readonly string[] },
): Promise<readonly { kind: string; recordId: string; quantity: number }[]> => {
  const found = await sql<{ kind: string; recordId: string; quantity: number }>`
    select kind, source_id::text as "recordId", sum(quantity)::float8 as quantity
    from facts where plan_tags @> ${[filter.mark]} and kind = any(${[...filter.kinds]}::text[])
    group by kind, source_table, source_id having sum(quantity) <> 0 order by kind, source_id`.execute(db);
  return found.rows;
};
