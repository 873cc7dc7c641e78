-- Why: a rectification past its day reminds the unit once and, seven days later, the inspecting office once (O-02); these say that it was done.
-- Lock: ACCESS EXCLUSIVE on rectifications for an instant (two columns without default, no rewrite). Safe on a live database: yes.
alter table rectifications
  add column unit_reminded_at timestamptz,
  add column office_reminded_at timestamptz,
  add constraint rectifications_reminded_check check (office_reminded_at is null or unit_reminded_at is not null);
