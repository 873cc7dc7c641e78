-- Why: a campus team has terms, examinations and holidays (Y-21): a team says between which days it does not come, and is offered
-- nothing then.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table team_absences (
  id uuid constraint team_absences_pkey primary key,
  team_id uuid not null constraint team_absences_team_fkey references volunteer_teams (id),
  from_on date not null,
  until_on date not null,
  reason text not null constraint team_absences_reason_check check (length(btrim(reason)) between 2 and 60),
  created_at timestamptz not null,
  constraint team_absences_days_check check (from_on <= until_on and until_on - from_on <= 200),
  constraint team_absences_no_overlap exclude using gist (team_id with =, daterange(from_on, until_on, '[]') with &&)
);
