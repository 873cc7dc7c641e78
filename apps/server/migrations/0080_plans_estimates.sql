-- Why: a share of the population (公民具备科学素质的比例, T-01) is known from a sample only: its rows are kept, the estimate with its error is
-- computed from them, and a stated rule says reached, not reached or cannot tell.
-- Lock: creates, nothing else. Safe on a live database: yes.
create table target_estimates (
  id uuid constraint target_estimates_pkey primary key,
  target_id uuid not null constraint target_estimates_target_fkey references plan_targets (id),
  title text not null constraint target_estimates_title_check check (length(btrim(title)) between 4 and 120),
  -- The last day of field work: the share is of that day.
  surveyed_on date not null,
  -- Name and version of the rule that says who has reached it; series under two rules are never laid side by side.
  scoring_rule text not null constraint target_estimates_rule_check check (length(btrim(scoring_rule)) between 4 and 60),
  -- The sample as it was read, one entry a respondent, without anything that could name one: weight, 1 or 0, stratum, cluster.
  weights double precision[] not null,
  reached smallint[] not null,
  strata text[] not null,
  clusters text[] not null,
  share double precision not null constraint target_estimates_share_check check (share > 0 and share < 1),
  standard_error double precision not null constraint target_estimates_error_check check (standard_error > 0),
  degrees_of_freedom double precision not null constraint target_estimates_df_check check (degrees_of_freedom > 0),
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  constraint target_estimates_withdrawn_check check ((withdrawn_at is null) = (withdrawn_reason is null)),
  constraint target_estimates_rows_check check (
    cardinality(weights) between 30 and 20000
    and cardinality(reached) = cardinality(weights)
    and cardinality(strata) in (0, cardinality(weights))
    and cardinality(clusters) in (0, cardinality(weights))
  )
);
create unique index target_estimates_day_key on target_estimates (target_id, surveyed_on) where withdrawn_at is null;

-- An estimate is never edited: it is withdrawn, once, and the survey read again.
create function target_estimates_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.withdrawn_at is null and new.withdrawn_at is not null
    and (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_reason') = (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_reason')
  then
    return new;
  end if;
  raise exception 'an estimate stays as it was computed' using errcode = '23514', constraint = 'target_estimates_stay';
end $$;
create trigger target_estimates_stay before update or delete on target_estimates for each row execute function target_estimates_keep();
