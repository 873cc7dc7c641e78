-- Why: people, their roles with terms, and how they sign in. The tables auth_users, auth_sessions, auth_accounts,
-- auth_verifications and auth_passkeys are those of better-auth 1.7.6 (docs/adr/0010-sign-in.md) with our columns added.
-- Lock: creates only. Safe on a live database: yes, nothing refers to these tables yet.

-- One row per human being. Whatever names the person is sealed (AES-256-GCM) and found by keyed digest only.
create table persons (
  id uuid constraint persons_pkey primary key,
  pseudonym text not null constraint persons_pseudonym_key unique,
  salt bytea,
  status text not null constraint persons_status_check check (status in ('active', 'disabled', 'erased')),
  status_changed_at timestamptz not null,
  name_sealed bytea,
  name_index bytea,
  phone_sealed bytea,
  phone_index bytea constraint persons_phone_index_key unique,
  birth_date_sealed bytea,
  unit_id uuid constraint persons_unit_fkey references org_units (id),
  created_at timestamptz not null,
  created_by_person_id uuid,
  constraint persons_phone_check check ((phone_sealed is null) = (phone_index is null)),
  constraint persons_name_check check ((name_sealed is null) = (name_index is null)),
  constraint persons_erased_check check (
    (status <> 'erased' and salt is not null and name_sealed is not null)
    or (status = 'erased' and salt is null and name_sealed is null and phone_sealed is null and birth_date_sealed is null and unit_id is null))
);
create index persons_name_index_idx on persons (name_index);
create index persons_unit_idx on persons (unit_id) where unit_id is not null;

-- A role at a unit for a term. The same role at the same unit is held once at a time; who may grant what is in policy.ts.
create table role_grants (
  id uuid constraint role_grants_pkey primary key,
  person_id uuid not null constraint role_grants_person_fkey references persons (id),
  role text not null constraint role_grants_role_check check (role in (
    'volunteer', 'helper', 'teacher', 'base_manager', 'dispatcher', 'editor', 'expert', 'street_liaison', 'department_liaison',
    'supervisor', 'statistician', 'org_admin', 'system_admin', 'security_admin', 'audit_admin')),
  unit_id uuid not null constraint role_grants_unit_fkey references org_units (id),
  starts_on date not null,
  ends_on date,
  reason text not null constraint role_grants_reason_check check (length(btrim(reason)) between 2 and 200),
  granted_by_person_id uuid,
  granted_at timestamptz not null,
  ended_at timestamptz,
  ended_by_person_id uuid,
  end_reason text,
  constraint role_grants_term_check check (ends_on is null or ends_on >= starts_on),
  constraint role_grants_ended_check check ((ended_at is null) = (end_reason is null)),
  constraint role_grants_once exclude using gist (
    person_id with =, role with =, unit_id with =, daterange(starts_on, ends_on, '[]') with &&) where (ended_at is null),
  -- 三权分立 (GB/T 22239-2019 8.1.5): system, security and audit administration are never in one hand, at no unit and on no day.
  constraint role_grants_three_powers exclude using gist (
    person_id with =, role with <>, daterange(starts_on, ends_on, '[]') with &&)
    where (ended_at is null and role in ('system_admin', 'security_admin', 'audit_admin'))
);
create index role_grants_person_idx on role_grants (person_id) where ended_at is null;
create index role_grants_unit_idx on role_grants (unit_id) where ended_at is null;

-- better-auth "user": one for each person, with no personal data but the account name that the person chose.
create table auth_users (
  id uuid constraint auth_users_pkey primary key constraint auth_users_person_fkey references persons (id) on delete cascade,
  name text not null,
  email text not null constraint auth_users_email_key unique,
  email_verified boolean not null,
  image text,
  username text constraint auth_users_username_key unique,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- better-auth "session". `token` is the SHA-256 of what the cookie holds: who reads the table cannot sign in with it.
create table auth_sessions (
  id uuid constraint auth_sessions_pkey primary key,
  user_id uuid not null constraint auth_sessions_user_fkey references auth_users (id) on delete cascade,
  token text not null constraint auth_sessions_token_key unique constraint auth_sessions_token_check check (token ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  method text not null constraint auth_sessions_method_check check (method in ('password', 'phone_code', 'oidc', 'passkey')),
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  second_factor_at timestamptz,
  acting_for_person_id uuid constraint auth_sessions_acting_for_fkey references persons (id),
  proxy_act_id uuid,
  acting_until timestamptz,
  constraint auth_sessions_acting_check check (num_nonnulls(acting_for_person_id, proxy_act_id) in (0, 2)),
  constraint auth_sessions_not_self_check check (acting_for_person_id <> user_id)
);
create index auth_sessions_user_idx on auth_sessions (user_id);

-- better-auth "account": a password ('credential') or a verified subject of an identity provider ('oidc').
create table auth_accounts (
  id uuid constraint auth_accounts_pkey primary key,
  user_id uuid not null constraint auth_accounts_user_fkey references auth_users (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint auth_accounts_subject_key unique (provider_id, account_id),
  -- What a provider hands out is used once at sign-in and not kept: its ID token holds names and numbers.
  constraint auth_accounts_no_tokens_check check (access_token is null and refresh_token is null and id_token is null)
);
create unique index auth_accounts_one_per_provider on auth_accounts (user_id, provider_id);

create table auth_verifications (
  id uuid constraint auth_verifications_pkey primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verifications_identifier_idx on auth_verifications (identifier);
create index auth_verifications_expires_idx on auth_verifications (expires_at);

create table auth_passkeys (
  id uuid constraint auth_passkeys_pkey primary key,
  user_id uuid not null constraint auth_passkeys_user_fkey references auth_users (id) on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null constraint auth_passkeys_credential_key unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  created_at timestamptz,
  aaguid text
);
create index auth_passkeys_user_idx on auth_passkeys (user_id);

-- Ours, not better-auth's: its TOTP counts no wrong codes inside a session and takes a code twice.
create table auth_two_factors (
  person_id uuid constraint auth_two_factors_pkey primary key constraint auth_two_factors_user_fkey references auth_users (id) on delete cascade,
  secret_sealed bytea not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null
);
create table auth_recovery_codes (
  id uuid constraint auth_recovery_codes_pkey primary key,
  person_id uuid not null constraint auth_recovery_codes_user_fkey references auth_users (id) on delete cascade,
  code_hash bytea not null,
  -- Shown to its owner for ten minutes after it was made, then cleared.
  code_sealed bytea,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint auth_recovery_codes_key unique (person_id, code_hash)
);

-- A code sent to a phone: bound to the number and to the browser that asked, good for one use.
create table phone_codes (
  id uuid constraint phone_codes_pkey primary key,
  browser_hash bytea not null,
  phone_index bytea not null,
  phone_sealed bytea not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  guesses integer not null default 0 constraint phone_codes_guesses_check check (guesses between 0 and 5),
  used_at timestamptz,
  constraint phone_codes_life_check check (expires_at > created_at and expires_at <= created_at + interval '10 minutes')
);
create index phone_codes_browser_idx on phone_codes (browser_hash, created_at desc);
create index phone_codes_phone_idx on phone_codes (phone_index, created_at desc);
create index phone_codes_expires_idx on phone_codes (expires_at);

-- What the local SMS adapter would have sent; shown in the demonstration and in development only.
create table development_messages (
  id uuid constraint development_messages_pkey primary key,
  sealed bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index development_messages_created_idx on development_messages (created_at desc);

-- A post changes hands: what moved, in one transaction with the end of the roles.
create table handovers (
  id uuid constraint handovers_pkey primary key,
  from_person_id uuid not null constraint handovers_from_fkey references persons (id),
  to_person_id uuid not null constraint handovers_to_fkey references persons (id),
  unit_id uuid not null constraint handovers_unit_fkey references org_units (id),
  reason text not null constraint handovers_reason_check check (length(btrim(reason)) between 2 and 200),
  moved jsonb not null,
  by_person_id uuid not null,
  at timestamptz not null,
  constraint handovers_people_check check (from_person_id <> to_person_id)
);
create index handovers_from_idx on handovers (from_person_id, at desc);
create index handovers_to_idx on handovers (to_person_id, at desc);
