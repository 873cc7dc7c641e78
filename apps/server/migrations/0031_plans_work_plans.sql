-- Why: yearly work plans of streets and departments drafted from the tasks (O-04), milestones (Z-01), and budget lines with what was
-- spent (K-06).
-- Lock: creates, and two columns added to evidence_links without default. Safe on a live database: yes.
create table work_plans (
  id uuid constraint work_plans_pkey primary key,
  document_id uuid not null constraint work_plans_document_fkey references plan_documents (id),
  unit_id uuid not null constraint work_plans_unit_fkey references org_units (id),
  year integer not null constraint work_plans_year_check check (year between 2000 and 2100),
  version integer not null constraint work_plans_version_check check (version >= 1),
  amends_id uuid constraint work_plans_amends_fkey references work_plans (id),
  amend_reason text,
  status text not null constraint work_plans_status_check check (status in ('draft', 'submitted', 'returned', 'approved', 'superseded')),
  status_changed_at timestamptz not null,
  submitted_by_person_id uuid constraint work_plans_submitter_fkey references persons (id),
  decided_by_person_id uuid constraint work_plans_decider_fkey references persons (id),
  decision_reason text,
  created_by_person_id uuid constraint work_plans_creator_fkey references persons (id),
  created_at timestamptz not null,
  constraint work_plans_version_key unique (document_id, unit_id, year, version),
  constraint work_plans_amend_check check ((amends_id is null) = (amend_reason is null)),
  -- Nobody approves what he handed in himself.
  constraint work_plans_second_person_check check (decided_by_person_id is null or decided_by_person_id <> submitted_by_person_id)
);
create unique index work_plans_one_open on work_plans (document_id, unit_id, year) where status in ('draft', 'submitted', 'returned');
create unique index work_plans_one_approved on work_plans (document_id, unit_id, year) where status = 'approved';
create index work_plans_unit_idx on work_plans (unit_id, year);

create table work_plan_items (
  id uuid constraint work_plan_items_pkey primary key,
  work_plan_id uuid not null constraint work_plan_items_plan_fkey references work_plans (id),
  task_id uuid not null constraint work_plan_items_task_fkey references plan_tasks (id),
  seq integer not null,
  title text not null constraint work_plan_items_title_check check (length(btrim(title)) between 2 and 120),
  months integer[] not null default '{}',
  goal numeric(18, 4),
  measure text,
  money numeric(14, 2) constraint work_plan_items_money_check check (money >= 0),
  note text,
  -- Counts changes, so that two who write at once lose nothing.
  revision integer not null default 1,
  updated_at timestamptz not null,
  constraint work_plan_items_months_check check (months <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  constraint work_plan_items_goal_check check ((goal is null) = (measure is null)),
  constraint work_plan_items_seq_key unique (work_plan_id, seq)
);

create table plan_milestones (
  id uuid constraint plan_milestones_pkey primary key,
  document_id uuid not null constraint plan_milestones_document_fkey references plan_documents (id),
  task_id uuid constraint plan_milestones_task_fkey references plan_tasks (id),
  unit_id uuid not null constraint plan_milestones_unit_fkey references org_units (id),
  title text not null constraint plan_milestones_title_check check (length(btrim(title)) between 2 and 120),
  due_on date not null,
  created_at timestamptz not null
);
create index plan_milestones_document_idx on plan_milestones (document_id, due_on);

create table budget_lines (
  id uuid constraint budget_lines_pkey primary key,
  unit_id uuid not null constraint budget_lines_unit_fkey references org_units (id),
  year integer not null constraint budget_lines_year_check check (year between 2000 and 2100),
  title text not null constraint budget_lines_title_check check (length(btrim(title)) between 2 and 120),
  amount numeric(14, 2) not null constraint budget_lines_amount_check check (amount > 0),
  -- The budget document in which the line stands.
  document_title text not null constraint budget_lines_document_check check (length(btrim(document_title)) between 4 and 120),
  document_no text,
  created_by_person_id uuid constraint budget_lines_person_fkey references persons (id),
  created_at timestamptz not null,
  constraint budget_lines_title_key unique (unit_id, year, title)
);

create table budget_spendings (
  id uuid constraint budget_spendings_pkey primary key,
  line_id uuid not null constraint budget_spendings_line_fkey references budget_lines (id),
  amount numeric(14, 2) not null constraint budget_spendings_amount_check check (amount > 0),
  spent_on date not null,
  purpose text not null constraint budget_spendings_purpose_check check (length(btrim(purpose)) between 2 and 200),
  task_id uuid constraint budget_spendings_task_fkey references plan_tasks (id),
  evidence_id uuid constraint budget_spendings_evidence_fkey references evidence_items (id),
  -- Why more was spent than the line holds.
  over_reason text,
  recorded_by_person_id uuid constraint budget_spendings_person_fkey references persons (id),
  created_at timestamptz not null,
  cancelled_at timestamptz,
  cancelled_reason text,
  constraint budget_spendings_cancelled_check check ((cancelled_at is null) = (cancelled_reason is null))
);
create index budget_spendings_line_idx on budget_spendings (line_id) where cancelled_at is null;

alter table evidence_links
  add column milestone_id uuid constraint evidence_links_milestone_fkey references plan_milestones (id);
create unique index evidence_links_milestone_key on evidence_links (milestone_id, evidence_id) where removed_at is null and milestone_id is not null;
