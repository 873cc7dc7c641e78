-- Why: a reviewed answer becomes a card that everybody finds (F-18): written anew without the asker, published by a second person.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table question_cards (
  id uuid constraint question_cards_pkey primary key,
  card_no bigint generated always as identity constraint question_cards_no_key unique,
  -- One card a question; a question that is gone leaves its card.
  question_id uuid not null constraint question_cards_question_key unique constraint question_cards_question_fkey references questions (id),
  unit_id uuid not null constraint question_cards_unit_fkey references org_units (id),
  title text not null constraint question_cards_title_check check (length(btrim(title)) between 4 and 60),
  question_text text not null constraint question_cards_text_check check (length(btrim(question_text)) between 4 and 600),
  answer_text text not null constraint question_cards_answer_check check (length(btrim(answer_text)) between 10 and 3000),
  audience text constraint question_cards_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  topic_code text constraint question_cards_topic_fkey references topics (code),
  field text,
  expert_id uuid constraint question_cards_expert_fkey references experts (id),
  status text not null constraint question_cards_status_check check (status in ('waiting', 'published', 'returned', 'withdrawn')),
  status_changed_at timestamptz not null,
  written_by_person_id uuid not null,
  decided_by_person_id uuid,
  decision_reason text constraint question_cards_reason_check check (length(btrim(decision_reason)) between 5 and 500),
  published_at timestamptz,
  created_at timestamptz not null,
  constraint question_cards_two_persons_check check (status <> 'published' or (decided_by_person_id is not null and decided_by_person_id <> written_by_person_id)),
  constraint question_cards_published_check check (status <> 'published' or published_at is not null)
);
create index question_cards_unit_idx on question_cards (unit_id, status, created_at desc);
create index question_cards_published_idx on question_cards (published_at desc) where status = 'published';

create table card_search (
  card_id uuid constraint card_search_pkey primary key constraint card_search_card_fkey references question_cards (id),
  tokens text[] not null,
  title text not null,
  question text not null,
  answer text not null,
  pinyin text not null
);
-- How many cards have a token; the empty token counts them all.
create table card_search_tokens (
  token text constraint card_search_tokens_pkey primary key,
  documents integer not null constraint card_search_tokens_documents_check check (documents >= 0)
);
create index card_search_tokens_idx on card_search using gin (tokens);
create index card_search_pinyin_idx on card_search using gin (pinyin gin_trgm_ops);
