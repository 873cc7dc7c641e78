-- Why: a resident shows a photograph or says it in his own voice, with an order and with a rating (J1.6); the desk looks and listens.
-- Lock: creates only. Safe on a live database: yes.
create table order_attachments (
  id uuid constraint order_attachments_pkey primary key,
  order_id uuid not null constraint order_attachments_order_fkey references orders (id),
  round integer not null,
  about text not null constraint order_attachments_about_check check (about in ('order', 'rating')),
  kind text not null constraint order_attachments_kind_check check (kind in ('photo', 'voice')),
  file_id uuid not null constraint order_attachments_file_fkey references stored_files (id) constraint order_attachments_file_key unique,
  seconds integer constraint order_attachments_seconds_check check (seconds between 1 and 60),
  created_at timestamptz not null,
  constraint order_attachments_length_check check ((kind = 'voice') = (seconds is not null))
);
create index order_attachments_order_idx on order_attachments (order_id, created_at);
