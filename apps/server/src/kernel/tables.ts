import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Audience } from "./audiences.ts";

/** Set on insert, never changed. */
type Fixed<T> = ColumnType<T, T, never>;
type Json<T> = ColumnType<T, string, string>;

export type UnitKind =
  | "committee"
  | "department"
  | "park"
  | "street"
  | "town"
  | "community"
  | "village"
  | "school"
  | "kindergarten"
  | "venue"
  | "hospital"
  | "company"
  | "society"
  | "station";

export interface OrgUnitsTable {
  id: Fixed<string>;
  unit_no: GeneratedAlways<number>;
  parent_id: string | null;
  /** ltree: unit_no of every unit from the root, joined by dots. */
  path: string;
  kind: UnitKind;
  name: string;
  /** Pinyin sort key of the name. */
  name_sort: string;
  region_code: string | null;
  station_level: "center" | "sub" | "station" | null;
  station_of: string | null;
  phone: string | null;
  address: string | null;
  opening_hours: string | null;
  valid_from: string;
  valid_to: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface AuditEntriesTable {
  id: Fixed<string>;
  at: Fixed<Date>;
  actor_kind: Fixed<"anonymous" | "person" | "system">;
  actor_person_id: Fixed<string | null>;
  on_behalf_of_person_id: Fixed<string | null>;
  session_id: Fixed<string | null>;
  action: Fixed<string>;
  outcome: Fixed<"done" | "denied" | "failed" | "read">;
  unit_id: Fixed<string | null>;
  record_table: Fixed<string | null>;
  record_id: Fixed<string | null>;
  reason: Fixed<string | null>;
  before_hash: Fixed<Buffer | null>;
  after_hash: Fixed<Buffer | null>;
  request_id: Fixed<string | null>;
}

export interface FactsTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  occurred_on: Fixed<string>;
  recorded_at: Fixed<Date>;
  unit_id: Fixed<string>;
  place: Fixed<string | null>;
  audience: Fixed<Audience | null>;
  topic: Fixed<string | null>;
  plan_tags: Fixed<string[]>;
  quantity: Fixed<number>;
  measure: Fixed<string>;
  source_table: Fixed<string>;
  source_id: Fixed<string>;
  reverses_id: Fixed<string | null>;
  /** How many earlier facts of the same source, kind, audience and topic were reversed before this one. */
  revision: Fixed<number>;
}

export interface FactCellsTable {
  kind: string;
  measure: string;
  unit_id: string;
  occurred_on: string;
  audience: string;
  topic: string;
  quantity: number;
  fact_count: number;
}

export interface FactMonthCellsTable {
  kind: string;
  measure: string;
  unit_id: string;
  /** First day of the month. */
  month: string;
  audience: string;
  quantity: number;
  fact_count: number;
}

export interface IndicatorsTable {
  code: string;
  version: number;
  name: string;
  definition: string;
  fact_kinds: string[];
  filter: Json<{ audience?: Audience; topic?: string; planTag?: string; place?: string }>;
  aggregate: "sum" | "count" | "distinct_sources";
  measure: string;
  valid_from: string;
  created_at: Date;
}

export interface LedgerEntriesTable {
  id: Fixed<string>;
  subject_table: Fixed<string>;
  subject_id: Fixed<string>;
  content_hash: Fixed<Buffer>;
  created_at: Fixed<Date>;
}
export interface LedgerLeavesTable {
  leaf_index: number;
  entry_id: string;
  leaf_hash: Buffer;
}
export interface LedgerNodesTable {
  level: number;
  node_index: number;
  hash: Buffer;
}
export interface LedgerCheckpointsTable {
  tree_size: number;
  note: string;
  created_at: Date;
}
export interface LedgerStateTable {
  only_one: Generated<boolean>;
  origin: string | null;
  suite: "sha256" | "sm3" | null;
  verifier: string | null;
}
export interface LedgerPendingTable {
  pending_no: GeneratedAlways<number>;
  entry_id: string;
}
export interface JobReceiptsTable {
  job_id: string;
  name: string;
  handled_at: Date;
}
export interface PeriodicRunsTable {
  name: string;
  started_at: Date;
  finished_at: Date | null;
  last_error: string | null;
}

export interface OutboxEventsTable {
  id: string;
  event_no: GeneratedAlways<number>;
  name: string;
  payload: Json<unknown>;
  created_at: Date;
  delivered_at: Date | null;
  attempts: Generated<number>;
  last_error: string | null;
  /** Not before this time, after a failure. */
  retry_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}
export interface EventReceiptsTable {
  event_id: string;
  consumer: string;
  handled_at: Date;
}
export interface IdempotencyKeysTable {
  actor_key: string;
  route: string;
  key: string;
  request_hash: Buffer;
  response: Buffer | null;
  created_at: Date;
}
export interface StoredFilesTable {
  id: string;
  media_type: string;
  byte_count: number;
  content_hash: Buffer;
  original_name: string;
  unit_id: string | null;
  uploaded_by_person_id: string | null;
  purpose: string;
  created_at: Date;
  deleted_at: Date | null;
}
export interface PageVersionsTable {
  scope: string;
  version: number;
}
/** Weekly totals of typing by unit; no person, no record (docs/adr/0014). */
export interface FormBurdenWeeksTable {
  unit_id: string;
  /** Monday. */
  week_starts_on: string;
  /** The policy action that the form served. */
  form: string;
  forms: number;
  fields: number;
  seconds: number;
}
export interface AttemptCountsTable {
  subject: Buffer;
  purpose: string;
  window_start: Date;
  attempts: number;
}

declare module "./db.ts" {
  interface Tables {
    org_units: OrgUnitsTable;
    audit_entries: AuditEntriesTable;
    facts: FactsTable;
    fact_cells: FactCellsTable;
    fact_month_cells: FactMonthCellsTable;
    indicators: IndicatorsTable;
    ledger_entries: LedgerEntriesTable;
    ledger_leaves: LedgerLeavesTable;
    ledger_nodes: LedgerNodesTable;
    ledger_checkpoints: LedgerCheckpointsTable;
    ledger_state: LedgerStateTable;
    ledger_pending: LedgerPendingTable;
    job_receipts: JobReceiptsTable;
    periodic_runs: PeriodicRunsTable;
    outbox_events: OutboxEventsTable;
    event_receipts: EventReceiptsTable;
    idempotency_keys: IdempotencyKeysTable;
    stored_files: StoredFilesTable;
    page_versions: PageVersionsTable;
    attempt_counts: AttemptCountsTable;
    form_burden_weeks: FormBurdenWeeksTable;
  }
}
