-- Why: a visit to a school needs the school's written consent before its time is named (Y-30): who of the school gave it, when, for which
-- classes, when guardians were told where health is talked about, and the letter where there is one. A consent that is given anew
-- supersedes the one before; what an order of a series brought holds for the whole series.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table school_consents (
  id uuid constraint school_consents_pkey primary key,
  order_id uuid not null constraint school_consents_order_fkey references orders (id),
  standing_id uuid constraint school_consents_standing_fkey references standing_orders (id),
  signer_name_sealed bytea,
  signer_position text not null,
  agreed_on date not null,
  classes text not null,
  guardians_told_on date,
  letter_file_id uuid constraint school_consents_letter_fkey references stored_files (id),
  given_by_person_id uuid not null constraint school_consents_giver_fkey references persons (id),
  given_at timestamptz not null,
  superseded_at timestamptz
);
create unique index school_consents_one_order on school_consents (order_id) where superseded_at is null and standing_id is null;
create unique index school_consents_one_series on school_consents (standing_id) where superseded_at is null and standing_id is not null;
