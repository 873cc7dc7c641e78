import type { GeneratedAlways } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { CardStatus } from "./card-state.ts";
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
  /** personal: a recording in the asker's own voice; so that who cannot type can ask; kept as the question's words are */
  voice_file_id: string | null;
  voice_seconds: number | null;
  heard_by_person_id: string | null;
  /** False while a recording waits for somebody to write it down. */
  is_heard: boolean;
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

export interface QuestionCardsTable {
  id: string;
  card_no: GeneratedAlways<number>;
  question_id: string;
  unit_id: string;
  title: string;
  /** The question in the editor's words, without the asker. */
  question_text: string;
  answer_text: string;
  audience: Audience | null;
  topic_code: string | null;
  field: string | null;
  expert_id: string | null;
  status: CardStatus;
  status_changed_at: Date;
  written_by_person_id: string;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  published_at: Date | null;
  created_at: Date;
}

export interface CardSearchTable {
  card_id: string;
  tokens: string[];
  title: string;
  question: string;
  answer: string;
  pinyin: string;
}

declare module "#kernel/db.ts" {
  interface Tables {
    questions: QuestionsTable;
    question_cards: QuestionCardsTable;
    card_search: CardSearchTable;
    card_search_tokens: { token: string; documents: number };
  }
}
