import type { Audience } from "#kernel/audiences.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { findLatestStatus, listTopics } from "#modules/contents/index.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFields, isExpertField } from "#modules/people/index.ts";
import type { CommonsError } from "./messages.ts";
import { type SubmissionStatus, submissionStatusNames } from "./state.ts";
import { type CreditChoice, type SubmissionKind, submissionKinds } from "./vocabulary.ts";

export type SubmissionView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  status: SubmissionStatus;
  statusName: string;
  statusChangedAt: Date;
  kind: SubmissionKind;
  kindName: string;
  title: string;
  audience: Audience;
  topic: string;
  topicName: string;
  words: string | null;
  creditChoice: CreditChoice | null;
  penName: string | null;
  isChild: boolean;
  expertPersonId: string | null;
  expertField: string | null;
  expertFieldName: string | null;
  advice: string | null;
  contentId: string | null;
  /** Where its item stands in the studio, while it does. */
  studioStatus: string | null;
  /** Public number of its item, for the link when it is out. */
  contentNo: number | null;
  reason: string | null;
  createdAt: Date;
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("submissions as submission")
    .innerJoin("org_units as unit", "unit.id", "submission.unit_id")
    .selectAll("submission")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const toViews = async (
  db: Db | Trx,
  rows: Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>,
): Promise<readonly SubmissionView[]> => {
  const topics = new Map((await listTopics(db)).map((topic) => [topic.code, topic.name]));
  const studio = await findLatestStatus(
    db,
    rows.flatMap((row) => row.content_id ?? []),
  );
  return rows.map((row) => {
    const item = studio.get(row.content_id ?? "");
    const field = row.expert_field;
    return {
      id: row.id,
      no: row.submission_no,
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
      status: row.status,
      statusName: submissionStatusNames[row.status],
      statusChangedAt: row.status_changed_at,
      kind: row.kind,
      kindName: submissionKinds[row.kind],
      title: row.title,
      audience: row.audience,
      topic: row.topic_code,
      topicName: topics.get(row.topic_code) ?? row.topic_code,
      words: row.words,
      creditChoice: row.credit_choice,
      penName: row.pen_name,
      isChild: row.author_person_id !== row.owner_person_id,
      expertPersonId: row.expert_person_id,
      expertField: field,
      expertFieldName: field !== null && isExpertField(field) ? expertFields[field] : field,
      advice: row.advice,
      contentId: row.content_id,
      studioStatus: item?.statusName ?? null,
      contentNo: item?.no ?? null,
      reason: row.reason,
      createdAt: row.created_at,
    };
  });
};

/** @throws AppError `commons.submission_not_found` */
export const getSubmission = async (db: Db | Trx, id: string): Promise<SubmissionView> => {
  const row = await rowsOf(db).where("submission.id", "=", id).executeTakeFirst();
  const [view] = row === undefined ? [] : await toViews(db, [row]);
  if (view === undefined) throw new AppError<CommonsError>("commons.submission_not_found", { status: 404 });
  return view;
};

/** A person's own; to everybody else it does not exist. @throws AppError `commons.submission_not_found` */
export const getOwnSubmission = async (
  db: Db | Trx,
  ownerId: string,
  id: string,
): Promise<SubmissionView> => {
  const row = await rowsOf(db)
    .where("submission.id", "=", id)
    .where("submission.owner_person_id", "=", ownerId)
    .executeTakeFirst();
  const [view] = row === undefined ? [] : await toViews(db, [row]);
  if (view === undefined) throw new AppError<CommonsError>("commons.submission_not_found", { status: 404 });
  return view;
};

/** What a person brought in, newest first. */
export const listOwnSubmissions = async (db: Db | Trx, ownerId: string): Promise<readonly SubmissionView[]> =>
  toViews(
    db,
    await rowsOf(db)
      .where("submission.owner_person_id", "=", ownerId)
      .orderBy("submission.created_at", "desc")
      .limit(50)
      .execute(),
  );

/** What came in within the scope; what is still being written stays with its writer. */
export const listSubmissions = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: SubmissionStatus | undefined;
    /** Only those given to this expert. */
    expertPersonId?: string | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly SubmissionView[]; total: number }> => {
  let base = rowsOf(db)
    .where(withinScope("unit.path", filter.scope))
    // A draft that never left its writer's hands is nobody else's.
    .where("submission.agreed_at", "is not", null);
  if (filter.status !== undefined) base = base.where("submission.status", "=", filter.status);
  if (filter.expertPersonId !== undefined)
    base = base.where("submission.expert_person_id", "=", filter.expertPersonId);
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("submission.created_at", "desc").orderBy("submission.id"),
    filter,
  );
  return { rows: await toViews(db, rows), total };
};

/** Names of the experts, for the workbench. */
export const expertNames = async (
  db: Db | Trx,
  cipher: FieldCipher,
  views: readonly SubmissionView[],
): Promise<ReadonlyMap<string, string>> =>
  getPersonNames(
    db,
    cipher,
    views.flatMap((view) => view.expertPersonId ?? []),
  );
