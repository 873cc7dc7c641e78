/**
 * Every way in which this package refuses its input. The set is closed: a caller may switch over it.
 *
 * | code | refused |
 * |---|---|
 * | `text.too_long` | a text above the bound of the function |
 * | `text.query_too_long` | a query above the bound of the index |
 * | `text.query_empty` | a query without a letter, digit or Han character |
 * | `text.query_only_negation` | a query that only says what must not occur |
 * | `text.invalid_utf8` | bytes that are no UTF-8 |
 * | `text.option_out_of_range` | a number among the options that is no number or outside its range |
 * | `text.field_unknown` | a document with a field the index was not made with |
 * | `text.fields_missing` | an index without fields, or with too many |
 * | `text.document_id_invalid` | an id that is empty or too long |
 * | `text.document_exists` | an id that the index holds already |
 * | `text.audience_unknown` | an audience the index was not made with |
 * | `text.index_full` | one document or posting byte more than the index can address |
 * | `text.snapshot_broken` | bytes that are no snapshot, are cut short or were changed |
 * | `text.snapshot_version` | a snapshot of another version of the format |
 * | `text.signature_mismatch` | two signatures of different length |
 * | `text.synonyms_invalid` | a synonym group with fewer than two words, or an empty word |
 * | `text.embedding_unavailable` | an embedding endpoint that refuses, is not there or is too slow |
 * | `text.embedding_invalid` | an answer of it that has not one vector of one length for each text |
 * | `text.identifier_invalid` | a table or column name that is no plain SQL identifier |
 */
export type TextErrorCode =
  | "text.too_long"
  | "text.query_too_long"
  | "text.query_empty"
  | "text.query_only_negation"
  | "text.invalid_utf8"
  | "text.option_out_of_range"
  | "text.field_unknown"
  | "text.fields_missing"
  | "text.document_id_invalid"
  | "text.document_exists"
  | "text.audience_unknown"
  | "text.index_full"
  | "text.snapshot_broken"
  | "text.snapshot_version"
  | "text.signature_mismatch"
  | "text.synonyms_invalid"
  | "text.embedding_unavailable"
  | "text.embedding_invalid"
  | "text.identifier_invalid";

/** The values a sentence names. */
export type TextErrorValues = Readonly<Record<string, string | number>>;

/**
 * An expected refusal with a code of a closed union and the values its sentence names (`describeTextError`).
 *
 * @example new TextError("text.too_long", { length: 12, limit: 10 }).code; // => "text.too_long"
 */
export class TextError extends Error {
  override readonly name = "TextError";
  readonly code: TextErrorCode;
  readonly values: TextErrorValues;

  constructor(code: TextErrorCode, values: TextErrorValues = {}, options: { readonly cause?: unknown } = {}) {
    super(code, options);
    this.code = code;
    this.values = values;
  }
}

/**
 * The value itself where it is a number of the range, both ends inclusive.
 *
 * @throws TextError `text.option_out_of_range`
 * @example requireNumber("top", 10, { least: 1, most: 1000 }); // => 10
 */
export const requireNumber = (
  option: string,
  value: number,
  range: { readonly least: number; readonly most: number; readonly integer?: true },
): number => {
  const isFine =
    value >= range.least && value <= range.most && (range.integer !== true || Number.isInteger(value));
  if (isFine) return value;
  throw new TextError("text.option_out_of_range", {
    option,
    value: String(value),
    least: range.least,
    most: range.most,
  });
};
