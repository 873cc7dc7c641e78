-- Why: experts (科学传播专家) with the fields and terms of their appointment and the right to sign (C02 science check, C07).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table experts (
  id uuid constraint experts_pkey primary key,
  person_id uuid not null constraint experts_person_key unique,
  unit_id uuid not null constraint experts_unit_fkey references org_units (id),
  public_title text not null constraint experts_title_check check (length(btrim(public_title)) between 2 and 60),
  created_at timestamptz not null
);
create index experts_unit_idx on experts (unit_id);

create table expert_terms (
  id uuid constraint expert_terms_pkey primary key,
  expert_id uuid not null constraint expert_terms_expert_fkey references experts (id),
  field text not null constraint expert_terms_field_check check (field ~ '^[a-z][a-z-]{2,40}$'),
  can_sign boolean not null,
  starts_on date not null,
  ends_on date not null,
  appointed_by_person_id uuid not null,
  document text not null constraint expert_terms_document_check check (length(btrim(document)) between 2 and 120),
  ended_on date,
  end_reason text constraint expert_terms_reason_check check (length(btrim(end_reason)) between 2 and 200),
  created_at timestamptz not null,
  constraint expert_terms_dates_check check (ends_on >= starts_on),
  constraint expert_terms_ended_check check ((ended_on is null) = (end_reason is null)),
  constraint expert_terms_no_overlap exclude using gist (
    expert_id with =, field with =, daterange(starts_on, greatest(starts_on, coalesce(ended_on, ends_on)), '[]') with &&)
);
create index expert_terms_field_idx on expert_terms (field, starts_on, ends_on);
