import type { ColumnType, Generated } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { IndicatorFilter } from "#kernel/indicators.ts";
import type { Pillar } from "#kernel/pillars.ts";
import type { DocumentStatus, WorkPlanStatus } from "./state.ts";
import type { SuggestedTask } from "./suggest.ts";
import type {
  ChecklistKind,
  Comparison,
  DocumentLevel,
  EvidenceKind,
  Frequency,
  Subject,
  TaskPart,
} from "./vocabulary.ts";

type Json<T> = ColumnType<T, string, string>;

/** A finding of the parser, in words. */
export type StoredDiagnostic = {
  code: string;
  severity: "error" | "warning" | "notice";
  line: number;
  nodeId: string | null;
  sentence: string;
};
export type StoredSentence = { id: string; role: string; text: string };
export type PathPoint = { on: string; value: number };

export interface PlanDocumentsTable {
  id: string;
  unit_id: string;
  level: DocumentLevel;
  title: string;
  document_no: string | null;
  issuer: string | null;
  issued_on: string | null;
  valid_from: string | null;
  /** The last day in force. */
  valid_to: string | null;
  version: number;
  replaces_id: string | null;
  status: DocumentStatus;
  status_changed_at: Date;
  filename: string;
  file_id: string | null;
  text_hash: string;
  sentence_count: number;
  diagnostics: Json<StoredDiagnostic[]>;
  suggestions: Json<SuggestedTask[]>;
  created_by_person_id: string | null;
  created_at: Date;
}

export interface PlanClausesTable {
  id: string;
  document_id: string;
  node_id: string;
  parent_id: string | null;
  seq: number;
  level: number;
  kind: string;
  numbering: string | null;
  heading: string | null;
  sentences: Json<StoredSentence[]>;
}

export interface ClauseLinksTable {
  id: string;
  clause_id: string;
  upper_clause_id: string;
  note: string | null;
  linked_by_person_id: string | null;
  created_at: Date;
}

export interface PlanTasksTable {
  id: string;
  document_id: string;
  clause_id: string;
  code: string;
  title: string;
  starts_on: string;
  due_on: string;
  audiences: Generated<Audience[]>;
  pillars: Generated<Pillar[]>;
  created_at: Date;
}

export interface PlanTaskUnitsTable {
  id: string;
  task_id: string;
  unit_id: string;
  part: TaskPart;
  printed_name: string | null;
}

export interface PlanAdoptionsTable {
  id: string;
  task_id: string;
  unit_id: string;
  document_title: string;
  document_no: string | null;
  file_id: string | null;
  adopted_on: string;
  adopted_by_person_id: string | null;
  created_at: Date;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
}

export interface TaskIndicatorsTable {
  id: string;
  task_id: string;
  indicator_code: string;
  indicator_version: number;
  filter: Json<IndicatorFilter>;
  created_at: Date;
}

export interface PlanTargetsTable {
  id: string;
  task_id: string;
  seq: number;
  title: string;
  task_indicator_id: string | null;
  comparison: Comparison;
  value: number;
  measure: string;
  subject: Subject;
  frequency: Frequency | null;
  baseline: number | null;
  baseline_on: string | null;
  path: Json<PathPoint[]>;
  sentence_id: string | null;
  created_at: Date;
}

export interface TargetEstimatesTable {
  id: string;
  target_id: string;
  title: string;
  surveyed_on: string;
  scoring_rule: string;
  weights: number[];
  reached: number[];
  strata: string[];
  clusters: string[];
  share: number;
  standard_error: number;
  degrees_of_freedom: number;
  created_at: Date;
  withdrawn_at: Generated<Date | null>;
  withdrawn_reason: Generated<string | null>;
}

export interface EvidenceItemsTable {
  id: string;
  unit_id: string;
  kind: EvidenceKind;
  title: string;
  happened_on: string;
  file_id: string | null;
  record_table: string | null;
  record_id: string | null;
  quantity: number | null;
  measure: string | null;
  signed_by_post: string | null;
  added_by_person_id: string | null;
  created_at: Date;
}

export interface EvidenceLinksTable {
  id: string;
  evidence_id: string;
  task_id: string | null;
  milestone_id: Generated<string | null>;
  checklist_item_id: Generated<string | null>;
  note: string | null;
  linked_by_person_id: string | null;
  linked_at: Date;
  removed_at: Date | null;
  removed_by_person_id: string | null;
  removed_reason: string | null;
}

export interface WorkPlansTable {
  id: string;
  document_id: string;
  unit_id: string;
  year: number;
  version: number;
  amends_id: string | null;
  amend_reason: string | null;
  status: WorkPlanStatus;
  status_changed_at: Date;
  submitted_by_person_id: string | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_by_person_id: string | null;
  created_at: Date;
}

export interface WorkPlanItemsTable {
  id: string;
  work_plan_id: string;
  task_id: string;
  seq: number;
  title: string;
  months: number[];
  goal: number | null;
  measure: string | null;
  money: number | null;
  note: string | null;
  revision: Generated<number>;
  updated_at: Date;
}

export interface PlanMilestonesTable {
  id: string;
  document_id: string;
  task_id: string | null;
  unit_id: string;
  title: string;
  due_on: string;
  created_at: Date;
}

export interface BudgetLinesTable {
  id: string;
  unit_id: string;
  year: number;
  title: string;
  amount: number;
  document_title: string;
  document_no: string | null;
  created_by_person_id: string | null;
  created_at: Date;
}

export interface BudgetSpendingsTable {
  id: string;
  line_id: string;
  amount: number;
  spent_on: string;
  purpose: string;
  task_id: string | null;
  evidence_id: string | null;
  over_reason: string | null;
  recorded_by_person_id: string | null;
  created_at: Date;
  cancelled_at: Date | null;
  cancelled_reason: string | null;
}

export interface ChecklistsTable {
  id: string;
  unit_id: string;
  kind: ChecklistKind;
  title: string;
  source: string | null;
  created_at: Date;
}

export interface ChecklistItemsTable {
  id: string;
  checklist_id: string;
  seq: number;
  code: string;
  title: string;
  owner_unit_id: string | null;
  due_on: string | null;
  needed: number;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    plan_documents: PlanDocumentsTable;
    plan_clauses: PlanClausesTable;
    clause_links: ClauseLinksTable;
    plan_tasks: PlanTasksTable;
    plan_task_units: PlanTaskUnitsTable;
    plan_adoptions: PlanAdoptionsTable;
    task_indicators: TaskIndicatorsTable;
    plan_targets: PlanTargetsTable;
    target_estimates: TargetEstimatesTable;
    evidence_items: EvidenceItemsTable;
    evidence_links: EvidenceLinksTable;
    work_plans: WorkPlansTable;
    work_plan_items: WorkPlanItemsTable;
    plan_milestones: PlanMilestonesTable;
    budget_lines: BudgetLinesTable;
    budget_spendings: BudgetSpendingsTable;
    checklists: ChecklistsTable;
    checklist_items: ChecklistItemsTable;
  }
}
