export type PersonnelError =
  | "personnel.not_found"
  | "personnel.twice"
  | "personnel.months"
  | "personnel.joined_day"
  | "personnel.left_day"
  | "personnel.reason_needed"
  | "personnel.person_only";
