import type { Actor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import type { InspectionsError } from "./errors.ts";

export const maxEvidenceBytes = 10 * 1024 * 1024;

/**
 * Keeps the file of a report, where there is one.
 * @throws AppError `inspections.file_kind` at the field
 */
export const keepEvidence = async (
  trx: Trx,
  context: Context,
  visit: { files: readonly UploadedFile[]; actor: Actor; requestId: string },
  unitId: string,
): Promise<string | undefined> => {
  const [upload] = visit.files;
  if (upload === undefined) return undefined;
  try {
    const clean = await cleanFile(upload.bytes, {
      kinds: ["pdf", "jpeg", "png"],
      maxBytes: maxEvidenceBytes,
    });
    return await storeFile(trx, context, {
      clean,
      name: upload.filename,
      purpose: "inspections.evidence",
      actor: visit.actor,
      unitId,
      requestId: visit.requestId,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError<InspectionsError>("inspections.file_kind", {
      fields: { [upload.field]: "inspections.file_kind" },
      cause: error,
    });
  }
};
