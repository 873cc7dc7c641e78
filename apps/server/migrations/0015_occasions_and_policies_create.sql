-- Why: the yearly days, weeks and months with reminders by season (B-19 calendar page, U-02), and the policy library in plain
-- words (K-01).
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

create table policies (
  id uuid constraint policies_pkey primary key,
  policy_no bigint generated always as identity constraint policies_no_key unique,
  unit_id uuid not null constraint policies_unit_fkey references org_units (id),
  title text not null constraint policies_title_check check (length(btrim(title)) between 4 and 120),
  document_no text,
  issuer text not null,
  level text not null constraint policies_level_check check (level in ('national', 'ministry', 'province', 'city', 'district')),
  issued_on date not null,
  effective_on date,
  ended_on date,
  end_reason text,
  official_url text not null constraint policies_url_check check (official_url ~ '^https?://'),
  looked_up_on date not null,
  summary text not null,
  points jsonb not null constraint policies_points_check check (jsonb_typeof(points) = 'array' and jsonb_array_length(points) > 0),
  applies_to text[] not null constraint policies_applies_to_check check (applies_to <@ array['resident', 'elder', 'guardian', 'school',
    'base', 'volunteer_team', 'enterprise', 'research_unit', 'media', 'government'] and cardinality(applies_to) > 0),
  matters text[] not null constraint policies_matters_check
    check (matters <@ array['duty', 'right', 'money', 'recognition', 'safety'] and cardinality(matters) > 0),
  status text not null constraint policies_status_check check (status in ('draft', 'published', 'ended', 'dropped')),
  status_changed_at timestamptz not null,
  drafted_by_person_id uuid not null,
  published_by_person_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint policies_two_people check (published_by_person_id is null or published_by_person_id <> drafted_by_person_id),
  constraint policies_published_by_check check (status not in ('published', 'ended') or published_by_person_id is not null),
  constraint policies_ended_check check (status <> 'ended' or (ended_on is not null and end_reason is not null)),
  constraint policies_dates_check check (ended_on is null or ended_on >= coalesce(effective_on, issued_on))
);
create index policies_unit_idx on policies (unit_id);
create index policies_status_idx on policies (status, issued_on desc);
