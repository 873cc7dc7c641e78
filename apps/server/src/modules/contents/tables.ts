import type { ColumnType, Generated } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Pillar } from "#kernel/pillars.ts";
import type { ContentBody } from "./body.ts";
import type { VersionStatus } from "./state.ts";
import type { AgeBand, ContentKind, PitchStatus, RenditionForm, Stage, TopicKind } from "./vocabulary.ts";

export interface TopicsTable {
  code: string;
  parent_code: string | null;
  name: string;
  about: string;
  synonyms: string[];
  kind: TopicKind;
  motif: string;
  sort_no: number;
  retired_at: Date | null;
}

export interface ContentsTable {
  id: string;
  content_no: Generated<number>;
  unit_id: string;
  kind: ContentKind;
  created_by_person_id: string;
  origin: "staff" | "import" | "public" | "upstream";
  created_at: Date;
  pillars: Generated<Pillar[]>;
  /** From then on the words propose none. */
  pillars_set_by_person: Generated<boolean>;
}

export interface ContentVersionsTable {
  id: string;
  content_id: string;
  version_no: number;
  status: VersionStatus;
  status_changed_at: Date;
  round_no: Generated<number>;
  revision: Generated<number>;
  /** jsonb: written as text, read as the body. */
  content: ContentBody;
  title: string;
  summary: string;
  audiences: Audience[];
  age_bands: AgeBand[];
  topics: string[];
  content_hash: Buffer | null;
  correction_notice: string | null;
  embargo_until: Date | null;
  publish_at: Date | null;
  expires_at: Date | null;
  published_at: Date | null;
  created_by_person_id: string;
  created_at: Date;
  updated_at: Date;
  /** Read out of the body by the database, so that one identifier stays with one item. */
  resource_code: ColumnType<string | null, never, never>;
  /** These three too: lists need them of many items, and reading each body for them costs far more. */
  media: ColumnType<ContentBody["media"] | null, never, never>;
  special: ColumnType<boolean, never, never>;
  easy: ColumnType<boolean, never, never>;
}

export interface ContentRoundsTable {
  version_id: string;
  round_no: number;
  content: ContentBody;
  content_hash: Buffer;
  submitted_at: Date;
}

export interface ReviewStepsTable {
  id: string;
  version_id: string;
  round_no: number;
  stage: "author" | Stage;
  person_id: string;
  decision: "wrote" | "passed" | "returned";
  reason: string | null;
  content_hash: Buffer | null;
  renditions: RenditionForm[];
  expert_term_id: string | null;
  decided_at: Date;
}

export interface ContentFilesTable {
  version_id: string;
  file_id: string;
  use: "image" | "audio" | "video" | "captions" | "attachment";
}

export interface ContentCommentsTable {
  id: string;
  version_id: string;
  person_id: string;
  block_no: number | null;
  quote: string;
  remark: string;
  created_at: Date;
  resolved_at: Date | null;
  resolved_by_person_id: string | null;
}

export interface ContentLocksTable {
  content_id: string;
  person_id: string;
  taken_at: Date;
  expires_at: Date;
}

export interface ContentSideCopiesTable {
  id: string;
  content_id: string;
  version_id: string;
  person_id: string;
  base_revision: number;
  content: ContentBody;
  created_at: Date;
  settled_at: Date | null;
  settled_how: "merged" | "dropped" | null;
  settled_by_person_id: string | null;
}

export interface ContentTemplatesTable {
  id: string;
  name: string;
  about: string;
  kind: ContentKind;
  audience: Audience | null;
  content: ContentBody;
  revision: Generated<number>;
  created_at: Date;
  updated_at: Date;
  retired_at: Date | null;
}

export interface ContentSettingsTable {
  name: "chain_minimum";
  amount: number;
  changed_at: Date;
}

export interface PitchesTable {
  id: string;
  unit_id: string;
  title: string;
  reason: string;
  audience: Audience;
  topic_code: string;
  kind: ContentKind;
  source_url: string | null;
  source_title: string | null;
  source_publisher: string | null;
  source_date: string | null;
  status: PitchStatus;
  status_changed_at: Date;
  content_id: string | null;
  proposed_by_person_id: string;
  created_at: Date;
}

export interface ContentRecallsTable {
  id: string;
  content_id: string;
  version_id: string;
  reason: string;
  person_id: string;
  recalled_at: Date;
}

export interface ReaderReportsTable {
  id: string;
  content_id: string;
  version_id: string;
  /** personal: what a reader wrote; to correct the text; kept with the item. */
  remark: string;
  person_id: string | null;
  status: "open" | "corrected" | "kept";
  status_changed_at: Date;
  answer: string | null;
  created_at: Date;
}

export interface CheckedWordsTable {
  list: "sensitive" | "mistyped" | "hard";
  word: string;
  advice: string;
}

export interface ContentSearchTable {
  content_id: string;
  version_id: string;
  tokens: string[];
  title: string;
  topic_words: string;
  answer: string;
  body: string;
  pinyin: string;
  /** Of the tokens: 1 has none for titles and is not counted in `content_search_tokens`. */
  form: 1 | 2;
}

/** How many items of the search have a token; the token `` counts them all. */
export interface ContentSearchTokensTable {
  token: string;
  documents: number;
}

/** A day's searches of the portal that found nothing: no words, no person. */
export interface SearchMissesTable {
  missed_on: string;
  topic_code: string | null;
  unit_id: string;
  words_index: Buffer | null;
  misses: number;
}

/** Words that so many readers searched that they are nobody's own. */
export interface SearchMissWordsTable {
  words_index: Buffer;
  words: string;
}

declare module "#kernel/db.ts" {
  interface Tables {
    topics: TopicsTable;
    contents: ContentsTable;
    content_versions: ContentVersionsTable;
    content_rounds: ContentRoundsTable;
    content_templates: ContentTemplatesTable;
    content_settings: ContentSettingsTable;
    review_steps: ReviewStepsTable;
    content_files: ContentFilesTable;
    content_comments: ContentCommentsTable;
    content_locks: ContentLocksTable;
    content_side_copies: ContentSideCopiesTable;
    pitches: PitchesTable;
    content_recalls: ContentRecallsTable;
    reader_reports: ReaderReportsTable;
    checked_words: CheckedWordsTable;
    content_search: ContentSearchTable;
    content_search_tokens: ContentSearchTokensTable;
    search_misses: SearchMissesTable;
    search_miss_words: SearchMissWordsTable;
  }
}
