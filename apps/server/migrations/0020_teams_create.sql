-- Why: volunteer teams with their members, skills, area and times (B-10, Y-21, E-03), badges with proof and expiry (R-13), and service
-- hours, credited by a visit or added by hand, kept apart for ever (B-11, Q-10).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table volunteer_teams (
  id uuid constraint volunteer_teams_pkey primary key,
  team_no bigint generated always as identity constraint volunteer_teams_no_key unique,
  -- Who verifies it and answers for it: the station that serves the team's home, else the home itself.
  unit_id uuid not null constraint volunteer_teams_unit_fkey references org_units (id),
  kind text not null constraint volunteer_teams_kind_check
    check (kind in ('hospital', 'university', 'campus', 'research', 'enterprise', 'society', 'senior', 'community')),
  name text not null constraint volunteer_teams_name_check check (length(btrim(name)) between 2 and 40),
  about text not null,
  leader_person_id uuid not null constraint volunteer_teams_leader_fkey references persons (id),
  capacity integer not null constraint volunteer_teams_capacity_check check (capacity between 1 and 20),
  effort text not null constraint volunteer_teams_effort_check check (effort in ('light', 'normal')),
  insurance_until date,
  status text not null constraint volunteer_teams_status_check check (status in ('registered', 'verified', 'refused', 'suspended', 'disbanded')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint volunteer_teams_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  -- Nobody verifies the team that he leads.
  constraint volunteer_teams_decision_check check (decided_by_person_id is null or decided_by_person_id <> leader_person_id)
);
create unique index volunteer_teams_name_key on volunteer_teams (name) where status <> 'disbanded';
create index volunteer_teams_unit_idx on volunteer_teams (unit_id, status);
create index volunteer_teams_leader_idx on volunteer_teams (leader_person_id);

create table team_areas (
  team_id uuid not null constraint team_areas_team_fkey references volunteer_teams (id),
  unit_id uuid not null constraint team_areas_unit_fkey references org_units (id),
  constraint team_areas_pkey primary key (team_id, unit_id)
);

create table team_skills (
  team_id uuid not null constraint team_skills_team_fkey references volunteer_teams (id),
  skill text not null constraint team_skills_skill_check check (skill ~ '^[a-z][a-z-]{1,40}$'),
  constraint team_skills_pkey primary key (team_id, skill)
);

-- When the team can come, in half days of the week; Monday is 1.
create table team_times (
  team_id uuid not null constraint team_times_team_fkey references volunteer_teams (id),
  weekday integer not null constraint team_times_weekday_check check (weekday between 1 and 7),
  half text not null constraint team_times_half_check check (half in ('morning', 'afternoon', 'evening')),
  constraint team_times_pkey primary key (team_id, weekday, half)
);

create table team_members (
  id uuid constraint team_members_pkey primary key,
  team_id uuid not null constraint team_members_team_fkey references volunteer_teams (id),
  person_id uuid not null constraint team_members_person_fkey references persons (id),
  joined_at timestamptz not null,
  left_at timestamptz,
  constraint team_members_dates_check check (left_at is null or left_at >= joined_at)
);
create unique index team_members_once on team_members (team_id, person_id) where left_at is null;
create index team_members_person_idx on team_members (person_id) where left_at is null;

create table volunteer_badges (
  id uuid constraint volunteer_badges_pkey primary key,
  person_id uuid not null constraint volunteer_badges_person_fkey references persons (id),
  unit_id uuid not null constraint volunteer_badges_unit_fkey references org_units (id),
  kind text not null constraint volunteer_badges_kind_check check (kind in ('children', 'health', 'safety')),
  proof text not null constraint volunteer_badges_proof_check check (length(btrim(proof)) between 2 and 200),
  proof_file_id uuid constraint volunteer_badges_file_fkey references stored_files (id),
  expires_on date not null,
  status text not null constraint volunteer_badges_status_check check (status in ('submitted', 'verified', 'refused', 'revoked')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint volunteer_badges_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  -- Nobody verifies a badge of his own, and a verified badge says who did.
  constraint volunteer_badges_decision_check check (decided_by_person_id is null or decided_by_person_id <> person_id),
  constraint volunteer_badges_verified_check check (status not in ('verified', 'revoked') or decided_by_person_id is not null)
);
create unique index volunteer_badges_one_waiting on volunteer_badges (person_id, kind) where status = 'submitted';
create index volunteer_badges_person_idx on volunteer_badges (person_id, kind, expires_on) where status = 'verified';
create index volunteer_badges_unit_idx on volunteer_badges (unit_id, status);

create table service_hours (
  id uuid constraint service_hours_pkey primary key,
  person_id uuid not null constraint service_hours_person_fkey references persons (id),
  team_id uuid not null constraint service_hours_team_fkey references volunteer_teams (id),
  kind text not null constraint service_hours_kind_check check (kind in ('credited', 'added')),
  minutes integer not null constraint service_hours_minutes_check check (minutes between 1 and 720),
  worked_on date not null,
  -- The visit that was signed; a column of the later module, which adds the foreign key.
  visit_id uuid,
  reason text,
  added_by_person_id uuid constraint service_hours_added_by_fkey references persons (id),
  status text not null constraint service_hours_status_check check (status in ('proposed', 'standing', 'refused', 'reversed')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint service_hours_decided_by_fkey references persons (id),
  created_at timestamptz not null,
  -- Credited hours come from a signed visit and need nobody's word; added hours need a reason, one who adds and another who agrees.
  constraint service_hours_credited_check check (kind <> 'credited'
    or (visit_id is not null and reason is null and added_by_person_id is null and status in ('standing', 'reversed'))),
  constraint service_hours_added_check check (kind <> 'added'
    or (visit_id is null and length(btrim(reason)) >= 5 and added_by_person_id is not null)),
  constraint service_hours_second_person_check check (kind <> 'added' or status = 'proposed'
    or (decided_by_person_id is not null and decided_by_person_id <> added_by_person_id and decided_by_person_id <> person_id))
);
create unique index service_hours_once on service_hours (person_id, visit_id) where kind = 'credited' and status = 'standing';
create index service_hours_person_idx on service_hours (person_id, worked_on desc);
create index service_hours_team_idx on service_hours (team_id, status);

-- The two kinds never become each other, whoever asks.
create function service_hours_keep_kind() returns trigger language plpgsql as $$
begin
  if new.kind <> old.kind or new.person_id <> old.person_id or new.minutes <> old.minutes or new.worked_on <> old.worked_on then
    raise exception 'kind, person, minutes and day of service hours never change' using errcode = '23514', constraint = 'service_hours_kind_stays';
  end if;
  return new;
end $$;
create trigger service_hours_kind_stays before update on service_hours for each row execute function service_hours_keep_kind();
