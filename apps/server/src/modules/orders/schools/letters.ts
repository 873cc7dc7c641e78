import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { cleanFile, markFileDeleted, storeFile } from "#kernel/stored-files.ts";
import { attachmentPurpose } from "../attachments/attach.ts";

export const maxLetterBytes = 10 * 1024 * 1024;

/**
 * Keeps a school's letter of consent: a photograph or a PDF; undefined where none was chosen.
 * @throws AppError FileError at the field
 */
export const keepLetter = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: { files: readonly UploadedFile[]; requestId: string },
): Promise<string | undefined> => {
  // A form without a chosen file sends an empty one.
  const file = input.files.find((one) => one.bytes.length > 0);
  if (file === undefined) return undefined;
  try {
    const clean = await cleanFile(file.bytes, {
      kinds: ["jpeg", "png", "webp", "pdf"],
      maxBytes: maxLetterBytes,
    });
    return await storeFile(trx, context, {
      clean,
      // The sender's own name of the file can hold a person's name: not kept.
      name: "school-letter",
      purpose: attachmentPurpose,
      actor,
      requestId: input.requestId,
    });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { letter: cause.code }, values: cause.values, cause });
  }
};

/** Takes names and letters of the consents on a person's orders out of use; that a school agreed stays. */
export const dropConsentsOf = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  personId: string,
): Promise<void> => {
  const rows = await trx
    .selectFrom("school_consents as consent")
    .innerJoin("orders as made", "made.id", "consent.order_id")
    .select(["consent.id", "consent.letter_file_id"])
    .where("made.requester_person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx
      .updateTable("school_consents")
      .set({ signer_name_sealed: null, letter_file_id: null })
      .where("id", "=", row.id)
      .execute();
    if (row.letter_file_id !== null) await markFileDeleted(trx, context.clock, row.letter_file_id);
  }
};
