-- Why: experts register themselves with proof and are admitted by somebody else (U-01), say when they are away, how much they take and
-- where they have an interest (R-09), belong to the senior group (E-02), and stand on the roster of a week (R-09).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table expert_profiles (
  expert_id uuid constraint expert_profiles_pkey primary key constraint expert_profiles_expert_fkey references experts (id),
  is_senior boolean not null,
  -- Questions at one time.
  open_limit integer not null constraint expert_profiles_limit_check check (open_limit between 0 and 50),
  away_from date,
  away_until date,
  updated_at timestamptz not null,
  constraint expert_profiles_away_check check ((away_from is null) = (away_until is null) and (away_from is null or away_until >= away_from))
);

create table expert_interests (
  id uuid constraint expert_interests_pkey primary key,
  expert_id uuid not null constraint expert_interests_expert_fkey references experts (id),
  organisation text not null constraint expert_interests_organisation_check check (length(btrim(organisation)) between 2 and 80),
  relation text not null constraint expert_interests_relation_check check (length(btrim(relation)) between 2 and 200),
  declared_at timestamptz not null,
  ended_at timestamptz
);
create index expert_interests_expert_idx on expert_interests (expert_id) where ended_at is null;

create table expert_duties (
  id uuid constraint expert_duties_pkey primary key,
  unit_id uuid not null constraint expert_duties_unit_fkey references org_units (id),
  expert_id uuid not null constraint expert_duties_expert_fkey references experts (id),
  kind text not null constraint expert_duties_kind_check check (kind in ('questions', 'emergency')),
  week_starts_on date not null constraint expert_duties_monday_check check (extract(isodow from week_starts_on) = 1),
  set_by_person_id uuid constraint expert_duties_set_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint expert_duties_once unique (expert_id, kind, week_starts_on)
);
create index expert_duties_week_idx on expert_duties (week_starts_on, unit_id);

create table expert_applications (
  id uuid constraint expert_applications_pkey primary key,
  person_id uuid not null constraint expert_applications_person_fkey references persons (id),
  unit_id uuid not null constraint expert_applications_unit_fkey references org_units (id),
  public_title text not null constraint expert_applications_title_check check (length(btrim(public_title)) between 2 and 60),
  fields text[] not null constraint expert_applications_fields_check check (cardinality(fields) between 1 and 5),
  offers text not null constraint expert_applications_offers_check check (length(btrim(offers)) between 2 and 300),
  proof text not null constraint expert_applications_proof_check check (length(btrim(proof)) between 5 and 300),
  proof_file_id uuid constraint expert_applications_file_fkey references stored_files (id),
  is_senior boolean not null,
  status text not null constraint expert_applications_status_check check (status in ('submitted', 'admitted', 'refused', 'withdrawn')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint expert_applications_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  -- Nobody admits himself, and an admission says who did.
  constraint expert_applications_decision_check check (decided_by_person_id is null or decided_by_person_id <> person_id),
  constraint expert_applications_admitted_check check (status <> 'admitted' or decided_by_person_id is not null)
);
create unique index expert_applications_one_waiting on expert_applications (person_id) where status = 'submitted';
create index expert_applications_unit_idx on expert_applications (unit_id, status, created_at);
