-- Why: channels with their deliveries and receipts (I-05: one item, many channels, retry, recall with proof), screens that pull,
-- and other publishers' feeds that we subscribe to (I-16, thin).
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table channels (
  code text constraint channels_pkey primary key constraint channels_code_check check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null,
  kind text not null constraint channels_kind_check check (kind in ('page', 'feed', 'screens', 'print', 'trial')),
  target text not null,
  is_open boolean not null,
  created_at timestamptz not null
);

create table deliveries (
  id uuid constraint deliveries_pkey primary key,
  channel_code text not null constraint deliveries_channel_fkey references channels (code),
  content_id uuid not null constraint deliveries_content_fkey references contents (id),
  unit_id uuid not null constraint deliveries_unit_fkey references org_units (id),
  version_id uuid not null constraint deliveries_version_fkey references content_versions (id),
  act text not null constraint deliveries_act_check check (act in ('publish', 'recall')),
  status text not null constraint deliveries_status_check check (status in ('queued', 'failing', 'awaiting', 'confirmed', 'stuck', 'overtaken')),
  status_changed_at timestamptz not null,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  last_problem text,
  receipt jsonb,
  created_at timestamptz not null,
  -- One version goes to one channel once, and leaves it once, however often the event comes.
  constraint deliveries_once unique (channel_code, version_id, act),
  constraint deliveries_receipt_check check (status <> 'confirmed' or receipt is not null)
);
create index deliveries_due_idx on deliveries (next_try_at) where status in ('queued', 'failing', 'awaiting');
create index deliveries_content_idx on deliveries (content_id, created_at desc);

-- A screen (科普终端) that fetches its posters itself, also after a day without network.
create table screens (
  id uuid constraint screens_pkey primary key,
  unit_id uuid not null constraint screens_unit_fkey references org_units (id),
  name text not null constraint screens_name_check check (length(btrim(name)) between 2 and 60),
  token_hash bytea not null constraint screens_token_key unique,
  created_at timestamptz not null,
  last_seen_at timestamptz,
  retired_at timestamptz
);
create index screens_unit_idx on screens (unit_id);

-- What a screen says of itself: it shows this version, or it has removed it.
create table screen_receipts (
  screen_id uuid not null constraint screen_receipts_screen_fkey references screens (id),
  version_id uuid not null constraint screen_receipts_version_fkey references content_versions (id),
  act text not null constraint screen_receipts_act_check check (act in ('publish', 'recall')),
  received_at timestamptz not null,
  constraint screen_receipts_pkey primary key (screen_id, version_id, act)
);

create table upstream_feeds (
  id uuid constraint upstream_feeds_pkey primary key,
  name text not null constraint upstream_feeds_name_check check (length(btrim(name)) between 2 and 60),
  url text not null constraint upstream_feeds_url_key unique,
  keep_days integer not null constraint upstream_feeds_days_check check (keep_days between 1 and 365),
  is_open boolean not null,
  created_at timestamptz not null,
  polled_at timestamptz,
  last_problem text
);
create table upstream_items (
  feed_id uuid not null constraint upstream_items_feed_fkey references upstream_feeds (id),
  guid text not null constraint upstream_items_guid_check check (length(guid) between 1 and 500),
  title text not null,
  link text not null constraint upstream_items_link_check check (link ~ '^https?://'),
  summary text not null,
  published_at timestamptz not null,
  seen_at timestamptz not null,
  withdrawn_at timestamptz,
  constraint upstream_items_pkey primary key (feed_id, guid)
);
create index upstream_items_open_idx on upstream_items (published_at desc) where withdrawn_at is null;
