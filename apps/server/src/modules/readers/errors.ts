export type ReadersError =
  | "readers.not_out"
  | "readers.list_full"
  | "readers.adults_only"
  | "readers.age_needed"
  | "readers.history_off";
