-- Why: a catalogue of varieties, techniques, equipment and facilities for smallholders (品种技术装备目录, F-18): one writes an entry with
-- its source, a second person makes it public; a farmer says that he used one (采用), and a commissioner or the town confirms it.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table technique_entries (
  id uuid constraint technique_entries_pkey primary key,
  entry_no bigint not null generated always as identity constraint technique_entries_no_key unique,
  unit_id uuid not null constraint technique_entries_unit_fkey references org_units (id),
  kind text not null constraint technique_entries_kind_check check (kind in ('variety', 'technique', 'equipment', 'facility')),
  field text not null constraint technique_entries_field_check check (field in ('rice', 'vegetables', 'fruit', 'tea', 'livestock', 'aquaculture', 'forestry', 'machinery')),
  name text not null constraint technique_entries_name_check check (char_length(name) between 2 and 40),
  summary text not null constraint technique_entries_summary_check check (char_length(summary) between 10 and 1500),
  seasons text[] not null constraint technique_entries_seasons_check check (seasons <@ array['spring', 'summer', 'autumn', 'winter'] and cardinality(seasons) > 0),
  grounds text[] not null constraint technique_entries_grounds_check check (grounds <@ array['paddy', 'dry_field', 'slope', 'mountain', 'water', 'greenhouse', 'barn'] and cardinality(grounds) > 0),
  -- Nothing is recommended to farmers without where it is written down.
  source_title text not null constraint technique_entries_source_check check (char_length(source_title) >= 4),
  source_place text not null constraint technique_entries_source_place_check check (char_length(source_place) >= 2),
  status text not null constraint technique_entries_status_check check (status in ('waiting', 'published', 'returned', 'withdrawn')),
  status_changed_at timestamptz not null,
  written_by_person_id uuid not null constraint technique_entries_written_by_fkey references persons (id),
  decided_by_person_id uuid constraint technique_entries_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint technique_entries_two_persons_check check (status <> 'published' or (decided_by_person_id is not null and decided_by_person_id <> written_by_person_id))
);
create index technique_entries_status_idx on technique_entries (status, field);
create index technique_entries_unit_idx on technique_entries (unit_id);

create table technique_adoptions (
  id uuid constraint technique_adoptions_pkey primary key,
  entry_id uuid not null constraint technique_adoptions_entry_fkey references technique_entries (id),
  person_id uuid not null constraint technique_adoptions_person_fkey references persons (id),
  unit_id uuid not null constraint technique_adoptions_unit_fkey references org_units (id),
  -- The winter of 2026 begins in December 2026 and ends in February 2027.
  season_year integer not null constraint technique_adoptions_year_check check (season_year between 2000 and 2100),
  season text not null constraint technique_adoptions_season_check check (season in ('spring', 'summer', 'autumn', 'winter')),
  reported_on date not null,
  status text not null constraint technique_adoptions_status_check check (status in ('reported', 'confirmed', 'disputed', 'withdrawn')),
  status_changed_at timestamptz not null,
  confirmed_by text constraint technique_adoptions_confirmed_by_check check (confirmed_by in ('commissioner', 'town')),
  decided_by_person_id uuid constraint technique_adoptions_decided_by_fkey references persons (id),
  decision_reason text,
  outcome text constraint technique_adoptions_outcome_check check (outcome in ('good', 'fair', 'poor')),
  outcome_note_sealed bytea,
  outcome_at timestamptz,
  created_at timestamptz not null,
  constraint technique_adoptions_confirmed_check check ((status = 'confirmed') = (confirmed_by is not null)),
  -- Nobody confirms what he himself said.
  constraint technique_adoptions_own_check check (decided_by_person_id is distinct from person_id),
  constraint technique_adoptions_outcome_once_check check ((outcome is null) = (outcome_at is null))
);
-- One of a farmer, an entry and a season: who presses twice is counted once.
create unique index technique_adoptions_once on technique_adoptions (entry_id, person_id, season_year, season) where status <> 'withdrawn';
create index technique_adoptions_unit_idx on technique_adoptions (unit_id, status);
create index technique_adoptions_person_idx on technique_adoptions (person_id, created_at);
