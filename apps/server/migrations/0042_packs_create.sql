-- Why: the upward pack (M-04, Z-04): one archive with an index, every figure down to its records and evidence, a manifest of
-- hashes, and the ledger's word for the manifest.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table evidence_packs (
  id uuid constraint evidence_packs_pkey primary key,
  unit_id uuid not null constraint evidence_packs_unit_fkey references org_units (id),
  document_id uuid not null constraint evidence_packs_document_fkey references plan_documents (id),
  title text not null constraint evidence_packs_title_check check (length(btrim(title)) between 4 and 120),
  as_of date not null,
  status text not null constraint evidence_packs_status_check check (status in ('asked', 'made', 'ready', 'failed')),
  status_changed_at timestamptz not null,
  file_id uuid constraint evidence_packs_file_fkey references stored_files (id),
  byte_count bigint,
  failure text,
  asked_by_person_id uuid not null constraint evidence_packs_asked_by_fkey references persons (id),
  asked_at timestamptz not null,
  constraint evidence_packs_file_check check ((status in ('made', 'ready')) = (file_id is not null and byte_count is not null)),
  constraint evidence_packs_failure_check check ((status = 'failed') = (failure is not null))
);
create index evidence_packs_unit_idx on evidence_packs (unit_id, asked_at desc);
create index evidence_packs_open_idx on evidence_packs (status) where status in ('asked', 'made');
-- A unit asks for one pack at a time: a second click makes no second archive.
create unique index evidence_packs_one_open on evidence_packs (unit_id) where status in ('asked', 'made');

create table pack_manifests (
  id uuid constraint pack_manifests_pkey primary key constraint pack_manifests_pack_fkey references evidence_packs (id),
  manifest_hash text not null constraint pack_manifests_hash_check check (manifest_hash ~ '^[0-9a-f]{64}$'),
  file_count integer not null constraint pack_manifests_count_check check (file_count > 0),
  as_of date not null,
  made_at timestamptz not null
);
create function pack_manifests_keep() returns trigger language plpgsql as $$
begin
  raise exception 'a manifest that the ledger holds is not changed' using errcode = 'restrict_violation';
end $$;
create trigger pack_manifests_keep before update or delete on pack_manifests for each row execute function pack_manifests_keep();
