-- Why: activities of units hang under one year's edition of a theme day, week or month (活动挂在主题日下, B-19).
-- Lock: ACCESS EXCLUSIVE on activities and SHARE ROW EXCLUSIVE on occasions for a moment; new columns are empty, so that no row is
-- rewritten and nothing has to be checked. Safe on a live table: yes.
alter table activities
  add column occasion_code text constraint activities_occasion_fkey references occasions (code),
  add column occasion_year integer,
  add constraint activities_occasion_check check (
    (occasion_code is null) = (occasion_year is null) and (occasion_year is null or occasion_year between 2000 and 2200));
create index activities_occasion_idx on activities (occasion_code, occasion_year) where occasion_code is not null;
