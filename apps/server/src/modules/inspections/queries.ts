import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { resolveRecords } from "#kernel/records.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { InspectionsError } from "./errors.ts";
import type { InspectionStatus, RectificationEvent, RectificationStatus, Verdict } from "./state.ts";

export type Page = { page: number; size: number };
export type Listed<Row> = { rows: readonly Row[]; total: number };

export type InspectionView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  periodFrom: string;
  periodTo: string;
  sampleSize: number;
  factKinds: readonly string[];
  status: InspectionStatus;
  announcedAt: Date;
  announcedNote: string;
  populationCount: number | null;
  populationHash: string | null;
  drawnNote: string | null;
  seed: string | null;
  conclusion: string | null;
  failedCount: number;
};

const selectInspections = (db: Db | Trx) =>
  db
    .selectFrom("inspections as inspection")
    .innerJoin("org_units as unit", "unit.id", "inspection.unit_id")
    .select([
      "inspection.id",
      "inspection.inspection_no as no",
      "inspection.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "inspection.title",
      "inspection.period_from as periodFrom",
      "inspection.period_to as periodTo",
      "inspection.sample_size as sampleSize",
      "inspection.fact_kinds as factKinds",
      "inspection.status",
      "inspection.announced_at as announcedAt",
      "inspection.announced_note as announcedNote",
      "inspection.population_count as populationCount",
      "inspection.population_hash as populationHash",
      "inspection.drawn_note as drawnNote",
      "inspection.seed",
      "inspection.conclusion",
      sql<number>`(select count(*) from inspection_samples sample where sample.inspection_id = inspection.id and sample.verdict = 'failed')`.as(
        "failedCount",
      ),
    ]);

const notFound = (): AppError<InspectionsError> =>
  new AppError<InspectionsError>("inspections.not_found", { status: 404 });

/** @throws AppError `inspections.not_found` (404) */
export const getInspection = async (db: Db | Trx, id: string): Promise<InspectionView> => {
  const row = await selectInspections(db).where("inspection.id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

/** By the number that the public sees. @throws AppError `inspections.not_found` (404) */
export const getInspectionByNo = async (db: Db | Trx, no: number): Promise<InspectionView> => {
  const row = await selectInspections(db).where("inspection.inspection_no", "=", no).executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

export const listInspections = async (
  db: Db | Trx,
  filter: { status?: InspectionStatus | undefined },
  page: Page,
): Promise<Listed<InspectionView>> => {
  const { status } = filter;
  const narrowed = selectInspections(db).$if(status !== undefined, (query) =>
    query.where("inspection.status", "=", status ?? "announced"),
  );
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("inspection.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("inspection.announced_at", "desc")
    .orderBy("inspection.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type InspectedUnit = {
  unitId: string;
  unitName: string;
  unitPath: string;
  selfCheck: string | null;
  selfCheckedAt: Date | null;
  letter: string | null;
};

export const listInspectedUnits = async (
  db: Db | Trx,
  inspectionId: string,
): Promise<readonly InspectedUnit[]> =>
  db
    .selectFrom("inspection_units as inspected")
    .innerJoin("org_units as unit", "unit.id", "inspected.unit_id")
    .select([
      "inspected.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "inspected.self_check as selfCheck",
      "inspected.self_checked_at as selfCheckedAt",
      "inspected.letter",
    ])
    .where("inspected.inspection_id", "=", inspectionId)
    .orderBy("unit.path")
    .execute();

/** The frozen population in its order. */
export const listPopulation = async (
  db: Db | Trx,
  inspectionId: string,
): Promise<readonly { table: string; id: string }[]> =>
  db
    .selectFrom("inspection_population")
    .select(["record_table as table", "record_id as id"])
    .where("inspection_id", "=", inspectionId)
    .orderBy("position")
    .execute();

export type SampleView = {
  id: string;
  drawNo: number;
  position: number;
  table: string;
  recordId: string;
  unitId: string;
  unitName: string;
  verdict: Verdict;
  finding: string | null;
  rectificationId: string | null;
  title: string;
  href: string | null;
};

/** The sample in the order of drawing, each with the link to its record. */
export const listSamples = async (db: Db, inspectionId: string): Promise<readonly SampleView[]> => {
  const rows = await db
    .selectFrom("inspection_samples as sample")
    .innerJoin("inspection_population as record", (join) =>
      join
        .onRef("record.inspection_id", "=", "sample.inspection_id")
        .onRef("record.position", "=", "sample.position"),
    )
    .innerJoin("org_units as unit", "unit.id", "record.unit_id")
    .leftJoin("rectifications as order", "order.sample_id", "sample.id")
    .select([
      "sample.id",
      "sample.draw_no as drawNo",
      "sample.position",
      "record.record_table as table",
      "record.record_id as recordId",
      "record.unit_id as unitId",
      "unit.name as unitName",
      "sample.verdict",
      "sample.finding",
      "order.id as rectificationId",
    ])
    .where("sample.inspection_id", "=", inspectionId)
    .orderBy("sample.draw_no")
    .execute();
  const linkOf = await resolveRecords(
    db,
    rows.map((row) => ({ table: row.table, id: row.recordId })),
  );
  return rows.map((row) => {
    const link = linkOf(row.table, row.recordId);
    return { ...row, title: link.title, href: link.href ?? null };
  });
};

/** @throws AppError `inspections.sample_not_found` (404) */
export const getSample = async (
  db: Db | Trx,
  id: string,
): Promise<{ inspectionId: string; unitId: string; unitPath: string }> => {
  const row = await db
    .selectFrom("inspection_samples as sample")
    .innerJoin("inspection_population as record", (join) =>
      join
        .onRef("record.inspection_id", "=", "sample.inspection_id")
        .onRef("record.position", "=", "sample.position"),
    )
    .innerJoin("inspections as inspection", "inspection.id", "sample.inspection_id")
    .innerJoin("org_units as unit", "unit.id", "inspection.unit_id")
    .select(["sample.inspection_id as inspectionId", "record.unit_id as unitId", "unit.path as unitPath"])
    .where("sample.id", "=", id)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<InspectionsError>("inspections.sample_not_found", { status: 404 });
  return row;
};

export type RectificationView = {
  id: string;
  no: number;
  inspectionId: string;
  inspectionTitle: string;
  inspectionPath: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  body: string;
  orderedOn: string;
  dueOn: string;
  status: RectificationStatus;
};

const selectRectifications = (db: Db | Trx) =>
  db
    .selectFrom("rectifications as order")
    .innerJoin("org_units as unit", "unit.id", "order.unit_id")
    .innerJoin("inspections as inspection", "inspection.id", "order.inspection_id")
    .innerJoin("org_units as inspector", "inspector.id", "inspection.unit_id")
    .select([
      "order.id",
      "order.rectification_no as no",
      "order.inspection_id as inspectionId",
      "inspection.title as inspectionTitle",
      "inspector.path as inspectionPath",
      "order.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "order.body",
      "order.ordered_on as orderedOn",
      "order.due_on as dueOn",
      "order.status",
    ]);

export const isLate = (row: Pick<RectificationView, "status" | "dueOn">, today: string): boolean =>
  row.status === "ordered" && row.dueOn < today;

/** @throws AppError `inspections.rectification_not_found` (404) */
export const getRectification = async (db: Db | Trx, id: string): Promise<RectificationView> => {
  const row = await selectRectifications(db).where("order.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<InspectionsError>("inspections.rectification_not_found", { status: 404 });
  return row;
};

/** Orders at units of an area, those due first at the top, closed ones last. */
export const listRectifications = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: RectificationStatus | undefined;
    inspectionId?: string | undefined;
  },
  page: Page,
): Promise<Listed<RectificationView>> => {
  const { status, inspectionId } = filter;
  const narrowed = selectRectifications(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("order.status", "=", status ?? "ordered"))
    .$if(inspectionId !== undefined, (query) => query.where("order.inspection_id", "=", inspectionId ?? ""));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("order.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy(sql`"order".status = 'closed'`)
    .orderBy("order.due_on")
    .orderBy("order.rectification_no")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type StepView = {
  id: string;
  event: "order" | RectificationEvent;
  note: string | null;
  evidenceLink: string | null;
  evidenceFileId: string | null;
  at: Date;
};

/** Everything that happened to an order, from the beginning. */
export const listSteps = async (db: Db | Trx, rectificationId: string): Promise<readonly StepView[]> =>
  db
    .selectFrom("rectification_steps")
    .select([
      "id",
      "event",
      "note",
      "evidence_link as evidenceLink",
      "evidence_file_id as evidenceFileId",
      "at",
    ])
    .where("rectification_id", "=", rectificationId)
    .orderBy("step_no")
    .execute();

/** @throws AppError `inspections.no_file` (404) */
export const getStep = async (
  db: Db | Trx,
  id: string,
): Promise<{ rectificationId: string; evidenceFileId: string }> => {
  const row = await db
    .selectFrom("rectification_steps")
    .select(["rectification_id as rectificationId", "evidence_file_id as evidenceFileId"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined || row.evidenceFileId === null)
    throw new AppError<InspectionsError>("inspections.no_file", { status: 404 });
  return { ...row, evidenceFileId: row.evidenceFileId };
};

/** What waits, for the first page of the workbench. */
export const countWaiting = async (
  db: Db | Trx,
  scopes: { own: Scope; run: Scope },
): Promise<{ notices: number; ordered: number; reported: number }> => {
  const found = await sql<{ notices: number; ordered: number; reported: number }>`
    select
      (select count(*) from notice_receipts receipt join org_units unit on unit.id = receipt.unit_id
        where receipt.received_at is null and ${withinScope("unit.path", scopes.own)})::int as notices,
      (select count(*) from rectifications r join org_units unit on unit.id = r.unit_id
        where r.status = 'ordered' and ${withinScope("unit.path", scopes.own)})::int as ordered,
      (select count(*) from rectifications r join inspections i on i.id = r.inspection_id join org_units unit on unit.id = i.unit_id
        where r.status in ('reported', 'verified') and ${withinScope("unit.path", scopes.run)})::int as reported`.execute(
    db,
  );
  return found.rows[0] ?? { notices: 0, ordered: 0, reported: 0 };
};
