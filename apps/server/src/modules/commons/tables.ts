import type { Generated } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { ContentKind } from "#modules/contents/index.ts";
import type {
  BriefStatus,
  CollectionStatus,
  PairStatus,
  PlacementStatus,
  SubmissionStatus,
} from "./state.ts";
import type { CreditChoice, CreditPart, Medium, PairSide, SubmissionKind } from "./vocabulary.ts";

export interface SubmissionsTable {
  id: string;
  submission_no: Generated<number>;
  unit_id: string;
  status: SubmissionStatus;
  status_changed_at: Date;
  owner_person_id: string;
  author_person_id: string;
  sent_by_person_id: string;
  kind: SubmissionKind;
  title: string;
  audience: Audience;
  topic_code: string;
  /** personal: what a citizen wrote; to make an item of it; deleted when the account is erased. */
  words: string | null;
  credit_choice: CreditChoice | null;
  /** personal: pen name; to credit the writer as asked; deleted when the account is erased. */
  pen_name: string | null;
  rights_version: number | null;
  agreed_at: Date | null;
  expert_person_id: string | null;
  expert_field: string | null;
  paired_by_person_id: string | null;
  advice: string | null;
  content_id: string | null;
  reason: string | null;
  created_at: Date;
}

export interface ContentCreditsTable {
  content_id: string;
  person_id: string;
  part: CreditPart;
  /** personal: name under an item, as its owner chose; to credit; replaced when the account is erased. */
  shown_name: string;
  created_at: Date;
}

export interface PairRequestsTable {
  id: string;
  unit_id: string;
  side: PairSide;
  status: PairStatus;
  status_changed_at: Date;
  person_id: string;
  title: string;
  about: string;
  field: string;
  topic_code: string;
  kind: ContentKind;
  /** personal: name to be credited by, as its owner wrote it; to credit a joint item; replaced when the account is erased. */
  credited_as: string;
  created_at: Date;
}

export interface PairingsTable {
  id: string;
  result_request_id: string;
  creator_request_id: string;
  result_yes_at: Date | null;
  creator_yes_at: Date | null;
  content_id: string | null;
  created_at: Date;
}

export interface ResultBriefsTable {
  id: string;
  unit_id: string;
  status: BriefStatus;
  status_changed_at: Date;
  title: string;
  finding: string;
  found_by: string;
  published_in: string;
  published_on: string;
  doi: string | null;
  url: string | null;
  embargo_until: Date | null;
  field: string;
  topic_code: string;
  audience: Audience;
  filed_by_person_id: string;
  filed_at: Date;
  due_at: Date;
  checked_by_person_id: string | null;
  check_note: string | null;
  article_content_id: string | null;
  chart_content_id: string | null;
  published_at: Date | null;
  reason: string | null;
}

export interface CollectionsTable {
  id: string;
  collection_no: Generated<number>;
  unit_id: string;
  status: CollectionStatus;
  status_changed_at: Date;
  title: string;
  introduction: string;
  written_by_person_id: string;
  published_by_person_id: string | null;
  published_at: Date | null;
  created_at: Date;
}

export interface CollectionItemsTable {
  collection_id: string;
  content_id: string;
  position: number;
}

export interface PlacementsTable {
  id: string;
  unit_id: string;
  content_id: string;
  medium: Medium;
  place: string;
  from_on: string;
  to_on: string;
  planned_count: number;
  status: PlacementStatus;
  status_changed_at: Date;
  reason: string | null;
  planned_by_person_id: string;
  created_at: Date;
}

export interface PlacementProofsTable {
  id: string;
  placement_id: string;
  happened_on: string;
  done_count: number;
  evidence: string;
  confirmed_by_person_id: string;
  confirmed_at: Date;
}

export interface LessonUsesTable {
  id: string;
  unit_id: string;
  content_id: string;
  teacher_person_id: string;
  class_name: string;
  class_key: string;
  used_on: string;
  pupil_count: number;
  created_at: Date;
}

export interface LessonCopiesTable {
  id: string;
  content_id: string;
  teacher_person_id: string;
  title: string;
  /** personal: a teacher's own version of a lesson; for own use; deleted when the account is erased. */
  words: string;
  created_at: Date;
  updated_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    submissions: SubmissionsTable;
    content_credits: ContentCreditsTable;
    pair_requests: PairRequestsTable;
    pairings: PairingsTable;
    result_briefs: ResultBriefsTable;
    collections: CollectionsTable;
    collection_items: CollectionItemsTable;
    placements: PlacementsTable;
    placement_proofs: PlacementProofsTable;
    lesson_uses: LessonUsesTable;
    lesson_copies: LessonCopiesTable;
  }
}
