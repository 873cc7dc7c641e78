-- Why: the kernel's own tables: the organisation tree, audit, facts and their daily cells, indicators, ledger, outbox,
-- idempotency keys, files, page-cache versions.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create extension if not exists ltree;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- Append-only tables refuse every change but insert. A superuser can switch this off: the ledger catches that.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The organisation tree. `path` is the ids' short numbers from the root, kept by the organisations module.
create table org_units (
  id uuid constraint org_units_pkey primary key,
  unit_no bigint generated always as identity constraint org_units_unit_no_key unique,
  parent_id uuid constraint org_units_parent_fkey references org_units (id),
  path ltree not null constraint org_units_path_key unique,
  kind text not null constraint org_units_kind_check check (kind in (
    'committee', 'department', 'park', 'street', 'town', 'community', 'village', 'school', 'venue', 'hospital',
    'company', 'society', 'station')),
  name text not null constraint org_units_name_check check (length(btrim(name)) between 2 and 80),
  name_sort text not null,
  region_code text constraint org_units_region_code_check check (region_code ~ '^[0-9]{12}$'),
  station_level text constraint org_units_station_level_check check (station_level in ('center', 'sub', 'station')),
  station_of uuid constraint org_units_station_of_fkey references org_units (id),
  phone text,
  address text,
  opening_hours text,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint org_units_parent_check check ((parent_id is null) = (kind = 'committee')),
  constraint org_units_valid_check check (valid_to is null or valid_to > valid_from),
  constraint org_units_station_check check ((kind = 'station') = (station_level is not null))
);
create unique index org_units_one_root on org_units ((parent_id is null)) where parent_id is null;
create unique index org_units_sibling_name on org_units (parent_id, kind, name) where valid_to is null;
create index org_units_path_gist on org_units using gist (path);
create index org_units_parent_idx on org_units (parent_id);
create index org_units_name_trgm on org_units using gin (name gin_trgm_ops);
create unique index org_units_region_code_key on org_units (region_code, kind) where region_code is not null and valid_to is null;

-- Who did what, for whom, with what effect. No personal data: persons by id, records by id, contents by keyed hash.
create table audit_entries (
  id uuid constraint audit_entries_pkey primary key,
  at timestamptz not null,
  actor_kind text not null constraint audit_entries_actor_kind_check check (actor_kind in ('anonymous', 'person', 'system')),
  actor_person_id uuid,
  on_behalf_of_person_id uuid,
  session_id text,
  action text not null,
  outcome text not null constraint audit_entries_outcome_check check (outcome in ('done', 'denied', 'failed', 'read')),
  unit_id uuid,
  record_table text,
  record_id text,
  reason text,
  before_hash bytea,
  after_hash bytea,
  request_id text,
  constraint audit_entries_actor_check check ((actor_kind = 'person') = (actor_person_id is not null))
);
create index audit_entries_at_idx on audit_entries (at desc, id desc);
create index audit_entries_record_idx on audit_entries (record_table, record_id, at desc);
create index audit_entries_actor_idx on audit_entries (actor_person_id, at desc) where actor_person_id is not null;
create trigger audit_entries_append_only before update or delete on audit_entries for each row execute function refuse_change();
create trigger audit_entries_no_truncate before truncate on audit_entries for each statement execute function refuse_change();

-- What happened, recorded once, in the transaction of the act. A correction is a reversing fact plus a new one.
create table facts (
  id uuid constraint facts_pkey primary key,
  kind text not null constraint facts_kind_check check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  occurred_on date not null,
  recorded_at timestamptz not null,
  unit_id uuid not null constraint facts_unit_fkey references org_units (id),
  place text,
  audience text constraint facts_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  topic text,
  plan_tags text[] not null default '{}',
  quantity numeric not null,
  measure text not null constraint facts_measure_check check (length(measure) between 1 and 20),
  source_table text not null,
  source_id text not null,
  reverses_id uuid constraint facts_reverses_key unique constraint facts_reverses_fkey references facts (id),
  constraint facts_reverses_check check (reverses_id is distinct from id)
);
-- One act records one fact of a kind (and dimension) once, however often the command is repeated.
create unique index facts_source_once on facts (kind, source_table, source_id, coalesce(audience, ''), coalesce(topic, ''))
  where reverses_id is null;
create index facts_unit_kind_idx on facts (unit_id, kind, occurred_on);
create index facts_kind_idx on facts (kind, occurred_on);
create index facts_source_idx on facts (source_table, source_id);
create index facts_plan_tags_idx on facts using gin (plan_tags);
create trigger facts_append_only before update or delete on facts for each row execute function refuse_change();
create trigger facts_no_truncate before truncate on facts for each statement execute function refuse_change();

-- A reversal mirrors its fact exactly: same dimensions, opposite quantity; a reversal is never reversed.
create function check_fact_reversal() returns trigger language plpgsql as $$
declare original facts%rowtype;
begin
  if new.reverses_id is null then return new; end if;
  select * into original from facts where id = new.reverses_id;
  if original.reverses_id is not null then
    raise exception 'a reversal cannot be reversed' using errcode = 'check_violation', constraint = 'facts_reversal_mirrors';
  end if;
  if (new.kind, new.occurred_on, new.unit_id, new.place, new.audience, new.topic, new.plan_tags, new.measure, new.quantity)
     is distinct from
     (original.kind, original.occurred_on, original.unit_id, original.place, original.audience, original.topic,
      original.plan_tags, original.measure, -original.quantity) then
    raise exception 'a reversal mirrors its fact' using errcode = 'check_violation', constraint = 'facts_reversal_mirrors';
  end if;
  return new;
end $$;
create trigger facts_reversal before insert on facts for each row execute function check_fact_reversal();

-- Daily sums kept in the fact's transaction, so that a roll-up reads cells and not a million facts.
create table fact_cells (
  kind text not null,
  measure text not null,
  unit_id uuid not null constraint fact_cells_unit_fkey references org_units (id),
  occurred_on date not null,
  audience text not null default '',
  topic text not null default '',
  quantity numeric not null,
  fact_count bigint not null,
  constraint fact_cells_pkey primary key (kind, measure, unit_id, occurred_on, audience, topic)
);

create table indicators (
  code text not null,
  version integer not null constraint indicators_version_check check (version > 0),
  name text not null,
  definition text not null,
  fact_kinds text[] not null constraint indicators_kinds_check check (cardinality(fact_kinds) > 0),
  filter jsonb not null default '{}',
  aggregate text not null constraint indicators_aggregate_check check (aggregate in ('sum', 'count', 'distinct_sources')),
  measure text not null,
  valid_from date not null,
  created_at timestamptz not null,
  constraint indicators_pkey primary key (code, version)
);
create trigger indicators_append_only before update or delete on indicators for each row execute function refuse_change();

-- The transparency log (RFC 9162). An entry is written in the transaction of the act; the sequencer gives it its place.
create table ledger_entries (
  id uuid constraint ledger_entries_pkey primary key,
  subject_table text not null,
  subject_id text not null,
  content_hash bytea not null constraint ledger_entries_hash_check check (length(content_hash) = 32),
  created_at timestamptz not null,
  constraint ledger_entries_subject_key unique (subject_table, subject_id, content_hash)
);
create trigger ledger_entries_append_only before update or delete on ledger_entries for each row execute function refuse_change();
create trigger ledger_entries_no_truncate before truncate on ledger_entries for each statement execute function refuse_change();

create table ledger_leaves (
  leaf_index bigint constraint ledger_leaves_pkey primary key constraint ledger_leaves_index_check check (leaf_index >= 0),
  entry_id uuid not null constraint ledger_leaves_entry_key unique,
  leaf_hash bytea not null constraint ledger_leaves_hash_check check (length(leaf_hash) = 32)
);
create table ledger_nodes (
  level integer not null,
  node_index bigint not null,
  hash bytea not null constraint ledger_nodes_hash_check check (length(hash) = 32),
  constraint ledger_nodes_pkey primary key (level, node_index)
);
create table ledger_checkpoints (
  tree_size bigint constraint ledger_checkpoints_pkey primary key,
  note text not null,
  created_at timestamptz not null
);

-- Events for other modules and the outside, written with the act and delivered after it, at least once.
create table outbox_events (
  id uuid constraint outbox_events_pkey primary key,
  event_no bigint generated always as identity constraint outbox_events_no_key unique,
  name text not null,
  payload jsonb not null,
  created_at timestamptz not null,
  delivered_at timestamptz,
  attempts integer not null default 0,
  last_error text
);
create index outbox_events_waiting_idx on outbox_events (event_no) where delivered_at is null;
-- An effect of an event happens once for each consumer, however often the event is delivered.
create table event_receipts (
  event_id uuid not null constraint event_receipts_event_fkey references outbox_events (id) on delete cascade,
  consumer text not null,
  handled_at timestamptz not null,
  constraint event_receipts_pkey primary key (event_id, consumer)
);

create table idempotency_keys (
  actor_key text not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  response bytea,
  created_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (actor_key, route, key)
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);

create table stored_files (
  id uuid constraint stored_files_pkey primary key,
  media_type text not null,
  byte_count bigint not null constraint stored_files_size_check check (byte_count > 0),
  content_hash bytea not null,
  original_name text not null,
  unit_id uuid constraint stored_files_unit_fkey references org_units (id),
  uploaded_by_person_id uuid,
  purpose text not null,
  created_at timestamptz not null,
  deleted_at timestamptz
);
create index stored_files_hash_idx on stored_files (content_hash);

-- What cached public pages were made from: a page is current while the version it was made at is.
create table page_versions (
  scope text constraint page_versions_pkey primary key,
  version bigint not null
);
insert into page_versions (scope, version) values ('portal', 1);

-- Counted attempts for limits (passwords, codes, forms), by keyed digest and window.
create table attempt_counts (
  subject bytea not null,
  purpose text not null,
  window_start timestamptz not null,
  attempts integer not null,
  constraint attempt_counts_pkey primary key (subject, purpose, window_start)
);
create index attempt_counts_window_idx on attempt_counts (window_start);
