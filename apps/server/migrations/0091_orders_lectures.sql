-- Why: the lecture group of senior experts (老专家科普报告团, E-04): talks that an expert offers himself, admitted by a second person; an
-- admitted talk is an item of the service menu with its lecturer, and an order of it is offered to his teams alone.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table lecture_talks (
  id uuid constraint lecture_talks_pkey primary key,
  expert_id uuid not null constraint lecture_talks_expert_fkey references experts (id),
  submitted_by_person_id uuid not null constraint lecture_talks_submitted_by_fkey references persons (id),
  unit_id uuid not null constraint lecture_talks_unit_fkey references org_units (id),
  title text not null constraint lecture_talks_title_check check (length(btrim(title)) between 4 and 40),
  about text not null constraint lecture_talks_about_check check (length(btrim(about)) between 10 and 200),
  topic text not null constraint lecture_talks_topic_fkey references topics (code),
  audiences text[] not null constraint lecture_talks_audiences_check
    check (audiences <@ array['youth', 'farmer', 'worker', 'elder', 'official'] and cardinality(audiences) > 0),
  minutes integer not null constraint lecture_talks_minutes_check check (minutes between 20 and 180),
  status text not null constraint lecture_talks_status_check check (status in ('submitted', 'admitted', 'refused', 'withdrawn')),
  status_changed_at timestamptz not null,
  item_code text constraint lecture_talks_item_key unique constraint lecture_talks_item_fkey references service_items (code),
  decided_by_person_id uuid constraint lecture_talks_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint lecture_talks_two_persons_check check (decided_by_person_id is null or decided_by_person_id <> submitted_by_person_id),
  constraint lecture_talks_admitted_check check (status <> 'admitted' or (decided_by_person_id is not null and item_code is not null)),
  constraint lecture_talks_refused_check check (status <> 'refused' or (decided_by_person_id is not null and decision_reason is not null))
);
create unique index lecture_talks_once on lecture_talks (expert_id, title) where status in ('submitted', 'admitted');
create index lecture_talks_unit_idx on lecture_talks (unit_id, status, created_at);
