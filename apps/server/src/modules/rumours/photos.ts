import { createHash } from "node:crypto";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { type CleanFile, cleanFile, markFileDeleted, storeFile } from "#kernel/stored-files.ts";
import { noteAct } from "./claim-rows.ts";
import { enterClaim } from "./claims.ts";
import type { RumoursError } from "./errors.ts";
import { hasWords, touchIndex } from "./matching.ts";
import { hashReceipt, parseReceiptNumber } from "./receipt-numbers.ts";

export const photoPurpose = "rumours.photo";
export const maxPhotoBytes = 10 * 1024 * 1024;

export type TakenPhoto = { clean: CleanFile; digest: Buffer };

/** The picture of a form, drawn anew; undefined where none was chosen. @throws AppError of the file kernel, at the field */
export const takePhoto = async (files: readonly UploadedFile[]): Promise<TakenPhoto | undefined> => {
  // A form without a chosen file sends an empty one.
  const bytes = files.find((file) => file.field === "photo" && file.bytes.length > 0)?.bytes;
  if (bytes === undefined) return undefined;
  try {
    const clean = await cleanFile(bytes, { kinds: ["jpeg", "png", "webp"], maxBytes: maxPhotoBytes });
    return { clean, digest: createHash("sha256").update(bytes).digest() };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { photo: cause.code }, values: cause.values, cause });
  }
};

/** Keeps a picture with the report that it came with. */
export const keepPhoto = async (
  trx: Trx,
  context: Context,
  actor: Actor,
  input: { reportId: string; photo: TakenPhoto; requestId: string },
): Promise<void> => {
  const fileId = await storeFile(trx, context, {
    clean: input.photo.clean,
    // The sender's own name of the file can hold a person's name: not kept.
    name: "rumour-photo",
    purpose: photoPurpose,
    actor,
    requestId: input.requestId,
  });
  await trx
    .insertInto("claim_photos")
    .values({
      id: createId(context.clock),
      report_id: input.reportId,
      file_id: fileId,
      created_at: context.clock.now(),
    })
    .execute();
};

export type ClaimPhoto = {
  id: string;
  createdAt: Date;
  /** Whether the words that came with it, or were written out, are known. */
  hasWords: boolean;
  claimId: string;
  fingerprint: Buffer;
};

/** The pictures of claims, newest first. */
export const listClaimPhotos = async (
  db: Db | Trx,
  claimIds: readonly string[],
): Promise<readonly ClaimPhoto[]> => {
  if (claimIds.length === 0) return [];
  const rows = await db
    .selectFrom("claim_photos as photo")
    .innerJoin("claim_reports as report", "report.id", "photo.report_id")
    .innerJoin("claim_wordings as wording", "wording.fingerprint", "report.fingerprint")
    .select((eb) => [
      "photo.id",
      "photo.created_at",
      "report.claim_id",
      "report.fingerprint",
      eb("wording.text_sealed", "is not", null).as("has_words"),
    ])
    .where("report.claim_id", "in", [...claimIds])
    .orderBy("photo.created_at", "desc")
    .execute();
  return rows.flatMap((row) =>
    row.claim_id === null
      ? []
      : [
          {
            id: row.id,
            createdAt: row.created_at,
            hasWords: Boolean(row.has_words),
            claimId: row.claim_id,
            fingerprint: row.fingerprint,
          },
        ],
  );
};

const photoNotFound = (): AppError => new AppError<RumoursError>("rumours.photo_not_found", { status: 404 });

const findPhoto = async (db: Db | Trx, where: { photoId: string; claimId: string }) =>
  db
    .selectFrom("claim_photos as photo")
    .innerJoin("claim_reports as report", "report.id", "photo.report_id")
    .select(["photo.file_id", "report.fingerprint"])
    .where("photo.id", "=", where.photoId)
    .where("report.claim_id", "=", where.claimId)
    .executeTakeFirst();

/** The file of a claim's picture. @throws AppError `rumours.photo_not_found` (404) */
export const getClaimPhoto = async (db: Db, where: { photoId: string; claimId: string }): Promise<string> => {
  const row = await findPhoto(db, where);
  if (row === undefined) throw photoNotFound();
  return row.file_id;
};

/** The file of a picture that an asker sent, by his number. @throws AppError `rumours.photo_not_found` (404) */
export const getAskedPhoto = async (
  db: Db,
  cipher: FieldCipher,
  where: { number: string; photoId: string },
): Promise<string> => {
  const parsed = parseReceiptNumber(where.number);
  if (parsed === undefined) throw photoNotFound();
  const row = await db
    .selectFrom("claim_photos as photo")
    .innerJoin("claim_reports as report", "report.id", "photo.report_id")
    .select("photo.file_id")
    .where("photo.id", "=", where.photoId)
    .where("report.code_hash", "=", hashReceipt(cipher, parsed))
    .executeTakeFirst();
  if (row === undefined) throw photoNotFound();
  return row.file_id;
};

/**
 * The desk writes out what a picture says: from then on messages in these words find the claim, and published verdicts near
 * them are offered.
 * @throws AppError `rumours.photo_not_found` | `rumours.no_words` | `rumours.photo_has_words`
 */
export const transcribePhoto = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; photoId: string; text: string },
): Promise<void> => {
  const text = input.text.trim();
  if (!hasWords(text))
    throw new AppError<RumoursError>("rumours.no_words", { fields: { text: "rumours.no_words" } });
  const claim = await enterClaim(trx, input.claimId);
  const photo = await findPhoto(trx, input);
  if (photo === undefined) throw photoNotFound();
  const sealed = context.cipher.encrypt(text);
  const written = await trx
    .updateTable("claim_wordings")
    .set({ text_sealed: sealed })
    .where("fingerprint", "=", photo.fingerprint)
    .where("claim_id", "=", claim.id)
    .where("text_sealed", "is", null)
    .executeTakeFirst();
  if (written.numUpdatedRows === 0n)
    throw new AppError<RumoursError>("rumours.photo_has_words", { status: 409 });
  await trx
    .updateTable("claim_reports")
    .set({ text_sealed: sealed })
    .where("claim_id", "=", claim.id)
    .where("fingerprint", "=", photo.fingerprint)
    .where("text_sealed", "is", null)
    .execute();
  await noteAct(trx, context, actor, { claim, act: "transcribe", action: "rumours.work" });
  await touchIndex(trx, "waiting");
  if (claim.status === "answered") await touchIndex(trx, "published");
};

/** Takes a person's pictures out of use; their bytes follow. */
export const dropPhotosOf = async (trx: Trx, clock: Clock, personId: string): Promise<void> => {
  const rows = await trx
    .selectFrom("claim_photos as photo")
    .innerJoin("claim_reports as report", "report.id", "photo.report_id")
    .select(["photo.id", "photo.file_id"])
    .where("report.person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx.deleteFrom("claim_photos").where("id", "=", row.id).execute();
    await markFileDeleted(trx, clock, row.file_id);
  }
};
