/** Expected refusals of this package; the sentences for people are in messages.ts. */
export type DispatchErrorCode =
  | "dispatch.field_invalid"
  | "dispatch.id_repeated"
  | "dispatch.id_unknown"
  | "dispatch.pair_kinds_equal"
  | "dispatch.board_too_large"
  | "dispatch.order_unknown"
  | "dispatch.not_solved";

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new DispatchError("dispatch.order_unknown", { id: "o1" }).code; // => "dispatch.order_unknown"
 */
export class DispatchError extends Error {
  override readonly name = "DispatchError";
  readonly code: DispatchErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: DispatchErrorCode, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
