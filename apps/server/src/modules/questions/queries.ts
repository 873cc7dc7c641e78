import type { Audience } from "#kernel/audiences.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { listItemAddresses } from "#modules/contents/index.ts";
import { getMaskedNames, getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFields, isExpertField, listExpertTitles } from "#modules/people/index.ts";
import type { QuestionsError } from "./errors.ts";
import { toReceiptIndex } from "./receipt-code.ts";
import type { QuestionStatus } from "./state.ts";

export type QuestionView = {
  id: string;
  status: QuestionStatus;
  askedText: string;
  audience: Audience | null;
  topicCode: string | null;
  article: { no: number; title: string } | null;
  hasPhoto: boolean;
  /** Length of the recording it was asked by. */
  voiceSeconds: number | null;
  /** False while the recording waits to be written down. */
  isHeard: boolean;
  /** Who of the desk wrote the words down that the asker spoke. */
  heardByName: string | null;
  /** How the asker hears of the answer. */
  contact: "account" | "phone" | "code";
  /** Residents' names are masked: who answers needs the question, not the person. */
  askerName: string | null;
  helperName: string | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  expertId: string | null;
  expertTitle: string | null;
  expertPersonId: string | null;
  field: string | null;
  fieldName: string | null;
  askedAt: Date;
  dueAt: Date;
  endedAt: Date | null;
  answer: string | null;
  draftedByPersonId: string | null;
  draftedByName: string | null;
  draftedAt: Date | null;
  checkedByName: string | null;
  returnReason: string | null;
  closedReason: string | null;
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("questions as question")
    .innerJoin("org_units as unit", "unit.id", "question.unit_id")
    .selectAll("question")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>[number];

const toViews = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  rows: readonly Row[],
): Promise<readonly QuestionView[]> => {
  const names = await getMaskedNames(
    db,
    context.cipher,
    rows.flatMap((row) => [row.asker_person_id, row.helper_person_id].filter((id) => id !== null)),
  );
  // Who wrote and who checked answer for it: colleagues see them by name.
  const staff = await getPersonNames(
    db,
    context.cipher,
    rows.flatMap((row) =>
      [row.drafted_by_person_id, row.checked_by_person_id, row.heard_by_person_id].filter(
        (id) => id !== null,
      ),
    ),
  );
  const experts = await listExpertTitles(
    db,
    rows.flatMap((row) => row.expert_id ?? []),
  );
  const items = await listItemAddresses(
    db,
    rows.flatMap((row) => row.content_id ?? []),
  );
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  return rows.map((row) => {
    const item = items.get(row.content_id ?? "");
    const expert = experts.get(row.expert_id ?? "");
    return {
      id: row.id,
      status: row.status,
      askedText: row.asked_text,
      audience: row.audience,
      topicCode: row.topic_code,
      article: item === undefined ? null : { no: item.no, title: item.title },
      hasPhoto: row.photo_file_id !== null,
      voiceSeconds: row.voice_seconds,
      isHeard: row.is_heard,
      heardByName: staff.get(row.heard_by_person_id ?? "") ?? null,
      contact: row.phone_sealed !== null ? "phone" : row.asker_person_id !== null ? "account" : "code",
      askerName: nameOf(row.asker_person_id),
      helperName: nameOf(row.helper_person_id),
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
      expertId: row.expert_id,
      expertTitle: expert?.publicTitle ?? null,
      expertPersonId: expert?.personId ?? null,
      field: row.field,
      fieldName: row.field !== null && isExpertField(row.field) ? expertFields[row.field] : null,
      askedAt: row.asked_at,
      dueAt: row.due_at,
      endedAt: row.ended_at,
      answer: row.answer_text,
      draftedByPersonId: row.drafted_by_person_id,
      draftedByName: staff.get(row.drafted_by_person_id ?? "") ?? null,
      draftedAt: row.drafted_at,
      checkedByName: staff.get(row.checked_by_person_id ?? "") ?? null,
      returnReason: row.return_reason,
      closedReason: row.closed_reason,
    };
  });
};

/** @throws AppError `questions.not_found` (404) */
export const getQuestion = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  id: string,
): Promise<QuestionView> => {
  const rows = await rowsOf(db).where("question.id", "=", id).execute();
  const [view] = await toViews(db, context, rows);
  if (view === undefined) throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
  return view;
};

/** The question of a receipt code, for whoever holds the code. */
export const findByReceipt = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  code: string,
): Promise<QuestionView | undefined> => {
  const rows = await rowsOf(db)
    .where("question.receipt_index", "=", toReceiptIndex(context.cipher, code))
    .execute();
  return (await toViews(db, context, rows))[0];
};

/** What a person asked, or had asked for him, newest first. */
export const listOwnQuestions = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly QuestionView[]> => {
  const rows = await rowsOf(db)
    .where("question.asker_person_id", "=", personId)
    .orderBy("question.asked_at", "desc")
    .limit(100)
    .execute();
  return toViews(db, context, rows);
};

type QuestionFilter = {
  scope: Scope;
  status?: QuestionStatus | undefined;
  field?: string | undefined;
  audience?: Audience | undefined;
  /** Only those whose promised time has passed without an end. */
  overdueAt?: Date | undefined;
  q?: string | undefined;
  page: number;
  size: number;
};

/** Questions of the units in scope: what is due soonest first, what has ended last. */
export const listQuestions = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: QuestionFilter,
): Promise<{ rows: readonly QuestionView[]; total: number }> => {
  let base = rowsOf(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("question.status", "=", filter.status);
  if (filter.field !== undefined) base = base.where("question.field", "=", filter.field);
  if (filter.audience !== undefined) base = base.where("question.audience", "=", filter.audience);
  if (filter.overdueAt !== undefined)
    base = base.where("question.ended_at", "is", null).where("question.due_at", "<", filter.overdueAt);
  if (filter.q !== undefined && filter.q !== "")
    base = base.where("question.asked_text", "like", `%${filter.q.replaceAll(/[\\%_]/gu, "\\$&")}%`);
  const { rows, total } = await readPage(
    base,
    (query) =>
      query
        .orderBy((eb) => eb("question.ended_at", "is not", null))
        .orderBy("question.due_at")
        .orderBy("question.id"),
    filter,
  );
  return { rows: await toViews(db, context, rows), total };
};

/** How many questions wait for each step within a scope, and the earliest promised time. */
export const countWaiting = async (
  db: Db | Trx,
  filter: { scope: Scope; status: QuestionStatus; expertId?: string | undefined },
): Promise<{ count: number; dueAt: Date | undefined }> => {
  let query = db
    .selectFrom("questions as question")
    .innerJoin("org_units as unit", "unit.id", "question.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .where("question.status", "=", filter.status);
  if (filter.expertId !== undefined) query = query.where("question.expert_id", "=", filter.expertId);
  const row = await query
    .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("question.due_at").as("due_at")])
    .executeTakeFirstOrThrow();
  return { count: row.count, dueAt: row.due_at ?? undefined };
};
