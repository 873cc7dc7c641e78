import type { GeneratedAlways } from "kysely";
import type {
  HelpSkill,
  IncentiveKind,
  MatchStatus,
  RequestStatus,
  ReturneeKind,
  ReturneeStatus,
} from "./state.ts";

export interface ReturneesTable {
  id: string;
  person_id: string;
  unit_id: string;
  kind: ReturneeKind;
  skills: HelpSkill[];
  hours_a_month: number;
  /** personal: what somebody says he can do for the village; so that a village can ask him; deleted when he takes the offer back. */
  about_sealed: Buffer | null;
  consented_at: Date;
  status: ReturneeStatus;
  status_changed_at: Date;
  created_at: Date;
}

export interface VillageRequestsTable {
  id: string;
  request_no: GeneratedAlways<number>;
  unit_id: string;
  skill: HelpSkill;
  wanted: string;
  until_on: string;
  status: RequestStatus;
  status_changed_at: Date;
  end_reason: string | null;
  made_by_person_id: string;
  created_at: Date;
}

export interface ReturneeMatchesTable {
  id: string;
  returnee_id: string;
  request_id: string;
  reasons: string[];
  answer_by: Date;
  status: MatchStatus;
  status_changed_at: Date;
  proposed_by_person_id: string;
  decided_by_person_id: string | null;
  created_at: Date;
}

export interface ReturneeIncentivesTable {
  id: string;
  returnee_id: string;
  kind: IncentiveKind;
  title: string;
  document: string;
  given_on: string;
  by_person_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    returnees: ReturneesTable;
    village_requests: VillageRequestsTable;
    returnee_matches: ReturneeMatchesTable;
    returnee_incentives: ReturneeIncentivesTable;
  }
}
