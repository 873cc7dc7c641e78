-- Why: searches of the portal that found nothing are needs that nobody wrote down (G-05). A row is a day's number by topic, by a keyed
-- digest of the words and by street (else the district's root unit): no words, no person, no address. The words themselves are
-- kept apart and only once they came ten times in ninety days, so that nobody's own sentence is stored.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table search_misses (
  missed_on date not null,
  topic_code text constraint search_misses_topic_fkey references topics (code),
  unit_id uuid not null constraint search_misses_unit_fkey references org_units (id),
  -- Null where the words are too long or hold a number, so that they can never be shown.
  words_index bytea,
  misses integer not null constraint search_misses_count_check check (misses > 0),
  constraint search_misses_key unique nulls not distinct (missed_on, topic_code, unit_id, words_index)
);
create index search_misses_words_idx on search_misses (words_index) where words_index is not null;

create table search_miss_words (
  words_index bytea constraint search_miss_words_pkey primary key,
  words text not null constraint search_miss_words_length_check check (char_length(words) between 1 and 20)
);
