import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { AssessmentsError } from "./errors.ts";
import type { AppealStatus, AssessmentStatus, SchemeStatus } from "./state.ts";

export type Page = { page: number; size: number };
export type Listed<Row> = { rows: readonly Row[]; total: number };

export type SchemeView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  code: string;
  version: number;
  title: string;
  status: SchemeStatus;
  createdAt: Date;
  itemCount: number;
  fullPoints: number;
};

const selectSchemes = (db: Db | Trx) =>
  db
    .selectFrom("score_schemes as scheme")
    .innerJoin("org_units as unit", "unit.id", "scheme.unit_id")
    .select([
      "scheme.id",
      "scheme.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "scheme.code",
      "scheme.version",
      "scheme.title",
      "scheme.status",
      "scheme.created_at as createdAt",
      sql<number>`(select count(*) from score_items item where item.scheme_id = scheme.id)`.as("itemCount"),
      sql<number>`(select coalesce(sum(full_points), 0) from score_items item where item.scheme_id = scheme.id)`.as(
        "fullPoints",
      ),
    ]);

/** @throws AppError `assessments.scheme_not_found` (404) */
export const getScheme = async (db: Db | Trx, id: string): Promise<SchemeView> => {
  const row = await selectSchemes(db).where("scheme.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<AssessmentsError>("assessments.scheme_not_found", { status: 404 });
  return row;
};

export const listSchemes = async (db: Db | Trx, page: Page): Promise<Listed<SchemeView>> => {
  const { total } = await db
    .selectFrom("score_schemes")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await selectSchemes(db)
    .orderBy("scheme.code")
    .orderBy("scheme.version", "desc")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type ItemView = {
  id: string;
  position: number;
  title: string;
  kind: "facts" | "inspected";
  fullPoints: number;
  factKind: string | null;
  target: string | null;
  criterion: string | null;
};

export const listItems = async (db: Db | Trx, schemeId: string): Promise<readonly ItemView[]> =>
  db
    .selectFrom("score_items")
    .select([
      "id",
      "position",
      "title",
      "kind",
      "full_points as fullPoints",
      "fact_kind as factKind",
      sql<string | null>`trim_scale(target)::text`.as("target"),
      "criterion",
    ])
    .where("scheme_id", "=", schemeId)
    .orderBy("position")
    .execute();

export type AssessmentView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  schemeId: string;
  schemeTitle: string;
  schemeVersion: number;
  year: number;
  status: AssessmentStatus;
  computedAt: Date | null;
  frozenAt: Date | null;
  frozenHash: string | null;
  unitCount: number;
  openAppeals: number;
};

const selectAssessments = (db: Db | Trx) =>
  db
    .selectFrom("assessments as assessment")
    .innerJoin("org_units as unit", "unit.id", "assessment.unit_id")
    .innerJoin("score_schemes as scheme", "scheme.id", "assessment.scheme_id")
    .select([
      "assessment.id",
      "assessment.assessment_no as no",
      "assessment.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "assessment.scheme_id as schemeId",
      "scheme.title as schemeTitle",
      "scheme.version as schemeVersion",
      "assessment.year",
      "assessment.status",
      "assessment.computed_at as computedAt",
      "assessment.frozen_at as frozenAt",
      "assessment.frozen_hash as frozenHash",
      sql<number>`(select count(*) from assessment_units u where u.assessment_id = assessment.id)`.as(
        "unitCount",
      ),
      sql<number>`(select count(*) from score_appeals p join score_lines l on l.id = p.line_id where l.assessment_id = assessment.id and p.status = 'filed')`.as(
        "openAppeals",
      ),
    ]);

const notFound = (): AppError<AssessmentsError> =>
  new AppError<AssessmentsError>("assessments.not_found", { status: 404 });

/** @throws AppError `assessments.not_found` (404) */
export const getAssessment = async (db: Db | Trx, id: string): Promise<AssessmentView> => {
  const row = await selectAssessments(db).where("assessment.id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

/** Published ones only, by the number that the public sees. @throws AppError `assessments.not_found` (404) */
export const getPublished = async (db: Db | Trx, no: number): Promise<AssessmentView> => {
  const row = await selectAssessments(db)
    .where("assessment.assessment_no", "=", no)
    .where("assessment.status", "=", "published")
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

export const listAssessments = async (db: Db | Trx, page: Page): Promise<Listed<AssessmentView>> => {
  const { total } = await db
    .selectFrom("assessments")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await selectAssessments(db)
    .orderBy("assessment.year", "desc")
    .orderBy("assessment.assessment_no", "desc")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type LineView = {
  id: string;
  assessmentId: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  itemId: string;
  input: string | null;
  factCount: number | null;
  note: string | null;
  points: number;
  appealed: boolean;
};

const selectLines = (db: Db | Trx) =>
  db
    .selectFrom("score_lines as line")
    .innerJoin("org_units as unit", "unit.id", "line.unit_id")
    .innerJoin("score_items as item", "item.id", "line.item_id")
    .select([
      "line.id",
      "line.assessment_id as assessmentId",
      "line.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "line.item_id as itemId",
      sql<string | null>`trim_scale(line.input)::text`.as("input"),
      "line.fact_count as factCount",
      "line.note",
      "line.points",
      sql<boolean>`line.appeal_id is not null`.as("appealed"),
    ]);

/** Lines of the units of an area, in the order of the tree and of the scheme: nobody is ranked. */
export const listLines = async (
  db: Db | Trx,
  filter: { assessmentId: string; scope: Scope },
): Promise<readonly LineView[]> =>
  selectLines(db)
    .where("line.assessment_id", "=", filter.assessmentId)
    .where(withinScope("unit.path", filter.scope))
    .orderBy("unit.path")
    .orderBy("item.position")
    .execute();

/** @throws AppError `assessments.line_not_found` (404) */
export const getLine = async (db: Db | Trx, id: string): Promise<LineView> => {
  const row = await selectLines(db).where("line.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<AssessmentsError>("assessments.line_not_found", { status: 404 });
  return row;
};

export type AppealView = {
  id: string;
  lineId: string;
  assessmentId: string;
  assessmentPath: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  itemTitle: string;
  reason: string;
  evidenceLink: string | null;
  status: AppealStatus;
  inputBefore: string | null;
  pointsBefore: number;
  inputAfter: string | null;
  pointsAfter: number | null;
  decision: string | null;
  createdAt: Date;
};

const selectAppeals = (db: Db | Trx) =>
  db
    .selectFrom("score_appeals as appeal")
    .innerJoin("score_lines as line", "line.id", "appeal.line_id")
    .innerJoin("score_items as item", "item.id", "line.item_id")
    .innerJoin("assessments as assessment", "assessment.id", "line.assessment_id")
    .innerJoin("org_units as assessor", "assessor.id", "assessment.unit_id")
    .innerJoin("org_units as unit", "unit.id", "line.unit_id")
    .select([
      "appeal.id",
      "appeal.line_id as lineId",
      "line.assessment_id as assessmentId",
      "assessor.path as assessmentPath",
      "line.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "item.title as itemTitle",
      "appeal.reason",
      "appeal.evidence_link as evidenceLink",
      "appeal.status",
      sql<string | null>`trim_scale(appeal.input_before)::text`.as("inputBefore"),
      "appeal.points_before as pointsBefore",
      sql<string | null>`trim_scale(appeal.input_after)::text`.as("inputAfter"),
      "appeal.points_after as pointsAfter",
      "appeal.decision",
      "appeal.created_at as createdAt",
    ]);

/** @throws AppError `assessments.appeal_not_found` (404) */
export const getAppeal = async (db: Db | Trx, id: string): Promise<AppealView> => {
  const row = await selectAppeals(db).where("appeal.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<AssessmentsError>("assessments.appeal_not_found", { status: 404 });
  return row;
};

export const listAppeals = async (
  db: Db | Trx,
  filter: { assessmentId: string; scope: Scope },
): Promise<readonly AppealView[]> =>
  selectAppeals(db)
    .where("line.assessment_id", "=", filter.assessmentId)
    .where(withinScope("unit.path", filter.scope))
    .orderBy("appeal.created_at", "desc")
    .orderBy("appeal.id")
    .execute();

/** Appeals that wait for a decision in an area, for the first page of the workbench. */
export const countOpenAppeals = async (db: Db | Trx, scope: Scope): Promise<number> => {
  const row = await db
    .selectFrom("score_appeals as appeal")
    .innerJoin("score_lines as line", "line.id", "appeal.line_id")
    .innerJoin("assessments as assessment", "assessment.id", "line.assessment_id")
    .innerJoin("org_units as unit", "unit.id", "assessment.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("appeal.status", "=", "filed")
    .where(withinScope("unit.path", scope))
    .executeTakeFirstOrThrow();
  return row.count;
};

export type UnitScore = { unitId: string; unitName: string; points: number; lines: readonly LineView[] };

/** The lines gathered by unit, each with its sum; in the order they come. */
export const gatherScores = (lines: readonly LineView[]): readonly UnitScore[] =>
  [...Map.groupBy(lines, (line) => line.unitId).entries()].map(([unitId, own]) => ({
    unitId,
    unitName: own[0]?.unitName ?? "",
    points: own.reduce((sum, line) => sum + line.points, 0),
    lines: own,
  }));
