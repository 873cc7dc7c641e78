-- Why: what the organisations module owns beside the tree: station areas, area sets (直管区/托管区), region codes and
-- code tables, self-registered organisations with their history and drafts, and previews of imports.
-- Lock: creates, and columns with constant defaults on org_units (catalogue change only, no rewrite); its new index is
-- built on a table that is still empty or small. Safe on a live database: yes.
alter table org_units
  add column description text not null default '',
  -- name, full pinyin and initials, for search by either
  add column name_search text not null default '';
create index org_units_name_search_trgm on org_units using gin (name_search gin_trgm_ops);

-- Which station serves which unit (and what lies below it, unless a nearer one serves that). One station a unit and day.
create table station_areas (
  id uuid constraint station_areas_pkey primary key,
  station_id uuid not null constraint station_areas_station_fkey references org_units (id),
  unit_id uuid not null constraint station_areas_unit_fkey references org_units (id),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  constraint station_areas_valid_check check (valid_to is null or valid_to > valid_from),
  constraint station_areas_one_a_day exclude using gist (unit_id with =, daterange(valid_from, valid_to) with &&)
);
create index station_areas_station_idx on station_areas (station_id);

-- Two overlapping ways to cut the same area are two schemes; within one scheme a unit is in one set a day.
create table area_sets (
  id uuid constraint area_sets_pkey primary key,
  scheme text not null constraint area_sets_scheme_check check (scheme ~ '^[a-z][a-z_]{1,39}$'),
  name text not null constraint area_sets_name_check check (length(btrim(name)) between 2 and 40),
  description text not null default '',
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  constraint area_sets_valid_check check (valid_to is null or valid_to > valid_from),
  constraint area_sets_name_key unique (scheme, name),
  constraint area_sets_scheme_key unique (id, scheme)
);
create table area_set_members (
  id uuid constraint area_set_members_pkey primary key,
  area_set_id uuid not null,
  scheme text not null,
  unit_id uuid not null constraint area_set_members_unit_fkey references org_units (id),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  constraint area_set_members_set_fkey foreign key (area_set_id, scheme) references area_sets (id, scheme),
  constraint area_set_members_valid_check check (valid_to is null or valid_to > valid_from),
  constraint area_set_members_one_a_day exclude using gist (scheme with =, unit_id with =, daterange(valid_from, valid_to) with &&)
);
create index area_set_members_set_idx on area_set_members (area_set_id);
create index area_set_members_unit_idx on area_set_members (unit_id);

-- Code tables (GB/T 2260 and the like): importable, versioned, with a mapping from the version before. A scheme without
-- rows is a slot for a standard whose table the installation has to bring.
create table code_schemes (
  scheme text not null constraint code_schemes_scheme_check check (scheme ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  version text not null constraint code_schemes_version_check check (length(version) between 1 and 40),
  name text not null,
  source text not null,
  valid_from date,
  valid_to date,
  imported_at timestamptz,
  constraint code_schemes_pkey primary key (scheme, version)
);
create table code_rows (
  scheme text not null,
  version text not null,
  code text not null constraint code_rows_code_check check (length(code) between 1 and 40),
  name text not null,
  parent_code text,
  -- code of the same thing in the version before; null where it is new
  previous_code text,
  constraint code_rows_pkey primary key (scheme, version, code),
  constraint code_rows_scheme_fkey foreign key (scheme, version) references code_schemes (scheme, version)
);
create index code_rows_previous_idx on code_rows (scheme, previous_code) where previous_code is not null;
insert into code_schemes (scheme, version, name, source, valid_from) values
  ('gbt-2260', '2023', '行政区划代码', 'GB/T 2260', null),
  ('gbt-32844', '2016', '科普资源分类与代码（2016）', 'GB/T 32844—2016', null),
  ('gbt-32844', '2025', '科普资源分类与代码（2025）', 'GB/T 32844—2025', '2026-01-01'),
  ('gbt-41555', '2022', '科普服务分类与代码', 'GB/T 41555—2022', '2022-07-11'),
  ('gbt-13745', '2009', '学科分类与代码', 'GB/T 13745—2009', null),
  ('gbt-35561', '2017', '突发事件分类与编码', 'GB/T 35561—2017', null);

-- A functional area (the new area) has no region code of its own: it is a set of codes, each with its dates.
create table region_set_codes (
  id uuid constraint region_set_codes_pkey primary key,
  unit_id uuid not null constraint region_set_codes_unit_fkey references org_units (id),
  region_code text not null constraint region_set_codes_code_check check (region_code ~ '^[0-9]{12}$'),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  constraint region_set_codes_valid_check check (valid_to is null or valid_to > valid_from),
  constraint region_set_codes_once exclude using gist (unit_id with =, region_code with =, daterange(valid_from, valid_to) with &&)
);

-- Organisations that register themselves (G-04, K-03). Contacts are encrypted; the receipt number finds the record.
create table organisations (
  id uuid constraint organisations_pkey primary key,
  receipt_no text not null constraint organisations_receipt_key unique,
  kind text not null constraint organisations_kind_check check (kind in (
    'university', 'institute', 'enterprise', 'grassroots', 'science_community', 'social_group')),
  name text not null constraint organisations_name_check check (length(btrim(name)) between 2 and 80),
  name_sort text not null,
  name_search text not null,
  credit_code text not null constraint organisations_credit_code_check check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  non_profit boolean not null,
  purpose text not null,
  home_unit_id uuid not null constraint organisations_home_unit_fkey references org_units (id),
  address text not null,
  contact_name bytea not null,
  contact_phone bytea not null,
  contact_phone_index bytea not null,
  proof_file_id uuid constraint organisations_proof_fkey references stored_files (id),
  status text not null constraint organisations_status_check check (status in (
    'submitted', 'under_review', 'returned', 'verified', 'rejected', 'suspended', 'withdrawn')),
  status_changed_at timestamptz not null,
  unit_id uuid constraint organisations_unit_fkey references org_units (id),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- A unit of the tree stands for one organisation at a time.
create unique index organisations_unit_key on organisations (unit_id) where status in ('verified', 'suspended');
-- One standing record a credit code; a rejected or withdrawn one does not block a new application.
create unique index organisations_credit_code_key on organisations (credit_code) where status not in ('rejected', 'withdrawn');
create index organisations_status_idx on organisations (status, created_at);
create index organisations_home_unit_idx on organisations (home_unit_id);
create index organisations_unit_idx on organisations (unit_id) where unit_id is not null;
create index organisations_name_search_trgm on organisations using gin (name_search gin_trgm_ops);

create table organisation_events (
  id uuid constraint organisation_events_pkey primary key,
  organisation_id uuid not null constraint organisation_events_organisation_fkey references organisations (id),
  at timestamptz not null,
  event text not null,
  from_status text,
  to_status text not null,
  reason text,
  actor_kind text not null,
  actor_person_id uuid
);
create index organisation_events_organisation_idx on organisation_events (organisation_id, at);
create trigger organisation_events_append_only before update or delete on organisation_events for each row execute function refuse_change();

-- Answers of a registration that is not sent yet, one page a question; encrypted as a whole, deleted after seven days.
create table registration_drafts (
  id uuid constraint registration_drafts_pkey primary key,
  token_index bytea not null constraint registration_drafts_token_key unique,
  answers bytea not null,
  proof_file_id uuid constraint registration_drafts_proof_fkey references stored_files (id),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index registration_drafts_updated_idx on registration_drafts (updated_at);

-- Previews of imports: what a file would change, kept until somebody applies it or a day has passed.
create table import_batches (
  id uuid constraint import_batches_pkey primary key,
  kind text not null constraint import_batches_kind_check check (kind in ('units')),
  filename text not null,
  status text not null constraint import_batches_status_check check (status in ('previewed', 'applied')),
  status_changed_at timestamptz not null,
  unit_id uuid not null constraint import_batches_unit_fkey references org_units (id),
  created_by_person_id uuid,
  file_rows jsonb not null,
  preview jsonb not null,
  created_at timestamptz not null
);
create index import_batches_created_idx on import_batches (created_at);
