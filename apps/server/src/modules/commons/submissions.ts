import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import {
  createDraft,
  type DraftResult,
  dropWorkingVersion,
  emptyBody,
  listTopics,
} from "#modules/contents/index.ts";
import { readPersonalFields } from "#modules/identity/index.ts";
import { findSigningTerm, hasConsent, listChildren } from "#modules/people/index.ts";
import { auditAct, deskUnit, ownerOf, requireExpert, step, toDocument } from "./acts.ts";
import { writeCredits } from "./credits.ts";
import type { CommonsError } from "./messages.ts";
import { submissionStates } from "./state.ts";
import type { SubmissionsTable } from "./tables.ts";
import { type CreditChoice, rightsNote, type SubmissionKind, waitingLimit } from "./vocabulary.ts";

export type SubmissionRow = Omit<SubmissionsTable, "submission_no"> & { submission_no: number };

const notFound = (): AppError => new AppError<CommonsError>("commons.submission_not_found", { status: 404 });

/** The contribution with its row locked: its acts happen one after another. @throws AppError `commons.submission_not_found` */
export const lockSubmission = async (trx: Trx, id: string): Promise<SubmissionRow> => {
  const row = await trx
    .selectFrom("submissions")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  return row;
};

/** As lockSubmission, for its owner only; to everybody else it does not exist. */
const lockOwn = async (trx: Trx, actor: PersonActor, id: string): Promise<SubmissionRow> => {
  const row = await lockSubmission(trx, id);
  if (row.owner_person_id !== ownerOf(actor)) throw notFound();
  return row;
};

export type StartSubmission = {
  kind: SubmissionKind;
  title: string;
  audience: Audience;
  topic: string;
};

/**
 * First step: what it is about. Nothing is sent yet.
 * @throws AppError `commons.too_many` | `contents.topic_unknown`
 */
export const startSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: StartSubmission,
): Promise<string> => {
  const owner = ownerOf(actor);
  const topics = await listTopics(trx);
  if (!topics.some((topic) => topic.code === input.topic))
    throw new AppError("contents.topic_unknown", {
      values: { codes: input.topic },
      fields: { topic: "contents.topic_unknown" },
    });
  const waiting = await trx
    .selectFrom("submissions")
    .select("id")
    .where("owner_person_id", "=", owner)
    .where("status", "in", ["writing", "received"])
    .limit(waitingLimit)
    .execute();
  if (waiting.length >= waitingLimit)
    throw new AppError<CommonsError>("commons.too_many", { status: 409, values: { count: waitingLimit } });
  const id = createId(context.clock);
  const unit = await deskUnit(trx);
  const now = context.clock.now();
  await trx
    .insertInto("submissions")
    .values({
      id,
      unit_id: unit.id,
      status: "writing",
      status_changed_at: now,
      owner_person_id: owner,
      author_person_id: owner,
      sent_by_person_id: actor.personId,
      kind: input.kind,
      title: input.title.trim(),
      audience: input.audience,
      topic_code: input.topic,
      words: null,
      credit_choice: null,
      pen_name: null,
      rights_version: null,
      agreed_at: null,
      expert_person_id: null,
      expert_field: null,
      paired_by_person_id: null,
      advice: null,
      content_id: null,
      reason: null,
      created_at: now,
    })
    .execute();
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: unit.id,
    record: { table: "submissions", id },
  });
  return id;
};

/** Second step: the words; kept until they are sent. @throws AppError `commons.not_writing` */
export const saveWords = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; words: string },
): Promise<void> => {
  const row = await lockOwn(trx, actor, input.id);
  if (row.status !== "writing") throw new AppError<CommonsError>("commons.not_writing", { status: 409 });
  await trx.updateTable("submissions").set({ words: input.words }).where("id", "=", row.id).execute();
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
  });
};

export type SendSubmission = {
  id: string;
  /** The child whose words these are; undefined for the owner's own. */
  childPersonId?: string | undefined;
  credit: CreditChoice;
  penName?: string | undefined;
  agreed: "yes" | "no";
};

/** Whose words these are. A child's: only its guardian sends them, and only while the guardian's consent stands. */
const authorOf = async (
  trx: Trx,
  actor: PersonActor,
  row: SubmissionRow,
  childPersonId: string | undefined,
): Promise<string> => {
  if (childPersonId === undefined) return row.owner_person_id;
  const refuse = new AppError<CommonsError>("commons.child_not_yours", {
    fields: { writer: "commons.child_not_yours" },
  });
  // A helper speaks for an elder, not for the elder's grandchildren.
  if (actor.onBehalfOf !== undefined) throw refuse;
  const children = await listChildren(trx, row.owner_person_id);
  if (!children.some((child) => child.personId === childPersonId)) throw refuse;
  if (!(await hasConsent(trx, childPersonId, "child_account"))) throw refuse;
  return childPersonId;
};

/**
 * Third step: the rights note agreed to, the name chosen, and sent.
 * @throws AppError `commons.step_missing` | `commons.agree_needed` | `commons.pen_name_needed` | `commons.child_not_yours`
 */
export const sendSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: SendSubmission,
): Promise<number> => {
  const row = await lockOwn(trx, actor, input.id);
  if (row.status !== "writing") throw new AppError<CommonsError>("commons.not_writing", { status: 409 });
  if (row.words === null) throw new AppError<CommonsError>("commons.step_missing");
  if (input.agreed !== "yes")
    throw new AppError<CommonsError>("commons.agree_needed", { fields: { agreed: "commons.agree_needed" } });
  const authorId = await authorOf(trx, actor, row, input.childPersonId);
  const credit = authorId === row.owner_person_id ? input.credit : "pen_name";
  const penName = input.penName?.trim() ?? "";
  if (credit === "pen_name" && penName === "")
    throw new AppError<CommonsError>("commons.pen_name_needed", {
      fields: { penName: "commons.pen_name_needed" },
    });
  await step(trx, context, {
    machine: submissionStates,
    table: "submissions",
    id: row.id,
    event: "send",
    set: {
      author_person_id: authorId,
      sent_by_person_id: actor.personId,
      credit_choice: credit,
      pen_name: credit === "pen_name" ? penName : null,
      rights_version: rightsNote.version,
      agreed_at: context.clock.now(),
    },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "commons.submitted",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: row.unit_id,
      quantity: 1,
      measure: "篇",
      audience: row.audience,
      topic: row.topic_code,
      planTags: ["J-08"],
      source: { table: "submissions", id: row.id },
    },
  ]);
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
    reason: `同意用稿说明第 ${rightsNote.version} 版`,
  });
  return row.submission_no;
};

/** Takes what was made of a contribution out of the studio. @throws AppError `commons.already_published` */
const dropItsDraft = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { contentId: string | null; reason: string },
): Promise<void> => {
  if (change.contentId === null) return;
  const outcome = await dropWorkingVersion(trx, context, actor, {
    contentId: change.contentId,
    reason: change.reason,
  });
  if (outcome === "live") throw new AppError<CommonsError>("commons.already_published", { status: 409 });
};

/**
 * The writer takes it back, at any time before it is out: its draft leaves the studio in the same transaction. Whether
 * it is out is asked of the item under its lock, not of the contribution, which learns of it a moment later.
 * @throws AppError `commons.submission_not_found` | `commons.already_published` | `state.conflict`
 */
export const withdrawSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const row = await lockOwn(trx, actor, input.id);
  await withdrawRow(trx, context, actor, row);
};

/** As withdrawSubmission, for whoever may: the owner, or the erasure of his account. */
export const withdrawRow = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  row: SubmissionRow,
): Promise<void> => {
  if (row.status === "published")
    throw new AppError<CommonsError>("commons.already_published", { status: 409 });
  await dropItsDraft(trx, context, actor, { contentId: row.content_id, reason: "投稿人撤回" });
  await step(trx, context, {
    machine: submissionStates,
    table: "submissions",
    id: row.id,
    event: "withdraw",
  });
  await reverseFactsOf(trx, context.clock, { table: "submissions", id: row.id });
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
    reason: "撤回",
  });
};

/**
 * An editor gives the contribution to a registered expert of its field; of two editors at once one does.
 * @throws AppError `commons.not_expert` | `commons.own_words` | `state.conflict`
 */
export const pairSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; expertPersonId: string; field: string },
): Promise<void> => {
  const row = await lockSubmission(trx, input.id);
  await requireExpert(
    trx,
    context,
    { personId: input.expertPersonId, field: input.field },
    { fields: { expertPersonId: "commons.not_expert" } },
  );
  if ([row.author_person_id, row.owner_person_id].includes(input.expertPersonId))
    throw new AppError<CommonsError>("commons.own_words", {
      fields: { expertPersonId: "commons.own_words" },
    });
  await step(trx, context, {
    machine: submissionStates,
    table: "submissions",
    id: row.id,
    event: "pair",
    set: {
      expert_person_id: input.expertPersonId,
      expert_field: input.field,
      paired_by_person_id: actor.personId,
    },
  });
  await auditAct(trx, context, actor, {
    action: "commons.handle_submission",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
  });
};

/** The paired expert says what is right, wrong or missing. @throws AppError `commons.not_paired_with_you` */
export const adviseSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; advice: string },
): Promise<void> => {
  const row = await lockSubmission(trx, input.id);
  if (row.expert_person_id !== actor.personId || row.status !== "paired")
    throw new AppError<CommonsError>("commons.not_paired_with_you", { status: 409 });
  await trx
    .updateTable("submissions")
    .set({ advice: input.advice.trim() })
    .where("id", "=", row.id)
    .execute();
  await auditAct(trx, context, actor, {
    action: "commons.advise",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
  });
};

/**
 * Makes the draft: the writer, the adviser and the editor are its authors, so that none of them signs a stage of it.
 * @throws AppError `commons.step_missing` | `state.conflict`
 */
export const draftSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<DraftResult> => {
  const row = await lockSubmission(trx, input.id);
  const { words, expert_person_id: expertId, expert_field: field } = row;
  if (words === null || expertId === null || field === null)
    throw new AppError<CommonsError>("commons.step_missing", { status: 409 });
  const term = await findSigningTerm(trx, {
    personId: expertId,
    field,
    day: toDistrictDate(context.clock.now()),
  });
  const shownName =
    row.credit_choice === "pen_name"
      ? (row.pen_name ?? "")
      : (await readPersonalFields(trx, context.cipher, row.author_person_id)).name;
  const draft = await createDraft(trx, context, actor, {
    unitId: row.unit_id,
    origin: "public",
    coAuthorIds: [row.author_person_id, expertId],
    body: {
      ...emptyBody("article", row.title),
      audiences: [row.audience],
      topics: [row.topic_code],
      expertField: field,
      document: toDocument(words),
      rights: "作者同意湘江科普免费使用，署名见文首",
    },
  });
  await writeCredits(trx, context, draft.contentId, [
    { personId: row.author_person_id, part: "author", shownName },
    { personId: expertId, part: "adviser", shownName: term?.publicTitle ?? "登记专家" },
  ]);
  await step(trx, context, {
    machine: submissionStates,
    table: "submissions",
    id: row.id,
    event: "draft",
    set: { content_id: draft.contentId },
  });
  await auditAct(trx, context, actor, {
    action: "commons.handle_submission",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
  });
  return draft;
};

/** Not taken, with the reason that the writer reads. @throws AppError `commons.reason_needed` | `commons.already_published` */
export const declineSubmission = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = input.reason.trim();
  if (reason.length < 2)
    throw new AppError<CommonsError>("commons.reason_needed", {
      fields: { reason: "commons.reason_needed" },
    });
  const row = await lockSubmission(trx, input.id);
  await dropItsDraft(trx, context, actor, { contentId: row.content_id, reason });
  await step(trx, context, {
    machine: submissionStates,
    table: "submissions",
    id: row.id,
    event: "decline",
    set: { reason },
  });
  await auditAct(trx, context, actor, {
    action: "commons.handle_submission",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
    reason,
  });
};

const findByContent = async (trx: Trx, contentId: string): Promise<SubmissionRow | undefined> =>
  trx
    .selectFrom("submissions")
    .selectAll()
    .where("content_id", "=", contentId)
    .forUpdate()
    .executeTakeFirst();

/** Its item came out: the contribution is published and counted. Nothing where it is so already. */
export const noteSubmissionPublished = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  contentId: string,
): Promise<void> => {
  const row = await findByContent(trx, contentId);
  if (row?.status !== "drafted") return;
  await step(trx, context, { machine: submissionStates, table: "submissions", id: row.id, event: "publish" });
  await recordFacts(trx, context.clock, [
    {
      kind: "commons.submission_published",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: row.unit_id,
      quantity: 1,
      measure: "篇",
      audience: row.audience,
      topic: row.topic_code,
      planTags: ["J-08"],
      source: { table: "content_credits", id: contentId },
    },
  ]);
  await auditAct(trx, context, actor, {
    action: "commons.handle_submission",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
  });
};

/** Its item was recalled: it is not out any more, and its fact is taken back. */
export const noteSubmissionRecalled = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  contentId: string,
): Promise<void> => {
  const row = await findByContent(trx, contentId);
  if (row?.status !== "published") return;
  await step(trx, context, { machine: submissionStates, table: "submissions", id: row.id, event: "reopen" });
  await reverseFactsOf(trx, context.clock, { table: "content_credits", id: contentId });
  await auditAct(trx, context, actor, {
    action: "commons.handle_submission",
    unitId: row.unit_id,
    record: { table: "submissions", id: row.id },
    reason: "撤稿",
  });
};
