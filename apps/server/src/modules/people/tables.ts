import type { Generated, GeneratedAlways } from "kysely";
import type { AdviceStatus } from "./advice/state.ts";
import type { ApplicationStatus, DutyKind } from "./expert-states.ts";
import type { ConsentMethod, ConsentPurpose, Relation } from "./vocabulary.ts";

export interface ConsentsTable {
  id: string;
  person_id: string;
  purpose: ConsentPurpose;
  text_version: number;
  given_by_person_id: string;
  method: ConsentMethod;
  witness_person_id: string | null;
  given_at: Date;
  withdrawn_at: Date | null;
  withdrawn_by_person_id: string | null;
}

export interface ChildrenTable {
  person_id: string;
  guardian_person_id: string;
  relation: Relation;
  consent_id: string;
  school_unit_id: string | null;
  created_at: Date;
}

export interface ChildLimitsTable {
  /** personal: which child; so that the guardian's limit counts; kept until the child leaves the family account */
  person_id: string;
  minutes_per_day: number;
  opens_hour: number;
  closes_hour: number;
  set_at: Date;
}

export interface ChildDaysTable {
  /** personal: which child; to know how much of today is used; kept until the next day */
  person_id: string;
  used_on: string;
  used_ms: number;
  run_started_at: Date;
  /** personal: when the child opened its last page, not which; to count the minutes since; kept until the next day */
  seen_at: Date;
}

export interface ProxyActsTable {
  id: string;
  helper_person_id: string;
  elder_person_id: string;
  unit_id: string;
  /** personal: what the elder wanted done, in the helper's words; proof of the act; kept while either has an account. */
  matter: string;
  consent_id: string;
  read_back: boolean;
  started_at: Date;
  ends_at: Date;
  ended_at: Date | null;
}

export interface ProxyCodesTable {
  id: string;
  elder_person_id: string;
  helper_person_id: string;
  code_hash: Buffer;
  created_at: Date;
  expires_at: Date;
  guesses: Generated<number>;
  used_at: Date | null;
}

export interface DataRequestsTable {
  id: string;
  person_id: string;
  kind: "export" | "correct" | "erase" | "erase_child";
  asked_by_person_id: string;
  content_hash: Buffer | null;
  done_at: Date;
  /** personal: the whole export; handed to its owner; kept for one day. */
  content_sealed: Buffer | null;
  expires_at: Date | null;
}

export interface ExpertsTable {
  id: string;
  person_id: string;
  unit_id: string;
  public_title: string;
  created_at: Date;
}

export interface ExpertTermsTable {
  id: string;
  expert_id: string;
  field: string;
  can_sign: boolean;
  starts_on: string;
  ends_on: string;
  appointed_by_person_id: string;
  document: string;
  ended_on: string | null;
  end_reason: string | null;
  created_at: Date;
}

export interface ExpertProfilesTable {
  expert_id: string;
  is_senior: boolean;
  open_limit: number;
  /** personal: from when an expert is away; so that nobody waits for his answer; kept with the expert, erased on request. */
  away_from: string | null;
  /** personal: until when an expert is away; so that nobody waits for his answer; kept with the expert, erased on request. */
  away_until: string | null;
  updated_at: Date;
}

export interface ExpertInterestsTable {
  id: string;
  expert_id: string;
  organisation: string;
  /** personal: what an expert has to do with an organisation; so that he is not asked about it; kept with the expert, erased on request. */
  relation: string;
  declared_at: Date;
  ended_at: Date | null;
}

export interface ExpertDutiesTable {
  id: string;
  unit_id: string;
  expert_id: string;
  kind: DutyKind;
  week_starts_on: string;
  set_by_person_id: string | null;
  created_at: Date;
}

export interface ExpertApplicationsTable {
  id: string;
  person_id: string;
  unit_id: string;
  public_title: string;
  fields: string[];
  offers: string;
  /** personal: title, employer and numbers of papers; to decide who is an expert; kept with the application, erased on request. */
  proof: string;
  proof_file_id: string | null;
  is_senior: boolean;
  status: ApplicationStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface AdviceRequestsTable {
  id: string;
  unit_id: string;
  title: string;
  question: string;
  closes_on: string;
  asked_by_person_id: string;
  asked_at: Date;
}

export interface AdvicePapersTable {
  id: string;
  paper_no: GeneratedAlways<number>;
  expert_id: string;
  submitted_by_person_id: string;
  unit_id: string;
  owner_unit_id: string;
  request_id: string | null;
  title: string;
  body: string;
  status: AdviceStatus;
  status_changed_at: Date;
  due_at: Date | null;
  pass_ups: number;
  reply: string | null;
  reason: string | null;
  drafted_by_person_id: string | null;
  answered_by_person_id: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    advice_requests: AdviceRequestsTable;
    advice_papers: AdvicePapersTable;
    consents: ConsentsTable;
    children: ChildrenTable;
    child_limits: ChildLimitsTable;
    child_days: ChildDaysTable;
    proxy_acts: ProxyActsTable;
    proxy_codes: ProxyCodesTable;
    data_requests: DataRequestsTable;
    experts: ExpertsTable;
    expert_terms: ExpertTermsTable;
    expert_profiles: ExpertProfilesTable;
    expert_interests: ExpertInterestsTable;
    expert_duties: ExpertDutiesTable;
    expert_applications: ExpertApplicationsTable;
  }
}
