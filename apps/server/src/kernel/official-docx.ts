import type { OfficialDocument } from "@kepu/official-document";
import { AppError } from "./errors.ts";

export type OfficialDocxError = "official_docx.refused";

export const docxContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/**
 * An official document (GB/T 9704) as .docx. The writer is loaded where one is asked for: a megabyte that most processes
 * never need.
 * @throws AppError `official_docx.refused` with the writer's sentence
 */
export const toOfficialDocx = async (document: OfficialDocument, madeAt: Date): Promise<Buffer> => {
  const { describeOfficialDocumentError, OfficialDocumentError, writeOfficialDocument } =
    await import("@kepu/official-document");
  try {
    return Buffer.from(await writeOfficialDocument(document, { madeAt }));
  } catch (cause) {
    if (!(cause instanceof OfficialDocumentError)) throw cause;
    throw new AppError<OfficialDocxError>("official_docx.refused", {
      values: { sentence: describeOfficialDocumentError(cause) },
      cause,
    });
  }
};
