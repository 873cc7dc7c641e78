-- Why: kindergartens order things to do for three to six years (Y-06): a kind of unit of their own, services that say what they use, what
-- could go wrong and how many children one grown-up may have in charge, and how many grown-ups of its own a kindergarten promised.
-- Lock: org_units and service_items are locked against all for a moment; the wider check of the kinds is added unread and the rows,
-- which the old one held to fewer kinds, are read without that lock; new columns are empty. Safe on a live database: yes.
alter table org_units drop constraint org_units_kind_check;
alter table org_units add constraint org_units_kind_check check (kind in (
  'committee', 'department', 'park', 'street', 'town', 'community', 'village', 'school', 'kindergarten', 'venue', 'hospital',
  'company', 'society', 'station')) not valid;
alter table org_units validate constraint org_units_kind_check;

alter table service_items
  add column little_materials text,
  add column little_hazards text,
  add column children_per_adult smallint,
  add constraint service_items_little_check check (
    num_nonnulls(little_materials, little_hazards, children_per_adult) in (0, 3)
    and length(btrim(little_materials)) between 2 and 200 and length(btrim(little_hazards)) between 2 and 200
    and children_per_adult between 1 and 10);

alter table school_consents add column adults_count smallint
  constraint school_consents_adults_check check (adults_count between 1 and 200);
