-- Why: the plan document as a tree of its own words, the tasks that are made of its clauses with owners, adoption, targets and
-- indicators, the crosswalk to upper documents (G-01, U-03, O-02, O-03, Z-06) and the evidence store (B-16, M-01, T-06).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table plan_documents (
  id uuid constraint plan_documents_pkey primary key,
  -- Whose plan it is; upper documents hang on the unit that keeps the crosswalk.
  unit_id uuid not null constraint plan_documents_unit_fkey references org_units (id),
  level text not null constraint plan_documents_level_check check (level in ('national', 'province', 'city', 'district')),
  title text not null constraint plan_documents_title_check check (length(btrim(title)) between 2 and 200),
  document_no text,
  issuer text,
  issued_on date,
  valid_from date,
  -- The last day in force.
  valid_to date,
  version integer not null constraint plan_documents_version_check check (version >= 1),
  replaces_id uuid constraint plan_documents_replaces_fkey references plan_documents (id),
  status text not null constraint plan_documents_status_check check (status in ('draft', 'in_force', 'superseded', 'expired', 'discarded')),
  status_changed_at timestamptz not null,
  filename text not null,
  file_id uuid constraint plan_documents_file_fkey references stored_files (id),
  -- sha-256 of the text that was read, so that everybody can check which words the tree was made of.
  text_hash text not null,
  sentence_count integer not null,
  diagnostics jsonb not null,
  -- What each numbered clause would become, read from its own words: the choice of tasks begins with it.
  suggestions jsonb not null,
  created_by_person_id uuid constraint plan_documents_creator_fkey references persons (id),
  created_at timestamptz not null,
  constraint plan_documents_period_check check (valid_to is null or valid_from is null or valid_to >= valid_from),
  -- What is or was in force says for which days.
  constraint plan_documents_force_check check (level <> 'district' or status in ('draft', 'discarded') or (valid_from is not null and valid_to is not null)),
  -- A unit has one plan of its own in force at a time.
  constraint plan_documents_one_in_force exclude using gist (unit_id with =, daterange(valid_from, valid_to, '[]') with &&)
    where (level = 'district' and status = 'in_force')
);
create unique index plan_documents_successor_key on plan_documents (replaces_id) where status <> 'discarded';
create index plan_documents_unit_idx on plan_documents (unit_id, level, status);

create table plan_clauses (
  id uuid constraint plan_clauses_pkey primary key,
  document_id uuid not null constraint plan_clauses_document_fkey references plan_documents (id),
  node_id text not null,
  parent_id uuid constraint plan_clauses_parent_fkey references plan_clauses (id),
  seq integer not null,
  level integer not null,
  kind text not null,
  numbering text,
  heading text,
  -- The clause's own words: [{ id, role, text }], ids of @kepu/plan-parser.
  sentences jsonb not null,
  constraint plan_clauses_node_key unique (document_id, node_id),
  constraint plan_clauses_seq_key unique (document_id, seq)
);

create table clause_links (
  id uuid constraint clause_links_pkey primary key,
  clause_id uuid not null constraint clause_links_clause_fkey references plan_clauses (id),
  upper_clause_id uuid not null constraint clause_links_upper_fkey references plan_clauses (id),
  note text,
  linked_by_person_id uuid constraint clause_links_person_fkey references persons (id),
  created_at timestamptz not null,
  constraint clause_links_pair_key unique (clause_id, upper_clause_id),
  constraint clause_links_other_check check (clause_id <> upper_clause_id)
);
create index clause_links_upper_idx on clause_links (upper_clause_id);

create table plan_tasks (
  id uuid constraint plan_tasks_pkey primary key,
  document_id uuid not null constraint plan_tasks_document_fkey references plan_documents (id),
  clause_id uuid not null constraint plan_tasks_clause_fkey references plan_clauses (id),
  code text not null constraint plan_tasks_code_check check (code ~ '^[A-Z]{1,3}-[0-9]{2,3}$'),
  title text not null constraint plan_tasks_title_check check (length(btrim(title)) between 2 and 120),
  starts_on date not null,
  due_on date not null,
  audiences text[] not null default '{}',
  pillars text[] not null default '{}',
  created_at timestamptz not null,
  constraint plan_tasks_code_key unique (document_id, code),
  constraint plan_tasks_dates_check check (due_on >= starts_on),
  constraint plan_tasks_pillars_check check (pillars <@ array['joint', 'smart', 'standard', 'regional'])
);
create index plan_tasks_clause_idx on plan_tasks (clause_id);

create table plan_task_units (
  id uuid constraint plan_task_units_pkey primary key,
  task_id uuid not null constraint plan_task_units_task_fkey references plan_tasks (id),
  unit_id uuid not null constraint plan_task_units_unit_fkey references org_units (id),
  part text not null constraint plan_task_units_part_check check (part in ('lead', 'support')),
  -- As the plan prints it.
  printed_name text,
  constraint plan_task_units_once unique (task_id, unit_id)
);
create index plan_task_units_unit_idx on plan_task_units (unit_id);

-- O-03: a unit that has taken a task into its own plan says in which document; without a document there is no adoption.
create table plan_adoptions (
  id uuid constraint plan_adoptions_pkey primary key,
  task_id uuid not null constraint plan_adoptions_task_fkey references plan_tasks (id),
  unit_id uuid not null constraint plan_adoptions_unit_fkey references org_units (id),
  document_title text not null constraint plan_adoptions_title_check check (length(btrim(document_title)) between 4 and 120),
  document_no text,
  file_id uuid constraint plan_adoptions_file_fkey references stored_files (id),
  adopted_on date not null,
  adopted_by_person_id uuid constraint plan_adoptions_person_fkey references persons (id),
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  constraint plan_adoptions_document_check check (length(btrim(coalesce(document_no, ''))) >= 4 or file_id is not null),
  constraint plan_adoptions_withdrawn_check check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index plan_adoptions_standing_key on plan_adoptions (task_id, unit_id) where withdrawn_at is null;

create table task_indicators (
  id uuid constraint task_indicators_pkey primary key,
  task_id uuid not null constraint task_indicators_task_fkey references plan_tasks (id),
  indicator_code text not null,
  indicator_version integer not null,
  filter jsonb not null default '{}',
  created_at timestamptz not null,
  constraint task_indicators_indicator_fkey foreign key (indicator_code, indicator_version) references indicators (code, version)
);
create index task_indicators_task_idx on task_indicators (task_id);

create table plan_targets (
  id uuid constraint plan_targets_pkey primary key,
  task_id uuid not null constraint plan_targets_task_fkey references plan_tasks (id),
  seq integer not null,
  title text not null constraint plan_targets_title_check check (length(btrim(title)) between 2 and 120),
  -- The indicator whose facts it is measured by; null where nothing the system records can tell.
  task_indicator_id uuid constraint plan_targets_indicator_fkey references task_indicators (id),
  comparison text not null constraint plan_targets_comparison_check check (comparison in ('atLeast', 'moreThan', 'atMost', 'lessThan')),
  value numeric(18, 4) not null,
  measure text not null constraint plan_targets_measure_check check (length(btrim(measure)) between 1 and 20),
  -- Who has to reach it: the whole area, or each unit of a kind in it.
  subject text not null constraint plan_targets_subject_check check (subject in ('area', 'each_unit', 'each_place', 'each_school')),
  -- Counted anew in every period of this length; null: once, until the task is due.
  frequency text constraint plan_targets_frequency_check check (frequency in ('day', 'week', 'month', 'quarter', 'term', 'half_year', 'year')),
  baseline numeric(18, 4),
  baseline_on date,
  -- Points between baseline and target that were agreed: [{ on, value }].
  path jsonb not null default '[]',
  sentence_id text,
  created_at timestamptz not null,
  -- A share says from where it starts.
  constraint plan_targets_baseline_check check (measure <> '%' or frequency is not null or baseline is not null),
  constraint plan_targets_baseline_day_check check ((baseline is null) = (baseline_on is null)),
  constraint plan_targets_path_check check (jsonb_typeof(path) = 'array'),
  constraint plan_targets_seq_key unique (task_id, seq)
);

-- A plan whose time is over does not change any more; the next one does.
create function plan_tasks_stay_frozen() returns trigger language plpgsql as $$
declare task uuid; ended boolean;
begin
  if tg_table_name = 'plan_tasks' then
    select status in ('superseded', 'expired', 'discarded') into ended from plan_documents
      where id = case when tg_op = 'DELETE' then old.document_id else new.document_id end;
  else
    task := case when tg_op = 'DELETE' then old.task_id else new.task_id end;
    select d.status in ('superseded', 'expired', 'discarded') into ended from plan_tasks t join plan_documents d on d.id = t.document_id where t.id = task;
  end if;
  if ended then
    raise exception 'the plan of this task is frozen' using errcode = '23514', constraint = 'plan_tasks_frozen';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger plan_tasks_frozen before insert or update or delete on plan_tasks for each row execute function plan_tasks_stay_frozen();
create trigger plan_task_units_frozen before insert or update or delete on plan_task_units for each row execute function plan_tasks_stay_frozen();
create trigger plan_targets_frozen before insert or update or delete on plan_targets for each row execute function plan_tasks_stay_frozen();
create trigger task_indicators_frozen before insert or update or delete on task_indicators for each row execute function plan_tasks_stay_frozen();

create table evidence_items (
  id uuid constraint evidence_items_pkey primary key,
  unit_id uuid not null constraint evidence_items_unit_fkey references org_units (id),
  kind text not null constraint evidence_items_kind_check check (kind in ('document', 'photo', 'minutes', 'count_sheet', 'record')),
  title text not null constraint evidence_items_title_check check (length(btrim(title)) between 4 and 120),
  happened_on date not null,
  -- What it is evidence of stands behind it: bytes that we keep, or a record of the system.
  file_id uuid constraint evidence_items_file_fkey references stored_files (id),
  record_table text,
  record_id text,
  -- Number on a signed sheet, only where no fact tells it; then somebody signed for it.
  quantity numeric(18, 4),
  measure text,
  signed_by_post text,
  added_by_person_id uuid constraint evidence_items_person_fkey references persons (id),
  created_at timestamptz not null,
  constraint evidence_items_source_check check (file_id is not null or (record_table is not null and record_id is not null)),
  constraint evidence_items_record_check check ((record_table is null) = (record_id is null)),
  constraint evidence_items_quantity_check check (quantity is null
    or (kind = 'count_sheet' and measure is not null and length(btrim(signed_by_post)) >= 2))
);
create index evidence_items_unit_idx on evidence_items (unit_id, happened_on desc);

-- Evidence never loses what it stands on: what was recorded stays, only its links to tasks and checklists end, with a reason.
create function evidence_items_keep() returns trigger language plpgsql as $$
begin
  raise exception 'evidence stays as it was recorded' using errcode = '23514', constraint = 'evidence_items_stay';
end $$;
create trigger evidence_items_stay before update or delete on evidence_items for each row execute function evidence_items_keep();

create table evidence_links (
  id uuid constraint evidence_links_pkey primary key,
  evidence_id uuid not null constraint evidence_links_evidence_fkey references evidence_items (id),
  task_id uuid constraint evidence_links_task_fkey references plan_tasks (id),
  note text,
  linked_by_person_id uuid constraint evidence_links_person_fkey references persons (id),
  linked_at timestamptz not null,
  removed_at timestamptz,
  removed_by_person_id uuid constraint evidence_links_remover_fkey references persons (id),
  removed_reason text,
  constraint evidence_links_removed_check check ((removed_at is null) = (removed_reason is null))
);
create unique index evidence_links_task_key on evidence_links (evidence_id, task_id) where removed_at is null and task_id is not null;
create index evidence_links_task_idx on evidence_links (task_id) where removed_at is null;
