-- Why: what an order names is read once, when it is taken, and can be corrected by the dispatcher; teams that treat it are then
-- put forward (F-17). The words of the order itself stay sealed: only the vocabulary's own word is kept here.
-- Lock: creates only. Safe on a live database: yes.
create table order_pests (
  order_id uuid not null constraint order_pests_order_fkey references orders (id),
  pest_id uuid not null constraint order_pests_pest_fkey references crop_pests (id),
  word text constraint order_pests_word_check check (length(word) between 2 and 20),
  constraint order_pests_pkey primary key (order_id, pest_id)
);
