-- Why: services that come again and again (常态化, E-07), a term of after-school lessons in one flow (Y-11), and days on which nobody works,
-- which promised times leave out.
-- Lock: creates; the channel check of orders is widened, added not valid and then validated. Safe on a live database: yes.
alter table orders drop constraint orders_channel_check;
alter table orders add constraint orders_channel_check check (channel in ('portal', 'helper', 'phone', 'paper', 'standing')) not valid;
alter table orders validate constraint orders_channel_check;

create table calendar_days (
  on_day date constraint calendar_days_pkey primary key,
  name text not null constraint calendar_days_name_check check (length(btrim(name)) between 1 and 40),
  -- holiday: nobody works; workday: a weekend day on which people do.
  kind text not null constraint calendar_days_kind_check check (kind in ('holiday', 'workday'))
);

create table standing_orders (
  id uuid constraint standing_orders_pkey primary key,
  kind text not null constraint standing_orders_kind_check check (kind in ('weekly', 'term')),
  title text not null constraint standing_orders_title_check check (length(btrim(title)) between 2 and 60),
  owner_unit_id uuid not null constraint standing_orders_owner_fkey references org_units (id),
  place_unit_id uuid not null constraint standing_orders_place_fkey references org_units (id),
  room text not null constraint standing_orders_room_check check (length(room) <= 40),
  half text not null constraint standing_orders_half_check check (half in ('morning', 'afternoon', 'evening')),
  audience text constraint standing_orders_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  people_count integer not null constraint standing_orders_people_check check (people_count between 1 and 2000),
  team_id uuid constraint standing_orders_team_fkey references volunteer_teams (id),
  made_by_person_id uuid not null constraint standing_orders_made_by_fkey references persons (id),
  contact_name_sealed bytea,
  contact_phone_sealed bytea,
  status text not null constraint standing_orders_status_check check (status in ('active', 'ended')),
  status_changed_at timestamptz not null,
  end_reason text,
  created_at timestamptz not null
);
create index standing_orders_owner_idx on standing_orders (owner_unit_id, status);

create table standing_occurrences (
  standing_id uuid not null constraint standing_occurrences_standing_fkey references standing_orders (id),
  occurrence_no integer not null,
  id uuid not null constraint standing_occurrences_id_key unique,
  place_unit_id uuid not null constraint standing_occurrences_place_fkey references org_units (id),
  room text not null,
  on_day date not null,
  half text not null constraint standing_occurrences_half_check check (half in ('morning', 'afternoon', 'evening')),
  item_code text not null constraint standing_occurrences_item_fkey references service_items (code),
  status text not null constraint standing_occurrences_status_check check (status in ('planned', 'ordered', 'skipped')),
  status_changed_at timestamptz not null,
  order_id uuid constraint standing_occurrences_order_fkey references orders (id) constraint standing_occurrences_order_key unique,
  skip_reason text,
  constraint standing_occurrences_pkey primary key (standing_id, occurrence_no),
  constraint standing_occurrences_ordered_check check ((status = 'ordered') = (order_id is not null))
);
-- One room holds one series in a half day, whoever plans at the same moment.
create unique index standing_occurrences_one_room on standing_occurrences (place_unit_id, room, on_day, half) where status <> 'skipped';
create index standing_occurrences_due_idx on standing_occurrences (on_day) where status = 'planned';
