-- Why: a volunteer who cannot go asks a member of the team to go in his place (B-11), and subscribes to his visits as a calendar by a
-- secret address that he can end.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table visit_swaps (
  id uuid constraint visit_swaps_pkey primary key,
  visit_id uuid not null constraint visit_swaps_visit_fkey references visits (id),
  from_person_id uuid not null constraint visit_swaps_from_fkey references persons (id),
  to_person_id uuid not null constraint visit_swaps_to_fkey references persons (id),
  status text not null constraint visit_swaps_status_check check (status in ('offered', 'accepted', 'declined', 'withdrawn')),
  status_changed_at timestamptz not null,
  created_at timestamptz not null,
  constraint visit_swaps_two_check check (from_person_id <> to_person_id)
);
-- One question at a time: two who say yes would both go in the place of one.
create unique index visit_swaps_one_open on visit_swaps (visit_id, from_person_id) where status = 'offered';
create index visit_swaps_to_idx on visit_swaps (to_person_id) where status = 'offered';

create table calendar_feeds (
  person_id uuid constraint calendar_feeds_pkey primary key constraint calendar_feeds_person_fkey references persons (id),
  token_sealed bytea not null,
  token_index bytea not null constraint calendar_feeds_token_key unique,
  created_at timestamptz not null
);
