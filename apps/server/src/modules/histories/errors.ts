export type HistoriesError =
  | "histories.not_found"
  | "histories.no_file"
  | "histories.empty"
  | "histories.columns"
  | "histories.has_errors"
  | "histories.stale"
  | "histories.second_person"
  | "histories.expired";
