-- Why: equal requests are served by one visit (并单), a large one by two teams (拆单), and what the district cannot serve goes to the city's hub
-- (B-08) with its state coming back. Each asker keeps number, owner and due time.
-- Lock: columns with constant defaults (catalogue change only); four checks are widened, added not valid and then validated, which reads the
-- table without stopping writes. Safe on a live database: yes.
alter table orders
  -- The order whose visit serves this one too; kept when it is done, so that it is known who was there.
  add column merged_into uuid constraint orders_merged_fkey references orders (id),
  -- The order that this one is the second half of.
  add column split_from uuid constraint orders_split_fkey references orders (id),
  add column hub_served boolean not null default false;
alter table orders drop constraint orders_status_check;
alter table orders add constraint orders_status_check check (status in ('submitted', 'screened', 'dispatched', 'declined', 'timed_out', 'accepted',
  'scheduled', 'under_way', 'no_show', 'substituted', 'done', 'confirmed', 'reopened', 'rated', 'not_ours', 'cannot', 'withdrawn', 'merged',
  'sent_up')) not valid;
alter table orders validate constraint orders_status_check;
alter table orders drop constraint orders_has_team_check;
alter table orders add constraint orders_has_team_check check (status not in ('accepted', 'scheduled', 'substituted', 'under_way', 'done', 'confirmed')
  or team_id is not null or hub_served) not valid;
alter table orders validate constraint orders_has_team_check;
alter table orders drop constraint orders_visit_check;
alter table orders add constraint orders_visit_check check (status not in ('scheduled', 'substituted', 'under_way', 'done', 'confirmed')
  or hub_served or (visit_starts_at is not null and visit_ends_at > visit_starts_at)) not valid;
alter table orders validate constraint orders_visit_check;
alter table orders add constraint orders_merged_check check ((status <> 'merged' or merged_into is not null) and merged_into <> id) not valid;
alter table orders validate constraint orders_merged_check;
create index orders_merged_idx on orders (merged_into) where merged_into is not null;

create table hub_exchanges (
  id uuid constraint hub_exchanges_pkey primary key,
  order_id uuid not null constraint hub_exchanges_order_fkey references orders (id),
  sent_at timestamptz not null,
  sent_by_person_id uuid not null constraint hub_exchanges_sent_by_fkey references persons (id),
  reason text not null constraint hub_exchanges_reason_check check (length(btrim(reason)) >= 5),
  status text not null constraint hub_exchanges_status_check check (status in ('sent', 'accepted', 'done', 'refused', 'taken_back')),
  status_changed_at timestamptz not null,
  -- The hub's own number of it.
  hub_ref text,
  note text
);
-- An order is at the hub once at a time.
create unique index hub_exchanges_one_open on hub_exchanges (order_id) where status in ('sent', 'accepted');
create index hub_exchanges_order_idx on hub_exchanges (order_id, sent_at);
