import type { Actor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { MeetingsError } from "./errors.ts";
import { type IssueEvent, issueStates } from "./state.ts";
import type { IssueCategory, IssueKind } from "./vocabulary.ts";

export const maxFileBytes = 10 * 1024 * 1024;

/**
 * Keeps a paper, a photo or evidence of this module.
 * @throws AppError `meetings.file_kind` at the field
 */
export const keepFile = async (
  trx: Trx,
  context: Context,
  file: { upload: UploadedFile; purpose: string; actor: Actor; unitId: string; requestId: string },
): Promise<string> => {
  const { upload, ...rest } = file;
  try {
    const clean = await cleanFile(upload.bytes, { kinds: ["pdf", "jpeg", "png"], maxBytes: maxFileBytes });
    return await storeFile(trx, context, { clean, name: upload.filename, ...rest });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError<MeetingsError>("meetings.file_kind", {
      fields: { [upload.field]: "meetings.file_kind" },
      cause: error,
    });
  }
};

/** An issue's next state; the function is generic over all modules' tables. */
export const moveIssue = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  change: { id: string; event: IssueEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: issueStates,
    table: "joint_issues",
    now: context.clock.now(),
    ...change,
  });

export const auditIssue = auditOf("joint_issues");

/** The issue, locked. @throws AppError `meetings.issue_not_found` (404) */
export const lockIssue = async (trx: Trx, id: string) => {
  const issue = await trx
    .selectFrom("joint_issues")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (issue === undefined) throw new AppError<MeetingsError>("meetings.issue_not_found", { status: 404 });
  return issue;
};

export type NewIssue = {
  unitId: string;
  kind: IssueKind;
  title: string;
  body: string;
  photoFileId?: string | undefined;
};

/**
 * A member unit files a problem, opinion or proposal, at any time (J-01).
 * @throws AppError `meetings.issue_title` | `meetings.issue_body`
 */
export const fileIssue = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewIssue,
): Promise<string> => {
  const title = input.title.trim();
  const body = input.body.trim();
  const fields: Record<string, MeetingsError> = {};
  if (title.length < 4 || title.length > 80) fields["title"] = "meetings.issue_title";
  if (body.length < 5 || body.length > 2_000) fields["body"] = "meetings.issue_body";
  const [wrong] = Object.values(fields);
  if (wrong !== undefined) throw new AppError<MeetingsError>(wrong, { fields });
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("joint_issues")
    .values({
      id,
      unit_id: input.unitId,
      filed_by_person_id: actor.kind === "person" ? actor.personId : null,
      kind: input.kind,
      category: null,
      title,
      body,
      photo_file_id: input.photoFileId ?? null,
      status: "open",
      status_changed_at: now,
      merged_into_id: null,
      answer: null,
      created_at: now,
    })
    .execute();
  await auditIssue(trx, context, { actor, action: "meetings.file_issue", id, unitId: input.unitId });
  return id;
};

/** The secretariat says what an issue is about. */
export const classifyIssue = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { issueId: string; category: IssueCategory },
): Promise<void> => {
  const issue = await lockIssue(trx, input.issueId);
  await trx
    .updateTable("joint_issues")
    .set({ category: input.category })
    .where("id", "=", issue.id)
    .execute();
  await auditIssue(trx, context, {
    actor,
    action: "meetings.classify",
    id: issue.id,
    unitId: issue.unit_id,
    reason: `分类 ${input.category}`,
  });
};

/**
 * Two units filed the same matter: this one goes into the other, and what was merged into this one follows, so that a
 * merged issue always leads to one that lives.
 * @throws AppError `meetings.merge_self` | `meetings.merge_target` | `state.conflict`
 */
export const mergeIssue = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { issueId: string; intoId: string },
): Promise<void> => {
  const refuse = (code: MeetingsError): never => {
    throw new AppError<MeetingsError>(code, { status: 409, fields: { intoId: code } });
  };
  if (input.issueId === input.intoId) refuse("meetings.merge_self");
  // Locked in one order: two merges crosswise at once wait, and the second finds its target merged.
  for (const id of [input.issueId, input.intoId].sort()) await lockIssue(trx, id);
  const issue = await lockIssue(trx, input.issueId);
  const into = await lockIssue(trx, input.intoId);
  if (into.status !== "open" && into.status !== "on_agenda") refuse("meetings.merge_target");
  await moveIssue(trx, context, { id: issue.id, event: "merge", set: { merged_into_id: into.id } });
  const followers = await trx
    .updateTable("joint_issues")
    .set({ merged_into_id: into.id })
    .where("merged_into_id", "=", issue.id)
    .returning(["id", "unit_id"])
    .execute();
  // An agenda that is not begun yet loses the merged item; closed and running ones keep what they showed.
  await trx
    .deleteFrom("agenda_items")
    .where("issue_id", "=", issue.id)
    .where("outcome", "is", null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("joint_meetings as meeting")
          .select("meeting.id")
          .whereRef("meeting.id", "=", "agenda_items.meeting_id")
          .where("meeting.status", "=", "planned"),
      ),
    )
    .execute();
  for (const one of [{ id: issue.id, unit_id: issue.unit_id }, ...followers])
    await auditIssue(trx, context, {
      actor,
      action: "meetings.classify",
      id: one.id,
      unitId: one.unit_id,
      reason: `并入 ${into.issue_no} 号`,
    });
};

/**
 * The secretariat answers an issue that needs no meeting.
 * @throws AppError `meetings.answer_short` | `state.conflict`
 */
export const answerIssue = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { issueId: string; answer: string },
): Promise<void> => {
  const answer = input.answer.trim();
  if (answer.length < 5)
    throw new AppError<MeetingsError>("meetings.answer_short", {
      fields: { answer: "meetings.answer_short" },
    });
  const issue = await lockIssue(trx, input.issueId);
  if (issue.status !== "open") throw new AppError("state.conflict", { status: 409 });
  await moveIssue(trx, context, { id: issue.id, event: "answer", set: { answer } });
  await auditIssue(trx, context, { actor, action: "meetings.classify", id: issue.id, unitId: issue.unit_id });
};
