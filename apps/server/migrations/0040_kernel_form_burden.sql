-- Why: how many minutes of typing the forms ask of each unit and week (Q-24, J12; docs/adr/0014). Totals only: no person, no
-- record, no time of day. Written at the end of the act that a form sent.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table form_burden_weeks (
  unit_id uuid not null constraint form_burden_weeks_unit_fkey references org_units (id),
  week_starts_on date not null constraint form_burden_weeks_monday_check check (extract(isodow from week_starts_on) = 1),
  -- The policy action that the form served, e.g. orders.screen.
  form text not null,
  forms integer not null constraint form_burden_weeks_forms_check check (forms > 0),
  fields integer not null constraint form_burden_weeks_fields_check check (fields >= 0),
  seconds integer not null constraint form_burden_weeks_seconds_check check (seconds >= 0),
  constraint form_burden_weeks_pkey primary key (unit_id, week_starts_on, form)
);
create index form_burden_weeks_week_idx on form_burden_weeks (week_starts_on);
