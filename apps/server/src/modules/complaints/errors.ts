export type ComplaintsError =
  | "complaints.not_found"
  | "complaints.own_order"
  | "complaints.no_team"
  | "complaints.open_already"
  | "complaints.body_short"
  | "complaints.answer_short"
  | "complaints.involved"
  | "complaints.second_person"
  | "complaints.appeal_late"
  | "complaints.not_while_helping";
