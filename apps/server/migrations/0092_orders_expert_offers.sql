-- Why: a suitable order is told to registered experts of its field the same day (U-01): who was told, what he answered, and who does not
-- want to be told.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table order_expert_offers (
  id uuid constraint order_expert_offers_pkey primary key,
  order_id uuid not null constraint order_expert_offers_order_fkey references orders (id),
  expert_id uuid not null constraint order_expert_offers_expert_fkey references experts (id),
  person_id uuid not null constraint order_expert_offers_person_fkey references persons (id),
  -- By which of his fields he was found.
  field text not null,
  status text not null constraint order_expert_offers_status_check check (status in ('offered', 'willing', 'declined')),
  status_changed_at timestamptz not null,
  offered_at timestamptz not null,
  constraint order_expert_offers_once unique (order_id, expert_id)
);
create index order_expert_offers_person_idx on order_expert_offers (person_id, offered_at desc);

-- Experts who do not want to be told of orders.
create table expert_offer_pauses (
  person_id uuid constraint expert_offer_pauses_pkey primary key constraint expert_offer_pauses_person_fkey references persons (id),
  paused_at timestamptz not null
);
