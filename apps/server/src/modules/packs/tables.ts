import type { PackStatus } from "./state.ts";

export interface EvidencePacksTable {
  id: string;
  /** Whose plan it shows. */
  unit_id: string;
  document_id: string;
  title: string;
  /** The day whose figures it shows. */
  as_of: string;
  status: PackStatus;
  status_changed_at: Date;
  file_id: string | null;
  byte_count: number | null;
  /** Why it could not be made, in words. */
  failure: string | null;
  asked_by_person_id: string;
  asked_at: Date;
}

/** What the ledger vouches for: one row, one entry, never changed. */
export interface PackManifestsTable {
  id: string;
  manifest_hash: string;
  file_count: number;
  as_of: string;
  made_at: Date;
}

/** The week's digests were written; how many, not to whom. */
export interface DigestWeeksTable {
  week_starts_on: string;
  written_at: Date;
  messages: number;
}

declare module "#kernel/db.ts" {
  interface Tables {
    evidence_packs: EvidencePacksTable;
    pack_manifests: PackManifestsTable;
    digest_weeks: DigestWeeksTable;
  }
}
