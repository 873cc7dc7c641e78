import type { GeneratedAlways } from "kysely";
import type { InspectionStatus, RectificationEvent, RectificationStatus, Verdict } from "./state.ts";

export interface UnitNoticesTable {
  id: string;
  notice_no: GeneratedAlways<number>;
  unit_id: string;
  title: string;
  body: string;
  receive_by: string | null;
  issued_by_person_id: string | null;
  issued_at: Date;
}

export interface NoticeReceiptsTable {
  notice_id: string;
  unit_id: string;
  received_at: Date | null;
}

export interface InspectionsTable {
  id: string;
  inspection_no: GeneratedAlways<number>;
  unit_id: string;
  title: string;
  period_from: string;
  period_to: string;
  sample_size: number;
  fact_kinds: string[];
  status: InspectionStatus;
  status_changed_at: Date;
  announced_by_person_id: string | null;
  announced_at: Date;
  announced_note: string;
  population_count: number | null;
  population_hash: string | null;
  frozen_audit_id: string | null;
  drawn_note: string | null;
  seed: string | null;
  conclusion: string | null;
}

export interface InspectionUnitsTable {
  inspection_id: string;
  unit_id: string;
  self_check: string | null;
  self_checked_at: Date | null;
  letter: string | null;
}

export interface InspectionPopulationTable {
  inspection_id: string;
  position: number;
  record_table: string;
  record_id: string;
  unit_id: string;
}

export interface InspectionSamplesTable {
  id: string;
  inspection_id: string;
  draw_no: number;
  position: number;
  verdict: Verdict;
  finding: string | null;
  checked_by_person_id: string | null;
  checked_at: Date | null;
}

export interface RectificationsTable {
  id: string;
  rectification_no: GeneratedAlways<number>;
  inspection_id: string;
  sample_id: string | null;
  unit_id: string;
  body: string;
  ordered_on: string;
  due_on: string;
  status: RectificationStatus;
  status_changed_at: Date;
  reported_by_person_id: string | null;
  verified_by_person_id: string | null;
  created_at: Date;
  unit_reminded_at: Date | null;
  office_reminded_at: Date | null;
}

export interface RectificationStepsTable {
  id: string;
  step_no: GeneratedAlways<number>;
  rectification_id: string;
  event: "order" | RectificationEvent;
  note: string | null;
  evidence_link: string | null;
  evidence_file_id: string | null;
  person_id: string | null;
  at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    unit_notices: UnitNoticesTable;
    notice_receipts: NoticeReceiptsTable;
    inspections: InspectionsTable;
    inspection_units: InspectionUnitsTable;
    inspection_population: InspectionPopulationTable;
    inspection_samples: InspectionSamplesTable;
    rectifications: RectificationsTable;
    rectification_steps: RectificationStepsTable;
  }
}
