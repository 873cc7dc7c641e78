-- Why: a team looks for people of a group (招募, Y-21, K-05): a drive has a code to scan or to type, a number wanted and a last
-- day; a resident applies himself, the leader admits or declines with a reason.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table recruitments (
  id uuid constraint recruitments_pkey primary key,
  team_id uuid not null constraint recruitments_team_fkey references volunteer_teams (id),
  -- On posters and read aloud: without letters that are taken for another.
  code text not null constraint recruitments_code_key unique constraint recruitments_code_check check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),
  audience text not null constraint recruitments_audience_check check (audience in ('campus', 'enterprise', 'senior', 'society', 'teacher', 'health', 'media', 'resident')),
  about text not null constraint recruitments_about_check check (length(btrim(about)) between 5 and 300),
  wanted integer not null constraint recruitments_wanted_check check (wanted between 1 and 200),
  -- Counted up in the statement that looks whether a place is left, so that two admissions at once cannot share the last one.
  admitted integer not null default 0,
  apply_until_on date not null,
  serves_from_on date not null,
  serves_until_on date not null,
  status text not null constraint recruitments_status_check check (status in ('open', 'closed')),
  status_changed_at timestamptz not null,
  created_at timestamptz not null,
  constraint recruitments_places_check check (admitted between 0 and wanted),
  constraint recruitments_term_check check (serves_from_on <= serves_until_on and serves_until_on - serves_from_on <= 400 and apply_until_on <= serves_until_on)
);
-- One drive at a time for a team and a group.
create unique index recruitments_one_open on recruitments (team_id, audience) where status = 'open';
create index recruitments_team_idx on recruitments (team_id, created_at desc);

create table recruitment_applications (
  id uuid constraint recruitment_applications_pkey primary key,
  recruitment_id uuid not null constraint recruitment_applications_recruitment_fkey references recruitments (id),
  person_id uuid not null constraint recruitment_applications_person_fkey references persons (id),
  words_sealed bytea,
  days smallint[] not null constraint recruitment_applications_days_check check (cardinality(days) between 1 and 7 and days <@ '{1,2,3,4,5,6,7}'::smallint[]),
  halves text[] not null constraint recruitment_applications_halves_check check (cardinality(halves) between 1 and 3 and halves <@ '{morning,afternoon,evening}'::text[]),
  status text not null constraint recruitment_applications_status_check check (status in ('applied', 'admitted', 'declined', 'withdrawn')),
  status_changed_at timestamptz not null,
  decision_reason text,
  created_at timestamptz not null,
  constraint recruitment_applications_reason_check check (status <> 'declined' or length(btrim(decision_reason)) >= 5)
);
-- Who applied or was admitted does not apply again.
create unique index recruitment_applications_once on recruitment_applications (recruitment_id, person_id) where status in ('applied', 'admitted');
create index recruitment_applications_person_idx on recruitment_applications (person_id, created_at desc);
