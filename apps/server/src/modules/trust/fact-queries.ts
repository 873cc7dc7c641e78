import { type RawBuilder, sql } from "kysely";
import { type Audience, audienceNames } from "#kernel/audiences.ts";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type FactError, factKinds } from "#kernel/facts.ts";
import { factConditions, type Indicator, type Period } from "#kernel/indicators.ts";
import { resolveRecords } from "#kernel/records.ts";
import type { FactQuery, FactView } from "./contract.ts";
import { type Page, type Scope, withinScope } from "./listing.ts";

type Row = {
  id: string;
  kind: string;
  occurred_on: string;
  recorded_at: Date;
  unit_id: string;
  unit_name: string;
  unit_path: string;
  place: string | null;
  audience: Audience | null;
  topic: string | null;
  plan_tags: string[];
  quantity: number;
  measure: string;
  source_table: string;
  source_id: string;
  reverses_id: string | null;
  reversed_by_id: string | null;
};

const columns = sql`f.id, f.kind, f.occurred_on, f.recorded_at, f.unit_id, u.name as unit_name, u.path::text as unit_path, f.place, f.audience,
  f.topic, f.plan_tags, f.quantity, f.measure, f.source_table, f.source_id, f.reverses_id,
  (select r.id from facts r where r.reverses_id = f.id) as reversed_by_id`;

const toViews = async (db: Db, rows: readonly Row[]): Promise<FactView[]> => {
  const names = new Map(factKinds().map((kind) => [kind.kind, kind.name]));
  const linkOf = await resolveRecords(
    db,
    rows.map((row) => ({ table: row.source_table, id: row.source_id })),
  );
  return rows.map((row): FactView => {
    const link = linkOf(row.source_table, row.source_id);
    return {
      id: row.id,
      kind: row.kind,
      kindName: names.get(row.kind) ?? row.kind,
      occurredOn: row.occurred_on,
      recordedAt: row.recorded_at.toISOString(),
      unitId: row.unit_id,
      unitName: row.unit_name,
      place: row.place,
      audience: row.audience,
      audienceName: row.audience === null ? null : audienceNames[row.audience],
      topic: row.topic,
      planTags: row.plan_tags,
      quantity: row.quantity,
      measure: row.measure,
      sourceTable: row.source_table,
      sourceId: row.source_id,
      record: { title: link.title, href: link.href ?? null },
      reversesId: row.reverses_id,
      reversedById: row.reversed_by_id,
    };
  });
};

const list = async (
  db: Db,
  condition: RawBuilder<unknown>,
  options: Page & { order: RawBuilder<unknown> },
): Promise<{ rows: FactView[]; total: number }> => {
  const { page, size, order } = options;
  const rows = await sql<Row>`
    select ${columns} from facts f join org_units u on u.id = f.unit_id where ${condition}
    order by ${order} limit ${size} offset ${(page - 1) * size}`.execute(db);
  const total = await sql<{
    total: number;
  }>`select count(*) as total from facts f join org_units u on u.id = f.unit_id where ${condition}`.execute(
    db,
  );
  return { rows: await toViews(db, rows.rows), total: total.rows[0]?.total ?? 0 };
};

const sorts: Readonly<Record<string, RawBuilder<unknown>>> = {
  occurredOn: sql`f.occurred_on, f.id`,
  "-occurredOn": sql`f.occurred_on desc, f.id desc`,
  recordedAt: sql`f.recorded_at, f.id`,
  "-recordedAt": sql`f.recorded_at desc, f.id desc`,
  quantity: sql`f.quantity, f.id`,
  "-quantity": sql`f.quantity desc, f.id desc`,
};

/** Facts within the actor's scope by the filters of the explorer, reversals beside what they take back. */
export const listFacts = async (
  db: Db,
  query: FactQuery & { underPath?: string },
  options: Page & { scope: Scope },
): Promise<{ rows: FactView[]; total: number }> => {
  const conditions = [withinScope("u.path", options.scope)];
  if (query.underPath !== undefined) conditions.push(sql`u.path <@ ${query.underPath}::ltree`);
  if (query.from !== undefined) conditions.push(sql`f.occurred_on >= ${query.from}::date`);
  if (query.to !== undefined) conditions.push(sql`f.occurred_on <= ${query.to}::date`);
  if (query.kind !== undefined) conditions.push(sql`f.kind = ${query.kind}`);
  if (query.audience !== undefined) conditions.push(sql`f.audience = ${query.audience}`);
  if (query.topic !== undefined) conditions.push(sql`f.topic = ${query.topic}`);
  if (query.planTag !== undefined) conditions.push(sql`f.plan_tags @> ${[query.planTag]}`);
  if (query.source !== undefined) conditions.push(sql`f.source_id = ${query.source}`);
  return list(db, sql.join(conditions, sql` and `), {
    ...options,
    order: sorts[query.sort ?? "-recordedAt"] ?? sql`f.id desc`,
  });
};

/** The facts that a figure is made of: those that the indicator counts, at a unit and below, in the period. */
export const listFactsOfFigure = async (
  db: Db,
  indicator: Indicator,
  options: Page & { rootPath: string; period: Period },
): Promise<{ rows: FactView[]; total: number }> =>
  list(db, sql`${factConditions(indicator, options.period)} and u.path <@ ${options.rootPath}::ltree`, {
    ...options,
    order: sql`f.occurred_on desc, f.id desc`,
  });

/** @throws AppError `facts.not_found` */
export const getFact = async (
  db: Db,
  id: string,
): Promise<{ view: FactView; unitPath: string; ledgerEntryId: string | null }> => {
  const rows =
    await sql<Row>`select ${columns} from facts f join org_units u on u.id = f.unit_id where f.id = ${id}`.execute(
      db,
    );
  const row = rows.rows[0];
  if (row === undefined) throw new AppError<FactError>("facts.not_found", { status: 404 });
  const [view] = await toViews(db, [row]);
  if (view === undefined) throw new AppError<FactError>("facts.not_found", { status: 404 });
  const entry = await db
    .selectFrom("ledger_entries")
    .select("id")
    .where("subject_table", "=", "facts")
    .where("subject_id", "=", id)
    .executeTakeFirst();
  return { view, unitPath: row.unit_path, ledgerEntryId: entry?.id ?? null };
};
