import { createHash } from "node:crypto";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import type { Clock } from "./clock.ts";
import type { Context } from "./context.ts";
import type { Db, Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import { detectFileKind, type FileKind } from "./file-kinds.ts";
import type { FileResult } from "./http-types.ts";
import { createId } from "./ids.ts";
import { type ImagePlace, redrawImage } from "./images.ts";

export type FileError =
  | "files.empty"
  | "files.too_large"
  | "files.wrong_kind"
  | "files.svg"
  | "files.not_found";

const imageKinds = ["jpeg", "png", "webp", "gif"] as const;
type ImageKind = (typeof imageKinds)[number];
const isImage = (kind: FileKind): kind is ImageKind => imageKinds.some((one) => one === kind);

/** Kinds that are kept as they came: they are shown by the browser's own player or saved, never run. */
const plainKinds = {
  pdf: "application/pdf",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  vtt: "text/vtt; charset=utf-8",
} as const;
const isPlain = (kind: FileKind): kind is keyof typeof plainKinds => Object.hasOwn(plainKinds, kind);

export type CleanFile = { bytes: Buffer; mediaType: string; extension: string };

/**
 * A file made safe to keep: recognised by its bytes, within the size, images drawn anew. SVG is refused: it is a
 * program.
 * @throws AppError FileError | ImageError (422)
 */
export const cleanFile = async (
  bytes: Buffer,
  rule: {
    kinds: readonly (ImageKind | keyof typeof plainKinds)[];
    maxBytes: number;
    /** Places of an image that are made unrecognisable. */
    blurred?: readonly ImagePlace[];
  },
): Promise<CleanFile> => {
  if (bytes.length === 0) throw new AppError<FileError>("files.empty");
  if (bytes.length > rule.maxBytes)
    throw new AppError<FileError>("files.too_large", {
      values: { megabytes: Math.floor(rule.maxBytes / 1024 / 1024) },
    });
  const kind = detectFileKind(bytes);
  if (kind === "svg") throw new AppError<FileError>("files.svg");
  if (!rule.kinds.some((one) => one === kind)) throw new AppError<FileError>("files.wrong_kind");
  if (isImage(kind)) {
    const image = await redrawImage(bytes, kind, rule.blurred);
    return {
      bytes: image.bytes,
      mediaType: image.mediaType,
      extension: image.mediaType === "image/jpeg" ? "jpg" : "png",
    };
  }
  if (!isPlain(kind)) throw new AppError<FileError>("files.wrong_kind");
  return { bytes, mediaType: plainKinds[kind], extension: kind };
};

/** The sender's name for a file, without folders and control characters; for showing it, never for a path. */
const toShownName = (name: string): string => {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return (
    last
      .replaceAll(/[\p{Cc}\p{Cf}"]/gu, "")
      .trim()
      .slice(0, 120) || "未命名"
  );
};

export type NewFile = {
  clean: CleanFile;
  name: string;
  purpose: string;
  actor: Actor;
  unitId?: string;
  requestId?: string;
};

/**
 * Keeps a cleaned file and notes who brought it. The bytes are written first: a row never names bytes that are not
 * there; an act that is rolled back leaves bytes that no row names.
 */
export const storeFile = async (trx: Trx, context: Context, file: NewFile): Promise<string> => {
  const { clock, cipher } = context;
  const id = createId(clock);
  await context.files.put(id, file.clean.bytes);
  await trx
    .insertInto("stored_files")
    .values({
      id,
      media_type: file.clean.mediaType,
      byte_count: file.clean.bytes.length,
      content_hash: createHash("sha256").update(file.clean.bytes).digest(),
      original_name: toShownName(file.name),
      unit_id: file.unitId ?? null,
      uploaded_by_person_id: file.actor.kind === "person" ? file.actor.personId : null,
      purpose: file.purpose,
      created_at: clock.now(),
      deleted_at: null,
    })
    .execute();
  await recordAudit(
    trx,
    { clock, cipher },
    {
      actor: file.actor,
      action: "files.store",
      unitId: file.unitId,
      record: { table: "stored_files", id },
      requestId: file.requestId,
    },
  );
  return id;
};

export type StoredFileRow = {
  id: string;
  mediaType: string;
  contentHash: Buffer;
  purpose: string;
  unitId: string | null;
};

/** What is known of files that are kept, by id; deleted and unknown ones are left out. */
export const readStoredFiles = async (
  db: Db | Trx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredFileRow>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("stored_files")
    .select(["id", "media_type", "content_hash", "purpose", "unit_id"])
    .where("id", "in", [...ids])
    .where("deleted_at", "is", null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        mediaType: row.media_type,
        contentHash: row.content_hash,
        purpose: row.purpose,
        unitId: row.unit_id,
      },
    ]),
  );
};

/**
 * A stored file as an answer: an attachment of the type we found (with nosniff on every answer), never shown inline.
 * The route that calls this decides who may have it.
 * @throws AppError `files.not_found`
 */
export const toDownload = async (context: Context, id: string): Promise<FileResult> => {
  const row = await context.db
    .selectFrom("stored_files")
    .select(["id", "media_type", "original_name", "content_hash"])
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<FileError>("files.not_found", { status: 404 });
  const body = await context.files.get(row.id);
  // Bytes that changed under us are not what somebody uploaded.
  if (!createHash("sha256").update(body).digest().equals(row.content_hash))
    throw new Error(`stored file ${id} does not match its hash`);
  return { contentType: row.media_type, body, downloadName: row.original_name, cacheControl: "no-store" };
};

/** Takes a file out of use, in the transaction of the act; its bytes follow (removeDeletedBytes). */
export const markFileDeleted = async (trx: Trx, clock: Clock, id: string): Promise<void> => {
  await trx
    .updateTable("stored_files")
    .set({ deleted_at: clock.now() })
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .execute();
};

/** For how long the bytes of deleted files are asked after: removing them again changes nothing, forgetting one would keep it. */
const removalDays = 30;

/** Removes the bytes of files of a purpose that were taken out of use; returns how many there were. */
export const removeDeletedBytes = async (context: Context, purpose: string): Promise<number> => {
  const rows = await context.db
    .selectFrom("stored_files")
    .select("id")
    .where("purpose", "=", purpose)
    .where("deleted_at", ">", new Date(context.clock.now().getTime() - removalDays * 86_400_000))
    .execute();
  for (const { id } of rows) await context.files.remove(id);
  return rows.length;
};
