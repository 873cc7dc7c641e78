-- Why: visits with who goes, signing in and out, places in time that nobody can hold twice, and ratings by those who were there (B-12, Q-07,
-- Q-09). A volunteer or a team cannot be in two places: slots are rows with unique keys, which any engine can hold.
-- Lock: creates, and one foreign key on service_hours that is checked at once; that table is new. Safe on a live database: yes.
create table visits (
  id uuid constraint visits_pkey primary key,
  order_id uuid not null constraint visits_order_fkey references orders (id),
  assignment_id uuid not null constraint visits_assignment_fkey references order_assignments (id),
  team_id uuid not null constraint visits_team_fkey references volunteer_teams (id),
  round integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null constraint visits_status_check check (status in ('planned', 'under_way', 'finished', 'missed', 'cancelled')),
  status_changed_at timestamptz not null,
  people_served integer constraint visits_people_check check (people_served between 0 and 2000),
  -- Nobody signed out in time: the visit was closed by the clock and says so.
  closed_by_clock boolean not null default false,
  created_at timestamptz not null,
  constraint visits_times_check check (ends_at > starts_at)
);
create unique index visits_one_standing on visits (order_id) where status in ('planned', 'under_way');
create index visits_team_idx on visits (team_id, starts_at);

create table visit_members (
  visit_id uuid not null constraint visit_members_visit_fkey references visits (id),
  person_id uuid not null constraint visit_members_person_fkey references persons (id),
  assigned_at timestamptz not null,
  signed_in_at timestamptz,
  signed_out_at timestamptz,
  constraint visit_members_pkey primary key (visit_id, person_id),
  constraint visit_members_signs_check check (signed_out_at is null or (signed_in_at is not null and signed_out_at >= signed_in_at))
);
create index visit_members_person_idx on visit_members (person_id, assigned_at desc);

-- Each half hour of a visit for each volunteer of it.
create table visit_member_slots (
  person_id uuid not null constraint visit_member_slots_person_fkey references persons (id),
  slot_at timestamptz not null constraint visit_member_slots_half_hour_check check (extract(epoch from slot_at)::bigint % 1800 = 0),
  visit_id uuid not null constraint visit_member_slots_visit_fkey references visits (id),
  constraint visit_member_slots_pkey primary key (person_id, slot_at)
);
create index visit_member_slots_visit_idx on visit_member_slots (visit_id);

-- A team takes as many visits at one time as it has seats.
create table visit_team_slots (
  team_id uuid not null constraint visit_team_slots_team_fkey references volunteer_teams (id),
  slot_on date not null,
  half text not null constraint visit_team_slots_half_check check (half in ('morning', 'afternoon', 'evening')),
  seat integer not null constraint visit_team_slots_seat_check check (seat between 1 and 20),
  visit_id uuid not null constraint visit_team_slots_visit_fkey references visits (id) constraint visit_team_slots_visit_key unique,
  constraint visit_team_slots_pkey primary key (team_id, slot_on, half, seat)
);

create table order_ratings (
  id uuid constraint order_ratings_pkey primary key,
  order_id uuid not null constraint order_ratings_order_fkey references orders (id),
  round integer not null,
  -- The visit that the rater attended.
  visit_id uuid not null constraint order_ratings_visit_fkey references visits (id),
  stars integer not null constraint order_ratings_stars_check check (stars between 1 and 5),
  comment_sealed bytea,
  proof text not null constraint order_ratings_proof_check check (proof in ('requester', 'code')),
  rated_by_person_id uuid constraint order_ratings_person_fkey references persons (id),
  created_at timestamptz not null,
  constraint order_ratings_once unique (order_id, round)
);

alter table service_hours add constraint service_hours_visit_fkey foreign key (visit_id) references visits (id);
