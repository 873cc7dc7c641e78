import type { Generated, GeneratedAlways } from "kysely";
import type {
  ApplicationStatus,
  CallStatus,
  CommissionerField,
  ConfirmedBy,
  ContractStatus,
  LogStatus,
} from "./state.ts";

export interface CommissionerContractsTable {
  id: string;
  person_id: string;
  unit_id: string;
  field: CommissionerField;
  bases: string;
  document: string;
  starts_on: string;
  ends_on: string;
  status: ContractStatus;
  status_changed_at: Date;
  end_reason: string | null;
  signed_by_person_id: string;
  created_at: Date;
  /** The application that it was signed from. */
  application_id: Generated<string | null>;
}

export interface CommissionerLogsTable {
  id: string;
  contract_id: string;
  order_id: string | null;
  visited_at: Date;
  place: string;
  advice: string;
  /** personal: name of the farmer who was visited; to ask him whether it is true; kept with the log, erased on request. */
  farmer_name_sealed: Buffer | null;
  /** personal: phone of the farmer; to send the code of confirmation; kept with the log, erased on request. */
  farmer_phone_sealed: Buffer | null;
  farmer_index: Buffer;
  farmer_person_id: string | null;
  /** personal: the farmer's code of confirmation; proves that the farmer said yes; deleted when it was used. */
  code_sealed: Buffer | null;
  status: LogStatus;
  status_changed_at: Date;
  confirmed_by: ConfirmedBy | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface CommissionerRequestsTable {
  id: string;
  order_id: string;
  contract_id: string;
  created_at: Date;
}

export interface CommissionerCallsTable {
  id: string;
  call_no: GeneratedAlways<number>;
  unit_id: string;
  field: CommissionerField;
  title: string;
  bases: string;
  seats: number;
  apply_until_on: string;
  starts_on: string;
  ends_on: string;
  status: CallStatus;
  status_changed_at: Date;
  end_reason: string | null;
  made_by_person_id: string;
  created_at: Date;
}

export interface CommissionerReviewersTable {
  call_id: string;
  person_id: string;
  named_by_person_id: string;
  created_at: Date;
}

export interface CommissionerApplicationsTable {
  id: string;
  call_id: string;
  person_id: string;
  /** personal: what an applicant can do and means to do; for the reviewers to score; kept with the application, erased with the account. */
  statement_sealed: Buffer | null;
  nominated_by_unit_id: string | null;
  nominated_by_person_id: string | null;
  status: ApplicationStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface CommissionerReviewsTable {
  application_id: string;
  reviewer_person_id: string;
  conflict: boolean;
  skill: number | null;
  practice: number | null;
  plan: number | null;
  /** personal: what a reviewer says of an applicant; to decide on the application; kept with it, erased with the applicant's account. */
  comment: string | null;
  created_at: Date;
}

export interface CommissionerPhotosTable {
  id: string;
  log_id: string;
  file_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    commissioner_contracts: CommissionerContractsTable;
    commissioner_logs: CommissionerLogsTable;
    commissioner_requests: CommissionerRequestsTable;
    commissioner_calls: CommissionerCallsTable;
    commissioner_reviewers: CommissionerReviewersTable;
    commissioner_applications: CommissionerApplicationsTable;
    commissioner_reviews: CommissionerReviewsTable;
    commissioner_photos: CommissionerPhotosTable;
  }
}
