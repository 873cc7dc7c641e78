-- Why: a volunteer who was hurt or did damage at a visit asks the team's insurance to pay (理赔, E-03): what happened, the papers, who
-- in the office has it and by when, and two different people between the request and the insurer.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table insurance_claims (
  id uuid constraint insurance_claims_pkey primary key,
  claim_no bigint not null generated always as identity constraint insurance_claims_no_key unique,
  visit_id uuid not null constraint insurance_claims_visit_fkey references visits (id),
  team_id uuid not null constraint insurance_claims_team_fkey references volunteer_teams (id),
  person_id uuid not null constraint insurance_claims_person_fkey references persons (id),
  kind text not null constraint insurance_claims_kind_check check (kind in ('injury', 'illness', 'property', 'others')),
  body_sealed bytea,
  -- Whether the insurance that the team wrote down held on the day of the visit.
  was_insured boolean not null,
  status text not null constraint insurance_claims_status_check check (status in ('filed', 'checked', 'sent', 'returned', 'paid', 'refused', 'withdrawn')),
  status_changed_at timestamptz not null,
  owner_unit_id uuid not null constraint insurance_claims_owner_fkey references org_units (id),
  due_at timestamptz,
  take_overs integer not null default 0 constraint insurance_claims_take_overs_check check (take_overs >= 0),
  checked_by_person_id uuid constraint insurance_claims_checked_by_fkey references persons (id),
  sent_by_person_id uuid constraint insurance_claims_sent_by_fkey references persons (id),
  paid_fen bigint constraint insurance_claims_paid_check check (paid_fen > 0),
  decision_reason text,
  created_at timestamptz not null,
  -- Nothing that lies with the office is without a time by which it has to act.
  constraint insurance_claims_due_check check ((status in ('filed', 'checked', 'sent')) = (due_at is not null)),
  constraint insurance_claims_money_check check ((status = 'paid') = (paid_fen is not null)),
  constraint insurance_claims_checked_check check (status in ('filed', 'returned', 'withdrawn') or checked_by_person_id is not null),
  constraint insurance_claims_sent_check check (status not in ('sent', 'paid', 'refused') or sent_by_person_id is not null),
  -- Who checks does not send, and neither is whoever asks for money.
  constraint insurance_claims_second_check check (sent_by_person_id is null or sent_by_person_id <> checked_by_person_id),
  constraint insurance_claims_own_check check (checked_by_person_id is distinct from person_id and sent_by_person_id is distinct from person_id)
);
-- One claim of a person about a visit.
create unique index insurance_claims_once on insurance_claims (visit_id, person_id) where status <> 'withdrawn';
create index insurance_claims_owner_idx on insurance_claims (owner_unit_id, status);
create index insurance_claims_due_idx on insurance_claims (due_at) where due_at is not null;

create table claim_papers (
  id uuid constraint claim_papers_pkey primary key,
  claim_id uuid not null constraint claim_papers_claim_fkey references insurance_claims (id),
  file_id uuid not null constraint claim_papers_file_fkey references stored_files (id) constraint claim_papers_file_key unique,
  created_at timestamptz not null
);
create index claim_papers_claim_idx on claim_papers (claim_id, created_at);
