import { sql } from "kysely";
import type { Context } from "#kernel/context.ts";
import { actName } from "#kernel/plain-names.ts";
import { resolveRecords } from "#kernel/records.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import type { AuditQuery, AuditView } from "./contract.ts";
import { type Page, type Scope, withinScope } from "./listing.ts";

type Stored = Pick<Context, "db" | "cipher">;

type Row = {
  id: string;
  at: Date;
  actor_kind: string;
  actor_person_id: string | null;
  on_behalf_of_person_id: string | null;
  action: string;
  outcome: "done" | "denied" | "failed" | "read";
  unit_id: string | null;
  unit_name: string | null;
  record_table: string | null;
  record_id: string | null;
  reason: string | null;
  before_hash: Buffer | null;
  after_hash: Buffer | null;
  request_id: string | null;
};

export const outcomeNames: Readonly<Record<Row["outcome"], string>> = {
  done: "已办",
  denied: "被拒绝",
  failed: "没有办成",
  read: "查看",
};

const toViews = async ({ db, cipher }: Stored, rows: readonly Row[]): Promise<AuditView[]> => {
  const names = await getMaskedNames(
    db,
    cipher,
    rows.flatMap((row) => [row.actor_person_id, row.on_behalf_of_person_id].filter((id) => id !== null)),
  );
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? null));
  const linkOf = await resolveRecords(
    db,
    rows.flatMap((row) =>
      row.record_table === null || row.record_id === null
        ? []
        : { table: row.record_table, id: row.record_id },
    ),
  );
  return rows.map((row): AuditView => {
    const link =
      row.record_table === null || row.record_id === null
        ? undefined
        : linkOf(row.record_table, row.record_id);
    return {
      id: row.id,
      at: row.at.toISOString(),
      actorKind: row.actor_kind,
      actorPersonId: row.actor_person_id,
      actorName: nameOf(row.actor_person_id),
      onBehalfOfPersonId: row.on_behalf_of_person_id,
      onBehalfOfName: nameOf(row.on_behalf_of_person_id),
      action: row.action,
      actionName: actName(row.action),
      outcome: row.outcome,
      outcomeName: outcomeNames[row.outcome],
      unitId: row.unit_id,
      unitName: row.unit_name,
      recordTable: row.record_table,
      recordId: row.record_id,
      record: link === undefined ? null : { title: link.title, href: link.href ?? null },
      reason: row.reason,
      changed:
        row.after_hash !== null && (row.before_hash === null || !row.before_hash.equals(row.after_hash)),
      requestId: row.request_id,
    };
  });
};

/**
 * Audit entries within the actor's scope, newest first. What happened at no unit (a refused sign-in, the system's own
 * acts) is seen by those whose area is the whole district.
 */
export const listAudit = async (
  stored: Stored,
  query: AuditQuery & { underPath?: string },
  options: Page & { scope: Scope },
): Promise<{ rows: AuditView[]; total: number }> => {
  const { db } = stored;
  const { scope, page, size } = options;
  const seesAll = scope === "everywhere" || scope.some((path) => !path.includes("."));
  const conditions = [seesAll ? sql`true` : sql`(a.unit_id is not null and ${withinScope("u.path", scope)})`];
  if (query.underPath !== undefined) conditions.push(sql`u.path <@ ${query.underPath}::ltree`);
  // Dates are the district's.
  if (query.from !== undefined)
    conditions.push(sql`a.at >= (${query.from}::date::timestamp at time zone 'Asia/Shanghai')`);
  if (query.to !== undefined)
    conditions.push(sql`a.at < ((${query.to}::date + 1)::timestamp at time zone 'Asia/Shanghai')`);
  if (query.action !== undefined) conditions.push(sql`a.action = ${query.action}`);
  if (query.outcome !== undefined) conditions.push(sql`a.outcome = ${query.outcome}`);
  if (query.person !== undefined)
    conditions.push(sql`(a.actor_person_id = ${query.person} or a.on_behalf_of_person_id = ${query.person})`);
  if (query.table !== undefined) conditions.push(sql`a.record_table = ${query.table}`);
  if (query.record !== undefined) conditions.push(sql`a.record_id = ${query.record}`);
  const condition = sql.join(conditions, sql` and `);
  const rows = await sql<Row>`
    select a.id, a.at, a.actor_kind, a.actor_person_id, a.on_behalf_of_person_id, a.action, a.outcome, a.unit_id, u.name as unit_name,
      a.record_table, a.record_id, a.reason, a.before_hash, a.after_hash, a.request_id
    from audit_entries a left join org_units u on u.id = a.unit_id where ${condition}
    order by a.at desc, a.id desc limit ${size} offset ${(page - 1) * size}`.execute(db);
  const total = await sql<{ total: number }>`
    select count(*) as total from audit_entries a left join org_units u on u.id = a.unit_id where ${condition}`.execute(
    db,
  );
  return { rows: await toViews(stored, rows.rows), total: total.rows[0]?.total ?? 0 };
};
