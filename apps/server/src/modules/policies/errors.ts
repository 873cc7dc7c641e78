export type PoliciesError =
  | "policies.not_found"
  | "policies.same_person"
  | "policies.not_a_draft"
  | "policies.dates_turned"
  | "policies.end_too_early";
