import { type Selectable, sql } from "kysely";
import type { Trx } from "#kernel/db.ts";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { readStoredFiles } from "#kernel/stored-files.ts";
import { type CodeKey, findCodes } from "#modules/organisations/index.ts";
import { type ContentBody, filesOf } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import type { ContentVersionsTable } from "./tables.ts";

export type VersionRow = Selectable<ContentVersionsTable>;

/** The columns that repeat parts of the body for lists and filters. */
export const bodyColumns = (body: ContentBody) => ({
  // jsonb takes text from us; pg would send arrays and objects in its own ways.
  content: sql<ContentBody>`${JSON.stringify(body)}::jsonb`,
  title: body.title,
  summary: body.summary,
  audiences: [...body.audiences],
  age_bands: [...body.ageBands],
  topics: [...body.topics],
});

/** One version with its item's unit. @throws AppError `contents.version_not_found` */
export const getVersion = async (
  db: Db | Trx,
  versionId: string,
): Promise<VersionRow & { unit_id: string; unit_path: string; content_no: number }> => {
  const row = await db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .innerJoin("org_units as unit", "unit.id", "content.unit_id")
    .selectAll("version")
    .select(["content.unit_id", "unit.path as unit_path", "content.content_no"])
    .where("version.id", "=", versionId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.version_not_found", { status: 404 });
  return row;
};

/**
 * Takes the item's row before anything of its versions changes: acts on one item happen one after another.
 * @throws AppError `contents.not_found`
 */
export const lockContent = async (
  trx: Trx,
  contentId: string,
): Promise<{ id: string; unit_id: string; kind: ContentBody["kind"] }> => {
  const row = await trx
    .selectFrom("contents")
    .select(["id", "unit_id", "kind"])
    .where("id", "=", contentId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.not_found", { status: 404 });
  return row;
};

/** SHA-256 of each file that a body names, by file id. @throws AppError `contents.file_unknown` */
export const readFileHashes = async (
  db: Db | Trx,
  body: ContentBody,
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...filesOf(body).keys()];
  const files = await readStoredFiles(db, ids);
  if (files.size !== ids.length) throw new AppError<ContentsError>("contents.file_unknown");
  return new Map([...files.values()].map((file) => [file.id, file.contentHash.toString("hex")]));
};

/** Notes which files the version names, in place of those noted before. */
export const writeFiles = async (trx: Trx, versionId: string, body: ContentBody): Promise<void> => {
  await trx.deleteFrom("content_files").where("version_id", "=", versionId).execute();
  const files = [...filesOf(body)];
  if (files.length === 0) return;
  await trx
    .insertInto("content_files")
    .values(files.map(([fileId, use]) => ({ version_id: versionId, file_id: fileId, use })))
    .execute();
};

/** @throws AppError `contents.topic_unknown` with the codes */
export const requireTopics = async (db: Db | Trx, codes: readonly string[]): Promise<void> => {
  if (codes.length === 0) return;
  const rows = await db
    .selectFrom("topics")
    .select("code")
    .where("code", "in", [...codes])
    .where("retired_at", "is", null)
    .execute();
  const known = new Set(rows.map((row) => row.code));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0)
    throw new AppError<ContentsError>("contents.topic_unknown", {
      values: { codes: unknown.join("、") },
      fields: { topics: "contents.topic_unknown" },
    });
};

/** @throws AppError `contents.classification_unknown` with the codes that stand in no imported edition */
export const requireCodes = async (
  db: Db | Trx,
  body: Pick<ContentBody, "classification">,
): Promise<void> => {
  const known = await findCodes(db, body.classification);
  const isKnown = (key: CodeKey): boolean =>
    known.some((row) => row.scheme === key.scheme && row.version === key.version && row.code === key.code);
  const unknown = body.classification.filter((key) => !isKnown(key));
  if (unknown.length > 0)
    throw new AppError<ContentsError>("contents.classification_unknown", {
      values: { codes: unknown.map(({ code }) => code).join("、") },
      fields: { classification: "contents.classification_unknown" },
    });
};

/** Runs a write of a version; an identifier that another item has comes back as a sentence. @throws AppError `contents.resource_code_taken` */
export const guardResourceCode = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (
      error instanceof Error &&
      "constraint" in error &&
      error.constraint === "content_versions_resource_code_once"
    )
      throw new AppError<ContentsError>("contents.resource_code_taken", {
        status: 409,
        fields: { resourceCode: "contents.resource_code_taken" },
        cause: error,
      });
    throw error;
  }
};
