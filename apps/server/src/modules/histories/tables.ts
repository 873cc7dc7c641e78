import type { GeneratedAlways } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { SheetKind } from "./sheets.ts";
import type { HistoryStatus } from "./state.ts";

export interface HistoryImportsTable {
  id: string;
  import_no: GeneratedAlways<number>;
  unit_id: string;
  kind: SheetKind;
  filename: string;
  status: HistoryStatus;
  status_changed_at: Date;
  created_by_person_id: string;
  decided_by_person_id: string | null;
  row_count: number;
  error_count: number;
  /** personal: names and numbers of volunteers in an uploaded sheet; so that a second person can check and confirm it; kept until it is decided, a week at most. */
  rows_sealed: Buffer | null;
  created_at: Date;
}

export interface PastActivitiesTable {
  id: string;
  import_id: string;
  unit_id: string;
  title: string;
  held_on: string;
  audience: Audience | null;
  people_count: number;
  counted_by: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    history_imports: HistoryImportsTable;
    past_activities: PastActivitiesTable;
  }
}
