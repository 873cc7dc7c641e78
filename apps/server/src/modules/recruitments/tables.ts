import type { Generated } from "kysely";
import type { Half } from "#modules/teams/index.ts";
import type { ApplicationStatus, DriveStatus } from "./state.ts";
import type { RecruitedGroup } from "./vocabulary.ts";

export interface RecruitmentsTable {
  id: string;
  team_id: string;
  code: string;
  audience: RecruitedGroup;
  about: string;
  wanted: number;
  admitted: Generated<number>;
  apply_until_on: string;
  serves_from_on: string;
  serves_until_on: string;
  status: DriveStatus;
  status_changed_at: Date;
  created_at: Date;
}

export interface RecruitmentApplicationsTable {
  id: string;
  recruitment_id: string;
  person_id: string;
  /** personal: what somebody says of himself to a team's leader; so that he can decide; erased when the application is withdrawn or the account ends. */
  words_sealed: Buffer | null;
  days: number[];
  halves: Half[];
  status: ApplicationStatus;
  status_changed_at: Date;
  decision_reason: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    recruitments: RecruitmentsTable;
    recruitment_applications: RecruitmentApplicationsTable;
  }
}
