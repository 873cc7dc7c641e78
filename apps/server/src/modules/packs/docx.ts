import type { OfficialDocument } from "@kepu/official-document";
import { AppError } from "#kernel/errors.ts";
import type { PacksError } from "./errors.ts";

export const docxContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/**
 * A document as .docx. The writer is loaded where one is asked for: a megabyte that most processes never need.
 * @throws AppError `packs.document` with the writer's sentence
 */
export const toDocx = async (document: OfficialDocument, madeAt: Date): Promise<Buffer> => {
  const { describeOfficialDocumentError, OfficialDocumentError, writeOfficialDocument } =
    await import("@kepu/official-document");
  try {
    return Buffer.from(await writeOfficialDocument(document, { madeAt }));
  } catch (cause) {
    if (!(cause instanceof OfficialDocumentError)) throw cause;
    throw new AppError<PacksError>("packs.document", {
      values: { sentence: describeOfficialDocumentError(cause) },
      cause,
    });
  }
};
