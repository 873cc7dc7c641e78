import { sql } from "kysely";
import type { Audience } from "./audiences.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clock } from "./clock.ts";
import type { Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import { createId } from "./ids.ts";
import { appendLedgerEntry } from "./ledger.ts";

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

export type FactError = "facts.already_recorded" | "facts.not_found" | "facts.already_reversed" | "facts.not_reversible";

type FactRow = {
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
};

/** The bytes of a fact that the ledger holds a hash of. */
export const factContent = (row: FactRow): string => canonicalJson({ ...row, quantity: Number(row.quantity) });

/** Rows in one order everywhere, so that two transactions never wait for each other's cells crosswise. */
const byCell = (a: FactRow, b: FactRow): number => {
  const left = `${a.kind}|${a.measure}|${a.unit_id}|${a.occurred_on}|${a.audience ?? ""}|${a.topic ?? ""}`;
  const right = `${b.kind}|${b.measure}|${b.unit_id}|${b.occurred_on}|${b.audience ?? ""}|${b.topic ?? ""}`;
  return left < right ? -1 : 1;
};

const writeRows = async (trx: Trx, clock: Clock, rows: readonly FactRow[]): Promise<void> => {
  for (const row of [...rows].sort(byCell)) {
    await trx.insertInto("facts").values(row).execute();
    await sql`
      insert into fact_cells as cell (kind, measure, unit_id, occurred_on, audience, topic, quantity, fact_count)
      values (${row.kind}, ${row.measure}, ${row.unit_id}, ${row.occurred_on}, ${row.audience ?? ""}, ${row.topic ?? ""},
        ${row.quantity}, ${row.reverses_id === null ? 1 : -1})
      on conflict on constraint fact_cells_pkey do update set
        quantity = cell.quantity + excluded.quantity, fact_count = cell.fact_count + excluded.fact_count`.execute(trx);
    await appendLedgerEntry(trx, clock, { table: "facts", id: row.id, content: factContent(row) });
  }
};

/**
 * Records what happened, in the transaction of the act. The same act records a kind (per audience and topic) once:
 * a repetition is refused by the database.
 * @returns the new facts' ids, in the order given
 */
export const recordFacts = async (trx: Trx, clock: Clock, facts: readonly FactInput[]): Promise<readonly string[]> => {
  const rows = facts.map(
    (fact): FactRow => ({
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
    }),
  );
  await writeRows(trx, clock, rows);
  return rows.map((row) => row.id);
};

/**
 * Takes a fact back by a mirror fact; the original stays readable for ever.
 * @throws AppError `facts.not_found` | `facts.not_reversible` (it is a reversal) | `facts.already_reversed`
 */
export const reverseFact = async (trx: Trx, clock: Clock, factId: string): Promise<string> => {
  const original = await trx.selectFrom("facts").selectAll().where("id", "=", factId).forUpdate().executeTakeFirst();
  if (original === undefined) throw new AppError<FactError>("facts.not_found", { status: 404 });
  if (original.reverses_id !== null) throw new AppError<FactError>("facts.not_reversible", { status: 409 });
  const earlier = await trx.selectFrom("facts").select("id").where("reverses_id", "=", factId).executeTakeFirst();
  if (earlier !== undefined) throw new AppError<FactError>("facts.already_reversed", { status: 409 });
  const row: FactRow = {
    ...original,
    id: createId(clock),
    recorded_at: clock.now(),
    quantity: -original.quantity,
    reverses_id: original.id,
  };
  await writeRows(trx, clock, [row]);
  return row.id;
};

/** Reverses every standing fact of a record, for example when it is withdrawn. */
export const reverseFactsOf = async (trx: Trx, clock: Clock, source: { table: string; id: string }): Promise<number> => {
  const standing = await trx
    .selectFrom("facts as f")
    .select("f.id")
    .where("f.source_table", "=", source.table)
    .where("f.source_id", "=", source.id)
    .where("f.reverses_id", "is", null)
    .where((eb) => eb.not(eb.exists(eb.selectFrom("facts as r").select("r.id").whereRef("r.reverses_id", "=", "f.id"))))
    .orderBy("f.id")
    .execute();
  for (const fact of standing) await reverseFact(trx, clock, fact.id);
  return standing.length;
};
