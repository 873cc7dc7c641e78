-- Why: a resident may complain about an activity that he had registered for (B-11), not only about an order: a complaint names one order or
-- one session.
-- Lock: access exclusive on complaints while the columns and checks are added; the table is small, and every row that is there satisfies them.
alter table complaints alter column order_id drop not null;
alter table complaints add column session_id uuid constraint complaints_session_fkey references activity_sessions (id);
alter table complaints add constraint complaints_one_subject_check check (num_nonnulls(order_id, session_id) = 1);
alter table complaints drop constraint complaints_about_check;
alter table complaints add constraint complaints_about_check check (about in ('team', 'station', 'organiser'));
alter table complaints add constraint complaints_about_subject_check
  check ((about = 'station' and order_id is not null) or (about = 'organiser' and session_id is not null) or about = 'team');
create unique index complaints_open_session_once on complaints (session_id, filed_by_person_id) where status in ('filed', 'appealed');
