-- Why: a corrected fact may be recorded again for the same source (revision); monthly cells make the roll-up of a
-- whole tree read thousands of rows instead of a million; the ledger gets its queue and the one row its writers lock;
-- jobs get receipts (effect once) and a note of their last run; a failed event waits before it is tried again.
-- Lock: access exclusive on facts and outbox_events for catalogue changes only (columns with a constant default or
-- none); the new unique index is built under that lock. Safe on a live table: the facts' index is the long part;
-- on a large table build it beforehand with CREATE INDEX CONCURRENTLY under the same name.
alter table facts add column revision integer not null default 0 constraint facts_revision_check check (revision >= 0);
drop index facts_source_once;
create unique index facts_source_once
  on facts (kind, source_table, source_id, coalesce(audience, ''), coalesce(topic, ''), revision)
  where reverses_id is null;

create table fact_month_cells (
  kind text not null,
  measure text not null,
  unit_id uuid not null constraint fact_month_cells_unit_fkey references org_units (id),
  month date not null constraint fact_month_cells_month_check check (extract(day from month) = 1),
  audience text not null default '',
  quantity numeric not null,
  fact_count bigint not null,
  constraint fact_month_cells_pkey primary key (kind, measure, unit_id, month, audience)
);
insert into fact_month_cells (kind, measure, unit_id, month, audience, quantity, fact_count)
select kind, measure, unit_id, date_trunc('month', occurred_on)::date, audience, sum(quantity), sum(fact_count)
from fact_cells group by 1, 2, 3, 4, 5;

-- The one row of the log: what is fixed for its whole life, and the lock that its writers take in turn.
create table ledger_state (
  only_one boolean constraint ledger_state_pkey primary key default true
    constraint ledger_state_only_one_check check (only_one),
  origin text,
  suite text constraint ledger_state_suite_check check (suite in ('sha256', 'sm3')),
  verifier text,
  constraint ledger_state_complete_check check ((origin is null) = (suite is null) and (suite is null) = (verifier is null))
);
insert into ledger_state (only_one) values (true);

-- Entries that have no place in the tree yet, in the order in which they were written. Filled by a trigger, so that
-- no writer can forget it; `pending_no` follows the row locks of the acts, as wall clocks would not.
create table ledger_pending (
  pending_no bigint generated always as identity constraint ledger_pending_pkey primary key,
  entry_id uuid not null constraint ledger_pending_entry_key unique
    constraint ledger_pending_entry_fkey references ledger_entries (id)
);
create function queue_ledger_entries() returns trigger language plpgsql as $$
begin
  insert into ledger_pending (entry_id) select id from added;
  return null;
end $$;
create trigger ledger_entries_queue after insert on ledger_entries
  referencing new table as added for each statement execute function queue_ledger_entries();
insert into ledger_pending (entry_id)
select e.id from ledger_entries e left join ledger_leaves l on l.entry_id = e.id
where l.entry_id is null order by e.created_at, e.id;

-- A job's effect happens once, however often the job is delivered.
create table job_receipts (
  job_id uuid constraint job_receipts_pkey primary key,
  name text not null,
  handled_at timestamptz not null
);
create index job_receipts_handled_idx on job_receipts (handled_at);

create table periodic_runs (
  name text constraint periodic_runs_pkey primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  last_error text
);

alter table outbox_events add column retry_at timestamptz;
