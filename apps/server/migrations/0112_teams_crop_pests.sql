-- Why: a farmer names the disease or insect in his field, by whatever name; the district keeps the words (with crop, other names,
-- needed skill and where each row was taken from), and a team declares which of them, or which crops, it treats (F-17).
-- Lock: creates only. Safe on a live database: yes.
create table crop_pests (
  id uuid constraint crop_pests_pkey primary key,
  name text not null constraint crop_pests_name_check check (length(btrim(name)) between 2 and 20),
  name_key text not null constraint crop_pests_name_key unique,
  kind text not null constraint crop_pests_kind_check check (kind in ('disease', 'insect', 'weed')),
  crops text[] not null constraint crop_pests_crops_check check (cardinality(crops) >= 1
    and crops <@ array['rice', 'maize', 'wheat', 'rapeseed', 'potato', 'vegetables', 'citrus', 'tea', 'cotton', 'fruit']),
  other_names text[] not null constraint crop_pests_other_names_check check (cardinality(other_names) <= 12),
  skill text not null,
  source_title text not null constraint crop_pests_source_title_check check (length(btrim(source_title)) between 4 and 120),
  source_place text not null constraint crop_pests_source_place_check check (length(btrim(source_place)) between 2 and 200),
  is_open boolean not null,
  version integer not null constraint crop_pests_version_check check (version >= 1),
  written_by_person_id uuid,
  changed_at timestamptz not null
);
create table team_pests (
  team_id uuid not null constraint team_pests_team_fkey references volunteer_teams (id),
  pest_id uuid not null constraint team_pests_pest_fkey references crop_pests (id),
  constraint team_pests_pkey primary key (team_id, pest_id)
);
create table team_crops (
  team_id uuid not null constraint team_crops_team_fkey references volunteer_teams (id),
  crop text not null constraint team_crops_crop_check
    check (crop in ('rice', 'maize', 'wheat', 'rapeseed', 'potato', 'vegetables', 'citrus', 'tea', 'cotton', 'fruit')),
  constraint team_crops_pkey primary key (team_id, crop)
);
