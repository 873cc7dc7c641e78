-- Why: activities with sessions, and registration for anything that has places (thin C09): a pool of places that an activity's session holds
-- today and that a series, a campaign or a venue's slot can hold later; groups, a waiting list in its order, messages about it.
-- `seats_taken` is kept with the registrations in one act and never above `capacity`, whatever the code does.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table activities (
  id uuid constraint activities_pkey primary key,
  activity_no bigint generated always as identity constraint activities_no_key unique,
  status text not null constraint activities_status_check
    check (status in ('draft', 'published', 'open', 'closed', 'held', 'reported', 'cancelled')),
  status_changed_at timestamptz not null,
  title text not null constraint activities_title_check check (length(btrim(title)) between 4 and 60),
  about text not null constraint activities_about_check check (length(btrim(about)) between 10 and 2000),
  kind text not null constraint activities_kind_check
    check (kind in ('talk', 'lesson', 'experiment', 'stand', 'open_day', 'exhibition', 'consult', 'camp')),
  -- Where it goes to (进社区、进乡村、进机构、进家庭 …): each activity has exactly one (E-09, B-07).
  entry text not null constraint activities_entry_check
    check (entry in ('community', 'countryside', 'institution', 'family', 'school', 'enterprise', 'venue')),
  topic text not null,
  audiences text[] not null constraint activities_audiences_check
    check (audiences <@ array['youth', 'farmer', 'worker', 'elder', 'official'] and cardinality(audiences) > 0),
  unit_id uuid not null constraint activities_unit_fkey references org_units (id),
  team_id uuid constraint activities_team_fkey references volunteer_teams (id),
  expert_id uuid constraint activities_expert_fkey references experts (id),
  phone text constraint activities_phone_check check (phone ~ '^[0-9-]{7,20}$'),
  -- Whether children under fourteen may come, and then only with a guardian's word at registration.
  minors boolean not null,
  end_reason text,
  created_by_person_id uuid not null constraint activities_created_by_fkey references persons (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint activities_reason_check check (status <> 'cancelled' or length(btrim(end_reason)) >= 5)
);
create index activities_unit_idx on activities (unit_id, status);
create index activities_team_idx on activities (team_id) where team_id is not null;

create table seat_pools (
  id uuid constraint seat_pools_pkey primary key,
  status text not null constraint seat_pools_status_check check (status in ('open', 'closed', 'called_off')),
  status_changed_at timestamptz not null,
  -- What messages call it.
  title text not null,
  place text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  closes_at timestamptz not null,
  capacity integer not null constraint seat_pools_capacity_check check (capacity between 1 and 5000),
  group_limit integer not null constraint seat_pools_group_check check (group_limit between 1 and 100),
  minors boolean not null,
  -- Places of registrations that are confirmed or offered.
  seats_taken integer not null,
  constraint seat_pools_times_check check (ends_at > starts_at and closes_at <= ends_at),
  constraint seat_pools_seats_check check (seats_taken >= 0 and seats_taken <= capacity)
);

create table activity_sessions (
  id uuid constraint activity_sessions_pkey primary key,
  activity_id uuid not null constraint activity_sessions_activity_fkey references activities (id),
  status text not null constraint activity_sessions_status_check check (status in ('planned', 'held', 'reported', 'cancelled')),
  status_changed_at timestamptz not null,
  place_unit_id uuid not null constraint activity_sessions_place_fkey references org_units (id),
  address text not null constraint activity_sessions_address_check check (length(btrim(address)) between 2 and 100),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- None for a street stand, where whoever passes may come.
  pool_id uuid constraint activity_sessions_pool_fkey references seat_pools (id) constraint activity_sessions_pool_key unique,
  end_reason text,
  created_at timestamptz not null,
  constraint activity_sessions_times_check check (ends_at > starts_at)
);
create index activity_sessions_activity_idx on activity_sessions (activity_id, starts_at);
create index activity_sessions_starts_idx on activity_sessions (starts_at);

create table registrations (
  id uuid constraint registrations_pkey primary key,
  -- The order of the waiting list.
  queue_no bigint generated always as identity constraint registrations_queue_key unique,
  pool_id uuid not null constraint registrations_pool_fkey references seat_pools (id),
  status text not null constraint registrations_status_check
    check (status in ('confirmed', 'waiting', 'offered', 'cancelled', 'lapsed', 'called_off')),
  status_changed_at timestamptz not null,
  people_count integer not null constraint registrations_people_check check (people_count between 1 and 100),
  minors_count integer not null constraint registrations_minors_check check (minors_count between 0 and people_count),
  guardian_consent_at timestamptz,
  audience text constraint registrations_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  contact_name_sealed bytea,
  contact_phone_sealed bytea,
  contact_phone_index bytea,
  code_sealed bytea not null,
  code_index bytea not null constraint registrations_code_key unique,
  person_id uuid constraint registrations_person_fkey references persons (id),
  proxy_act_id uuid constraint registrations_proxy_fkey references proxy_acts (id),
  answer_by timestamptz,
  created_at timestamptz not null,
  constraint registrations_guardian_check check (minors_count = 0 or guardian_consent_at is not null),
  constraint registrations_offer_check check ((status = 'offered') = (answer_by is not null))
);
create index registrations_pool_idx on registrations (pool_id, queue_no);
create index registrations_offers_idx on registrations (answer_by) where answer_by is not null;
create index registrations_person_idx on registrations (person_id, created_at desc) where person_id is not null;
-- One number registers once for one thing, as long as that stands.
create unique index registrations_phone_once on registrations (pool_id, contact_phone_index)
  where status in ('confirmed', 'waiting', 'offered') and contact_phone_index is not null;

create table registration_notices (
  id uuid constraint registration_notices_pkey primary key,
  registration_id uuid not null constraint registration_notices_registration_fkey references registrations (id),
  event text not null,
  body text not null,
  created_at timestamptz not null,
  send_after timestamptz not null,
  status text not null constraint registration_notices_status_check check (status in ('waiting', 'sent', 'kept')),
  settled_at timestamptz,
  constraint registration_notices_once unique (registration_id, event)
);
create index registration_notices_due_idx on registration_notices (send_after) where status = 'waiting';
