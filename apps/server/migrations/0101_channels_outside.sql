-- Why: items go to platforms outside (微信公众号, 百家号; I-05); what a platform called an item, and which step is under way, must outlive
-- a killed worker, or an item could come out twice or stay out after its recall.
-- Lock: ACCESS EXCLUSIVE on channels for a moment (a dozen rows); creates otherwise. Safe on a live database: yes.
alter table channels drop constraint channels_kind_check;
alter table channels add constraint channels_kind_check check (kind in ('page', 'feed', 'screens', 'print', 'trial', 'outside'));

-- One version of an item on one platform. Marks are the platform's own numbers (draft, task, article) and the step that was begun last.
create table outside_posts (
  channel_code text not null constraint outside_posts_channel_fkey references channels (code),
  version_id uuid not null constraint outside_posts_version_fkey references content_versions (id),
  content_id uuid not null constraint outside_posts_content_fkey references contents (id),
  state text not null constraint outside_posts_state_check check (state in ('open', 'out', 'gone')),
  marks jsonb not null default '{}',
  -- Held by the worker that speaks to the platform about this item: a publication and its recall never speak at once.
  busy_until timestamptz,
  changed_at timestamptz not null,
  constraint outside_posts_pkey primary key (channel_code, version_id)
);
create index outside_posts_content_idx on outside_posts (content_id, channel_code);
