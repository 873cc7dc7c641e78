-- Why: residents ask an expert (F-18, I-08): a question with a receipt and a promised time, given to a unit and an expert of
-- the field, answered by one person and checked by another before the asker reads it.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

create table questions (
  id uuid constraint questions_pkey primary key,
  -- Keyed digest of the receipt code: the code is handed out once and not kept.
  receipt_index bytea not null constraint questions_receipt_key unique constraint questions_receipt_check check (length(receipt_index) = 32),
  status text not null constraint questions_status_check check (status in ('received', 'assigned', 'drafted', 'answered', 'no_expert', 'withdrawn')),
  status_changed_at timestamptz not null,
  asked_text text not null constraint questions_text_check check (length(btrim(asked_text)) between 4 and 1000),
  audience text constraint questions_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  topic_code text constraint questions_topic_fkey references topics (code),
  content_id uuid constraint questions_content_fkey references contents (id),
  photo_file_id uuid constraint questions_photo_fkey references stored_files (id),
  asker_person_id uuid constraint questions_asker_fkey references persons (id),
  -- 代办: the helper asks for the person; both stand here.
  helper_person_id uuid constraint questions_helper_fkey references persons (id),
  phone_sealed bytea,
  phone_consent_at timestamptz,
  unit_id uuid not null constraint questions_unit_fkey references org_units (id),
  expert_id uuid constraint questions_expert_fkey references experts (id),
  field text,
  assigned_at timestamptz,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  answer_text text constraint questions_answer_check check (length(btrim(answer_text)) between 10 and 3000),
  drafted_by_person_id uuid,
  drafted_at timestamptz,
  return_reason text constraint questions_return_check check (length(btrim(return_reason)) between 2 and 500),
  checked_by_person_id uuid,
  closed_reason text constraint questions_closed_check check (length(btrim(closed_reason)) between 5 and 500),
  ended_at timestamptz,
  constraint questions_due_check check (due_at > asked_at),
  constraint questions_helper_check check (helper_person_id is null or (asker_person_id is not null and helper_person_id <> asker_person_id)),
  -- A number is kept only with the consent to call it.
  constraint questions_phone_check check (phone_sealed is null or phone_consent_at is not null),
  constraint questions_assigned_check check (status <> 'assigned' or assigned_at is not null),
  constraint questions_drafted_check check (status not in ('drafted', 'answered') or (answer_text is not null and drafted_by_person_id is not null)),
  -- What the asker reads was looked at by a second person.
  constraint questions_two_persons_check check (checked_by_person_id is null or checked_by_person_id <> drafted_by_person_id),
  constraint questions_answered_check check ((status = 'answered') = (checked_by_person_id is not null)),
  constraint questions_no_expert_check check (status <> 'no_expert' or closed_reason is not null),
  constraint questions_ended_check check ((status in ('answered', 'no_expert', 'withdrawn')) = (ended_at is not null))
);
create index questions_unit_idx on questions (unit_id, status, asked_at desc);
create index questions_due_idx on questions (due_at) where ended_at is null;
create index questions_asker_idx on questions (asker_person_id, asked_at desc);
create index questions_phone_idx on questions (ended_at) where phone_sealed is not null;
