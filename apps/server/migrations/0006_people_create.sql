-- Why: consent per purpose and text version, guardians of children, helpers who act for elders (代办), and what became of
-- requests to export or erase personal data.
-- Lock: creates only. Safe on a live database: yes, nothing refers to these tables yet.

-- Consent is a statement at a time; withdrawing it adds the time, it is never overwritten (PIPL 14–16).
create table consents (
  id uuid constraint consents_pkey primary key,
  person_id uuid not null constraint consents_person_fkey references persons (id),
  purpose text not null constraint consents_purpose_check check (purpose ~ '^[a-z_]+$'),
  text_version integer not null constraint consents_version_check check (text_version > 0),
  given_by_person_id uuid not null constraint consents_given_by_fkey references persons (id),
  method text not null constraint consents_method_check check (method in ('web', 'phone_code', 'spoken', 'paper')),
  witness_person_id uuid constraint consents_witness_fkey references persons (id),
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by_person_id uuid constraint consents_withdrawn_by_fkey references persons (id),
  constraint consents_withdrawn_check check ((withdrawn_at is null) = (withdrawn_by_person_id is null)),
  -- A spoken word needs a second pair of ears.
  constraint consents_spoken_check check (method <> 'spoken' or (witness_person_id is not null and witness_person_id <> person_id))
);
create unique index consents_one_standing on consents (person_id, purpose) where withdrawn_at is null;
create index consents_person_idx on consents (person_id, given_at desc);

-- A child under 14 exists here only with a guardian's consent: the row and the consent are made together.
create table children (
  person_id uuid constraint children_pkey primary key constraint children_person_fkey references persons (id),
  guardian_person_id uuid not null constraint children_guardian_fkey references persons (id),
  relation text not null constraint children_relation_check check (relation in ('father', 'mother', 'grandparent', 'other_guardian')),
  consent_id uuid not null constraint children_consent_key unique constraint children_consent_fkey references consents (id),
  school_unit_id uuid constraint children_school_fkey references org_units (id),
  created_at timestamptz not null,
  constraint children_guardian_check check (guardian_person_id <> person_id)
);
create index children_guardian_idx on children (guardian_person_id);

-- The guardian's consent must be that guardian's, for that child, and of that purpose.
create function check_child_consent() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from consents c where c.id = new.consent_id and c.person_id = new.person_id and c.purpose = 'child_account'
      and c.given_by_person_id = new.guardian_person_id and c.withdrawn_at is null) then
    raise exception 'a child needs its guardian''s consent' using errcode = 'check_violation', constraint = 'children_consent_check';
  end if;
  return new;
end $$;
create trigger children_consent before insert or update on children for each row execute function check_child_consent();

-- One act of helping: who, for whom, at which unit, on whose word, from when to when. Both persons by id.
create table proxy_acts (
  id uuid constraint proxy_acts_pkey primary key,
  helper_person_id uuid not null constraint proxy_acts_helper_fkey references persons (id),
  elder_person_id uuid not null constraint proxy_acts_elder_fkey references persons (id),
  unit_id uuid not null constraint proxy_acts_unit_fkey references org_units (id),
  matter text not null constraint proxy_acts_matter_check check (length(btrim(matter)) between 2 and 200),
  consent_id uuid not null constraint proxy_acts_consent_fkey references consents (id),
  read_back boolean not null,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  constraint proxy_acts_people_check check (helper_person_id <> elder_person_id),
  constraint proxy_acts_length_check check (ends_at > started_at and ends_at <= started_at + interval '2 hours')
);
-- One helper helps one elder at a time, and one elder is helped by one helper at a time.
create unique index proxy_acts_helper_busy on proxy_acts (helper_person_id) where ended_at is null;
create unique index proxy_acts_elder_busy on proxy_acts (elder_person_id) where ended_at is null;
create index proxy_acts_elder_idx on proxy_acts (elder_person_id, started_at desc);
create index proxy_acts_unit_idx on proxy_acts (unit_id, started_at desc);

-- The code that an elder reads out to a helper: bound to both, good for one act. Never a code to sign in with.
create table proxy_codes (
  id uuid constraint proxy_codes_pkey primary key,
  elder_person_id uuid not null constraint proxy_codes_elder_fkey references persons (id),
  helper_person_id uuid not null constraint proxy_codes_helper_fkey references persons (id),
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  guesses integer not null default 0 constraint proxy_codes_guesses_check check (guesses between 0 and 5),
  used_at timestamptz,
  constraint proxy_codes_life_check check (expires_at > created_at and expires_at <= created_at + interval '10 minutes')
);
create index proxy_codes_pair_idx on proxy_codes (elder_person_id, helper_person_id, created_at desc);
create index proxy_codes_expires_idx on proxy_codes (expires_at);

-- Requests about one's data, kept as proof after the data are gone: pseudonymous, without content.
create table data_requests (
  id uuid constraint data_requests_pkey primary key,
  person_id uuid not null constraint data_requests_person_fkey references persons (id),
  kind text not null constraint data_requests_kind_check check (kind in ('export', 'correct', 'erase', 'erase_child')),
  asked_by_person_id uuid not null constraint data_requests_asked_by_fkey references persons (id),
  content_hash bytea constraint data_requests_hash_check check (length(content_hash) = 32),
  done_at timestamptz not null,
  -- An export waits a day for its owner, sealed; then the job clears it.
  content_sealed bytea,
  expires_at timestamptz,
  constraint data_requests_content_check check (content_sealed is null or (kind = 'export' and expires_at is not null))
);
create index data_requests_person_idx on data_requests (person_id, done_at desc);
