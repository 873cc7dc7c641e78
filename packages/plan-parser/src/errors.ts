/** Expected refusals of this package; the words for people are in messages.ts. */
export type PlanErrorCode =
  | "plan.text_empty"
  | "plan.text_too_long"
  | "plan.text_has_nul"
  | "plan.text_broken_unicode"
  | "plan.too_many_nodes"
  | "plan.number_out_of_range"
  | "plan.file_missing"
  | "plan.file_unreadable"
  | "plan.file_kind_unknown"
  | "plan.file_too_large"
  | "plan.file_encoding_unknown"
  | "plan.output_is_input"
  | "plan.output_unwritable"
  | "plan.docx_not_zip"
  | "plan.docx_old_or_encrypted"
  | "plan.docx_too_many_entries"
  | "plan.docx_unpacks_too_large"
  | "plan.docx_broken"
  | "plan.docx_doctype"
  | "plan.docx_no_text"
  | "plan.docx_too_slow"
  | "plan.docx_out_of_memory";

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new PlanError("plan.text_too_long", { limit: 10 }).code; // => "plan.text_too_long"
 */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: PlanErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: PlanErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(code, options);
    this.code = code;
    this.values = values;
  }
}
