import type { GeneratedAlways } from "kysely";
import type { AppealStatus, AssessmentStatus, SchemeStatus } from "./state.ts";

export interface ScoreSchemesTable {
  id: string;
  unit_id: string;
  code: string;
  version: number;
  title: string;
  status: SchemeStatus;
  status_changed_at: Date;
  created_by_person_id: string | null;
  published_by_person_id: string | null;
  created_at: Date;
}

export interface ScoreItemsTable {
  id: string;
  scheme_id: string;
  position: number;
  title: string;
  kind: "facts" | "inspected";
  full_points: number;
  fact_kind: string | null;
  target: string | null;
  criterion: string | null;
}

export interface AssessmentsTable {
  id: string;
  assessment_no: GeneratedAlways<number>;
  unit_id: string;
  scheme_id: string;
  year: number;
  status: AssessmentStatus;
  status_changed_at: Date;
  computed_at: Date | null;
  frozen_hash: string | null;
  frozen_at: Date | null;
  created_at: Date;
}

export interface AssessmentUnitsTable {
  assessment_id: string;
  unit_id: string;
}

export interface ScoreLinesTable {
  id: string;
  assessment_id: string;
  unit_id: string;
  item_id: string;
  input: string | null;
  fact_count: number | null;
  note: string | null;
  points: number;
  judged_by_person_id: string | null;
  appeal_id: string | null;
  updated_at: Date;
}

export interface ScoreAppealsTable {
  id: string;
  line_id: string;
  reason: string;
  evidence_link: string | null;
  filed_by_person_id: string | null;
  status: AppealStatus;
  status_changed_at: Date;
  input_before: string | null;
  points_before: number;
  input_after: string | null;
  points_after: number | null;
  decision: string | null;
  decided_by_person_id: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    score_schemes: ScoreSchemesTable;
    score_items: ScoreItemsTable;
    assessments: AssessmentsTable;
    assessment_units: AssessmentUnitsTable;
    score_lines: ScoreLinesTable;
    score_appeals: ScoreAppealsTable;
  }
}
