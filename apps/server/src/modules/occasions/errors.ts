export type OccasionsError =
  | "occasions.not_found"
  | "occasions.day_wrong"
  | "occasions.source_needed"
  | "occasions.topic_unknown"
  | "occasions.overlap"
  | "occasions.days_turned"
  | "occasions.too_long"
  | "occasions.past"
  | "occasions.period_not_found"
  | "occasions.period_over"
  | "occasions.no_root";
