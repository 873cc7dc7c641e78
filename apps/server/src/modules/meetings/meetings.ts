import { createHash } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { auditIssue, moveIssue } from "./issues.ts";
import type { MeetingsError } from "./errors.ts";
import { listAgenda, listAttendance, listMeetingResolutions } from "./queries.ts";
import { type MeetingEvent, meetingStates } from "./state.ts";
import type { Presence } from "./vocabulary.ts";

/** The meeting, locked: agenda, decisions and closing of one meeting come one after the other. */
export const lockMeeting = async (trx: Trx, id: string) => {
  const meeting = await trx
    .selectFrom("joint_meetings")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (meeting === undefined) throw new AppError<MeetingsError>("meetings.meeting_not_found", { status: 404 });
  return meeting;
};

const requirePlanned = async (trx: Trx, id: string) => {
  const meeting = await lockMeeting(trx, id);
  if (meeting.status !== "planned")
    throw new AppError<MeetingsError>("meetings.not_planned", { status: 409 });
  return meeting;
};

const auditMeeting = auditOf("joint_meetings");

const moveMeeting = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: MeetingEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: meetingStates,
    table: "joint_meetings",
    now: context.clock.now(),
    ...change,
  }); // the function is generic over all modules' tables

type AgendaEntry = {
  kind: "overdue" | "issue" | "undone";
  title: string;
  issue_id: string | null;
  resolution_id: string | null;
};

/**
 * What stands on the next agenda: overdue resolutions first, the longest overdue at the top; then open issues, those that
 * most units share first and then by age; then resolutions that are not done and not yet due (J-02).
 */
const collectAgenda = async (trx: Trx, meetingId: string, today: string): Promise<readonly AgendaEntry[]> => {
  const undone = await trx
    .selectFrom("joint_resolutions")
    .select(["id", "body", "due_on", "status"])
    .where("status", "!=", "done")
    .where("meeting_id", "!=", meetingId)
    .orderBy("due_on")
    .orderBy("resolution_no")
    .execute();
  const issues = await trx
    .selectFrom("joint_issues as issue")
    .select((eb) => [
      "issue.id",
      "issue.title",
      "issue.status",
      eb
        .selectFrom("joint_issues as merged")
        .whereRef("merged.merged_into_id", "=", "issue.id")
        .select((count) => count.fn.countAll<number>().as("count"))
        .as("merged_count"),
    ])
    .where("issue.status", "=", "open")
    .orderBy("merged_count", "desc")
    .orderBy("issue.created_at")
    .orderBy("issue.issue_no")
    .forUpdate("issue")
    .execute();
  const toEntry = (kind: "overdue" | "undone", row: { id: string; body: string }): AgendaEntry => ({
    kind,
    title: row.body,
    issue_id: null,
    resolution_id: row.id,
  });
  const isOverdue = (row: { due_on: string; status: string }): boolean =>
    row.status === "open" && row.due_on < today;
  return [
    ...undone.filter(isOverdue).map((row) => toEntry("overdue", row)),
    ...issues.map((row) => ({
      kind: "issue" as const,
      title: row.title,
      issue_id: row.id,
      resolution_id: null,
    })),
    ...undone.filter((row) => !isOverdue(row)).map((row) => toEntry("undone", row)),
  ];
};

/**
 * Makes the agenda of a planned meeting anew from what is open now; matters that were added by hand stay, between the
 * issues and what is not yet due. Returns how many items it has.
 * @throws AppError `meetings.not_planned`
 */
export const buildAgenda = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  meetingId: string,
): Promise<number> => {
  const meeting = await requirePlanned(trx, meetingId);
  const topics = await trx
    .selectFrom("agenda_items")
    .select(["id", "title"])
    .where("meeting_id", "=", meeting.id)
    .where("kind", "=", "topic")
    .orderBy("position")
    .execute();
  const freed = await trx
    .deleteFrom("agenda_items")
    .where("meeting_id", "=", meeting.id)
    .where("kind", "!=", "topic")
    .returning("issue_id")
    .execute();
  for (const { issue_id: issueId } of freed)
    if (issueId !== null) await moveIssue(trx, context, { id: issueId, event: "take_off" });
  const entries = await collectAgenda(trx, meeting.id, toDistrictDate(context.clock.now()));
  const first = entries.filter((entry) => entry.kind !== "undone");
  const last = entries.filter((entry) => entry.kind === "undone");
  const rows = [
    ...first.map((entry, index) => ({ ...entry, position: index + 1 })),
    ...last.map((entry, index) => ({ ...entry, position: first.length + topics.length + index + 1 })),
  ];
  if (rows.length > 0)
    await trx
      .insertInto("agenda_items")
      .values(
        rows.map((row) => ({
          id: createId(context.clock),
          meeting_id: meeting.id,
          outcome: null,
          decision: null,
          ...row,
        })),
      )
      .execute();
  for (const [index, topic] of topics.entries())
    await trx
      .updateTable("agenda_items")
      .set({ position: first.length + index + 1 })
      .where("id", "=", topic.id)
      .execute();
  for (const entry of entries) {
    if (entry.issue_id === null) continue;
    await moveIssue(trx, context, { id: entry.issue_id, event: "put_on" });
  }
  for (const id of new Set([...freed, ...entries].flatMap((row) => row.issue_id ?? [])))
    await auditIssue(trx, context, {
      actor,
      action: "meetings.run",
      id,
      unitId: meeting.unit_id,
      reason: "排议程",
    });
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.run",
    id: meeting.id,
    unitId: meeting.unit_id,
    reason: "排议程",
  });
  return rows.length + topics.length;
};

/**
 * Calls a meeting and makes its first agenda.
 * @throws AppError `meetings.held_past`
 */
export const planMeeting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; title: string; place: string; heldAt: Date },
): Promise<string> => {
  const now = context.clock.now();
  if (input.heldAt <= now)
    throw new AppError<MeetingsError>("meetings.held_past", { fields: { heldAt: "meetings.held_past" } });
  const id = createId(context.clock);
  await trx
    .insertInto("joint_meetings")
    .values({
      id,
      unit_id: input.unitId,
      title: input.title.trim(),
      place: input.place.trim(),
      held_at: input.heldAt,
      status: "planned",
      status_changed_at: now,
      minutes: null,
      minutes_record: null,
      minutes_hash: null,
      closed_by_person_id: null,
      created_by_person_id: actor.kind === "person" ? actor.personId : null,
      created_at: now,
    })
    .execute();
  await buildAgenda(trx, context, actor, id);
  return id;
};

/** A matter that is no filed issue, put after the issues. */
export const addTopic = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { meetingId: string; title: string },
): Promise<void> => {
  const meeting = await requirePlanned(trx, input.meetingId);
  const last = await trx
    .selectFrom("agenda_items")
    .select((eb) => eb.fn.max("position").as("position"))
    .where("meeting_id", "=", meeting.id)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("agenda_items")
    .values({
      id: createId(context.clock),
      meeting_id: meeting.id,
      position: (last.position ?? 0) + 1,
      kind: "topic",
      title: input.title.trim(),
      issue_id: null,
      resolution_id: null,
      outcome: null,
      decision: null,
    })
    .execute();
  await buildAgenda(trx, context, actor, meeting.id);
};

/** A paper for the meeting, kept with it. */
export const addPaper = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { meetingId: string; title: string; fileId: string },
): Promise<string> => {
  const meeting = await requirePlanned(trx, input.meetingId);
  const id = createId(context.clock);
  await trx
    .insertInto("meeting_papers")
    .values({
      id,
      meeting_id: meeting.id,
      title: input.title.trim(),
      file_id: input.fileId,
      created_at: context.clock.now(),
    })
    .execute();
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.run",
    id: meeting.id,
    unitId: meeting.unit_id,
    reason: `材料 ${id}`,
  });
  return id;
};

/** Which units came, by unit; may be mended until the meeting is closed. */
export const recordAttendance = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { meetingId: string; units: readonly { unitId: string; presence: Presence }[] },
): Promise<void> => {
  const meeting = await lockMeeting(trx, input.meetingId);
  if (meeting.status !== "under_way")
    throw new AppError<MeetingsError>("meetings.not_under_way", { status: 409 });
  for (const { unitId, presence } of input.units)
    await trx
      .insertInto("meeting_attendance")
      .values({ meeting_id: meeting.id, unit_id: unitId, presence })
      .onConflict((conflict) => conflict.constraint("meeting_attendance_pkey").doUpdateSet({ presence }))
      .execute();
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.run",
    id: meeting.id,
    unitId: meeting.unit_id,
    reason: "登记到会单位",
  });
};

/** The meeting begins; from now on its agenda stays. */
export const beginMeeting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  meetingId: string,
): Promise<void> => {
  const meeting = await lockMeeting(trx, meetingId);
  await moveMeeting(trx, context, { id: meeting.id, event: "begin" });
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.run",
    id: meeting.id,
    unitId: meeting.unit_id,
  });
};

/** A planned meeting that will not be held: its issues wait for another. */
export const cancelMeeting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  meetingId: string,
): Promise<void> => {
  const meeting = await lockMeeting(trx, meetingId);
  await moveMeeting(trx, context, { id: meeting.id, event: "cancel" });
  const items = await trx
    .selectFrom("agenda_items")
    .select("issue_id")
    .where("meeting_id", "=", meeting.id)
    .execute();
  for (const { issue_id: issueId } of items) {
    if (issueId === null) continue;
    await moveIssue(trx, context, { id: issueId, event: "take_off" });
    await auditIssue(trx, context, {
      actor,
      action: "meetings.run",
      id: issueId,
      unitId: meeting.unit_id,
      reason: "会议取消",
    });
  }
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.run",
    id: meeting.id,
    unitId: meeting.unit_id,
    reason: "取消会议",
  });
};

/**
 * Closes the meeting: every item has an outcome, what was put off waits again, and the whole meeting is written down as
 * canonical JSON with its SHA-256, which the audit entry carries into the ledger. From then on nothing of it changes
 * (triggers of 0035).
 * @throws AppError `meetings.not_under_way` | `meetings.undecided` | `meetings.nobody_present` | `meetings.minutes_short`
 */
export const closeMeeting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { meetingId: string; minutes: string },
): Promise<{ hash: string }> => {
  const minutes = input.minutes.trim();
  if (minutes.length < 10)
    throw new AppError<MeetingsError>("meetings.minutes_short", {
      fields: { minutes: "meetings.minutes_short" },
    });
  const meeting = await lockMeeting(trx, input.meetingId);
  if (meeting.status !== "under_way")
    throw new AppError<MeetingsError>("meetings.not_under_way", { status: 409 });
  const items = await listAgenda(trx, meeting.id);
  const undecided = items.filter((item) => item.outcome === null).length;
  if (undecided > 0)
    throw new AppError<MeetingsError>("meetings.undecided", { status: 409, values: { count: undecided } });
  const attendance = await listAttendance(trx, meeting.id);
  if (!attendance.some((row) => row.presence === "present"))
    throw new AppError<MeetingsError>("meetings.nobody_present", { status: 409 });
  for (const item of items) {
    if (item.issueId === null || item.outcome !== "deferred") continue;
    await moveIssue(trx, context, { id: item.issueId, event: "take_off" });
    await auditIssue(trx, context, {
      actor,
      action: "meetings.close",
      id: item.issueId,
      unitId: meeting.unit_id,
      reason: "下次再议",
    });
  }
  const resolutions = await listMeetingResolutions(trx, meeting.id);
  const record = canonicalJson({
    meetingNo: meeting.meeting_no,
    title: meeting.title,
    place: meeting.place,
    heldAt: meeting.held_at,
    attendance: attendance.map(({ unitId, presence }) => ({ unitId, presence })),
    agenda: items.map(({ position, kind, title, outcome, decision }) => ({
      position,
      kind,
      title,
      outcome,
      decision,
    })),
    resolutions: resolutions.map(({ no, body, ownerUnitId, dueOn }) => ({ no, body, ownerUnitId, dueOn })),
    minutes,
  });
  const hash = createHash("sha256").update(record).digest("hex");
  await moveMeeting(trx, context, {
    id: meeting.id,
    event: "close",
    set: {
      minutes,
      minutes_record: record,
      minutes_hash: hash,
      closed_by_person_id: actor.kind === "person" ? actor.personId : null,
    },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "meetings.held",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: meeting.unit_id,
      quantity: 1,
      measure: "次",
      source: { table: "joint_meetings", id: meeting.id },
    },
  ]);
  await auditMeeting(trx, context, {
    actor,
    action: "meetings.close",
    id: meeting.id,
    unitId: meeting.unit_id,
    reason: `纪要 SHA-256 ${hash}`,
  });
  return { hash };
};
