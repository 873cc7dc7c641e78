-- Why: commissioners (科技特派员, F-15) with contracts, and logs of their visits that count only when the farmer confirms; an ordered
-- field visit reaches the commissioner of that town.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table commissioner_contracts (
  id uuid constraint commissioner_contracts_pkey primary key,
  person_id uuid not null constraint commissioner_contracts_person_fkey references persons (id),
  -- The town whose farmers the contract serves; it counts there and below.
  unit_id uuid not null constraint commissioner_contracts_unit_fkey references org_units (id),
  field text not null constraint commissioner_contracts_field_check check (field ~ '^[a-z][a-z-]{1,40}$'),
  bases text not null constraint commissioner_contracts_bases_check check (length(btrim(bases)) between 2 and 300),
  document text not null constraint commissioner_contracts_document_check check (length(btrim(document)) between 2 and 120),
  starts_on date not null,
  ends_on date not null,
  status text not null constraint commissioner_contracts_status_check check (status in ('in_force', 'ended')),
  status_changed_at timestamptz not null,
  end_reason text,
  signed_by_person_id uuid not null constraint commissioner_contracts_signed_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint commissioner_contracts_dates_check check (starts_on <= ends_on),
  constraint commissioner_contracts_other_check check (signed_by_person_id <> person_id),
  constraint commissioner_contracts_end_check check ((status = 'ended') = (end_reason is not null)),
  -- One contract at a time for a person, a town and a field.
  constraint commissioner_contracts_no_overlap exclude using gist (
    person_id with =, unit_id with =, field with =, daterange(starts_on, ends_on, '[]') with &&) where (status = 'in_force')
);
create index commissioner_contracts_unit_idx on commissioner_contracts (unit_id, status);

create table commissioner_logs (
  id uuid constraint commissioner_logs_pkey primary key,
  contract_id uuid not null constraint commissioner_logs_contract_fkey references commissioner_contracts (id),
  order_id uuid constraint commissioner_logs_order_fkey references orders (id),
  visited_at timestamptz not null,
  place text not null constraint commissioner_logs_place_check check (length(btrim(place)) between 2 and 100),
  advice text not null constraint commissioner_logs_advice_check check (length(btrim(advice)) between 5 and 500),
  farmer_name_sealed bytea,
  farmer_phone_sealed bytea,
  farmer_index bytea not null,
  farmer_person_id uuid constraint commissioner_logs_farmer_fkey references persons (id),
  code_sealed bytea,
  status text not null constraint commissioner_logs_status_check check (status in ('reported', 'confirmed', 'disputed')),
  status_changed_at timestamptz not null,
  confirmed_by text constraint commissioner_logs_by_check check (confirmed_by in ('code', 'helper', 'farmer')),
  decided_by_person_id uuid constraint commissioner_logs_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint commissioner_logs_confirmed_check check ((status = 'confirmed') = (confirmed_by is not null)),
  constraint commissioner_logs_decided_check check (status = 'reported' or decided_by_person_id is not null)
);
create index commissioner_logs_contract_idx on commissioner_logs (contract_id, visited_at desc);
create index commissioner_logs_farmer_idx on commissioner_logs (farmer_person_id) where farmer_person_id is not null;

create table commissioner_requests (
  id uuid constraint commissioner_requests_pkey primary key,
  order_id uuid not null constraint commissioner_requests_order_fkey references orders (id),
  contract_id uuid not null constraint commissioner_requests_contract_fkey references commissioner_contracts (id),
  created_at timestamptz not null,
  constraint commissioner_requests_once_key unique (order_id)
);
create index commissioner_requests_contract_idx on commissioner_requests (contract_id);
