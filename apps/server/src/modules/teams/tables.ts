import type { Generated, GeneratedAlways } from "kysely";
import type { BadgeStatus, CorrectionStatus, HoursStatus, TeamStatus } from "./state.ts";
import type { Crop, PestKind } from "./pests/vocabulary.ts";
import type { BadgeKind, Effort, Half, Skill, TeamKind } from "./vocabulary.ts";

export interface VolunteerTeamsTable {
  id: string;
  team_no: GeneratedAlways<number>;
  unit_id: string;
  kind: TeamKind;
  name: string;
  about: string;
  leader_person_id: string;
  /** Visits at one time. */
  capacity: number;
  effort: Effort;
  insurance_until: string | null;
  status: TeamStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface TeamAreasTable {
  team_id: string;
  unit_id: string;
}

export interface TeamSkillsTable {
  team_id: string;
  skill: Skill;
}

export interface TeamTimesTable {
  team_id: string;
  weekday: number;
  half: Half;
}

export interface TeamAbsencesTable {
  id: string;
  team_id: string;
  from_on: string;
  until_on: string;
  reason: string;
  created_at: Date;
}

export interface TeamTermsTable {
  id: string;
  team_id: string;
  name: string;
  from_on: string;
  until_on: string;
  created_at: Date;
}

export interface TeamTermTimesTable {
  term_id: string;
  weekday: number;
  half: Half;
}

export interface TeamMembersTable {
  id: string;
  team_id: string;
  person_id: string;
  joined_at: Date;
  left_at: Date | null;
}

export interface VolunteerBadgesTable {
  id: string;
  person_id: string;
  unit_id: string;
  kind: BadgeKind;
  /** personal: which training, from whom, number of the paper; to decide who may serve children and patients; kept while the account lives. */
  proof: string;
  proof_file_id: string | null;
  expires_on: string;
  status: BadgeStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface ServiceHoursTable {
  id: string;
  person_id: string;
  team_id: string;
  kind: "credited" | "added";
  minutes: number;
  worked_on: string;
  visit_id: string | null;
  reason: string | null;
  added_by_person_id: string | null;
  status: HoursStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  created_at: Date;
  /** The record that this one corrects. */
  corrects_id: Generated<string | null>;
}

export interface HoursCorrectionsTable {
  id: string;
  hours_id: string;
  person_id: string;
  wanted_minutes: number;
  /** personal: why the volunteer holds the record wrong; to decide on the correction; kept with the hours, erased on request. */
  reason: string;
  status: CorrectionStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface VolunteerLimitsTable {
  person_id: string;
  /** personal: that a volunteer does lighter tasks only; so that he is not sent to others; deleted on request. */
  effort: Effort;
  /** personal: how many visits a week he can manage; so that he is not sent to more; deleted on request. */
  visits_a_week: number | null;
  /** personal: what a volunteer says his health does not allow, in closed words; so that he is not sent to it; deleted when he ticks nothing, with his consent, or on request. */
  cannot_sealed: Generated<Buffer | null>;
  updated_at: Date;
}

export interface CropPestsTable {
  id: string;
  name: string;
  /** The name as it is compared. */
  name_key: string;
  kind: PestKind;
  crops: Crop[];
  other_names: string[];
  skill: Skill;
  source_title: string;
  source_place: string;
  is_open: boolean;
  version: number;
  written_by_person_id: string | null;
  changed_at: Date;
}

export interface TeamPestsTable {
  team_id: string;
  pest_id: string;
}

export interface TeamCropsTable {
  team_id: string;
  crop: Crop;
}

declare module "#kernel/db.ts" {
  interface Tables {
    volunteer_teams: VolunteerTeamsTable;
    team_areas: TeamAreasTable;
    team_skills: TeamSkillsTable;
    team_times: TeamTimesTable;
    team_members: TeamMembersTable;
    team_absences: TeamAbsencesTable;
    team_terms: TeamTermsTable;
    team_term_times: TeamTermTimesTable;
    volunteer_badges: VolunteerBadgesTable;
    service_hours: ServiceHoursTable;
    volunteer_limits: VolunteerLimitsTable;
    hours_corrections: HoursCorrectionsTable;
    crop_pests: CropPestsTable;
    team_pests: TeamPestsTable;
    team_crops: TeamCropsTable;
  }
}
