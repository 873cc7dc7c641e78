-- Why: what happens on site, signed in where there may be no network (B-11, E-09). A line is made on the device with its own id and arrives
-- once or often, early or late: it is kept whatever it says, and what it counts for is worked out again from all lines of its registration.
-- Device time and server time are both kept. Signing in and out at an order's visit comes through the same queue.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table on_site_events (
  id uuid constraint on_site_events_pkey primary key,
  kind text not null constraint on_site_events_kind_check check (kind in ('in', 'undo', 'visit_in', 'visit_out')),
  session_id uuid constraint on_site_events_session_fkey references activity_sessions (id),
  order_id uuid constraint on_site_events_order_fkey references orders (id),
  registration_id uuid constraint on_site_events_registration_fkey references registrations (id),
  -- The line that an undo takes back; it may arrive later than the undo.
  undoes_id uuid,
  people_count integer not null constraint on_site_events_people_check check (people_count between 0 and 500),
  audience text constraint on_site_events_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  method text not null constraint on_site_events_method_check check (method in ('scan', 'code', 'list', 'walk_in', 'desk')),
  device_id uuid,
  device_at timestamptz not null,
  device_sent_at timestamptz not null,
  received_at timestamptz not null,
  judged_at timestamptz not null,
  by_person_id uuid not null constraint on_site_events_person_fkey references persons (id),
  outcome text not null constraint on_site_events_outcome_check check (outcome in ('counted', 'twice', 'undone', 'late', 'refused', 'kept')),
  flags text[] not null,
  constraint on_site_events_target_check check ((kind in ('in', 'undo')) = (session_id is not null) and (kind in ('visit_in', 'visit_out')) = (order_id is not null)),
  constraint on_site_events_undo_check check ((kind = 'undo') = (undoes_id is not null))
);
create index on_site_events_session_idx on on_site_events (session_id, judged_at);
create index on_site_events_order_idx on on_site_events (order_id, judged_at) where order_id is not null;
create index on_site_events_undoes_idx on on_site_events (undoes_id) where undoes_id is not null;
create index on_site_events_person_idx on on_site_events (by_person_id, judged_at);
-- A registration is counted once, whoever signs it in and however often.
create unique index on_site_events_once on on_site_events (registration_id) where kind = 'in' and outcome = 'counted';
