import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readStoredFiles } from "#kernel/stored-files.ts";
import type { ContentBody } from "./body.ts";
import type { AgeBand, ContentKind } from "./vocabulary.ts";

/** An item as lists of the portal show it. */
export type LiveCard = {
  no: number;
  contentId: string;
  kind: ContentKind;
  title: string;
  summary: string;
  audiences: readonly Audience[];
  ageBands: readonly AgeBand[];
  topics: readonly string[];
  publishedAt: Date;
  hasAudio: boolean;
  audioSeconds: number | undefined;
  corrected: boolean;
  /** 适合特殊教育 (Y-07). */
  special: boolean;
};

export type LiveFilter = {
  audience?: Audience | undefined;
  topics?: readonly string[] | undefined;
  kind?: ContentKind | undefined;
  ageBand?: AgeBand | undefined;
  /** One of these stands in title or summary. */
  words?: readonly string[] | undefined;
  contentIds?: readonly string[] | undefined;
  /** Public numbers. */
  nos?: readonly number[] | undefined;
  exceptNo?: number | undefined;
  /** Only what is labelled 适合特殊教育. */
  special?: "yes" | undefined;
  /** Has an easy-to-read rendition (易读版). */
  easy?: "yes" | undefined;
};

/**
 * What is out at this moment. The embargo and the expiry are asked at each reading, beside the status: a clock that was
 * wrong for a minute, or a job that is late, shows nothing early and nothing stale.
 */
export const liveVersions = (db: Db | Trx, now: Date) =>
  liveVersionsAlone(db, now).innerJoin("contents as content", "content.id", "version.content_id");

/** The same without the items they belong to, where thousands are looked through. */
export const liveVersionsAlone = (db: Db | Trx, now: Date) =>
  db
    .selectFrom("content_versions as version")
    .where("version.status", "=", "published")
    .where("version.published_at", "<=", now)
    .where((eb) => eb.or([eb("version.embargo_until", "is", null), eb("version.embargo_until", "<=", now)]))
    .where((eb) => eb.or([eb("version.expires_at", "is", null), eb("version.expires_at", ">", now)]));

export const filtered = (db: Db | Trx, now: Date, filter: LiveFilter) => {
  let query = liveVersions(db, now);
  if (filter.audience !== undefined)
    query = query.where(sql<boolean>`version.audiences @> array[${filter.audience}]`);
  if (filter.topics !== undefined)
    query = query.where(sql<boolean>`version.topics && ${[...filter.topics]}::text[]`);
  if (filter.words !== undefined && filter.words.length > 0)
    query = query.where(
      sql<boolean>`exists (select 1 from unnest(${[...filter.words]}::text[]) as word
        where strpos(version.title || version.summary, word) > 0)`,
    );
  if (filter.kind !== undefined) query = query.where("content.kind", "=", filter.kind);
  if (filter.ageBand !== undefined)
    query = query.where(sql<boolean>`version.age_bands @> array[${filter.ageBand}]`);
  if (filter.special === "yes") query = query.where("version.special", "=", true);
  if (filter.easy === "yes") query = query.where("version.easy", "=", true);
  if (filter.contentIds !== undefined) query = query.where("content.id", "in", [...filter.contentIds]);
  if (filter.nos !== undefined) query = query.where("content.content_no", "in", [...filter.nos]);
  if (filter.exceptNo !== undefined) query = query.where("content.content_no", "<>", filter.exceptNo);
  return query;
};

export const cardColumns = [
  "content.content_no",
  "content.id",
  "content.kind",
  "version.title",
  "version.summary",
  "version.audiences",
  "version.age_bands",
  "version.topics",
  "version.published_at",
  "version.correction_notice",
  "version.media",
  "version.special",
] as const;

/** A card's row as JSON has it, with its date. */
export const withDate = <Row extends { published_at: string | null }>(row: Row) => ({
  ...row,
  published_at: new Date(row.published_at ?? 0),
});

export const toLiveCard = (row: {
  content_no: number;
  id: string;
  kind: ContentKind;
  title: string;
  summary: string;
  audiences: Audience[];
  age_bands: AgeBand[];
  topics: string[];
  published_at: Date | null;
  correction_notice: string | null;
  media: ContentBody["media"] | null;
  special: boolean;
}): LiveCard => ({
  no: row.content_no,
  contentId: row.id,
  kind: row.kind,
  title: row.title,
  summary: row.summary,
  audiences: row.audiences,
  ageBands: row.age_bands,
  topics: row.topics,
  publishedAt: row.published_at ?? new Date(0),
  hasAudio: row.media?.audioFileId !== undefined,
  audioSeconds: row.media?.audioSeconds,
  corrected: row.correction_notice !== null,
  special: row.special,
});

/** Items that are out, newest first. */
export const listLive = async (
  db: Db | Trx,
  now: Date,
  options: { filter: LiveFilter; page: number; size: number },
): Promise<{ rows: readonly LiveCard[]; total: number }> => {
  if (options.filter.contentIds?.length === 0 || options.filter.nos?.length === 0)
    return { rows: [], total: 0 };
  const base = filtered(db, now, options.filter);
  const { total } = await base.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const rows = await base
    .select(cardColumns)
    .orderBy("version.published_at", "desc")
    .orderBy("content.content_no", "desc")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return { rows: rows.map(toLiveCard), total };
};

/** How many items are out for each topic and audience. */
export const countLive = async (
  db: Db | Trx,
  now: Date,
): Promise<readonly { topic: string; audience: Audience; kind: ContentKind; count: number }[]> => {
  const rows = await liveVersions(db, now)
    .select([sql<string>`unnest(version.topics)`.as("topic"), "version.audiences", "content.kind"])
    .execute();
  const counts = new Map<string, { topic: string; audience: Audience; kind: ContentKind; count: number }>();
  for (const row of rows)
    for (const audience of row.audiences) {
      const key = `${row.topic}|${audience}|${row.kind}`;
      const cell = counts.get(key) ?? { topic: row.topic, audience, kind: row.kind, count: 0 };
      counts.set(key, { ...cell, count: cell.count + 1 });
    }
  return [...counts.values()];
};

/** How many items are out at a topic or below it: one that names two of them counts once. */
export const countLiveAt = async (db: Db | Trx, now: Date, topics: readonly string[]): Promise<number> => {
  const { count } = await filtered(db, now, { topics })
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
};

/** Why an item that once was out is not out now: readers of old links are told, not left with an empty page. */
export const findGone = async (
  db: Db | Trx,
  no: number,
): Promise<
  { status: "recalled" | "expired"; title: string; at: Date; reason: string | undefined } | undefined
> => {
  const row = await db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .leftJoin("content_recalls as recall", "recall.version_id", "version.id")
    .select(["version.status", "version.title", "version.status_changed_at", "recall.reason"])
    .where("content.content_no", "=", no)
    .where("version.status", "in", ["recalled", "expired"])
    .orderBy("version.version_no", "desc")
    .executeTakeFirst();
  if (row === undefined || (row.status !== "recalled" && row.status !== "expired")) return undefined;
  return { status: row.status, title: row.title, at: row.status_changed_at, reason: row.reason ?? undefined };
};

/** A picture or recording, if something that is out names it. */
export const findLiveFile = async (
  db: Db | Trx,
  now: Date,
  fileId: string,
): Promise<{ id: string; mediaType: string; contentHash: Buffer; use: string } | undefined> => {
  const row = await liveVersions(db, now)
    .innerJoin("content_files as file", "file.version_id", "version.id")
    .select("file.use")
    .where("file.file_id", "=", fileId)
    .limit(1)
    .executeTakeFirst();
  const file = row === undefined ? undefined : (await readStoredFiles(db, [fileId])).get(fileId);
  return row === undefined || file === undefined
    ? undefined
    : { id: file.id, mediaType: file.mediaType, contentHash: file.contentHash, use: row.use };
};

/** Number, newest title and unit of items by id, whether they are out or not: for modules that carry them further. */
export const listItemAddresses = async (
  db: Db | Trx,
  contentIds: readonly string[],
): Promise<ReadonlyMap<string, { no: number; title: string; unitId: string }>> => {
  if (contentIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("contents as content")
    .innerJoin("content_versions as version", "version.content_id", "content.id")
    .distinctOn("content.id")
    .select(["content.id", "content.content_no", "content.unit_id", "version.title"])
    .where("content.id", "in", [...contentIds])
    .orderBy("content.id")
    .orderBy("version.version_no", "desc")
    .execute();
  return new Map(rows.map((row) => [row.id, { no: row.content_no, title: row.title, unitId: row.unit_id }]));
};
