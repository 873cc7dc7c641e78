-- Why: a campus team says at which half days it comes in a term (Y-21). A volunteer says what his health does not allow, in closed
-- words that lie sealed (E-03), and a service says what it demands. The menu takes exhibitions, science plays, films and talks of
-- craftsmen (Y-02, W-02).
-- Lock: creates; adds a column without a default to a small table and one with a constant default to the menu, and replaces a check
-- of the menu (some tens of rows): short exclusive locks, no rewrite. Safe on a live database: yes.
create table team_terms (
  id uuid constraint team_terms_pkey primary key,
  team_id uuid not null constraint team_terms_team_fkey references volunteer_teams (id),
  name text not null constraint team_terms_name_check check (length(btrim(name)) between 2 and 40),
  from_on date not null,
  until_on date not null,
  created_at timestamptz not null,
  constraint team_terms_days_check check (from_on <= until_on and until_on - from_on <= 200),
  constraint team_terms_no_overlap exclude using gist (team_id with =, daterange(from_on, until_on, '[]') with &&)
);
create table team_term_times (
  term_id uuid not null constraint team_term_times_term_fkey references team_terms (id) on delete cascade,
  weekday smallint not null constraint team_term_times_weekday_check check (weekday between 1 and 7),
  half text not null constraint team_term_times_half_check check (half in ('morning', 'afternoon', 'evening')),
  constraint team_term_times_pkey primary key (term_id, weekday, half)
);

alter table volunteer_limits add column cannot_sealed bytea;

alter table service_items add column demands text[] not null default '{}'
  constraint service_items_demands_check check (demands <@ array['climbing', 'lifting', 'standing', 'walking', 'outdoors', 'night']);
alter table service_items drop constraint service_items_kind_check;
alter table service_items add constraint service_items_kind_check
  check (kind in ('talk', 'lesson', 'help', 'experiment', 'consult', 'training', 'exhibition', 'drama', 'film', 'story'));
-- What the services of the standard menu demand; a district's own say nothing until somebody writes it down.
update service_items set demands = array['outdoors', 'walking', 'standing'] where code = 'field-visit';
update service_items set demands = array['outdoors', 'standing'] where code = 'pesticide-lesson';
update service_items set demands = array['lifting', 'standing'] where code in ('first-aid-lesson', 'science-experiment');
update service_items set demands = array['climbing', 'standing'] where code = 'home-safety-check';
update service_items set demands = array['standing'] where code in ('work-safety-talk', 'waste-sorting-game');
