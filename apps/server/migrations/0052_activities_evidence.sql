-- Why: photographs of what happened, whose faces were blurred before anything was kept (the original never is), for sessions and for an
-- order's visits; and heads counted at street stands, signed by who counted and by a second person, kept apart for ever from people who
-- signed in (C09, B-07).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table evidence_photos (
  id uuid constraint evidence_photos_pkey primary key,
  file_id uuid not null constraint evidence_photos_file_fkey references stored_files (id) constraint evidence_photos_file_key unique,
  session_id uuid constraint evidence_photos_session_fkey references activity_sessions (id),
  order_id uuid constraint evidence_photos_order_fkey references orders (id),
  -- What who took it said of faces: marked places are blurred, or there is none that could be recognised.
  faces text not null constraint evidence_photos_faces_check check (faces in ('marked', 'none')),
  places_blurred integer not null constraint evidence_photos_places_check check ((faces = 'marked') = (places_blurred > 0) and places_blurred <= 60),
  taken_by_person_id uuid not null constraint evidence_photos_person_fkey references persons (id),
  created_at timestamptz not null,
  removed_at timestamptz,
  constraint evidence_photos_target_check check ((session_id is null) <> (order_id is null))
);
create index evidence_photos_session_idx on evidence_photos (session_id) where session_id is not null;
create index evidence_photos_order_idx on evidence_photos (order_id) where order_id is not null;

create table head_counts (
  id uuid constraint head_counts_pkey primary key,
  session_id uuid not null constraint head_counts_session_fkey references activity_sessions (id),
  status text not null constraint head_counts_status_check check (status in ('counted', 'confirmed', 'refused', 'withdrawn')),
  status_changed_at timestamptz not null,
  method text not null constraint head_counts_method_check check (method in ('clicker', 'photo', 'sample')),
  people_count integer not null constraint head_counts_people_check check (people_count between 1 and 100000),
  counted_from timestamptz not null,
  counted_to timestamptz not null,
  photo_id uuid not null constraint head_counts_photo_fkey references evidence_photos (id),
  counted_by_person_id uuid not null constraint head_counts_counter_fkey references persons (id),
  decided_by_person_id uuid constraint head_counts_decider_fkey references persons (id),
  reason text,
  created_at timestamptz not null,
  constraint head_counts_times_check check (counted_to > counted_from),
  -- Nobody confirms his own count.
  constraint head_counts_two_people_check check (decided_by_person_id is null or decided_by_person_id <> counted_by_person_id),
  constraint head_counts_decided_check check (status not in ('confirmed', 'refused') or decided_by_person_id is not null)
);
create index head_counts_session_idx on head_counts (session_id, counted_from);
