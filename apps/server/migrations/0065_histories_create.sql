-- Why: a real district does not start at zero: last year's activities, volunteers and hours come in from a sheet, are shown row by row,
-- and are written only when a second person confirms them; hours are *added* ones (B-11), campus rosters too (Y-21).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table history_imports (
  id uuid constraint history_imports_pkey primary key,
  import_no bigint generated always as identity constraint history_imports_no_key unique,
  unit_id uuid not null constraint history_imports_unit_fkey references org_units (id),
  kind text not null constraint history_imports_kind_check check (kind in ('members', 'hours', 'activities')),
  filename text not null constraint history_imports_filename_check check (length(filename) between 1 and 120),
  status text not null constraint history_imports_status_check check (status in ('previewed', 'applied', 'discarded')),
  status_changed_at timestamptz not null,
  created_by_person_id uuid not null constraint history_imports_created_by_fkey references persons (id),
  decided_by_person_id uuid constraint history_imports_decided_by_fkey references persons (id),
  row_count integer not null constraint history_imports_rows_check check (row_count between 0 and 2000),
  error_count integer not null,
  -- The rows of the file; gone when the import is decided, or a week later.
  rows_sealed bytea,
  created_at timestamptz not null,
  constraint history_imports_second_person_check check (decided_by_person_id is null or status <> 'applied' or decided_by_person_id <> created_by_person_id),
  constraint history_imports_applied_check check (status <> 'applied' or (decided_by_person_id is not null and error_count = 0)),
  constraint history_imports_forgotten_check check (status = 'previewed' or rows_sealed is null)
);
create index history_imports_unit_idx on history_imports (unit_id, created_at desc);

create table past_activities (
  id uuid constraint past_activities_pkey primary key,
  import_id uuid not null constraint past_activities_import_fkey references history_imports (id),
  unit_id uuid not null constraint past_activities_unit_fkey references org_units (id),
  title text not null constraint past_activities_title_check check (length(btrim(title)) between 2 and 80),
  held_on date not null,
  audience text constraint past_activities_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  people_count integer not null constraint past_activities_people_check check (people_count between 0 and 1000000),
  counted_by text not null constraint past_activities_counted_check check (length(btrim(counted_by)) between 2 and 120),
  created_at timestamptz not null,
  constraint past_activities_once unique (unit_id, held_on, title)
);
