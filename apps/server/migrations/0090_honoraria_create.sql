-- Why: the mechanism of experts (R-09): what the district pays for acts that its records already hold, by rates of a versioned scheme,
-- approved by a second person; and the yearly review of an appointment, drawn from the same acts, confirmed by a second person.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table honorarium_schemes (
  id uuid constraint honorarium_schemes_pkey primary key,
  unit_id uuid not null constraint honorarium_schemes_unit_fkey references org_units (id),
  version_no integer not null constraint honorarium_schemes_version_check check (version_no >= 1),
  starts_on date not null,
  -- Kind of act → fen; a kind that is not named is not paid.
  rates jsonb not null constraint honorarium_schemes_rates_check check (jsonb_typeof(rates) = 'object' and rates <> '{}'),
  document text not null constraint honorarium_schemes_document_check check (length(btrim(document)) between 2 and 120),
  status text not null constraint honorarium_schemes_status_check check (status in ('proposed', 'approved', 'refused')),
  status_changed_at timestamptz not null,
  proposed_by_person_id uuid not null constraint honorarium_schemes_proposed_by_fkey references persons (id),
  decided_by_person_id uuid constraint honorarium_schemes_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint honorarium_schemes_version_key unique (unit_id, version_no),
  constraint honorarium_schemes_two_persons_check check (decided_by_person_id is null or decided_by_person_id <> proposed_by_person_id),
  constraint honorarium_schemes_decided_check check ((status = 'proposed') = (decided_by_person_id is null))
);
create unique index honorarium_schemes_one_proposed on honorarium_schemes (unit_id) where status = 'proposed';
create unique index honorarium_schemes_one_a_day on honorarium_schemes (unit_id, starts_on) where status = 'approved';

-- The words and rates of a version stand; a change is a new version.
create function check_honorarium_scheme() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'versions are kept' using errcode = 'restrict_violation', constraint = 'honorarium_schemes_kept';
  end if;
  if (new.unit_id, new.version_no, new.starts_on, new.rates, new.document) is distinct from
     (old.unit_id, old.version_no, old.starts_on, old.rates, old.document) then
    raise exception 'a version stands as it was proposed' using errcode = 'check_violation', constraint = 'honorarium_schemes_frozen';
  end if;
  return new;
end $$;
create trigger honorarium_schemes_frozen before update or delete on honorarium_schemes for each row execute function check_honorarium_scheme();

create table honoraria (
  id uuid constraint honoraria_pkey primary key,
  expert_id uuid not null constraint honoraria_expert_fkey references experts (id),
  unit_id uuid not null constraint honoraria_unit_fkey references org_units (id),
  act_kind text not null constraint honoraria_kind_check check (act_kind in ('science_check', 'verdict', 'answer', 'visit', 'activity')),
  source_table text not null,
  source_id uuid not null,
  happened_on date not null,
  scheme_id uuid not null constraint honoraria_scheme_fkey references honorarium_schemes (id),
  amount_fen integer not null constraint honoraria_amount_check check (amount_fen > 0),
  status text not null constraint honoraria_status_check check (status in ('drawn', 'approved', 'paid', 'refused')),
  status_changed_at timestamptz not null,
  drawn_by_person_id uuid not null constraint honoraria_drawn_by_fkey references persons (id),
  decided_by_person_id uuid constraint honoraria_decided_by_fkey references persons (id),
  decision_reason text,
  paid_on date,
  voucher text constraint honoraria_voucher_check check (length(btrim(voucher)) between 2 and 60),
  created_at timestamptz not null,
  -- One act is paid once.
  constraint honoraria_once unique (act_kind, source_table, source_id, expert_id),
  constraint honoraria_two_persons_check check (decided_by_person_id is null or decided_by_person_id <> drawn_by_person_id),
  constraint honoraria_decided_check check ((status = 'drawn') = (decided_by_person_id is null)),
  constraint honoraria_refused_check check (status <> 'refused' or decision_reason is not null),
  constraint honoraria_paid_check check ((status = 'paid') = (paid_on is not null) and (status = 'paid') = (voucher is not null))
);
create index honoraria_unit_idx on honoraria (unit_id, status, happened_on);
create index honoraria_expert_idx on honoraria (expert_id, happened_on desc);

create table appointment_reviews (
  id uuid constraint appointment_reviews_pkey primary key,
  expert_id uuid not null constraint appointment_reviews_expert_fkey references experts (id),
  unit_id uuid not null constraint appointment_reviews_unit_fkey references org_units (id),
  year integer not null constraint appointment_reviews_year_check check (year between 2020 and 2100),
  -- Kind of act → how many, and the weeks on the roster, as the records told until this day.
  act_counts jsonb not null,
  duty_weeks integer not null constraint appointment_reviews_weeks_check check (duty_weeks between 0 and 53),
  counted_until date not null,
  opinion text not null constraint appointment_reviews_opinion_check check (length(btrim(opinion)) between 5 and 500),
  outcome text not null constraint appointment_reviews_outcome_check check (outcome in ('renew', 'end')),
  renew_until date,
  document text constraint appointment_reviews_document_check check (length(btrim(document)) between 2 and 120),
  status text not null constraint appointment_reviews_status_check check (status in ('written', 'returned', 'confirmed')),
  status_changed_at timestamptz not null,
  written_by_person_id uuid not null constraint appointment_reviews_written_by_fkey references persons (id),
  decided_by_person_id uuid constraint appointment_reviews_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint appointment_reviews_once unique (expert_id, year),
  constraint appointment_reviews_two_persons_check check (decided_by_person_id is null or decided_by_person_id <> written_by_person_id),
  constraint appointment_reviews_decided_check check ((status = 'written') = (decided_by_person_id is null)),
  constraint appointment_reviews_renewal_check check ((outcome = 'renew') = (renew_until is not null) and (renew_until is null) = (document is null))
);
create index appointment_reviews_unit_idx on appointment_reviews (unit_id, year, status);
