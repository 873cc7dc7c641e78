-- Why: one outbox for what is sent to phones: a reminder has a key, waits here from the act's own transaction on, and its key stays as
-- the log of what left, so that a worker that is killed loses none and sends none twice. Accounts can be bound to WeChat by their owner.
-- Lock: creates, and one nullable column of a table that holds an hour's messages. Safe on a live database: yes.
create table text_messages (
  id uuid constraint text_messages_pkey primary key,
  message_key text not null constraint text_messages_key_key unique constraint text_messages_key_check check (length(message_key) between 3 and 200),
  -- The account it is for, where there is one: it may have bound WeChat.
  person_id uuid constraint text_messages_person_fkey references persons (id),
  content_sealed bytea,
  status text not null constraint text_messages_status_check check (status in ('waiting', 'sent', 'stuck')),
  status_changed_at timestamptz not null,
  channel text constraint text_messages_channel_check check (channel in ('sms', 'wechat')),
  attempts integer not null default 0,
  leased_until timestamptz,
  next_try_at timestamptz not null,
  last_problem text,
  created_at timestamptz not null,
  constraint text_messages_content_check check (status <> 'waiting' or content_sealed is not null),
  constraint text_messages_sent_check check (status <> 'sent' or (content_sealed is null and channel is not null))
);
create index text_messages_due_idx on text_messages (next_try_at) where status = 'waiting';
create index text_messages_stuck_idx on text_messages (status_changed_at) where status = 'stuck';

alter table development_messages add column message_key text constraint development_messages_key_key unique;

create table wechat_bindings (
  person_id uuid constraint wechat_bindings_pkey primary key constraint wechat_bindings_person_fkey references persons (id),
  openid_sealed bytea not null,
  openid_index bytea not null constraint wechat_bindings_openid_key unique,
  bound_at timestamptz not null
);
