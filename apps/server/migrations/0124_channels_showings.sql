-- Why: a film about craftsmen and model workers plays on the screens of a park's stations for a week (W-02); screens say how often they
-- played it, and one that did not is named.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table film_showings (
  id uuid constraint film_showings_pkey primary key,
  content_id uuid not null constraint film_showings_content_fkey references contents (id),
  unit_id uuid not null constraint film_showings_unit_fkey references org_units (id),
  -- The Monday of the week in which it plays.
  week_on date not null constraint film_showings_week_check check (extract(isodow from week_on) = 1),
  -- What brought it, such as a talk that was ordered; once for each.
  called_by text constraint film_showings_called_by_key unique,
  status text not null constraint film_showings_status_check check (status in ('planned', 'counted', 'withdrawn')),
  status_changed_at timestamptz not null,
  reason text,
  planned_by_person_id uuid constraint film_showings_planned_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint film_showings_reason_check check (status <> 'withdrawn' or reason is not null)
);
create unique index film_showings_once on film_showings (content_id, unit_id, week_on) where status <> 'withdrawn';
create index film_showings_week_idx on film_showings (week_on) where status = 'planned';

-- How often a screen played it on a day, by its own word; said again, the larger number stands.
create table film_plays (
  showing_id uuid not null constraint film_plays_showing_fkey references film_showings (id),
  screen_id uuid not null constraint film_plays_screen_fkey references screens (id),
  played_on date not null,
  times integer not null constraint film_plays_times_check check (times between 1 and 500),
  received_at timestamptz not null,
  constraint film_plays_pkey primary key (showing_id, screen_id, played_on)
);
