import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentBody } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { type VersionStatus, versionStatusNames } from "./state.ts";

/** Where items stand in the studio now, by id: their number and the status of their newest version. */
export const findLatestStatus = async (
  db: Db | Trx,
  contentIds: readonly string[],
): Promise<ReadonlyMap<string, { no: number; status: VersionStatus; statusName: string }>> => {
  if (contentIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .distinctOn("version.content_id")
    .select(["version.content_id", "version.status", "content.content_no"])
    .where("version.content_id", "in", [...contentIds])
    .orderBy("version.content_id")
    .orderBy("version.version_no", "desc")
    .execute();
  return new Map(
    rows.map((row) => [
      row.content_id,
      { no: row.content_no, status: row.status, statusName: versionStatusNames[row.status] },
    ]),
  );
};

/** The newest version of an item with what it says. @throws AppError `contents.not_found` */
export const findLatestWords = async (
  db: Db | Trx,
  contentId: string,
): Promise<{ id: string; content: ContentBody }> => {
  const row = await db
    .selectFrom("content_versions")
    .select(["id", "content"])
    .where("content_id", "=", contentId)
    .orderBy("version_no", "desc")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.not_found", { status: 404 });
  return row;
};
