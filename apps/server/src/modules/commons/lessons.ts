import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import {
  documentText,
  findLive,
  listItemAddresses,
  listLive,
  type LiveArticle,
} from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { auditAct } from "./acts.ts";
import type { CommonsError } from "./messages.ts";

/** Days after a lesson within which its use may still be told. */
const useWithinDays = 90;

/** A lesson that is out. @throws AppError `commons.lesson_not_found` */
export const getLesson = async (db: Db | Trx, now: Date, contentId: string): Promise<LiveArticle> => {
  const { rows } = await listLive(db, now, {
    filter: { kind: "lesson", contentIds: [contentId] },
    page: 1,
    size: 1,
  });
  const article = rows[0] === undefined ? undefined : await findLive(db, now, rows[0].no);
  if (article === undefined) throw new AppError<CommonsError>("commons.lesson_not_found", { status: 404 });
  return article;
};

/** `五（2）班`, `五(２) 班` and `5(2)班` typed on two devices: the first two are one class. */
export const classKey = (name: string): string =>
  name.normalize("NFKC").replaceAll(/\s+/gu, "").toLowerCase();

/** The school or place where the teacher teaches. */
const unitOf = (actor: PersonActor): string => {
  const grant = actor.grants.find(({ role }) => role === "teacher");
  if (grant === undefined) throw new AppError("policy.role", { status: 403 });
  return grant.unitId;
};

/**
 * A teacher tells that a lesson was used with a class on a day. Counted once: the same lesson, class and day of the same
 * teacher again, also at the same moment, changes nothing.
 * @returns whether it was new
 * @throws AppError `commons.use_date` | `commons.use_class` | `commons.lesson_not_found`
 */
export const reportLessonUse = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; className: string; usedOn: string; pupilCount: number },
): Promise<"counted" | "known"> => {
  const now = context.clock.now();
  const lesson = await getLesson(trx, now, input.contentId);
  const unitId = unitOf(actor);
  const key = classKey(input.className);
  if (key === "")
    throw new AppError<CommonsError>("commons.use_class", { fields: { className: "commons.use_class" } });
  const earliest = toDistrictDate(new Date(now.getTime() - useWithinDays * 86_400_000));
  if (input.usedOn > toDistrictDate(now) || input.usedOn < earliest)
    throw new AppError<CommonsError>("commons.use_date", { fields: { usedOn: "commons.use_date" } });
  const id = createId(context.clock);
  const written = await trx
    .insertInto("lesson_uses")
    .values({
      id,
      unit_id: unitId,
      content_id: lesson.contentId,
      teacher_person_id: actor.personId,
      class_name: input.className.trim(),
      class_key: key,
      used_on: input.usedOn,
      pupil_count: input.pupilCount,
      created_at: now,
    })
    // The database decides which of two at once is the first.
    .onConflict((conflict) => conflict.constraint("lesson_uses_once").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (written === undefined) return "known";
  const [topic] = lesson.topics;
  await recordFacts(trx, context.clock, [
    {
      kind: "commons.lesson_used",
      occurredOn: input.usedOn,
      unitId,
      quantity: 1,
      measure: "节",
      audience: "youth",
      ...(topic === undefined ? {} : { topic }),
      planTags: ["Y-03"],
      source: { table: "lesson_uses", id },
    },
  ]);
  await auditAct(trx, context, actor, {
    action: "commons.use_lesson",
    unitId,
    record: { table: "lesson_uses", id },
  });
  return "counted";
};

export type LessonUseView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  contentId: string;
  no: number;
  title: string;
  className: string;
  usedOn: string;
  pupilCount: number;
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("lesson_uses as used")
    .innerJoin("org_units as unit", "unit.id", "used.unit_id")
    .selectAll("used")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const toViews = async (
  db: Db | Trx,
  rows: Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>,
): Promise<readonly LessonUseView[]> => {
  const addresses = await listItemAddresses(db, [...new Set(rows.map((row) => row.content_id))]);
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    contentId: row.content_id,
    no: addresses.get(row.content_id)?.no ?? 0,
    title: addresses.get(row.content_id)?.title ?? "",
    className: row.class_name,
    usedOn: row.used_on,
    pupilCount: row.pupil_count,
  }));
};

/** What a teacher has told, newest first. */
export const listOwnLessonUses = async (db: Db | Trx, teacherId: string): Promise<readonly LessonUseView[]> =>
  toViews(
    db,
    await rowsOf(db)
      .where("used.teacher_person_id", "=", teacherId)
      .orderBy("used.used_on", "desc")
      .orderBy("used.id", "desc")
      .limit(100)
      .execute(),
  );

/** Uses within the scope, newest first, with the sums of the whole list. */
export const listLessonUses = async (
  db: Db | Trx,
  filter: { scope: Scope; contentId?: string | undefined; page: number; size: number },
): Promise<{ rows: readonly LessonUseView[]; total: number; pupils: number }> => {
  let base = rowsOf(db).where(withinScope("unit.path", filter.scope));
  if (filter.contentId !== undefined) base = base.where("used.content_id", "=", filter.contentId);
  const { total, pupils } = await base
    .clearSelect()
    .select((eb) => [
      eb.fn.countAll<number>().as("total"),
      eb.fn.coalesce(eb.fn.sum<number>("used.pupil_count"), eb.lit(0)).as("pupils"),
    ])
    .executeTakeFirstOrThrow();
  const rows = await base
    .orderBy("used.used_on", "desc")
    .orderBy("used.id", "desc")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return { rows: await toViews(db, rows), total, pupils };
};

/** A teacher's own version of a lesson as it stands now; the lesson's own words where there is none yet. */
export const readLessonCopy = async (
  db: Db | Trx,
  actor: PersonActor,
  lesson: LiveArticle,
): Promise<{ title: string; words: string; savedAt: Date | undefined }> => {
  const row = await db
    .selectFrom("lesson_copies")
    .selectAll()
    .where("teacher_person_id", "=", actor.personId)
    .where("content_id", "=", lesson.contentId)
    .executeTakeFirst();
  return row === undefined
    ? { title: lesson.title, words: documentText(lesson.content.document), savedAt: undefined }
    : { title: row.title, words: row.words, savedAt: row.updated_at };
};

/** Keeps a teacher's own version, for own use; the lesson itself stays as it was reviewed. */
export const saveLessonCopy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; title: string; words: string },
): Promise<void> => {
  const now = context.clock.now();
  const lesson = await getLesson(trx, now, input.contentId);
  const words = { title: input.title.trim(), words: input.words, updated_at: now };
  const { id } = await trx
    .insertInto("lesson_copies")
    .values({
      id: createId(context.clock),
      content_id: lesson.contentId,
      teacher_person_id: actor.personId,
      created_at: now,
      ...words,
    })
    .onConflict((conflict) => conflict.constraint("lesson_copies_once").doUpdateSet(words))
    .returning("id")
    .executeTakeFirstOrThrow();
  await auditAct(trx, context, actor, {
    action: "commons.use_lesson",
    unitId: unitOf(actor),
    record: { table: "lesson_copies", id },
  });
};
