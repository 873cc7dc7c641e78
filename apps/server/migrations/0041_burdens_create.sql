-- Why: how many minutes of typing a week may ask of a unit, set with a reason and kept with its history (Q-24, J12).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table burden_limits (
  id uuid constraint burden_limits_pkey primary key,
  -- Holds at this unit and below, until a nearer or a later one.
  unit_id uuid not null constraint burden_limits_unit_fkey references org_units (id),
  minutes integer not null constraint burden_limits_minutes_check check (minutes between 1 and 2400),
  reason text not null constraint burden_limits_reason_check check (length(btrim(reason)) between 2 and 200),
  set_by_person_id uuid not null constraint burden_limits_set_by_fkey references persons (id),
  set_at timestamptz not null
);
create index burden_limits_unit_idx on burden_limits (unit_id, set_at desc);
