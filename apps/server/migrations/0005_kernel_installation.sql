-- Why: what this database is: whether it holds demonstration accounts, which versions of the program worked on it,
-- when it was last backed up. A production start refuses demonstration accounts by this table, not by a guess.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table installation (
  key text constraint installation_pkey primary key constraint installation_key_check check (key ~ '^[a-z_]+$'),
  value jsonb not null,
  updated_at timestamptz not null
);
