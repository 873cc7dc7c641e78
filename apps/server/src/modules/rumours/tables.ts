import type { Generated } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { ClaimStatus, NoticeStatus, ReportStatus, VerdictStatus } from "./state.ts";
import type { ClaimAct, MatchKind, ReportSource } from "./vocabulary.ts";

/** A source (来源) that a verdict stands on. */
export type VerdictSource = {
  publisher: string;
  title: string;
  /** When it was published, where it says so: YYYY, YYYY-MM or YYYY-MM-DD. */
  date?: string;
  url?: string;
  /** When the desk looked it up, where it was noted. */
  seenOn?: string;
};

export interface VerdictRatingsTable {
  code: string;
  name: string;
  about: string;
  review_value: number;
  sort_no: number;
  retired_at: Date | null;
}

export interface ClaimsTable {
  id: string;
  claim_no: Generated<number>;
  unit_id: string;
  title: string | null;
  field: string | null;
  harm: number | null;
  status: ClaimStatus;
  status_changed_at: Date;
  assigned_person_id: string | null;
  merged_into_id: string | null;
  decline_reason: string | null;
  created_at: Date;
}

export interface ClaimWordingsTable {
  /** personal: keyed digest of a message's words; finds equal messages; kept with the claim. */
  fingerprint: Buffer;
  claim_id: string;
  /** personal: a message as it was sent in, which may name people; what the desk checks; kept with the claim, deleted with the last asker's account. */
  text_sealed: Buffer | null;
  confirmed: Generated<boolean>;
  created_at: Date;
}

export interface ClaimReportsTable {
  id: string;
  /** personal: keyed digest of the receipt number; finds the asker's answer; kept with the report. */
  code_hash: Buffer;
  claim_id: string | null;
  /** personal: keyed digest of the message's words; finds equal messages; kept with the report. */
  fingerprint: Buffer;
  /** personal: the message as the asker sent it; shown to him again; kept until he deletes his account. */
  text_sealed: Buffer | null;
  source: ReportSource;
  unit_id: string | null;
  audience: Audience | null;
  person_id: string | null;
  taken_by_person_id: string | null;
  /** personal: the asker's phone, with his consent; to send him the answer; kept until he deletes his account. */
  phone_sealed: Buffer | null;
  contact_agreed_at: Date | null;
  offered: Generated<string[]>;
  matched_by: MatchKind;
  status: ReportStatus;
  status_changed_at: Date;
  due_at: Date;
  created_at: Date;
}

export interface ClaimPhotosTable {
  id: string;
  report_id: string;
  /** personal: a picture as the asker sent it, which may show names; what the desk checks; kept with the report, until he deletes his account. */
  file_id: string;
  created_at: Date;
}

export interface VerdictsTable {
  id: string;
  claim_id: string;
  version_no: number;
  status: VerdictStatus;
  status_changed_at: Date;
  round_no: Generated<number>;
  revision: Generated<number>;
  field: string;
  rating: string;
  title: string;
  answer: string;
  explanation: string;
  conditions: string;
  advice: string;
  valid_on: string;
  sources: VerdictSource[];
  change_notice: string | null;
  content_hash: Buffer | null;
  published_at: Date | null;
  published_by_person_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface VerdictAuthorsTable {
  verdict_id: string;
  person_id: string;
  wrote_at: Date;
}

export interface VerdictSignaturesTable {
  id: string;
  verdict_id: string;
  round_no: number;
  person_id: string;
  expert_term_id: string;
  decision: "agree" | "dissent";
  reason: string | null;
  content_hash: Buffer;
  signed_at: Date;
}

export interface VerdictNoticesTable {
  id: string;
  report_id: string;
  claim_id: string;
  verdict_id: string | null;
  kind: "answer" | "change" | "declined";
  status: NoticeStatus;
  status_changed_at: Date;
  attempts: Generated<number>;
  next_try_at: Date;
  last_problem: string | null;
  created_at: Date;
}

export interface ClaimNotesTable {
  id: string;
  claim_id: string;
  person_id: string;
  note: string;
  created_at: Date;
}

export interface ClaimActsTable {
  id: string;
  claim_id: string;
  act: ClaimAct;
  person_id: string | null;
  reason: string | null;
  acted_at: Date;
}

export interface VerdictSearchTable {
  claim_id: string;
  tokens: string[];
  title: string;
  answer: string;
  body: string;
  pinyin: string;
}

export interface ClaimIndexVersionsTable {
  scope: "published" | "waiting";
  version: number;
}

declare module "#kernel/db.ts" {
  interface Tables {
    verdict_ratings: VerdictRatingsTable;
    claims: ClaimsTable;
    claim_wordings: ClaimWordingsTable;
    claim_reports: ClaimReportsTable;
    claim_photos: ClaimPhotosTable;
    verdicts: VerdictsTable;
    verdict_authors: VerdictAuthorsTable;
    verdict_signatures: VerdictSignaturesTable;
    verdict_notices: VerdictNoticesTable;
    claim_notes: ClaimNotesTable;
    claim_acts: ClaimActsTable;
    verdict_search: VerdictSearchTable;
    verdict_search_tokens: { token: string; documents: number };
    claim_index_versions: ClaimIndexVersionsTable;
  }
}
