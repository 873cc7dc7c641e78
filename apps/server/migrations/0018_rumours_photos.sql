-- Why: a rumour often arrives as a picture. It is kept with the report, shown to the asker and the desk, and its words are
-- written out by one of them: no machine reads them here (E-06, C05 "elder photo").
-- Lock: creates only. Safe on a live database: yes.
create table claim_photos (
  id uuid constraint claim_photos_pkey primary key,
  report_id uuid not null constraint claim_photos_report_fkey references claim_reports (id),
  file_id uuid not null constraint claim_photos_file_fkey references stored_files (id) constraint claim_photos_file_key unique,
  created_at timestamptz not null
);
create index claim_photos_report_idx on claim_photos (report_id);
