import type { GeneratedAlways } from "kysely";
import type { ComplaintStatus, ComplaintSubject, Finding } from "./state.ts";

export interface ComplaintsTable {
  id: string;
  complaint_no: GeneratedAlways<number>;
  order_id: string | null;
  session_id: string | null;
  about: ComplaintSubject;
  team_id: string | null;
  filed_by_person_id: string;
  /** personal: what a resident complains about, which may name people; to answer it; kept with the complaint, erased with the account. */
  body_sealed: Buffer | null;
  status: ComplaintStatus;
  status_changed_at: Date;
  owner_unit_id: string;
  due_at: Date | null;
  take_overs: number;
  finding: Finding | null;
  answer: string | null;
  answered_by_person_id: string | null;
  answered_at: Date | null;
  /** personal: why the resident objects to the answer; to answer it again; kept with the complaint, erased with the account. */
  appeal_sealed: Buffer | null;
  settled_by_person_id: string | null;
  created_at: Date;
}

export interface ComplaintPhotosTable {
  id: string;
  complaint_id: string;
  /** personal: a photograph of what a resident complains about, marked faces unrecognisable; to answer it; kept with the complaint, deleted with the account. */
  file_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    complaints: ComplaintsTable;
    complaint_photos: ComplaintPhotosTable;
  }
}
