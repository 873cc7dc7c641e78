-- Why: the content studio: topics, items, versions, reviews and proofs by different persons, comments, pitches, locks,
-- corrections, recalls and readers' reports (C02: G-03, I-02, I-05, J-03, J-04).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

create table topics (
  code text constraint topics_pkey primary key constraint topics_code_check check (code ~ '^[a-z][a-z0-9-]{1,40}$'),
  parent_code text constraint topics_parent_fkey references topics (code),
  name text not null constraint topics_name_check check (length(btrim(name)) between 2 and 20),
  about text not null constraint topics_about_check check (length(about) <= 80),
  synonyms text[] not null default '{}',
  kind text not null constraint topics_kind_check check (kind in ('subject', 'spirit', 'health', 'chain', 'challenge')),
  motif text not null,
  sort_no integer not null,
  retired_at timestamptz,
  constraint topics_parent_check check (parent_code is distinct from code)
);
create unique index topics_name_key on topics (name) where retired_at is null;

-- An item (稿件). What it says is in its versions; the number is its public address.
create table contents (
  id uuid constraint contents_pkey primary key,
  content_no bigint generated always as identity constraint contents_no_key unique,
  unit_id uuid not null constraint contents_unit_fkey references org_units (id),
  kind text not null constraint contents_kind_check check (kind in ('article', 'audio', 'video', 'comic', 'chart', 'lesson', 'card')),
  created_by_person_id uuid not null,
  origin text not null default 'staff' constraint contents_origin_check check (origin in ('staff', 'import', 'public', 'upstream')),
  created_at timestamptz not null
);
create index contents_unit_idx on contents (unit_id);

-- A version (版本). `content` is the canonical text; the columns beside it repeat parts of it for lists and filters.
create table content_versions (
  id uuid constraint content_versions_pkey primary key,
  content_id uuid not null constraint content_versions_content_fkey references contents (id),
  version_no integer not null constraint content_versions_no_check check (version_no > 0),
  status text not null constraint content_versions_status_check check (status in (
    'draft', 'review1', 'science', 'review2', 'review3', 'proof1', 'proof2', 'proof3', 'approved', 'scheduled',
    'published', 'superseded', 'recalled', 'expired', 'dropped')),
  status_changed_at timestamptz not null,
  round_no integer not null default 0,
  revision integer not null default 1,
  content jsonb not null,
  title text not null constraint content_versions_title_check check (length(title) between 1 and 60),
  summary text not null constraint content_versions_summary_check check (length(summary) <= 300),
  audiences text[] not null constraint content_versions_audiences_check check (audiences <@ array['youth', 'farmer', 'worker', 'elder', 'official']),
  age_bands text[] not null constraint content_versions_bands_check check (age_bands <@ array['3-6', '6-9', '9-12', '12-15', '15-18']),
  topics text[] not null,
  content_hash bytea constraint content_versions_hash_check check (length(content_hash) = 32),
  correction_notice text constraint content_versions_notice_check check (length(btrim(correction_notice)) between 5 and 300),
  embargo_until timestamptz,
  publish_at timestamptz,
  expires_at timestamptz,
  published_at timestamptz,
  created_by_person_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint content_versions_no_key unique (content_id, version_no),
  -- What went into review has a hash, and what is out has a time.
  constraint content_versions_frozen_check check (status in ('draft', 'dropped') or content_hash is not null),
  constraint content_versions_published_check check ((status in ('published', 'superseded', 'recalled', 'expired')) = (published_at is not null)),
  -- The embargo truly blocks: no row may say that it came out before it.
  constraint content_versions_embargo_check check (published_at is null or embargo_until is null or published_at >= embargo_until),
  constraint content_versions_schedule_check check (status <> 'scheduled' or publish_at is not null),
  constraint content_versions_embargo_order_check check (publish_at is null or embargo_until is null or publish_at >= embargo_until),
  constraint content_versions_expiry_check check (expires_at is null or publish_at is null or expires_at > publish_at)
);
create unique index content_versions_one_working on content_versions (content_id)
  where status in ('draft', 'review1', 'science', 'review2', 'review3', 'proof1', 'proof2', 'proof3', 'approved', 'scheduled');
create unique index content_versions_one_live on content_versions (content_id) where status = 'published';
create index content_versions_status_idx on content_versions (status, status_changed_at);
create index content_versions_due_idx on content_versions (publish_at) where status = 'scheduled';
create index content_versions_expiry_idx on content_versions (expires_at) where status = 'published';
create index content_versions_live_idx on content_versions (published_at desc) where status = 'published';
create index content_versions_topics_idx on content_versions using gin (topics) where status = 'published';

-- What was submitted is what is signed and what is shown: after the draft the words stand still.
create function refuse_frozen_content() returns trigger language plpgsql as $$
begin
  if old.status <> 'draft' and (new.content is distinct from old.content or new.title is distinct from old.title
     or new.summary is distinct from old.summary or new.audiences is distinct from old.audiences
     or new.topics is distinct from old.topics or new.age_bands is distinct from old.age_bands
     or (new.status <> 'draft' and new.content_hash is distinct from old.content_hash)) then
    raise exception 'a version in review is frozen' using errcode = 'check_violation', constraint = 'content_versions_frozen';
  end if;
  return new;
end $$;
create trigger content_versions_frozen before update on content_versions for each row execute function refuse_frozen_content();

-- Who did what with a version (三审三校). Authors stand here too, so that one constraint keeps all persons apart:
-- 任何两个环节不能同时由一人担任.
create table review_steps (
  id uuid constraint review_steps_pkey primary key,
  version_id uuid not null constraint review_steps_version_fkey references content_versions (id),
  round_no integer not null,
  stage text not null constraint review_steps_stage_check check (stage in (
    'author', 'review1', 'science', 'review2', 'review3', 'proof1', 'proof2', 'proof3')),
  person_id uuid not null,
  decision text not null constraint review_steps_decision_check check (decision in ('wrote', 'passed', 'returned')),
  reason text constraint review_steps_reason_check check (length(btrim(reason)) between 2 and 1000),
  content_hash bytea,
  renditions text[] not null default '{}',
  expert_term_id uuid,
  decided_at timestamptz not null,
  constraint review_steps_author_check check ((stage = 'author') = (decision = 'wrote')),
  constraint review_steps_hash_check check ((decision = 'wrote') = (content_hash is null)),
  constraint review_steps_return_check check (decision <> 'returned' or reason is not null),
  constraint review_steps_science_check check ((stage = 'science') = (expert_term_id is not null)),
  constraint review_steps_one_person exclude using gist (version_id with =, person_id with =, stage with <>)
);
create unique index review_steps_once on review_steps (version_id, round_no, stage) where stage <> 'author';
create unique index review_steps_author_once on review_steps (version_id, person_id) where stage = 'author';
create trigger review_steps_append_only before update or delete on review_steps for each row execute function refuse_change();
create trigger review_steps_no_truncate before truncate on review_steps for each statement execute function refuse_change();

-- Pictures, sounds and papers of a version; a file is public only while a live version names it.
create table content_files (
  version_id uuid not null constraint content_files_version_fkey references content_versions (id),
  file_id uuid not null constraint content_files_file_fkey references stored_files (id),
  use text not null constraint content_files_use_check check (use in ('image', 'audio', 'video', 'captions', 'attachment')),
  constraint content_files_pkey primary key (version_id, file_id)
);
create index content_files_file_idx on content_files (file_id);

-- A remark at a place in the text.
create table content_comments (
  id uuid constraint content_comments_pkey primary key,
  version_id uuid not null constraint content_comments_version_fkey references content_versions (id),
  person_id uuid not null,
  block_no integer constraint content_comments_block_check check (block_no >= 0),
  quote text not null constraint content_comments_quote_check check (length(quote) <= 200),
  remark text not null constraint content_comments_remark_check check (length(btrim(remark)) between 1 and 1000),
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by_person_id uuid,
  constraint content_comments_resolved_check check ((resolved_at is null) = (resolved_by_person_id is null))
);
create index content_comments_version_idx on content_comments (version_id, created_at);

-- Who is writing now. A soft lock: it can be taken over, and what the other had not saved is kept beside.
create table content_locks (
  content_id uuid constraint content_locks_pkey primary key constraint content_locks_content_fkey references contents (id),
  person_id uuid not null,
  taken_at timestamptz not null,
  expires_at timestamptz not null
);
create table content_side_copies (
  id uuid constraint content_side_copies_pkey primary key,
  content_id uuid not null constraint content_side_copies_content_fkey references contents (id),
  version_id uuid not null constraint content_side_copies_version_fkey references content_versions (id),
  person_id uuid not null,
  base_revision integer not null,
  content jsonb not null,
  created_at timestamptz not null,
  settled_at timestamptz
);
create index content_side_copies_content_idx on content_side_copies (content_id) where settled_at is null;

create table pitches (
  id uuid constraint pitches_pkey primary key,
  unit_id uuid not null constraint pitches_unit_fkey references org_units (id),
  title text not null constraint pitches_title_check check (length(btrim(title)) between 2 and 60),
  reason text not null constraint pitches_reason_check check (length(btrim(reason)) between 2 and 500),
  audience text not null constraint pitches_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  topic_code text not null constraint pitches_topic_fkey references topics (code),
  kind text not null constraint pitches_kind_check check (kind in ('article', 'audio', 'video', 'comic', 'chart', 'lesson', 'card')),
  source_url text,
  status text not null constraint pitches_status_check check (status in ('open', 'accepted', 'drafted', 'dropped')),
  status_changed_at timestamptz not null,
  content_id uuid constraint pitches_content_fkey references contents (id),
  proposed_by_person_id uuid not null,
  created_at timestamptz not null,
  constraint pitches_drafted_check check ((status = 'drafted') = (content_id is not null))
);
create index pitches_unit_idx on pitches (unit_id, status, created_at desc);

create table content_recalls (
  id uuid constraint content_recalls_pkey primary key,
  content_id uuid not null constraint content_recalls_content_fkey references contents (id),
  version_id uuid not null constraint content_recalls_version_key unique constraint content_recalls_version_fkey references content_versions (id),
  reason text not null constraint content_recalls_reason_check check (length(btrim(reason)) between 5 and 500),
  person_id uuid not null,
  recalled_at timestamptz not null
);

-- 哪里不对？ A reader's report on a version.
create table reader_reports (
  id uuid constraint reader_reports_pkey primary key,
  content_id uuid not null constraint reader_reports_content_fkey references contents (id),
  version_id uuid not null constraint reader_reports_version_fkey references content_versions (id),
  remark text not null constraint reader_reports_remark_check check (length(btrim(remark)) between 4 and 500),
  person_id uuid,
  status text not null constraint reader_reports_status_check check (status in ('open', 'corrected', 'kept')),
  status_changed_at timestamptz not null,
  answer text constraint reader_reports_answer_check check (length(btrim(answer)) between 2 and 500),
  created_at timestamptz not null,
  constraint reader_reports_answer_needed_check check (status <> 'kept' or answer is not null)
);
create index reader_reports_open_idx on reader_reports (created_at) where status = 'open';

-- Lists of words that the machine pre-check looks for; each can be replaced by its owner.
create table checked_words (
  list text not null constraint checked_words_list_check check (list in ('sensitive', 'mistyped')),
  word text not null constraint checked_words_word_check check (length(word) between 1 and 40),
  advice text not null constraint checked_words_advice_check check (length(advice) between 1 and 80),
  constraint checked_words_pkey primary key (list, word)
);

-- What the search reads: only what is out. Written and deleted in the transaction that publishes and recalls.
create table content_search (
  content_id uuid constraint content_search_pkey primary key constraint content_search_content_fkey references contents (id),
  version_id uuid not null constraint content_search_version_fkey references content_versions (id),
  tokens text[] not null,
  title text not null,
  topic_words text not null,
  answer text not null,
  body text not null,
  pinyin text not null
);
create index content_search_tokens_idx on content_search using gin (tokens);
create index content_search_pinyin_idx on content_search using gin (pinyin gin_trgm_ops);
