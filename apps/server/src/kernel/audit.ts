import { createHmac } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "./actor.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clock } from "./clock.ts";
import type { ActContext } from "./context.ts";
import type { Db, Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { createId } from "./ids.ts";
import { appendLedgerEntry } from "./ledger.ts";

/** A table whose rows are guarded: a row's hash stands in its latest audit entry, so a change by SQL is named. */
export type GuardedTable = {
  table: string;
  /** Columns that enter the hash, in any order. Leave out what changes without an act (counters, last seen). */
  columns: readonly string[];
  idColumn?: string;
};

export type AuditInput = {
  actor: Actor;
  /** `organisations.verify`: the policy's action. */
  action: string;
  outcome?: "done" | "denied" | "failed" | "read";
  unitId?: string | undefined;
  /** The record acted on; for a guarded table its hash after the act is stored. */
  record?: { table: string; id: string } | undefined;
  beforeHash?: Buffer | undefined;
  reason?: string | undefined;
  requestId?: string | undefined;
};

export type AuditContext = { clock: Clock; cipher: FieldCipher };

const guarded = new Map<string, GuardedTable>();

/** Called once a module at composition. Registering a table twice with other columns is a programming mistake. */
export const registerGuardedTables = (tables: readonly GuardedTable[]): void => {
  for (const table of tables) guarded.set(table.table, table);
};
export const guardedTables = (): readonly GuardedTable[] => [...guarded.values()];

/** Keyed hash of a guarded row as it stands now; undefined where the row is gone or its table is not guarded. */
export const hashRow = async (
  db: Db | Trx,
  cipher: FieldCipher,
  record: { table: string; id: string },
): Promise<Buffer | undefined> => {
  const table = guarded.get(record.table);
  if (table === undefined) return undefined;
  const columns = sql.join([...table.columns].sort().map((column) => sql.ref(column)));
  const found = await sql<Record<string, unknown>>`
    select ${columns} from ${sql.table(table.table)} where ${sql.ref(table.idColumn ?? "id")}::text = ${record.id}`.execute(
    db,
  );
  const row = found.rows[0];
  return row === undefined ? undefined : hashRowContent(cipher, table.table, row);
};

export const hashRowContent = (cipher: FieldCipher, table: string, row: Record<string, unknown>): Buffer =>
  cipher.blindIndex(`row:${table}`, canonicalJson(row));

/** The bytes of an audit row that the ledger holds a hash of. */
export const auditContent = (row: {
  id: string;
  at: Date;
  actor_kind: string;
  actor_person_id: string | null;
  on_behalf_of_person_id: string | null;
  session_id: string | null;
  action: string;
  outcome: string;
  unit_id: string | null;
  record_table: string | null;
  record_id: string | null;
  reason: string | null;
  before_hash: Buffer | null;
  after_hash: Buffer | null;
  request_id: string | null;
}): string => canonicalJson(row);

/**
 * Writes one audit entry (who, for whom, what, on which record, with which effect) and its ledger entry, in the
 * transaction of the act: where this fails, the act fails (等保 level 3, 安全审计).
 */
export const recordAudit = async (
  trx: Db | Trx,
  context: AuditContext,
  input: AuditInput,
): Promise<string> => {
  const { actor } = input;
  const afterHash = input.record === undefined ? undefined : await hashRow(trx, context.cipher, input.record);
  const row = {
    id: createId(context.clock),
    at: context.clock.now(),
    actor_kind: actor.kind,
    actor_person_id: actor.kind === "person" ? actor.personId : null,
    on_behalf_of_person_id: actor.kind === "person" ? (actor.onBehalfOf?.personId ?? null) : null,
    session_id:
      actor.kind === "person"
        ? createHmac("sha256", "session").update(actor.sessionId).digest("hex").slice(0, 16)
        : null,
    action: input.action,
    outcome: input.outcome ?? "done",
    unit_id: input.unitId ?? null,
    record_table: input.record?.table ?? null,
    record_id: input.record?.id ?? null,
    reason: input.reason ?? (actor.kind === "system" ? actor.name : null),
    before_hash: input.beforeHash ?? null,
    after_hash: afterHash ?? null,
    request_id: input.requestId ?? null,
  } as const;
  await trx.insertInto("audit_entries").values(row).execute();
  await appendLedgerEntry(trx, context.clock, {
    table: "audit_entries",
    id: row.id,
    content: auditContent(row),
  });
  return row.id;
};

/** The audit of acts on the records of one table: `const auditMeeting = auditOf("joint_meetings")`. Gives the entry's id. */
export const auditOf =
  (table: string) =>
  (
    trx: Trx,
    context: AuditContext & { requestId?: string | undefined },
    act: { actor: Actor; action: string; id: string; unitId: string; reason?: string | undefined },
  ): Promise<string> => {
    const { id, ...rest } = act;
    return recordAudit(trx, context, { ...rest, record: { table, id }, requestId: context.requestId });
  };

/** One act of a request on one record of a unit: what most commands note. */
export const recordAct = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { action: string; unitId: string; table: string; id: string; reason?: string | undefined },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.unitId,
    record: { table: act.table, id: act.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};
