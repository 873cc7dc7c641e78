import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentBody } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { listLive } from "./live-queries.ts";

/** The poster of an item that is out, as a screen shows it. */
export type LivePoster = {
  versionId: string;
  no: number;
  title: string;
  poster: ContentBody["renditions"]["poster"];
  contentHash: string;
};

/** The newest posters of what is out. */
export const listLivePosters = async (
  db: Db | Trx,
  now: Date,
  size: number,
): Promise<readonly LivePoster[]> => {
  const { rows } = await listLive(db, now, { filter: {}, page: 1, size });
  if (rows.length === 0) return [];
  const versions = await db
    .selectFrom("content_versions")
    .select(["id", "content_id", "content", "content_hash"])
    .where("status", "=", "published")
    .where(
      "content_id",
      "in",
      rows.map((row) => row.contentId),
    )
    .execute();
  const byContent = new Map(versions.map((version) => [version.content_id, version]));
  return rows.flatMap((row) => {
    const version = byContent.get(row.contentId);
    if (version === undefined) return [];
    return [
      {
        versionId: version.id,
        no: row.no,
        title: row.title,
        poster: version.content.renditions.poster,
        contentHash: version.content_hash?.toString("hex") ?? "",
      },
    ];
  });
};

/** The version of an item that is out, with the unit that answers for it. @throws AppError `contents.not_live` */
export const getLiveVersion = async (
  db: Db | Trx,
  now: Date,
  contentId: string,
): Promise<{ versionId: string; unitId: string; unitPath: string }> => {
  const { rows } = await listLive(db, now, { filter: { contentIds: [contentId] }, page: 1, size: 1 });
  const [card] = rows;
  const row =
    card === undefined
      ? undefined
      : await db
          .selectFrom("content_versions as version")
          .innerJoin("contents as content", "content.id", "version.content_id")
          .innerJoin("org_units as unit", "unit.id", "content.unit_id")
          .select(["version.id", "content.unit_id", "unit.path"])
          .where("version.content_id", "=", contentId)
          .where("version.status", "=", "published")
          .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.not_live", { status: 409 });
  return { versionId: row.id, unitId: row.unit_id, unitPath: row.path };
};
