/** Expected refusals of this package; the sentences for people are in messages.ts. */
export type OfficialDocumentErrorCode =
  | "official_document.title_missing"
  | "official_document.heading_missing"
  | "official_document.date_invalid"
  | "official_document.number_invalid"
  | "official_document.too_deep"
  | "official_document.too_large"
  | "official_document.table_empty"
  | "official_document.table_too_wide"
  | "official_document.row_uneven";

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new OfficialDocumentError("official_document.title_missing").code; // => "official_document.title_missing"
 */
export class OfficialDocumentError extends Error {
  override readonly name = "OfficialDocumentError";
  readonly code: OfficialDocumentErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: OfficialDocumentErrorCode, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
