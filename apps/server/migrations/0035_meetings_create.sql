-- Why: the joint meeting (联席会议, J-01, J-02): problems and proposals filed at any time, meetings with an agenda made from what is
-- undone, resolutions that cannot exist without an owner unit and a due date, reports with evidence, reminders, frozen minutes.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table joint_issues (
  id uuid constraint joint_issues_pkey primary key,
  issue_no bigint generated always as identity constraint joint_issues_no_key unique,
  unit_id uuid not null constraint joint_issues_unit_fkey references org_units (id),
  filed_by_person_id uuid constraint joint_issues_filed_by_fkey references persons (id),
  kind text not null constraint joint_issues_kind_check check (kind in ('problem', 'opinion', 'proposal')),
  -- The secretariat's heading; null until somebody has read it.
  category text constraint joint_issues_category_check
    check (category in ('money', 'people', 'places', 'content', 'coordination', 'rules', 'other')),
  title text not null constraint joint_issues_title_check check (length(btrim(title)) between 4 and 80),
  body text not null constraint joint_issues_body_check check (length(btrim(body)) between 5 and 2000),
  photo_file_id uuid constraint joint_issues_photo_fkey references stored_files (id),
  status text not null constraint joint_issues_status_check check (status in ('open', 'on_agenda', 'resolved', 'answered', 'merged')),
  status_changed_at timestamptz not null,
  merged_into_id uuid constraint joint_issues_merged_into_fkey references joint_issues (id),
  answer text,
  created_at timestamptz not null,
  constraint joint_issues_merged_check check ((status = 'merged') = (merged_into_id is not null) and merged_into_id <> id),
  constraint joint_issues_answer_check check (status <> 'answered' or length(btrim(answer)) >= 5)
);
create index joint_issues_unit_idx on joint_issues (unit_id, status);
create index joint_issues_status_idx on joint_issues (status, created_at);
create index joint_issues_merged_idx on joint_issues (merged_into_id) where merged_into_id is not null;

create table joint_meetings (
  id uuid constraint joint_meetings_pkey primary key,
  meeting_no bigint generated always as identity constraint joint_meetings_no_key unique,
  -- The unit that convenes; its supervisors are the chair's office.
  unit_id uuid not null constraint joint_meetings_unit_fkey references org_units (id),
  title text not null constraint joint_meetings_title_check check (length(btrim(title)) between 4 and 80),
  place text not null,
  held_at timestamptz not null,
  status text not null constraint joint_meetings_status_check check (status in ('planned', 'under_way', 'closed', 'cancelled')),
  status_changed_at timestamptz not null,
  minutes text,
  -- The whole meeting as canonical JSON when it was closed, and its SHA-256; both stand in the guarded row's hash.
  minutes_record text,
  minutes_hash text,
  closed_by_person_id uuid constraint joint_meetings_closed_by_fkey references persons (id),
  created_by_person_id uuid constraint joint_meetings_created_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint joint_meetings_minutes_check check ((status = 'closed') = (minutes_record is not null and minutes_hash is not null and minutes is not null))
);
create index joint_meetings_unit_idx on joint_meetings (unit_id, held_at desc);

create table joint_resolutions (
  id uuid constraint joint_resolutions_pkey primary key,
  resolution_no bigint generated always as identity constraint joint_resolutions_no_key unique,
  meeting_id uuid not null constraint joint_resolutions_meeting_fkey references joint_meetings (id),
  body text not null constraint joint_resolutions_body_check check (length(btrim(body)) between 5 and 1000),
  -- No resolution without an owner and a day (C15, must never happen).
  owner_unit_id uuid not null constraint joint_resolutions_owner_fkey references org_units (id),
  due_on date not null,
  decided_on date not null,
  -- A research report or other paper that it rests on (D-01).
  cites text,
  status text not null constraint joint_resolutions_status_check check (status in ('open', 'reported', 'done')),
  status_changed_at timestamptz not null,
  owner_reminded_at timestamptz,
  chair_reminded_at timestamptz,
  created_at timestamptz not null,
  constraint joint_resolutions_due_check check (due_on > decided_on),
  constraint joint_resolutions_reminders_check check (chair_reminded_at is null or owner_reminded_at is not null)
);
create index joint_resolutions_owner_idx on joint_resolutions (owner_unit_id, status, due_on);
create index joint_resolutions_meeting_idx on joint_resolutions (meeting_id);
create index joint_resolutions_due_idx on joint_resolutions (due_on) where status <> 'done';

create table agenda_items (
  id uuid constraint agenda_items_pkey primary key,
  meeting_id uuid not null constraint agenda_items_meeting_fkey references joint_meetings (id),
  position integer not null constraint agenda_items_position_check check (position >= 1),
  kind text not null constraint agenda_items_kind_check check (kind in ('overdue', 'issue', 'topic', 'undone')),
  title text not null,
  issue_id uuid constraint agenda_items_issue_fkey references joint_issues (id),
  resolution_id uuid constraint agenda_items_resolution_fkey references joint_resolutions (id),
  outcome text constraint agenda_items_outcome_check check (outcome in ('resolution', 'answered', 'noted', 'deferred')),
  decision text,
  constraint agenda_items_subject_check check (case kind
    when 'issue' then issue_id is not null and resolution_id is null
    when 'topic' then issue_id is null and resolution_id is null
    else issue_id is null and resolution_id is not null end),
  constraint agenda_items_decision_check check (outcome is null or outcome = 'deferred' or length(btrim(decision)) >= 5),
  constraint agenda_items_position_key unique (meeting_id, position) deferrable initially deferred,
  constraint agenda_items_issue_key unique (meeting_id, issue_id),
  constraint agenda_items_resolution_key unique (meeting_id, resolution_id)
);
create index agenda_items_issue_idx on agenda_items (issue_id) where issue_id is not null;

alter table joint_resolutions add column agenda_item_id uuid not null
  constraint joint_resolutions_item_fkey references agenda_items (id);
create index joint_resolutions_item_idx on joint_resolutions (agenda_item_id);

create table meeting_papers (
  id uuid constraint meeting_papers_pkey primary key,
  meeting_id uuid not null constraint meeting_papers_meeting_fkey references joint_meetings (id),
  title text not null constraint meeting_papers_title_check check (length(btrim(title)) between 2 and 80),
  file_id uuid not null constraint meeting_papers_file_fkey references stored_files (id),
  created_at timestamptz not null
);
create index meeting_papers_meeting_idx on meeting_papers (meeting_id);

-- Who came is noted by unit, never by person.
create table meeting_attendance (
  meeting_id uuid not null constraint meeting_attendance_meeting_fkey references joint_meetings (id),
  unit_id uuid not null constraint meeting_attendance_unit_fkey references org_units (id),
  presence text not null constraint meeting_attendance_presence_check check (presence in ('present', 'excused', 'absent')),
  constraint meeting_attendance_pkey primary key (meeting_id, unit_id)
);

create table resolution_reports (
  id uuid constraint resolution_reports_pkey primary key,
  resolution_id uuid not null constraint resolution_reports_resolution_fkey references joint_resolutions (id),
  body text not null constraint resolution_reports_body_check check (length(btrim(body)) between 5 and 2000),
  evidence_file_id uuid constraint resolution_reports_evidence_fkey references stored_files (id),
  -- A record of the system that shows it, as an address of this site.
  evidence_link text constraint resolution_reports_link_check check (evidence_link ~ '^/[^/]'),
  reported_by_person_id uuid constraint resolution_reports_reported_by_fkey references persons (id),
  status text not null constraint resolution_reports_status_check check (status in ('waiting', 'accepted', 'returned')),
  status_changed_at timestamptz not null,
  decided_by_person_id uuid constraint resolution_reports_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint resolution_reports_evidence_check check (evidence_file_id is not null or evidence_link is not null),
  constraint resolution_reports_second_person_check check (decided_by_person_id is null or decided_by_person_id <> reported_by_person_id),
  constraint resolution_reports_returned_check check (status <> 'returned' or length(btrim(decision_reason)) >= 5)
);
create unique index resolution_reports_one_waiting on resolution_reports (resolution_id) where status = 'waiting';
create index resolution_reports_resolution_idx on resolution_reports (resolution_id, created_at);

-- Reminders wait here until they are sent: written with the act, each stage and person once.
create table resolution_notices (
  id uuid constraint resolution_notices_pkey primary key,
  resolution_id uuid not null constraint resolution_notices_resolution_fkey references joint_resolutions (id),
  stage text not null constraint resolution_notices_stage_check check (stage in ('owner', 'chair')),
  person_id uuid not null constraint resolution_notices_person_fkey references persons (id),
  body text not null,
  status text not null constraint resolution_notices_status_check check (status in ('waiting', 'sent', 'kept')),
  created_at timestamptz not null,
  settled_at timestamptz,
  constraint resolution_notices_once unique (resolution_id, stage, person_id)
);
create index resolution_notices_waiting_idx on resolution_notices (created_at) where status = 'waiting';

-- What a meeting decided stays as it was decided: the words, owner and day of a resolution never change.
create function joint_resolutions_keep() returns trigger language plpgsql as $$
begin
  if (new.meeting_id, new.agenda_item_id, new.body, new.owner_unit_id, new.due_on, new.decided_on) is distinct from
     (old.meeting_id, old.agenda_item_id, old.body, old.owner_unit_id, old.due_on, old.decided_on) then
    raise exception 'words, owner and due date of a resolution never change' using errcode = '23514', constraint = 'joint_resolutions_stay';
  end if;
  return new;
end $$;
create trigger joint_resolutions_stay before update on joint_resolutions for each row execute function joint_resolutions_keep();

-- A closed meeting is frozen with its agenda, papers and attendance.
create function joint_meetings_keep() returns trigger language plpgsql as $$
begin
  if old.status in ('closed', 'cancelled') then
    raise exception 'a closed meeting never changes' using errcode = '23514', constraint = 'joint_meetings_stay';
  end if;
  return new;
end $$;
create trigger joint_meetings_stay before update or delete on joint_meetings for each row execute function joint_meetings_keep();

create function meeting_parts_keep() returns trigger language plpgsql as $$
declare
  meeting uuid := case when tg_op = 'DELETE' then old.meeting_id else new.meeting_id end;
begin
  if exists (select 1 from joint_meetings m where m.id = meeting and m.status = 'closed') then
    raise exception 'a closed meeting never changes' using errcode = '23514', constraint = 'joint_meetings_stay';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger agenda_items_stay before insert or update or delete on agenda_items for each row execute function meeting_parts_keep();
create trigger meeting_papers_stay before insert or update or delete on meeting_papers for each row execute function meeting_parts_keep();
create trigger meeting_attendance_stay before insert or update or delete on meeting_attendance for each row execute function meeting_parts_keep();
