import { sql } from "kysely";
import type { Audience } from "./audiences.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clock } from "./clock.ts";
import { isUniqueViolation, type Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import { createId } from "./ids.ts";
import { appendLedgerEntries } from "./ledger.ts";

/** A kind of fact that a module records; `from` says of which act. */
export type FactKind = { kind: string; name: string; measure: string; from: string; sourceTable: string };

export type FactInput = {
  kind: string;
  /** Calendar date in the district, YYYY-MM-DD. */
  occurredOn: string;
  unitId: string;
  quantity: number;
  measure: string;
  source: { table: string; id: string };
  place?: string;
  audience?: Audience;
  topic?: string;
  planTags?: readonly string[];
};

export type FactError =
  | "facts.already_recorded"
  | "facts.not_found"
  | "facts.already_reversed"
  | "facts.not_reversible";

export type FactRow = {
  id: string;
  kind: string;
  occurred_on: string;
  recorded_at: Date;
  unit_id: string;
  place: string | null;
  audience: Audience | null;
  topic: string | null;
  plan_tags: string[];
  quantity: number;
  measure: string;
  source_table: string;
  source_id: string;
  reverses_id: string | null;
  revision: number;
};

const registered = new Map<string, FactKind>();

/** Called at composition with the kinds of all modules. */
export const registerFactKinds = (kinds: readonly FactKind[]): void => {
  for (const kind of kinds) registered.set(kind.kind, kind);
};
export const factKinds = (): readonly FactKind[] => [...registered.values()];

/** The bytes of a fact that the ledger holds a hash of. */
export const factContent = (row: FactRow): string => canonicalJson(row);

// Rows in one order everywhere, so that two transactions never wait for each other's keys or cells crosswise:
// first all facts by their unique key (nobody holds a cell while waiting for a key), then the cells.
const sourceKey = (row: FactRow): string =>
  [row.kind, row.source_table, row.source_id, row.audience ?? "", row.topic ?? "", row.id].join("|");

/**
 * Adds facts just written to their cells, summed by PostgreSQL (numeric is exact where a JavaScript number is not),
 * in the cells' one order; one statement may not touch a cell twice, so it groups first.
 */
const addToCells = async (trx: Trx, ids: readonly string[]): Promise<void> => {
  await sql`
    insert into fact_cells as cell (kind, measure, unit_id, occurred_on, audience, topic, quantity, fact_count)
    select kind, measure, unit_id, occurred_on, coalesce(audience, ''), coalesce(topic, ''), sum(quantity),
      sum(case when reverses_id is null then 1 else -1 end)
    from facts where id = any(${ids}) group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict on constraint fact_cells_pkey do update set
      quantity = cell.quantity + excluded.quantity, fact_count = cell.fact_count + excluded.fact_count`.execute(
    trx,
  );
  await sql`
    insert into fact_month_cells as cell (kind, measure, unit_id, month, audience, quantity, fact_count)
    select kind, measure, unit_id, date_trunc('month', occurred_on)::date, coalesce(audience, ''), sum(quantity),
      sum(case when reverses_id is null then 1 else -1 end)
    from facts where id = any(${ids}) group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict on constraint fact_month_cells_pkey do update set
      quantity = cell.quantity + excluded.quantity, fact_count = cell.fact_count + excluded.fact_count`.execute(
    trx,
  );
};

const writeRows = async (trx: Trx, clock: Clock, rows: readonly FactRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const inOrder = [...rows].sort((a, b) => (sourceKey(a) < sourceKey(b) ? -1 : 1));
  try {
    await trx.insertInto("facts").values(inOrder).execute();
  } catch (cause) {
    if (isUniqueViolation(cause, "facts_source_once"))
      throw new AppError<FactError>("facts.already_recorded", { status: 409, cause });
    if (isUniqueViolation(cause, "facts_reverses_key"))
      throw new AppError<FactError>("facts.already_reversed", { status: 409, cause });
    throw cause;
  }
  await addToCells(
    trx,
    inOrder.map((row) => row.id),
  );
  await appendLedgerEntries(
    trx,
    clock,
    inOrder.map((row) => ({ table: "facts", id: row.id, content: factContent(row) })),
  );
};

/** Reversed originals of the same source, by the dimensions that make a fact of a source unique. */
const countRevisions = async (trx: Trx, rows: readonly FactRow[]): Promise<ReadonlyMap<string, number>> => {
  const found = await sql<{ key: string; count: number }>`
    select o.kind || '|' || o.source_table || '|' || o.source_id || '|' || coalesce(o.audience, '') || '|' || coalesce(o.topic, '') as key,
      count(*)::int as count
    from facts o join facts r on r.reverses_id = o.id
    where (o.source_table, o.source_id) in (${sql.join(rows.map((row) => sql`(${row.source_table}, ${row.source_id})`))})
    group by 1`.execute(trx);
  return new Map(found.rows.map((row) => [row.key, row.count]));
};

/**
 * Records what happened, in the transaction of the act. The same act records a kind (per audience and topic) once:
 * a repetition is refused by the database. After a reversal it may be recorded anew: that is a correction.
 * @returns the new facts' ids, in the order given
 * @throws AppError `facts.already_recorded`
 */
export const recordFacts = async (
  trx: Trx,
  clock: Clock,
  facts: readonly FactInput[],
): Promise<readonly string[]> => {
  if (facts.length === 0) return [];
  const rows = facts.map((fact): FactRow => ({
    id: createId(clock),
    kind: fact.kind,
    occurred_on: fact.occurredOn,
    recorded_at: clock.now(),
    unit_id: fact.unitId,
    place: fact.place ?? null,
    audience: fact.audience ?? null,
    topic: fact.topic ?? null,
    plan_tags: [...(fact.planTags ?? [])],
    quantity: fact.quantity,
    measure: fact.measure,
    source_table: fact.source.table,
    source_id: fact.source.id,
    reverses_id: null,
    revision: 0,
  }));
  const revisions = await countRevisions(trx, rows);
  const revised = rows.map((row) => ({
    ...row,
    revision:
      revisions.get(
        [row.kind, row.source_table, row.source_id, row.audience ?? "", row.topic ?? ""].join("|"),
      ) ?? 0,
  }));
  await writeRows(trx, clock, revised);
  return rows.map((row) => row.id);
};

const mirror = (original: FactRow, clock: Clock): FactRow => ({
  ...original,
  id: createId(clock),
  recorded_at: clock.now(),
  quantity: -original.quantity,
  reverses_id: original.id,
});

/**
 * Takes a fact back by a mirror fact; the original stays readable for ever.
 * @throws AppError `facts.not_found` | `facts.not_reversible` (it is a reversal) | `facts.already_reversed`
 */
export const reverseFact = async (trx: Trx, clock: Clock, factId: string): Promise<string> => {
  const original = await trx
    .selectFrom("facts")
    .selectAll()
    .where("id", "=", factId)
    .forUpdate()
    .executeTakeFirst();
  if (original === undefined) throw new AppError<FactError>("facts.not_found", { status: 404 });
  if (original.reverses_id !== null) throw new AppError<FactError>("facts.not_reversible", { status: 409 });
  const earlier = await trx
    .selectFrom("facts")
    .select("id")
    .where("reverses_id", "=", factId)
    .executeTakeFirst();
  if (earlier !== undefined) throw new AppError<FactError>("facts.already_reversed", { status: 409 });
  const row = mirror(original, clock);
  await writeRows(trx, clock, [row]);
  return row.id;
};

/** Reverses every standing fact of a record, for example when it is withdrawn; returns how many there were. */
export const reverseFactsOf = async (
  trx: Trx,
  clock: Clock,
  source: { table: string; id: string },
): Promise<number> => {
  // Locked first and asked second: a reversal that another transaction commits in between is then seen.
  const originals = await trx
    .selectFrom("facts")
    .selectAll()
    .where("source_table", "=", source.table)
    .where("source_id", "=", source.id)
    .where("reverses_id", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (originals.length === 0) return 0;
  const taken = await trx
    .selectFrom("facts")
    .select("reverses_id")
    .where(
      "reverses_id",
      "in",
      originals.map((fact) => fact.id),
    )
    .execute();
  const reversed = new Set(taken.map((fact) => fact.reverses_id));
  const standing = originals.filter((fact) => !reversed.has(fact.id));
  await writeRows(
    trx,
    clock,
    standing.map((fact) => mirror(fact, clock)),
  );
  return standing.length;
};
