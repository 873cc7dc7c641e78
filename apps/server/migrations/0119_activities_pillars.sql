-- Why: activities carry the four pillars of the plan as tasks do, so that progress can be cut by pillar (G-02).
-- Lock: ACCESS EXCLUSIVE on activities for a moment; a constant default rewrites no row, the check of it reads the table once.
-- Safe on a live table: yes, activities are some thousands.
alter table activities
  add column pillars text[] not null default '{}',
  add constraint activities_pillars_check check (pillars <@ array['joint', 'smart', 'standard', 'regional']);
