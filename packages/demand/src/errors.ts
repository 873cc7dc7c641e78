/** Expected refusals of this package; the sentences for people are in describe-error.ts. */
export type DemandErrorCode =
  | "demand.message_invalid"
  | "demand.text_broken_unicode"
  | "demand.id_repeated"
  | "demand.date_invalid"
  | "demand.too_many_messages"
  | "demand.option_out_of_range"
  | "demand.clusters_incomplete"
  | "demand.gold_empty"
  | "demand.topic_unknown"
  | "demand.message_unknown"
  | "demand.split_invalid"
  | "demand.state_unreadable"
  | "demand.vocabulary_invalid"
  | "demand.counts_invalid"
  | "demand.table_too_large";

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new DemandError("demand.id_repeated", { id: "m1" }).code; // => "demand.id_repeated"
 */
export class DemandError extends Error {
  override readonly name = "DemandError";
  readonly code: DemandErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: DemandErrorCode, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/** Refuses an option outside its range, with its name. */
export const assertOption = (
  isRight: boolean,
  values: { readonly name: string; readonly value: number; readonly range: string },
): void => {
  if (!isRight)
    throw new DemandError("demand.option_out_of_range", { ...values, value: String(values.value) });
};
