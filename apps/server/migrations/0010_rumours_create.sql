-- Why: the rumour desk (I-19, E-06): reports gathered into claims, verdicts in versions with the signatures of experts in
-- term, what askers were told. That a verdict has its signatures, that its words stand still, and that every asker is told
-- of it is kept here and not only in code.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.

-- The scale of verdicts: a new grade is a new row. The four of the plan are written at the first start, with their audit entry.
create table verdict_ratings (
  code text constraint verdict_ratings_pkey primary key constraint verdict_ratings_code_check check (code ~ '^[a-z][a-z-]{1,30}$'),
  name text not null constraint verdict_ratings_name_check check (length(btrim(name)) between 1 and 10),
  about text not null constraint verdict_ratings_about_check check (length(about) <= 80),
  -- ClaimReview reviewRating.ratingValue, 1 (worst) to 5 (best).
  review_value integer not null constraint verdict_ratings_value_check check (review_value between 1 and 5),
  sort_no integer not null,
  retired_at timestamptz
);
create unique index verdict_ratings_name_key on verdict_ratings (name) where retired_at is null;

-- A claim (说法): what many messages say. Before the desk has described it, it is a heap of reports without a name.
create table claims (
  id uuid constraint claims_pkey primary key,
  claim_no bigint generated always as identity constraint claims_no_key unique,
  unit_id uuid not null constraint claims_unit_fkey references org_units (id),
  title text constraint claims_title_check check (length(btrim(title)) between 4 and 120),
  field text constraint claims_field_check check (field ~ '^[a-z][a-z-]{1,40}$'),
  harm numeric(3, 2) constraint claims_harm_check check (harm between 0 and 1),
  status text not null constraint claims_status_check check (status in ('open', 'working', 'answered', 'merged', 'declined')),
  status_changed_at timestamptz not null,
  assigned_person_id uuid,
  merged_into_id uuid constraint claims_merged_fkey references claims (id),
  decline_reason text constraint claims_decline_check check (length(btrim(decline_reason)) between 5 and 300),
  created_at timestamptz not null,
  constraint claims_described_check check (status not in ('working', 'answered') or (title is not null and field is not null)),
  constraint claims_merged_check check ((status = 'merged') = (merged_into_id is not null)),
  constraint claims_declined_check check ((status = 'declined') = (decline_reason is not null)),
  constraint claims_itself_check check (merged_into_id is distinct from id)
);
create index claims_unit_idx on claims (unit_id);
create index claims_status_idx on claims (status, status_changed_at);

-- A wording (传法) by the keyed digest of its normalised text: however many send the same words at once, one row, one claim.
-- Deferred, so that a report may first win the wording and then open the claim it names.
create table claim_wordings (
  fingerprint bytea constraint claim_wordings_pkey primary key constraint claim_wordings_length_check check (length(fingerprint) = 32),
  claim_id uuid not null constraint claim_wordings_claim_fkey references claims (id) deferrable initially deferred,
  text_sealed bytea,
  confirmed boolean not null default false,
  created_at timestamptz not null
);
create index claim_wordings_claim_idx on claim_wordings (claim_id, created_at desc);
create index claim_wordings_created_idx on claim_wordings (created_at desc);

-- A report (线索): somebody asks whether it is true.
create table claim_reports (
  id uuid constraint claim_reports_pkey primary key,
  code_hash bytea not null constraint claim_reports_code_key unique,
  claim_id uuid constraint claim_reports_claim_fkey references claims (id),
  fingerprint bytea not null,
  text_sealed bytea,
  source text not null constraint claim_reports_source_check check (source in ('web', 'station', 'phone', 'staff')),
  unit_id uuid constraint claim_reports_unit_fkey references org_units (id),
  audience text constraint claim_reports_audience_check check (audience in ('youth', 'farmer', 'worker', 'elder', 'official')),
  person_id uuid,
  taken_by_person_id uuid,
  phone_sealed bytea,
  contact_agreed_at timestamptz,
  -- Claims offered to the asker, best first.
  offered uuid[] not null default '{}',
  matched_by text not null constraint claim_reports_matched_check check (matched_by in ('wording', 'model', 'asker', 'desk', 'none')),
  status text not null constraint claim_reports_status_check check (status in ('choosing', 'waiting', 'answered', 'declined')),
  status_changed_at timestamptz not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  constraint claim_reports_consent_check check ((phone_sealed is null) = (contact_agreed_at is null)),
  constraint claim_reports_home_check check ((status = 'choosing') = (claim_id is null))
);
create index claim_reports_claim_idx on claim_reports (claim_id, created_at desc);
create index claim_reports_person_idx on claim_reports (person_id, created_at desc) where person_id is not null;
create index claim_reports_open_idx on claim_reports (due_at) where status in ('choosing', 'waiting');
create index claim_reports_fingerprint_idx on claim_reports (fingerprint);

-- A verdict (结论) in its versions. Nothing that came out is ever deleted.
create table verdicts (
  id uuid constraint verdicts_pkey primary key,
  claim_id uuid not null constraint verdicts_claim_fkey references claims (id),
  version_no integer not null constraint verdicts_no_check check (version_no > 0),
  status text not null constraint verdicts_status_check check (status in ('draft', 'signing', 'published', 'superseded', 'dropped')),
  status_changed_at timestamptz not null,
  round_no integer not null default 0,
  revision integer not null default 1,
  field text not null constraint verdicts_field_check check (field ~ '^[a-z][a-z-]{1,40}$'),
  rating text not null constraint verdicts_rating_fkey references verdict_ratings (code),
  title text not null constraint verdicts_title_check check (length(title) <= 120),
  answer text not null constraint verdicts_answer_check check (length(answer) <= 200),
  explanation text not null constraint verdicts_explanation_check check (length(explanation) <= 4000),
  conditions text not null constraint verdicts_conditions_check check (length(conditions) <= 400),
  advice text not null constraint verdicts_advice_check check (length(advice) <= 400),
  valid_on date not null,
  sources jsonb not null constraint verdicts_sources_check check (jsonb_typeof(sources) = 'array'),
  change_notice text constraint verdicts_notice_check check (length(btrim(change_notice)) between 5 and 300),
  content_hash bytea constraint verdicts_hash_check check (length(content_hash) = 32),
  published_at timestamptz,
  published_by_person_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint verdicts_frozen_check check (status in ('draft', 'dropped') or content_hash is not null),
  constraint verdicts_published_check check ((status in ('published', 'superseded')) = (published_at is not null)),
  constraint verdicts_sourced_check check (status in ('draft', 'dropped') or jsonb_array_length(sources) >= 2),
  -- A change says what changed, or it does not go to the signers.
  constraint verdicts_change_check check (version_no = 1 or status in ('draft', 'dropped') or change_notice is not null)
);
create unique index verdicts_version_key on verdicts (claim_id, version_no) where status <> 'dropped';
create unique index verdicts_one_working on verdicts (claim_id) where status in ('draft', 'signing');
create unique index verdicts_one_live on verdicts (claim_id) where status = 'published';
create index verdicts_live_idx on verdicts (published_at desc) where status = 'published';
create index verdicts_status_idx on verdicts (status, status_changed_at);

-- Everybody who wrote words of a verdict: none of them signs it.
create table verdict_authors (
  verdict_id uuid not null constraint verdict_authors_verdict_fkey references verdicts (id),
  person_id uuid not null,
  wrote_at timestamptz not null,
  constraint verdict_authors_pkey primary key (verdict_id, person_id)
);
create trigger verdict_authors_append_only before update or delete on verdict_authors for each row execute function refuse_change();
create trigger verdict_authors_no_truncate before truncate on verdict_authors for each statement execute function refuse_change();

-- Signatures of experts, for and against, each on the words by their hash.
create table verdict_signatures (
  id uuid constraint verdict_signatures_pkey primary key,
  verdict_id uuid not null constraint verdict_signatures_verdict_fkey references verdicts (id),
  round_no integer not null,
  person_id uuid not null,
  expert_term_id uuid not null constraint verdict_signatures_term_fkey references expert_terms (id),
  decision text not null constraint verdict_signatures_decision_check check (decision in ('agree', 'dissent')),
  reason text constraint verdict_signatures_reason_check check (length(btrim(reason)) between 2 and 1000),
  content_hash bytea not null constraint verdict_signatures_hash_check check (length(content_hash) = 32),
  signed_at timestamptz not null,
  constraint verdict_signatures_once unique (verdict_id, round_no, person_id),
  constraint verdict_signatures_dissent_check check (decision = 'agree' or reason is not null)
);
create trigger verdict_signatures_append_only before update or delete on verdict_signatures for each row execute function refuse_change();
create trigger verdict_signatures_no_truncate before truncate on verdict_signatures for each statement execute function refuse_change();

-- The signer is an expert of the verdict's field, in term on the day, did not write it, and signs these words in this round.
create function check_verdict_signature() returns trigger language plpgsql as $$
declare
  v record;
  day date := (new.signed_at at time zone 'Asia/Shanghai')::date;
begin
  select status, status_changed_at, round_no, content_hash, field into v from verdicts where id = new.verdict_id for share;
  if v.status is distinct from 'signing' or v.round_no <> new.round_no or v.content_hash is distinct from new.content_hash
     or new.signed_at < v.status_changed_at then
    raise exception 'these words are not out for signature' using errcode = 'check_violation', constraint = 'verdict_signatures_words';
  end if;
  if exists (select 1 from verdict_authors a where a.verdict_id = new.verdict_id and a.person_id = new.person_id) then
    raise exception 'an author does not sign' using errcode = 'check_violation', constraint = 'verdict_signatures_author';
  end if;
  if not exists (
    select 1 from expert_terms t join experts e on e.id = t.expert_id
    where t.id = new.expert_term_id and e.person_id = new.person_id and t.field = v.field and t.can_sign
      and t.starts_on <= day and t.ends_on >= day and (t.ended_on is null or t.ended_on > day)) then
    raise exception 'no signing term in this field on this day' using errcode = 'check_violation', constraint = 'verdict_signatures_in_term';
  end if;
  return new;
end $$;
create trigger verdict_signatures_right before insert on verdict_signatures for each row execute function check_verdict_signature();

-- Two different experts agree and more agree than dissent (one dissent calls a third), or it does not come out; words
-- stand still after the draft; what was out only ever gives way to a newer version; nothing is deleted.
create function check_verdict_change() returns trigger language plpgsql as $$
declare
  agreed integer;
  dissented integer;
begin
  if tg_op = 'DELETE' then
    raise exception 'verdicts are kept for ever' using errcode = 'restrict_violation', constraint = 'verdicts_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'draft' then
      raise exception 'a verdict begins as a draft' using errcode = 'check_violation', constraint = 'verdicts_begin';
    end if;
    return new;
  end if;
  if new.claim_id <> old.claim_id or new.version_no <> old.version_no then
    raise exception 'a verdict keeps its claim and number' using errcode = 'check_violation', constraint = 'verdicts_frozen';
  end if;
  if old.status <> 'draft' and (new.rating, new.field, new.title, new.answer, new.explanation, new.conditions, new.advice, new.valid_on,
      new.sources, new.change_notice) is distinct from (old.rating, old.field, old.title, old.answer, old.explanation, old.conditions,
      old.advice, old.valid_on, old.sources, old.change_notice) then
    raise exception 'a verdict that was sent to the signers is frozen' using errcode = 'check_violation', constraint = 'verdicts_frozen';
  end if;
  if old.status <> 'draft' and new.status <> 'draft'
     and (new.content_hash is distinct from old.content_hash or new.round_no <> old.round_no) then
    raise exception 'the hash that was signed stands' using errcode = 'check_violation', constraint = 'verdicts_frozen';
  end if;
  if old.published_at is not null and new.published_at is distinct from old.published_at then
    raise exception 'when it came out stands' using errcode = 'check_violation', constraint = 'verdicts_frozen';
  end if;
  if (old.status in ('superseded', 'dropped') and new.status <> old.status)
     or (old.status = 'published' and new.status not in ('published', 'superseded')) then
    raise exception 'what was out gives way only to a newer version' using errcode = 'check_violation', constraint = 'verdicts_history';
  end if;
  if new.status = 'published' and old.status <> 'published' then
    select count(distinct person_id) filter (where decision = 'agree'), count(distinct person_id) filter (where decision = 'dissent')
      into agreed, dissented
      from verdict_signatures s where s.verdict_id = new.id and s.round_no = new.round_no and s.content_hash = new.content_hash;
    if old.status <> 'signing' or agreed < 2 or agreed <= dissented then
      raise exception 'a verdict comes out with two experts who agree' using errcode = 'check_violation', constraint = 'verdicts_signed';
    end if;
  end if;
  return new;
end $$;
create trigger verdicts_rules before insert or update or delete on verdicts for each row execute function check_verdict_change();
create trigger verdicts_no_truncate before truncate on verdicts for each statement execute function refuse_change();

-- What an asker is told (告知): on the page of his receipt number, and by message where he left a number.
create table verdict_notices (
  id uuid constraint verdict_notices_pkey primary key,
  report_id uuid not null constraint verdict_notices_report_fkey references claim_reports (id),
  claim_id uuid not null constraint verdict_notices_claim_fkey references claims (id),
  verdict_id uuid constraint verdict_notices_verdict_fkey references verdicts (id),
  kind text not null constraint verdict_notices_kind_check check (kind in ('answer', 'change', 'declined')),
  status text not null constraint verdict_notices_status_check check (status in ('on_page', 'queued', 'failing', 'sent', 'stuck')),
  status_changed_at timestamptz not null,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  last_problem text,
  created_at timestamptz not null,
  constraint verdict_notices_subject_check check ((kind = 'declined') = (verdict_id is null)),
  constraint verdict_notices_once unique nulls not distinct (report_id, verdict_id)
);
create index verdict_notices_due_idx on verdict_notices (next_try_at) where status in ('queued', 'failing');
create index verdict_notices_verdict_idx on verdict_notices (verdict_id);
create index verdict_notices_claim_idx on verdict_notices (claim_id);

-- Nobody who asked is left out: looked at when the transaction ends, for the verdict that came out and for the report that came.
create function check_askers_told() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'verdicts' then
    if exists (select 1 from claim_reports r where r.claim_id = new.claim_id
        and not exists (select 1 from verdict_notices n where n.report_id = r.id and n.verdict_id = new.id)) then
      raise exception 'an asker was not told of verdict %', new.id using errcode = 'check_violation', constraint = 'verdicts_told';
    end if;
  elsif exists (select 1 from verdicts v where v.claim_id = new.claim_id and v.status = 'published'
      and not exists (select 1 from verdict_notices n where n.report_id = new.id and n.verdict_id = v.id)) then
    raise exception 'the asker of report % was not told', new.id using errcode = 'check_violation', constraint = 'claim_reports_told';
  end if;
  return null;
end $$;
create constraint trigger verdicts_told after update of status on verdicts deferrable initially deferred
  for each row when (new.status = 'published') execute function check_askers_told();
create constraint trigger claim_reports_told after insert or update of claim_id on claim_reports deferrable initially deferred
  for each row when (new.claim_id is not null) execute function check_askers_told();
create trigger verdict_notices_kept before delete on verdict_notices for each row execute function refuse_change();

-- Research notes and the history of a claim: only added to.
create table claim_notes (
  id uuid constraint claim_notes_pkey primary key,
  claim_id uuid not null constraint claim_notes_claim_fkey references claims (id),
  person_id uuid not null,
  note text not null constraint claim_notes_note_check check (length(btrim(note)) between 2 and 2000),
  created_at timestamptz not null
);
create index claim_notes_claim_idx on claim_notes (claim_id, created_at);
create trigger claim_notes_append_only before update or delete on claim_notes for each row execute function refuse_change();
create table claim_acts (
  id uuid constraint claim_acts_pkey primary key,
  claim_id uuid not null constraint claim_acts_claim_fkey references claims (id),
  act text not null constraint claim_acts_act_check check (act ~ '^[a-z_]{3,30}$'),
  person_id uuid,
  reason text,
  acted_at timestamptz not null
);
create index claim_acts_claim_idx on claim_acts (claim_id, acted_at);
create trigger claim_acts_append_only before update or delete on claim_acts for each row execute function refuse_change();
create trigger claim_acts_no_truncate before truncate on claim_acts for each statement execute function refuse_change();

-- What the site search reads: published verdicts only.
create table verdict_search (
  claim_id uuid constraint verdict_search_pkey primary key constraint verdict_search_claim_fkey references claims (id),
  tokens text[] not null,
  title text not null,
  answer text not null,
  body text not null,
  pinyin text not null
);
-- How many verdicts have a token; the empty token counts them all.
create table verdict_search_tokens (
  token text constraint verdict_search_tokens_pkey primary key,
  documents integer not null constraint verdict_search_tokens_documents_check check (documents >= 0)
);
create index verdict_search_tokens_idx on verdict_search using gin (tokens);
create index verdict_search_pinyin_idx on verdict_search using gin (pinyin gin_trgm_ops);

-- Each process keeps the claims in memory and asks here whether they are still those: `published` for answers, `waiting` for clusters.
create table claim_index_versions (
  scope text constraint claim_index_versions_pkey primary key constraint claim_index_versions_scope_check check (scope in ('published', 'waiting')),
  version bigint not null
);
insert into claim_index_versions (scope, version) values ('published', 1), ('waiting', 1);
