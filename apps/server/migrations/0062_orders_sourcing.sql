-- Why: a need that nobody in the district can meet becomes an order to source supply (G-05): with a number, an owner, a due time and the orders
-- it stands for, and never two at once for one topic in one street.
-- The check that an order which “cannot” be done says why let one through that said nothing (a null is not false): it is closed.
-- Lock: creates; one check of orders is replaced, added not valid and then validated, which reads the table without stopping writes. Safe on a
-- live database: yes.
alter table orders drop constraint orders_reason_check;
alter table orders add constraint orders_reason_check check (status <> 'cannot' or coalesce(length(btrim(end_reason)), 0) >= 5) not valid;
alter table orders validate constraint orders_reason_check;

create table sourcing_orders (
  id uuid constraint sourcing_orders_pkey primary key,
  sourcing_no bigint generated always as identity constraint sourcing_orders_no_key unique,
  topic text not null,
  street_unit_id uuid not null constraint sourcing_orders_street_fkey references org_units (id),
  owner_unit_id uuid not null constraint sourcing_orders_owner_fkey references org_units (id),
  -- The unit whose needs were looked at: it sees how far the order is.
  raised_unit_id uuid not null constraint sourcing_orders_raised_unit_fkey references org_units (id),
  wanted text not null constraint sourcing_orders_wanted_check check (length(btrim(wanted)) between 5 and 300),
  unmet_count integer not null constraint sourcing_orders_unmet_check check (unmet_count >= 1),
  status text not null constraint sourcing_orders_status_check check (status in ('raised', 'taken', 'supplied', 'closed')),
  status_changed_at timestamptz not null,
  due_at timestamptz,
  take_overs integer not null constraint sourcing_orders_take_overs_check check (take_overs >= 0),
  result text,
  raised_by_person_id uuid not null constraint sourcing_orders_raised_by_fkey references persons (id),
  created_at timestamptz not null,
  constraint sourcing_orders_due_check check ((status in ('supplied', 'closed')) = (due_at is null)),
  constraint sourcing_orders_result_check check (status not in ('supplied', 'closed') or coalesce(length(btrim(result)), 0) >= 5)
);
-- One need is sourced once at a time, whoever presses at the same moment.
create unique index sourcing_orders_one_open on sourcing_orders (topic, street_unit_id) where status in ('raised', 'taken');
create index sourcing_orders_owner_idx on sourcing_orders (owner_unit_id, status, due_at);

create table sourcing_order_needs (
  sourcing_id uuid not null constraint sourcing_order_needs_sourcing_fkey references sourcing_orders (id),
  order_id uuid not null constraint sourcing_order_needs_order_fkey references orders (id),
  constraint sourcing_order_needs_pkey primary key (sourcing_id, order_id)
);
create index sourcing_order_needs_order_idx on sourcing_order_needs (order_id);
