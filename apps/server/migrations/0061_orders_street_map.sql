-- Why: dispatchers see open orders, supervisors see coverage, on a map of streets that the district brings itself (GeoJSON).
-- Lock: creates only. Safe on a live database: yes.
create table street_shapes (
  unit_id uuid constraint street_shapes_pkey primary key constraint street_shapes_unit_fkey references org_units (id),
  -- Polygons of rings of [longitude, latitude], each ring closed; the first ring of a polygon is its border, further ones are holes.
  polygons jsonb not null constraint street_shapes_polygons_check check (jsonb_typeof(polygons) = 'array'),
  source text not null constraint street_shapes_source_check check (length(btrim(source)) between 1 and 100),
  imported_at timestamptz not null
);
