-- Why: senior experts advise (E-02): a street or department asks, an expert files a paper to a unit, the unit receives it and answers, the
-- answer by two persons; what nobody acts on in time passes to the unit above.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table advice_requests (
  id uuid constraint advice_requests_pkey primary key,
  unit_id uuid not null constraint advice_requests_unit_fkey references org_units (id),
  title text not null constraint advice_requests_title_check check (length(btrim(title)) between 4 and 60),
  question text not null constraint advice_requests_question_check check (length(btrim(question)) between 10 and 500),
  closes_on date not null,
  asked_by_person_id uuid not null constraint advice_requests_asked_by_fkey references persons (id),
  asked_at timestamptz not null
);
create index advice_requests_unit_idx on advice_requests (unit_id, closes_on desc);

create table advice_papers (
  id uuid constraint advice_papers_pkey primary key,
  paper_no bigint generated always as identity constraint advice_papers_no_key unique,
  expert_id uuid not null constraint advice_papers_expert_fkey references experts (id),
  submitted_by_person_id uuid not null constraint advice_papers_submitted_by_fkey references persons (id),
  -- To whom it was addressed, and with whom it lies now.
  unit_id uuid not null constraint advice_papers_unit_fkey references org_units (id),
  owner_unit_id uuid not null constraint advice_papers_owner_fkey references org_units (id),
  request_id uuid constraint advice_papers_request_fkey references advice_requests (id),
  title text not null constraint advice_papers_title_check check (length(btrim(title)) between 4 and 60),
  body text not null constraint advice_papers_body_check check (length(btrim(body)) between 50 and 5000),
  status text not null constraint advice_papers_status_check
    check (status in ('submitted', 'received', 'drafted', 'answered', 'returned', 'withdrawn')),
  status_changed_at timestamptz not null,
  due_at timestamptz,
  pass_ups integer not null constraint advice_papers_pass_ups_check check (pass_ups >= 0),
  reply text,
  reason text,
  drafted_by_person_id uuid constraint advice_papers_drafted_by_fkey references persons (id),
  answered_by_person_id uuid constraint advice_papers_answered_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint advice_papers_due_check check ((status in ('submitted', 'received', 'drafted')) = (due_at is not null)),
  constraint advice_papers_reply_check check (status not in ('drafted', 'answered') or (reply is not null and drafted_by_person_id is not null)),
  constraint advice_papers_answered_check check (status <> 'answered' or answered_by_person_id is not null),
  constraint advice_papers_two_persons_check check (answered_by_person_id <> drafted_by_person_id),
  constraint advice_papers_not_oneself_check check (drafted_by_person_id <> submitted_by_person_id and answered_by_person_id <> submitted_by_person_id)
);
create index advice_papers_owner_idx on advice_papers (owner_unit_id, due_at);
create index advice_papers_expert_idx on advice_papers (expert_id, created_at desc);
