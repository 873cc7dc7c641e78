-- Why: limits that a volunteer sets for himself: lighter tasks only, so many visits a week (E-03).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table volunteer_limits (
  person_id uuid constraint volunteer_limits_pkey primary key constraint volunteer_limits_person_fkey references persons (id),
  effort text not null constraint volunteer_limits_effort_check check (effort in ('light', 'normal')),
  visits_a_week integer constraint volunteer_limits_week_check check (visits_a_week between 1 and 14),
  updated_at timestamptz not null
);
