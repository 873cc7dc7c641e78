-- Why: the studio keeps what each round of review saw, settles words kept beside, has templates, code tables whose editions
-- map many to many, a resource identifier that belongs to one item, settings, and pitches that name their source
-- (C02; GB/T 32844, 41555, 13745, 41132 as slots; I-16, J-03, R-06).
-- Lock: creates; adds columns to content_versions (rewritten once for its generated column: seconds at most, an item has few
-- versions), content_side_copies, pitches, screen_receipts, upstream_feeds, code_schemes and code_rows (empty but where an
-- installation imported a table; its index on the dropped column goes with it). Safe on a live database: yes.

-- The words as they went into each round: a signature of an earlier round can still be read with what it signed.
create table content_rounds (
  version_id uuid not null constraint content_rounds_version_fkey references content_versions (id),
  round_no integer not null constraint content_rounds_no_check check (round_no > 0),
  content jsonb not null,
  content_hash bytea not null constraint content_rounds_hash_check check (length(content_hash) = 32),
  submitted_at timestamptz not null,
  constraint content_rounds_pkey primary key (version_id, round_no)
);
create trigger content_rounds_append_only before update or delete on content_rounds for each row execute function refuse_change();
create trigger content_rounds_no_truncate before truncate on content_rounds for each statement execute function refuse_change();

alter table content_side_copies
  add column settled_how text constraint content_side_copies_how_check check (settled_how in ('merged', 'dropped')),
  add column settled_by_person_id uuid,
  add constraint content_side_copies_settled_check check (
    (settled_at is null) = (settled_how is null) and (settled_at is null) = (settled_by_person_id is null));

create table content_templates (
  id uuid constraint content_templates_pkey primary key,
  name text not null constraint content_templates_name_check check (length(btrim(name)) between 2 and 40),
  about text not null constraint content_templates_about_check check (length(about) <= 120),
  kind text not null constraint content_templates_kind_check check (kind in ('article', 'audio', 'video', 'comic', 'chart', 'lesson', 'card')),
  audience text constraint content_templates_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  content jsonb not null,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  retired_at timestamptz
);
create unique index content_templates_name_key on content_templates (name) where retired_at is null;

-- A code may come from several codes of the edition before (merged), and several from one (split).
alter table code_rows add column previous_codes text[] not null default '{}';
update code_rows set previous_codes = array[previous_code] where previous_code is not null;
alter table code_rows drop column previous_code;
create index code_rows_previous_codes_idx on code_rows using gin (previous_codes);
alter table code_rows
  add column note text not null default '' constraint code_rows_note_check check (length(note) <= 300),
  add column sort_no integer not null default 0;
alter table code_schemes
  add column previous_version text,
  add constraint code_schemes_previous_check check (previous_version is distinct from version);

-- GB/T 41132: one identifier, one item, over all its versions that are not left behind.
alter table content_versions
  add column resource_code text generated always as (nullif(content ->> 'resourceCode', '')) stored,
  add constraint content_versions_resource_code_once exclude using gist (resource_code with =, content_id with <>)
    where (resource_code is not null and status not in ('dropped', 'superseded'));

alter table pitches
  add column source_title text constraint pitches_source_title_check check (length(source_title) <= 200),
  add column source_publisher text constraint pitches_source_publisher_check check (length(source_publisher) <= 100),
  add column source_date date;

create table content_settings (
  name text constraint content_settings_pkey primary key constraint content_settings_name_check check (name in ('chain_minimum')),
  amount integer not null constraint content_settings_amount_check check (amount between 0 and 999),
  changed_at timestamptz not null
);

-- Who said that a screen shows or has removed a version: the screen itself, or a person who stood before it.
alter table screen_receipts
  add column person_id uuid,
  add column note text constraint screen_receipts_note_check check (length(btrim(note)) between 2 and 200),
  add constraint screen_receipts_person_check check ((person_id is null) = (note is null));

alter table upstream_feeds
  add column topic_code text constraint upstream_feeds_topic_fkey references topics (code);
