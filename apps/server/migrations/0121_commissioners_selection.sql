-- Why: commissioners are chosen (选派评审): a town calls, people apply themselves or are nominated by a unit and agree, at least two
-- reviewers score without a conflict of interest, the town decides with reasons, and the contract is signed from the application.
-- A visit's photographs are kept with the marked faces unrecognisable; the original never is (F-15).
-- Lock: creates; adds a nullable column to a small table (short exclusive lock, no rewrite). Safe on a live database: yes.
create table commissioner_calls (
  id uuid constraint commissioner_calls_pkey primary key,
  call_no integer generated always as identity constraint commissioner_calls_no_key unique,
  unit_id uuid not null constraint commissioner_calls_unit_fkey references org_units (id),
  field text not null,
  title text not null constraint commissioner_calls_title_check check (length(btrim(title)) between 4 and 60),
  bases text not null constraint commissioner_calls_bases_check check (length(btrim(bases)) between 2 and 300),
  seats smallint not null constraint commissioner_calls_seats_check check (seats between 1 and 20),
  apply_until_on date not null,
  starts_on date not null,
  ends_on date not null,
  status text not null constraint commissioner_calls_status_check check (status in ('open', 'finished', 'cancelled')),
  status_changed_at timestamptz not null,
  end_reason text,
  made_by_person_id uuid not null,
  created_at timestamptz not null,
  constraint commissioner_calls_days_check check (apply_until_on < starts_on and starts_on <= ends_on)
);
create table commissioner_reviewers (
  call_id uuid not null constraint commissioner_reviewers_call_fkey references commissioner_calls (id),
  person_id uuid not null,
  named_by_person_id uuid not null,
  created_at timestamptz not null,
  constraint commissioner_reviewers_pkey primary key (call_id, person_id)
);
create table commissioner_applications (
  id uuid constraint commissioner_applications_pkey primary key,
  call_id uuid not null constraint commissioner_applications_call_fkey references commissioner_calls (id),
  person_id uuid not null,
  statement_sealed bytea,
  nominated_by_unit_id uuid constraint commissioner_applications_unit_fkey references org_units (id),
  nominated_by_person_id uuid,
  status text not null constraint commissioner_applications_status_check
    check (status in ('nominated', 'applied', 'selected', 'passed_over', 'withdrawn')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid,
  decision_reason text,
  created_at timestamptz not null,
  constraint commissioner_applications_nominated_check check ((nominated_by_unit_id is null) = (nominated_by_person_id is null)),
  constraint commissioner_applications_other_check check (nominated_by_person_id <> person_id and decided_by_person_id <> person_id),
  constraint commissioner_applications_decided_check
    check ((status in ('selected', 'passed_over')) = (decided_by_person_id is not null and decision_reason is not null))
);
create unique index commissioner_applications_once on commissioner_applications (call_id, person_id) where status <> 'withdrawn';
create index commissioner_applications_person_idx on commissioner_applications (person_id);
create table commissioner_reviews (
  application_id uuid not null constraint commissioner_reviews_application_fkey references commissioner_applications (id),
  reviewer_person_id uuid not null,
  conflict boolean not null,
  skill smallint constraint commissioner_reviews_skill_check check (skill between 0 and 40),
  practice smallint constraint commissioner_reviews_practice_check check (practice between 0 and 30),
  plan smallint constraint commissioner_reviews_plan_check check (plan between 0 and 30),
  comment text,
  created_at timestamptz not null,
  constraint commissioner_reviews_pkey primary key (application_id, reviewer_person_id),
  constraint commissioner_reviews_scored_check check (
    conflict = (skill is null) and conflict = (practice is null) and conflict = (plan is null) and conflict = (comment is null))
);
alter table commissioner_contracts add column application_id uuid
  constraint commissioner_contracts_application_fkey references commissioner_applications (id)
  constraint commissioner_contracts_application_key unique;
create table commissioner_photos (
  id uuid constraint commissioner_photos_pkey primary key,
  log_id uuid not null constraint commissioner_photos_log_fkey references commissioner_logs (id),
  file_id uuid not null constraint commissioner_photos_file_fkey references stored_files (id) constraint commissioner_photos_file_key unique,
  created_at timestamptz not null
);
create index commissioner_photos_log_idx on commissioner_photos (log_id, created_at);
