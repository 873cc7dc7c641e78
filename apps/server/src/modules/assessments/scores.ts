import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { sumFacts } from "#kernel/fact-records.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { hashLines, pointsOf } from "./compute.ts";
import type { AssessmentsError } from "./errors.ts";
import { type AssessmentEvent, assessmentStates } from "./state.ts";

/** The year's assessment, locked. @throws AppError `assessments.not_found` (404) */
export const lockAssessment = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("assessments")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<AssessmentsError>("assessments.not_found", { status: 404 });
  return row;
};

const requireOpen = (row: { status: string }): void => {
  if (row.status !== "open") throw new AppError<AssessmentsError>("assessments.frozen", { status: 409 });
};

const audit = auditOf("assessments");

/** Every line of the year gets its audit entry, so that a change by SQL is named (kepu ledger verify). */
export const auditLine = auditOf("score_lines");

const move = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: AssessmentEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: assessmentStates,
    table: "assessments",
    now: context.clock.now(),
    ...change,
  }); // the function is generic over all modules' tables

/**
 * Opens the assessment of a year for some units by a published scheme.
 * @throws AppError `assessments.scheme_not_published` | `assessments.units_needed` | `assessments.exists`
 */
export const openAssessment = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; schemeId: string; year: number; unitIds: readonly string[] },
): Promise<string> => {
  const units = [...new Set(input.unitIds)];
  if (units.length === 0)
    throw new AppError<AssessmentsError>("assessments.units_needed", {
      fields: { unitIds: "assessments.units_needed" },
    });
  const scheme = await trx
    .selectFrom("score_schemes")
    .select("status")
    .where("id", "=", input.schemeId)
    .executeTakeFirst();
  if (scheme?.status !== "published")
    throw new AppError<AssessmentsError>("assessments.scheme_not_published", {
      status: 409,
      fields: { schemeId: "assessments.scheme_not_published" },
    });
  const now = context.clock.now();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("assessments")
      .values({
        id,
        unit_id: input.unitId,
        scheme_id: input.schemeId,
        year: input.year,
        status: "open",
        status_changed_at: now,
        computed_at: null,
        frozen_hash: null,
        frozen_at: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "assessments_year_key"))
      throw new AppError<AssessmentsError>("assessments.exists", { status: 409, cause: error });
    throw error;
  }
  await trx
    .insertInto("assessment_units")
    .values(units.map((unitId) => ({ assessment_id: id, unit_id: unitId })))
    .execute();
  await audit(trx, context, { actor, action: "assessments.run", id, unitId: input.unitId });
  return id;
};

export type ItemRow = {
  id: string;
  kind: "facts" | "inspected";
  fullPoints: number;
  factKind: string | null;
  target: string | null;
};

/** Items of a scheme with their targets as decimal text. */
export const listItemRows = async (db: Db | Trx, schemeId: string): Promise<readonly ItemRow[]> =>
  db
    .selectFrom("score_items")
    .select([
      "id",
      "kind",
      "full_points as fullPoints",
      "fact_kind as factKind",
      sql<string | null>`target::text`.as("target"),
    ])
    .where("scheme_id", "=", schemeId)
    .orderBy("position")
    .execute();

/** Points of an item from its stored input: the one formula, whether computed, judged, appealed or computed again. */
export const pointsFor = (item: ItemRow, input: string | null): number =>
  input === null
    ? 0
    : pointsOf({
        input,
        target: item.kind === "facts" ? (item.target ?? "1") : "100",
        fullPoints: item.fullPoints,
      });

/**
 * Computes every item that facts tell, for every unit, from the facts of the year at the unit and below; inspected items
 * get a line that waits to be judged. May be done again until the year is frozen. Returns how many lines there are.
 * @throws AppError `assessments.frozen`
 */
export const computeScores = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  assessmentId: string,
): Promise<number> => {
  const assessment = await lockAssessment(trx, assessmentId);
  requireOpen(assessment);
  const items = await listItemRows(trx, assessment.scheme_id);
  const units = await trx
    .selectFrom("assessment_units as assessed")
    .innerJoin("org_units as unit", "unit.id", "assessed.unit_id")
    .select(["unit.id", "unit.path"])
    .where("assessed.assessment_id", "=", assessment.id)
    .orderBy("unit.path")
    .execute();
  const now = context.clock.now();
  let count = 0;
  for (const unit of units)
    for (const item of items) {
      count += 1;
      const found =
        item.factKind === null
          ? undefined
          : await sumFacts(trx, {
              kind: item.factKind,
              from: `${assessment.year}-01-01`,
              to: `${assessment.year}-12-31`,
              unitPath: unit.path,
            });
      const set =
        found === undefined
          ? {}
          : {
              input: found.quantity,
              fact_count: found.count,
              points: pointsFor(item, found.quantity),
              updated_at: now,
            };
      const line = await trx
        .insertInto("score_lines")
        .values({
          id: createId(context.clock),
          assessment_id: assessment.id,
          unit_id: unit.id,
          item_id: item.id,
          input: null,
          fact_count: null,
          note: null,
          points: 0,
          judged_by_person_id: null,
          appeal_id: null,
          updated_at: now,
          ...set,
        })
        .onConflict((conflict) =>
          conflict
            .constraint("score_lines_item_key")
            // An inspected line keeps what was judged; the column named is the one thing that stays as it is.
            .doUpdateSet(found === undefined ? { item_id: item.id } : set),
        )
        .returning("id")
        .executeTakeFirstOrThrow();
      await auditLine(trx, context, { actor, action: "assessments.compute", id: line.id, unitId: unit.id });
    }
  await trx.updateTable("assessments").set({ computed_at: now }).where("id", "=", assessment.id).execute();
  await audit(trx, context, {
    actor,
    action: "assessments.compute",
    id: assessment.id,
    unitId: assessment.unit_id,
  });
  return count;
};

const isShare = (share: number): boolean =>
  share >= 0 && share <= 100 && Math.abs(share * 100 - Math.round(share * 100)) < 1e-6;

/**
 * What was seen on site for an inspected item: the share of its points that the unit earned, with words.
 * @throws AppError `assessments.line_not_found` | `assessments.not_inspected_item` | `assessments.share` | `assessments.frozen`
 */
export const judgeLine = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { lineId: string; share: number; note: string },
): Promise<void> => {
  const line = await trx
    .selectFrom("score_lines")
    .select(["id", "assessment_id", "item_id", "unit_id"])
    .where("id", "=", input.lineId)
    .executeTakeFirst();
  if (line === undefined) throw new AppError<AssessmentsError>("assessments.line_not_found", { status: 404 });
  const assessment = await lockAssessment(trx, line.assessment_id);
  requireOpen(assessment);
  const item = (await listItemRows(trx, assessment.scheme_id)).find((one) => one.id === line.item_id);
  if (item?.kind !== "inspected")
    throw new AppError<AssessmentsError>("assessments.not_inspected_item", { status: 409 });
  if (!isShare(input.share))
    throw new AppError<AssessmentsError>("assessments.share", { fields: { share: "assessments.share" } });
  const share = input.share.toFixed(4);
  await trx
    .updateTable("score_lines")
    .set({
      input: share,
      note: input.note.trim() === "" ? null : input.note.trim(),
      points: pointsFor(item, share),
      judged_by_person_id: actor.kind === "person" ? actor.personId : null,
      updated_at: context.clock.now(),
    })
    .where("id", "=", line.id)
    .execute();
  await auditLine(trx, context, { actor, action: "assessments.judge", id: line.id, unitId: line.unit_id });
};

export type StoredLine = {
  id: string;
  unitId: string;
  itemId: string;
  input: string | null;
  factCount: number | null;
  points: number;
};

export const listStoredLines = async (db: Db | Trx, assessmentId: string): Promise<readonly StoredLine[]> =>
  db
    .selectFrom("score_lines")
    .select([
      "id",
      "unit_id as unitId",
      "item_id as itemId",
      sql<string | null>`input::text`.as("input"),
      "fact_count as factCount",
      "points",
    ])
    .where("assessment_id", "=", assessmentId)
    .orderBy("unit_id")
    .orderBy("item_id")
    .execute();

/**
 * Computes every line again from its stored input and compares; the lines that differ, and the hash over all. A frozen
 * year computed again gives the same numbers to the last digit.
 */
export const recomputeScores = async (
  db: Db | Trx,
  assessment: { id: string; schemeId: string },
): Promise<{ lines: number; differing: readonly string[]; hash: string }> => {
  const items = new Map((await listItemRows(db, assessment.schemeId)).map((item) => [item.id, item]));
  const lines = await listStoredLines(db, assessment.id);
  const again = lines.map((line) => {
    const item = items.get(line.itemId);
    return { ...line, points: item === undefined ? -1 : pointsFor(item, line.input) };
  });
  return {
    lines: lines.length,
    differing: lines.filter((line, index) => line.points !== again[index]?.points).map((line) => line.id),
    hash: hashLines(again),
  };
};

/**
 * Freezes the year: every inspected item is judged, everything computed again is the same, and the hash over all lines
 * stands in the audit entry. From then on only an upheld appeal changes a line (trigger of 0037).
 * @throws AppError `assessments.frozen` | `assessments.not_computed` | `assessments.unjudged` | `assessments.differs`
 */
export const freezeAssessment = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  assessmentId: string,
): Promise<{ hash: string }> => {
  const assessment = await lockAssessment(trx, assessmentId);
  requireOpen(assessment);
  if (assessment.computed_at === null)
    throw new AppError<AssessmentsError>("assessments.not_computed", { status: 409 });
  const lines = await listStoredLines(trx, assessment.id);
  const unjudged = lines.filter((line) => line.input === null).length;
  if (unjudged > 0)
    throw new AppError<AssessmentsError>("assessments.unjudged", {
      status: 409,
      values: { count: unjudged },
    });
  const { hash, differing } = await recomputeScores(trx, {
    id: assessment.id,
    schemeId: assessment.scheme_id,
  });
  if (differing.length > 0)
    throw new AppError<AssessmentsError>("assessments.differs", {
      status: 409,
      values: { count: differing.length },
    });
  const now = context.clock.now();
  await move(trx, context, {
    id: assessment.id,
    event: "freeze",
    set: { frozen_hash: hash, frozen_at: now },
  });
  await audit(trx, context, {
    actor,
    action: "assessments.freeze",
    id: assessment.id,
    unitId: assessment.unit_id,
    reason: `得分 SHA-256 ${hash}`,
  });
  return { hash };
};

/**
 * Publishes the frozen year once every appeal has its answer.
 * @throws AppError `assessments.appeal_waiting` | `state.conflict`
 */
export const publishAssessment = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  assessmentId: string,
): Promise<void> => {
  const assessment = await lockAssessment(trx, assessmentId);
  const { count } = await trx
    .selectFrom("score_appeals as appeal")
    .innerJoin("score_lines as line", "line.id", "appeal.line_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("line.assessment_id", "=", assessment.id)
    .where("appeal.status", "=", "filed")
    .executeTakeFirstOrThrow();
  if (count > 0)
    throw new AppError<AssessmentsError>("assessments.appeal_waiting", { status: 409, values: { count } });
  await move(trx, context, { id: assessment.id, event: "publish" });
  await recordFacts(trx, context.clock, [
    {
      kind: "assessments.published",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: assessment.unit_id,
      quantity: 1,
      measure: "次",
      source: { table: "assessments", id: assessment.id },
    },
  ]);
  await audit(trx, context, {
    actor,
    action: "assessments.publish",
    id: assessment.id,
    unitId: assessment.unit_id,
  });
};
