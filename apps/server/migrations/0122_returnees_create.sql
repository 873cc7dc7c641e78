-- Why: people who came back to their village, stayed, or are its worthies (返乡人才、新乡贤) say with their consent what they can do;
-- a village asks, offer and request are matched, both sides agree, and it counts when the village confirms (F-12).
-- Lock: creates only. Safe on a live database: yes.
create table returnees (
  id uuid constraint returnees_pkey primary key,
  person_id uuid not null,
  unit_id uuid not null constraint returnees_unit_fkey references org_units (id),
  kind text not null constraint returnees_kind_check check (kind in ('returned', 'stayed', 'worthy')),
  skills text[] not null constraint returnees_skills_check check (cardinality(skills) >= 1
    and skills <@ array['planting', 'breeding', 'processing', 'selling', 'building', 'teaching', 'health', 'law', 'culture', 'mediating']),
  hours_a_month smallint not null constraint returnees_hours_check check (hours_a_month between 1 and 200),
  about_sealed bytea,
  consented_at timestamptz not null,
  status text not null constraint returnees_status_check check (status in ('offered', 'withdrawn')),
  status_changed_at timestamptz not null,
  created_at timestamptz not null,
  constraint returnees_withdrawn_check check (status = 'offered' or about_sealed is null)
);
create unique index returnees_once on returnees (person_id) where status = 'offered';
create table village_requests (
  id uuid constraint village_requests_pkey primary key,
  request_no integer generated always as identity constraint village_requests_no_key unique,
  unit_id uuid not null constraint village_requests_unit_fkey references org_units (id),
  skill text not null,
  wanted text not null constraint village_requests_wanted_check check (length(btrim(wanted)) between 5 and 300),
  until_on date not null,
  status text not null constraint village_requests_status_check check (status in ('open', 'matched', 'helped', 'closed')),
  status_changed_at timestamptz not null,
  end_reason text,
  made_by_person_id uuid not null,
  created_at timestamptz not null
);
create table returnee_matches (
  id uuid constraint returnee_matches_pkey primary key,
  returnee_id uuid not null constraint returnee_matches_returnee_fkey references returnees (id),
  request_id uuid not null constraint returnee_matches_request_fkey references village_requests (id),
  reasons text[] not null constraint returnee_matches_reasons_check check (cardinality(reasons) >= 1),
  answer_by timestamptz not null,
  status text not null constraint returnee_matches_status_check
    check (status in ('proposed', 'agreed', 'done', 'confirmed', 'declined', 'lapsed', 'cancelled')),
  status_changed_at timestamptz not null,
  proposed_by_person_id uuid not null,
  decided_by_person_id uuid,
  created_at timestamptz not null
);
-- One offer helps one village at a time, one request has one helper at a time.
create unique index returnee_matches_one_offer on returnee_matches (returnee_id) where status in ('proposed', 'agreed', 'done');
create unique index returnee_matches_one_request on returnee_matches (request_id) where status in ('proposed', 'agreed', 'done');
create index returnee_matches_due_idx on returnee_matches (answer_by) where status = 'proposed';
create table returnee_incentives (
  id uuid constraint returnee_incentives_pkey primary key,
  returnee_id uuid not null constraint returnee_incentives_returnee_fkey references returnees (id),
  kind text not null constraint returnee_incentives_kind_check check (kind in ('honour', 'policy')),
  title text not null constraint returnee_incentives_title_check check (length(btrim(title)) between 2 and 80),
  document text not null constraint returnee_incentives_document_check check (length(btrim(document)) between 2 and 120),
  given_on date not null,
  by_person_id uuid not null,
  created_at timestamptz not null
);
