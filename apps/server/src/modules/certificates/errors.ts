export type CertificatesError =
  | "certificates.not_found"
  | "certificates.no_hours"
  | "certificates.period"
  | "certificates.waiting"
  | "certificates.own"
  | "certificates.reason_needed"
  | "certificates.no_role_unit"
  | "certificates.thanks_short"
  | "certificates.not_a_member"
  | "certificates.not_issued"
  | "certificates.erased"
  | "certificates.pdf_failed"
  | "certificates.not_while_helping";
