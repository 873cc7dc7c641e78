-- Why: what the public and partners bring in and what is taken out of the library: contributions with credit (J-08),
-- the pair board (R-05), results on their way to the public (R-08), story collections (R-11), placements (I-06, E-11),
-- lesson packs in use (Y-03).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

-- A contribution (投稿) of a citizen, from the first step of writing to its credit.
create table submissions (
  id uuid constraint submissions_pkey primary key,
  submission_no bigint generated always as identity constraint submissions_no_key unique,
  unit_id uuid not null constraint submissions_unit_fkey references org_units (id),
  status text not null constraint submissions_status_check check (status in (
    'writing', 'received', 'paired', 'drafted', 'published', 'declined', 'withdrawn')),
  status_changed_at timestamptz not null,
  owner_person_id uuid not null,
  author_person_id uuid not null,
  sent_by_person_id uuid not null,
  kind text not null constraint submissions_kind_check check (kind in ('idea', 'draft')),
  title text not null constraint submissions_title_check check (length(btrim(title)) between 2 and 60),
  audience text not null constraint submissions_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  topic_code text not null,
  words text constraint submissions_words_check check (length(btrim(words)) between 10 and 8000),
  credit_choice text constraint submissions_credit_check check (credit_choice in ('name', 'pen_name')),
  pen_name text constraint submissions_pen_name_check check (length(btrim(pen_name)) between 1 and 20),
  rights_version integer,
  agreed_at timestamptz,
  expert_person_id uuid,
  expert_field text,
  paired_by_person_id uuid,
  advice text constraint submissions_advice_check check (length(btrim(advice)) between 2 and 1000),
  content_id uuid,
  reason text constraint submissions_reason_check check (length(btrim(reason)) between 2 and 500),
  created_at timestamptz not null,
  -- Nothing leaves the writer's hands without words, a name to be credited by and the agreement to the rights note.
  constraint submissions_agreed_check check (status in ('writing', 'withdrawn')
    or (words is not null and credit_choice is not null and rights_version is not null and agreed_at is not null)),
  constraint submissions_pen_name_needed_check check (credit_choice is distinct from 'pen_name' or pen_name is not null),
  -- A child is credited by a pen name only.
  constraint submissions_child_check check (author_person_id = owner_person_id or credit_choice is distinct from 'name'),
  constraint submissions_paired_check check (status not in ('paired', 'drafted', 'published') or expert_person_id is not null),
  constraint submissions_drafted_check check (status not in ('drafted', 'published') or content_id is not null),
  constraint submissions_declined_check check (status <> 'declined' or reason is not null)
);
create unique index submissions_content_key on submissions (content_id) where content_id is not null;
create index submissions_owner_idx on submissions (owner_person_id, created_at desc);
create index submissions_unit_idx on submissions (unit_id, status, created_at);

-- Who is credited with an item (署名), as shown to readers.
create table content_credits (
  content_id uuid not null,
  person_id uuid not null,
  part text not null constraint content_credits_part_check check (part in ('author', 'adviser', 'scientist', 'creator')),
  shown_name text not null constraint content_credits_name_check check (length(btrim(shown_name)) between 1 and 60),
  created_at timestamptz not null,
  constraint content_credits_pkey primary key (content_id, person_id)
);

-- The pair board (配对板): a result that seeks a creator, a creator that seeks a scientist.
create table pair_requests (
  id uuid constraint pair_requests_pkey primary key,
  unit_id uuid not null constraint pair_requests_unit_fkey references org_units (id),
  side text not null constraint pair_requests_side_check check (side in ('result', 'creator')),
  status text not null constraint pair_requests_status_check check (status in ('open', 'paired', 'closed')),
  status_changed_at timestamptz not null,
  person_id uuid not null,
  title text not null constraint pair_requests_title_check check (length(btrim(title)) between 2 and 60),
  about text not null constraint pair_requests_about_check check (length(btrim(about)) between 10 and 1000),
  field text not null,
  topic_code text not null,
  kind text not null constraint pair_requests_kind_check check (kind in ('article', 'audio', 'video', 'comic', 'chart', 'lesson', 'card')),
  credited_as text not null constraint pair_requests_credited_check check (length(btrim(credited_as)) between 1 and 30),
  created_at timestamptz not null
);
create index pair_requests_open_idx on pair_requests (side, field, topic_code) where status = 'open';
create index pair_requests_person_idx on pair_requests (person_id);

-- Two requests of which one side or both have said yes.
create table pairings (
  id uuid constraint pairings_pkey primary key,
  result_request_id uuid not null constraint pairings_result_fkey references pair_requests (id),
  creator_request_id uuid not null constraint pairings_creator_fkey references pair_requests (id),
  result_yes_at timestamptz,
  creator_yes_at timestamptz,
  content_id uuid constraint pairings_content_key unique,
  created_at timestamptz not null,
  constraint pairings_once unique (result_request_id, creator_request_id),
  constraint pairings_said_check check (result_yes_at is not null or creator_yes_at is not null),
  constraint pairings_agreed_check check (content_id is null or (result_yes_at is not null and creator_yes_at is not null))
);
-- Of two who say yes to the same request at once one has it: both sides of a joint draft are taken once.
create unique index pairings_result_once on pairings (result_request_id) where content_id is not null;
create unique index pairings_creator_once on pairings (creator_request_id) where content_id is not null;

-- A result of research on its way to the public (成果转科普).
create table result_briefs (
  id uuid constraint result_briefs_pkey primary key,
  unit_id uuid not null constraint result_briefs_unit_fkey references org_units (id),
  status text not null constraint result_briefs_status_check check (status in ('filed', 'checked', 'drafted', 'published', 'declined')),
  status_changed_at timestamptz not null,
  title text not null constraint result_briefs_title_check check (length(btrim(title)) between 2 and 60),
  finding text not null constraint result_briefs_finding_check check (length(btrim(finding)) between 10 and 2000),
  found_by text not null constraint result_briefs_found_by_check check (length(btrim(found_by)) between 2 and 120),
  published_in text not null constraint result_briefs_published_in_check check (length(btrim(published_in)) between 2 and 120),
  published_on date not null,
  doi text constraint result_briefs_doi_check check (doi ~ '^10\.[0-9]{4,9}/\S{1,180}$'),
  url text constraint result_briefs_url_check check (url ~ '^https?://' and length(url) <= 500),
  embargo_until timestamptz,
  field text not null,
  topic_code text not null,
  audience text not null constraint result_briefs_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  filed_by_person_id uuid not null,
  filed_at timestamptz not null,
  due_at timestamptz not null,
  checked_by_person_id uuid,
  check_note text constraint result_briefs_note_check check (length(btrim(check_note)) between 2 and 1000),
  article_content_id uuid,
  chart_content_id uuid,
  published_at timestamptz,
  reason text constraint result_briefs_reason_check check (length(btrim(reason)) between 2 and 500),
  constraint result_briefs_address_check check (doi is not null or url is not null),
  -- Who brings a result does not vouch for it.
  constraint result_briefs_two_people_check check (checked_by_person_id is distinct from filed_by_person_id),
  constraint result_briefs_checked_check check (status not in ('checked', 'drafted', 'published') or checked_by_person_id is not null),
  constraint result_briefs_drafted_check check (status not in ('drafted', 'published')
    or (article_content_id is not null and chart_content_id is not null)),
  constraint result_briefs_published_check check ((status = 'published') = (published_at is not null)),
  constraint result_briefs_declined_check check (status <> 'declined' or reason is not null)
);
create index result_briefs_unit_idx on result_briefs (unit_id, status, filed_at desc);
create index result_briefs_article_idx on result_briefs (article_content_id);
create index result_briefs_chart_idx on result_briefs (chart_content_id);

-- Stories in an order with an introduction (故事合集).
create table collections (
  id uuid constraint collections_pkey primary key,
  collection_no bigint generated always as identity constraint collections_no_key unique,
  unit_id uuid not null constraint collections_unit_fkey references org_units (id),
  status text not null constraint collections_status_check check (status in ('draft', 'published', 'retired')),
  status_changed_at timestamptz not null,
  title text not null constraint collections_title_check check (length(btrim(title)) between 2 and 40),
  introduction text not null constraint collections_introduction_check check (length(btrim(introduction)) between 10 and 600),
  written_by_person_id uuid not null,
  published_by_person_id uuid,
  published_at timestamptz,
  created_at timestamptz not null,
  -- Whoever wrote the introduction does not bring it out.
  constraint collections_two_people_check check (published_by_person_id is distinct from written_by_person_id),
  constraint collections_published_check check (status <> 'published' or (published_by_person_id is not null and published_at is not null))
);
create index collections_live_idx on collections (published_at desc) where status = 'published';
create table collection_items (
  collection_id uuid not null constraint collection_items_collection_fkey references collections (id) on delete cascade,
  content_id uuid not null,
  position integer not null constraint collection_items_position_check check (position between 1 and 40),
  constraint collection_items_pkey primary key (collection_id, content_id),
  constraint collection_items_position_key unique (collection_id, position)
);
create index collection_items_content_idx on collection_items (content_id);

-- Where an item is to be placed (投放计划), and what was done there.
create table placements (
  id uuid constraint placements_pkey primary key,
  unit_id uuid not null constraint placements_unit_fkey references org_units (id),
  content_id uuid not null,
  medium text not null constraint placements_medium_check check (medium in (
    'web', 'kiosk', 'poster', 'radio', 'tv', 'newspaper', 'outdoor', 'transport')),
  place text not null constraint placements_place_check check (length(btrim(place)) between 2 and 60),
  from_on date not null,
  to_on date not null,
  planned_count integer not null constraint placements_planned_check check (planned_count between 1 and 100000),
  status text not null constraint placements_status_check check (status in ('planned', 'cancelled')),
  status_changed_at timestamptz not null,
  reason text constraint placements_reason_check check (length(btrim(reason)) between 2 and 200),
  planned_by_person_id uuid not null,
  created_at timestamptz not null,
  constraint placements_dates_check check (to_on >= from_on),
  constraint placements_cancelled_check check (status <> 'cancelled' or reason is not null)
);
create index placements_unit_idx on placements (unit_id, from_on);
create index placements_content_idx on placements (content_id);
create table placement_proofs (
  id uuid constraint placement_proofs_pkey primary key,
  placement_id uuid not null constraint placement_proofs_placement_fkey references placements (id),
  happened_on date not null,
  done_count integer not null constraint placement_proofs_done_check check (done_count between 1 and 100000),
  evidence text not null constraint placement_proofs_evidence_check check (length(btrim(evidence)) between 4 and 300),
  confirmed_by_person_id uuid not null,
  confirmed_at timestamptz not null,
  -- The same day of the same placement is confirmed once; a second try changes nothing.
  constraint placement_proofs_day_once unique (placement_id, happened_on)
);

-- A lesson that a teacher used with a class on a day (使用登记).
create table lesson_uses (
  id uuid constraint lesson_uses_pkey primary key,
  unit_id uuid not null constraint lesson_uses_unit_fkey references org_units (id),
  content_id uuid not null,
  teacher_person_id uuid not null,
  class_name text not null constraint lesson_uses_class_check check (length(btrim(class_name)) between 1 and 30),
  class_key text not null,
  used_on date not null,
  pupil_count integer not null constraint lesson_uses_pupils_check check (pupil_count between 1 and 300),
  created_at timestamptz not null,
  -- Counted once: one teacher, one class, one day, one lesson.
  constraint lesson_uses_once unique (teacher_person_id, content_id, class_key, used_on)
);
create index lesson_uses_unit_idx on lesson_uses (unit_id, used_on desc);
create index lesson_uses_content_idx on lesson_uses (content_id);
create table lesson_copies (
  id uuid constraint lesson_copies_pkey primary key,
  content_id uuid not null,
  teacher_person_id uuid not null,
  title text not null constraint lesson_copies_title_check check (length(btrim(title)) between 2 and 60),
  words text not null constraint lesson_copies_words_check check (length(words) <= 20000),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint lesson_copies_once unique (teacher_person_id, content_id)
);
