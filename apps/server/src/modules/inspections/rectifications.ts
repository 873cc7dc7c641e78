import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { InspectionsError } from "./errors.ts";
import { lockInspection } from "./inspections.ts";
import { type RectificationEvent, rectificationStates } from "./state.ts";

const refuseField = (field: string, code: InspectionsError): never => {
  throw new AppError<InspectionsError>(code, { fields: { [field]: code } });
};

type StepInput = {
  id: string;
  event: "order" | RectificationEvent;
  note?: string | undefined;
  evidenceLink?: string | undefined;
  evidenceFileId?: string | undefined;
};

const writeStep = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  step: StepInput & { unitId: string; action: string },
): Promise<void> => {
  await trx
    .insertInto("rectification_steps")
    .values({
      id: createId(context.clock),
      rectification_id: step.id,
      event: step.event,
      note: step.note ?? null,
      evidence_link: step.evidenceLink ?? null,
      evidence_file_id: step.evidenceFileId ?? null,
      person_id: actor.kind === "person" ? actor.personId : null,
      at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: step.action,
    unitId: step.unitId,
    record: { table: "rectifications", id: step.id },
    reason: step.note,
    requestId: context.requestId,
  });
};

/**
 * Orders a unit to put something right by a day: for a failed sample, or for what the inspection found besides.
 * @throws AppError `inspections.order_short` | `inspections.order_due` | `inspections.order_already` | `inspections.not_inspected`
 */
export const orderRectification = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    inspectionId: string;
    sampleId?: string | undefined;
    unitId: string;
    body: string;
    dueOn: string;
  },
): Promise<string> => {
  const body = input.body.trim();
  const now = context.clock.now();
  const today = toDistrictDate(now);
  if (body.length < 5) refuseField("body", "inspections.order_short");
  if (input.dueOn <= today) refuseField("dueOn", "inspections.order_due");
  const inspection = await lockInspection(trx, input.inspectionId);
  if (inspection.status !== "drawn" && inspection.status !== "concluded")
    throw new AppError("state.conflict", { status: 409 });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("rectifications")
      .values({
        id,
        inspection_id: inspection.id,
        sample_id: input.sampleId ?? null,
        unit_id: input.unitId,
        body,
        ordered_on: today,
        due_on: input.dueOn,
        status: "ordered",
        status_changed_at: now,
        reported_by_person_id: null,
        verified_by_person_id: null,
        created_at: now,
        unit_reminded_at: null,
        office_reminded_at: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "rectifications_sample_key"))
      throw new AppError<InspectionsError>("inspections.order_already", { status: 409, cause: error });
    throw error;
  }
  await writeStep(trx, context, actor, {
    id,
    event: "order",
    note: body,
    unitId: input.unitId,
    action: "inspections.order",
  });
  return id;
};

const lockRectification = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("rectifications")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<InspectionsError>("inspections.rectification_not_found", { status: 404 });
  return row;
};

const move = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: RectificationEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: rectificationStates,
    table: "rectifications",
    now: context.clock.now(),
    ...change,
  }); // the function is generic over all modules' tables

/**
 * The unit reports what it put right, with evidence.
 * @throws AppError `inspections.order_short` | `inspections.evidence_needed` | `inspections.evidence_link` | `state.conflict`
 */
export const reportRectification = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    rectificationId: string;
    note: string;
    evidenceLink?: string | undefined;
    evidenceFileId?: string | undefined;
  },
): Promise<void> => {
  const note = input.note.trim();
  const link = input.evidenceLink?.trim() ?? "";
  if (note.length < 5) refuseField("note", "inspections.order_short");
  if (input.evidenceFileId === undefined && link === "")
    refuseField("evidence", "inspections.evidence_needed");
  if (link !== "" && !/^\/[^/]/.test(link)) refuseField("evidenceLink", "inspections.evidence_link");
  const row = await lockRectification(trx, input.rectificationId);
  await move(trx, context, {
    id: row.id,
    event: "report",
    set: { reported_by_person_id: actor.kind === "person" ? actor.personId : null },
  });
  await writeStep(trx, context, actor, {
    id: row.id,
    event: "report",
    note,
    evidenceLink: link === "" ? undefined : link,
    evidenceFileId: input.evidenceFileId,
    unitId: row.unit_id,
    action: "inspections.respond",
  });
};

/**
 * A second person verifies or returns what was reported; verified it is a fact, closed it is over.
 * @throws AppError `inspections.own_report` | `inspections.reason_needed` | `state.conflict`
 */
export const settleRectification = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { rectificationId: string; event: "verify" | "return" | "close"; note?: string | undefined },
): Promise<void> => {
  const note = input.note?.trim() ?? "";
  if (input.event === "return" && note.length < 5) refuseField("note", "inspections.reason_needed");
  const row = await lockRectification(trx, input.rectificationId);
  const personId = actor.kind === "person" ? actor.personId : null;
  if (input.event === "verify" && personId !== null && personId === row.reported_by_person_id)
    throw new AppError<InspectionsError>("inspections.own_report", { status: 403 });
  await move(trx, context, {
    id: row.id,
    event: input.event,
    ...(input.event === "verify" ? { set: { verified_by_person_id: personId } } : {}),
  });
  if (input.event === "verify")
    await recordFacts(trx, context.clock, [
      {
        kind: "inspections.rectified",
        occurredOn: toDistrictDate(context.clock.now()),
        unitId: row.unit_id,
        quantity: 1,
        measure: "项",
        source: { table: "rectifications", id: row.id },
      },
    ]);
  await writeStep(trx, context, actor, {
    id: row.id,
    event: input.event,
    ...(note === "" ? {} : { note }),
    unitId: row.unit_id,
    action: "inspections.verify",
  });
};
