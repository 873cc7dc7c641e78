-- Why: several checklists (示范区创建, 文明城市, institutional arrangements) over the one evidence store (B-16, M-01, T-06).
-- Lock: creates, one column added to evidence_links without default, a check that scans the small table. Safe on a live database: yes.
create table checklists (
  id uuid constraint checklists_pkey primary key,
  unit_id uuid not null constraint checklists_unit_fkey references org_units (id),
  kind text not null constraint checklists_kind_check check (kind in ('creation', 'arrangement')),
  title text not null constraint checklists_title_check check (length(btrim(title)) between 2 and 120),
  -- The published standard whose points these are.
  source text,
  created_at timestamptz not null,
  constraint checklists_title_key unique (unit_id, title)
);

create table checklist_items (
  id uuid constraint checklist_items_pkey primary key,
  checklist_id uuid not null constraint checklist_items_checklist_fkey references checklists (id),
  seq integer not null,
  code text not null constraint checklist_items_code_check check (length(btrim(code)) between 1 and 20),
  title text not null constraint checklist_items_title_check check (length(btrim(title)) between 2 and 200),
  owner_unit_id uuid constraint checklist_items_owner_fkey references org_units (id),
  due_on date,
  -- How many pieces of evidence make it done; an arrangement needs a document among them.
  needed integer not null default 1 constraint checklist_items_needed_check check (needed between 1 and 20),
  created_at timestamptz not null,
  constraint checklist_items_code_key unique (checklist_id, code),
  constraint checklist_items_seq_key unique (checklist_id, seq)
);

alter table evidence_links
  add column checklist_item_id uuid constraint evidence_links_item_fkey references checklist_items (id),
  -- A link leads to one thing.
  add constraint evidence_links_one_check check (num_nonnulls(task_id, milestone_id, checklist_item_id) = 1);
create unique index evidence_links_item_key on evidence_links (checklist_item_id, evidence_id) where removed_at is null and checklist_item_id is not null;
