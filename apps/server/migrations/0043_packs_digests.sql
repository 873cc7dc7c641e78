-- Why: the weekly digest of what is due goes out once a week, on however many nodes; the messages themselves are outbox events.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table digest_weeks (
  week_starts_on date constraint digest_weeks_pkey primary key constraint digest_weeks_monday_check check (extract(isodow from week_starts_on) = 1),
  written_at timestamptz not null,
  messages integer not null constraint digest_weeks_messages_check check (messages >= 0)
);
