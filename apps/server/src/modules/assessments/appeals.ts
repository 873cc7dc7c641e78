import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { AssessmentsError } from "./errors.ts";
import { auditLine, listItemRows, lockAssessment, pointsFor } from "./scores.ts";
import { appealStates } from "./state.ts";

const refuseField = (field: string, code: AssessmentsError): never => {
  throw new AppError<AssessmentsError>(code, { fields: { [field]: code } });
};

const auditAppeal = auditOf("score_appeals");

const findLine = async (trx: Trx, lineId: string) => {
  const line = await trx
    .selectFrom("score_lines")
    .select([
      "id",
      "assessment_id",
      "unit_id",
      "item_id",
      "points",
      sql<string | null>`input::text`.as("input"),
    ])
    .where("id", "=", lineId)
    .executeTakeFirst();
  if (line === undefined) throw new AppError<AssessmentsError>("assessments.line_not_found", { status: 404 });
  return line;
};

/**
 * A unit appeals against one frozen item of its own; what the item was is written down with it.
 * @throws AppError `assessments.appeal_reason` | `assessments.appeal_link` | `assessments.not_frozen` | `assessments.appeal_open`
 */
export const fileAppeal = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { lineId: string; reason: string; evidenceLink?: string | undefined },
): Promise<string> => {
  const reason = input.reason.trim();
  const link = input.evidenceLink?.trim() ?? "";
  if (reason.length < 10 || reason.length > 2_000) refuseField("reason", "assessments.appeal_reason");
  if (link !== "" && !/^\/[^/]/.test(link)) refuseField("evidenceLink", "assessments.appeal_link");
  const { assessment_id: assessmentId } = await findLine(trx, input.lineId);
  const assessment = await lockAssessment(trx, assessmentId);
  if (assessment.status !== "frozen")
    throw new AppError<AssessmentsError>(
      assessment.status === "open" ? "assessments.not_frozen" : "assessments.frozen",
      { status: 409 },
    );
  const line = await findLine(trx, input.lineId);
  const now = context.clock.now();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("score_appeals")
      .values({
        id,
        line_id: line.id,
        reason,
        evidence_link: link === "" ? null : link,
        filed_by_person_id: actor.kind === "person" ? actor.personId : null,
        status: "filed",
        status_changed_at: now,
        input_before: line.input,
        points_before: line.points,
        input_after: null,
        points_after: null,
        decision: null,
        decided_by_person_id: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "score_appeals_one_open"))
      throw new AppError<AssessmentsError>("assessments.appeal_open", { status: 409, cause: error });
    throw error;
  }
  await auditAppeal(trx, context, { actor, action: "assessments.appeal", id, unitId: line.unit_id });
  return id;
};

/**
 * A second person decides: upheld, the one line is computed from the corrected input by the scheme's own formula, and the
 * appeal keeps what it was and what it became; dismissed, nothing changes. The other lines stay as they were frozen.
 * @throws AppError `assessments.appeal_not_found` | `assessments.own_appeal` | `assessments.decision_short` | `assessments.input_needed`
 */
export const decideAppeal = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    appealId: string;
    verdict: "uphold" | "dismiss";
    decision: string;
    correctedInput?: number | undefined;
  },
): Promise<void> => {
  const decision = input.decision.trim();
  if (decision.length < 5) refuseField("decision", "assessments.decision_short");
  const corrected = input.correctedInput;
  if (input.verdict === "uphold" && !(corrected !== undefined && corrected >= 0))
    refuseField("correctedInput", "assessments.input_needed");
  const appeal = await trx
    .selectFrom("score_appeals")
    .select(["id", "line_id", "filed_by_person_id", "status"])
    .where("id", "=", input.appealId)
    .forUpdate()
    .executeTakeFirst();
  if (appeal?.status !== "filed")
    throw new AppError<AssessmentsError>("assessments.appeal_not_found", { status: 404 });
  const personId = actor.kind === "person" ? actor.personId : null;
  if (personId !== null && personId === appeal.filed_by_person_id)
    throw new AppError<AssessmentsError>("assessments.own_appeal", { status: 403 });
  const line = await findLine(trx, appeal.line_id);
  const assessment = await lockAssessment(trx, line.assessment_id);
  const item = (await listItemRows(trx, assessment.scheme_id)).find((one) => one.id === line.item_id);
  if (item === undefined) throw new Error(`score line ${line.id} has no item`);
  const isShare = item.kind === "inspected";
  if (input.verdict === "uphold" && isShare && (corrected ?? 0) > 100)
    refuseField("correctedInput", "assessments.share");
  const inputAfter = input.verdict === "uphold" ? (corrected ?? 0).toFixed(4) : null;
  const pointsAfter = inputAfter === null ? null : pointsFor(item, inputAfter);
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: appealStates,
    table: "score_appeals",
    id: appeal.id,
    event: input.verdict,
    now,
    set: {
      decision,
      decided_by_person_id: personId,
      input_after: inputAfter,
      points_after: pointsAfter,
    },
  }); // the function is generic over all modules' tables
  if (pointsAfter !== null) {
    await trx
      .updateTable("score_lines")
      .set({ input: inputAfter, points: pointsAfter, appeal_id: appeal.id, updated_at: now })
      .where("id", "=", line.id)
      .execute();
    await auditLine(trx, context, {
      actor,
      action: "assessments.decide_appeal",
      id: line.id,
      unitId: line.unit_id,
    });
  }
  await auditAppeal(trx, context, {
    actor,
    action: "assessments.decide_appeal",
    id: appeal.id,
    unitId: line.unit_id,
    reason: decision,
  });
};
