export type ClaimsError =
  | "claims.not_found"
  | "claims.own_visit"
  | "claims.open_already"
  | "claims.body_short"
  | "claims.papers_full"
  | "claims.paper_missing"
  | "claims.paper_not_found"
  | "claims.own_claim"
  | "claims.second_person"
  | "claims.reason_needed"
  | "claims.money";
