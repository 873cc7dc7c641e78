-- Why: training that goes to a school or a village has an attendance roll (Y-34): adults by name, pupils and who gives no name as a number,
-- signed by a trainer who was there; afterwards it changes only by a correction with a reason and a second person.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table training_rolls (
  id uuid constraint training_rolls_pkey primary key,
  visit_id uuid not null constraint training_rolls_visit_key unique constraint training_rolls_visit_fkey references visits (id),
  status text not null constraint training_rolls_status_check check (status in ('open', 'signed')),
  status_changed_at timestamptz not null,
  signed_by_person_id uuid constraint training_rolls_signed_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint training_rolls_signed_check check ((status = 'signed') = (signed_by_person_id is not null))
);

create table training_roll_lines (
  id uuid constraint training_roll_lines_pkey primary key,
  line_no bigint generated always as identity constraint training_roll_lines_no_key unique,
  roll_id uuid not null constraint training_roll_lines_roll_fkey references training_rolls (id),
  audience text not null constraint training_roll_lines_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  kind text not null constraint training_roll_lines_kind_check check (kind in ('person', 'group')),
  name_sealed bytea,
  group_name text,
  people integer not null constraint training_roll_lines_people_check check (people between 1 and 1000),
  entered_by_person_id uuid not null constraint training_roll_lines_entered_by_fkey references persons (id),
  entered_at timestamptz not null,
  struck_at timestamptz,
  -- The name of a person is erased in time; a pupil's is never written down.
  constraint training_roll_lines_person_check check (kind <> 'person' or (people = 1 and audience <> 'youth' and group_name is null)),
  constraint training_roll_lines_group_check check (kind <> 'group' or (name_sealed is null and group_name is not null))
);
create index training_roll_lines_roll_idx on training_roll_lines (roll_id, line_no);

create table training_roll_changes (
  id uuid constraint training_roll_changes_pkey primary key,
  roll_id uuid not null constraint training_roll_changes_roll_fkey references training_rolls (id),
  line_id uuid constraint training_roll_changes_line_fkey references training_roll_lines (id),
  audience text,
  name_sealed bytea,
  group_name text,
  people integer constraint training_roll_changes_people_check check (people between 1 and 1000),
  reason text not null constraint training_roll_changes_reason_check check (length(btrim(reason)) between 5 and 300),
  status text not null constraint training_roll_changes_status_check check (status in ('asked', 'agreed', 'refused')),
  status_changed_at timestamptz not null,
  asked_by_person_id uuid not null constraint training_roll_changes_asked_by_fkey references persons (id),
  decided_by_person_id uuid constraint training_roll_changes_decided_by_fkey references persons (id),
  created_at timestamptz not null,
  -- A line is struck, or one is added.
  constraint training_roll_changes_what_check check ((line_id is null) = (audience is not null and people is not null)),
  constraint training_roll_changes_decided_check check ((status = 'asked') = (decided_by_person_id is null)),
  constraint training_roll_changes_two_persons_check check (decided_by_person_id <> asked_by_person_id)
);
create unique index training_roll_changes_one_open on training_roll_changes (roll_id) where status = 'asked';
