/** Expected refusals of this package; the words for people are in messages.ts. */
export type PsychometricsErrorCode =
  | "psychometrics.responses_empty"
  | "psychometrics.responses_shape"
  | "psychometrics.response_not_numeric"
  | "psychometrics.response_out_of_range"
  | "psychometrics.items_empty"
  | "psychometrics.items_mismatch"
  | "psychometrics.item_unknown"
  | "psychometrics.item_repeated"
  | "psychometrics.item_parameter_invalid"
  | "psychometrics.item_constant"
  | "psychometrics.item_category_empty"
  | "psychometrics.item_never_answered"
  | "psychometrics.item_slope_vanished"
  | "psychometrics.number_invalid"
  | "psychometrics.too_few_persons"
  | "psychometrics.groups_mismatch"
  | "psychometrics.group_empty"
  | "psychometrics.weights_invalid"
  | "psychometrics.model_unidentified"
  | "psychometrics.likelihood_vanished"
  | "psychometrics.not_converged"
  | "psychometrics.information_singular"
  | "psychometrics.degrees_of_freedom"
  | "psychometrics.responses_incomplete"
  | "psychometrics.refusals_unscored"
  | "psychometrics.booklet_small"
  | "psychometrics.predictors_collinear"
  | "psychometrics.score_unbounded"
  | "psychometrics.no_answers"
  | "psychometrics.random_missing"
  | "psychometrics.cut_out_of_reach"
  | "psychometrics.common_items_few"
  | "psychometrics.common_item_differs"
  | "psychometrics.linking_failed"
  | "psychometrics.covariance_missing"
  | "psychometrics.matching_invalid"
  | "psychometrics.dif_not_comparable"
  | "psychometrics.dif_odds_unbounded"
  | "psychometrics.regression_separated"
  | "psychometrics.attribute_unknown"
  | "psychometrics.plan_unreachable"
  | "psychometrics.exposure_not_settled"
  | "psychometrics.share_from_scores"
  | "psychometrics.aborted";

/** The values that a sentence names: a row or column (counted from 1), an item, a bound. */
export type ErrorValues = Readonly<Record<string, string | number>>;

/**
 * An expected refusal with a code of a closed union and the values its sentence names (`describePsychometricsError`).
 *
 * @example new PsychometricsError("psychometrics.item_constant", { item: "q1", score: 1 }).code; // => "psychometrics.item_constant"
 */
export class PsychometricsError extends Error {
  override readonly name = "PsychometricsError";
  readonly code: PsychometricsErrorCode;
  readonly values: ErrorValues;

  constructor(
    code: PsychometricsErrorCode,
    values: ErrorValues = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(code, options);
    this.code = code;
    this.values = values;
  }
}
