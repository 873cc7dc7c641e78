import { sql } from "kysely";
import { auditContent, type GuardedTable, hashRowContent } from "./audit.ts";
import type { Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { factContent, type FactRow } from "./facts.ts";
import { hashContent } from "./ledger.ts";
import type { ProblemList } from "./ledger-problems.ts";

/** A table of which every row has exactly one ledger entry for ever. */
export type LedgerSubjectTable = {
  table: string;
  columns: readonly string[];
  toContent: (row: Record<string, unknown>) => string;
};

const builtIn: readonly LedgerSubjectTable[] = [
  {
    table: "facts",
    columns: [
      "id",
      "kind",
      "occurred_on",
      "recorded_at",
      "unit_id",
      "place",
      "audience",
      "topic",
      "plan_tags",
      "quantity",
      "measure",
      "source_table",
      "source_id",
      "reverses_id",
      "revision",
    ],
    toContent: (row) => factContent(row as FactRow), // the columns above are FactRow's
  },
  {
    table: "audit_entries",
    columns: [
      "id",
      "at",
      "actor_kind",
      "actor_person_id",
      "on_behalf_of_person_id",
      "session_id",
      "action",
      "outcome",
      "unit_id",
      "record_table",
      "record_id",
      "reason",
      "before_hash",
      "after_hash",
      "request_id",
    ],
    toContent: (row) => auditContent(row as Parameters<typeof auditContent>[0]), // the columns above are its parameter's
  },
];

const others = new Map<string, LedgerSubjectTable>();

/** For later modules whose append-only rows stand in the ledger (verdicts, certificates, hours). */
export const registerLedgerSubject = (subject: LedgerSubjectTable): void => {
  others.set(subject.table, subject);
};

export const ledgerSubjectTables = (): readonly LedgerSubjectTable[] => [...builtIn, ...others.values()];

const batchSize = 5_000;

/** Every row against the hash in its entry, and every entry against its row. Returns how many rows were read. */
export const verifySubjectRows = async (
  trx: Trx,
  subject: LedgerSubjectTable,
  problems: ProblemList,
): Promise<number> => {
  const { table } = subject;
  const columns = sql.join(subject.columns.map((column) => sql.ref(column)));
  let rows = 0;
  for (let last: string | undefined; ;) {
    const batch = await sql<Record<string, unknown> & { id: string; ledger_hash: Buffer | null }>`
      with batch as materialized (
        select ${columns} from ${sql.table(table)} ${last === undefined ? sql`` : sql`where id > ${last}`} order by id limit ${batchSize})
      select b.*, e.content_hash as ledger_hash
      from batch b left join ledger_entries e on e.subject_table = ${table} and e.subject_id = b.id::text
      order by b.id`.execute(trx);
    for (const { ledger_hash: ledgerHash, ...row } of batch.rows) {
      rows += 1;
      if (ledgerHash === null) problems.add({ kind: "row_without_entry", table, id: row.id });
      else if (!hashContent(subject.toContent(row)).equals(ledgerHash))
        problems.add({ kind: "row_changed", table, id: row.id });
    }
    last = batch.rows.at(-1)?.id;
    if (last === undefined) break;
  }
  const missing = await sql<{ subject_id: string }>`
    select e.subject_id from ledger_entries e
    where e.subject_table = ${table} and not exists (select 1 from ${sql.table(table)} r where r.id::text = e.subject_id)
    limit 1000`.execute(trx);
  for (const row of missing.rows) problems.add({ kind: "row_missing", table, id: row.subject_id });
  return rows;
};

type LatestAudit = { record_id: string; after_hash: Buffer | null };

/**
 * The last audited state of records. "Last" is the order of the tree, and after it the order of the queue: both
 * follow the row locks of the acts and neither can be turned round without the tree showing it.
 */
const readLatestAudits = async (
  trx: Trx,
  table: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer | null>> => {
  const found = await sql<LatestAudit>`
    select distinct on (a.record_id) a.record_id, a.after_hash
    from audit_entries a
    left join ledger_entries e on e.subject_table = 'audit_entries' and e.subject_id = a.id::text
    left join ledger_leaves l on l.entry_id = e.id
    left join ledger_pending p on p.entry_id = e.id
    where a.record_table = ${table} and a.record_id = any(${ids}) and a.outcome = 'done'
    order by a.record_id, (l.leaf_index is null) desc, l.leaf_index desc, p.pending_no desc nulls last`.execute(
    trx,
  );
  return new Map(found.rows.map((row) => [row.record_id, row.after_hash]));
};

/** Every row of a guarded table against its last audit entry. */
export const verifyGuardedTable = async (
  trx: Trx,
  guarded: GuardedTable,
  context: { cipher: FieldCipher; problems: ProblemList },
): Promise<number> => {
  const { cipher, problems } = context;
  const { table } = guarded;
  const idColumn = sql.ref(guarded.idColumn ?? "id");
  const columns = sql.join([...guarded.columns].sort().map((column) => sql.ref(column)));
  let rows = 0;
  for (let last: string | undefined; ;) {
    const batch = await sql<Record<string, unknown> & { row_id_as_text: string }>`
      select ${idColumn}::text as row_id_as_text, ${columns} from ${sql.table(table)}
      ${last === undefined ? sql`` : sql`where ${idColumn}::text > ${last}`} order by ${idColumn}::text limit ${batchSize}`.execute(
      trx,
    );
    if (batch.rows.length === 0) break;
    const audits = await readLatestAudits(
      trx,
      table,
      batch.rows.map((row) => row.row_id_as_text),
    );
    for (const { row_id_as_text: id, ...row } of batch.rows) {
      rows += 1;
      const audited = audits.get(id);
      if (audited === undefined) problems.add({ kind: "guarded_row_without_audit", table, id });
      else if (audited === null || !hashRowContent(cipher, table, row).equals(audited))
        problems.add({ kind: "guarded_row_changed", table, id });
    }
    last = batch.rows.at(-1)?.row_id_as_text;
  }
  await findDeletedGuardedRows(trx, guarded, problems);
  return rows;
};

const findDeletedGuardedRows = async (
  trx: Trx,
  guarded: GuardedTable,
  problems: ProblemList,
): Promise<void> => {
  const { table } = guarded;
  const gone = await sql<{ record_id: string }>`
    select distinct a.record_id from audit_entries a
    where a.record_table = ${table} and a.outcome = 'done' and a.after_hash is not null
      and not exists (select 1 from ${sql.table(table)} r where r.${sql.ref(guarded.idColumn ?? "id")}::text = a.record_id)
    order by a.record_id limit 1000`.execute(trx);
  if (gone.rows.length === 0) return;
  const audits = await readLatestAudits(
    trx,
    table,
    gone.rows.map((row) => row.record_id),
  );
  for (const [id, hash] of audits) {
    // The last act on it deleted it (erasure): nothing is there to be hashed, and that is right.
    if (hash !== null) problems.add({ kind: "guarded_row_missing", table, id });
  }
};

/** The cells that figures are made of, against the sum of the facts. */
export const verifyCells = async (trx: Trx, problems: ProblemList): Promise<void> => {
  const days = await sql<{ cell: string }>`
    with sums as (
      select kind, measure, unit_id, occurred_on, coalesce(audience, '') audience, coalesce(topic, '') topic,
        sum(quantity) quantity, sum(case when reverses_id is null then 1 else -1 end) fact_count
      from facts group by 1, 2, 3, 4, 5, 6)
    select concat_ws(' ', kind, unit_id, occurred_on, audience, topic) cell from sums s
    full join fact_cells c using (kind, measure, unit_id, occurred_on, audience, topic)
    where s.quantity is distinct from c.quantity or s.fact_count is distinct from c.fact_count limit 200`.execute(
    trx,
  );
  const months = await sql<{ cell: string }>`
    with sums as (
      select kind, measure, unit_id, date_trunc('month', occurred_on)::date as month, coalesce(audience, '') audience,
        sum(quantity) quantity, sum(case when reverses_id is null then 1 else -1 end) fact_count
      from facts group by 1, 2, 3, 4, 5)
    select concat_ws(' ', kind, unit_id, month, audience) cell from sums s
    full join fact_month_cells c using (kind, measure, unit_id, month, audience)
    where s.quantity is distinct from c.quantity or s.fact_count is distinct from c.fact_count limit 200`.execute(
    trx,
  );
  for (const row of [...days.rows, ...months.rows]) problems.add({ kind: "cell_changed", detail: row.cell });
};
