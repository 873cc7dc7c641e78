-- Why: what a reader keeps (saved items), what a reader asked to have noted (reading history, off by default), and how
-- often the code on a street's poster was opened (a number, no reader) (I-08, DESIGN 我的).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

create table saved_items (
  id uuid constraint saved_items_pkey primary key,
  person_id uuid not null constraint saved_items_person_fkey references persons (id),
  content_id uuid not null constraint saved_items_content_fkey references contents (id),
  saved_at timestamptz not null,
  constraint saved_items_once unique (person_id, content_id)
);
create index saved_items_person_idx on saved_items (person_id, saved_at desc);

-- One row an item: the last time, not every time.
create table reading_history (
  person_id uuid not null constraint reading_history_person_fkey references persons (id),
  content_id uuid not null constraint reading_history_content_fkey references contents (id),
  consent_id uuid not null constraint reading_history_consent_fkey references consents (id),
  last_read_at timestamptz not null,
  constraint reading_history_pkey primary key (person_id, content_id)
);
create index reading_history_person_idx on reading_history (person_id, last_read_at desc);
create index reading_history_age_idx on reading_history (last_read_at);

-- Off means that nothing is stored, and a child has none: a row stands on the reader's own standing consent. The consent is
-- locked, so that a reading under way and the switch being turned off wait for each other: whichever comes second sees the
-- first (PIPL 15, 28, 31).
create function check_reading_consent() returns trigger language plpgsql as $$
begin
  perform 1 from consents c where c.id = new.consent_id and c.person_id = new.person_id and c.purpose = 'reading_history'
    and c.given_by_person_id = new.person_id and c.withdrawn_at is null for share;
  if not found then
    raise exception 'no reading is noted without the reader''s consent'
      using errcode = 'check_violation', constraint = 'reading_history_consent';
  end if;
  if exists (select 1 from children k where k.person_id = new.person_id) then
    raise exception 'no reading of a child is noted' using errcode = 'check_violation', constraint = 'reading_history_no_child';
  end if;
  return new;
end $$;
create trigger reading_history_consent before insert or update on reading_history
  for each row execute function check_reading_consent();

-- How often a poster's code was opened, by item, street and day; whoever opened it is not in here.
create table poster_opens (
  content_id uuid not null constraint poster_opens_content_fkey references contents (id),
  unit_id uuid not null constraint poster_opens_unit_fkey references org_units (id),
  opened_on date not null,
  opens integer not null constraint poster_opens_opens_check check (opens > 0),
  constraint poster_opens_pkey primary key (content_id, unit_id, opened_on)
);
create index poster_opens_unit_idx on poster_opens (unit_id);
