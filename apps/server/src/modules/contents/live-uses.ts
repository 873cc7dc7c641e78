import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { ContentBody } from "./body.ts";
import { cardColumns, filtered, type LiveCard, toLiveCard } from "./live-queries.ts";

export type LiveLesson = LiveCard & { lesson: NonNullable<ContentBody["lesson"]> };

/** Lessons that are out, for a grade, a subject, a topic or words of a curriculum standard (Y-03); newest first. */
export const listLiveLessons = async (
  db: Db | Trx,
  now: Date,
  filter: {
    grade?: number | undefined;
    subject?: string | undefined;
    topics?: readonly string[] | undefined;
    standard?: string | undefined;
  },
): Promise<readonly LiveLesson[]> => {
  let query = filtered(db, now, { kind: "lesson", topics: filter.topics }).where(
    sql<boolean>`version.content -> 'lesson' is not null`,
  );
  if (filter.grade !== undefined)
    query = query.where(
      sql<boolean>`version.content -> 'lesson' -> 'gradeNumbers' @> ${JSON.stringify(filter.grade)}::jsonb`,
    );
  if (filter.subject !== undefined)
    query = query.where(sql<boolean>`version.content -> 'lesson' ->> 'subject' = ${filter.subject}`);
  if (filter.standard !== undefined && filter.standard.trim() !== "")
    query = query.where(
      sql<boolean>`version.content -> 'lesson' ->> 'standards' ilike ${`%${filter.standard.trim().replaceAll(/[\\%_]/g, "\\$&")}%`}`,
    );
  const rows = await query
    .select(cardColumns)
    .select(sql<NonNullable<ContentBody["lesson"]>>`version.content -> 'lesson'`.as("lesson"))
    .orderBy("version.published_at", "desc")
    .orderBy("content.content_no", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...toLiveCard(row), lesson: row.lesson }));
};

/** A public-service item (公益广告) with the forms it can be placed in. */
export type LivePublicService = LiveCard & {
  forms: { elder: boolean; poster: boolean; radio: boolean; video: boolean; audio: boolean };
};

/** Public-service items that are out, newest first (I-06). */
export const listLivePublicService = async (
  db: Db | Trx,
  now: Date,
): Promise<readonly LivePublicService[]> => {
  const rows = await filtered(db, now, {})
    .where(sql<boolean>`version.content -> 'publicService' = 'true'::jsonb`)
    .select(cardColumns)
    .select(sql<ContentBody["renditions"]>`version.content -> 'renditions'`.as("renditions"))
    .orderBy("version.published_at", "desc")
    .orderBy("content.content_no", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    ...toLiveCard(row),
    forms: {
      elder: row.renditions.elder.trim() !== "",
      poster: row.renditions.poster.headline.trim() !== "",
      radio: row.renditions.radio.trim() !== "",
      video: row.media?.videoFileId !== undefined,
      audio: row.media?.audioFileId !== undefined,
    },
  }));
};
