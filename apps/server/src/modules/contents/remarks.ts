import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ContentsError } from "./errors.ts";
import { requireReason } from "./reasons.ts";
import { readerReportStates } from "./state.ts";
import { getVersion } from "./version-rows.ts";

export type CommentView = {
  id: string;
  blockNo: number | null;
  quote: string;
  remark: string;
  personName: string;
  createdAt: Date;
  resolvedAt: Date | null;
};

/** A remark at a place in the text (批注). */
export const addComment = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { versionId: string; blockNo: number | null; quote: string; remark: string },
): Promise<string> => {
  const version = await getVersion(trx, input.versionId);
  const id = createId(context.clock);
  await trx
    .insertInto("content_comments")
    .values({
      id,
      version_id: version.id,
      person_id: actor.personId,
      block_no: input.blockNo,
      quote: input.quote.slice(0, 200),
      remark: input.remark.trim(),
      created_at: context.clock.now(),
      resolved_at: null,
      resolved_by_person_id: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.comment",
    unitId: version.unit_id,
    record: { table: "content_comments", id },
    requestId: context.requestId,
  });
  return id;
};

/** Marks a remark as dealt with. @throws AppError `contents.comment_not_found` */
export const resolveComment = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { versionId: string; commentId: string },
): Promise<void> => {
  const updated = await trx
    .updateTable("content_comments")
    .set({ resolved_at: context.clock.now(), resolved_by_person_id: actor.personId })
    .where("id", "=", input.commentId)
    .where("version_id", "=", input.versionId)
    .where("resolved_at", "is", null)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n)
    throw new AppError<ContentsError>("contents.comment_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "contents.comment",
    record: { table: "content_comments", id: input.commentId },
    requestId: context.requestId,
  });
};

export const listComments = async (
  db: Db | Trx,
  cipher: FieldCipher,
  versionId: string,
): Promise<readonly CommentView[]> => {
  const rows = await db
    .selectFrom("content_comments")
    .selectAll()
    .where("version_id", "=", versionId)
    .orderBy("created_at")
    .execute();
  const names = await getPersonNames(
    db,
    cipher,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    blockNo: row.block_no,
    quote: row.quote,
    remark: row.remark,
    personName: names.get(row.person_id) ?? "已注销的用户",
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
  }));
};

/** 哪里不对？ A reader, signed in or not, says what is wrong in what is out. @throws AppError `contents.not_found` */
export const reportMistake = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { contentId: string; versionId: string; remark: string },
): Promise<string> => {
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("reader_reports")
    .values({
      id,
      content_id: input.contentId,
      version_id: input.versionId,
      remark: input.remark.trim(),
      person_id: actor.kind === "person" ? actor.personId : null,
      status: "open",
      status_changed_at: now,
      answer: null,
      created_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.report",
    record: { table: "reader_reports", id },
    requestId: context.requestId,
  });
  return id;
};

export type ReaderReportView = {
  id: string;
  contentId: string;
  no: number;
  title: string;
  remark: string;
  status: "open" | "corrected" | "kept";
  answer: string | null;
  createdAt: Date;
  unitId: string;
  unitPath: string;
};

const reportRows = (db: Db | Trx) =>
  db
    .selectFrom("reader_reports as report")
    .innerJoin("contents as content", "content.id", "report.content_id")
    .innerJoin("content_versions as version", "version.id", "report.version_id")
    .innerJoin("org_units as unit", "unit.id", "content.unit_id")
    .select([
      "report.id",
      "report.content_id",
      "content.content_no",
      "version.title",
      "report.remark",
      "report.status",
      "report.answer",
      "report.created_at",
      "content.unit_id",
      "unit.path as unit_path",
    ]);

const toReportView = (
  row: Awaited<ReturnType<ReturnType<typeof reportRows>["execute"]>>[number],
): ReaderReportView => ({
  id: row.id,
  contentId: row.content_id,
  no: row.content_no,
  title: row.title,
  remark: row.remark,
  status: row.status,
  answer: row.answer,
  createdAt: row.created_at,
  unitId: row.unit_id,
  unitPath: row.unit_path,
});

/** @throws AppError `contents.report_not_found` */
export const getReaderReport = async (db: Db | Trx, id: string): Promise<ReaderReportView> => {
  const row = await reportRows(db).where("report.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.report_not_found", { status: 404 });
  return toReportView(row);
};

export const listReaderReports = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: ReaderReportView["status"] | undefined; page: number; size: number },
): Promise<{ rows: readonly ReaderReportView[]; total: number }> => {
  let base = reportRows(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("report.status", "=", filter.status);
  const { rows, total } = await readPage(base, (query) => query.orderBy("report.created_at", "desc"), filter);
  return { rows: rows.map(toReportView), total };
};

/** Answers a reader's report: corrected, or kept with the reason. @throws AppError `contents.report_settled` | `contents.reason_needed` */
export const settleReport = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; decision: "correct" | "keep"; answer: string },
): Promise<void> => {
  const answer = requireReason(input.answer, 2, "answer");
  await applyTransition(trx as never, {
    machine: readerReportStates,
    table: "reader_reports",
    id: input.id,
    event: input.decision,
    now: context.clock.now(),
    set: { answer },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    record: { table: "reader_reports", id: input.id },
    reason: answer,
    requestId: context.requestId,
  });
};
