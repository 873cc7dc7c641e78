-- Why: lists of the portal show whether an item can be heard and whom it suits. Read out of the body for each of 20,000 candidates,
-- before the twenty that are shown were chosen, they made PostgreSQL unpack every body: 750 ms for the items beside an article.
-- Lock: ACCESS EXCLUSIVE on content_versions while its rows are written again; about a second per 20,000 versions.
-- Safe on a live table: yes, at a quiet hour.
alter table content_versions
  add column media jsonb generated always as (nullif(content -> 'media', 'null'::jsonb)) stored,
  add column special boolean not null generated always as (coalesce(content ->> 'specialEducation', '') = 'true') stored,
  add column easy boolean not null generated always as (coalesce((content -> 'renditions') ? 'easy', false)) stored;
