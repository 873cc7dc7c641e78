/** Expected refusals of this package; the sentences for people are in messages.ts. */
export type RecommenderErrorCode =
  | "recommender.no_interactions"
  | "recommender.too_many_interactions"
  | "recommender.bad_id"
  | "recommender.bad_time"
  | "recommender.bad_weight"
  | "recommender.unknown_item"
  | "recommender.duplicate_item"
  | "recommender.parameter_out_of_range"
  | "recommender.too_many_items_for_dense"
  | "recommender.matrix_not_positive_definite"
  | "recommender.out_of_memory"
  | "recommender.component_unknown"
  | "recommender.length_mismatch"
  | "recommender.no_impressions"
  | "recommender.rule_invalid"
  | "recommender.rules_conflict"
  | "recommender.snapshot_unreadable"
  | "recommender.worker_failed"
  | "recommender.model_without_state";

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new RecommenderError("recommender.bad_time", { row: 3 }).code; // => "recommender.bad_time"
 */
export class RecommenderError extends Error {
  override readonly name = "RecommenderError";
  readonly code: RecommenderErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: RecommenderErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(code, options);
    this.code = code;
    this.values = values;
  }
}

/** The bounds of a parameter, with the name its sentence uses. */
export type ParameterRange = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
};

const refuse = ({ name, value, least, most }: ParameterRange): never => {
  throw new RecommenderError("recommender.parameter_out_of_range", {
    name,
    value: String(value),
    least,
    most,
  });
};

/**
 * Refuses a number outside `least … most` (both allowed), NaN included.
 *
 * @throws RecommenderError `recommender.parameter_out_of_range`
 * @example assertWithin({ name: "λ", value: 2, least: 0, most: 10 }); // => undefined
 */
export const assertWithin = (range: ParameterRange): void => {
  if (!(range.value >= range.least && range.value <= range.most)) refuse(range);
};

/**
 * As {@link assertWithin}, and the number must be whole.
 *
 * @throws RecommenderError `recommender.parameter_out_of_range`
 * @example assertWhole({ name: "k", value: 2, least: 1, most: 10 }); // => undefined
 */
export const assertWhole = (range: ParameterRange): void => {
  if (!Number.isInteger(range.value)) refuse(range);
  assertWithin(range);
};
