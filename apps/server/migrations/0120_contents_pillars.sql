-- Why: content items carry the four pillars of the plan as tasks do (G-02): proposed from their words until a person sets them.
-- Lock: ACCESS EXCLUSIVE on contents for a moment; constant defaults rewrite no row, the check reads the table once.
-- Safe on a live table: yes, items are some ten thousands.
alter table contents
  add column pillars text[] not null default '{}',
  add column pillars_set_by_person boolean not null default false,
  add constraint contents_pillars_check check (pillars <@ array['joint', 'smart', 'standard', 'regional']);
