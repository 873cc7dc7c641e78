-- Why: supervision (督促检查, O-02, M-03, Z-04, O-06): notices whose receipt is known by unit, inspections with a self-check and a
-- random sample of records that anybody can draw again, and rectification orders with their whole history.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table unit_notices (
  id uuid constraint unit_notices_pkey primary key,
  notice_no bigint generated always as identity constraint unit_notices_no_key unique,
  unit_id uuid not null constraint unit_notices_unit_fkey references org_units (id),
  title text not null constraint unit_notices_title_check check (length(btrim(title)) between 4 and 80),
  body text not null constraint unit_notices_body_check check (length(btrim(body)) between 5 and 5000),
  receive_by date,
  issued_by_person_id uuid constraint unit_notices_issued_by_fkey references persons (id),
  issued_at timestamptz not null
);
create index unit_notices_unit_idx on unit_notices (unit_id, issued_at desc);

-- A unit has received a notice or not; which of its people opened it is nobody's business (O-06).
create table notice_receipts (
  notice_id uuid not null constraint notice_receipts_notice_fkey references unit_notices (id),
  unit_id uuid not null constraint notice_receipts_unit_fkey references org_units (id),
  received_at timestamptz,
  constraint notice_receipts_pkey primary key (notice_id, unit_id)
);
create index notice_receipts_waiting_idx on notice_receipts (unit_id) where received_at is null;

create table inspections (
  id uuid constraint inspections_pkey primary key,
  inspection_no bigint generated always as identity constraint inspections_no_key unique,
  unit_id uuid not null constraint inspections_unit_fkey references org_units (id),
  title text not null constraint inspections_title_check check (length(btrim(title)) between 4 and 80),
  period_from date not null,
  period_to date not null,
  sample_size integer not null constraint inspections_sample_size_check check (sample_size between 1 and 500),
  fact_kinds text[] not null,
  status text not null constraint inspections_status_check check (status in ('announced', 'frozen', 'drawn', 'concluded')),
  status_changed_at timestamptz not null,
  announced_by_person_id uuid constraint inspections_announced_by_fkey references persons (id),
  announced_at timestamptz not null,
  -- The public checkpoint that stood at the announcement: the first half of the seed, published before the population exists.
  announced_note text not null,
  -- The population as it was written down, and the audit entry that carries its hash into the ledger.
  population_count integer,
  population_hash text constraint inspections_population_hash_check check (population_hash ~ '^[0-9a-f]{64}$'),
  frozen_audit_id uuid,
  -- The first public checkpoint that covers that audit entry: the second half of the seed, known to nobody before.
  drawn_note text,
  seed text constraint inspections_seed_check check (seed ~ '^[0-9a-f]{64}$'),
  conclusion text,
  constraint inspections_period_check check (period_to >= period_from),
  constraint inspections_frozen_check check ((status = 'announced') = (population_hash is null) and (population_hash is null) = (population_count is null)),
  constraint inspections_drawn_check check ((status in ('drawn', 'concluded')) = (seed is not null) and (seed is null) = (drawn_note is null)),
  constraint inspections_concluded_check check ((status = 'concluded') = (conclusion is not null))
);
create index inspections_unit_idx on inspections (unit_id, announced_at desc);

create table inspection_units (
  inspection_id uuid not null constraint inspection_units_inspection_fkey references inspections (id),
  unit_id uuid not null constraint inspection_units_unit_fkey references org_units (id),
  self_check text constraint inspection_units_self_check_check check (length(btrim(self_check)) between 5 and 5000),
  self_checked_at timestamptz,
  letter text,
  constraint inspection_units_pkey primary key (inspection_id, unit_id),
  constraint inspection_units_self_checked_check check ((self_check is null) = (self_checked_at is null))
);
create index inspection_units_unit_idx on inspection_units (unit_id);

create table inspection_population (
  inspection_id uuid not null constraint inspection_population_inspection_fkey references inspections (id),
  position integer not null constraint inspection_population_position_check check (position >= 0),
  record_table text not null,
  record_id text not null,
  unit_id uuid not null constraint inspection_population_unit_fkey references org_units (id),
  constraint inspection_population_pkey primary key (inspection_id, position),
  constraint inspection_population_record_key unique (inspection_id, record_table, record_id)
);

create table inspection_samples (
  id uuid constraint inspection_samples_pkey primary key,
  inspection_id uuid not null,
  draw_no integer not null constraint inspection_samples_draw_no_check check (draw_no >= 1),
  position integer not null,
  verdict text not null constraint inspection_samples_verdict_check check (verdict in ('waiting', 'sound', 'failed')),
  finding text,
  checked_by_person_id uuid constraint inspection_samples_checked_by_fkey references persons (id),
  checked_at timestamptz,
  constraint inspection_samples_population_fkey foreign key (inspection_id, position) references inspection_population (inspection_id, position),
  constraint inspection_samples_draw_key unique (inspection_id, draw_no),
  constraint inspection_samples_position_key unique (inspection_id, position),
  constraint inspection_samples_checked_check check ((verdict = 'waiting') = (checked_at is null)),
  constraint inspection_samples_failed_check check (verdict <> 'failed' or length(btrim(finding)) >= 5)
);

create table rectifications (
  id uuid constraint rectifications_pkey primary key,
  rectification_no bigint generated always as identity constraint rectifications_no_key unique,
  inspection_id uuid not null constraint rectifications_inspection_fkey references inspections (id),
  sample_id uuid constraint rectifications_sample_fkey references inspection_samples (id),
  unit_id uuid not null constraint rectifications_unit_fkey references org_units (id),
  body text not null constraint rectifications_body_check check (length(btrim(body)) between 5 and 1000),
  ordered_on date not null,
  due_on date not null,
  status text not null constraint rectifications_status_check check (status in ('ordered', 'reported', 'verified', 'closed')),
  status_changed_at timestamptz not null,
  reported_by_person_id uuid constraint rectifications_reported_by_fkey references persons (id),
  verified_by_person_id uuid constraint rectifications_verified_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint rectifications_due_check check (due_on > ordered_on),
  constraint rectifications_second_person_check check (verified_by_person_id is null or verified_by_person_id <> reported_by_person_id)
);
create index rectifications_unit_idx on rectifications (unit_id, status, due_on);
create index rectifications_inspection_idx on rectifications (inspection_id);
create unique index rectifications_sample_key on rectifications (sample_id) where sample_id is not null;

-- Everything that happened to an order, for ever.
create table rectification_steps (
  id uuid constraint rectification_steps_pkey primary key,
  step_no bigint generated always as identity constraint rectification_steps_no_key unique,
  rectification_id uuid not null constraint rectification_steps_rectification_fkey references rectifications (id),
  event text not null constraint rectification_steps_event_check check (event in ('order', 'report', 'return', 'verify', 'close')),
  note text,
  evidence_link text constraint rectification_steps_link_check check (evidence_link ~ '^/[^/]'),
  evidence_file_id uuid constraint rectification_steps_file_fkey references stored_files (id),
  person_id uuid constraint rectification_steps_person_fkey references persons (id),
  at timestamptz not null,
  constraint rectification_steps_evidence_check check (event <> 'report' or evidence_link is not null or evidence_file_id is not null)
);
create index rectification_steps_rectification_idx on rectification_steps (rectification_id, step_no);

-- What was published stays: the rule at the announcement, the population once frozen, the seed once drawn.
create function inspections_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.unit_id, new.period_from, new.period_to, new.sample_size, new.fact_kinds, new.announced_at, new.announced_note)
      is distinct from (old.unit_id, old.period_from, old.period_to, old.sample_size, old.fact_kinds, old.announced_at, old.announced_note)
    or (old.population_hash is not null and (new.population_hash, new.population_count) is distinct from (old.population_hash, old.population_count))
    or (old.frozen_audit_id is not null and new.frozen_audit_id is distinct from old.frozen_audit_id)
    or (old.seed is not null and (new.seed, new.drawn_note) is distinct from (old.seed, old.drawn_note))
    or (old.conclusion is not null and new.conclusion is distinct from old.conclusion) then
    raise exception 'rule, population, seed and conclusion of an inspection never change' using errcode = '23514', constraint = 'inspections_stay';
  end if;
  return new;
end $$;
create trigger inspections_stay before update or delete on inspections for each row execute function inspections_keep();

create function inspection_population_keep() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' or not exists (select 1 from inspections i where i.id = new.inspection_id and i.status = 'announced') then
    raise exception 'a frozen population never changes' using errcode = '23514', constraint = 'inspection_population_stays';
  end if;
  return new;
end $$;
create trigger inspection_population_stays before insert or update or delete on inspection_population
  for each row execute function inspection_population_keep();

create function inspection_samples_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.inspection_id, new.draw_no, new.position) is distinct from (old.inspection_id, old.draw_no, old.position) then
    raise exception 'a drawn sample never changes' using errcode = '23514', constraint = 'inspection_samples_stay';
  end if;
  return new;
end $$;
create trigger inspection_samples_stay before update or delete on inspection_samples
  for each row execute function inspection_samples_keep();

create function rectification_steps_keep() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a rectification is only added to' using errcode = '23514', constraint = 'rectification_steps_stay';
end $$;
create trigger rectification_steps_stay before update or delete on rectification_steps
  for each row execute function rectification_steps_keep();
