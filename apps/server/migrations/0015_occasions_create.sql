-- Why: the yearly days, weeks and months with reminders by season (B-19 calendar page, U-02).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table occasions (
  code text constraint occasions_pkey primary key constraint occasions_code_check check (code ~ '^[a-z][a-z0-9-]{1,40}$'),
  kind text not null constraint occasions_kind_check check (kind in ('campaign', 'season')),
  name text not null constraint occasions_name_check check (length(btrim(name)) between 2 and 30),
  about text not null,
  advice text not null,
  audiences text[] not null constraint occasions_audiences_check
    check (cardinality(audiences) > 0 and audiences <@ array['youth', 'farmer', 'worker', 'elder', 'official']),
  topics text[] not null,
  words text[] not null,
  rule jsonb not null constraint occasions_rule_check check (rule ->> 'kind' in ('fixed', 'weekday', 'announced')),
  source_publisher text,
  source_title text,
  source_date date,
  source_url text constraint occasions_source_url_check check (source_url ~ '^https?://'),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- A date that nobody can look up is not shown: it waits for the year's notice.
  constraint occasions_dated_is_sourced check (rule ->> 'kind' = 'announced' or (source_publisher is not null and source_title is not null))
);

create table occasion_periods (
  id uuid constraint occasion_periods_pkey primary key,
  occasion_code text not null constraint occasion_periods_occasion_fkey references occasions (code),
  starts_on date not null,
  ends_on date not null,
  is_on boolean not null,
  reason text not null constraint occasion_periods_reason_check check (length(btrim(reason)) between 2 and 200),
  -- The day from which an ended period no longer counts.
  ended_on date,
  end_reason text,
  created_at timestamptz not null,
  constraint occasion_periods_days_check check (ends_on >= starts_on and ends_on - starts_on <= 365),
  constraint occasion_periods_end_check check (
    (ended_on is null) = (end_reason is null) and (ended_on is null or ended_on between starts_on and ends_on)),
  constraint occasion_periods_no_overlap exclude using gist (
    occasion_code with =, daterange(starts_on, coalesce(ended_on, ends_on + 1), '[)') with &&)
);
