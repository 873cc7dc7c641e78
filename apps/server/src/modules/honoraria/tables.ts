import type { ExpertActKind } from "#modules/people/index.ts";
import type { HonorariumStatus, ReviewOutcome, ReviewStatus, SchemeStatus } from "./state.ts";

export type Rates = Readonly<Partial<Record<ExpertActKind, number>>>;
export type ActCounts = Readonly<Partial<Record<ExpertActKind, number>>>;

export interface HonorariumSchemesTable {
  id: string;
  unit_id: string;
  version_no: number;
  starts_on: string;
  rates: Rates;
  document: string;
  status: SchemeStatus;
  status_changed_at: Date;
  proposed_by_person_id: string;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface HonorariaTable {
  id: string;
  expert_id: string;
  unit_id: string;
  act_kind: ExpertActKind;
  source_table: string;
  source_id: string;
  happened_on: string;
  scheme_id: string;
  /** personal: what an expert is paid for an act; to pay him and account for it; kept as an accounting record. */
  amount_fen: number;
  status: HonorariumStatus;
  status_changed_at: Date;
  drawn_by_person_id: string;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  paid_on: string | null;
  voucher: string | null;
  created_at: Date;
}

export interface AppointmentReviewsTable {
  id: string;
  expert_id: string;
  unit_id: string;
  year: number;
  act_counts: ActCounts;
  duty_weeks: number;
  counted_until: string;
  /** personal: what is said of an expert's year; to decide on his appointment; kept with the appointment, erased on request. */
  opinion: string;
  outcome: ReviewOutcome;
  renew_until: string | null;
  document: string | null;
  status: ReviewStatus;
  status_changed_at: Date;
  written_by_person_id: string;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    honorarium_schemes: HonorariumSchemesTable;
    honoraria: HonorariaTable;
    appointment_reviews: AppointmentReviewsTable;
  }
}
