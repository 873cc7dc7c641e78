-- Why: certificates of volunteer service records (民政部令第67号) and letters of thanks (K-05), numbered without gap, committed to in the
-- ledger, with the records they list; a volunteer asks, the unit that recorded issues.
-- Lock: creates only. Safe on a live database: yes, nothing exists yet.
create table certificate_counters (
  year integer constraint certificate_counters_pkey primary key,
  last_no integer not null constraint certificate_counters_last_check check (last_no >= 1)
);

create table service_certificates (
  id uuid constraint service_certificates_pkey primary key,
  kind text not null constraint service_certificates_kind_check check (kind in ('hours', 'thanks')),
  person_id uuid not null constraint service_certificates_person_fkey references persons (id),
  -- Whose teams recorded the hours: it alone may prove them.
  unit_id uuid not null constraint service_certificates_unit_fkey references org_units (id),
  period_from date not null,
  period_to date not null,
  purpose text,
  certificate_no text constraint service_certificates_no_key unique,
  credited_minutes integer,
  added_minutes integer,
  content_sealed bytea,
  content_hash bytea,
  status text not null constraint service_certificates_status_check check (status in ('requested', 'issued', 'refused', 'revoked')),
  status_changed_at timestamptz not null,
  due_at timestamptz,
  issued_at timestamptz,
  decided_by_person_id uuid constraint service_certificates_decided_by_fkey references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  constraint service_certificates_period_check check (period_from <= period_to),
  constraint service_certificates_issued_check check (status not in ('issued', 'revoked')
    or (certificate_no is not null and content_hash is not null and issued_at is not null)),
  -- Nobody certifies his own service, and who refuses or revokes says why.
  constraint service_certificates_decision_check check (status = 'requested'
    or (decided_by_person_id is not null and decided_by_person_id <> person_id)),
  constraint service_certificates_reason_check check (status not in ('refused', 'revoked') or length(btrim(decision_reason)) >= 5),
  constraint service_certificates_due_check check ((status = 'requested') = (due_at is not null))
);
create unique index service_certificates_one_waiting on service_certificates (person_id, unit_id) where status = 'requested' and kind = 'hours';
create index service_certificates_person_idx on service_certificates (person_id, created_at desc);
create index service_certificates_unit_idx on service_certificates (unit_id, status);

create table certificate_hours (
  certificate_id uuid not null constraint certificate_hours_certificate_fkey references service_certificates (id),
  hours_id uuid not null constraint certificate_hours_hours_fkey references service_hours (id),
  constraint certificate_hours_pkey primary key (certificate_id, hours_id)
);
