import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentBody } from "./body.ts";
import { type BodyComparison, compareBodies } from "./comparison/compare-bodies.ts";
import type { ContentsError } from "./errors.ts";
import { getSideCopy } from "./side-copies.ts";
import { versionStatusNames } from "./state.ts";
import { listTopics } from "./topics.ts";
import { getVersion } from "./version-rows.ts";

/** A text of an item that can be compared: a version as it stands, or as it went into one of its rounds of review. */
export type TextChoice = {
  /** `<version>` or `<version>.<round>`. */
  key: string;
  versionNo: number;
  roundNo: number | null;
  label: string;
  at: Date;
};

/** All texts of an item, the newest first. A round that saw what the version says now is named with it, not twice. */
export const listTexts = async (db: Db | Trx, contentId: string): Promise<readonly TextChoice[]> => {
  const versions = await db
    .selectFrom("content_versions")
    .select(["id", "version_no", "round_no", "status", "content_hash", "updated_at"])
    .where("content_id", "=", contentId)
    .orderBy("version_no", "desc")
    .execute();
  if (versions.length === 0) throw new AppError<ContentsError>("contents.not_found", { status: 404 });
  const rounds = await db
    .selectFrom("content_rounds")
    .select(["version_id", "round_no", "submitted_at"])
    .where(
      "version_id",
      "in",
      versions.map((version) => version.id),
    )
    .orderBy("round_no", "desc")
    .execute();
  return versions.flatMap((version) => [
    {
      key: version.id,
      versionNo: version.version_no,
      roundNo: null,
      label: `第 ${version.version_no} 版，${versionStatusNames[version.status]}`,
      at: version.updated_at,
    },
    ...rounds
      // After the draft the words stand still: the last round's text is the version's.
      .filter(
        (round) =>
          round.version_id === version.id &&
          (version.status === "draft" || round.round_no !== version.round_no),
      )
      .map((round) => ({
        key: `${version.id}.${round.round_no}`,
        versionNo: version.version_no,
        roundNo: round.round_no,
        label: `第 ${version.version_no} 版，第 ${round.round_no} 轮送审时`,
        at: round.submitted_at,
      })),
  ]);
};

const readText = async (db: Db | Trx, contentId: string, key: string): Promise<ContentBody> => {
  const [versionId = "", roundNo] = key.split(".");
  const version = await getVersion(db, versionId);
  if (version.content_id !== contentId)
    throw new AppError<ContentsError>("contents.texts_unrelated", { status: 422 });
  if (roundNo === undefined) return version.content;
  const round = await db
    .selectFrom("content_rounds")
    .select("content")
    .where("version_id", "=", versionId)
    .where("round_no", "=", Number(roundNo))
    .executeTakeFirst();
  if (round === undefined) throw new AppError<ContentsError>("contents.version_not_found", { status: 404 });
  return round.content;
};

const fieldNamesOf = async (db: Db | Trx) => ({
  topics: new Map((await listTopics(db)).map((topic) => [topic.code, topic.name])),
});

export type TextComparison = { from: string; to: string; comparison: BodyComparison };

/**
 * Two texts of one item. Without a choice: the newest against the one before it.
 * @throws AppError `contents.texts_unrelated` | `contents.version_not_found` | `contents.not_found`
 */
export const compareTexts = async (
  db: Db | Trx,
  input: { contentId: string; from?: string | undefined; to?: string | undefined },
): Promise<TextComparison> => {
  const texts = await listTexts(db, input.contentId);
  const to = input.to ?? texts[0]?.key ?? "";
  const at = texts.findIndex((text) => text.key === to);
  const from = input.from ?? texts[at + 1]?.key ?? to;
  return {
    from,
    to,
    comparison: compareBodies(
      await readText(db, input.contentId, from),
      await readText(db, input.contentId, to),
      await fieldNamesOf(db),
    ),
  };
};

/** Words kept beside against the draft as it is now. @throws AppError `contents.side_copy_not_found` */
export const compareSideCopy = async (
  db: Db | Trx,
  id: string,
): Promise<{
  contentId: string;
  title: string;
  revision: number;
  createdAt: Date;
  personId: string;
  comparison: BodyComparison;
}> => {
  const copy = await getSideCopy(db, id);
  const version = await getVersion(db, copy.versionId);
  return {
    contentId: copy.contentId,
    title: version.title,
    revision: version.revision,
    createdAt: copy.createdAt,
    personId: copy.personId,
    comparison: compareBodies(version.content, copy.content, await fieldNamesOf(db)),
  };
};
