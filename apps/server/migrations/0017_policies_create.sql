-- Why: the policy library in plain words (K-01).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
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
