-- Why: the register of science-popularisation staff (科普人员, B-20): full-time and part-time people of each unit, from which the
-- counts of the yearly statistics are made. A name is kept only while the person serves; the counts stay.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table science_staff (
  id uuid constraint science_staff_pkey primary key,
  unit_id uuid not null constraint science_staff_unit_fkey references org_units (id),
  employment text not null constraint science_staff_employment_check check (employment in ('full_time', 'part_time')),
  job text not null constraint science_staff_job_check check (job ~ '^[a-z][a-z-]{1,40}$'),
  field text not null constraint science_staff_field_check check (field ~ '^[a-z][a-z-]{1,40}$'),
  name_sealed bytea,
  name_index bytea,
  is_woman boolean not null,
  is_qualified boolean not null,
  is_rural boolean not null,
  -- What a part-time person puts into it in a year, in tenths of a person-month.
  tenth_months integer constraint science_staff_months_check check (tenth_months between 1 and 120),
  joined_on date not null,
  left_on date,
  status text not null constraint science_staff_status_check check (status in ('serving', 'left', 'struck')),
  status_changed_at timestamptz not null,
  end_reason text,
  added_by_person_id uuid not null constraint science_staff_added_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint science_staff_part_check check ((employment = 'part_time') = (tenth_months is not null)),
  constraint science_staff_name_check check ((status = 'serving') = (name_sealed is not null) and (name_sealed is null) = (name_index is null)),
  constraint science_staff_left_check check ((status = 'left') = (left_on is not null) and left_on >= joined_on),
  constraint science_staff_reason_check check ((status = 'serving') = (end_reason is null))
);
-- Nobody stands twice in a unit's register.
create unique index science_staff_once on science_staff (unit_id, name_index) where status = 'serving';
create index science_staff_unit_idx on science_staff (unit_id, status);
