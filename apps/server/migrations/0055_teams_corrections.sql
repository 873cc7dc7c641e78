-- Why: a volunteer asks for a correction of his hours and a second person decides (B-11, 民政部令第67号); the record that replaces
-- another names it.
-- Lock: one column with a foreign key is added to service_hours, a short exclusive lock; otherwise creates only.
-- Safe on a live database: yes, nothing is rewritten, the column is null.
alter table service_hours
  add column corrects_id uuid constraint service_hours_corrects_fkey references service_hours (id);
create index service_hours_corrects_idx on service_hours (corrects_id) where corrects_id is not null;

create table hours_corrections (
  id uuid constraint hours_corrections_pkey primary key,
  hours_id uuid not null constraint hours_corrections_hours_fkey references service_hours (id),
  person_id uuid not null constraint hours_corrections_person_fkey references persons (id),
  wanted_minutes integer not null constraint hours_corrections_minutes_check check (wanted_minutes between 0 and 720),
  reason text not null constraint hours_corrections_reason_check check (length(btrim(reason)) between 5 and 300),
  status text not null constraint hours_corrections_status_check check (status in ('requested', 'accepted', 'refused')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint hours_corrections_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint hours_corrections_second_person_check check (status = 'requested'
    or (decided_by_person_id is not null and decided_by_person_id <> person_id)),
  constraint hours_corrections_refusal_check check (status <> 'refused' or length(btrim(decision_reason)) >= 5)
);
create unique index hours_corrections_one_open on hours_corrections (hours_id) where status = 'requested';
create index hours_corrections_person_idx on hours_corrections (person_id, created_at desc);
