import type { CertificateKind, CertificateStatus } from "./state.ts";

export interface CertificateCountersTable {
  year: number;
  last_no: number;
}

export interface ServiceCertificatesTable {
  id: string;
  kind: CertificateKind;
  person_id: string;
  unit_id: string;
  period_from: string;
  period_to: string;
  /** personal: what the volunteer needs the certificate for; so that the unit can word it; kept with the certificate, erased on request. */
  purpose: string | null;
  certificate_no: string | null;
  credited_minutes: number | null;
  added_minutes: number | null;
  /** personal: name, services and hours as certified; to print and prove the certificate; kept with it, erased on request. */
  content_sealed: Buffer | null;
  content_hash: Buffer | null;
  status: CertificateStatus;
  status_changed_at: Date;
  due_at: Date | null;
  issued_at: Date | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface CertificateHoursTable {
  certificate_id: string;
  hours_id: string;
}

declare module "#kernel/db.ts" {
  interface Tables {
    certificate_counters: CertificateCountersTable;
    service_certificates: ServiceCertificatesTable;
    certificate_hours: CertificateHoursTable;
  }
}
