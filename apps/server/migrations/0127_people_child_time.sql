-- Why: a child uses the youth zone on a device that its guardian gave it (Y-00): a session of its own kind, the guardian's limit, and how
-- much of today is used: one number for each child, gone the next day, never what was opened.
-- Lock: auth_sessions is locked against all for a moment; the new check is added unread and the rows, which the old one held to fewer
-- methods, are read without that lock. The rest creates only. Safe on a live database: yes.
alter table auth_sessions drop constraint auth_sessions_method_check;
alter table auth_sessions add constraint auth_sessions_method_check
  check (method in ('password', 'phone_code', 'oidc', 'passkey', 'guardian')) not valid;
alter table auth_sessions validate constraint auth_sessions_method_check;

create table child_limits (
  person_id uuid constraint child_limits_pkey primary key
    constraint child_limits_person_fkey references children (person_id) on delete cascade,
  minutes_per_day smallint not null constraint child_limits_minutes_check check (minutes_per_day between 10 and 180),
  opens_hour smallint not null constraint child_limits_opens_check check (opens_hour between 6 and 21),
  closes_hour smallint not null constraint child_limits_closes_check check (closes_hour between 7 and 22),
  set_at timestamptz not null,
  constraint child_limits_hours_check check (opens_hour < closes_hour)
);

create table child_days (
  person_id uuid constraint child_days_pkey primary key
    constraint child_days_person_fkey references children (person_id) on delete cascade,
  used_on date not null,
  used_ms integer not null constraint child_days_used_check check (used_ms between 0 and 86400000),
  run_started_at timestamptz not null,
  seen_at timestamptz not null
);
