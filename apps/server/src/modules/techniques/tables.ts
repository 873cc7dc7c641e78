import type { Generated, GeneratedAlways } from "kysely";
import type { CommissionerField } from "#modules/commissioners/index.ts";
import type { AdoptionStatus, EntryStatus } from "./state.ts";
import type { ConfirmedBy, EntryKind, Ground, Outcome, Season } from "./vocabulary.ts";

export interface TechniqueEntriesTable {
  id: string;
  entry_no: GeneratedAlways<number>;
  unit_id: string;
  kind: EntryKind;
  field: CommissionerField;
  name: string;
  summary: string;
  seasons: Season[];
  grounds: Ground[];
  source_title: string;
  source_place: string;
  status: EntryStatus;
  status_changed_at: Date;
  written_by_person_id: string;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface TechniqueAdoptionsTable {
  id: string;
  entry_id: string;
  person_id: string;
  unit_id: string;
  season_year: number;
  season: Season;
  reported_on: string;
  status: AdoptionStatus;
  status_changed_at: Date;
  confirmed_by: ConfirmedBy | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  outcome: Generated<Outcome | null>;
  /** personal: what a farmer wrote about how it went in his field; so that whoever advises him knows; kept with the adoption, erased with the account. */
  outcome_note_sealed: Generated<Buffer | null>;
  outcome_at: Generated<Date | null>;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    technique_entries: TechniqueEntriesTable;
    technique_adoptions: TechniqueAdoptionsTable;
  }
}
