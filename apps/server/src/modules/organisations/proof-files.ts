import type { Actor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { FileResult, UploadedFile } from "#kernel/http-types.ts";
import { type CleanFile, cleanFile, storeFile, toDownload } from "#kernel/stored-files.ts";
import type { OrganisationsError } from "./errors.ts";

export const maxProofBytes = 10 * 1024 * 1024;

/** The file as the kernel keeps it; what it refuses is said at the field, in words for this form. */
const cleanProof = async (bytes: Buffer): Promise<CleanFile> => {
  try {
    return await cleanFile(bytes, { kinds: ["pdf", "jpeg", "png"], maxBytes: maxProofBytes });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = error.code === "files.empty" ? "organisations.proof_empty" : "organisations.proof_type";
    throw new AppError<OrganisationsError>(code, { fields: { proof: code }, cause: error });
  }
};

/** Keeps a proof file. @throws AppError `organisations.proof_type` | `organisations.proof_empty` */
export const storeProof = async (
  trx: Trx,
  context: Context,
  file: { upload: UploadedFile; actor: Actor; requestId: string },
): Promise<{ id: string }> => {
  const clean = await cleanProof(file.upload.bytes);
  // The applicant's own name of the file can hold a person's name: not kept.
  const name = `proof.${clean.extension}`;
  const { actor, requestId } = file;
  return {
    id: await storeFile(trx, context, { clean, name, purpose: "organisations.proof", actor, requestId }),
  };
};

/** The proof of an organisation, undefined where none was sent. */
export const readProof = async (
  context: Context,
  organisationId: string,
): Promise<FileResult | undefined> => {
  const row = await context.db
    .selectFrom("organisations")
    .select(["proof_file_id", "receipt_no"])
    .where("id", "=", organisationId)
    .executeTakeFirst();
  if (row === undefined || row.proof_file_id === null) return undefined;
  const file = await toDownload(context, row.proof_file_id);
  return { ...file, downloadName: `${row.receipt_no}-${file.downloadName ?? "proof"}` };
};
