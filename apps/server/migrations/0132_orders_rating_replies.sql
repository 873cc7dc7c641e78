-- Why: the leader of the team that came answers what a resident said of it (J7): once, in words that stay sealed.
-- Lock: ACCESS EXCLUSIVE on order_ratings for a moment; three columns without a default, the checks read the table once.
-- Safe on a live table: yes, ratings are some ten thousands.
alter table order_ratings
  add column reply_sealed bytea,
  add column replied_by_person_id uuid constraint order_ratings_reply_person_fkey references persons (id),
  add column replied_at timestamptz,
  add constraint order_ratings_reply_check check ((replied_at is null) = (replied_by_person_id is null)),
  add constraint order_ratings_reply_words_check check (reply_sealed is null or replied_at is not null);
