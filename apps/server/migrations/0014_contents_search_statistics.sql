-- Why: over 20,000 items a search read every row that has a common character; with the number of items of each token known
-- it reads the rare ones. Words of titles get tokens of their own, so that an item named so is a candidate first (I-08).
-- Lock: content_search is locked while a column with a constant default is added (no rewrite). Safe on a live database: yes;
-- rows of the first form (1) are made anew by the program when it starts, until then they are found without weight.

create table content_search_tokens (
  token text constraint content_search_tokens_pkey primary key,
  documents integer not null constraint content_search_tokens_documents_check check (documents >= 0)
);
alter table content_search add column form smallint not null default 1
  constraint content_search_form_check check (form between 1 and 2);
create index content_search_form_idx on content_search (form) where form < 2;
