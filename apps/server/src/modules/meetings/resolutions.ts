import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findUnit } from "#modules/organisations/index.ts";
import type { MeetingsError } from "./errors.ts";
import { auditIssue, moveIssue } from "./issues.ts";
import { lockMeeting } from "./meetings.ts";
import { reportStates, resolutionStates } from "./state.ts";
import type { Outcome } from "./vocabulary.ts";

const refuseField = (field: string, code: MeetingsError): never => {
  throw new AppError<MeetingsError>(code, { fields: { [field]: code } });
};

export type Decision = {
  itemId: string;
  outcome: Outcome;
  /** What was decided or answered; of a resolution its words. */
  decision?: string | undefined;
  ownerUnitId?: string | undefined;
  dueOn?: string | undefined;
  cites?: string | undefined;
};

const auditResolution = auditOf("joint_resolutions");

/** @throws AppError `meetings.owner_needed` | `meetings.owner_closed` | `meetings.due_needed` | `meetings.due_past` */
const checkOwnerAndDue = async (
  trx: Trx,
  today: string,
  input: Pick<Decision, "ownerUnitId" | "dueOn">,
): Promise<{ ownerUnitId: string; dueOn: string }> => {
  const { ownerUnitId, dueOn } = input;
  if (ownerUnitId === undefined || ownerUnitId === "")
    return refuseField("ownerUnitId", "meetings.owner_needed");
  if (dueOn === undefined || dueOn === "") return refuseField("dueOn", "meetings.due_needed");
  const unit = await findUnit(trx, ownerUnitId, today);
  if (unit === undefined || (unit.validTo !== null && unit.validTo <= today))
    return refuseField("ownerUnitId", "meetings.owner_closed");
  if (dueOn <= today) return refuseField("dueOn", "meetings.due_past");
  return { ownerUnitId, dueOn };
};

/**
 * What the meeting decides on one item. A resolution has an owner unit and a due date, or it is none (checked here and
 * by the table). A further resolution on the same item is allowed: two units may each owe a part.
 * @returns the resolution's id where there is one
 * @throws AppError `meetings.not_under_way` | `meetings.item_decided` | `meetings.decision_short` | `meetings.outcome_issue` | owner and date
 */
export const decideItem = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: Decision,
): Promise<string | undefined> => {
  const found = await trx
    .selectFrom("agenda_items")
    .select("meeting_id")
    .where("id", "=", input.itemId)
    .executeTakeFirst();
  if (found === undefined) throw new AppError<MeetingsError>("meetings.item_not_found", { status: 404 });
  const meeting = await lockMeeting(trx, found.meeting_id);
  if (meeting.status !== "under_way")
    throw new AppError<MeetingsError>("meetings.not_under_way", { status: 409 });
  const item = await trx
    .selectFrom("agenda_items")
    .selectAll()
    .where("id", "=", input.itemId)
    .executeTakeFirstOrThrow();
  const isFurther = item.outcome === "resolution" && input.outcome === "resolution";
  if (item.outcome !== null && !isFurther)
    throw new AppError<MeetingsError>("meetings.item_decided", { status: 409 });
  const decision = input.decision?.trim() ?? "";
  if (input.outcome !== "deferred" && decision.length < 5) refuseField("decision", "meetings.decision_short");
  if (item.kind === "issue" && input.outcome === "noted") refuseField("outcome", "meetings.outcome_issue");
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const owned = input.outcome === "resolution" ? await checkOwnerAndDue(trx, today, input) : undefined;
  if (!isFurther)
    await trx
      .updateTable("agenda_items")
      .set({ outcome: input.outcome, decision: decision === "" ? null : decision })
      .where("id", "=", item.id)
      .execute();
  let resolutionId: string | undefined;
  if (owned !== undefined) {
    resolutionId = createId(context.clock);
    await trx
      .insertInto("joint_resolutions")
      .values({
        id: resolutionId,
        meeting_id: meeting.id,
        agenda_item_id: item.id,
        body: decision,
        owner_unit_id: owned.ownerUnitId,
        due_on: owned.dueOn,
        decided_on: today,
        cites: input.cites?.trim() || null,
        status: "open",
        status_changed_at: now,
        created_at: now,
      })
      .execute();
    await auditResolution(trx, context, {
      actor,
      action: "meetings.decide",
      id: resolutionId,
      unitId: owned.ownerUnitId,
    });
  }
  if (
    item.issue_id !== null &&
    !isFurther &&
    (input.outcome === "resolution" || input.outcome === "answered")
  ) {
    await moveIssue(
      trx,
      context,
      input.outcome === "resolution"
        ? { id: item.issue_id, event: "resolve" }
        : { id: item.issue_id, event: "answer", set: { answer: decision } },
    );
    await auditIssue(trx, context, {
      actor,
      action: "meetings.decide",
      id: item.issue_id,
      unitId: meeting.unit_id,
    });
  }
  return resolutionId;
};

/** The resolution, locked. @throws AppError `meetings.resolution_not_found` (404) */
const lockResolution = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("joint_resolutions")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.resolution_not_found", { status: 404 });
  return row;
};

/**
 * The owner reports what was done, with evidence: a file or a record of this system.
 * @throws AppError `meetings.report_waiting` | `meetings.evidence_needed` | `meetings.evidence_link` | `meetings.decision_short`
 */
export const reportResolution = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    resolutionId: string;
    body: string;
    evidenceFileId?: string | undefined;
    evidenceLink?: string | undefined;
  },
): Promise<string> => {
  const body = input.body.trim();
  const link = input.evidenceLink?.trim() ?? "";
  if (body.length < 5) refuseField("body", "meetings.issue_body");
  if (input.evidenceFileId === undefined && link === "") refuseField("evidence", "meetings.evidence_needed");
  if (link !== "" && !/^\/[^/]/.test(link)) refuseField("evidenceLink", "meetings.evidence_link");
  const resolution = await lockResolution(trx, input.resolutionId);
  if (resolution.status === "reported")
    throw new AppError<MeetingsError>("meetings.report_waiting", { status: 409 });
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: resolutionStates,
    table: "joint_resolutions",
    id: resolution.id,
    event: "report",
    now,
  });
  const id = createId(context.clock);
  await trx
    .insertInto("resolution_reports")
    .values({
      id,
      resolution_id: resolution.id,
      body,
      evidence_file_id: input.evidenceFileId ?? null,
      evidence_link: link === "" ? null : link,
      reported_by_person_id: actor.kind === "person" ? actor.personId : null,
      status: "waiting",
      status_changed_at: now,
      decided_by_person_id: null,
      decision_reason: null,
      created_at: now,
    })
    .execute();
  await auditReport(trx, context, { actor, id, unitId: resolution.owner_unit_id, action: "meetings.report" });
  await auditResolution(trx, context, {
    actor,
    action: "meetings.report",
    id: resolution.id,
    unitId: resolution.owner_unit_id,
  });
  return id;
};

const auditReport = auditOf("resolution_reports");

/**
 * A second person accepts the report (the resolution is done, a fact) or returns it with a reason (it is open again).
 * @throws AppError `meetings.report_not_found` | `meetings.own_report` | `meetings.reason_needed` | `state.conflict`
 */
export const checkReport = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { reportId: string; verdict: "accept" | "return"; reason?: string | undefined },
): Promise<void> => {
  const reason = input.reason?.trim() ?? "";
  if (input.verdict === "return" && reason.length < 5) refuseField("reason", "meetings.reason_needed");
  const report = await trx
    .selectFrom("resolution_reports")
    .select(["id", "resolution_id", "reported_by_person_id"])
    .where("id", "=", input.reportId)
    .executeTakeFirst();
  if (report === undefined) throw new AppError<MeetingsError>("meetings.report_not_found", { status: 404 });
  const resolution = await lockResolution(trx, report.resolution_id);
  const personId = actor.kind === "person" ? actor.personId : null;
  if (personId !== null && personId === report.reported_by_person_id)
    throw new AppError<MeetingsError>("meetings.own_report", { status: 403 });
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: reportStates,
    table: "resolution_reports",
    id: report.id,
    event: input.verdict,
    now,
    set: { decided_by_person_id: personId, decision_reason: reason === "" ? null : reason },
  });
  await applyTransition(trx as never, {
    machine: resolutionStates,
    table: "joint_resolutions",
    id: resolution.id,
    event: input.verdict,
    now,
  });
  if (input.verdict === "accept")
    await recordFacts(trx, context.clock, [
      {
        kind: "meetings.resolution_done",
        occurredOn: toDistrictDate(now),
        unitId: resolution.owner_unit_id,
        quantity: 1,
        measure: "项",
        source: { table: "joint_resolutions", id: resolution.id },
      },
    ]);
  const act = {
    actor,
    action: "meetings.check_report",
    unitId: resolution.owner_unit_id,
    ...(reason === "" ? {} : { reason }),
  };
  await auditReport(trx, context, { ...act, id: report.id });
  await auditResolution(trx, context, { ...act, id: resolution.id });
};
