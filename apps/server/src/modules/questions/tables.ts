import type { Audience } from "#kernel/audiences.ts";
import type { QuestionStatus } from "./state.ts";

export interface QuestionsTable {
  id: string;
  receipt_index: Buffer;
  status: QuestionStatus;
  status_changed_at: Date;
  /** personal: the asker's own words, which may tell of himself; so that an expert can answer; kept until the asker closes the account or takes the question back, else two years after its end */
  asked_text: string;
  audience: Audience | null;
  topic_code: string | null;
  content_id: string | null;
  photo_file_id: string | null;
  /** personal: who asked; to show him the answer; kept until erasure */
  asker_person_id: string | null;
  /** personal: who asked for him (代办); both names belong to the act; kept until erasure */
  helper_person_id: string | null;
  /** personal: number to call back; only with the asker's consent; kept until thirty days after the question's end */
  phone_sealed: Buffer | null;
  phone_consent_at: Date | null;
  unit_id: string;
  expert_id: string | null;
  field: string | null;
  assigned_at: Date | null;
  asked_at: Date;
  due_at: Date;
  answer_text: string | null;
  drafted_by_person_id: string | null;
  drafted_at: Date | null;
  return_reason: string | null;
  checked_by_person_id: string | null;
  closed_reason: string | null;
  ended_at: Date | null;
}

declare module "#kernel/db.ts" {
  interface Tables {
    questions: QuestionsTable;
  }
}
