-- Why: it is known of which years the notice of the State Council's office was read in; of any other year only weekends and the statutory days are
-- known, which are computed and say so. Before, the statutory days of 2027 were kept as if they were a notice.
-- Lock: creates; deletes rows of a small table. Safe on a live database: yes.
create table calendar_years (
  year integer constraint calendar_years_pkey primary key constraint calendar_years_year_check check (year between 2020 and 2100),
  source text not null constraint calendar_years_source_check check (length(btrim(source)) between 2 and 120),
  imported_at timestamptz not null
);
-- A notice moves weekends: a year that has none such was never read in.
insert into calendar_years (year, source, imported_at)
select distinct extract(year from on_day)::int, '升级前已有的安排', now() from calendar_days where kind = 'workday';
delete from calendar_days d where not exists (select 1 from calendar_years y where y.year = extract(year from d.on_day)::int);
