import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { findTextIds } from "#kernel/text-search.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFieldName, listExpertTitles } from "#modules/people/index.ts";
import { cardIndex } from "./card-search.ts";
import type { CardStatus } from "./card-state.ts";
import type { QuestionsError } from "./errors.ts";

export type CardView = {
  id: string;
  no: number;
  questionId: string;
  title: string;
  question: string;
  answer: string;
  audience: Audience | null;
  topicCode: string | null;
  fieldName: string | null;
  expertTitle: string | null;
  status: CardStatus;
  decisionReason: string | null;
  writtenByPersonId: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  publishedAt: Date | null;
};

const select = (db: Db | Trx) =>
  db
    .selectFrom("question_cards as card")
    .innerJoin("org_units as unit", "unit.id", "card.unit_id")
    .select([
      "card.id",
      "card.card_no",
      "card.question_id",
      "card.title",
      "card.question_text",
      "card.answer_text",
      "card.audience",
      "card.topic_code",
      "card.field",
      "card.expert_id",
      "card.status",
      "card.decision_reason",
      "card.written_by_person_id",
      "card.unit_id",
      "card.published_at",
      "unit.name as unit_name",
      "unit.path as unit_path",
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toViews = async (db: Db | Trx, rows: readonly Row[]): Promise<readonly CardView[]> => {
  const titles = await listExpertTitles(
    db,
    rows.flatMap((row) => row.expert_id ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    no: row.card_no,
    questionId: row.question_id,
    title: row.title,
    question: row.question_text,
    answer: row.answer_text,
    audience: row.audience,
    topicCode: row.topic_code,
    fieldName: row.field === null ? null : expertFieldName(row.field),
    expertTitle: titles.get(row.expert_id ?? "")?.publicTitle ?? null,
    status: row.status,
    decisionReason: row.decision_reason,
    writtenByPersonId: row.written_by_person_id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    publishedAt: row.published_at,
  }));
};

/** @throws AppError `questions.card_not_found` (404) */
export const getCard = async (db: Db | Trx, id: string): Promise<CardView> => {
  const [view] = await toViews(db, await select(db).where("card.id", "=", id).execute());
  if (view === undefined) throw new AppError<QuestionsError>("questions.card_not_found", { status: 404 });
  return view;
};

/** The card that was written from a question; undefined where there is none. */
export const findCardOf = async (db: Db | Trx, questionId: string): Promise<CardView | undefined> =>
  (await toViews(db, await select(db).where("card.question_id", "=", questionId).execute()))[0];

/** Cards of the units in scope: those that wait first. */
export const listCards = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: CardStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly CardView[]; total: number }> => {
  let base = select(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("card.status", "=", filter.status);
  const { rows, total } = await readPage(
    base,
    (query) =>
      query.orderBy((eb) => eb("card.status", "=", "waiting"), "desc").orderBy("card.card_no", "desc"),
    filter,
  );
  return { rows: await toViews(db, rows), total };
};

/** Public cards, the newest first, or those with the words, best first. */
export const listPublicCards = async (
  db: Db,
  filter: { q?: string | undefined; page: number; size: number },
): Promise<{ rows: readonly CardView[]; total: number }> => {
  const query = filter.q?.trim() ?? "";
  const base = select(db).where("card.status", "=", "published");
  if (query !== "") {
    // The search holds what is public and nothing else: only the page's cards are read.
    const found = await findTextIds(db, cardIndex, query);
    const ids = found.slice((filter.page - 1) * filter.size, filter.page * filter.size);
    if (ids.length === 0) return { rows: [], total: found.length };
    const views = await toViews(db, await base.where("card.id", "in", ids).execute());
    return { rows: ids.flatMap((id) => views.find((view) => view.id === id) ?? []), total: found.length };
  }
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("card.published_at", "desc").orderBy("card.card_no", "desc"),
    filter,
  );
  return { rows: await toViews(db, rows), total };
};

/** A public card by its number; undefined where there is none, or it was taken down. */
export const findPublicCard = async (db: Db | Trx, no: number): Promise<CardView | undefined> =>
  (
    await toViews(
      db,
      await select(db).where("card.card_no", "=", no).where("card.status", "=", "published").execute(),
    )
  )[0];
