import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import type { OrganisationsError } from "./errors.ts";

export const maxProofBytes = 10 * 1024 * 1024;
/** A photograph of a certificate has some 12 million pixels; an image that declares far more is not decoded. */
const maxPixels = 40_000_000;

type Clean = { mediaType: string; bytes: Buffer; extension: string };

const wrongType = (cause?: unknown): AppError =>
  new AppError<OrganisationsError>("organisations.proof_type", {
    fields: { proof: "organisations.proof_type" },
    cause,
  });

/** What the bytes are by their first bytes, whatever the name says; images are drawn anew, so that nothing else travels with them. */
export const cleanProof = async (bytes: Buffer): Promise<Clean> => {
  if (bytes.length === 0)
    throw new AppError<OrganisationsError>("organisations.proof_empty", {
      fields: { proof: "organisations.proof_empty" },
    });
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-")
    return { mediaType: "application/pdf", bytes, extension: "pdf" };
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  const isPng = bytes.subarray(0, 8).equals(Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a));
  if (!isJpeg && !isPng) throw wrongType();
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: "error" })
      .rotate()
      .timeout({ seconds: 10 });
    return isJpeg
      ? { mediaType: "image/jpeg", bytes: await image.jpeg({ quality: 88 }).toBuffer(), extension: "jpg" }
      : { mediaType: "image/png", bytes: await image.png().toBuffer(), extension: "png" };
  } catch (error) {
    throw wrongType(error);
  }
};

/** Keeps a proof file. Bytes of an act that is rolled back stay as an orphan that no row names; the clean-up job of files takes them. */
export const storeProof = async (trx: Trx, context: Context, file: UploadedFile): Promise<{ id: string }> => {
  const clean = await cleanProof(file.bytes);
  const id = createId(context.clock);
  await context.files.put(id, clean.bytes);
  await trx
    .insertInto("stored_files")
    .values({
      id,
      media_type: clean.mediaType,
      byte_count: clean.bytes.length,
      content_hash: createHash("sha256").update(clean.bytes).digest(),
      // The applicant's own name of the file can hold a person's name: not kept.
      original_name: `proof.${clean.extension}`,
      unit_id: null,
      uploaded_by_person_id: null,
      purpose: "organisations.proof",
      created_at: context.clock.now(),
      deleted_at: null,
    })
    .execute();
  return { id };
};

/** The proof of an organisation, undefined where none was sent. */
export const readProof = async (
  context: Context,
  organisationId: string,
): Promise<{ mediaType: string; name: string; bytes: Buffer } | undefined> => {
  const row = await context.db
    .selectFrom("organisations as o")
    .innerJoin("stored_files as f", "f.id", "o.proof_file_id")
    .select(["f.id", "f.media_type", "f.original_name", "o.receipt_no"])
    .where("o.id", "=", organisationId)
    .where("f.deleted_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    mediaType: row.media_type,
    name: `${row.receipt_no}-${row.original_name}`,
    bytes: await context.files.get(row.id),
  };
};
