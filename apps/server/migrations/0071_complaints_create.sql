-- Why: complaints about a service, a team or a station (投诉, B-11): each has an owner and a due time until it is over; who was
-- complained about does not answer, and an objection goes to the unit above and to another person.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table complaints (
  id uuid constraint complaints_pkey primary key,
  complaint_no bigint not null generated always as identity constraint complaints_no_key unique,
  order_id uuid not null constraint complaints_order_fkey references orders (id),
  about text not null constraint complaints_about_check check (about in ('team', 'station')),
  -- The team whose people were there; they do not answer.
  team_id uuid constraint complaints_team_fkey references volunteer_teams (id),
  filed_by_person_id uuid not null constraint complaints_filed_by_fkey references persons (id),
  body_sealed bytea,
  status text not null constraint complaints_status_check check (status in ('filed', 'answered', 'appealed', 'settled', 'withdrawn')),
  status_changed_at timestamptz not null,
  owner_unit_id uuid not null constraint complaints_owner_fkey references org_units (id),
  due_at timestamptz,
  take_overs integer not null default 0 constraint complaints_take_overs_check check (take_overs >= 0),
  finding text constraint complaints_finding_check check (finding in ('upheld', 'partly', 'not_upheld')),
  answer text,
  answered_by_person_id uuid constraint complaints_answered_by_fkey references persons (id),
  answered_at timestamptz,
  appeal_sealed bytea,
  settled_by_person_id uuid constraint complaints_settled_by_fkey references persons (id),
  created_at timestamptz not null,
  -- Nothing that is open is without a time by which somebody has to act.
  constraint complaints_due_check check ((status in ('filed', 'appealed')) = (due_at is not null)),
  constraint complaints_answer_check check (status in ('filed', 'withdrawn') or (answer is not null and finding is not null and answered_by_person_id is not null)),
  constraint complaints_appeal_check check (status <> 'appealed' or answered_by_person_id is not null),
  constraint complaints_settled_check check ((status = 'settled') = (settled_by_person_id is not null)),
  constraint complaints_second_check check (settled_by_person_id is distinct from answered_by_person_id or settled_by_person_id is null),
  constraint complaints_other_check check (answered_by_person_id is distinct from filed_by_person_id and settled_by_person_id is distinct from filed_by_person_id)
);
-- One complaint at a time about one service.
create unique index complaints_open_once on complaints (order_id, filed_by_person_id) where status in ('filed', 'appealed');
create index complaints_owner_idx on complaints (owner_unit_id, status);
create index complaints_filed_by_idx on complaints (filed_by_person_id, created_at desc);
create index complaints_due_idx on complaints (due_at) where due_at is not null;
