-- Why: the service loop 点单—派单—接单 (B-12): the menu, orders with one life cycle, offers to teams, who took an order, what happened, and
-- messages about it. An order that is not over has an owner and a due time, whatever the code does.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table service_items (
  code text constraint service_items_pkey primary key constraint service_items_code_check check (code ~ '^[a-z][a-z0-9-]{1,40}$'),
  title text not null constraint service_items_title_key unique constraint service_items_title_check check (length(btrim(title)) between 4 and 40),
  about text not null,
  kind text not null constraint service_items_kind_check check (kind in ('talk', 'lesson', 'help', 'experiment', 'consult', 'training')),
  topic text not null,
  audiences text[] not null constraint service_items_audiences_check
    check (audiences <@ array['youth', 'farmer', 'worker', 'elder', 'official'] and cardinality(audiences) > 0),
  skill text not null,
  badges text[] not null constraint service_items_badges_check check (badges <@ array['children', 'health', 'safety']),
  effort text not null constraint service_items_effort_check check (effort in ('light', 'normal')),
  minutes integer not null constraint service_items_minutes_check check (minutes between 15 and 480),
  volunteers integer not null constraint service_items_volunteers_check check (volunteers between 1 and 10),
  sort_no integer not null,
  is_open boolean not null,
  created_at timestamptz not null
);

create table orders (
  id uuid constraint orders_pkey primary key,
  order_no bigint generated always as identity constraint orders_no_key unique,
  status text not null constraint orders_status_check check (status in ('submitted', 'screened', 'dispatched', 'declined', 'timed_out', 'accepted',
    'scheduled', 'under_way', 'no_show', 'substituted', 'done', 'confirmed', 'reopened', 'rated', 'not_ours', 'cannot', 'withdrawn')),
  status_changed_at timestamptz not null,
  -- How often the order has been opened: 1, and one more with each reopening.
  round integer not null constraint orders_round_check check (round >= 1),
  owner_unit_id uuid not null constraint orders_owner_fkey references org_units (id),
  due_at timestamptz,
  take_overs integer not null constraint orders_take_overs_check check (take_overs >= 0),
  item_code text constraint orders_item_fkey references service_items (code),
  title text not null constraint orders_title_check check (length(btrim(title)) between 2 and 60),
  topic text,
  audience text constraint orders_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  details_sealed bytea,
  requester_person_id uuid constraint orders_requester_fkey references persons (id),
  ordered_by_person_id uuid not null constraint orders_ordered_by_fkey references persons (id),
  proxy_act_id uuid constraint orders_proxy_fkey references proxy_acts (id),
  channel text not null constraint orders_channel_check check (channel in ('portal', 'helper', 'phone', 'paper')),
  contact_name_sealed bytea,
  contact_phone_sealed bytea,
  place_unit_id uuid not null constraint orders_place_fkey references org_units (id),
  address_sealed bytea,
  people_count integer not null constraint orders_people_check check (people_count between 1 and 2000),
  wanted_on date not null,
  wanted_half text not null constraint orders_half_check check (wanted_half in ('morning', 'afternoon', 'evening')),
  code_sealed bytea not null,
  team_id uuid constraint orders_team_fkey references volunteer_teams (id),
  visit_starts_at timestamptz,
  visit_ends_at timestamptz,
  better_door text,
  end_reason text,
  first_response_at timestamptz,
  created_at timestamptz not null,
  -- An order that is not over has an owner (not null above) and a due time; one that is over waits for nobody.
  constraint orders_due_check check ((status in ('rated', 'not_ours', 'cannot', 'withdrawn')) = (due_at is null)),
  constraint orders_helper_check check ((channel = 'helper') = (proxy_act_id is not null)),
  constraint orders_door_check check (status <> 'not_ours' or better_door is not null),
  constraint orders_reason_check check (status <> 'cannot' or length(btrim(end_reason)) >= 5),
  constraint orders_has_team_check check (status not in ('accepted', 'scheduled', 'substituted', 'under_way', 'done', 'confirmed') or team_id is not null),
  constraint orders_visit_check check (status not in ('scheduled', 'substituted', 'under_way', 'done', 'confirmed')
    or (visit_starts_at is not null and visit_ends_at > visit_starts_at))
);
create index orders_due_idx on orders (due_at) where due_at is not null;
create index orders_owner_idx on orders (owner_unit_id, status, due_at);
create index orders_requester_idx on orders (requester_person_id, created_at desc);
create index orders_team_idx on orders (team_id, status) where team_id is not null;
create index orders_place_idx on orders (place_unit_id, created_at desc);

create table order_dispatches (
  id uuid constraint order_dispatches_pkey primary key,
  order_id uuid not null constraint order_dispatches_order_fkey references orders (id),
  round integer not null,
  mode text not null constraint order_dispatches_mode_check check (mode in ('direct', 'open', 'substitute')),
  -- Whom it is offered to; an open offer is for whoever takes it first.
  team_id uuid constraint order_dispatches_team_fkey references volunteer_teams (id),
  offered_by_person_id uuid constraint order_dispatches_offered_by_fkey references persons (id),
  offered_at timestamptz not null,
  answer_by timestamptz not null,
  status text not null constraint order_dispatches_status_check check (status in ('offered', 'accepted', 'declined', 'timed_out', 'recalled')),
  status_changed_at timestamptz not null,
  answered_team_id uuid constraint order_dispatches_answered_team_fkey references volunteer_teams (id),
  answered_by_person_id uuid constraint order_dispatches_answered_by_fkey references persons (id),
  reason text,
  constraint order_dispatches_open_check check ((mode = 'open') = (team_id is null)),
  constraint order_dispatches_answer_check check (status not in ('accepted', 'declined') or answered_team_id is not null)
);
create unique index order_dispatches_one_open on order_dispatches (order_id) where status = 'offered';
create index order_dispatches_order_idx on order_dispatches (order_id, offered_at);
create index order_dispatches_team_idx on order_dispatches (team_id, status);

create table order_assignments (
  id uuid constraint order_assignments_pkey primary key,
  order_id uuid not null constraint order_assignments_order_fkey references orders (id),
  round integer not null,
  team_id uuid not null constraint order_assignments_team_fkey references volunteer_teams (id),
  dispatch_id uuid not null constraint order_assignments_dispatch_fkey references order_dispatches (id) constraint order_assignments_dispatch_key unique,
  accepted_at timestamptz not null,
  ended_at timestamptz,
  end_kind text constraint order_assignments_end_check check (end_kind in ('given_back', 'timed_out', 'no_show', 'finished', 'withdrawn')),
  constraint order_assignments_ended_check check ((ended_at is null) = (end_kind is null))
);
-- Two teams never hold one order.
create unique index order_assignments_one_standing on order_assignments (order_id) where ended_at is null;
create index order_assignments_team_idx on order_assignments (team_id, accepted_at);

create table order_events (
  id uuid constraint order_events_pkey primary key,
  -- Two events of one moment, such as a rating that confirms, keep their order.
  event_no bigint generated always as identity constraint order_events_no_key unique,
  order_id uuid not null constraint order_events_order_fkey references orders (id),
  at timestamptz not null,
  event text not null,
  from_status text,
  to_status text not null,
  by_kind text not null constraint order_events_by_check check (by_kind in ('person', 'system')),
  by_person_id uuid constraint order_events_person_fkey references persons (id),
  on_behalf_of_person_id uuid constraint order_events_behalf_fkey references persons (id),
  owner_unit_id uuid not null constraint order_events_owner_fkey references org_units (id),
  team_id uuid constraint order_events_team_fkey references volunteer_teams (id),
  reason text
);
create index order_events_order_idx on order_events (order_id, at);

create table order_notices (
  id uuid constraint order_notices_pkey primary key,
  order_id uuid not null constraint order_notices_order_fkey references orders (id),
  event_id uuid not null constraint order_notices_event_fkey references order_events (id),
  -- The account it is for; without one it goes to the number the caller left.
  person_id uuid constraint order_notices_person_fkey references persons (id),
  body text not null,
  created_at timestamptz not null,
  send_after timestamptz not null,
  status text not null constraint order_notices_status_check check (status in ('waiting', 'sent', 'kept')),
  settled_at timestamptz,
  constraint order_notices_once unique nulls not distinct (event_id, person_id)
);
create index order_notices_due_idx on order_notices (send_after) where status = 'waiting';
create index order_notices_person_idx on order_notices (person_id, created_at desc);

create table order_drafts (
  person_id uuid constraint order_drafts_pkey primary key constraint order_drafts_person_fkey references persons (id),
  answers_sealed bytea not null,
  updated_at timestamptz not null
);
