-- Why: a resident shows what he complains about (B-11); faces that he marked are unrecognisable before anything is kept.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table complaint_photos (
  id uuid constraint complaint_photos_pkey primary key,
  complaint_id uuid not null constraint complaint_photos_complaint_fkey references complaints (id),
  file_id uuid not null constraint complaint_photos_file_fkey references stored_files (id) constraint complaint_photos_file_key unique,
  created_at timestamptz not null
);
create index complaint_photos_complaint_idx on complaint_photos (complaint_id, created_at);
