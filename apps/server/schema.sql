column activities.id uuid not null
column activities.activity_no bigint not null identity
column activities.status text not null
column activities.status_changed_at timestamp with time zone not null
column activities.title text not null
column activities.about text not null
column activities.kind text not null
column activities.entry text not null
column activities.topic text not null
column activities.audiences text[] not null
column activities.unit_id uuid not null
column activities.team_id uuid
column activities.expert_id uuid
column activities.phone text
column activities.minors boolean not null
column activities.end_reason text
column activities.created_by_person_id uuid not null
column activities.created_at timestamp with time zone not null
column activities.updated_at timestamp with time zone not null
column activities.occasion_code text
column activities.occasion_year integer
column activities.pillars text[] not null default '{}'::text[]
column activity_sessions.id uuid not null
column activity_sessions.activity_id uuid not null
column activity_sessions.status text not null
column activity_sessions.status_changed_at timestamp with time zone not null
column activity_sessions.place_unit_id uuid not null
column activity_sessions.address text not null
column activity_sessions.starts_at timestamp with time zone not null
column activity_sessions.ends_at timestamp with time zone not null
column activity_sessions.pool_id uuid
column activity_sessions.end_reason text
column activity_sessions.created_at timestamp with time zone not null
column advice_papers.id uuid not null
column advice_papers.paper_no bigint not null identity
column advice_papers.expert_id uuid not null
column advice_papers.submitted_by_person_id uuid not null
column advice_papers.unit_id uuid not null
column advice_papers.owner_unit_id uuid not null
column advice_papers.request_id uuid
column advice_papers.title text not null
column advice_papers.body text not null
column advice_papers.status text not null
column advice_papers.status_changed_at timestamp with time zone not null
column advice_papers.due_at timestamp with time zone
column advice_papers.pass_ups integer not null
column advice_papers.reply text
column advice_papers.reason text
column advice_papers.drafted_by_person_id uuid
column advice_papers.answered_by_person_id uuid
column advice_papers.created_at timestamp with time zone not null
column advice_requests.id uuid not null
column advice_requests.unit_id uuid not null
column advice_requests.title text not null
column advice_requests.question text not null
column advice_requests.closes_on date not null
column advice_requests.asked_by_person_id uuid not null
column advice_requests.asked_at timestamp with time zone not null
column agenda_items.id uuid not null
column agenda_items.meeting_id uuid not null
column agenda_items.position integer not null
column agenda_items.kind text not null
column agenda_items.title text not null
column agenda_items.issue_id uuid
column agenda_items.resolution_id uuid
column agenda_items.outcome text
column agenda_items.decision text
column appointment_reviews.id uuid not null
column appointment_reviews.expert_id uuid not null
column appointment_reviews.unit_id uuid not null
column appointment_reviews.year integer not null
column appointment_reviews.act_counts jsonb not null
column appointment_reviews.duty_weeks integer not null
column appointment_reviews.counted_until date not null
column appointment_reviews.opinion text not null
column appointment_reviews.outcome text not null
column appointment_reviews.renew_until date
column appointment_reviews.document text
column appointment_reviews.status text not null
column appointment_reviews.status_changed_at timestamp with time zone not null
column appointment_reviews.written_by_person_id uuid not null
column appointment_reviews.decided_by_person_id uuid
column appointment_reviews.decision_reason text
column appointment_reviews.created_at timestamp with time zone not null
column area_set_members.id uuid not null
column area_set_members.area_set_id uuid not null
column area_set_members.scheme text not null
column area_set_members.unit_id uuid not null
column area_set_members.valid_from date not null
column area_set_members.valid_to date
column area_set_members.created_at timestamp with time zone not null
column area_sets.id uuid not null
column area_sets.scheme text not null
column area_sets.name text not null
column area_sets.description text not null default ''::text
column area_sets.valid_from date not null
column area_sets.valid_to date
column area_sets.created_at timestamp with time zone not null
column assessment_units.assessment_id uuid not null
column assessment_units.unit_id uuid not null
column assessments.id uuid not null
column assessments.assessment_no bigint not null identity
column assessments.unit_id uuid not null
column assessments.scheme_id uuid not null
column assessments.year integer not null
column assessments.status text not null
column assessments.status_changed_at timestamp with time zone not null
column assessments.computed_at timestamp with time zone
column assessments.frozen_hash text
column assessments.frozen_at timestamp with time zone
column assessments.created_at timestamp with time zone not null
column attempt_counts.subject bytea not null
column attempt_counts.purpose text not null
column attempt_counts.window_start timestamp with time zone not null
column attempt_counts.attempts integer not null
column audit_entries.id uuid not null
column audit_entries.at timestamp with time zone not null
column audit_entries.actor_kind text not null
column audit_entries.actor_person_id uuid
column audit_entries.on_behalf_of_person_id uuid
column audit_entries.session_id text
column audit_entries.action text not null
column audit_entries.outcome text not null
column audit_entries.unit_id uuid
column audit_entries.record_table text
column audit_entries.record_id text
column audit_entries.reason text
column audit_entries.before_hash bytea
column audit_entries.after_hash bytea
column audit_entries.request_id text
column auth_accounts.id uuid not null
column auth_accounts.user_id uuid not null
column auth_accounts.provider_id text not null
column auth_accounts.account_id text not null
column auth_accounts.access_token text
column auth_accounts.refresh_token text
column auth_accounts.id_token text
column auth_accounts.access_token_expires_at timestamp with time zone
column auth_accounts.refresh_token_expires_at timestamp with time zone
column auth_accounts.scope text
column auth_accounts.password text
column auth_accounts.created_at timestamp with time zone not null
column auth_accounts.updated_at timestamp with time zone not null
column auth_passkeys.id uuid not null
column auth_passkeys.user_id uuid not null
column auth_passkeys.name text
column auth_passkeys.public_key text not null
column auth_passkeys.credential_id text not null
column auth_passkeys.counter bigint not null
column auth_passkeys.device_type text not null
column auth_passkeys.backed_up boolean not null
column auth_passkeys.transports text
column auth_passkeys.created_at timestamp with time zone
column auth_passkeys.aaguid text
column auth_recovery_codes.id uuid not null
column auth_recovery_codes.person_id uuid not null
column auth_recovery_codes.code_hash bytea not null
column auth_recovery_codes.code_sealed bytea
column auth_recovery_codes.created_at timestamp with time zone not null
column auth_recovery_codes.used_at timestamp with time zone
column auth_sessions.id uuid not null
column auth_sessions.user_id uuid not null
column auth_sessions.token text not null
column auth_sessions.expires_at timestamp with time zone not null
column auth_sessions.created_at timestamp with time zone not null
column auth_sessions.updated_at timestamp with time zone not null
column auth_sessions.ip_address text
column auth_sessions.user_agent text
column auth_sessions.method text not null
column auth_sessions.started_at timestamp with time zone not null
column auth_sessions.last_seen_at timestamp with time zone not null
column auth_sessions.second_factor_at timestamp with time zone
column auth_sessions.acting_for_person_id uuid
column auth_sessions.proxy_act_id uuid
column auth_sessions.acting_until timestamp with time zone
column auth_two_factors.person_id uuid not null
column auth_two_factors.secret_sealed bytea not null
column auth_two_factors.last_step bigint not null default 0
column auth_two_factors.confirmed_at timestamp with time zone
column auth_two_factors.created_at timestamp with time zone not null
column auth_users.id uuid not null
column auth_users.name text not null
column auth_users.email text not null
column auth_users.email_verified boolean not null
column auth_users.image text
column auth_users.username text
column auth_users.created_at timestamp with time zone not null
column auth_users.updated_at timestamp with time zone not null
column auth_verifications.id uuid not null
column auth_verifications.identifier text not null
column auth_verifications.value text not null
column auth_verifications.expires_at timestamp with time zone not null
column auth_verifications.created_at timestamp with time zone not null
column auth_verifications.updated_at timestamp with time zone not null
column budget_lines.id uuid not null
column budget_lines.unit_id uuid not null
column budget_lines.year integer not null
column budget_lines.title text not null
column budget_lines.amount numeric(14,2) not null
column budget_lines.document_title text not null
column budget_lines.document_no text
column budget_lines.created_by_person_id uuid
column budget_lines.created_at timestamp with time zone not null
column budget_spendings.id uuid not null
column budget_spendings.line_id uuid not null
column budget_spendings.amount numeric(14,2) not null
column budget_spendings.spent_on date not null
column budget_spendings.purpose text not null
column budget_spendings.task_id uuid
column budget_spendings.evidence_id uuid
column budget_spendings.over_reason text
column budget_spendings.recorded_by_person_id uuid
column budget_spendings.created_at timestamp with time zone not null
column budget_spendings.cancelled_at timestamp with time zone
column budget_spendings.cancelled_reason text
column burden_limits.id uuid not null
column burden_limits.unit_id uuid not null
column burden_limits.minutes integer not null
column burden_limits.reason text not null
column burden_limits.set_by_person_id uuid not null
column burden_limits.set_at timestamp with time zone not null
column calendar_days.on_day date not null
column calendar_days.name text not null
column calendar_days.kind text not null
column calendar_feeds.person_id uuid not null
column calendar_feeds.token_sealed bytea not null
column calendar_feeds.token_index bytea not null
column calendar_feeds.created_at timestamp with time zone not null
column calendar_years.year integer not null
column calendar_years.source text not null
column calendar_years.imported_at timestamp with time zone not null
column card_search.card_id uuid not null
column card_search.tokens text[] not null
column card_search.title text not null
column card_search.question text not null
column card_search.answer text not null
column card_search.pinyin text not null
column card_search_tokens.token text not null
column card_search_tokens.documents integer not null
column certificate_counters.year integer not null
column certificate_counters.last_no integer not null
column certificate_hours.certificate_id uuid not null
column certificate_hours.hours_id uuid not null
column channels.code text not null
column channels.name text not null
column channels.kind text not null
column channels.target text not null
column channels.is_open boolean not null
column channels.created_at timestamp with time zone not null
column checked_words.list text not null
column checked_words.word text not null
column checked_words.advice text not null
column checklist_items.id uuid not null
column checklist_items.checklist_id uuid not null
column checklist_items.seq integer not null
column checklist_items.code text not null
column checklist_items.title text not null
column checklist_items.owner_unit_id uuid
column checklist_items.due_on date
column checklist_items.needed integer not null default 1
column checklist_items.created_at timestamp with time zone not null
column checklists.id uuid not null
column checklists.unit_id uuid not null
column checklists.kind text not null
column checklists.title text not null
column checklists.source text
column checklists.created_at timestamp with time zone not null
column child_days.person_id uuid not null
column child_days.used_on date not null
column child_days.used_ms integer not null
column child_days.run_started_at timestamp with time zone not null
column child_days.seen_at timestamp with time zone not null
column child_limits.person_id uuid not null
column child_limits.minutes_per_day smallint not null
column child_limits.opens_hour smallint not null
column child_limits.closes_hour smallint not null
column child_limits.set_at timestamp with time zone not null
column children.person_id uuid not null
column children.guardian_person_id uuid not null
column children.relation text not null
column children.consent_id uuid not null
column children.school_unit_id uuid
column children.created_at timestamp with time zone not null
column claim_acts.id uuid not null
column claim_acts.claim_id uuid not null
column claim_acts.act text not null
column claim_acts.person_id uuid
column claim_acts.reason text
column claim_acts.acted_at timestamp with time zone not null
column claim_index_versions.scope text not null
column claim_index_versions.version bigint not null
column claim_notes.id uuid not null
column claim_notes.claim_id uuid not null
column claim_notes.person_id uuid not null
column claim_notes.note text not null
column claim_notes.created_at timestamp with time zone not null
column claim_papers.id uuid not null
column claim_papers.claim_id uuid not null
column claim_papers.file_id uuid not null
column claim_papers.created_at timestamp with time zone not null
column claim_photos.id uuid not null
column claim_photos.report_id uuid not null
column claim_photos.file_id uuid not null
column claim_photos.created_at timestamp with time zone not null
column claim_reports.id uuid not null
column claim_reports.code_hash bytea not null
column claim_reports.claim_id uuid
column claim_reports.fingerprint bytea not null
column claim_reports.text_sealed bytea
column claim_reports.source text not null
column claim_reports.unit_id uuid
column claim_reports.audience text
column claim_reports.person_id uuid
column claim_reports.taken_by_person_id uuid
column claim_reports.phone_sealed bytea
column claim_reports.contact_agreed_at timestamp with time zone
column claim_reports.offered uuid[] not null default '{}'::uuid[]
column claim_reports.matched_by text not null
column claim_reports.status text not null
column claim_reports.status_changed_at timestamp with time zone not null
column claim_reports.due_at timestamp with time zone not null
column claim_reports.created_at timestamp with time zone not null
column claim_wordings.fingerprint bytea not null
column claim_wordings.claim_id uuid not null
column claim_wordings.text_sealed bytea
column claim_wordings.confirmed boolean not null default false
column claim_wordings.created_at timestamp with time zone not null
column claims.id uuid not null
column claims.claim_no bigint not null identity
column claims.unit_id uuid not null
column claims.title text
column claims.field text
column claims.harm numeric(3,2)
column claims.status text not null
column claims.status_changed_at timestamp with time zone not null
column claims.assigned_person_id uuid
column claims.merged_into_id uuid
column claims.decline_reason text
column claims.created_at timestamp with time zone not null
column clause_links.id uuid not null
column clause_links.clause_id uuid not null
column clause_links.upper_clause_id uuid not null
column clause_links.note text
column clause_links.linked_by_person_id uuid
column clause_links.created_at timestamp with time zone not null
column code_rows.scheme text not null
column code_rows.version text not null
column code_rows.code text not null
column code_rows.name text not null
column code_rows.parent_code text
column code_rows.previous_codes text[] not null default '{}'::text[]
column code_rows.note text not null default ''::text
column code_rows.sort_no integer not null default 0
column code_schemes.scheme text not null
column code_schemes.version text not null
column code_schemes.name text not null
column code_schemes.source text not null
column code_schemes.valid_from date
column code_schemes.valid_to date
column code_schemes.imported_at timestamp with time zone
column code_schemes.previous_version text
column collection_items.collection_id uuid not null
column collection_items.content_id uuid not null
column collection_items.position integer not null
column collections.id uuid not null
column collections.collection_no bigint not null identity
column collections.unit_id uuid not null
column collections.status text not null
column collections.status_changed_at timestamp with time zone not null
column collections.title text not null
column collections.introduction text not null
column collections.written_by_person_id uuid not null
column collections.published_by_person_id uuid
column collections.published_at timestamp with time zone
column collections.created_at timestamp with time zone not null
column commissioner_applications.id uuid not null
column commissioner_applications.call_id uuid not null
column commissioner_applications.person_id uuid not null
column commissioner_applications.statement_sealed bytea
column commissioner_applications.nominated_by_unit_id uuid
column commissioner_applications.nominated_by_person_id uuid
column commissioner_applications.status text not null
column commissioner_applications.status_changed_at timestamp with time zone not null
column commissioner_applications.decided_by_person_id uuid
column commissioner_applications.decision_reason text
column commissioner_applications.created_at timestamp with time zone not null
column commissioner_calls.id uuid not null
column commissioner_calls.call_no integer not null identity
column commissioner_calls.unit_id uuid not null
column commissioner_calls.field text not null
column commissioner_calls.title text not null
column commissioner_calls.bases text not null
column commissioner_calls.seats smallint not null
column commissioner_calls.apply_until_on date not null
column commissioner_calls.starts_on date not null
column commissioner_calls.ends_on date not null
column commissioner_calls.status text not null
column commissioner_calls.status_changed_at timestamp with time zone not null
column commissioner_calls.end_reason text
column commissioner_calls.made_by_person_id uuid not null
column commissioner_calls.created_at timestamp with time zone not null
column commissioner_contracts.id uuid not null
column commissioner_contracts.person_id uuid not null
column commissioner_contracts.unit_id uuid not null
column commissioner_contracts.field text not null
column commissioner_contracts.bases text not null
column commissioner_contracts.document text not null
column commissioner_contracts.starts_on date not null
column commissioner_contracts.ends_on date not null
column commissioner_contracts.status text not null
column commissioner_contracts.status_changed_at timestamp with time zone not null
column commissioner_contracts.end_reason text
column commissioner_contracts.signed_by_person_id uuid not null
column commissioner_contracts.created_at timestamp with time zone not null
column commissioner_contracts.application_id uuid
column commissioner_logs.id uuid not null
column commissioner_logs.contract_id uuid not null
column commissioner_logs.order_id uuid
column commissioner_logs.visited_at timestamp with time zone not null
column commissioner_logs.place text not null
column commissioner_logs.advice text not null
column commissioner_logs.farmer_name_sealed bytea
column commissioner_logs.farmer_phone_sealed bytea
column commissioner_logs.farmer_index bytea not null
column commissioner_logs.farmer_person_id uuid
column commissioner_logs.code_sealed bytea
column commissioner_logs.status text not null
column commissioner_logs.status_changed_at timestamp with time zone not null
column commissioner_logs.confirmed_by text
column commissioner_logs.decided_by_person_id uuid
column commissioner_logs.decision_reason text
column commissioner_logs.created_at timestamp with time zone not null
column commissioner_photos.id uuid not null
column commissioner_photos.log_id uuid not null
column commissioner_photos.file_id uuid not null
column commissioner_photos.created_at timestamp with time zone not null
column commissioner_requests.id uuid not null
column commissioner_requests.order_id uuid not null
column commissioner_requests.contract_id uuid not null
column commissioner_requests.created_at timestamp with time zone not null
column commissioner_reviewers.call_id uuid not null
column commissioner_reviewers.person_id uuid not null
column commissioner_reviewers.named_by_person_id uuid not null
column commissioner_reviewers.created_at timestamp with time zone not null
column commissioner_reviews.application_id uuid not null
column commissioner_reviews.reviewer_person_id uuid not null
column commissioner_reviews.conflict boolean not null
column commissioner_reviews.skill smallint
column commissioner_reviews.practice smallint
column commissioner_reviews.plan smallint
column commissioner_reviews.comment text
column commissioner_reviews.created_at timestamp with time zone not null
column complaint_photos.id uuid not null
column complaint_photos.complaint_id uuid not null
column complaint_photos.file_id uuid not null
column complaint_photos.created_at timestamp with time zone not null
column complaints.id uuid not null
column complaints.complaint_no bigint not null identity
column complaints.order_id uuid
column complaints.about text not null
column complaints.team_id uuid
column complaints.filed_by_person_id uuid not null
column complaints.body_sealed bytea
column complaints.status text not null
column complaints.status_changed_at timestamp with time zone not null
column complaints.owner_unit_id uuid not null
column complaints.due_at timestamp with time zone
column complaints.take_overs integer not null default 0
column complaints.finding text
column complaints.answer text
column complaints.answered_by_person_id uuid
column complaints.answered_at timestamp with time zone
column complaints.appeal_sealed bytea
column complaints.settled_by_person_id uuid
column complaints.created_at timestamp with time zone not null
column complaints.session_id uuid
column consents.id uuid not null
column consents.person_id uuid not null
column consents.purpose text not null
column consents.text_version integer not null
column consents.given_by_person_id uuid not null
column consents.method text not null
column consents.witness_person_id uuid
column consents.given_at timestamp with time zone not null
column consents.withdrawn_at timestamp with time zone
column consents.withdrawn_by_person_id uuid
column content_comments.id uuid not null
column content_comments.version_id uuid not null
column content_comments.person_id uuid not null
column content_comments.block_no integer
column content_comments.quote text not null
column content_comments.remark text not null
column content_comments.created_at timestamp with time zone not null
column content_comments.resolved_at timestamp with time zone
column content_comments.resolved_by_person_id uuid
column content_credits.content_id uuid not null
column content_credits.person_id uuid not null
column content_credits.part text not null
column content_credits.shown_name text not null
column content_credits.created_at timestamp with time zone not null
column content_files.version_id uuid not null
column content_files.file_id uuid not null
column content_files.use text not null
column content_locks.content_id uuid not null
column content_locks.person_id uuid not null
column content_locks.taken_at timestamp with time zone not null
column content_locks.expires_at timestamp with time zone not null
column content_recalls.id uuid not null
column content_recalls.content_id uuid not null
column content_recalls.version_id uuid not null
column content_recalls.reason text not null
column content_recalls.person_id uuid not null
column content_recalls.recalled_at timestamp with time zone not null
column content_rounds.version_id uuid not null
column content_rounds.round_no integer not null
column content_rounds.content jsonb not null
column content_rounds.content_hash bytea not null
column content_rounds.submitted_at timestamp with time zone not null
column content_search.content_id uuid not null
column content_search.version_id uuid not null
column content_search.tokens text[] not null
column content_search.title text not null
column content_search.topic_words text not null
column content_search.answer text not null
column content_search.body text not null
column content_search.pinyin text not null
column content_search.form smallint not null default 1
column content_search_tokens.token text not null
column content_search_tokens.documents integer not null
column content_settings.name text not null
column content_settings.amount integer not null
column content_settings.changed_at timestamp with time zone not null
column content_side_copies.id uuid not null
column content_side_copies.content_id uuid not null
column content_side_copies.version_id uuid not null
column content_side_copies.person_id uuid not null
column content_side_copies.base_revision integer not null
column content_side_copies.content jsonb not null
column content_side_copies.created_at timestamp with time zone not null
column content_side_copies.settled_at timestamp with time zone
column content_side_copies.settled_how text
column content_side_copies.settled_by_person_id uuid
column content_templates.id uuid not null
column content_templates.name text not null
column content_templates.about text not null
column content_templates.kind text not null
column content_templates.audience text
column content_templates.content jsonb not null
column content_templates.revision integer not null default 1
column content_templates.created_at timestamp with time zone not null
column content_templates.updated_at timestamp with time zone not null
column content_templates.retired_at timestamp with time zone
column content_versions.id uuid not null
column content_versions.content_id uuid not null
column content_versions.version_no integer not null
column content_versions.status text not null
column content_versions.status_changed_at timestamp with time zone not null
column content_versions.round_no integer not null default 0
column content_versions.revision integer not null default 1
column content_versions.content jsonb not null
column content_versions.title text not null
column content_versions.summary text not null
column content_versions.audiences text[] not null
column content_versions.age_bands text[] not null
column content_versions.topics text[] not null
column content_versions.content_hash bytea
column content_versions.correction_notice text
column content_versions.embargo_until timestamp with time zone
column content_versions.publish_at timestamp with time zone
column content_versions.expires_at timestamp with time zone
column content_versions.published_at timestamp with time zone
column content_versions.created_by_person_id uuid not null
column content_versions.created_at timestamp with time zone not null
column content_versions.updated_at timestamp with time zone not null
column content_versions.resource_code text generated NULLIF((content ->> 'resourceCode'::text), ''::text)
column content_versions.media jsonb generated NULLIF((content -> 'media'::text), 'null'::jsonb)
column content_versions.special boolean not null generated (COALESCE((content ->> 'specialEducation'::text), ''::text) = 'true'::text)
column content_versions.easy boolean not null generated COALESCE(((content -> 'renditions'::text) ? 'easy'::text), false)
column contents.id uuid not null
column contents.content_no bigint not null identity
column contents.unit_id uuid not null
column contents.kind text not null
column contents.created_by_person_id uuid not null
column contents.origin text not null default 'staff'::text
column contents.created_at timestamp with time zone not null
column contents.pillars text[] not null default '{}'::text[]
column contents.pillars_set_by_person boolean not null default false
column crop_pests.id uuid not null
column crop_pests.name text not null
column crop_pests.name_key text not null
column crop_pests.kind text not null
column crop_pests.crops text[] not null
column crop_pests.other_names text[] not null
column crop_pests.skill text not null
column crop_pests.source_title text not null
column crop_pests.source_place text not null
column crop_pests.is_open boolean not null
column crop_pests.version integer not null
column crop_pests.written_by_person_id uuid
column crop_pests.changed_at timestamp with time zone not null
column data_requests.id uuid not null
column data_requests.person_id uuid not null
column data_requests.kind text not null
column data_requests.asked_by_person_id uuid not null
column data_requests.content_hash bytea
column data_requests.done_at timestamp with time zone not null
column data_requests.content_sealed bytea
column data_requests.expires_at timestamp with time zone
column deliveries.id uuid not null
column deliveries.channel_code text not null
column deliveries.content_id uuid not null
column deliveries.unit_id uuid not null
column deliveries.version_id uuid not null
column deliveries.act text not null
column deliveries.status text not null
column deliveries.status_changed_at timestamp with time zone not null
column deliveries.attempts integer not null default 0
column deliveries.next_try_at timestamp with time zone not null
column deliveries.last_problem text
column deliveries.receipt jsonb
column deliveries.created_at timestamp with time zone not null
column development_messages.id uuid not null
column development_messages.sealed bytea not null
column development_messages.created_at timestamp with time zone not null
column development_messages.expires_at timestamp with time zone not null
column development_messages.message_key text
column digest_weeks.week_starts_on date not null
column digest_weeks.written_at timestamp with time zone not null
column digest_weeks.messages integer not null
column event_receipts.event_id uuid not null
column event_receipts.consumer text not null
column event_receipts.handled_at timestamp with time zone not null
column evidence_items.id uuid not null
column evidence_items.unit_id uuid not null
column evidence_items.kind text not null
column evidence_items.title text not null
column evidence_items.happened_on date not null
column evidence_items.file_id uuid
column evidence_items.record_table text
column evidence_items.record_id text
column evidence_items.quantity numeric(18,4)
column evidence_items.measure text
column evidence_items.signed_by_post text
column evidence_items.added_by_person_id uuid
column evidence_items.created_at timestamp with time zone not null
column evidence_links.id uuid not null
column evidence_links.evidence_id uuid not null
column evidence_links.task_id uuid
column evidence_links.note text
column evidence_links.linked_by_person_id uuid
column evidence_links.linked_at timestamp with time zone not null
column evidence_links.removed_at timestamp with time zone
column evidence_links.removed_by_person_id uuid
column evidence_links.removed_reason text
column evidence_links.milestone_id uuid
column evidence_links.checklist_item_id uuid
column evidence_packs.id uuid not null
column evidence_packs.unit_id uuid not null
column evidence_packs.document_id uuid not null
column evidence_packs.title text not null
column evidence_packs.as_of date not null
column evidence_packs.status text not null
column evidence_packs.status_changed_at timestamp with time zone not null
column evidence_packs.file_id uuid
column evidence_packs.byte_count bigint
column evidence_packs.failure text
column evidence_packs.asked_by_person_id uuid not null
column evidence_packs.asked_at timestamp with time zone not null
column evidence_photos.id uuid not null
column evidence_photos.file_id uuid not null
column evidence_photos.session_id uuid
column evidence_photos.order_id uuid
column evidence_photos.faces text not null
column evidence_photos.places_blurred integer not null
column evidence_photos.taken_by_person_id uuid not null
column evidence_photos.created_at timestamp with time zone not null
column evidence_photos.removed_at timestamp with time zone
column expert_applications.id uuid not null
column expert_applications.person_id uuid not null
column expert_applications.unit_id uuid not null
column expert_applications.public_title text not null
column expert_applications.fields text[] not null
column expert_applications.offers text not null
column expert_applications.proof text not null
column expert_applications.proof_file_id uuid
column expert_applications.is_senior boolean not null
column expert_applications.status text not null
column expert_applications.status_changed_at timestamp with time zone not null
column expert_applications.decided_by_person_id uuid
column expert_applications.decision_reason text
column expert_applications.created_at timestamp with time zone not null
column expert_duties.id uuid not null
column expert_duties.unit_id uuid not null
column expert_duties.expert_id uuid not null
column expert_duties.kind text not null
column expert_duties.week_starts_on date not null
column expert_duties.set_by_person_id uuid
column expert_duties.created_at timestamp with time zone not null
column expert_interests.id uuid not null
column expert_interests.expert_id uuid not null
column expert_interests.organisation text not null
column expert_interests.relation text not null
column expert_interests.declared_at timestamp with time zone not null
column expert_interests.ended_at timestamp with time zone
column expert_offer_pauses.person_id uuid not null
column expert_offer_pauses.paused_at timestamp with time zone not null
column expert_profiles.expert_id uuid not null
column expert_profiles.is_senior boolean not null
column expert_profiles.open_limit integer not null
column expert_profiles.away_from date
column expert_profiles.away_until date
column expert_profiles.updated_at timestamp with time zone not null
column expert_terms.id uuid not null
column expert_terms.expert_id uuid not null
column expert_terms.field text not null
column expert_terms.can_sign boolean not null
column expert_terms.starts_on date not null
column expert_terms.ends_on date not null
column expert_terms.appointed_by_person_id uuid not null
column expert_terms.document text not null
column expert_terms.ended_on date
column expert_terms.end_reason text
column expert_terms.created_at timestamp with time zone not null
column experts.id uuid not null
column experts.person_id uuid not null
column experts.unit_id uuid not null
column experts.public_title text not null
column experts.created_at timestamp with time zone not null
column fact_cells.kind text not null
column fact_cells.measure text not null
column fact_cells.unit_id uuid not null
column fact_cells.occurred_on date not null
column fact_cells.audience text not null default ''::text
column fact_cells.topic text not null default ''::text
column fact_cells.quantity numeric not null
column fact_cells.fact_count bigint not null
column fact_month_cells.kind text not null
column fact_month_cells.measure text not null
column fact_month_cells.unit_id uuid not null
column fact_month_cells.month date not null
column fact_month_cells.audience text not null default ''::text
column fact_month_cells.quantity numeric not null
column fact_month_cells.fact_count bigint not null
column facts.id uuid not null
column facts.kind text not null
column facts.occurred_on date not null
column facts.recorded_at timestamp with time zone not null
column facts.unit_id uuid not null
column facts.place text
column facts.audience text
column facts.topic text
column facts.plan_tags text[] not null default '{}'::text[]
column facts.quantity numeric not null
column facts.measure text not null
column facts.source_table text not null
column facts.source_id text not null
column facts.reverses_id uuid
column facts.revision integer not null default 0
column film_plays.showing_id uuid not null
column film_plays.screen_id uuid not null
column film_plays.played_on date not null
column film_plays.times integer not null
column film_plays.received_at timestamp with time zone not null
column film_showings.id uuid not null
column film_showings.content_id uuid not null
column film_showings.unit_id uuid not null
column film_showings.week_on date not null
column film_showings.called_by text
column film_showings.status text not null
column film_showings.status_changed_at timestamp with time zone not null
column film_showings.reason text
column film_showings.planned_by_person_id uuid
column film_showings.created_at timestamp with time zone not null
column form_burden_weeks.unit_id uuid not null
column form_burden_weeks.week_starts_on date not null
column form_burden_weeks.form text not null
column form_burden_weeks.forms integer not null
column form_burden_weeks.fields integer not null
column form_burden_weeks.seconds integer not null
column handovers.id uuid not null
column handovers.from_person_id uuid not null
column handovers.to_person_id uuid not null
column handovers.unit_id uuid not null
column handovers.reason text not null
column handovers.moved jsonb not null
column handovers.by_person_id uuid not null
column handovers.at timestamp with time zone not null
column head_counts.id uuid not null
column head_counts.session_id uuid not null
column head_counts.status text not null
column head_counts.status_changed_at timestamp with time zone not null
column head_counts.method text not null
column head_counts.people_count integer not null
column head_counts.counted_from timestamp with time zone not null
column head_counts.counted_to timestamp with time zone not null
column head_counts.photo_id uuid not null
column head_counts.counted_by_person_id uuid not null
column head_counts.decided_by_person_id uuid
column head_counts.reason text
column head_counts.created_at timestamp with time zone not null
column history_imports.id uuid not null
column history_imports.import_no bigint not null identity
column history_imports.unit_id uuid not null
column history_imports.kind text not null
column history_imports.filename text not null
column history_imports.status text not null
column history_imports.status_changed_at timestamp with time zone not null
column history_imports.created_by_person_id uuid not null
column history_imports.decided_by_person_id uuid
column history_imports.row_count integer not null
column history_imports.error_count integer not null
column history_imports.rows_sealed bytea
column history_imports.created_at timestamp with time zone not null
column honoraria.id uuid not null
column honoraria.expert_id uuid not null
column honoraria.unit_id uuid not null
column honoraria.act_kind text not null
column honoraria.source_table text not null
column honoraria.source_id uuid not null
column honoraria.happened_on date not null
column honoraria.scheme_id uuid not null
column honoraria.amount_fen integer not null
column honoraria.status text not null
column honoraria.status_changed_at timestamp with time zone not null
column honoraria.drawn_by_person_id uuid not null
column honoraria.decided_by_person_id uuid
column honoraria.decision_reason text
column honoraria.paid_on date
column honoraria.voucher text
column honoraria.created_at timestamp with time zone not null
column honorarium_schemes.id uuid not null
column honorarium_schemes.unit_id uuid not null
column honorarium_schemes.version_no integer not null
column honorarium_schemes.starts_on date not null
column honorarium_schemes.rates jsonb not null
column honorarium_schemes.document text not null
column honorarium_schemes.status text not null
column honorarium_schemes.status_changed_at timestamp with time zone not null
column honorarium_schemes.proposed_by_person_id uuid not null
column honorarium_schemes.decided_by_person_id uuid
column honorarium_schemes.decision_reason text
column honorarium_schemes.created_at timestamp with time zone not null
column hours_corrections.id uuid not null
column hours_corrections.hours_id uuid not null
column hours_corrections.person_id uuid not null
column hours_corrections.wanted_minutes integer not null
column hours_corrections.reason text not null
column hours_corrections.status text not null
column hours_corrections.status_changed_at timestamp with time zone not null
column hours_corrections.decided_by_person_id uuid
column hours_corrections.decision_reason text
column hours_corrections.created_at timestamp with time zone not null
column hub_exchanges.id uuid not null
column hub_exchanges.order_id uuid not null
column hub_exchanges.sent_at timestamp with time zone not null
column hub_exchanges.sent_by_person_id uuid not null
column hub_exchanges.reason text not null
column hub_exchanges.status text not null
column hub_exchanges.status_changed_at timestamp with time zone not null
column hub_exchanges.hub_ref text
column hub_exchanges.note text
column idempotency_keys.actor_key text not null
column idempotency_keys.route text not null
column idempotency_keys.key text not null
column idempotency_keys.request_hash bytea not null
column idempotency_keys.response bytea
column idempotency_keys.created_at timestamp with time zone not null
column import_batches.id uuid not null
column import_batches.kind text not null
column import_batches.filename text not null
column import_batches.status text not null
column import_batches.status_changed_at timestamp with time zone not null
column import_batches.unit_id uuid not null
column import_batches.created_by_person_id uuid
column import_batches.file_rows jsonb not null
column import_batches.preview jsonb not null
column import_batches.created_at timestamp with time zone not null
column indicators.code text not null
column indicators.version integer not null
column indicators.name text not null
column indicators.definition text not null
column indicators.fact_kinds text[] not null
column indicators.filter jsonb not null default '{}'::jsonb
column indicators.aggregate text not null
column indicators.measure text not null
column indicators.valid_from date not null
column indicators.created_at timestamp with time zone not null
column inspection_population.inspection_id uuid not null
column inspection_population.position integer not null
column inspection_population.record_table text not null
column inspection_population.record_id text not null
column inspection_population.unit_id uuid not null
column inspection_samples.id uuid not null
column inspection_samples.inspection_id uuid not null
column inspection_samples.draw_no integer not null
column inspection_samples.position integer not null
column inspection_samples.verdict text not null
column inspection_samples.finding text
column inspection_samples.checked_by_person_id uuid
column inspection_samples.checked_at timestamp with time zone
column inspection_units.inspection_id uuid not null
column inspection_units.unit_id uuid not null
column inspection_units.self_check text
column inspection_units.self_checked_at timestamp with time zone
column inspection_units.letter text
column inspections.id uuid not null
column inspections.inspection_no bigint not null identity
column inspections.unit_id uuid not null
column inspections.title text not null
column inspections.period_from date not null
column inspections.period_to date not null
column inspections.sample_size integer not null
column inspections.fact_kinds text[] not null
column inspections.status text not null
column inspections.status_changed_at timestamp with time zone not null
column inspections.announced_by_person_id uuid
column inspections.announced_at timestamp with time zone not null
column inspections.announced_note text not null
column inspections.population_count integer
column inspections.population_hash text
column inspections.frozen_audit_id uuid
column inspections.drawn_note text
column inspections.seed text
column inspections.conclusion text
column installation.key text not null
column installation.value jsonb not null
column installation.updated_at timestamp with time zone not null
column insurance_claims.id uuid not null
column insurance_claims.claim_no bigint not null identity
column insurance_claims.visit_id uuid not null
column insurance_claims.team_id uuid not null
column insurance_claims.person_id uuid not null
column insurance_claims.kind text not null
column insurance_claims.body_sealed bytea
column insurance_claims.was_insured boolean not null
column insurance_claims.status text not null
column insurance_claims.status_changed_at timestamp with time zone not null
column insurance_claims.owner_unit_id uuid not null
column insurance_claims.due_at timestamp with time zone
column insurance_claims.take_overs integer not null default 0
column insurance_claims.checked_by_person_id uuid
column insurance_claims.sent_by_person_id uuid
column insurance_claims.paid_fen bigint
column insurance_claims.decision_reason text
column insurance_claims.created_at timestamp with time zone not null
column job_receipts.job_id uuid not null
column job_receipts.name text not null
column job_receipts.handled_at timestamp with time zone not null
column joint_issues.id uuid not null
column joint_issues.issue_no bigint not null identity
column joint_issues.unit_id uuid not null
column joint_issues.filed_by_person_id uuid
column joint_issues.kind text not null
column joint_issues.category text
column joint_issues.title text not null
column joint_issues.body text not null
column joint_issues.photo_file_id uuid
column joint_issues.status text not null
column joint_issues.status_changed_at timestamp with time zone not null
column joint_issues.merged_into_id uuid
column joint_issues.answer text
column joint_issues.created_at timestamp with time zone not null
column joint_meetings.id uuid not null
column joint_meetings.meeting_no bigint not null identity
column joint_meetings.unit_id uuid not null
column joint_meetings.title text not null
column joint_meetings.place text not null
column joint_meetings.held_at timestamp with time zone not null
column joint_meetings.status text not null
column joint_meetings.status_changed_at timestamp with time zone not null
column joint_meetings.minutes text
column joint_meetings.minutes_record text
column joint_meetings.minutes_hash text
column joint_meetings.closed_by_person_id uuid
column joint_meetings.created_by_person_id uuid
column joint_meetings.created_at timestamp with time zone not null
column joint_resolutions.id uuid not null
column joint_resolutions.resolution_no bigint not null identity
column joint_resolutions.meeting_id uuid not null
column joint_resolutions.body text not null
column joint_resolutions.owner_unit_id uuid not null
column joint_resolutions.due_on date not null
column joint_resolutions.decided_on date not null
column joint_resolutions.cites text
column joint_resolutions.status text not null
column joint_resolutions.status_changed_at timestamp with time zone not null
column joint_resolutions.owner_reminded_at timestamp with time zone
column joint_resolutions.chair_reminded_at timestamp with time zone
column joint_resolutions.created_at timestamp with time zone not null
column joint_resolutions.agenda_item_id uuid not null
column lecture_talks.id uuid not null
column lecture_talks.expert_id uuid not null
column lecture_talks.submitted_by_person_id uuid not null
column lecture_talks.unit_id uuid not null
column lecture_talks.title text not null
column lecture_talks.about text not null
column lecture_talks.topic text not null
column lecture_talks.audiences text[] not null
column lecture_talks.minutes integer not null
column lecture_talks.status text not null
column lecture_talks.status_changed_at timestamp with time zone not null
column lecture_talks.item_code text
column lecture_talks.decided_by_person_id uuid
column lecture_talks.decision_reason text
column lecture_talks.created_at timestamp with time zone not null
column ledger_checkpoints.tree_size bigint not null
column ledger_checkpoints.note text not null
column ledger_checkpoints.created_at timestamp with time zone not null
column ledger_entries.id uuid not null
column ledger_entries.subject_table text not null
column ledger_entries.subject_id text not null
column ledger_entries.content_hash bytea not null
column ledger_entries.created_at timestamp with time zone not null
column ledger_leaves.leaf_index bigint not null
column ledger_leaves.entry_id uuid not null
column ledger_leaves.leaf_hash bytea not null
column ledger_nodes.level integer not null
column ledger_nodes.node_index bigint not null
column ledger_nodes.hash bytea not null
column ledger_pending.pending_no bigint not null identity
column ledger_pending.entry_id uuid not null
column ledger_state.only_one boolean not null default true
column ledger_state.origin text
column ledger_state.suite text
column ledger_state.verifier text
column lesson_copies.id uuid not null
column lesson_copies.content_id uuid not null
column lesson_copies.teacher_person_id uuid not null
column lesson_copies.title text not null
column lesson_copies.words text not null
column lesson_copies.created_at timestamp with time zone not null
column lesson_copies.updated_at timestamp with time zone not null
column lesson_uses.id uuid not null
column lesson_uses.unit_id uuid not null
column lesson_uses.content_id uuid not null
column lesson_uses.teacher_person_id uuid not null
column lesson_uses.class_name text not null
column lesson_uses.class_key text not null
column lesson_uses.used_on date not null
column lesson_uses.pupil_count integer not null
column lesson_uses.created_at timestamp with time zone not null
column meeting_attendance.meeting_id uuid not null
column meeting_attendance.unit_id uuid not null
column meeting_attendance.presence text not null
column meeting_papers.id uuid not null
column meeting_papers.meeting_id uuid not null
column meeting_papers.title text not null
column meeting_papers.file_id uuid not null
column meeting_papers.created_at timestamp with time zone not null
column notice_receipts.notice_id uuid not null
column notice_receipts.unit_id uuid not null
column notice_receipts.received_at timestamp with time zone
column occasion_periods.id uuid not null
column occasion_periods.occasion_code text not null
column occasion_periods.starts_on date not null
column occasion_periods.ends_on date not null
column occasion_periods.is_on boolean not null
column occasion_periods.reason text not null
column occasion_periods.ended_on date
column occasion_periods.end_reason text
column occasion_periods.created_at timestamp with time zone not null
column occasions.code text not null
column occasions.kind text not null
column occasions.name text not null
column occasions.about text not null
column occasions.advice text not null
column occasions.audiences text[] not null
column occasions.topics text[] not null
column occasions.words text[] not null
column occasions.rule jsonb not null
column occasions.source_publisher text
column occasions.source_title text
column occasions.source_date date
column occasions.source_url text
column occasions.created_at timestamp with time zone not null
column occasions.updated_at timestamp with time zone not null
column on_site_events.id uuid not null
column on_site_events.kind text not null
column on_site_events.session_id uuid
column on_site_events.order_id uuid
column on_site_events.registration_id uuid
column on_site_events.undoes_id uuid
column on_site_events.people_count integer not null
column on_site_events.audience text
column on_site_events.method text not null
column on_site_events.device_id uuid
column on_site_events.device_at timestamp with time zone not null
column on_site_events.device_sent_at timestamp with time zone not null
column on_site_events.received_at timestamp with time zone not null
column on_site_events.judged_at timestamp with time zone not null
column on_site_events.by_person_id uuid not null
column on_site_events.outcome text not null
column on_site_events.flags text[] not null
column order_assignments.id uuid not null
column order_assignments.order_id uuid not null
column order_assignments.round integer not null
column order_assignments.team_id uuid not null
column order_assignments.dispatch_id uuid not null
column order_assignments.accepted_at timestamp with time zone not null
column order_assignments.ended_at timestamp with time zone
column order_assignments.end_kind text
column order_attachments.id uuid not null
column order_attachments.order_id uuid not null
column order_attachments.round integer not null
column order_attachments.about text not null
column order_attachments.kind text not null
column order_attachments.file_id uuid not null
column order_attachments.seconds integer
column order_attachments.created_at timestamp with time zone not null
column order_dispatches.id uuid not null
column order_dispatches.order_id uuid not null
column order_dispatches.round integer not null
column order_dispatches.mode text not null
column order_dispatches.team_id uuid
column order_dispatches.offered_by_person_id uuid
column order_dispatches.offered_at timestamp with time zone not null
column order_dispatches.answer_by timestamp with time zone not null
column order_dispatches.status text not null
column order_dispatches.status_changed_at timestamp with time zone not null
column order_dispatches.answered_team_id uuid
column order_dispatches.answered_by_person_id uuid
column order_dispatches.reason text
column order_drafts.person_id uuid not null
column order_drafts.answers_sealed bytea not null
column order_drafts.updated_at timestamp with time zone not null
column order_events.id uuid not null
column order_events.event_no bigint not null identity
column order_events.order_id uuid not null
column order_events.at timestamp with time zone not null
column order_events.event text not null
column order_events.from_status text
column order_events.to_status text not null
column order_events.by_kind text not null
column order_events.by_person_id uuid
column order_events.on_behalf_of_person_id uuid
column order_events.owner_unit_id uuid not null
column order_events.team_id uuid
column order_events.reason text
column order_expert_offers.id uuid not null
column order_expert_offers.order_id uuid not null
column order_expert_offers.expert_id uuid not null
column order_expert_offers.person_id uuid not null
column order_expert_offers.field text not null
column order_expert_offers.status text not null
column order_expert_offers.status_changed_at timestamp with time zone not null
column order_expert_offers.offered_at timestamp with time zone not null
column order_notices.id uuid not null
column order_notices.order_id uuid not null
column order_notices.event_id uuid not null
column order_notices.person_id uuid
column order_notices.body text not null
column order_notices.created_at timestamp with time zone not null
column order_notices.send_after timestamp with time zone not null
column order_notices.status text not null
column order_notices.settled_at timestamp with time zone
column order_pests.order_id uuid not null
column order_pests.pest_id uuid not null
column order_pests.word text
column order_ratings.id uuid not null
column order_ratings.order_id uuid not null
column order_ratings.round integer not null
column order_ratings.visit_id uuid not null
column order_ratings.stars integer not null
column order_ratings.comment_sealed bytea
column order_ratings.proof text not null
column order_ratings.rated_by_person_id uuid
column order_ratings.created_at timestamp with time zone not null
column order_ratings.reply_sealed bytea
column order_ratings.replied_by_person_id uuid
column order_ratings.replied_at timestamp with time zone
column orders.id uuid not null
column orders.order_no bigint not null identity
column orders.status text not null
column orders.status_changed_at timestamp with time zone not null
column orders.round integer not null
column orders.owner_unit_id uuid not null
column orders.due_at timestamp with time zone
column orders.take_overs integer not null
column orders.item_code text
column orders.title text not null
column orders.topic text
column orders.audience text
column orders.details_sealed bytea
column orders.requester_person_id uuid
column orders.ordered_by_person_id uuid not null
column orders.proxy_act_id uuid
column orders.channel text not null
column orders.contact_name_sealed bytea
column orders.contact_phone_sealed bytea
column orders.place_unit_id uuid not null
column orders.address_sealed bytea
column orders.people_count integer not null
column orders.wanted_on date not null
column orders.wanted_half text not null
column orders.code_sealed bytea not null
column orders.team_id uuid
column orders.visit_starts_at timestamp with time zone
column orders.visit_ends_at timestamp with time zone
column orders.better_door text
column orders.end_reason text
column orders.first_response_at timestamp with time zone
column orders.created_at timestamp with time zone not null
column orders.merged_into uuid
column orders.split_from uuid
column orders.hub_served boolean not null default false
column org_units.id uuid not null
column org_units.unit_no bigint not null identity
column org_units.parent_id uuid
column org_units.path ltree not null
column org_units.kind text not null
column org_units.name text not null
column org_units.name_sort text not null
column org_units.region_code text
column org_units.station_level text
column org_units.station_of uuid
column org_units.phone text
column org_units.address text
column org_units.opening_hours text
column org_units.valid_from date not null
column org_units.valid_to date
column org_units.created_at timestamp with time zone not null
column org_units.updated_at timestamp with time zone not null
column org_units.description text not null default ''::text
column org_units.name_search text not null default ''::text
column organisation_events.id uuid not null
column organisation_events.organisation_id uuid not null
column organisation_events.at timestamp with time zone not null
column organisation_events.event text not null
column organisation_events.from_status text
column organisation_events.to_status text not null
column organisation_events.reason text
column organisation_events.actor_kind text not null
column organisation_events.actor_person_id uuid
column organisations.id uuid not null
column organisations.receipt_no text not null
column organisations.kind text not null
column organisations.name text not null
column organisations.name_sort text not null
column organisations.name_search text not null
column organisations.credit_code text not null
column organisations.non_profit boolean not null
column organisations.purpose text not null
column organisations.home_unit_id uuid not null
column organisations.address text not null
column organisations.contact_name bytea not null
column organisations.contact_phone bytea not null
column organisations.contact_phone_index bytea not null
column organisations.proof_file_id uuid
column organisations.status text not null
column organisations.status_changed_at timestamp with time zone not null
column organisations.unit_id uuid
column organisations.created_at timestamp with time zone not null
column organisations.updated_at timestamp with time zone not null
column outbox_events.id uuid not null
column outbox_events.event_no bigint not null identity
column outbox_events.name text not null
column outbox_events.payload jsonb not null
column outbox_events.created_at timestamp with time zone not null
column outbox_events.delivered_at timestamp with time zone
column outbox_events.attempts integer not null default 0
column outbox_events.last_error text
column outbox_events.retry_at timestamp with time zone
column outside_posts.channel_code text not null
column outside_posts.version_id uuid not null
column outside_posts.content_id uuid not null
column outside_posts.state text not null
column outside_posts.marks jsonb not null default '{}'::jsonb
column outside_posts.busy_until timestamp with time zone
column outside_posts.changed_at timestamp with time zone not null
column pack_manifests.id uuid not null
column pack_manifests.manifest_hash text not null
column pack_manifests.file_count integer not null
column pack_manifests.as_of date not null
column pack_manifests.made_at timestamp with time zone not null
column page_versions.scope text not null
column page_versions.version bigint not null
column pair_requests.id uuid not null
column pair_requests.unit_id uuid not null
column pair_requests.side text not null
column pair_requests.status text not null
column pair_requests.status_changed_at timestamp with time zone not null
column pair_requests.person_id uuid not null
column pair_requests.title text not null
column pair_requests.about text not null
column pair_requests.field text not null
column pair_requests.topic_code text not null
column pair_requests.kind text not null
column pair_requests.credited_as text not null
column pair_requests.created_at timestamp with time zone not null
column pairings.id uuid not null
column pairings.result_request_id uuid not null
column pairings.creator_request_id uuid not null
column pairings.result_yes_at timestamp with time zone
column pairings.creator_yes_at timestamp with time zone
column pairings.content_id uuid
column pairings.created_at timestamp with time zone not null
column past_activities.id uuid not null
column past_activities.import_id uuid not null
column past_activities.unit_id uuid not null
column past_activities.title text not null
column past_activities.held_on date not null
column past_activities.audience text
column past_activities.people_count integer not null
column past_activities.counted_by text not null
column past_activities.created_at timestamp with time zone not null
column periodic_runs.name text not null
column periodic_runs.started_at timestamp with time zone not null
column periodic_runs.finished_at timestamp with time zone
column periodic_runs.last_error text
column persons.id uuid not null
column persons.pseudonym text not null
column persons.salt bytea
column persons.status text not null
column persons.status_changed_at timestamp with time zone not null
column persons.name_sealed bytea
column persons.name_index bytea
column persons.phone_sealed bytea
column persons.phone_index bytea
column persons.birth_date_sealed bytea
column persons.unit_id uuid
column persons.created_at timestamp with time zone not null
column persons.created_by_person_id uuid
column phone_codes.id uuid not null
column phone_codes.browser_hash bytea not null
column phone_codes.phone_index bytea not null
column phone_codes.phone_sealed bytea not null
column phone_codes.code_hash bytea not null
column phone_codes.created_at timestamp with time zone not null
column phone_codes.expires_at timestamp with time zone not null
column phone_codes.guesses integer not null default 0
column phone_codes.used_at timestamp with time zone
column pitches.id uuid not null
column pitches.unit_id uuid not null
column pitches.title text not null
column pitches.reason text not null
column pitches.audience text not null
column pitches.topic_code text not null
column pitches.kind text not null
column pitches.source_url text
column pitches.status text not null
column pitches.status_changed_at timestamp with time zone not null
column pitches.content_id uuid
column pitches.proposed_by_person_id uuid not null
column pitches.created_at timestamp with time zone not null
column pitches.source_title text
column pitches.source_publisher text
column pitches.source_date date
column placement_proofs.id uuid not null
column placement_proofs.placement_id uuid not null
column placement_proofs.happened_on date not null
column placement_proofs.done_count integer not null
column placement_proofs.evidence text not null
column placement_proofs.confirmed_by_person_id uuid not null
column placement_proofs.confirmed_at timestamp with time zone not null
column placements.id uuid not null
column placements.unit_id uuid not null
column placements.content_id uuid not null
column placements.medium text not null
column placements.place text not null
column placements.from_on date not null
column placements.to_on date not null
column placements.planned_count integer not null
column placements.status text not null
column placements.status_changed_at timestamp with time zone not null
column placements.reason text
column placements.planned_by_person_id uuid not null
column placements.created_at timestamp with time zone not null
column plan_adoptions.id uuid not null
column plan_adoptions.task_id uuid not null
column plan_adoptions.unit_id uuid not null
column plan_adoptions.document_title text not null
column plan_adoptions.document_no text
column plan_adoptions.file_id uuid
column plan_adoptions.adopted_on date not null
column plan_adoptions.adopted_by_person_id uuid
column plan_adoptions.created_at timestamp with time zone not null
column plan_adoptions.withdrawn_at timestamp with time zone
column plan_adoptions.withdrawn_reason text
column plan_clauses.id uuid not null
column plan_clauses.document_id uuid not null
column plan_clauses.node_id text not null
column plan_clauses.parent_id uuid
column plan_clauses.seq integer not null
column plan_clauses.level integer not null
column plan_clauses.kind text not null
column plan_clauses.numbering text
column plan_clauses.heading text
column plan_clauses.sentences jsonb not null
column plan_documents.id uuid not null
column plan_documents.unit_id uuid not null
column plan_documents.level text not null
column plan_documents.title text not null
column plan_documents.document_no text
column plan_documents.issuer text
column plan_documents.issued_on date
column plan_documents.valid_from date
column plan_documents.valid_to date
column plan_documents.version integer not null
column plan_documents.replaces_id uuid
column plan_documents.status text not null
column plan_documents.status_changed_at timestamp with time zone not null
column plan_documents.filename text not null
column plan_documents.file_id uuid
column plan_documents.text_hash text not null
column plan_documents.sentence_count integer not null
column plan_documents.diagnostics jsonb not null
column plan_documents.suggestions jsonb not null
column plan_documents.created_by_person_id uuid
column plan_documents.created_at timestamp with time zone not null
column plan_milestones.id uuid not null
column plan_milestones.document_id uuid not null
column plan_milestones.task_id uuid
column plan_milestones.unit_id uuid not null
column plan_milestones.title text not null
column plan_milestones.due_on date not null
column plan_milestones.created_at timestamp with time zone not null
column plan_targets.id uuid not null
column plan_targets.task_id uuid not null
column plan_targets.seq integer not null
column plan_targets.title text not null
column plan_targets.task_indicator_id uuid
column plan_targets.comparison text not null
column plan_targets.value numeric(18,4) not null
column plan_targets.measure text not null
column plan_targets.subject text not null
column plan_targets.frequency text
column plan_targets.baseline numeric(18,4)
column plan_targets.baseline_on date
column plan_targets.path jsonb not null default '[]'::jsonb
column plan_targets.sentence_id text
column plan_targets.created_at timestamp with time zone not null
column plan_task_units.id uuid not null
column plan_task_units.task_id uuid not null
column plan_task_units.unit_id uuid not null
column plan_task_units.part text not null
column plan_task_units.printed_name text
column plan_tasks.id uuid not null
column plan_tasks.document_id uuid not null
column plan_tasks.clause_id uuid not null
column plan_tasks.code text not null
column plan_tasks.title text not null
column plan_tasks.starts_on date not null
column plan_tasks.due_on date not null
column plan_tasks.audiences text[] not null default '{}'::text[]
column plan_tasks.pillars text[] not null default '{}'::text[]
column plan_tasks.created_at timestamp with time zone not null
column policies.id uuid not null
column policies.policy_no bigint not null identity
column policies.unit_id uuid not null
column policies.title text not null
column policies.document_no text
column policies.issuer text not null
column policies.level text not null
column policies.issued_on date not null
column policies.effective_on date
column policies.ended_on date
column policies.end_reason text
column policies.official_url text not null
column policies.looked_up_on date not null
column policies.summary text not null
column policies.points jsonb not null
column policies.applies_to text[] not null
column policies.matters text[] not null
column policies.status text not null
column policies.status_changed_at timestamp with time zone not null
column policies.drafted_by_person_id uuid not null
column policies.published_by_person_id uuid
column policies.created_at timestamp with time zone not null
column policies.updated_at timestamp with time zone not null
column poster_opens.content_id uuid not null
column poster_opens.unit_id uuid not null
column poster_opens.opened_on date not null
column poster_opens.opens integer not null
column proxy_acts.id uuid not null
column proxy_acts.helper_person_id uuid not null
column proxy_acts.elder_person_id uuid not null
column proxy_acts.unit_id uuid not null
column proxy_acts.matter text not null
column proxy_acts.consent_id uuid not null
column proxy_acts.read_back boolean not null
column proxy_acts.started_at timestamp with time zone not null
column proxy_acts.ends_at timestamp with time zone not null
column proxy_acts.ended_at timestamp with time zone
column proxy_codes.id uuid not null
column proxy_codes.elder_person_id uuid not null
column proxy_codes.helper_person_id uuid not null
column proxy_codes.code_hash bytea not null
column proxy_codes.created_at timestamp with time zone not null
column proxy_codes.expires_at timestamp with time zone not null
column proxy_codes.guesses integer not null default 0
column proxy_codes.used_at timestamp with time zone
column question_cards.id uuid not null
column question_cards.card_no bigint not null identity
column question_cards.question_id uuid not null
column question_cards.unit_id uuid not null
column question_cards.title text not null
column question_cards.question_text text not null
column question_cards.answer_text text not null
column question_cards.audience text
column question_cards.topic_code text
column question_cards.field text
column question_cards.expert_id uuid
column question_cards.status text not null
column question_cards.status_changed_at timestamp with time zone not null
column question_cards.written_by_person_id uuid not null
column question_cards.decided_by_person_id uuid
column question_cards.decision_reason text
column question_cards.published_at timestamp with time zone
column question_cards.created_at timestamp with time zone not null
column questions.id uuid not null
column questions.receipt_index bytea not null
column questions.status text not null
column questions.status_changed_at timestamp with time zone not null
column questions.asked_text text not null
column questions.audience text
column questions.topic_code text
column questions.content_id uuid
column questions.photo_file_id uuid
column questions.asker_person_id uuid
column questions.helper_person_id uuid
column questions.phone_sealed bytea
column questions.phone_consent_at timestamp with time zone
column questions.unit_id uuid not null
column questions.expert_id uuid
column questions.field text
column questions.assigned_at timestamp with time zone
column questions.asked_at timestamp with time zone not null
column questions.due_at timestamp with time zone not null
column questions.answer_text text
column questions.drafted_by_person_id uuid
column questions.drafted_at timestamp with time zone
column questions.return_reason text
column questions.checked_by_person_id uuid
column questions.closed_reason text
column questions.ended_at timestamp with time zone
column questions.voice_file_id uuid
column questions.voice_seconds integer
column questions.heard_by_person_id uuid
column questions.is_heard boolean not null default true
column reader_reports.id uuid not null
column reader_reports.content_id uuid not null
column reader_reports.version_id uuid not null
column reader_reports.remark text not null
column reader_reports.person_id uuid
column reader_reports.status text not null
column reader_reports.status_changed_at timestamp with time zone not null
column reader_reports.answer text
column reader_reports.created_at timestamp with time zone not null
column reading_history.person_id uuid not null
column reading_history.content_id uuid not null
column reading_history.consent_id uuid not null
column reading_history.last_read_at timestamp with time zone not null
column recruitment_applications.id uuid not null
column recruitment_applications.recruitment_id uuid not null
column recruitment_applications.person_id uuid not null
column recruitment_applications.words_sealed bytea
column recruitment_applications.days smallint[] not null
column recruitment_applications.halves text[] not null
column recruitment_applications.status text not null
column recruitment_applications.status_changed_at timestamp with time zone not null
column recruitment_applications.decision_reason text
column recruitment_applications.created_at timestamp with time zone not null
column recruitments.id uuid not null
column recruitments.team_id uuid not null
column recruitments.code text not null
column recruitments.audience text not null
column recruitments.about text not null
column recruitments.wanted integer not null
column recruitments.admitted integer not null default 0
column recruitments.apply_until_on date not null
column recruitments.serves_from_on date not null
column recruitments.serves_until_on date not null
column recruitments.status text not null
column recruitments.status_changed_at timestamp with time zone not null
column recruitments.created_at timestamp with time zone not null
column rectification_steps.id uuid not null
column rectification_steps.step_no bigint not null identity
column rectification_steps.rectification_id uuid not null
column rectification_steps.event text not null
column rectification_steps.note text
column rectification_steps.evidence_link text
column rectification_steps.evidence_file_id uuid
column rectification_steps.person_id uuid
column rectification_steps.at timestamp with time zone not null
column rectifications.id uuid not null
column rectifications.rectification_no bigint not null identity
column rectifications.inspection_id uuid not null
column rectifications.sample_id uuid
column rectifications.unit_id uuid not null
column rectifications.body text not null
column rectifications.ordered_on date not null
column rectifications.due_on date not null
column rectifications.status text not null
column rectifications.status_changed_at timestamp with time zone not null
column rectifications.reported_by_person_id uuid
column rectifications.verified_by_person_id uuid
column rectifications.created_at timestamp with time zone not null
column rectifications.unit_reminded_at timestamp with time zone
column rectifications.office_reminded_at timestamp with time zone
column region_set_codes.id uuid not null
column region_set_codes.unit_id uuid not null
column region_set_codes.region_code text not null
column region_set_codes.valid_from date not null
column region_set_codes.valid_to date
column region_set_codes.created_at timestamp with time zone not null
column registration_drafts.id uuid not null
column registration_drafts.token_index bytea not null
column registration_drafts.answers bytea not null
column registration_drafts.proof_file_id uuid
column registration_drafts.created_at timestamp with time zone not null
column registration_drafts.updated_at timestamp with time zone not null
column registration_notices.id uuid not null
column registration_notices.registration_id uuid not null
column registration_notices.event text not null
column registration_notices.body text not null
column registration_notices.created_at timestamp with time zone not null
column registration_notices.send_after timestamp with time zone not null
column registration_notices.status text not null
column registration_notices.settled_at timestamp with time zone
column registrations.id uuid not null
column registrations.queue_no bigint not null identity
column registrations.pool_id uuid not null
column registrations.status text not null
column registrations.status_changed_at timestamp with time zone not null
column registrations.people_count integer not null
column registrations.minors_count integer not null
column registrations.guardian_consent_at timestamp with time zone
column registrations.audience text
column registrations.contact_name_sealed bytea
column registrations.contact_phone_sealed bytea
column registrations.contact_phone_index bytea
column registrations.code_sealed bytea not null
column registrations.code_index bytea not null
column registrations.person_id uuid
column registrations.proxy_act_id uuid
column registrations.answer_by timestamp with time zone
column registrations.created_at timestamp with time zone not null
column resolution_notices.id uuid not null
column resolution_notices.resolution_id uuid not null
column resolution_notices.stage text not null
column resolution_notices.person_id uuid not null
column resolution_notices.body text not null
column resolution_notices.status text not null
column resolution_notices.created_at timestamp with time zone not null
column resolution_notices.settled_at timestamp with time zone
column resolution_reports.id uuid not null
column resolution_reports.resolution_id uuid not null
column resolution_reports.body text not null
column resolution_reports.evidence_file_id uuid
column resolution_reports.evidence_link text
column resolution_reports.reported_by_person_id uuid
column resolution_reports.status text not null
column resolution_reports.status_changed_at timestamp with time zone not null
column resolution_reports.decided_by_person_id uuid
column resolution_reports.decision_reason text
column resolution_reports.created_at timestamp with time zone not null
column result_briefs.id uuid not null
column result_briefs.unit_id uuid not null
column result_briefs.status text not null
column result_briefs.status_changed_at timestamp with time zone not null
column result_briefs.title text not null
column result_briefs.finding text not null
column result_briefs.found_by text not null
column result_briefs.published_in text not null
column result_briefs.published_on date not null
column result_briefs.doi text
column result_briefs.url text
column result_briefs.embargo_until timestamp with time zone
column result_briefs.field text not null
column result_briefs.topic_code text not null
column result_briefs.audience text not null
column result_briefs.filed_by_person_id uuid not null
column result_briefs.filed_at timestamp with time zone not null
column result_briefs.due_at timestamp with time zone not null
column result_briefs.checked_by_person_id uuid
column result_briefs.check_note text
column result_briefs.article_content_id uuid
column result_briefs.chart_content_id uuid
column result_briefs.published_at timestamp with time zone
column result_briefs.reason text
column returnee_incentives.id uuid not null
column returnee_incentives.returnee_id uuid not null
column returnee_incentives.kind text not null
column returnee_incentives.title text not null
column returnee_incentives.document text not null
column returnee_incentives.given_on date not null
column returnee_incentives.by_person_id uuid not null
column returnee_incentives.created_at timestamp with time zone not null
column returnee_matches.id uuid not null
column returnee_matches.returnee_id uuid not null
column returnee_matches.request_id uuid not null
column returnee_matches.reasons text[] not null
column returnee_matches.answer_by timestamp with time zone not null
column returnee_matches.status text not null
column returnee_matches.status_changed_at timestamp with time zone not null
column returnee_matches.proposed_by_person_id uuid not null
column returnee_matches.decided_by_person_id uuid
column returnee_matches.created_at timestamp with time zone not null
column returnees.id uuid not null
column returnees.person_id uuid not null
column returnees.unit_id uuid not null
column returnees.kind text not null
column returnees.skills text[] not null
column returnees.hours_a_month smallint not null
column returnees.about_sealed bytea
column returnees.consented_at timestamp with time zone not null
column returnees.status text not null
column returnees.status_changed_at timestamp with time zone not null
column returnees.created_at timestamp with time zone not null
column review_steps.id uuid not null
column review_steps.version_id uuid not null
column review_steps.round_no integer not null
column review_steps.stage text not null
column review_steps.person_id uuid not null
column review_steps.decision text not null
column review_steps.reason text
column review_steps.content_hash bytea
column review_steps.renditions text[] not null default '{}'::text[]
column review_steps.expert_term_id uuid
column review_steps.decided_at timestamp with time zone not null
column role_grants.id uuid not null
column role_grants.person_id uuid not null
column role_grants.role text not null
column role_grants.unit_id uuid not null
column role_grants.starts_on date not null
column role_grants.ends_on date
column role_grants.reason text not null
column role_grants.granted_by_person_id uuid
column role_grants.granted_at timestamp with time zone not null
column role_grants.ended_at timestamp with time zone
column role_grants.ended_by_person_id uuid
column role_grants.end_reason text
column saved_items.id uuid not null
column saved_items.person_id uuid not null
column saved_items.content_id uuid not null
column saved_items.saved_at timestamp with time zone not null
column schema_migrations.name text not null
column schema_migrations.hash text not null
column schema_migrations.applied_at timestamp with time zone not null default now()
column school_consents.id uuid not null
column school_consents.order_id uuid not null
column school_consents.standing_id uuid
column school_consents.signer_name_sealed bytea
column school_consents.signer_position text not null
column school_consents.agreed_on date not null
column school_consents.classes text not null
column school_consents.guardians_told_on date
column school_consents.letter_file_id uuid
column school_consents.given_by_person_id uuid not null
column school_consents.given_at timestamp with time zone not null
column school_consents.superseded_at timestamp with time zone
column school_consents.adults_count smallint
column science_staff.id uuid not null
column science_staff.unit_id uuid not null
column science_staff.employment text not null
column science_staff.job text not null
column science_staff.field text not null
column science_staff.name_sealed bytea
column science_staff.name_index bytea
column science_staff.is_woman boolean not null
column science_staff.is_qualified boolean not null
column science_staff.is_rural boolean not null
column science_staff.tenth_months integer
column science_staff.joined_on date not null
column science_staff.left_on date
column science_staff.status text not null
column science_staff.status_changed_at timestamp with time zone not null
column science_staff.end_reason text
column science_staff.added_by_person_id uuid not null
column science_staff.created_at timestamp with time zone not null
column score_appeals.id uuid not null
column score_appeals.line_id uuid not null
column score_appeals.reason text not null
column score_appeals.evidence_link text
column score_appeals.filed_by_person_id uuid
column score_appeals.status text not null
column score_appeals.status_changed_at timestamp with time zone not null
column score_appeals.input_before numeric(18,4)
column score_appeals.points_before integer not null
column score_appeals.input_after numeric(18,4)
column score_appeals.points_after integer
column score_appeals.decision text
column score_appeals.decided_by_person_id uuid
column score_appeals.created_at timestamp with time zone not null
column score_items.id uuid not null
column score_items.scheme_id uuid not null
column score_items.position integer not null
column score_items.title text not null
column score_items.kind text not null
column score_items.full_points integer not null
column score_items.fact_kind text
column score_items.target numeric(18,4)
column score_items.criterion text
column score_lines.id uuid not null
column score_lines.assessment_id uuid not null
column score_lines.unit_id uuid not null
column score_lines.item_id uuid not null
column score_lines.input numeric(18,4)
column score_lines.fact_count integer
column score_lines.note text
column score_lines.points integer not null
column score_lines.judged_by_person_id uuid
column score_lines.appeal_id uuid
column score_lines.updated_at timestamp with time zone not null
column score_schemes.id uuid not null
column score_schemes.unit_id uuid not null
column score_schemes.code text not null
column score_schemes.version integer not null
column score_schemes.title text not null
column score_schemes.status text not null
column score_schemes.status_changed_at timestamp with time zone not null
column score_schemes.created_by_person_id uuid
column score_schemes.published_by_person_id uuid
column score_schemes.created_at timestamp with time zone not null
column screen_receipts.screen_id uuid not null
column screen_receipts.version_id uuid not null
column screen_receipts.act text not null
column screen_receipts.received_at timestamp with time zone not null
column screen_receipts.person_id uuid
column screen_receipts.note text
column screens.id uuid not null
column screens.unit_id uuid not null
column screens.name text not null
column screens.token_hash bytea not null
column screens.created_at timestamp with time zone not null
column screens.last_seen_at timestamp with time zone
column screens.retired_at timestamp with time zone
column search_miss_words.words_index bytea not null
column search_miss_words.words text not null
column search_misses.missed_on date not null
column search_misses.topic_code text
column search_misses.unit_id uuid not null
column search_misses.words_index bytea
column search_misses.misses integer not null
column seat_pools.id uuid not null
column seat_pools.status text not null
column seat_pools.status_changed_at timestamp with time zone not null
column seat_pools.title text not null
column seat_pools.place text not null
column seat_pools.starts_at timestamp with time zone not null
column seat_pools.ends_at timestamp with time zone not null
column seat_pools.closes_at timestamp with time zone not null
column seat_pools.capacity integer not null
column seat_pools.group_limit integer not null
column seat_pools.minors boolean not null
column seat_pools.seats_taken integer not null
column service_certificates.id uuid not null
column service_certificates.kind text not null
column service_certificates.person_id uuid not null
column service_certificates.unit_id uuid not null
column service_certificates.period_from date not null
column service_certificates.period_to date not null
column service_certificates.purpose text
column service_certificates.certificate_no text
column service_certificates.credited_minutes integer
column service_certificates.added_minutes integer
column service_certificates.content_sealed bytea
column service_certificates.content_hash bytea
column service_certificates.status text not null
column service_certificates.status_changed_at timestamp with time zone not null
column service_certificates.due_at timestamp with time zone
column service_certificates.issued_at timestamp with time zone
column service_certificates.decided_by_person_id uuid
column service_certificates.decision_reason text
column service_certificates.created_at timestamp with time zone not null
column service_hours.id uuid not null
column service_hours.person_id uuid not null
column service_hours.team_id uuid not null
column service_hours.kind text not null
column service_hours.minutes integer not null
column service_hours.worked_on date not null
column service_hours.visit_id uuid
column service_hours.reason text
column service_hours.added_by_person_id uuid
column service_hours.status text not null
column service_hours.status_changed_at timestamp with time zone not null
column service_hours.decided_by_person_id uuid
column service_hours.created_at timestamp with time zone not null
column service_hours.corrects_id uuid
column service_items.code text not null
column service_items.title text not null
column service_items.about text not null
column service_items.kind text not null
column service_items.topic text not null
column service_items.audiences text[] not null
column service_items.skill text not null
column service_items.badges text[] not null
column service_items.effort text not null
column service_items.minutes integer not null
column service_items.volunteers integer not null
column service_items.sort_no integer not null
column service_items.is_open boolean not null
column service_items.created_at timestamp with time zone not null
column service_items.demands text[] not null default '{}'::text[]
column service_items.little_materials text
column service_items.little_hazards text
column service_items.children_per_adult smallint
column sourcing_order_needs.sourcing_id uuid not null
column sourcing_order_needs.order_id uuid not null
column sourcing_orders.id uuid not null
column sourcing_orders.sourcing_no bigint not null identity
column sourcing_orders.topic text not null
column sourcing_orders.street_unit_id uuid not null
column sourcing_orders.owner_unit_id uuid not null
column sourcing_orders.raised_unit_id uuid not null
column sourcing_orders.wanted text not null
column sourcing_orders.unmet_count integer not null
column sourcing_orders.status text not null
column sourcing_orders.status_changed_at timestamp with time zone not null
column sourcing_orders.due_at timestamp with time zone
column sourcing_orders.take_overs integer not null
column sourcing_orders.result text
column sourcing_orders.raised_by_person_id uuid not null
column sourcing_orders.created_at timestamp with time zone not null
column standing_occurrences.standing_id uuid not null
column standing_occurrences.occurrence_no integer not null
column standing_occurrences.id uuid not null
column standing_occurrences.place_unit_id uuid not null
column standing_occurrences.room text not null
column standing_occurrences.on_day date not null
column standing_occurrences.half text not null
column standing_occurrences.item_code text not null
column standing_occurrences.status text not null
column standing_occurrences.status_changed_at timestamp with time zone not null
column standing_occurrences.order_id uuid
column standing_occurrences.skip_reason text
column standing_orders.id uuid not null
column standing_orders.kind text not null
column standing_orders.title text not null
column standing_orders.owner_unit_id uuid not null
column standing_orders.place_unit_id uuid not null
column standing_orders.room text not null
column standing_orders.half text not null
column standing_orders.audience text
column standing_orders.people_count integer not null
column standing_orders.team_id uuid
column standing_orders.made_by_person_id uuid not null
column standing_orders.contact_name_sealed bytea
column standing_orders.contact_phone_sealed bytea
column standing_orders.status text not null
column standing_orders.status_changed_at timestamp with time zone not null
column standing_orders.end_reason text
column standing_orders.created_at timestamp with time zone not null
column station_areas.id uuid not null
column station_areas.station_id uuid not null
column station_areas.unit_id uuid not null
column station_areas.valid_from date not null
column station_areas.valid_to date
column station_areas.created_at timestamp with time zone not null
column stored_files.id uuid not null
column stored_files.media_type text not null
column stored_files.byte_count bigint not null
column stored_files.content_hash bytea not null
column stored_files.original_name text not null
column stored_files.unit_id uuid
column stored_files.uploaded_by_person_id uuid
column stored_files.purpose text not null
column stored_files.created_at timestamp with time zone not null
column stored_files.deleted_at timestamp with time zone
column street_shapes.unit_id uuid not null
column street_shapes.polygons jsonb not null
column street_shapes.source text not null
column street_shapes.imported_at timestamp with time zone not null
column submissions.id uuid not null
column submissions.submission_no bigint not null identity
column submissions.unit_id uuid not null
column submissions.status text not null
column submissions.status_changed_at timestamp with time zone not null
column submissions.owner_person_id uuid not null
column submissions.author_person_id uuid not null
column submissions.sent_by_person_id uuid not null
column submissions.kind text not null
column submissions.title text not null
column submissions.audience text not null
column submissions.topic_code text not null
column submissions.words text
column submissions.credit_choice text
column submissions.pen_name text
column submissions.rights_version integer
column submissions.agreed_at timestamp with time zone
column submissions.expert_person_id uuid
column submissions.expert_field text
column submissions.paired_by_person_id uuid
column submissions.advice text
column submissions.content_id uuid
column submissions.reason text
column submissions.created_at timestamp with time zone not null
column target_estimates.id uuid not null
column target_estimates.target_id uuid not null
column target_estimates.title text not null
column target_estimates.surveyed_on date not null
column target_estimates.scoring_rule text not null
column target_estimates.weights double precision[] not null
column target_estimates.reached smallint[] not null
column target_estimates.strata text[] not null
column target_estimates.clusters text[] not null
column target_estimates.share double precision not null
column target_estimates.standard_error double precision not null
column target_estimates.degrees_of_freedom double precision not null
column target_estimates.created_at timestamp with time zone not null
column target_estimates.withdrawn_at timestamp with time zone
column target_estimates.withdrawn_reason text
column task_indicators.id uuid not null
column task_indicators.task_id uuid not null
column task_indicators.indicator_code text not null
column task_indicators.indicator_version integer not null
column task_indicators.filter jsonb not null default '{}'::jsonb
column task_indicators.created_at timestamp with time zone not null
column team_absences.id uuid not null
column team_absences.team_id uuid not null
column team_absences.from_on date not null
column team_absences.until_on date not null
column team_absences.reason text not null
column team_absences.created_at timestamp with time zone not null
column team_areas.team_id uuid not null
column team_areas.unit_id uuid not null
column team_crops.team_id uuid not null
column team_crops.crop text not null
column team_members.id uuid not null
column team_members.team_id uuid not null
column team_members.person_id uuid not null
column team_members.joined_at timestamp with time zone not null
column team_members.left_at timestamp with time zone
column team_pests.team_id uuid not null
column team_pests.pest_id uuid not null
column team_skills.team_id uuid not null
column team_skills.skill text not null
column team_term_times.term_id uuid not null
column team_term_times.weekday smallint not null
column team_term_times.half text not null
column team_terms.id uuid not null
column team_terms.team_id uuid not null
column team_terms.name text not null
column team_terms.from_on date not null
column team_terms.until_on date not null
column team_terms.created_at timestamp with time zone not null
column team_times.team_id uuid not null
column team_times.weekday integer not null
column team_times.half text not null
column technique_adoptions.id uuid not null
column technique_adoptions.entry_id uuid not null
column technique_adoptions.person_id uuid not null
column technique_adoptions.unit_id uuid not null
column technique_adoptions.season_year integer not null
column technique_adoptions.season text not null
column technique_adoptions.reported_on date not null
column technique_adoptions.status text not null
column technique_adoptions.status_changed_at timestamp with time zone not null
column technique_adoptions.confirmed_by text
column technique_adoptions.decided_by_person_id uuid
column technique_adoptions.decision_reason text
column technique_adoptions.outcome text
column technique_adoptions.outcome_note_sealed bytea
column technique_adoptions.outcome_at timestamp with time zone
column technique_adoptions.created_at timestamp with time zone not null
column technique_entries.id uuid not null
column technique_entries.entry_no bigint not null identity
column technique_entries.unit_id uuid not null
column technique_entries.kind text not null
column technique_entries.field text not null
column technique_entries.name text not null
column technique_entries.summary text not null
column technique_entries.seasons text[] not null
column technique_entries.grounds text[] not null
column technique_entries.source_title text not null
column technique_entries.source_place text not null
column technique_entries.status text not null
column technique_entries.status_changed_at timestamp with time zone not null
column technique_entries.written_by_person_id uuid not null
column technique_entries.decided_by_person_id uuid
column technique_entries.decision_reason text
column technique_entries.created_at timestamp with time zone not null
column text_messages.id uuid not null
column text_messages.message_key text not null
column text_messages.person_id uuid
column text_messages.content_sealed bytea
column text_messages.status text not null
column text_messages.status_changed_at timestamp with time zone not null
column text_messages.channel text
column text_messages.attempts integer not null default 0
column text_messages.leased_until timestamp with time zone
column text_messages.next_try_at timestamp with time zone not null
column text_messages.last_problem text
column text_messages.created_at timestamp with time zone not null
column topics.code text not null
column topics.parent_code text
column topics.name text not null
column topics.about text not null
column topics.synonyms text[] not null default '{}'::text[]
column topics.kind text not null
column topics.motif text not null
column topics.sort_no integer not null
column topics.retired_at timestamp with time zone
column training_roll_changes.id uuid not null
column training_roll_changes.roll_id uuid not null
column training_roll_changes.line_id uuid
column training_roll_changes.audience text
column training_roll_changes.name_sealed bytea
column training_roll_changes.group_name text
column training_roll_changes.people integer
column training_roll_changes.reason text not null
column training_roll_changes.status text not null
column training_roll_changes.status_changed_at timestamp with time zone not null
column training_roll_changes.asked_by_person_id uuid not null
column training_roll_changes.decided_by_person_id uuid
column training_roll_changes.created_at timestamp with time zone not null
column training_roll_lines.id uuid not null
column training_roll_lines.line_no bigint not null identity
column training_roll_lines.roll_id uuid not null
column training_roll_lines.audience text not null
column training_roll_lines.kind text not null
column training_roll_lines.name_sealed bytea
column training_roll_lines.group_name text
column training_roll_lines.people integer not null
column training_roll_lines.entered_by_person_id uuid not null
column training_roll_lines.entered_at timestamp with time zone not null
column training_roll_lines.struck_at timestamp with time zone
column training_rolls.id uuid not null
column training_rolls.visit_id uuid not null
column training_rolls.status text not null
column training_rolls.status_changed_at timestamp with time zone not null
column training_rolls.signed_by_person_id uuid
column training_rolls.created_at timestamp with time zone not null
column unit_notices.id uuid not null
column unit_notices.notice_no bigint not null identity
column unit_notices.unit_id uuid not null
column unit_notices.title text not null
column unit_notices.body text not null
column unit_notices.receive_by date
column unit_notices.issued_by_person_id uuid
column unit_notices.issued_at timestamp with time zone not null
column upstream_feeds.id uuid not null
column upstream_feeds.name text not null
column upstream_feeds.url text not null
column upstream_feeds.keep_days integer not null
column upstream_feeds.is_open boolean not null
column upstream_feeds.created_at timestamp with time zone not null
column upstream_feeds.polled_at timestamp with time zone
column upstream_feeds.last_problem text
column upstream_feeds.topic_code text
column upstream_items.feed_id uuid not null
column upstream_items.guid text not null
column upstream_items.title text not null
column upstream_items.link text not null
column upstream_items.summary text not null
column upstream_items.published_at timestamp with time zone not null
column upstream_items.seen_at timestamp with time zone not null
column upstream_items.withdrawn_at timestamp with time zone
column verdict_authors.verdict_id uuid not null
column verdict_authors.person_id uuid not null
column verdict_authors.wrote_at timestamp with time zone not null
column verdict_notices.id uuid not null
column verdict_notices.report_id uuid not null
column verdict_notices.claim_id uuid not null
column verdict_notices.verdict_id uuid
column verdict_notices.kind text not null
column verdict_notices.status text not null
column verdict_notices.status_changed_at timestamp with time zone not null
column verdict_notices.attempts integer not null default 0
column verdict_notices.next_try_at timestamp with time zone not null
column verdict_notices.last_problem text
column verdict_notices.created_at timestamp with time zone not null
column verdict_ratings.code text not null
column verdict_ratings.name text not null
column verdict_ratings.about text not null
column verdict_ratings.review_value integer not null
column verdict_ratings.sort_no integer not null
column verdict_ratings.retired_at timestamp with time zone
column verdict_search.claim_id uuid not null
column verdict_search.tokens text[] not null
column verdict_search.title text not null
column verdict_search.answer text not null
column verdict_search.body text not null
column verdict_search.pinyin text not null
column verdict_search_tokens.token text not null
column verdict_search_tokens.documents integer not null
column verdict_signatures.id uuid not null
column verdict_signatures.verdict_id uuid not null
column verdict_signatures.round_no integer not null
column verdict_signatures.person_id uuid not null
column verdict_signatures.expert_term_id uuid not null
column verdict_signatures.decision text not null
column verdict_signatures.reason text
column verdict_signatures.content_hash bytea not null
column verdict_signatures.signed_at timestamp with time zone not null
column verdicts.id uuid not null
column verdicts.claim_id uuid not null
column verdicts.version_no integer not null
column verdicts.status text not null
column verdicts.status_changed_at timestamp with time zone not null
column verdicts.round_no integer not null default 0
column verdicts.revision integer not null default 1
column verdicts.field text not null
column verdicts.rating text not null
column verdicts.title text not null
column verdicts.answer text not null
column verdicts.explanation text not null
column verdicts.conditions text not null
column verdicts.advice text not null
column verdicts.valid_on date not null
column verdicts.sources jsonb not null
column verdicts.change_notice text
column verdicts.content_hash bytea
column verdicts.published_at timestamp with time zone
column verdicts.published_by_person_id uuid
column verdicts.created_at timestamp with time zone not null
column verdicts.updated_at timestamp with time zone not null
column village_requests.id uuid not null
column village_requests.request_no integer not null identity
column village_requests.unit_id uuid not null
column village_requests.skill text not null
column village_requests.wanted text not null
column village_requests.until_on date not null
column village_requests.status text not null
column village_requests.status_changed_at timestamp with time zone not null
column village_requests.end_reason text
column village_requests.made_by_person_id uuid not null
column village_requests.created_at timestamp with time zone not null
column visit_member_slots.person_id uuid not null
column visit_member_slots.slot_at timestamp with time zone not null
column visit_member_slots.visit_id uuid not null
column visit_members.visit_id uuid not null
column visit_members.person_id uuid not null
column visit_members.assigned_at timestamp with time zone not null
column visit_members.signed_in_at timestamp with time zone
column visit_members.signed_out_at timestamp with time zone
column visit_swaps.id uuid not null
column visit_swaps.visit_id uuid not null
column visit_swaps.from_person_id uuid not null
column visit_swaps.to_person_id uuid not null
column visit_swaps.status text not null
column visit_swaps.status_changed_at timestamp with time zone not null
column visit_swaps.created_at timestamp with time zone not null
column visit_team_slots.team_id uuid not null
column visit_team_slots.slot_on date not null
column visit_team_slots.half text not null
column visit_team_slots.seat integer not null
column visit_team_slots.visit_id uuid not null
column visits.id uuid not null
column visits.order_id uuid not null
column visits.assignment_id uuid not null
column visits.team_id uuid not null
column visits.round integer not null
column visits.starts_at timestamp with time zone not null
column visits.ends_at timestamp with time zone not null
column visits.status text not null
column visits.status_changed_at timestamp with time zone not null
column visits.people_served integer
column visits.closed_by_clock boolean not null default false
column visits.created_at timestamp with time zone not null
column volunteer_badges.id uuid not null
column volunteer_badges.person_id uuid not null
column volunteer_badges.unit_id uuid not null
column volunteer_badges.kind text not null
column volunteer_badges.proof text not null
column volunteer_badges.proof_file_id uuid
column volunteer_badges.expires_on date not null
column volunteer_badges.status text not null
column volunteer_badges.status_changed_at timestamp with time zone not null
column volunteer_badges.decided_by_person_id uuid
column volunteer_badges.decision_reason text
column volunteer_badges.created_at timestamp with time zone not null
column volunteer_limits.person_id uuid not null
column volunteer_limits.effort text not null
column volunteer_limits.visits_a_week integer
column volunteer_limits.updated_at timestamp with time zone not null
column volunteer_limits.cannot_sealed bytea
column volunteer_teams.id uuid not null
column volunteer_teams.team_no bigint not null identity
column volunteer_teams.unit_id uuid not null
column volunteer_teams.kind text not null
column volunteer_teams.name text not null
column volunteer_teams.about text not null
column volunteer_teams.leader_person_id uuid not null
column volunteer_teams.capacity integer not null
column volunteer_teams.effort text not null
column volunteer_teams.insurance_until date
column volunteer_teams.status text not null
column volunteer_teams.status_changed_at timestamp with time zone not null
column volunteer_teams.decided_by_person_id uuid
column volunteer_teams.decision_reason text
column volunteer_teams.created_at timestamp with time zone not null
column wechat_bindings.person_id uuid not null
column wechat_bindings.openid_sealed bytea not null
column wechat_bindings.openid_index bytea not null
column wechat_bindings.bound_at timestamp with time zone not null
column work_plan_items.id uuid not null
column work_plan_items.work_plan_id uuid not null
column work_plan_items.task_id uuid not null
column work_plan_items.seq integer not null
column work_plan_items.title text not null
column work_plan_items.months integer[] not null default '{}'::integer[]
column work_plan_items.goal numeric(18,4)
column work_plan_items.measure text
column work_plan_items.money numeric(14,2)
column work_plan_items.note text
column work_plan_items.revision integer not null default 1
column work_plan_items.updated_at timestamp with time zone not null
column work_plans.id uuid not null
column work_plans.document_id uuid not null
column work_plans.unit_id uuid not null
column work_plans.year integer not null
column work_plans.version integer not null
column work_plans.amends_id uuid
column work_plans.amend_reason text
column work_plans.status text not null
column work_plans.status_changed_at timestamp with time zone not null
column work_plans.submitted_by_person_id uuid
column work_plans.decided_by_person_id uuid
column work_plans.decision_reason text
column work_plans.created_by_person_id uuid
column work_plans.created_at timestamp with time zone not null
constraint activities_about_check on activities: CHECK (((length(btrim(about)) >= 10) AND (length(btrim(about)) <= 2000)))
constraint activities_audiences_check on activities: CHECK (((audiences <@ ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text]) AND (cardinality(audiences) > 0)))
constraint activities_created_by_fkey on activities: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint activities_entry_check on activities: CHECK ((entry = ANY (ARRAY['community'::text, 'countryside'::text, 'institution'::text, 'family'::text, 'school'::text, 'enterprise'::text, 'venue'::text])))
constraint activities_expert_fkey on activities: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint activities_kind_check on activities: CHECK ((kind = ANY (ARRAY['talk'::text, 'lesson'::text, 'experiment'::text, 'stand'::text, 'open_day'::text, 'exhibition'::text, 'consult'::text, 'camp'::text])))
constraint activities_no_key on activities: UNIQUE (activity_no)
constraint activities_occasion_check on activities: CHECK ((((occasion_code IS NULL) = (occasion_year IS NULL)) AND ((occasion_year IS NULL) OR ((occasion_year >= 2000) AND (occasion_year <= 2200)))))
constraint activities_occasion_fkey on activities: FOREIGN KEY (occasion_code) REFERENCES occasions(code)
constraint activities_phone_check on activities: CHECK ((phone ~ '^[0-9-]{7,20}$'::text))
constraint activities_pillars_check on activities: CHECK ((pillars <@ ARRAY['joint'::text, 'smart'::text, 'standard'::text, 'regional'::text]))
constraint activities_pkey on activities: PRIMARY KEY (id)
constraint activities_reason_check on activities: CHECK (((status <> 'cancelled'::text) OR (length(btrim(end_reason)) >= 5)))
constraint activities_status_check on activities: CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'open'::text, 'closed'::text, 'held'::text, 'reported'::text, 'cancelled'::text])))
constraint activities_team_fkey on activities: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint activities_title_check on activities: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 60)))
constraint activities_unit_fkey on activities: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint activity_sessions_activity_fkey on activity_sessions: FOREIGN KEY (activity_id) REFERENCES activities(id)
constraint activity_sessions_address_check on activity_sessions: CHECK (((length(btrim(address)) >= 2) AND (length(btrim(address)) <= 100)))
constraint activity_sessions_pkey on activity_sessions: PRIMARY KEY (id)
constraint activity_sessions_place_fkey on activity_sessions: FOREIGN KEY (place_unit_id) REFERENCES org_units(id)
constraint activity_sessions_pool_fkey on activity_sessions: FOREIGN KEY (pool_id) REFERENCES seat_pools(id)
constraint activity_sessions_pool_key on activity_sessions: UNIQUE (pool_id)
constraint activity_sessions_status_check on activity_sessions: CHECK ((status = ANY (ARRAY['planned'::text, 'held'::text, 'reported'::text, 'cancelled'::text])))
constraint activity_sessions_times_check on activity_sessions: CHECK ((ends_at > starts_at))
constraint advice_papers_answered_by_fkey on advice_papers: FOREIGN KEY (answered_by_person_id) REFERENCES persons(id)
constraint advice_papers_answered_check on advice_papers: CHECK (((status <> 'answered'::text) OR (answered_by_person_id IS NOT NULL)))
constraint advice_papers_body_check on advice_papers: CHECK (((length(btrim(body)) >= 50) AND (length(btrim(body)) <= 5000)))
constraint advice_papers_drafted_by_fkey on advice_papers: FOREIGN KEY (drafted_by_person_id) REFERENCES persons(id)
constraint advice_papers_due_check on advice_papers: CHECK (((status = ANY (ARRAY['submitted'::text, 'received'::text, 'drafted'::text])) = (due_at IS NOT NULL)))
constraint advice_papers_expert_fkey on advice_papers: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint advice_papers_no_key on advice_papers: UNIQUE (paper_no)
constraint advice_papers_not_oneself_check on advice_papers: CHECK (((drafted_by_person_id <> submitted_by_person_id) AND (answered_by_person_id <> submitted_by_person_id)))
constraint advice_papers_owner_fkey on advice_papers: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint advice_papers_pass_ups_check on advice_papers: CHECK ((pass_ups >= 0))
constraint advice_papers_pkey on advice_papers: PRIMARY KEY (id)
constraint advice_papers_reply_check on advice_papers: CHECK (((status <> ALL (ARRAY['drafted'::text, 'answered'::text])) OR ((reply IS NOT NULL) AND (drafted_by_person_id IS NOT NULL))))
constraint advice_papers_request_fkey on advice_papers: FOREIGN KEY (request_id) REFERENCES advice_requests(id)
constraint advice_papers_status_check on advice_papers: CHECK ((status = ANY (ARRAY['submitted'::text, 'received'::text, 'drafted'::text, 'answered'::text, 'returned'::text, 'withdrawn'::text])))
constraint advice_papers_submitted_by_fkey on advice_papers: FOREIGN KEY (submitted_by_person_id) REFERENCES persons(id)
constraint advice_papers_title_check on advice_papers: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 60)))
constraint advice_papers_two_persons_check on advice_papers: CHECK ((answered_by_person_id <> drafted_by_person_id))
constraint advice_papers_unit_fkey on advice_papers: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint advice_requests_asked_by_fkey on advice_requests: FOREIGN KEY (asked_by_person_id) REFERENCES persons(id)
constraint advice_requests_pkey on advice_requests: PRIMARY KEY (id)
constraint advice_requests_question_check on advice_requests: CHECK (((length(btrim(question)) >= 10) AND (length(btrim(question)) <= 500)))
constraint advice_requests_title_check on advice_requests: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 60)))
constraint advice_requests_unit_fkey on advice_requests: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint agenda_items_decision_check on agenda_items: CHECK (((outcome IS NULL) OR (outcome = 'deferred'::text) OR (length(btrim(decision)) >= 5)))
constraint agenda_items_issue_fkey on agenda_items: FOREIGN KEY (issue_id) REFERENCES joint_issues(id)
constraint agenda_items_issue_key on agenda_items: UNIQUE (meeting_id, issue_id)
constraint agenda_items_kind_check on agenda_items: CHECK ((kind = ANY (ARRAY['overdue'::text, 'issue'::text, 'topic'::text, 'undone'::text])))
constraint agenda_items_meeting_fkey on agenda_items: FOREIGN KEY (meeting_id) REFERENCES joint_meetings(id)
constraint agenda_items_outcome_check on agenda_items: CHECK ((outcome = ANY (ARRAY['resolution'::text, 'answered'::text, 'noted'::text, 'deferred'::text])))
constraint agenda_items_pkey on agenda_items: PRIMARY KEY (id)
constraint agenda_items_position_check on agenda_items: CHECK (("position" >= 1))
constraint agenda_items_position_key on agenda_items: UNIQUE (meeting_id, "position") DEFERRABLE INITIALLY DEFERRED
constraint agenda_items_resolution_fkey on agenda_items: FOREIGN KEY (resolution_id) REFERENCES joint_resolutions(id)
constraint agenda_items_resolution_key on agenda_items: UNIQUE (meeting_id, resolution_id)
constraint agenda_items_subject_check on agenda_items: CHECK (
CASE kind
    WHEN 'issue'::text THEN ((issue_id IS NOT NULL) AND (resolution_id IS NULL))
    WHEN 'topic'::text THEN ((issue_id IS NULL) AND (resolution_id IS NULL))
    ELSE ((issue_id IS NULL) AND (resolution_id IS NOT NULL))
END)
constraint appointment_reviews_decided_by_fkey on appointment_reviews: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint appointment_reviews_decided_check on appointment_reviews: CHECK (((status = 'written'::text) = (decided_by_person_id IS NULL)))
constraint appointment_reviews_document_check on appointment_reviews: CHECK (((length(btrim(document)) >= 2) AND (length(btrim(document)) <= 120)))
constraint appointment_reviews_expert_fkey on appointment_reviews: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint appointment_reviews_once on appointment_reviews: UNIQUE (expert_id, year)
constraint appointment_reviews_opinion_check on appointment_reviews: CHECK (((length(btrim(opinion)) >= 5) AND (length(btrim(opinion)) <= 500)))
constraint appointment_reviews_outcome_check on appointment_reviews: CHECK ((outcome = ANY (ARRAY['renew'::text, 'end'::text])))
constraint appointment_reviews_pkey on appointment_reviews: PRIMARY KEY (id)
constraint appointment_reviews_renewal_check on appointment_reviews: CHECK ((((outcome = 'renew'::text) = (renew_until IS NOT NULL)) AND ((renew_until IS NULL) = (document IS NULL))))
constraint appointment_reviews_status_check on appointment_reviews: CHECK ((status = ANY (ARRAY['written'::text, 'returned'::text, 'confirmed'::text])))
constraint appointment_reviews_two_persons_check on appointment_reviews: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> written_by_person_id)))
constraint appointment_reviews_unit_fkey on appointment_reviews: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint appointment_reviews_weeks_check on appointment_reviews: CHECK (((duty_weeks >= 0) AND (duty_weeks <= 53)))
constraint appointment_reviews_written_by_fkey on appointment_reviews: FOREIGN KEY (written_by_person_id) REFERENCES persons(id)
constraint appointment_reviews_year_check on appointment_reviews: CHECK (((year >= 2020) AND (year <= 2100)))
constraint area_set_members_one_a_day on area_set_members: EXCLUDE USING gist (scheme WITH =, unit_id WITH =, daterange(valid_from, valid_to) WITH &&)
constraint area_set_members_pkey on area_set_members: PRIMARY KEY (id)
constraint area_set_members_set_fkey on area_set_members: FOREIGN KEY (area_set_id, scheme) REFERENCES area_sets(id, scheme)
constraint area_set_members_unit_fkey on area_set_members: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint area_set_members_valid_check on area_set_members: CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
constraint area_sets_name_check on area_sets: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 40)))
constraint area_sets_name_key on area_sets: UNIQUE (scheme, name)
constraint area_sets_pkey on area_sets: PRIMARY KEY (id)
constraint area_sets_scheme_check on area_sets: CHECK ((scheme ~ '^[a-z][a-z_]{1,39}$'::text))
constraint area_sets_scheme_key on area_sets: UNIQUE (id, scheme)
constraint area_sets_valid_check on area_sets: CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
constraint assessment_units_assessment_fkey on assessment_units: FOREIGN KEY (assessment_id) REFERENCES assessments(id)
constraint assessment_units_pkey on assessment_units: PRIMARY KEY (assessment_id, unit_id)
constraint assessment_units_unit_fkey on assessment_units: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint assessments_frozen_check on assessments: CHECK ((((status = 'open'::text) = (frozen_hash IS NULL)) AND ((frozen_hash IS NULL) = (frozen_at IS NULL))))
constraint assessments_hash_check on assessments: CHECK ((frozen_hash ~ '^[0-9a-f]{64}$'::text))
constraint assessments_no_key on assessments: UNIQUE (assessment_no)
constraint assessments_pkey on assessments: PRIMARY KEY (id)
constraint assessments_scheme_fkey on assessments: FOREIGN KEY (scheme_id) REFERENCES score_schemes(id)
constraint assessments_status_check on assessments: CHECK ((status = ANY (ARRAY['open'::text, 'frozen'::text, 'published'::text])))
constraint assessments_unit_fkey on assessments: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint assessments_year_check on assessments: CHECK (((year >= 2000) AND (year <= 2100)))
constraint assessments_year_key on assessments: UNIQUE (unit_id, scheme_id, year)
constraint attempt_counts_pkey on attempt_counts: PRIMARY KEY (subject, purpose, window_start)
constraint audit_entries_actor_check on audit_entries: CHECK (((actor_kind = 'person'::text) = (actor_person_id IS NOT NULL)))
constraint audit_entries_actor_kind_check on audit_entries: CHECK ((actor_kind = ANY (ARRAY['anonymous'::text, 'person'::text, 'system'::text])))
constraint audit_entries_outcome_check on audit_entries: CHECK ((outcome = ANY (ARRAY['done'::text, 'denied'::text, 'failed'::text, 'read'::text])))
constraint audit_entries_pkey on audit_entries: PRIMARY KEY (id)
constraint auth_accounts_no_tokens_check on auth_accounts: CHECK (((access_token IS NULL) AND (refresh_token IS NULL) AND (id_token IS NULL)))
constraint auth_accounts_pkey on auth_accounts: PRIMARY KEY (id)
constraint auth_accounts_subject_key on auth_accounts: UNIQUE (provider_id, account_id)
constraint auth_accounts_user_fkey on auth_accounts: FOREIGN KEY (user_id) REFERENCES auth_users(id) ON DELETE CASCADE
constraint auth_passkeys_credential_key on auth_passkeys: UNIQUE (credential_id)
constraint auth_passkeys_pkey on auth_passkeys: PRIMARY KEY (id)
constraint auth_passkeys_user_fkey on auth_passkeys: FOREIGN KEY (user_id) REFERENCES auth_users(id) ON DELETE CASCADE
constraint auth_recovery_codes_key on auth_recovery_codes: UNIQUE (person_id, code_hash)
constraint auth_recovery_codes_pkey on auth_recovery_codes: PRIMARY KEY (id)
constraint auth_recovery_codes_user_fkey on auth_recovery_codes: FOREIGN KEY (person_id) REFERENCES auth_users(id) ON DELETE CASCADE
constraint auth_sessions_acting_check on auth_sessions: CHECK ((num_nonnulls(acting_for_person_id, proxy_act_id) = ANY (ARRAY[0, 2])))
constraint auth_sessions_acting_for_fkey on auth_sessions: FOREIGN KEY (acting_for_person_id) REFERENCES persons(id)
constraint auth_sessions_method_check on auth_sessions: CHECK ((method = ANY (ARRAY['password'::text, 'phone_code'::text, 'oidc'::text, 'passkey'::text, 'guardian'::text])))
constraint auth_sessions_not_self_check on auth_sessions: CHECK ((acting_for_person_id <> user_id))
constraint auth_sessions_pkey on auth_sessions: PRIMARY KEY (id)
constraint auth_sessions_token_check on auth_sessions: CHECK ((token ~ '^[0-9a-f]{64}$'::text))
constraint auth_sessions_token_key on auth_sessions: UNIQUE (token)
constraint auth_sessions_user_fkey on auth_sessions: FOREIGN KEY (user_id) REFERENCES auth_users(id) ON DELETE CASCADE
constraint auth_two_factors_pkey on auth_two_factors: PRIMARY KEY (person_id)
constraint auth_two_factors_user_fkey on auth_two_factors: FOREIGN KEY (person_id) REFERENCES auth_users(id) ON DELETE CASCADE
constraint auth_users_email_key on auth_users: UNIQUE (email)
constraint auth_users_person_fkey on auth_users: FOREIGN KEY (id) REFERENCES persons(id) ON DELETE CASCADE
constraint auth_users_pkey on auth_users: PRIMARY KEY (id)
constraint auth_users_username_key on auth_users: UNIQUE (username)
constraint auth_verifications_pkey on auth_verifications: PRIMARY KEY (id)
constraint budget_lines_amount_check on budget_lines: CHECK ((amount > (0)::numeric))
constraint budget_lines_document_check on budget_lines: CHECK (((length(btrim(document_title)) >= 4) AND (length(btrim(document_title)) <= 120)))
constraint budget_lines_person_fkey on budget_lines: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint budget_lines_pkey on budget_lines: PRIMARY KEY (id)
constraint budget_lines_title_check on budget_lines: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint budget_lines_title_key on budget_lines: UNIQUE (unit_id, year, title)
constraint budget_lines_unit_fkey on budget_lines: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint budget_lines_year_check on budget_lines: CHECK (((year >= 2000) AND (year <= 2100)))
constraint budget_spendings_amount_check on budget_spendings: CHECK ((amount > (0)::numeric))
constraint budget_spendings_cancelled_check on budget_spendings: CHECK (((cancelled_at IS NULL) = (cancelled_reason IS NULL)))
constraint budget_spendings_evidence_fkey on budget_spendings: FOREIGN KEY (evidence_id) REFERENCES evidence_items(id)
constraint budget_spendings_line_fkey on budget_spendings: FOREIGN KEY (line_id) REFERENCES budget_lines(id)
constraint budget_spendings_person_fkey on budget_spendings: FOREIGN KEY (recorded_by_person_id) REFERENCES persons(id)
constraint budget_spendings_pkey on budget_spendings: PRIMARY KEY (id)
constraint budget_spendings_purpose_check on budget_spendings: CHECK (((length(btrim(purpose)) >= 2) AND (length(btrim(purpose)) <= 200)))
constraint budget_spendings_task_fkey on budget_spendings: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint burden_limits_minutes_check on burden_limits: CHECK (((minutes >= 1) AND (minutes <= 2400)))
constraint burden_limits_pkey on burden_limits: PRIMARY KEY (id)
constraint burden_limits_reason_check on burden_limits: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 200)))
constraint burden_limits_set_by_fkey on burden_limits: FOREIGN KEY (set_by_person_id) REFERENCES persons(id)
constraint burden_limits_unit_fkey on burden_limits: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint calendar_days_kind_check on calendar_days: CHECK ((kind = ANY (ARRAY['holiday'::text, 'workday'::text])))
constraint calendar_days_name_check on calendar_days: CHECK (((length(btrim(name)) >= 1) AND (length(btrim(name)) <= 40)))
constraint calendar_days_pkey on calendar_days: PRIMARY KEY (on_day)
constraint calendar_feeds_person_fkey on calendar_feeds: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint calendar_feeds_pkey on calendar_feeds: PRIMARY KEY (person_id)
constraint calendar_feeds_token_key on calendar_feeds: UNIQUE (token_index)
constraint calendar_years_pkey on calendar_years: PRIMARY KEY (year)
constraint calendar_years_source_check on calendar_years: CHECK (((length(btrim(source)) >= 2) AND (length(btrim(source)) <= 120)))
constraint calendar_years_year_check on calendar_years: CHECK (((year >= 2020) AND (year <= 2100)))
constraint card_search_card_fkey on card_search: FOREIGN KEY (card_id) REFERENCES question_cards(id)
constraint card_search_pkey on card_search: PRIMARY KEY (card_id)
constraint card_search_tokens_documents_check on card_search_tokens: CHECK ((documents >= 0))
constraint card_search_tokens_pkey on card_search_tokens: PRIMARY KEY (token)
constraint certificate_counters_last_check on certificate_counters: CHECK ((last_no >= 1))
constraint certificate_counters_pkey on certificate_counters: PRIMARY KEY (year)
constraint certificate_hours_certificate_fkey on certificate_hours: FOREIGN KEY (certificate_id) REFERENCES service_certificates(id)
constraint certificate_hours_hours_fkey on certificate_hours: FOREIGN KEY (hours_id) REFERENCES service_hours(id)
constraint certificate_hours_pkey on certificate_hours: PRIMARY KEY (certificate_id, hours_id)
constraint channels_code_check on channels: CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text))
constraint channels_kind_check on channels: CHECK ((kind = ANY (ARRAY['page'::text, 'feed'::text, 'screens'::text, 'print'::text, 'trial'::text, 'outside'::text])))
constraint channels_pkey on channels: PRIMARY KEY (code)
constraint checked_words_advice_check on checked_words: CHECK (((length(advice) >= 1) AND (length(advice) <= 80)))
constraint checked_words_list_check on checked_words: CHECK ((list = ANY (ARRAY['sensitive'::text, 'mistyped'::text, 'hard'::text])))
constraint checked_words_pkey on checked_words: PRIMARY KEY (list, word)
constraint checked_words_word_check on checked_words: CHECK (((length(word) >= 1) AND (length(word) <= 40)))
constraint checklist_items_checklist_fkey on checklist_items: FOREIGN KEY (checklist_id) REFERENCES checklists(id)
constraint checklist_items_code_check on checklist_items: CHECK (((length(btrim(code)) >= 1) AND (length(btrim(code)) <= 20)))
constraint checklist_items_code_key on checklist_items: UNIQUE (checklist_id, code)
constraint checklist_items_needed_check on checklist_items: CHECK (((needed >= 1) AND (needed <= 20)))
constraint checklist_items_owner_fkey on checklist_items: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint checklist_items_pkey on checklist_items: PRIMARY KEY (id)
constraint checklist_items_seq_key on checklist_items: UNIQUE (checklist_id, seq)
constraint checklist_items_title_check on checklist_items: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 200)))
constraint checklists_kind_check on checklists: CHECK ((kind = ANY (ARRAY['creation'::text, 'arrangement'::text])))
constraint checklists_pkey on checklists: PRIMARY KEY (id)
constraint checklists_title_check on checklists: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint checklists_title_key on checklists: UNIQUE (unit_id, title)
constraint checklists_unit_fkey on checklists: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint child_days_person_fkey on child_days: FOREIGN KEY (person_id) REFERENCES children(person_id) ON DELETE CASCADE
constraint child_days_pkey on child_days: PRIMARY KEY (person_id)
constraint child_days_used_check on child_days: CHECK (((used_ms >= 0) AND (used_ms <= 86400000)))
constraint child_limits_closes_check on child_limits: CHECK (((closes_hour >= 7) AND (closes_hour <= 22)))
constraint child_limits_hours_check on child_limits: CHECK ((opens_hour < closes_hour))
constraint child_limits_minutes_check on child_limits: CHECK (((minutes_per_day >= 10) AND (minutes_per_day <= 180)))
constraint child_limits_opens_check on child_limits: CHECK (((opens_hour >= 6) AND (opens_hour <= 21)))
constraint child_limits_person_fkey on child_limits: FOREIGN KEY (person_id) REFERENCES children(person_id) ON DELETE CASCADE
constraint child_limits_pkey on child_limits: PRIMARY KEY (person_id)
constraint children_consent_fkey on children: FOREIGN KEY (consent_id) REFERENCES consents(id)
constraint children_consent_key on children: UNIQUE (consent_id)
constraint children_guardian_check on children: CHECK ((guardian_person_id <> person_id))
constraint children_guardian_fkey on children: FOREIGN KEY (guardian_person_id) REFERENCES persons(id)
constraint children_person_fkey on children: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint children_pkey on children: PRIMARY KEY (person_id)
constraint children_relation_check on children: CHECK ((relation = ANY (ARRAY['father'::text, 'mother'::text, 'grandparent'::text, 'other_guardian'::text])))
constraint children_school_fkey on children: FOREIGN KEY (school_unit_id) REFERENCES org_units(id)
constraint claim_acts_act_check on claim_acts: CHECK ((act ~ '^[a-z_]{3,30}$'::text))
constraint claim_acts_claim_fkey on claim_acts: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint claim_acts_pkey on claim_acts: PRIMARY KEY (id)
constraint claim_index_versions_pkey on claim_index_versions: PRIMARY KEY (scope)
constraint claim_index_versions_scope_check on claim_index_versions: CHECK ((scope = ANY (ARRAY['published'::text, 'waiting'::text])))
constraint claim_notes_claim_fkey on claim_notes: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint claim_notes_note_check on claim_notes: CHECK (((length(btrim(note)) >= 2) AND (length(btrim(note)) <= 2000)))
constraint claim_notes_pkey on claim_notes: PRIMARY KEY (id)
constraint claim_papers_claim_fkey on claim_papers: FOREIGN KEY (claim_id) REFERENCES insurance_claims(id)
constraint claim_papers_file_fkey on claim_papers: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint claim_papers_file_key on claim_papers: UNIQUE (file_id)
constraint claim_papers_pkey on claim_papers: PRIMARY KEY (id)
constraint claim_photos_file_fkey on claim_photos: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint claim_photos_file_key on claim_photos: UNIQUE (file_id)
constraint claim_photos_pkey on claim_photos: PRIMARY KEY (id)
constraint claim_photos_report_fkey on claim_photos: FOREIGN KEY (report_id) REFERENCES claim_reports(id)
constraint claim_reports_audience_check on claim_reports: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint claim_reports_claim_fkey on claim_reports: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint claim_reports_code_key on claim_reports: UNIQUE (code_hash)
constraint claim_reports_consent_check on claim_reports: CHECK (((phone_sealed IS NULL) = (contact_agreed_at IS NULL)))
constraint claim_reports_home_check on claim_reports: CHECK (((status = 'choosing'::text) = (claim_id IS NULL)))
constraint claim_reports_matched_check on claim_reports: CHECK ((matched_by = ANY (ARRAY['wording'::text, 'model'::text, 'asker'::text, 'desk'::text, 'none'::text])))
constraint claim_reports_pkey on claim_reports: PRIMARY KEY (id)
constraint claim_reports_source_check on claim_reports: CHECK ((source = ANY (ARRAY['web'::text, 'station'::text, 'phone'::text, 'staff'::text])))
constraint claim_reports_status_check on claim_reports: CHECK ((status = ANY (ARRAY['choosing'::text, 'waiting'::text, 'answered'::text, 'declined'::text])))
constraint claim_reports_told on claim_reports: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint claim_reports_unit_fkey on claim_reports: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint claim_wordings_claim_fkey on claim_wordings: FOREIGN KEY (claim_id) REFERENCES claims(id) DEFERRABLE INITIALLY DEFERRED
constraint claim_wordings_length_check on claim_wordings: CHECK ((length(fingerprint) = 32))
constraint claim_wordings_pkey on claim_wordings: PRIMARY KEY (fingerprint)
constraint claims_decline_check on claims: CHECK (((length(btrim(decline_reason)) >= 5) AND (length(btrim(decline_reason)) <= 300)))
constraint claims_declined_check on claims: CHECK (((status = 'declined'::text) = (decline_reason IS NOT NULL)))
constraint claims_described_check on claims: CHECK (((status <> ALL (ARRAY['working'::text, 'answered'::text])) OR ((title IS NOT NULL) AND (field IS NOT NULL))))
constraint claims_field_check on claims: CHECK ((field ~ '^[a-z][a-z-]{1,40}$'::text))
constraint claims_harm_check on claims: CHECK (((harm >= (0)::numeric) AND (harm <= (1)::numeric)))
constraint claims_itself_check on claims: CHECK ((merged_into_id IS DISTINCT FROM id))
constraint claims_merged_check on claims: CHECK (((status = 'merged'::text) = (merged_into_id IS NOT NULL)))
constraint claims_merged_fkey on claims: FOREIGN KEY (merged_into_id) REFERENCES claims(id)
constraint claims_no_key on claims: UNIQUE (claim_no)
constraint claims_pkey on claims: PRIMARY KEY (id)
constraint claims_status_check on claims: CHECK ((status = ANY (ARRAY['open'::text, 'working'::text, 'answered'::text, 'merged'::text, 'declined'::text])))
constraint claims_title_check on claims: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 120)))
constraint claims_unit_fkey on claims: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint clause_links_clause_fkey on clause_links: FOREIGN KEY (clause_id) REFERENCES plan_clauses(id)
constraint clause_links_other_check on clause_links: CHECK ((clause_id <> upper_clause_id))
constraint clause_links_pair_key on clause_links: UNIQUE (clause_id, upper_clause_id)
constraint clause_links_person_fkey on clause_links: FOREIGN KEY (linked_by_person_id) REFERENCES persons(id)
constraint clause_links_pkey on clause_links: PRIMARY KEY (id)
constraint clause_links_upper_fkey on clause_links: FOREIGN KEY (upper_clause_id) REFERENCES plan_clauses(id)
constraint code_rows_code_check on code_rows: CHECK (((length(code) >= 1) AND (length(code) <= 40)))
constraint code_rows_note_check on code_rows: CHECK ((length(note) <= 300))
constraint code_rows_pkey on code_rows: PRIMARY KEY (scheme, version, code)
constraint code_rows_scheme_fkey on code_rows: FOREIGN KEY (scheme, version) REFERENCES code_schemes(scheme, version)
constraint code_schemes_pkey on code_schemes: PRIMARY KEY (scheme, version)
constraint code_schemes_previous_check on code_schemes: CHECK ((previous_version IS DISTINCT FROM version))
constraint code_schemes_scheme_check on code_schemes: CHECK ((scheme ~ '^[a-z0-9][a-z0-9._-]{1,39}$'::text))
constraint code_schemes_version_check on code_schemes: CHECK (((length(version) >= 1) AND (length(version) <= 40)))
constraint collection_items_collection_fkey on collection_items: FOREIGN KEY (collection_id) REFERENCES collections(id) ON DELETE CASCADE
constraint collection_items_pkey on collection_items: PRIMARY KEY (collection_id, content_id)
constraint collection_items_position_check on collection_items: CHECK ((("position" >= 1) AND ("position" <= 40)))
constraint collection_items_position_key on collection_items: UNIQUE (collection_id, "position")
constraint collections_introduction_check on collections: CHECK (((length(btrim(introduction)) >= 10) AND (length(btrim(introduction)) <= 600)))
constraint collections_no_key on collections: UNIQUE (collection_no)
constraint collections_pkey on collections: PRIMARY KEY (id)
constraint collections_published_check on collections: CHECK (((status <> 'published'::text) OR ((published_by_person_id IS NOT NULL) AND (published_at IS NOT NULL))))
constraint collections_status_check on collections: CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text])))
constraint collections_title_check on collections: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 40)))
constraint collections_two_people_check on collections: CHECK ((published_by_person_id IS DISTINCT FROM written_by_person_id))
constraint collections_unit_fkey on collections: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint commissioner_applications_call_fkey on commissioner_applications: FOREIGN KEY (call_id) REFERENCES commissioner_calls(id)
constraint commissioner_applications_decided_check on commissioner_applications: CHECK (((status = ANY (ARRAY['selected'::text, 'passed_over'::text])) = ((decided_by_person_id IS NOT NULL) AND (decision_reason IS NOT NULL))))
constraint commissioner_applications_nominated_check on commissioner_applications: CHECK (((nominated_by_unit_id IS NULL) = (nominated_by_person_id IS NULL)))
constraint commissioner_applications_other_check on commissioner_applications: CHECK (((nominated_by_person_id <> person_id) AND (decided_by_person_id <> person_id)))
constraint commissioner_applications_pkey on commissioner_applications: PRIMARY KEY (id)
constraint commissioner_applications_status_check on commissioner_applications: CHECK ((status = ANY (ARRAY['nominated'::text, 'applied'::text, 'selected'::text, 'passed_over'::text, 'withdrawn'::text])))
constraint commissioner_applications_unit_fkey on commissioner_applications: FOREIGN KEY (nominated_by_unit_id) REFERENCES org_units(id)
constraint commissioner_calls_bases_check on commissioner_calls: CHECK (((length(btrim(bases)) >= 2) AND (length(btrim(bases)) <= 300)))
constraint commissioner_calls_days_check on commissioner_calls: CHECK (((apply_until_on < starts_on) AND (starts_on <= ends_on)))
constraint commissioner_calls_no_key on commissioner_calls: UNIQUE (call_no)
constraint commissioner_calls_pkey on commissioner_calls: PRIMARY KEY (id)
constraint commissioner_calls_seats_check on commissioner_calls: CHECK (((seats >= 1) AND (seats <= 20)))
constraint commissioner_calls_status_check on commissioner_calls: CHECK ((status = ANY (ARRAY['open'::text, 'finished'::text, 'cancelled'::text])))
constraint commissioner_calls_title_check on commissioner_calls: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 60)))
constraint commissioner_calls_unit_fkey on commissioner_calls: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint commissioner_contracts_application_fkey on commissioner_contracts: FOREIGN KEY (application_id) REFERENCES commissioner_applications(id)
constraint commissioner_contracts_application_key on commissioner_contracts: UNIQUE (application_id)
constraint commissioner_contracts_bases_check on commissioner_contracts: CHECK (((length(btrim(bases)) >= 2) AND (length(btrim(bases)) <= 300)))
constraint commissioner_contracts_dates_check on commissioner_contracts: CHECK ((starts_on <= ends_on))
constraint commissioner_contracts_document_check on commissioner_contracts: CHECK (((length(btrim(document)) >= 2) AND (length(btrim(document)) <= 120)))
constraint commissioner_contracts_end_check on commissioner_contracts: CHECK (((status = 'ended'::text) = (end_reason IS NOT NULL)))
constraint commissioner_contracts_field_check on commissioner_contracts: CHECK ((field ~ '^[a-z][a-z-]{1,40}$'::text))
constraint commissioner_contracts_no_overlap on commissioner_contracts: EXCLUDE USING gist (person_id WITH =, unit_id WITH =, field WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE ((status = 'in_force'::text))
constraint commissioner_contracts_other_check on commissioner_contracts: CHECK ((signed_by_person_id <> person_id))
constraint commissioner_contracts_person_fkey on commissioner_contracts: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint commissioner_contracts_pkey on commissioner_contracts: PRIMARY KEY (id)
constraint commissioner_contracts_signed_by_fkey on commissioner_contracts: FOREIGN KEY (signed_by_person_id) REFERENCES persons(id)
constraint commissioner_contracts_status_check on commissioner_contracts: CHECK ((status = ANY (ARRAY['in_force'::text, 'ended'::text])))
constraint commissioner_contracts_unit_fkey on commissioner_contracts: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint commissioner_logs_advice_check on commissioner_logs: CHECK (((length(btrim(advice)) >= 5) AND (length(btrim(advice)) <= 500)))
constraint commissioner_logs_by_check on commissioner_logs: CHECK ((confirmed_by = ANY (ARRAY['code'::text, 'helper'::text, 'farmer'::text])))
constraint commissioner_logs_confirmed_check on commissioner_logs: CHECK (((status = 'confirmed'::text) = (confirmed_by IS NOT NULL)))
constraint commissioner_logs_contract_fkey on commissioner_logs: FOREIGN KEY (contract_id) REFERENCES commissioner_contracts(id)
constraint commissioner_logs_decided_by_fkey on commissioner_logs: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint commissioner_logs_decided_check on commissioner_logs: CHECK (((status = 'reported'::text) OR (decided_by_person_id IS NOT NULL)))
constraint commissioner_logs_farmer_fkey on commissioner_logs: FOREIGN KEY (farmer_person_id) REFERENCES persons(id)
constraint commissioner_logs_order_fkey on commissioner_logs: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint commissioner_logs_pkey on commissioner_logs: PRIMARY KEY (id)
constraint commissioner_logs_place_check on commissioner_logs: CHECK (((length(btrim(place)) >= 2) AND (length(btrim(place)) <= 100)))
constraint commissioner_logs_status_check on commissioner_logs: CHECK ((status = ANY (ARRAY['reported'::text, 'confirmed'::text, 'disputed'::text])))
constraint commissioner_photos_file_fkey on commissioner_photos: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint commissioner_photos_file_key on commissioner_photos: UNIQUE (file_id)
constraint commissioner_photos_log_fkey on commissioner_photos: FOREIGN KEY (log_id) REFERENCES commissioner_logs(id)
constraint commissioner_photos_pkey on commissioner_photos: PRIMARY KEY (id)
constraint commissioner_requests_contract_fkey on commissioner_requests: FOREIGN KEY (contract_id) REFERENCES commissioner_contracts(id)
constraint commissioner_requests_once_key on commissioner_requests: UNIQUE (order_id)
constraint commissioner_requests_order_fkey on commissioner_requests: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint commissioner_requests_pkey on commissioner_requests: PRIMARY KEY (id)
constraint commissioner_reviewers_call_fkey on commissioner_reviewers: FOREIGN KEY (call_id) REFERENCES commissioner_calls(id)
constraint commissioner_reviewers_pkey on commissioner_reviewers: PRIMARY KEY (call_id, person_id)
constraint commissioner_reviews_application_fkey on commissioner_reviews: FOREIGN KEY (application_id) REFERENCES commissioner_applications(id)
constraint commissioner_reviews_pkey on commissioner_reviews: PRIMARY KEY (application_id, reviewer_person_id)
constraint commissioner_reviews_plan_check on commissioner_reviews: CHECK (((plan >= 0) AND (plan <= 30)))
constraint commissioner_reviews_practice_check on commissioner_reviews: CHECK (((practice >= 0) AND (practice <= 30)))
constraint commissioner_reviews_scored_check on commissioner_reviews: CHECK (((conflict = (skill IS NULL)) AND (conflict = (practice IS NULL)) AND (conflict = (plan IS NULL)) AND (conflict = (comment IS NULL))))
constraint commissioner_reviews_skill_check on commissioner_reviews: CHECK (((skill >= 0) AND (skill <= 40)))
constraint complaint_photos_complaint_fkey on complaint_photos: FOREIGN KEY (complaint_id) REFERENCES complaints(id)
constraint complaint_photos_file_fkey on complaint_photos: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint complaint_photos_file_key on complaint_photos: UNIQUE (file_id)
constraint complaint_photos_pkey on complaint_photos: PRIMARY KEY (id)
constraint complaints_about_check on complaints: CHECK ((about = ANY (ARRAY['team'::text, 'station'::text, 'organiser'::text])))
constraint complaints_about_subject_check on complaints: CHECK ((((about = 'station'::text) AND (order_id IS NOT NULL)) OR ((about = 'organiser'::text) AND (session_id IS NOT NULL)) OR (about = 'team'::text)))
constraint complaints_answer_check on complaints: CHECK (((status = ANY (ARRAY['filed'::text, 'withdrawn'::text])) OR ((answer IS NOT NULL) AND (finding IS NOT NULL) AND (answered_by_person_id IS NOT NULL))))
constraint complaints_answered_by_fkey on complaints: FOREIGN KEY (answered_by_person_id) REFERENCES persons(id)
constraint complaints_appeal_check on complaints: CHECK (((status <> 'appealed'::text) OR (answered_by_person_id IS NOT NULL)))
constraint complaints_due_check on complaints: CHECK (((status = ANY (ARRAY['filed'::text, 'appealed'::text])) = (due_at IS NOT NULL)))
constraint complaints_filed_by_fkey on complaints: FOREIGN KEY (filed_by_person_id) REFERENCES persons(id)
constraint complaints_finding_check on complaints: CHECK ((finding = ANY (ARRAY['upheld'::text, 'partly'::text, 'not_upheld'::text])))
constraint complaints_no_key on complaints: UNIQUE (complaint_no)
constraint complaints_one_subject_check on complaints: CHECK ((num_nonnulls(order_id, session_id) = 1))
constraint complaints_order_fkey on complaints: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint complaints_other_check on complaints: CHECK (((answered_by_person_id IS DISTINCT FROM filed_by_person_id) AND (settled_by_person_id IS DISTINCT FROM filed_by_person_id)))
constraint complaints_owner_fkey on complaints: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint complaints_pkey on complaints: PRIMARY KEY (id)
constraint complaints_second_check on complaints: CHECK (((settled_by_person_id IS DISTINCT FROM answered_by_person_id) OR (settled_by_person_id IS NULL)))
constraint complaints_session_fkey on complaints: FOREIGN KEY (session_id) REFERENCES activity_sessions(id)
constraint complaints_settled_by_fkey on complaints: FOREIGN KEY (settled_by_person_id) REFERENCES persons(id)
constraint complaints_settled_check on complaints: CHECK (((status = 'settled'::text) = (settled_by_person_id IS NOT NULL)))
constraint complaints_status_check on complaints: CHECK ((status = ANY (ARRAY['filed'::text, 'answered'::text, 'appealed'::text, 'settled'::text, 'withdrawn'::text])))
constraint complaints_take_overs_check on complaints: CHECK ((take_overs >= 0))
constraint complaints_team_fkey on complaints: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint consents_given_by_fkey on consents: FOREIGN KEY (given_by_person_id) REFERENCES persons(id)
constraint consents_method_check on consents: CHECK ((method = ANY (ARRAY['web'::text, 'phone_code'::text, 'spoken'::text, 'paper'::text])))
constraint consents_person_fkey on consents: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint consents_pkey on consents: PRIMARY KEY (id)
constraint consents_purpose_check on consents: CHECK ((purpose ~ '^[a-z_]+$'::text))
constraint consents_spoken_check on consents: CHECK (((method <> 'spoken'::text) OR ((witness_person_id IS NOT NULL) AND (witness_person_id <> person_id))))
constraint consents_version_check on consents: CHECK ((text_version > 0))
constraint consents_withdrawn_by_fkey on consents: FOREIGN KEY (withdrawn_by_person_id) REFERENCES persons(id)
constraint consents_withdrawn_check on consents: CHECK (((withdrawn_at IS NULL) = (withdrawn_by_person_id IS NULL)))
constraint consents_witness_fkey on consents: FOREIGN KEY (witness_person_id) REFERENCES persons(id)
constraint content_comments_block_check on content_comments: CHECK ((block_no >= 0))
constraint content_comments_pkey on content_comments: PRIMARY KEY (id)
constraint content_comments_quote_check on content_comments: CHECK ((length(quote) <= 200))
constraint content_comments_remark_check on content_comments: CHECK (((length(btrim(remark)) >= 1) AND (length(btrim(remark)) <= 1000)))
constraint content_comments_resolved_check on content_comments: CHECK (((resolved_at IS NULL) = (resolved_by_person_id IS NULL)))
constraint content_comments_version_fkey on content_comments: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_credits_name_check on content_credits: CHECK (((length(btrim(shown_name)) >= 1) AND (length(btrim(shown_name)) <= 60)))
constraint content_credits_part_check on content_credits: CHECK ((part = ANY (ARRAY['author'::text, 'adviser'::text, 'scientist'::text, 'creator'::text])))
constraint content_credits_pkey on content_credits: PRIMARY KEY (content_id, person_id)
constraint content_files_file_fkey on content_files: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint content_files_pkey on content_files: PRIMARY KEY (version_id, file_id)
constraint content_files_use_check on content_files: CHECK ((use = ANY (ARRAY['image'::text, 'audio'::text, 'video'::text, 'captions'::text, 'attachment'::text])))
constraint content_files_version_fkey on content_files: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_locks_content_fkey on content_locks: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint content_locks_pkey on content_locks: PRIMARY KEY (content_id)
constraint content_recalls_content_fkey on content_recalls: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint content_recalls_pkey on content_recalls: PRIMARY KEY (id)
constraint content_recalls_reason_check on content_recalls: CHECK (((length(btrim(reason)) >= 5) AND (length(btrim(reason)) <= 500)))
constraint content_recalls_version_fkey on content_recalls: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_recalls_version_key on content_recalls: UNIQUE (version_id)
constraint content_rounds_hash_check on content_rounds: CHECK ((length(content_hash) = 32))
constraint content_rounds_no_check on content_rounds: CHECK ((round_no > 0))
constraint content_rounds_pkey on content_rounds: PRIMARY KEY (version_id, round_no)
constraint content_rounds_version_fkey on content_rounds: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_search_content_fkey on content_search: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint content_search_form_check on content_search: CHECK (((form >= 1) AND (form <= 2)))
constraint content_search_pkey on content_search: PRIMARY KEY (content_id)
constraint content_search_version_fkey on content_search: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_search_tokens_documents_check on content_search_tokens: CHECK ((documents >= 0))
constraint content_search_tokens_pkey on content_search_tokens: PRIMARY KEY (token)
constraint content_settings_amount_check on content_settings: CHECK (((amount >= 0) AND (amount <= 999)))
constraint content_settings_name_check on content_settings: CHECK ((name = 'chain_minimum'::text))
constraint content_settings_pkey on content_settings: PRIMARY KEY (name)
constraint content_side_copies_content_fkey on content_side_copies: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint content_side_copies_how_check on content_side_copies: CHECK ((settled_how = ANY (ARRAY['merged'::text, 'dropped'::text])))
constraint content_side_copies_pkey on content_side_copies: PRIMARY KEY (id)
constraint content_side_copies_settled_check on content_side_copies: CHECK ((((settled_at IS NULL) = (settled_how IS NULL)) AND ((settled_at IS NULL) = (settled_by_person_id IS NULL))))
constraint content_side_copies_version_fkey on content_side_copies: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint content_templates_about_check on content_templates: CHECK ((length(about) <= 120))
constraint content_templates_audience_check on content_templates: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint content_templates_kind_check on content_templates: CHECK ((kind = ANY (ARRAY['article'::text, 'audio'::text, 'video'::text, 'comic'::text, 'chart'::text, 'lesson'::text, 'card'::text])))
constraint content_templates_name_check on content_templates: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 40)))
constraint content_templates_pkey on content_templates: PRIMARY KEY (id)
constraint content_versions_audiences_check on content_versions: CHECK ((audiences <@ ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text]))
constraint content_versions_bands_check on content_versions: CHECK ((age_bands <@ ARRAY['3-6'::text, '6-9'::text, '9-12'::text, '12-15'::text, '15-18'::text]))
constraint content_versions_content_fkey on content_versions: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint content_versions_embargo_check on content_versions: CHECK (((published_at IS NULL) OR (embargo_until IS NULL) OR (published_at >= embargo_until)))
constraint content_versions_embargo_order_check on content_versions: CHECK (((publish_at IS NULL) OR (embargo_until IS NULL) OR (publish_at >= embargo_until)))
constraint content_versions_expiry_check on content_versions: CHECK (((expires_at IS NULL) OR (publish_at IS NULL) OR (expires_at > publish_at)))
constraint content_versions_frozen_check on content_versions: CHECK (((status = ANY (ARRAY['draft'::text, 'dropped'::text])) OR (content_hash IS NOT NULL)))
constraint content_versions_hash_check on content_versions: CHECK ((length(content_hash) = 32))
constraint content_versions_no_check on content_versions: CHECK ((version_no > 0))
constraint content_versions_no_key on content_versions: UNIQUE (content_id, version_no)
constraint content_versions_notice_check on content_versions: CHECK (((length(btrim(correction_notice)) >= 5) AND (length(btrim(correction_notice)) <= 300)))
constraint content_versions_pkey on content_versions: PRIMARY KEY (id)
constraint content_versions_published_check on content_versions: CHECK (((status = ANY (ARRAY['published'::text, 'superseded'::text, 'recalled'::text, 'expired'::text])) = (published_at IS NOT NULL)))
constraint content_versions_resource_code_once on content_versions: EXCLUDE USING gist (resource_code WITH =, content_id WITH <>) WHERE (((resource_code IS NOT NULL) AND (status <> ALL (ARRAY['dropped'::text, 'superseded'::text]))))
constraint content_versions_schedule_check on content_versions: CHECK (((status <> 'scheduled'::text) OR (publish_at IS NOT NULL)))
constraint content_versions_status_check on content_versions: CHECK ((status = ANY (ARRAY['draft'::text, 'review1'::text, 'science'::text, 'review2'::text, 'review3'::text, 'proof1'::text, 'proof2'::text, 'proof3'::text, 'approved'::text, 'scheduled'::text, 'published'::text, 'superseded'::text, 'recalled'::text, 'expired'::text, 'dropped'::text])))
constraint content_versions_summary_check on content_versions: CHECK ((length(summary) <= 300))
constraint content_versions_title_check on content_versions: CHECK (((length(title) >= 1) AND (length(title) <= 60)))
constraint contents_kind_check on contents: CHECK ((kind = ANY (ARRAY['article'::text, 'audio'::text, 'video'::text, 'comic'::text, 'chart'::text, 'lesson'::text, 'card'::text])))
constraint contents_no_key on contents: UNIQUE (content_no)
constraint contents_origin_check on contents: CHECK ((origin = ANY (ARRAY['staff'::text, 'import'::text, 'public'::text, 'upstream'::text])))
constraint contents_pillars_check on contents: CHECK ((pillars <@ ARRAY['joint'::text, 'smart'::text, 'standard'::text, 'regional'::text]))
constraint contents_pkey on contents: PRIMARY KEY (id)
constraint contents_unit_fkey on contents: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint crop_pests_crops_check on crop_pests: CHECK (((cardinality(crops) >= 1) AND (crops <@ ARRAY['rice'::text, 'maize'::text, 'wheat'::text, 'rapeseed'::text, 'potato'::text, 'vegetables'::text, 'citrus'::text, 'tea'::text, 'cotton'::text, 'fruit'::text])))
constraint crop_pests_kind_check on crop_pests: CHECK ((kind = ANY (ARRAY['disease'::text, 'insect'::text, 'weed'::text])))
constraint crop_pests_name_check on crop_pests: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 20)))
constraint crop_pests_name_key on crop_pests: UNIQUE (name_key)
constraint crop_pests_other_names_check on crop_pests: CHECK ((cardinality(other_names) <= 12))
constraint crop_pests_pkey on crop_pests: PRIMARY KEY (id)
constraint crop_pests_source_place_check on crop_pests: CHECK (((length(btrim(source_place)) >= 2) AND (length(btrim(source_place)) <= 200)))
constraint crop_pests_source_title_check on crop_pests: CHECK (((length(btrim(source_title)) >= 4) AND (length(btrim(source_title)) <= 120)))
constraint crop_pests_version_check on crop_pests: CHECK ((version >= 1))
constraint data_requests_asked_by_fkey on data_requests: FOREIGN KEY (asked_by_person_id) REFERENCES persons(id)
constraint data_requests_content_check on data_requests: CHECK (((content_sealed IS NULL) OR ((kind = 'export'::text) AND (expires_at IS NOT NULL))))
constraint data_requests_hash_check on data_requests: CHECK ((length(content_hash) = 32))
constraint data_requests_kind_check on data_requests: CHECK ((kind = ANY (ARRAY['export'::text, 'correct'::text, 'erase'::text, 'erase_child'::text])))
constraint data_requests_person_fkey on data_requests: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint data_requests_pkey on data_requests: PRIMARY KEY (id)
constraint deliveries_act_check on deliveries: CHECK ((act = ANY (ARRAY['publish'::text, 'recall'::text])))
constraint deliveries_channel_fkey on deliveries: FOREIGN KEY (channel_code) REFERENCES channels(code)
constraint deliveries_content_fkey on deliveries: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint deliveries_once on deliveries: UNIQUE (channel_code, version_id, act)
constraint deliveries_pkey on deliveries: PRIMARY KEY (id)
constraint deliveries_receipt_check on deliveries: CHECK (((status <> 'confirmed'::text) OR (receipt IS NOT NULL)))
constraint deliveries_status_check on deliveries: CHECK ((status = ANY (ARRAY['queued'::text, 'failing'::text, 'awaiting'::text, 'confirmed'::text, 'stuck'::text, 'overtaken'::text])))
constraint deliveries_unit_fkey on deliveries: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint deliveries_version_fkey on deliveries: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint development_messages_key_key on development_messages: UNIQUE (message_key)
constraint development_messages_pkey on development_messages: PRIMARY KEY (id)
constraint digest_weeks_messages_check on digest_weeks: CHECK ((messages >= 0))
constraint digest_weeks_monday_check on digest_weeks: CHECK ((EXTRACT(isodow FROM week_starts_on) = (1)::numeric))
constraint digest_weeks_pkey on digest_weeks: PRIMARY KEY (week_starts_on)
constraint event_receipts_event_fkey on event_receipts: FOREIGN KEY (event_id) REFERENCES outbox_events(id) ON DELETE CASCADE
constraint event_receipts_pkey on event_receipts: PRIMARY KEY (event_id, consumer)
constraint evidence_items_file_fkey on evidence_items: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint evidence_items_kind_check on evidence_items: CHECK ((kind = ANY (ARRAY['document'::text, 'photo'::text, 'minutes'::text, 'count_sheet'::text, 'record'::text])))
constraint evidence_items_person_fkey on evidence_items: FOREIGN KEY (added_by_person_id) REFERENCES persons(id)
constraint evidence_items_pkey on evidence_items: PRIMARY KEY (id)
constraint evidence_items_quantity_check on evidence_items: CHECK (((quantity IS NULL) OR ((kind = 'count_sheet'::text) AND (measure IS NOT NULL) AND (length(btrim(signed_by_post)) >= 2))))
constraint evidence_items_record_check on evidence_items: CHECK (((record_table IS NULL) = (record_id IS NULL)))
constraint evidence_items_source_check on evidence_items: CHECK (((file_id IS NOT NULL) OR ((record_table IS NOT NULL) AND (record_id IS NOT NULL))))
constraint evidence_items_title_check on evidence_items: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 120)))
constraint evidence_items_unit_fkey on evidence_items: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint evidence_links_evidence_fkey on evidence_links: FOREIGN KEY (evidence_id) REFERENCES evidence_items(id)
constraint evidence_links_item_fkey on evidence_links: FOREIGN KEY (checklist_item_id) REFERENCES checklist_items(id)
constraint evidence_links_milestone_fkey on evidence_links: FOREIGN KEY (milestone_id) REFERENCES plan_milestones(id)
constraint evidence_links_one_check on evidence_links: CHECK ((num_nonnulls(task_id, milestone_id, checklist_item_id) = 1))
constraint evidence_links_person_fkey on evidence_links: FOREIGN KEY (linked_by_person_id) REFERENCES persons(id)
constraint evidence_links_pkey on evidence_links: PRIMARY KEY (id)
constraint evidence_links_removed_check on evidence_links: CHECK (((removed_at IS NULL) = (removed_reason IS NULL)))
constraint evidence_links_remover_fkey on evidence_links: FOREIGN KEY (removed_by_person_id) REFERENCES persons(id)
constraint evidence_links_task_fkey on evidence_links: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint evidence_packs_asked_by_fkey on evidence_packs: FOREIGN KEY (asked_by_person_id) REFERENCES persons(id)
constraint evidence_packs_document_fkey on evidence_packs: FOREIGN KEY (document_id) REFERENCES plan_documents(id)
constraint evidence_packs_failure_check on evidence_packs: CHECK (((status = 'failed'::text) = (failure IS NOT NULL)))
constraint evidence_packs_file_check on evidence_packs: CHECK (((status = ANY (ARRAY['made'::text, 'ready'::text])) = ((file_id IS NOT NULL) AND (byte_count IS NOT NULL))))
constraint evidence_packs_file_fkey on evidence_packs: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint evidence_packs_pkey on evidence_packs: PRIMARY KEY (id)
constraint evidence_packs_status_check on evidence_packs: CHECK ((status = ANY (ARRAY['asked'::text, 'made'::text, 'ready'::text, 'failed'::text])))
constraint evidence_packs_title_check on evidence_packs: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 120)))
constraint evidence_packs_unit_fkey on evidence_packs: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint evidence_photos_faces_check on evidence_photos: CHECK ((faces = ANY (ARRAY['marked'::text, 'none'::text])))
constraint evidence_photos_file_fkey on evidence_photos: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint evidence_photos_file_key on evidence_photos: UNIQUE (file_id)
constraint evidence_photos_order_fkey on evidence_photos: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint evidence_photos_person_fkey on evidence_photos: FOREIGN KEY (taken_by_person_id) REFERENCES persons(id)
constraint evidence_photos_pkey on evidence_photos: PRIMARY KEY (id)
constraint evidence_photos_places_check on evidence_photos: CHECK ((((faces = 'marked'::text) = (places_blurred > 0)) AND (places_blurred <= 60)))
constraint evidence_photos_session_fkey on evidence_photos: FOREIGN KEY (session_id) REFERENCES activity_sessions(id)
constraint evidence_photos_target_check on evidence_photos: CHECK (((session_id IS NULL) <> (order_id IS NULL)))
constraint expert_applications_admitted_check on expert_applications: CHECK (((status <> 'admitted'::text) OR (decided_by_person_id IS NOT NULL)))
constraint expert_applications_decided_by_fkey on expert_applications: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint expert_applications_decision_check on expert_applications: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> person_id)))
constraint expert_applications_fields_check on expert_applications: CHECK (((cardinality(fields) >= 1) AND (cardinality(fields) <= 5)))
constraint expert_applications_file_fkey on expert_applications: FOREIGN KEY (proof_file_id) REFERENCES stored_files(id)
constraint expert_applications_offers_check on expert_applications: CHECK (((length(btrim(offers)) >= 2) AND (length(btrim(offers)) <= 300)))
constraint expert_applications_person_fkey on expert_applications: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint expert_applications_pkey on expert_applications: PRIMARY KEY (id)
constraint expert_applications_proof_check on expert_applications: CHECK (((length(btrim(proof)) >= 5) AND (length(btrim(proof)) <= 300)))
constraint expert_applications_status_check on expert_applications: CHECK ((status = ANY (ARRAY['submitted'::text, 'admitted'::text, 'refused'::text, 'withdrawn'::text])))
constraint expert_applications_title_check on expert_applications: CHECK (((length(btrim(public_title)) >= 2) AND (length(btrim(public_title)) <= 60)))
constraint expert_applications_unit_fkey on expert_applications: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint expert_duties_expert_fkey on expert_duties: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint expert_duties_kind_check on expert_duties: CHECK ((kind = ANY (ARRAY['questions'::text, 'emergency'::text])))
constraint expert_duties_monday_check on expert_duties: CHECK ((EXTRACT(isodow FROM week_starts_on) = (1)::numeric))
constraint expert_duties_once on expert_duties: UNIQUE (expert_id, kind, week_starts_on)
constraint expert_duties_pkey on expert_duties: PRIMARY KEY (id)
constraint expert_duties_set_by_fkey on expert_duties: FOREIGN KEY (set_by_person_id) REFERENCES persons(id)
constraint expert_duties_unit_fkey on expert_duties: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint expert_interests_expert_fkey on expert_interests: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint expert_interests_organisation_check on expert_interests: CHECK (((length(btrim(organisation)) >= 2) AND (length(btrim(organisation)) <= 80)))
constraint expert_interests_pkey on expert_interests: PRIMARY KEY (id)
constraint expert_interests_relation_check on expert_interests: CHECK (((length(btrim(relation)) >= 2) AND (length(btrim(relation)) <= 200)))
constraint expert_offer_pauses_person_fkey on expert_offer_pauses: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint expert_offer_pauses_pkey on expert_offer_pauses: PRIMARY KEY (person_id)
constraint expert_profiles_away_check on expert_profiles: CHECK ((((away_from IS NULL) = (away_until IS NULL)) AND ((away_from IS NULL) OR (away_until >= away_from))))
constraint expert_profiles_expert_fkey on expert_profiles: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint expert_profiles_limit_check on expert_profiles: CHECK (((open_limit >= 0) AND (open_limit <= 50)))
constraint expert_profiles_pkey on expert_profiles: PRIMARY KEY (expert_id)
constraint expert_terms_dates_check on expert_terms: CHECK ((ends_on >= starts_on))
constraint expert_terms_document_check on expert_terms: CHECK (((length(btrim(document)) >= 2) AND (length(btrim(document)) <= 120)))
constraint expert_terms_ended_check on expert_terms: CHECK (((ended_on IS NULL) = (end_reason IS NULL)))
constraint expert_terms_expert_fkey on expert_terms: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint expert_terms_field_check on expert_terms: CHECK ((field ~ '^[a-z][a-z-]{2,40}$'::text))
constraint expert_terms_no_overlap on expert_terms: EXCLUDE USING gist (expert_id WITH =, field WITH =, daterange(starts_on, GREATEST(starts_on, COALESCE(ended_on, ends_on)), '[]'::text) WITH &&)
constraint expert_terms_pkey on expert_terms: PRIMARY KEY (id)
constraint expert_terms_reason_check on expert_terms: CHECK (((length(btrim(end_reason)) >= 2) AND (length(btrim(end_reason)) <= 200)))
constraint experts_person_key on experts: UNIQUE (person_id)
constraint experts_pkey on experts: PRIMARY KEY (id)
constraint experts_title_check on experts: CHECK (((length(btrim(public_title)) >= 2) AND (length(btrim(public_title)) <= 60)))
constraint experts_unit_fkey on experts: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint fact_cells_pkey on fact_cells: PRIMARY KEY (kind, measure, unit_id, occurred_on, audience, topic)
constraint fact_cells_unit_fkey on fact_cells: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint fact_month_cells_month_check on fact_month_cells: CHECK ((EXTRACT(day FROM month) = (1)::numeric))
constraint fact_month_cells_pkey on fact_month_cells: PRIMARY KEY (kind, measure, unit_id, month, audience)
constraint fact_month_cells_unit_fkey on fact_month_cells: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint facts_audience_check on facts: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint facts_kind_check on facts: CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
constraint facts_measure_check on facts: CHECK (((length(measure) >= 1) AND (length(measure) <= 20)))
constraint facts_pkey on facts: PRIMARY KEY (id)
constraint facts_reverses_check on facts: CHECK ((reverses_id IS DISTINCT FROM id))
constraint facts_reverses_fkey on facts: FOREIGN KEY (reverses_id) REFERENCES facts(id)
constraint facts_reverses_key on facts: UNIQUE (reverses_id)
constraint facts_revision_check on facts: CHECK ((revision >= 0))
constraint facts_unit_fkey on facts: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint film_plays_pkey on film_plays: PRIMARY KEY (showing_id, screen_id, played_on)
constraint film_plays_screen_fkey on film_plays: FOREIGN KEY (screen_id) REFERENCES screens(id)
constraint film_plays_showing_fkey on film_plays: FOREIGN KEY (showing_id) REFERENCES film_showings(id)
constraint film_plays_times_check on film_plays: CHECK (((times >= 1) AND (times <= 500)))
constraint film_showings_called_by_key on film_showings: UNIQUE (called_by)
constraint film_showings_content_fkey on film_showings: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint film_showings_pkey on film_showings: PRIMARY KEY (id)
constraint film_showings_planned_by_fkey on film_showings: FOREIGN KEY (planned_by_person_id) REFERENCES persons(id)
constraint film_showings_reason_check on film_showings: CHECK (((status <> 'withdrawn'::text) OR (reason IS NOT NULL)))
constraint film_showings_status_check on film_showings: CHECK ((status = ANY (ARRAY['planned'::text, 'counted'::text, 'withdrawn'::text])))
constraint film_showings_unit_fkey on film_showings: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint film_showings_week_check on film_showings: CHECK ((EXTRACT(isodow FROM week_on) = (1)::numeric))
constraint form_burden_weeks_fields_check on form_burden_weeks: CHECK ((fields >= 0))
constraint form_burden_weeks_forms_check on form_burden_weeks: CHECK ((forms > 0))
constraint form_burden_weeks_monday_check on form_burden_weeks: CHECK ((EXTRACT(isodow FROM week_starts_on) = (1)::numeric))
constraint form_burden_weeks_pkey on form_burden_weeks: PRIMARY KEY (unit_id, week_starts_on, form)
constraint form_burden_weeks_seconds_check on form_burden_weeks: CHECK ((seconds >= 0))
constraint form_burden_weeks_unit_fkey on form_burden_weeks: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint handovers_from_fkey on handovers: FOREIGN KEY (from_person_id) REFERENCES persons(id)
constraint handovers_people_check on handovers: CHECK ((from_person_id <> to_person_id))
constraint handovers_pkey on handovers: PRIMARY KEY (id)
constraint handovers_reason_check on handovers: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 200)))
constraint handovers_to_fkey on handovers: FOREIGN KEY (to_person_id) REFERENCES persons(id)
constraint handovers_unit_fkey on handovers: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint head_counts_counter_fkey on head_counts: FOREIGN KEY (counted_by_person_id) REFERENCES persons(id)
constraint head_counts_decided_check on head_counts: CHECK (((status <> ALL (ARRAY['confirmed'::text, 'refused'::text])) OR (decided_by_person_id IS NOT NULL)))
constraint head_counts_decider_fkey on head_counts: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint head_counts_method_check on head_counts: CHECK ((method = ANY (ARRAY['clicker'::text, 'photo'::text, 'sample'::text])))
constraint head_counts_people_check on head_counts: CHECK (((people_count >= 1) AND (people_count <= 100000)))
constraint head_counts_photo_fkey on head_counts: FOREIGN KEY (photo_id) REFERENCES evidence_photos(id)
constraint head_counts_pkey on head_counts: PRIMARY KEY (id)
constraint head_counts_session_fkey on head_counts: FOREIGN KEY (session_id) REFERENCES activity_sessions(id)
constraint head_counts_status_check on head_counts: CHECK ((status = ANY (ARRAY['counted'::text, 'confirmed'::text, 'refused'::text, 'withdrawn'::text])))
constraint head_counts_times_check on head_counts: CHECK ((counted_to > counted_from))
constraint head_counts_two_people_check on head_counts: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> counted_by_person_id)))
constraint history_imports_applied_check on history_imports: CHECK (((status <> 'applied'::text) OR ((decided_by_person_id IS NOT NULL) AND (error_count = 0))))
constraint history_imports_created_by_fkey on history_imports: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint history_imports_decided_by_fkey on history_imports: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint history_imports_filename_check on history_imports: CHECK (((length(filename) >= 1) AND (length(filename) <= 120)))
constraint history_imports_forgotten_check on history_imports: CHECK (((status = 'previewed'::text) OR (rows_sealed IS NULL)))
constraint history_imports_kind_check on history_imports: CHECK ((kind = ANY (ARRAY['members'::text, 'hours'::text, 'activities'::text])))
constraint history_imports_no_key on history_imports: UNIQUE (import_no)
constraint history_imports_pkey on history_imports: PRIMARY KEY (id)
constraint history_imports_rows_check on history_imports: CHECK (((row_count >= 0) AND (row_count <= 2000)))
constraint history_imports_second_person_check on history_imports: CHECK (((decided_by_person_id IS NULL) OR (status <> 'applied'::text) OR (decided_by_person_id <> created_by_person_id)))
constraint history_imports_status_check on history_imports: CHECK ((status = ANY (ARRAY['previewed'::text, 'applied'::text, 'discarded'::text])))
constraint history_imports_unit_fkey on history_imports: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint honoraria_amount_check on honoraria: CHECK ((amount_fen > 0))
constraint honoraria_decided_by_fkey on honoraria: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint honoraria_decided_check on honoraria: CHECK (((status = 'drawn'::text) = (decided_by_person_id IS NULL)))
constraint honoraria_drawn_by_fkey on honoraria: FOREIGN KEY (drawn_by_person_id) REFERENCES persons(id)
constraint honoraria_expert_fkey on honoraria: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint honoraria_kind_check on honoraria: CHECK ((act_kind = ANY (ARRAY['science_check'::text, 'verdict'::text, 'answer'::text, 'visit'::text, 'activity'::text])))
constraint honoraria_once on honoraria: UNIQUE (act_kind, source_table, source_id, expert_id)
constraint honoraria_paid_check on honoraria: CHECK ((((status = 'paid'::text) = (paid_on IS NOT NULL)) AND ((status = 'paid'::text) = (voucher IS NOT NULL))))
constraint honoraria_pkey on honoraria: PRIMARY KEY (id)
constraint honoraria_refused_check on honoraria: CHECK (((status <> 'refused'::text) OR (decision_reason IS NOT NULL)))
constraint honoraria_scheme_fkey on honoraria: FOREIGN KEY (scheme_id) REFERENCES honorarium_schemes(id)
constraint honoraria_status_check on honoraria: CHECK ((status = ANY (ARRAY['drawn'::text, 'approved'::text, 'paid'::text, 'refused'::text])))
constraint honoraria_two_persons_check on honoraria: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> drawn_by_person_id)))
constraint honoraria_unit_fkey on honoraria: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint honoraria_voucher_check on honoraria: CHECK (((length(btrim(voucher)) >= 2) AND (length(btrim(voucher)) <= 60)))
constraint honorarium_schemes_decided_by_fkey on honorarium_schemes: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint honorarium_schemes_decided_check on honorarium_schemes: CHECK (((status = 'proposed'::text) = (decided_by_person_id IS NULL)))
constraint honorarium_schemes_document_check on honorarium_schemes: CHECK (((length(btrim(document)) >= 2) AND (length(btrim(document)) <= 120)))
constraint honorarium_schemes_pkey on honorarium_schemes: PRIMARY KEY (id)
constraint honorarium_schemes_proposed_by_fkey on honorarium_schemes: FOREIGN KEY (proposed_by_person_id) REFERENCES persons(id)
constraint honorarium_schemes_rates_check on honorarium_schemes: CHECK (((jsonb_typeof(rates) = 'object'::text) AND (rates <> '{}'::jsonb)))
constraint honorarium_schemes_status_check on honorarium_schemes: CHECK ((status = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])))
constraint honorarium_schemes_two_persons_check on honorarium_schemes: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> proposed_by_person_id)))
constraint honorarium_schemes_unit_fkey on honorarium_schemes: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint honorarium_schemes_version_check on honorarium_schemes: CHECK ((version_no >= 1))
constraint honorarium_schemes_version_key on honorarium_schemes: UNIQUE (unit_id, version_no)
constraint hours_corrections_decided_by_fkey on hours_corrections: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint hours_corrections_hours_fkey on hours_corrections: FOREIGN KEY (hours_id) REFERENCES service_hours(id)
constraint hours_corrections_minutes_check on hours_corrections: CHECK (((wanted_minutes >= 0) AND (wanted_minutes <= 720)))
constraint hours_corrections_person_fkey on hours_corrections: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint hours_corrections_pkey on hours_corrections: PRIMARY KEY (id)
constraint hours_corrections_reason_check on hours_corrections: CHECK (((length(btrim(reason)) >= 5) AND (length(btrim(reason)) <= 300)))
constraint hours_corrections_refusal_check on hours_corrections: CHECK (((status <> 'refused'::text) OR (length(btrim(decision_reason)) >= 5)))
constraint hours_corrections_second_person_check on hours_corrections: CHECK (((status = 'requested'::text) OR ((decided_by_person_id IS NOT NULL) AND (decided_by_person_id <> person_id))))
constraint hours_corrections_status_check on hours_corrections: CHECK ((status = ANY (ARRAY['requested'::text, 'accepted'::text, 'refused'::text])))
constraint hub_exchanges_order_fkey on hub_exchanges: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint hub_exchanges_pkey on hub_exchanges: PRIMARY KEY (id)
constraint hub_exchanges_reason_check on hub_exchanges: CHECK ((length(btrim(reason)) >= 5))
constraint hub_exchanges_sent_by_fkey on hub_exchanges: FOREIGN KEY (sent_by_person_id) REFERENCES persons(id)
constraint hub_exchanges_status_check on hub_exchanges: CHECK ((status = ANY (ARRAY['sent'::text, 'accepted'::text, 'done'::text, 'refused'::text, 'taken_back'::text])))
constraint idempotency_keys_pkey on idempotency_keys: PRIMARY KEY (actor_key, route, key)
constraint import_batches_kind_check on import_batches: CHECK ((kind = 'units'::text))
constraint import_batches_pkey on import_batches: PRIMARY KEY (id)
constraint import_batches_status_check on import_batches: CHECK ((status = ANY (ARRAY['previewed'::text, 'applied'::text])))
constraint import_batches_unit_fkey on import_batches: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint indicators_aggregate_check on indicators: CHECK ((aggregate = ANY (ARRAY['sum'::text, 'count'::text, 'distinct_sources'::text])))
constraint indicators_kinds_check on indicators: CHECK ((cardinality(fact_kinds) > 0))
constraint indicators_pkey on indicators: PRIMARY KEY (code, version)
constraint indicators_version_check on indicators: CHECK ((version > 0))
constraint inspection_population_inspection_fkey on inspection_population: FOREIGN KEY (inspection_id) REFERENCES inspections(id)
constraint inspection_population_pkey on inspection_population: PRIMARY KEY (inspection_id, "position")
constraint inspection_population_position_check on inspection_population: CHECK (("position" >= 0))
constraint inspection_population_record_key on inspection_population: UNIQUE (inspection_id, record_table, record_id)
constraint inspection_population_unit_fkey on inspection_population: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint inspection_samples_checked_by_fkey on inspection_samples: FOREIGN KEY (checked_by_person_id) REFERENCES persons(id)
constraint inspection_samples_checked_check on inspection_samples: CHECK (((verdict = 'waiting'::text) = (checked_at IS NULL)))
constraint inspection_samples_draw_key on inspection_samples: UNIQUE (inspection_id, draw_no)
constraint inspection_samples_draw_no_check on inspection_samples: CHECK ((draw_no >= 1))
constraint inspection_samples_failed_check on inspection_samples: CHECK (((verdict <> 'failed'::text) OR (length(btrim(finding)) >= 5)))
constraint inspection_samples_pkey on inspection_samples: PRIMARY KEY (id)
constraint inspection_samples_population_fkey on inspection_samples: FOREIGN KEY (inspection_id, "position") REFERENCES inspection_population(inspection_id, "position")
constraint inspection_samples_position_key on inspection_samples: UNIQUE (inspection_id, "position")
constraint inspection_samples_verdict_check on inspection_samples: CHECK ((verdict = ANY (ARRAY['waiting'::text, 'sound'::text, 'failed'::text])))
constraint inspection_units_inspection_fkey on inspection_units: FOREIGN KEY (inspection_id) REFERENCES inspections(id)
constraint inspection_units_pkey on inspection_units: PRIMARY KEY (inspection_id, unit_id)
constraint inspection_units_self_check_check on inspection_units: CHECK (((length(btrim(self_check)) >= 5) AND (length(btrim(self_check)) <= 5000)))
constraint inspection_units_self_checked_check on inspection_units: CHECK (((self_check IS NULL) = (self_checked_at IS NULL)))
constraint inspection_units_unit_fkey on inspection_units: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint inspections_announced_by_fkey on inspections: FOREIGN KEY (announced_by_person_id) REFERENCES persons(id)
constraint inspections_concluded_check on inspections: CHECK (((status = 'concluded'::text) = (conclusion IS NOT NULL)))
constraint inspections_drawn_check on inspections: CHECK ((((status = ANY (ARRAY['drawn'::text, 'concluded'::text])) = (seed IS NOT NULL)) AND ((seed IS NULL) = (drawn_note IS NULL))))
constraint inspections_frozen_check on inspections: CHECK ((((status = 'announced'::text) = (population_hash IS NULL)) AND ((population_hash IS NULL) = (population_count IS NULL))))
constraint inspections_no_key on inspections: UNIQUE (inspection_no)
constraint inspections_period_check on inspections: CHECK ((period_to >= period_from))
constraint inspections_pkey on inspections: PRIMARY KEY (id)
constraint inspections_population_hash_check on inspections: CHECK ((population_hash ~ '^[0-9a-f]{64}$'::text))
constraint inspections_sample_size_check on inspections: CHECK (((sample_size >= 1) AND (sample_size <= 500)))
constraint inspections_seed_check on inspections: CHECK ((seed ~ '^[0-9a-f]{64}$'::text))
constraint inspections_status_check on inspections: CHECK ((status = ANY (ARRAY['announced'::text, 'frozen'::text, 'drawn'::text, 'concluded'::text])))
constraint inspections_title_check on inspections: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 80)))
constraint inspections_unit_fkey on inspections: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint installation_key_check on installation: CHECK ((key ~ '^[a-z_]+$'::text))
constraint installation_pkey on installation: PRIMARY KEY (key)
constraint insurance_claims_checked_by_fkey on insurance_claims: FOREIGN KEY (checked_by_person_id) REFERENCES persons(id)
constraint insurance_claims_checked_check on insurance_claims: CHECK (((status = ANY (ARRAY['filed'::text, 'returned'::text, 'withdrawn'::text])) OR (checked_by_person_id IS NOT NULL)))
constraint insurance_claims_due_check on insurance_claims: CHECK (((status = ANY (ARRAY['filed'::text, 'checked'::text, 'sent'::text])) = (due_at IS NOT NULL)))
constraint insurance_claims_kind_check on insurance_claims: CHECK ((kind = ANY (ARRAY['injury'::text, 'illness'::text, 'property'::text, 'others'::text])))
constraint insurance_claims_money_check on insurance_claims: CHECK (((status = 'paid'::text) = (paid_fen IS NOT NULL)))
constraint insurance_claims_no_key on insurance_claims: UNIQUE (claim_no)
constraint insurance_claims_own_check on insurance_claims: CHECK (((checked_by_person_id IS DISTINCT FROM person_id) AND (sent_by_person_id IS DISTINCT FROM person_id)))
constraint insurance_claims_owner_fkey on insurance_claims: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint insurance_claims_paid_check on insurance_claims: CHECK ((paid_fen > 0))
constraint insurance_claims_person_fkey on insurance_claims: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint insurance_claims_pkey on insurance_claims: PRIMARY KEY (id)
constraint insurance_claims_second_check on insurance_claims: CHECK (((sent_by_person_id IS NULL) OR (sent_by_person_id <> checked_by_person_id)))
constraint insurance_claims_sent_by_fkey on insurance_claims: FOREIGN KEY (sent_by_person_id) REFERENCES persons(id)
constraint insurance_claims_sent_check on insurance_claims: CHECK (((status <> ALL (ARRAY['sent'::text, 'paid'::text, 'refused'::text])) OR (sent_by_person_id IS NOT NULL)))
constraint insurance_claims_status_check on insurance_claims: CHECK ((status = ANY (ARRAY['filed'::text, 'checked'::text, 'sent'::text, 'returned'::text, 'paid'::text, 'refused'::text, 'withdrawn'::text])))
constraint insurance_claims_take_overs_check on insurance_claims: CHECK ((take_overs >= 0))
constraint insurance_claims_team_fkey on insurance_claims: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint insurance_claims_visit_fkey on insurance_claims: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint job_receipts_pkey on job_receipts: PRIMARY KEY (job_id)
constraint joint_issues_answer_check on joint_issues: CHECK (((status <> 'answered'::text) OR (length(btrim(answer)) >= 5)))
constraint joint_issues_body_check on joint_issues: CHECK (((length(btrim(body)) >= 5) AND (length(btrim(body)) <= 2000)))
constraint joint_issues_category_check on joint_issues: CHECK ((category = ANY (ARRAY['money'::text, 'people'::text, 'places'::text, 'content'::text, 'coordination'::text, 'rules'::text, 'other'::text])))
constraint joint_issues_filed_by_fkey on joint_issues: FOREIGN KEY (filed_by_person_id) REFERENCES persons(id)
constraint joint_issues_kind_check on joint_issues: CHECK ((kind = ANY (ARRAY['problem'::text, 'opinion'::text, 'proposal'::text])))
constraint joint_issues_merged_check on joint_issues: CHECK ((((status = 'merged'::text) = (merged_into_id IS NOT NULL)) AND (merged_into_id <> id)))
constraint joint_issues_merged_into_fkey on joint_issues: FOREIGN KEY (merged_into_id) REFERENCES joint_issues(id)
constraint joint_issues_no_key on joint_issues: UNIQUE (issue_no)
constraint joint_issues_photo_fkey on joint_issues: FOREIGN KEY (photo_file_id) REFERENCES stored_files(id)
constraint joint_issues_pkey on joint_issues: PRIMARY KEY (id)
constraint joint_issues_status_check on joint_issues: CHECK ((status = ANY (ARRAY['open'::text, 'on_agenda'::text, 'resolved'::text, 'answered'::text, 'merged'::text])))
constraint joint_issues_title_check on joint_issues: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 80)))
constraint joint_issues_unit_fkey on joint_issues: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint joint_meetings_closed_by_fkey on joint_meetings: FOREIGN KEY (closed_by_person_id) REFERENCES persons(id)
constraint joint_meetings_created_by_fkey on joint_meetings: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint joint_meetings_minutes_check on joint_meetings: CHECK (((status = 'closed'::text) = ((minutes_record IS NOT NULL) AND (minutes_hash IS NOT NULL) AND (minutes IS NOT NULL))))
constraint joint_meetings_no_key on joint_meetings: UNIQUE (meeting_no)
constraint joint_meetings_pkey on joint_meetings: PRIMARY KEY (id)
constraint joint_meetings_status_check on joint_meetings: CHECK ((status = ANY (ARRAY['planned'::text, 'under_way'::text, 'closed'::text, 'cancelled'::text])))
constraint joint_meetings_title_check on joint_meetings: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 80)))
constraint joint_meetings_unit_fkey on joint_meetings: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint joint_resolutions_body_check on joint_resolutions: CHECK (((length(btrim(body)) >= 5) AND (length(btrim(body)) <= 1000)))
constraint joint_resolutions_due_check on joint_resolutions: CHECK ((due_on > decided_on))
constraint joint_resolutions_item_fkey on joint_resolutions: FOREIGN KEY (agenda_item_id) REFERENCES agenda_items(id)
constraint joint_resolutions_meeting_fkey on joint_resolutions: FOREIGN KEY (meeting_id) REFERENCES joint_meetings(id)
constraint joint_resolutions_no_key on joint_resolutions: UNIQUE (resolution_no)
constraint joint_resolutions_owner_fkey on joint_resolutions: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint joint_resolutions_pkey on joint_resolutions: PRIMARY KEY (id)
constraint joint_resolutions_reminders_check on joint_resolutions: CHECK (((chair_reminded_at IS NULL) OR (owner_reminded_at IS NOT NULL)))
constraint joint_resolutions_status_check on joint_resolutions: CHECK ((status = ANY (ARRAY['open'::text, 'reported'::text, 'done'::text])))
constraint lecture_talks_about_check on lecture_talks: CHECK (((length(btrim(about)) >= 10) AND (length(btrim(about)) <= 200)))
constraint lecture_talks_admitted_check on lecture_talks: CHECK (((status <> 'admitted'::text) OR ((decided_by_person_id IS NOT NULL) AND (item_code IS NOT NULL))))
constraint lecture_talks_audiences_check on lecture_talks: CHECK (((audiences <@ ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text]) AND (cardinality(audiences) > 0)))
constraint lecture_talks_decided_by_fkey on lecture_talks: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint lecture_talks_expert_fkey on lecture_talks: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint lecture_talks_item_fkey on lecture_talks: FOREIGN KEY (item_code) REFERENCES service_items(code)
constraint lecture_talks_item_key on lecture_talks: UNIQUE (item_code)
constraint lecture_talks_minutes_check on lecture_talks: CHECK (((minutes >= 20) AND (minutes <= 180)))
constraint lecture_talks_pkey on lecture_talks: PRIMARY KEY (id)
constraint lecture_talks_refused_check on lecture_talks: CHECK (((status <> 'refused'::text) OR ((decided_by_person_id IS NOT NULL) AND (decision_reason IS NOT NULL))))
constraint lecture_talks_status_check on lecture_talks: CHECK ((status = ANY (ARRAY['submitted'::text, 'admitted'::text, 'refused'::text, 'withdrawn'::text])))
constraint lecture_talks_submitted_by_fkey on lecture_talks: FOREIGN KEY (submitted_by_person_id) REFERENCES persons(id)
constraint lecture_talks_title_check on lecture_talks: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 40)))
constraint lecture_talks_topic_fkey on lecture_talks: FOREIGN KEY (topic) REFERENCES topics(code)
constraint lecture_talks_two_persons_check on lecture_talks: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> submitted_by_person_id)))
constraint lecture_talks_unit_fkey on lecture_talks: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint ledger_checkpoints_pkey on ledger_checkpoints: PRIMARY KEY (tree_size)
constraint ledger_entries_hash_check on ledger_entries: CHECK ((length(content_hash) = 32))
constraint ledger_entries_pkey on ledger_entries: PRIMARY KEY (id)
constraint ledger_entries_subject_key on ledger_entries: UNIQUE (subject_table, subject_id, content_hash)
constraint ledger_leaves_entry_key on ledger_leaves: UNIQUE (entry_id)
constraint ledger_leaves_hash_check on ledger_leaves: CHECK ((length(leaf_hash) = 32))
constraint ledger_leaves_index_check on ledger_leaves: CHECK ((leaf_index >= 0))
constraint ledger_leaves_pkey on ledger_leaves: PRIMARY KEY (leaf_index)
constraint ledger_nodes_hash_check on ledger_nodes: CHECK ((length(hash) = 32))
constraint ledger_nodes_pkey on ledger_nodes: PRIMARY KEY (level, node_index)
constraint ledger_pending_entry_fkey on ledger_pending: FOREIGN KEY (entry_id) REFERENCES ledger_entries(id)
constraint ledger_pending_entry_key on ledger_pending: UNIQUE (entry_id)
constraint ledger_pending_pkey on ledger_pending: PRIMARY KEY (pending_no)
constraint ledger_state_complete_check on ledger_state: CHECK ((((origin IS NULL) = (suite IS NULL)) AND ((suite IS NULL) = (verifier IS NULL))))
constraint ledger_state_only_one_check on ledger_state: CHECK (only_one)
constraint ledger_state_pkey on ledger_state: PRIMARY KEY (only_one)
constraint ledger_state_suite_check on ledger_state: CHECK ((suite = ANY (ARRAY['sha256'::text, 'sm3'::text])))
constraint lesson_copies_once on lesson_copies: UNIQUE (teacher_person_id, content_id)
constraint lesson_copies_pkey on lesson_copies: PRIMARY KEY (id)
constraint lesson_copies_title_check on lesson_copies: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint lesson_copies_words_check on lesson_copies: CHECK ((length(words) <= 20000))
constraint lesson_uses_class_check on lesson_uses: CHECK (((length(btrim(class_name)) >= 1) AND (length(btrim(class_name)) <= 30)))
constraint lesson_uses_once on lesson_uses: UNIQUE (teacher_person_id, content_id, class_key, used_on)
constraint lesson_uses_pkey on lesson_uses: PRIMARY KEY (id)
constraint lesson_uses_pupils_check on lesson_uses: CHECK (((pupil_count >= 1) AND (pupil_count <= 300)))
constraint lesson_uses_unit_fkey on lesson_uses: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint meeting_attendance_meeting_fkey on meeting_attendance: FOREIGN KEY (meeting_id) REFERENCES joint_meetings(id)
constraint meeting_attendance_pkey on meeting_attendance: PRIMARY KEY (meeting_id, unit_id)
constraint meeting_attendance_presence_check on meeting_attendance: CHECK ((presence = ANY (ARRAY['present'::text, 'excused'::text, 'absent'::text])))
constraint meeting_attendance_unit_fkey on meeting_attendance: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint meeting_papers_file_fkey on meeting_papers: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint meeting_papers_meeting_fkey on meeting_papers: FOREIGN KEY (meeting_id) REFERENCES joint_meetings(id)
constraint meeting_papers_pkey on meeting_papers: PRIMARY KEY (id)
constraint meeting_papers_title_check on meeting_papers: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 80)))
constraint notice_receipts_notice_fkey on notice_receipts: FOREIGN KEY (notice_id) REFERENCES unit_notices(id)
constraint notice_receipts_pkey on notice_receipts: PRIMARY KEY (notice_id, unit_id)
constraint notice_receipts_unit_fkey on notice_receipts: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint occasion_periods_days_check on occasion_periods: CHECK (((ends_on >= starts_on) AND ((ends_on - starts_on) <= 365)))
constraint occasion_periods_end_check on occasion_periods: CHECK ((((ended_on IS NULL) = (end_reason IS NULL)) AND ((ended_on IS NULL) OR ((ended_on >= starts_on) AND (ended_on <= ends_on)))))
constraint occasion_periods_no_overlap on occasion_periods: EXCLUDE USING gist (occasion_code WITH =, daterange(starts_on, COALESCE(ended_on, (ends_on + 1)), '[)'::text) WITH &&)
constraint occasion_periods_occasion_fkey on occasion_periods: FOREIGN KEY (occasion_code) REFERENCES occasions(code)
constraint occasion_periods_pkey on occasion_periods: PRIMARY KEY (id)
constraint occasion_periods_reason_check on occasion_periods: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 200)))
constraint occasions_audiences_check on occasions: CHECK (((cardinality(audiences) > 0) AND (audiences <@ ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint occasions_code_check on occasions: CHECK ((code ~ '^[a-z][a-z0-9-]{1,40}$'::text))
constraint occasions_dated_is_sourced on occasions: CHECK ((((rule ->> 'kind'::text) = 'announced'::text) OR ((source_publisher IS NOT NULL) AND (source_title IS NOT NULL))))
constraint occasions_kind_check on occasions: CHECK ((kind = ANY (ARRAY['campaign'::text, 'season'::text])))
constraint occasions_name_check on occasions: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 30)))
constraint occasions_pkey on occasions: PRIMARY KEY (code)
constraint occasions_rule_check on occasions: CHECK (((rule ->> 'kind'::text) = ANY (ARRAY['fixed'::text, 'weekday'::text, 'announced'::text])))
constraint occasions_source_url_check on occasions: CHECK ((source_url ~ '^https?://'::text))
constraint on_site_events_audience_check on on_site_events: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint on_site_events_kind_check on on_site_events: CHECK ((kind = ANY (ARRAY['in'::text, 'undo'::text, 'visit_in'::text, 'visit_out'::text])))
constraint on_site_events_method_check on on_site_events: CHECK ((method = ANY (ARRAY['scan'::text, 'code'::text, 'list'::text, 'walk_in'::text, 'desk'::text])))
constraint on_site_events_order_fkey on on_site_events: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint on_site_events_outcome_check on on_site_events: CHECK ((outcome = ANY (ARRAY['counted'::text, 'twice'::text, 'undone'::text, 'late'::text, 'refused'::text, 'kept'::text])))
constraint on_site_events_people_check on on_site_events: CHECK (((people_count >= 0) AND (people_count <= 500)))
constraint on_site_events_person_fkey on on_site_events: FOREIGN KEY (by_person_id) REFERENCES persons(id)
constraint on_site_events_pkey on on_site_events: PRIMARY KEY (id)
constraint on_site_events_registration_fkey on on_site_events: FOREIGN KEY (registration_id) REFERENCES registrations(id)
constraint on_site_events_session_fkey on on_site_events: FOREIGN KEY (session_id) REFERENCES activity_sessions(id)
constraint on_site_events_target_check on on_site_events: CHECK ((((kind = ANY (ARRAY['in'::text, 'undo'::text])) = (session_id IS NOT NULL)) AND ((kind = ANY (ARRAY['visit_in'::text, 'visit_out'::text])) = (order_id IS NOT NULL))))
constraint on_site_events_undo_check on on_site_events: CHECK (((kind = 'undo'::text) = (undoes_id IS NOT NULL)))
constraint order_assignments_dispatch_fkey on order_assignments: FOREIGN KEY (dispatch_id) REFERENCES order_dispatches(id)
constraint order_assignments_dispatch_key on order_assignments: UNIQUE (dispatch_id)
constraint order_assignments_end_check on order_assignments: CHECK ((end_kind = ANY (ARRAY['given_back'::text, 'timed_out'::text, 'no_show'::text, 'finished'::text, 'withdrawn'::text])))
constraint order_assignments_ended_check on order_assignments: CHECK (((ended_at IS NULL) = (end_kind IS NULL)))
constraint order_assignments_order_fkey on order_assignments: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_assignments_pkey on order_assignments: PRIMARY KEY (id)
constraint order_assignments_team_fkey on order_assignments: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint order_attachments_about_check on order_attachments: CHECK ((about = ANY (ARRAY['order'::text, 'rating'::text])))
constraint order_attachments_file_fkey on order_attachments: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint order_attachments_file_key on order_attachments: UNIQUE (file_id)
constraint order_attachments_kind_check on order_attachments: CHECK ((kind = ANY (ARRAY['photo'::text, 'voice'::text])))
constraint order_attachments_length_check on order_attachments: CHECK (((kind = 'voice'::text) = (seconds IS NOT NULL)))
constraint order_attachments_order_fkey on order_attachments: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_attachments_pkey on order_attachments: PRIMARY KEY (id)
constraint order_attachments_seconds_check on order_attachments: CHECK (((seconds >= 1) AND (seconds <= 60)))
constraint order_dispatches_answer_check on order_dispatches: CHECK (((status <> ALL (ARRAY['accepted'::text, 'declined'::text])) OR (answered_team_id IS NOT NULL)))
constraint order_dispatches_answered_by_fkey on order_dispatches: FOREIGN KEY (answered_by_person_id) REFERENCES persons(id)
constraint order_dispatches_answered_team_fkey on order_dispatches: FOREIGN KEY (answered_team_id) REFERENCES volunteer_teams(id)
constraint order_dispatches_mode_check on order_dispatches: CHECK ((mode = ANY (ARRAY['direct'::text, 'open'::text, 'substitute'::text])))
constraint order_dispatches_offered_by_fkey on order_dispatches: FOREIGN KEY (offered_by_person_id) REFERENCES persons(id)
constraint order_dispatches_open_check on order_dispatches: CHECK (((mode = 'open'::text) = (team_id IS NULL)))
constraint order_dispatches_order_fkey on order_dispatches: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_dispatches_pkey on order_dispatches: PRIMARY KEY (id)
constraint order_dispatches_status_check on order_dispatches: CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'timed_out'::text, 'recalled'::text])))
constraint order_dispatches_team_fkey on order_dispatches: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint order_drafts_person_fkey on order_drafts: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint order_drafts_pkey on order_drafts: PRIMARY KEY (person_id)
constraint order_events_behalf_fkey on order_events: FOREIGN KEY (on_behalf_of_person_id) REFERENCES persons(id)
constraint order_events_by_check on order_events: CHECK ((by_kind = ANY (ARRAY['person'::text, 'system'::text])))
constraint order_events_no_key on order_events: UNIQUE (event_no)
constraint order_events_order_fkey on order_events: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_events_owner_fkey on order_events: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint order_events_person_fkey on order_events: FOREIGN KEY (by_person_id) REFERENCES persons(id)
constraint order_events_pkey on order_events: PRIMARY KEY (id)
constraint order_events_team_fkey on order_events: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint order_expert_offers_expert_fkey on order_expert_offers: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint order_expert_offers_once on order_expert_offers: UNIQUE (order_id, expert_id)
constraint order_expert_offers_order_fkey on order_expert_offers: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_expert_offers_person_fkey on order_expert_offers: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint order_expert_offers_pkey on order_expert_offers: PRIMARY KEY (id)
constraint order_expert_offers_status_check on order_expert_offers: CHECK ((status = ANY (ARRAY['offered'::text, 'willing'::text, 'declined'::text])))
constraint order_notices_event_fkey on order_notices: FOREIGN KEY (event_id) REFERENCES order_events(id)
constraint order_notices_once on order_notices: UNIQUE NULLS NOT DISTINCT (event_id, person_id)
constraint order_notices_order_fkey on order_notices: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_notices_person_fkey on order_notices: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint order_notices_pkey on order_notices: PRIMARY KEY (id)
constraint order_notices_status_check on order_notices: CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text])))
constraint order_pests_order_fkey on order_pests: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_pests_pest_fkey on order_pests: FOREIGN KEY (pest_id) REFERENCES crop_pests(id)
constraint order_pests_pkey on order_pests: PRIMARY KEY (order_id, pest_id)
constraint order_pests_word_check on order_pests: CHECK (((length(word) >= 2) AND (length(word) <= 20)))
constraint order_ratings_once on order_ratings: UNIQUE (order_id, round)
constraint order_ratings_order_fkey on order_ratings: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint order_ratings_person_fkey on order_ratings: FOREIGN KEY (rated_by_person_id) REFERENCES persons(id)
constraint order_ratings_pkey on order_ratings: PRIMARY KEY (id)
constraint order_ratings_proof_check on order_ratings: CHECK ((proof = ANY (ARRAY['requester'::text, 'code'::text])))
constraint order_ratings_reply_check on order_ratings: CHECK (((replied_at IS NULL) = (replied_by_person_id IS NULL)))
constraint order_ratings_reply_person_fkey on order_ratings: FOREIGN KEY (replied_by_person_id) REFERENCES persons(id)
constraint order_ratings_reply_words_check on order_ratings: CHECK (((reply_sealed IS NULL) OR (replied_at IS NOT NULL)))
constraint order_ratings_stars_check on order_ratings: CHECK (((stars >= 1) AND (stars <= 5)))
constraint order_ratings_visit_fkey on order_ratings: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint orders_audience_check on orders: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint orders_channel_check on orders: CHECK ((channel = ANY (ARRAY['portal'::text, 'helper'::text, 'phone'::text, 'paper'::text, 'standing'::text])))
constraint orders_door_check on orders: CHECK (((status <> 'not_ours'::text) OR (better_door IS NOT NULL)))
constraint orders_due_check on orders: CHECK (((status = ANY (ARRAY['rated'::text, 'not_ours'::text, 'cannot'::text, 'withdrawn'::text])) = (due_at IS NULL)))
constraint orders_half_check on orders: CHECK ((wanted_half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint orders_has_team_check on orders: CHECK (((status <> ALL (ARRAY['accepted'::text, 'scheduled'::text, 'substituted'::text, 'under_way'::text, 'done'::text, 'confirmed'::text])) OR (team_id IS NOT NULL) OR hub_served))
constraint orders_helper_check on orders: CHECK (((channel = 'helper'::text) = (proxy_act_id IS NOT NULL)))
constraint orders_item_fkey on orders: FOREIGN KEY (item_code) REFERENCES service_items(code)
constraint orders_merged_check on orders: CHECK ((((status <> 'merged'::text) OR (merged_into IS NOT NULL)) AND (merged_into <> id)))
constraint orders_merged_fkey on orders: FOREIGN KEY (merged_into) REFERENCES orders(id)
constraint orders_no_key on orders: UNIQUE (order_no)
constraint orders_ordered_by_fkey on orders: FOREIGN KEY (ordered_by_person_id) REFERENCES persons(id)
constraint orders_owner_fkey on orders: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint orders_people_check on orders: CHECK (((people_count >= 1) AND (people_count <= 2000)))
constraint orders_pkey on orders: PRIMARY KEY (id)
constraint orders_place_fkey on orders: FOREIGN KEY (place_unit_id) REFERENCES org_units(id)
constraint orders_proxy_fkey on orders: FOREIGN KEY (proxy_act_id) REFERENCES proxy_acts(id)
constraint orders_reason_check on orders: CHECK (((status <> 'cannot'::text) OR (COALESCE(length(btrim(end_reason)), 0) >= 5)))
constraint orders_requester_fkey on orders: FOREIGN KEY (requester_person_id) REFERENCES persons(id)
constraint orders_round_check on orders: CHECK ((round >= 1))
constraint orders_split_fkey on orders: FOREIGN KEY (split_from) REFERENCES orders(id)
constraint orders_status_check on orders: CHECK ((status = ANY (ARRAY['submitted'::text, 'screened'::text, 'dispatched'::text, 'declined'::text, 'timed_out'::text, 'accepted'::text, 'scheduled'::text, 'under_way'::text, 'no_show'::text, 'substituted'::text, 'done'::text, 'confirmed'::text, 'reopened'::text, 'rated'::text, 'not_ours'::text, 'cannot'::text, 'withdrawn'::text, 'merged'::text, 'sent_up'::text])))
constraint orders_take_overs_check on orders: CHECK ((take_overs >= 0))
constraint orders_team_fkey on orders: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint orders_title_check on orders: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint orders_visit_check on orders: CHECK (((status <> ALL (ARRAY['scheduled'::text, 'substituted'::text, 'under_way'::text, 'done'::text, 'confirmed'::text])) OR hub_served OR ((visit_starts_at IS NOT NULL) AND (visit_ends_at > visit_starts_at))))
constraint org_units_kind_check on org_units: CHECK ((kind = ANY (ARRAY['committee'::text, 'department'::text, 'park'::text, 'street'::text, 'town'::text, 'community'::text, 'village'::text, 'school'::text, 'kindergarten'::text, 'venue'::text, 'hospital'::text, 'company'::text, 'society'::text, 'station'::text])))
constraint org_units_name_check on org_units: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 80)))
constraint org_units_parent_check on org_units: CHECK (((parent_id IS NULL) = (kind = 'committee'::text)))
constraint org_units_parent_fkey on org_units: FOREIGN KEY (parent_id) REFERENCES org_units(id)
constraint org_units_path_key on org_units: UNIQUE (path)
constraint org_units_pkey on org_units: PRIMARY KEY (id)
constraint org_units_region_code_check on org_units: CHECK ((region_code ~ '^[0-9]{12}$'::text))
constraint org_units_station_check on org_units: CHECK (((kind = 'station'::text) = (station_level IS NOT NULL)))
constraint org_units_station_level_check on org_units: CHECK ((station_level = ANY (ARRAY['center'::text, 'sub'::text, 'station'::text])))
constraint org_units_station_of_fkey on org_units: FOREIGN KEY (station_of) REFERENCES org_units(id)
constraint org_units_unit_no_key on org_units: UNIQUE (unit_no)
constraint org_units_valid_check on org_units: CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
constraint organisation_events_organisation_fkey on organisation_events: FOREIGN KEY (organisation_id) REFERENCES organisations(id)
constraint organisation_events_pkey on organisation_events: PRIMARY KEY (id)
constraint organisations_credit_code_check on organisations: CHECK ((credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text))
constraint organisations_home_unit_fkey on organisations: FOREIGN KEY (home_unit_id) REFERENCES org_units(id)
constraint organisations_kind_check on organisations: CHECK ((kind = ANY (ARRAY['university'::text, 'institute'::text, 'enterprise'::text, 'grassroots'::text, 'science_community'::text, 'social_group'::text])))
constraint organisations_name_check on organisations: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 80)))
constraint organisations_pkey on organisations: PRIMARY KEY (id)
constraint organisations_proof_fkey on organisations: FOREIGN KEY (proof_file_id) REFERENCES stored_files(id)
constraint organisations_receipt_key on organisations: UNIQUE (receipt_no)
constraint organisations_status_check on organisations: CHECK ((status = ANY (ARRAY['submitted'::text, 'under_review'::text, 'returned'::text, 'verified'::text, 'rejected'::text, 'suspended'::text, 'withdrawn'::text])))
constraint organisations_unit_fkey on organisations: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint outbox_events_no_key on outbox_events: UNIQUE (event_no)
constraint outbox_events_pkey on outbox_events: PRIMARY KEY (id)
constraint outside_posts_channel_fkey on outside_posts: FOREIGN KEY (channel_code) REFERENCES channels(code)
constraint outside_posts_content_fkey on outside_posts: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint outside_posts_pkey on outside_posts: PRIMARY KEY (channel_code, version_id)
constraint outside_posts_state_check on outside_posts: CHECK ((state = ANY (ARRAY['open'::text, 'out'::text, 'gone'::text])))
constraint outside_posts_version_fkey on outside_posts: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint pack_manifests_count_check on pack_manifests: CHECK ((file_count > 0))
constraint pack_manifests_hash_check on pack_manifests: CHECK ((manifest_hash ~ '^[0-9a-f]{64}$'::text))
constraint pack_manifests_pack_fkey on pack_manifests: FOREIGN KEY (id) REFERENCES evidence_packs(id)
constraint pack_manifests_pkey on pack_manifests: PRIMARY KEY (id)
constraint page_versions_pkey on page_versions: PRIMARY KEY (scope)
constraint pair_requests_about_check on pair_requests: CHECK (((length(btrim(about)) >= 10) AND (length(btrim(about)) <= 1000)))
constraint pair_requests_credited_check on pair_requests: CHECK (((length(btrim(credited_as)) >= 1) AND (length(btrim(credited_as)) <= 30)))
constraint pair_requests_kind_check on pair_requests: CHECK ((kind = ANY (ARRAY['article'::text, 'audio'::text, 'video'::text, 'comic'::text, 'chart'::text, 'lesson'::text, 'card'::text])))
constraint pair_requests_pkey on pair_requests: PRIMARY KEY (id)
constraint pair_requests_side_check on pair_requests: CHECK ((side = ANY (ARRAY['result'::text, 'creator'::text])))
constraint pair_requests_status_check on pair_requests: CHECK ((status = ANY (ARRAY['open'::text, 'paired'::text, 'closed'::text])))
constraint pair_requests_title_check on pair_requests: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint pair_requests_unit_fkey on pair_requests: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint pairings_agreed_check on pairings: CHECK (((content_id IS NULL) OR ((result_yes_at IS NOT NULL) AND (creator_yes_at IS NOT NULL))))
constraint pairings_content_key on pairings: UNIQUE (content_id)
constraint pairings_creator_fkey on pairings: FOREIGN KEY (creator_request_id) REFERENCES pair_requests(id)
constraint pairings_once on pairings: UNIQUE (result_request_id, creator_request_id)
constraint pairings_pkey on pairings: PRIMARY KEY (id)
constraint pairings_result_fkey on pairings: FOREIGN KEY (result_request_id) REFERENCES pair_requests(id)
constraint pairings_said_check on pairings: CHECK (((result_yes_at IS NOT NULL) OR (creator_yes_at IS NOT NULL)))
constraint past_activities_audience_check on past_activities: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint past_activities_counted_check on past_activities: CHECK (((length(btrim(counted_by)) >= 2) AND (length(btrim(counted_by)) <= 120)))
constraint past_activities_import_fkey on past_activities: FOREIGN KEY (import_id) REFERENCES history_imports(id)
constraint past_activities_once on past_activities: UNIQUE (unit_id, held_on, title)
constraint past_activities_people_check on past_activities: CHECK (((people_count >= 0) AND (people_count <= 1000000)))
constraint past_activities_pkey on past_activities: PRIMARY KEY (id)
constraint past_activities_title_check on past_activities: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 80)))
constraint past_activities_unit_fkey on past_activities: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint periodic_runs_pkey on periodic_runs: PRIMARY KEY (name)
constraint persons_erased_check on persons: CHECK ((((status <> 'erased'::text) AND (salt IS NOT NULL) AND (name_sealed IS NOT NULL)) OR ((status = 'erased'::text) AND (salt IS NULL) AND (name_sealed IS NULL) AND (phone_sealed IS NULL) AND (birth_date_sealed IS NULL) AND (unit_id IS NULL))))
constraint persons_name_check on persons: CHECK (((name_sealed IS NULL) = (name_index IS NULL)))
constraint persons_phone_check on persons: CHECK (((phone_sealed IS NULL) = (phone_index IS NULL)))
constraint persons_phone_index_key on persons: UNIQUE (phone_index)
constraint persons_pkey on persons: PRIMARY KEY (id)
constraint persons_pseudonym_key on persons: UNIQUE (pseudonym)
constraint persons_status_check on persons: CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text, 'erased'::text])))
constraint persons_unit_fkey on persons: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint phone_codes_guesses_check on phone_codes: CHECK (((guesses >= 0) AND (guesses <= 5)))
constraint phone_codes_life_check on phone_codes: CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:10:00'::interval))))
constraint phone_codes_pkey on phone_codes: PRIMARY KEY (id)
constraint pitches_audience_check on pitches: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint pitches_content_fkey on pitches: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint pitches_drafted_check on pitches: CHECK (((status = 'drafted'::text) = (content_id IS NOT NULL)))
constraint pitches_kind_check on pitches: CHECK ((kind = ANY (ARRAY['article'::text, 'audio'::text, 'video'::text, 'comic'::text, 'chart'::text, 'lesson'::text, 'card'::text])))
constraint pitches_pkey on pitches: PRIMARY KEY (id)
constraint pitches_reason_check on pitches: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500)))
constraint pitches_source_publisher_check on pitches: CHECK ((length(source_publisher) <= 100))
constraint pitches_source_title_check on pitches: CHECK ((length(source_title) <= 200))
constraint pitches_status_check on pitches: CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'drafted'::text, 'dropped'::text])))
constraint pitches_title_check on pitches: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint pitches_topic_fkey on pitches: FOREIGN KEY (topic_code) REFERENCES topics(code)
constraint pitches_unit_fkey on pitches: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint placement_proofs_day_once on placement_proofs: UNIQUE (placement_id, happened_on)
constraint placement_proofs_done_check on placement_proofs: CHECK (((done_count >= 1) AND (done_count <= 100000)))
constraint placement_proofs_evidence_check on placement_proofs: CHECK (((length(btrim(evidence)) >= 4) AND (length(btrim(evidence)) <= 300)))
constraint placement_proofs_pkey on placement_proofs: PRIMARY KEY (id)
constraint placement_proofs_placement_fkey on placement_proofs: FOREIGN KEY (placement_id) REFERENCES placements(id)
constraint placements_cancelled_check on placements: CHECK (((status <> 'cancelled'::text) OR (reason IS NOT NULL)))
constraint placements_dates_check on placements: CHECK ((to_on >= from_on))
constraint placements_medium_check on placements: CHECK ((medium = ANY (ARRAY['web'::text, 'kiosk'::text, 'poster'::text, 'radio'::text, 'tv'::text, 'newspaper'::text, 'outdoor'::text, 'transport'::text])))
constraint placements_pkey on placements: PRIMARY KEY (id)
constraint placements_place_check on placements: CHECK (((length(btrim(place)) >= 2) AND (length(btrim(place)) <= 60)))
constraint placements_planned_check on placements: CHECK (((planned_count >= 1) AND (planned_count <= 100000)))
constraint placements_reason_check on placements: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 200)))
constraint placements_status_check on placements: CHECK ((status = ANY (ARRAY['planned'::text, 'cancelled'::text])))
constraint placements_unit_fkey on placements: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint plan_adoptions_document_check on plan_adoptions: CHECK (((length(btrim(COALESCE(document_no, ''::text))) >= 4) OR (file_id IS NOT NULL)))
constraint plan_adoptions_file_fkey on plan_adoptions: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint plan_adoptions_person_fkey on plan_adoptions: FOREIGN KEY (adopted_by_person_id) REFERENCES persons(id)
constraint plan_adoptions_pkey on plan_adoptions: PRIMARY KEY (id)
constraint plan_adoptions_task_fkey on plan_adoptions: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint plan_adoptions_title_check on plan_adoptions: CHECK (((length(btrim(document_title)) >= 4) AND (length(btrim(document_title)) <= 120)))
constraint plan_adoptions_unit_fkey on plan_adoptions: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint plan_adoptions_withdrawn_check on plan_adoptions: CHECK (((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))
constraint plan_clauses_document_fkey on plan_clauses: FOREIGN KEY (document_id) REFERENCES plan_documents(id)
constraint plan_clauses_node_key on plan_clauses: UNIQUE (document_id, node_id)
constraint plan_clauses_parent_fkey on plan_clauses: FOREIGN KEY (parent_id) REFERENCES plan_clauses(id)
constraint plan_clauses_pkey on plan_clauses: PRIMARY KEY (id)
constraint plan_clauses_seq_key on plan_clauses: UNIQUE (document_id, seq)
constraint plan_documents_creator_fkey on plan_documents: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint plan_documents_file_fkey on plan_documents: FOREIGN KEY (file_id) REFERENCES stored_files(id)
constraint plan_documents_force_check on plan_documents: CHECK (((level <> 'district'::text) OR (status = ANY (ARRAY['draft'::text, 'discarded'::text])) OR ((valid_from IS NOT NULL) AND (valid_to IS NOT NULL))))
constraint plan_documents_level_check on plan_documents: CHECK ((level = ANY (ARRAY['national'::text, 'province'::text, 'city'::text, 'district'::text])))
constraint plan_documents_one_in_force on plan_documents: EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE (((level = 'district'::text) AND (status = 'in_force'::text)))
constraint plan_documents_period_check on plan_documents: CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to >= valid_from)))
constraint plan_documents_pkey on plan_documents: PRIMARY KEY (id)
constraint plan_documents_replaces_fkey on plan_documents: FOREIGN KEY (replaces_id) REFERENCES plan_documents(id)
constraint plan_documents_status_check on plan_documents: CHECK ((status = ANY (ARRAY['draft'::text, 'in_force'::text, 'superseded'::text, 'expired'::text, 'discarded'::text])))
constraint plan_documents_title_check on plan_documents: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 200)))
constraint plan_documents_unit_fkey on plan_documents: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint plan_documents_version_check on plan_documents: CHECK ((version >= 1))
constraint plan_milestones_document_fkey on plan_milestones: FOREIGN KEY (document_id) REFERENCES plan_documents(id)
constraint plan_milestones_pkey on plan_milestones: PRIMARY KEY (id)
constraint plan_milestones_task_fkey on plan_milestones: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint plan_milestones_title_check on plan_milestones: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint plan_milestones_unit_fkey on plan_milestones: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint plan_targets_baseline_check on plan_targets: CHECK (((measure <> '%'::text) OR (frequency IS NOT NULL) OR (baseline IS NOT NULL)))
constraint plan_targets_baseline_day_check on plan_targets: CHECK (((baseline IS NULL) = (baseline_on IS NULL)))
constraint plan_targets_comparison_check on plan_targets: CHECK ((comparison = ANY (ARRAY['atLeast'::text, 'moreThan'::text, 'atMost'::text, 'lessThan'::text])))
constraint plan_targets_frequency_check on plan_targets: CHECK ((frequency = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'term'::text, 'half_year'::text, 'year'::text])))
constraint plan_targets_indicator_fkey on plan_targets: FOREIGN KEY (task_indicator_id) REFERENCES task_indicators(id)
constraint plan_targets_measure_check on plan_targets: CHECK (((length(btrim(measure)) >= 1) AND (length(btrim(measure)) <= 20)))
constraint plan_targets_path_check on plan_targets: CHECK ((jsonb_typeof(path) = 'array'::text))
constraint plan_targets_pkey on plan_targets: PRIMARY KEY (id)
constraint plan_targets_seq_key on plan_targets: UNIQUE (task_id, seq)
constraint plan_targets_subject_check on plan_targets: CHECK ((subject = ANY (ARRAY['area'::text, 'each_unit'::text, 'each_place'::text, 'each_school'::text])))
constraint plan_targets_task_fkey on plan_targets: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint plan_targets_title_check on plan_targets: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint plan_task_units_once on plan_task_units: UNIQUE (task_id, unit_id)
constraint plan_task_units_part_check on plan_task_units: CHECK ((part = ANY (ARRAY['lead'::text, 'support'::text])))
constraint plan_task_units_pkey on plan_task_units: PRIMARY KEY (id)
constraint plan_task_units_task_fkey on plan_task_units: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint plan_task_units_unit_fkey on plan_task_units: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint plan_tasks_clause_fkey on plan_tasks: FOREIGN KEY (clause_id) REFERENCES plan_clauses(id)
constraint plan_tasks_code_check on plan_tasks: CHECK ((code ~ '^[A-Z]{1,3}-[0-9]{2,3}$'::text))
constraint plan_tasks_code_key on plan_tasks: UNIQUE (document_id, code)
constraint plan_tasks_dates_check on plan_tasks: CHECK ((due_on >= starts_on))
constraint plan_tasks_document_fkey on plan_tasks: FOREIGN KEY (document_id) REFERENCES plan_documents(id)
constraint plan_tasks_pillars_check on plan_tasks: CHECK ((pillars <@ ARRAY['joint'::text, 'smart'::text, 'standard'::text, 'regional'::text]))
constraint plan_tasks_pkey on plan_tasks: PRIMARY KEY (id)
constraint plan_tasks_title_check on plan_tasks: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint policies_applies_to_check on policies: CHECK (((applies_to <@ ARRAY['resident'::text, 'elder'::text, 'guardian'::text, 'school'::text, 'base'::text, 'volunteer_team'::text, 'enterprise'::text, 'research_unit'::text, 'media'::text, 'government'::text]) AND (cardinality(applies_to) > 0)))
constraint policies_dates_check on policies: CHECK (((ended_on IS NULL) OR (ended_on >= COALESCE(effective_on, issued_on))))
constraint policies_ended_check on policies: CHECK (((status <> 'ended'::text) OR ((ended_on IS NOT NULL) AND (end_reason IS NOT NULL))))
constraint policies_level_check on policies: CHECK ((level = ANY (ARRAY['national'::text, 'ministry'::text, 'province'::text, 'city'::text, 'district'::text])))
constraint policies_matters_check on policies: CHECK (((matters <@ ARRAY['duty'::text, 'right'::text, 'money'::text, 'recognition'::text, 'safety'::text]) AND (cardinality(matters) > 0)))
constraint policies_no_key on policies: UNIQUE (policy_no)
constraint policies_pkey on policies: PRIMARY KEY (id)
constraint policies_points_check on policies: CHECK (((jsonb_typeof(points) = 'array'::text) AND (jsonb_array_length(points) > 0)))
constraint policies_published_by_check on policies: CHECK (((status <> ALL (ARRAY['published'::text, 'ended'::text])) OR (published_by_person_id IS NOT NULL)))
constraint policies_status_check on policies: CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'ended'::text, 'dropped'::text])))
constraint policies_title_check on policies: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 120)))
constraint policies_two_people on policies: CHECK (((published_by_person_id IS NULL) OR (published_by_person_id <> drafted_by_person_id)))
constraint policies_unit_fkey on policies: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint policies_url_check on policies: CHECK ((official_url ~ '^https?://'::text))
constraint poster_opens_content_fkey on poster_opens: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint poster_opens_opens_check on poster_opens: CHECK ((opens > 0))
constraint poster_opens_pkey on poster_opens: PRIMARY KEY (content_id, unit_id, opened_on)
constraint poster_opens_unit_fkey on poster_opens: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint proxy_acts_consent_fkey on proxy_acts: FOREIGN KEY (consent_id) REFERENCES consents(id)
constraint proxy_acts_elder_fkey on proxy_acts: FOREIGN KEY (elder_person_id) REFERENCES persons(id)
constraint proxy_acts_helper_fkey on proxy_acts: FOREIGN KEY (helper_person_id) REFERENCES persons(id)
constraint proxy_acts_length_check on proxy_acts: CHECK (((ends_at > started_at) AND (ends_at <= (started_at + '02:00:00'::interval))))
constraint proxy_acts_matter_check on proxy_acts: CHECK (((length(btrim(matter)) >= 2) AND (length(btrim(matter)) <= 200)))
constraint proxy_acts_people_check on proxy_acts: CHECK ((helper_person_id <> elder_person_id))
constraint proxy_acts_pkey on proxy_acts: PRIMARY KEY (id)
constraint proxy_acts_unit_fkey on proxy_acts: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint proxy_codes_elder_fkey on proxy_codes: FOREIGN KEY (elder_person_id) REFERENCES persons(id)
constraint proxy_codes_guesses_check on proxy_codes: CHECK (((guesses >= 0) AND (guesses <= 5)))
constraint proxy_codes_helper_fkey on proxy_codes: FOREIGN KEY (helper_person_id) REFERENCES persons(id)
constraint proxy_codes_life_check on proxy_codes: CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:10:00'::interval))))
constraint proxy_codes_pkey on proxy_codes: PRIMARY KEY (id)
constraint question_cards_answer_check on question_cards: CHECK (((length(btrim(answer_text)) >= 10) AND (length(btrim(answer_text)) <= 3000)))
constraint question_cards_audience_check on question_cards: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint question_cards_expert_fkey on question_cards: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint question_cards_no_key on question_cards: UNIQUE (card_no)
constraint question_cards_pkey on question_cards: PRIMARY KEY (id)
constraint question_cards_published_check on question_cards: CHECK (((status <> 'published'::text) OR (published_at IS NOT NULL)))
constraint question_cards_question_fkey on question_cards: FOREIGN KEY (question_id) REFERENCES questions(id)
constraint question_cards_question_key on question_cards: UNIQUE (question_id)
constraint question_cards_reason_check on question_cards: CHECK (((length(btrim(decision_reason)) >= 5) AND (length(btrim(decision_reason)) <= 500)))
constraint question_cards_status_check on question_cards: CHECK ((status = ANY (ARRAY['waiting'::text, 'published'::text, 'returned'::text, 'withdrawn'::text])))
constraint question_cards_text_check on question_cards: CHECK (((length(btrim(question_text)) >= 4) AND (length(btrim(question_text)) <= 600)))
constraint question_cards_title_check on question_cards: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 60)))
constraint question_cards_topic_fkey on question_cards: FOREIGN KEY (topic_code) REFERENCES topics(code)
constraint question_cards_two_persons_check on question_cards: CHECK (((status <> 'published'::text) OR ((decided_by_person_id IS NOT NULL) AND (decided_by_person_id <> written_by_person_id))))
constraint question_cards_unit_fkey on question_cards: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint questions_answer_check on questions: CHECK (((length(btrim(answer_text)) >= 10) AND (length(btrim(answer_text)) <= 3000)))
constraint questions_answered_check on questions: CHECK (((status = 'answered'::text) = (checked_by_person_id IS NOT NULL)))
constraint questions_asker_fkey on questions: FOREIGN KEY (asker_person_id) REFERENCES persons(id)
constraint questions_assigned_check on questions: CHECK (((status <> 'assigned'::text) OR (assigned_at IS NOT NULL)))
constraint questions_audience_check on questions: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint questions_closed_check on questions: CHECK (((length(btrim(closed_reason)) >= 5) AND (length(btrim(closed_reason)) <= 500)))
constraint questions_content_fkey on questions: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint questions_drafted_check on questions: CHECK (((status <> ALL (ARRAY['drafted'::text, 'answered'::text])) OR ((answer_text IS NOT NULL) AND (drafted_by_person_id IS NOT NULL))))
constraint questions_due_check on questions: CHECK ((due_at > asked_at))
constraint questions_ended_check on questions: CHECK (((status = ANY (ARRAY['answered'::text, 'no_expert'::text, 'withdrawn'::text])) = (ended_at IS NOT NULL)))
constraint questions_expert_fkey on questions: FOREIGN KEY (expert_id) REFERENCES experts(id)
constraint questions_heard_fkey on questions: FOREIGN KEY (heard_by_person_id) REFERENCES persons(id)
constraint questions_helper_check on questions: CHECK (((helper_person_id IS NULL) OR ((asker_person_id IS NOT NULL) AND (helper_person_id <> asker_person_id))))
constraint questions_helper_fkey on questions: FOREIGN KEY (helper_person_id) REFERENCES persons(id)
constraint questions_no_expert_check on questions: CHECK (((status <> 'no_expert'::text) OR (closed_reason IS NOT NULL)))
constraint questions_phone_check on questions: CHECK (((phone_sealed IS NULL) OR (phone_consent_at IS NOT NULL)))
constraint questions_photo_fkey on questions: FOREIGN KEY (photo_file_id) REFERENCES stored_files(id)
constraint questions_pkey on questions: PRIMARY KEY (id)
constraint questions_receipt_check on questions: CHECK ((length(receipt_index) = 32))
constraint questions_receipt_key on questions: UNIQUE (receipt_index)
constraint questions_return_check on questions: CHECK (((length(btrim(return_reason)) >= 2) AND (length(btrim(return_reason)) <= 500)))
constraint questions_status_check on questions: CHECK ((status = ANY (ARRAY['received'::text, 'assigned'::text, 'drafted'::text, 'answered'::text, 'no_expert'::text, 'withdrawn'::text])))
constraint questions_text_check on questions: CHECK (((length(btrim(asked_text)) >= 4) AND (length(btrim(asked_text)) <= 1000)))
constraint questions_topic_fkey on questions: FOREIGN KEY (topic_code) REFERENCES topics(code)
constraint questions_two_persons_check on questions: CHECK (((checked_by_person_id IS NULL) OR (checked_by_person_id <> drafted_by_person_id)))
constraint questions_unit_fkey on questions: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint questions_voice_fkey on questions: FOREIGN KEY (voice_file_id) REFERENCES stored_files(id)
constraint questions_voice_seconds_check on questions: CHECK (((voice_seconds >= 1) AND (voice_seconds <= 60)))
constraint reader_reports_answer_check on reader_reports: CHECK (((length(btrim(answer)) >= 2) AND (length(btrim(answer)) <= 500)))
constraint reader_reports_answer_needed_check on reader_reports: CHECK (((status <> 'kept'::text) OR (answer IS NOT NULL)))
constraint reader_reports_content_fkey on reader_reports: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint reader_reports_pkey on reader_reports: PRIMARY KEY (id)
constraint reader_reports_remark_check on reader_reports: CHECK (((length(btrim(remark)) >= 4) AND (length(btrim(remark)) <= 500)))
constraint reader_reports_status_check on reader_reports: CHECK ((status = ANY (ARRAY['open'::text, 'corrected'::text, 'kept'::text])))
constraint reader_reports_version_fkey on reader_reports: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint reading_history_consent_fkey on reading_history: FOREIGN KEY (consent_id) REFERENCES consents(id)
constraint reading_history_content_fkey on reading_history: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint reading_history_person_fkey on reading_history: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint reading_history_pkey on reading_history: PRIMARY KEY (person_id, content_id)
constraint recruitment_applications_days_check on recruitment_applications: CHECK ((((cardinality(days) >= 1) AND (cardinality(days) <= 7)) AND (days <@ '{1,2,3,4,5,6,7}'::smallint[])))
constraint recruitment_applications_halves_check on recruitment_applications: CHECK ((((cardinality(halves) >= 1) AND (cardinality(halves) <= 3)) AND (halves <@ '{morning,afternoon,evening}'::text[])))
constraint recruitment_applications_person_fkey on recruitment_applications: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint recruitment_applications_pkey on recruitment_applications: PRIMARY KEY (id)
constraint recruitment_applications_reason_check on recruitment_applications: CHECK (((status <> 'declined'::text) OR (length(btrim(decision_reason)) >= 5)))
constraint recruitment_applications_recruitment_fkey on recruitment_applications: FOREIGN KEY (recruitment_id) REFERENCES recruitments(id)
constraint recruitment_applications_status_check on recruitment_applications: CHECK ((status = ANY (ARRAY['applied'::text, 'admitted'::text, 'declined'::text, 'withdrawn'::text])))
constraint recruitments_about_check on recruitments: CHECK (((length(btrim(about)) >= 5) AND (length(btrim(about)) <= 300)))
constraint recruitments_audience_check on recruitments: CHECK ((audience = ANY (ARRAY['campus'::text, 'enterprise'::text, 'senior'::text, 'society'::text, 'teacher'::text, 'health'::text, 'media'::text, 'resident'::text])))
constraint recruitments_code_check on recruitments: CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text))
constraint recruitments_code_key on recruitments: UNIQUE (code)
constraint recruitments_pkey on recruitments: PRIMARY KEY (id)
constraint recruitments_places_check on recruitments: CHECK (((admitted >= 0) AND (admitted <= wanted)))
constraint recruitments_status_check on recruitments: CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))
constraint recruitments_team_fkey on recruitments: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint recruitments_term_check on recruitments: CHECK (((serves_from_on <= serves_until_on) AND ((serves_until_on - serves_from_on) <= 400) AND (apply_until_on <= serves_until_on)))
constraint recruitments_wanted_check on recruitments: CHECK (((wanted >= 1) AND (wanted <= 200)))
constraint rectification_steps_event_check on rectification_steps: CHECK ((event = ANY (ARRAY['order'::text, 'report'::text, 'return'::text, 'verify'::text, 'close'::text])))
constraint rectification_steps_evidence_check on rectification_steps: CHECK (((event <> 'report'::text) OR (evidence_link IS NOT NULL) OR (evidence_file_id IS NOT NULL)))
constraint rectification_steps_file_fkey on rectification_steps: FOREIGN KEY (evidence_file_id) REFERENCES stored_files(id)
constraint rectification_steps_link_check on rectification_steps: CHECK ((evidence_link ~ '^/[^/]'::text))
constraint rectification_steps_no_key on rectification_steps: UNIQUE (step_no)
constraint rectification_steps_person_fkey on rectification_steps: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint rectification_steps_pkey on rectification_steps: PRIMARY KEY (id)
constraint rectification_steps_rectification_fkey on rectification_steps: FOREIGN KEY (rectification_id) REFERENCES rectifications(id)
constraint rectifications_body_check on rectifications: CHECK (((length(btrim(body)) >= 5) AND (length(btrim(body)) <= 1000)))
constraint rectifications_due_check on rectifications: CHECK ((due_on > ordered_on))
constraint rectifications_inspection_fkey on rectifications: FOREIGN KEY (inspection_id) REFERENCES inspections(id)
constraint rectifications_no_key on rectifications: UNIQUE (rectification_no)
constraint rectifications_pkey on rectifications: PRIMARY KEY (id)
constraint rectifications_reminded_check on rectifications: CHECK (((office_reminded_at IS NULL) OR (unit_reminded_at IS NOT NULL)))
constraint rectifications_reported_by_fkey on rectifications: FOREIGN KEY (reported_by_person_id) REFERENCES persons(id)
constraint rectifications_sample_fkey on rectifications: FOREIGN KEY (sample_id) REFERENCES inspection_samples(id)
constraint rectifications_second_person_check on rectifications: CHECK (((verified_by_person_id IS NULL) OR (verified_by_person_id <> reported_by_person_id)))
constraint rectifications_status_check on rectifications: CHECK ((status = ANY (ARRAY['ordered'::text, 'reported'::text, 'verified'::text, 'closed'::text])))
constraint rectifications_unit_fkey on rectifications: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint rectifications_verified_by_fkey on rectifications: FOREIGN KEY (verified_by_person_id) REFERENCES persons(id)
constraint region_set_codes_code_check on region_set_codes: CHECK ((region_code ~ '^[0-9]{12}$'::text))
constraint region_set_codes_once on region_set_codes: EXCLUDE USING gist (unit_id WITH =, region_code WITH =, daterange(valid_from, valid_to) WITH &&)
constraint region_set_codes_pkey on region_set_codes: PRIMARY KEY (id)
constraint region_set_codes_unit_fkey on region_set_codes: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint region_set_codes_valid_check on region_set_codes: CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
constraint registration_drafts_pkey on registration_drafts: PRIMARY KEY (id)
constraint registration_drafts_proof_fkey on registration_drafts: FOREIGN KEY (proof_file_id) REFERENCES stored_files(id)
constraint registration_drafts_token_key on registration_drafts: UNIQUE (token_index)
constraint registration_notices_once on registration_notices: UNIQUE (registration_id, event)
constraint registration_notices_pkey on registration_notices: PRIMARY KEY (id)
constraint registration_notices_registration_fkey on registration_notices: FOREIGN KEY (registration_id) REFERENCES registrations(id)
constraint registration_notices_status_check on registration_notices: CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text])))
constraint registrations_audience_check on registrations: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint registrations_code_key on registrations: UNIQUE (code_index)
constraint registrations_guardian_check on registrations: CHECK (((minors_count = 0) OR (guardian_consent_at IS NOT NULL)))
constraint registrations_minors_check on registrations: CHECK (((minors_count >= 0) AND (minors_count <= people_count)))
constraint registrations_offer_check on registrations: CHECK (((status = 'offered'::text) = (answer_by IS NOT NULL)))
constraint registrations_people_check on registrations: CHECK (((people_count >= 1) AND (people_count <= 100)))
constraint registrations_person_fkey on registrations: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint registrations_pkey on registrations: PRIMARY KEY (id)
constraint registrations_pool_fkey on registrations: FOREIGN KEY (pool_id) REFERENCES seat_pools(id)
constraint registrations_proxy_fkey on registrations: FOREIGN KEY (proxy_act_id) REFERENCES proxy_acts(id)
constraint registrations_queue_key on registrations: UNIQUE (queue_no)
constraint registrations_status_check on registrations: CHECK ((status = ANY (ARRAY['confirmed'::text, 'waiting'::text, 'offered'::text, 'cancelled'::text, 'lapsed'::text, 'called_off'::text])))
constraint resolution_notices_once on resolution_notices: UNIQUE (resolution_id, stage, person_id)
constraint resolution_notices_person_fkey on resolution_notices: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint resolution_notices_pkey on resolution_notices: PRIMARY KEY (id)
constraint resolution_notices_resolution_fkey on resolution_notices: FOREIGN KEY (resolution_id) REFERENCES joint_resolutions(id)
constraint resolution_notices_stage_check on resolution_notices: CHECK ((stage = ANY (ARRAY['owner'::text, 'chair'::text])))
constraint resolution_notices_status_check on resolution_notices: CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text])))
constraint resolution_reports_body_check on resolution_reports: CHECK (((length(btrim(body)) >= 5) AND (length(btrim(body)) <= 2000)))
constraint resolution_reports_decided_by_fkey on resolution_reports: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint resolution_reports_evidence_check on resolution_reports: CHECK (((evidence_file_id IS NOT NULL) OR (evidence_link IS NOT NULL)))
constraint resolution_reports_evidence_fkey on resolution_reports: FOREIGN KEY (evidence_file_id) REFERENCES stored_files(id)
constraint resolution_reports_link_check on resolution_reports: CHECK ((evidence_link ~ '^/[^/]'::text))
constraint resolution_reports_pkey on resolution_reports: PRIMARY KEY (id)
constraint resolution_reports_reported_by_fkey on resolution_reports: FOREIGN KEY (reported_by_person_id) REFERENCES persons(id)
constraint resolution_reports_resolution_fkey on resolution_reports: FOREIGN KEY (resolution_id) REFERENCES joint_resolutions(id)
constraint resolution_reports_returned_check on resolution_reports: CHECK (((status <> 'returned'::text) OR (length(btrim(decision_reason)) >= 5)))
constraint resolution_reports_second_person_check on resolution_reports: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> reported_by_person_id)))
constraint resolution_reports_status_check on resolution_reports: CHECK ((status = ANY (ARRAY['waiting'::text, 'accepted'::text, 'returned'::text])))
constraint result_briefs_address_check on result_briefs: CHECK (((doi IS NOT NULL) OR (url IS NOT NULL)))
constraint result_briefs_audience_check on result_briefs: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint result_briefs_checked_check on result_briefs: CHECK (((status <> ALL (ARRAY['checked'::text, 'drafted'::text, 'published'::text])) OR (checked_by_person_id IS NOT NULL)))
constraint result_briefs_declined_check on result_briefs: CHECK (((status <> 'declined'::text) OR (reason IS NOT NULL)))
constraint result_briefs_doi_check on result_briefs: CHECK ((doi ~ '^10\.[0-9]{4,9}/\S{1,180}$'::text))
constraint result_briefs_drafted_check on result_briefs: CHECK (((status <> ALL (ARRAY['drafted'::text, 'published'::text])) OR ((article_content_id IS NOT NULL) AND (chart_content_id IS NOT NULL))))
constraint result_briefs_finding_check on result_briefs: CHECK (((length(btrim(finding)) >= 10) AND (length(btrim(finding)) <= 2000)))
constraint result_briefs_found_by_check on result_briefs: CHECK (((length(btrim(found_by)) >= 2) AND (length(btrim(found_by)) <= 120)))
constraint result_briefs_note_check on result_briefs: CHECK (((length(btrim(check_note)) >= 2) AND (length(btrim(check_note)) <= 1000)))
constraint result_briefs_pkey on result_briefs: PRIMARY KEY (id)
constraint result_briefs_published_check on result_briefs: CHECK (((status = 'published'::text) = (published_at IS NOT NULL)))
constraint result_briefs_published_in_check on result_briefs: CHECK (((length(btrim(published_in)) >= 2) AND (length(btrim(published_in)) <= 120)))
constraint result_briefs_reason_check on result_briefs: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500)))
constraint result_briefs_status_check on result_briefs: CHECK ((status = ANY (ARRAY['filed'::text, 'checked'::text, 'drafted'::text, 'published'::text, 'declined'::text])))
constraint result_briefs_title_check on result_briefs: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint result_briefs_two_people_check on result_briefs: CHECK ((checked_by_person_id IS DISTINCT FROM filed_by_person_id))
constraint result_briefs_unit_fkey on result_briefs: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint result_briefs_url_check on result_briefs: CHECK (((url ~ '^https?://'::text) AND (length(url) <= 500)))
constraint returnee_incentives_document_check on returnee_incentives: CHECK (((length(btrim(document)) >= 2) AND (length(btrim(document)) <= 120)))
constraint returnee_incentives_kind_check on returnee_incentives: CHECK ((kind = ANY (ARRAY['honour'::text, 'policy'::text])))
constraint returnee_incentives_pkey on returnee_incentives: PRIMARY KEY (id)
constraint returnee_incentives_returnee_fkey on returnee_incentives: FOREIGN KEY (returnee_id) REFERENCES returnees(id)
constraint returnee_incentives_title_check on returnee_incentives: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 80)))
constraint returnee_matches_pkey on returnee_matches: PRIMARY KEY (id)
constraint returnee_matches_reasons_check on returnee_matches: CHECK ((cardinality(reasons) >= 1))
constraint returnee_matches_request_fkey on returnee_matches: FOREIGN KEY (request_id) REFERENCES village_requests(id)
constraint returnee_matches_returnee_fkey on returnee_matches: FOREIGN KEY (returnee_id) REFERENCES returnees(id)
constraint returnee_matches_status_check on returnee_matches: CHECK ((status = ANY (ARRAY['proposed'::text, 'agreed'::text, 'done'::text, 'confirmed'::text, 'declined'::text, 'lapsed'::text, 'cancelled'::text])))
constraint returnees_hours_check on returnees: CHECK (((hours_a_month >= 1) AND (hours_a_month <= 200)))
constraint returnees_kind_check on returnees: CHECK ((kind = ANY (ARRAY['returned'::text, 'stayed'::text, 'worthy'::text])))
constraint returnees_pkey on returnees: PRIMARY KEY (id)
constraint returnees_skills_check on returnees: CHECK (((cardinality(skills) >= 1) AND (skills <@ ARRAY['planting'::text, 'breeding'::text, 'processing'::text, 'selling'::text, 'building'::text, 'teaching'::text, 'health'::text, 'law'::text, 'culture'::text, 'mediating'::text])))
constraint returnees_status_check on returnees: CHECK ((status = ANY (ARRAY['offered'::text, 'withdrawn'::text])))
constraint returnees_unit_fkey on returnees: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint returnees_withdrawn_check on returnees: CHECK (((status = 'offered'::text) OR (about_sealed IS NULL)))
constraint review_steps_author_check on review_steps: CHECK (((stage = 'author'::text) = (decision = 'wrote'::text)))
constraint review_steps_decision_check on review_steps: CHECK ((decision = ANY (ARRAY['wrote'::text, 'passed'::text, 'returned'::text])))
constraint review_steps_hash_check on review_steps: CHECK (((decision = 'wrote'::text) = (content_hash IS NULL)))
constraint review_steps_one_person on review_steps: EXCLUDE USING gist (version_id WITH =, person_id WITH =, stage WITH <>)
constraint review_steps_pkey on review_steps: PRIMARY KEY (id)
constraint review_steps_reason_check on review_steps: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 1000)))
constraint review_steps_return_check on review_steps: CHECK (((decision <> 'returned'::text) OR (reason IS NOT NULL)))
constraint review_steps_science_check on review_steps: CHECK (((stage = 'science'::text) = (expert_term_id IS NOT NULL)))
constraint review_steps_stage_check on review_steps: CHECK ((stage = ANY (ARRAY['author'::text, 'review1'::text, 'science'::text, 'review2'::text, 'review3'::text, 'proof1'::text, 'proof2'::text, 'proof3'::text])))
constraint review_steps_version_fkey on review_steps: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint role_grants_ended_check on role_grants: CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
constraint role_grants_once on role_grants: EXCLUDE USING gist (person_id WITH =, role WITH =, unit_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE ((ended_at IS NULL))
constraint role_grants_person_fkey on role_grants: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint role_grants_pkey on role_grants: PRIMARY KEY (id)
constraint role_grants_reason_check on role_grants: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 200)))
constraint role_grants_role_check on role_grants: CHECK ((role = ANY (ARRAY['volunteer'::text, 'helper'::text, 'teacher'::text, 'base_manager'::text, 'dispatcher'::text, 'editor'::text, 'expert'::text, 'street_liaison'::text, 'department_liaison'::text, 'supervisor'::text, 'statistician'::text, 'org_admin'::text, 'system_admin'::text, 'security_admin'::text, 'audit_admin'::text])))
constraint role_grants_term_check on role_grants: CHECK (((ends_on IS NULL) OR (ends_on >= starts_on)))
constraint role_grants_three_powers on role_grants: EXCLUDE USING gist (person_id WITH =, role WITH <>, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE (((ended_at IS NULL) AND (role = ANY (ARRAY['system_admin'::text, 'security_admin'::text, 'audit_admin'::text]))))
constraint role_grants_unit_fkey on role_grants: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint saved_items_content_fkey on saved_items: FOREIGN KEY (content_id) REFERENCES contents(id)
constraint saved_items_once on saved_items: UNIQUE (person_id, content_id)
constraint saved_items_person_fkey on saved_items: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint saved_items_pkey on saved_items: PRIMARY KEY (id)
constraint schema_migrations_pkey on schema_migrations: PRIMARY KEY (name)
constraint school_consents_adults_check on school_consents: CHECK (((adults_count >= 1) AND (adults_count <= 200)))
constraint school_consents_giver_fkey on school_consents: FOREIGN KEY (given_by_person_id) REFERENCES persons(id)
constraint school_consents_letter_fkey on school_consents: FOREIGN KEY (letter_file_id) REFERENCES stored_files(id)
constraint school_consents_order_fkey on school_consents: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint school_consents_pkey on school_consents: PRIMARY KEY (id)
constraint school_consents_standing_fkey on school_consents: FOREIGN KEY (standing_id) REFERENCES standing_orders(id)
constraint science_staff_added_by_fkey on science_staff: FOREIGN KEY (added_by_person_id) REFERENCES persons(id)
constraint science_staff_employment_check on science_staff: CHECK ((employment = ANY (ARRAY['full_time'::text, 'part_time'::text])))
constraint science_staff_field_check on science_staff: CHECK ((field ~ '^[a-z][a-z-]{1,40}$'::text))
constraint science_staff_job_check on science_staff: CHECK ((job ~ '^[a-z][a-z-]{1,40}$'::text))
constraint science_staff_left_check on science_staff: CHECK ((((status = 'left'::text) = (left_on IS NOT NULL)) AND (left_on >= joined_on)))
constraint science_staff_months_check on science_staff: CHECK (((tenth_months >= 1) AND (tenth_months <= 120)))
constraint science_staff_name_check on science_staff: CHECK ((((status = 'serving'::text) = (name_sealed IS NOT NULL)) AND ((name_sealed IS NULL) = (name_index IS NULL))))
constraint science_staff_part_check on science_staff: CHECK (((employment = 'part_time'::text) = (tenth_months IS NOT NULL)))
constraint science_staff_pkey on science_staff: PRIMARY KEY (id)
constraint science_staff_reason_check on science_staff: CHECK (((status = 'serving'::text) = (end_reason IS NULL)))
constraint science_staff_status_check on science_staff: CHECK ((status = ANY (ARRAY['serving'::text, 'left'::text, 'struck'::text])))
constraint science_staff_unit_fkey on science_staff: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint score_appeals_decided_by_fkey on score_appeals: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint score_appeals_decided_check on score_appeals: CHECK (((status = 'filed'::text) = (decision IS NULL)))
constraint score_appeals_filed_by_fkey on score_appeals: FOREIGN KEY (filed_by_person_id) REFERENCES persons(id)
constraint score_appeals_line_fkey on score_appeals: FOREIGN KEY (line_id) REFERENCES score_lines(id)
constraint score_appeals_link_check on score_appeals: CHECK ((evidence_link ~ '^/[^/]'::text))
constraint score_appeals_pkey on score_appeals: PRIMARY KEY (id)
constraint score_appeals_reason_check on score_appeals: CHECK (((length(btrim(reason)) >= 10) AND (length(btrim(reason)) <= 2000)))
constraint score_appeals_second_person_check on score_appeals: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> filed_by_person_id)))
constraint score_appeals_status_check on score_appeals: CHECK ((status = ANY (ARRAY['filed'::text, 'upheld'::text, 'dismissed'::text])))
constraint score_appeals_upheld_check on score_appeals: CHECK (((status = 'upheld'::text) = (points_after IS NOT NULL)))
constraint score_items_banned_check on score_items: CHECK ((NOT names_banned_metric(((((title || '　'::text) || COALESCE(fact_kind, ''::text)) || '　'::text) || COALESCE(criterion, ''::text)))))
constraint score_items_formula_check on score_items: CHECK (
CASE kind
    WHEN 'facts'::text THEN ((fact_kind IS NOT NULL) AND (target IS NOT NULL) AND (criterion IS NULL))
    ELSE ((fact_kind IS NULL) AND (target IS NULL) AND (length(btrim(criterion)) >= 5))
END)
constraint score_items_kind_check on score_items: CHECK ((kind = ANY (ARRAY['facts'::text, 'inspected'::text])))
constraint score_items_pkey on score_items: PRIMARY KEY (id)
constraint score_items_points_check on score_items: CHECK (((full_points >= 1) AND (full_points <= 10000)))
constraint score_items_position_check on score_items: CHECK (("position" >= 1))
constraint score_items_position_key on score_items: UNIQUE (scheme_id, "position")
constraint score_items_scheme_fkey on score_items: FOREIGN KEY (scheme_id) REFERENCES score_schemes(id)
constraint score_items_target_check on score_items: CHECK ((target > (0)::numeric))
constraint score_items_title_check on score_items: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 80)))
constraint score_lines_appeal_fkey on score_lines: FOREIGN KEY (appeal_id) REFERENCES score_appeals(id)
constraint score_lines_item_fkey on score_lines: FOREIGN KEY (item_id) REFERENCES score_items(id)
constraint score_lines_item_key on score_lines: UNIQUE (assessment_id, unit_id, item_id)
constraint score_lines_judged_by_fkey on score_lines: FOREIGN KEY (judged_by_person_id) REFERENCES persons(id)
constraint score_lines_pkey on score_lines: PRIMARY KEY (id)
constraint score_lines_points_check on score_lines: CHECK ((points >= 0))
constraint score_lines_unit_fkey on score_lines: FOREIGN KEY (assessment_id, unit_id) REFERENCES assessment_units(assessment_id, unit_id)
constraint score_schemes_banned_check on score_schemes: CHECK ((NOT names_banned_metric(title)))
constraint score_schemes_code_check on score_schemes: CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text))
constraint score_schemes_created_by_fkey on score_schemes: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint score_schemes_pkey on score_schemes: PRIMARY KEY (id)
constraint score_schemes_published_by_fkey on score_schemes: FOREIGN KEY (published_by_person_id) REFERENCES persons(id)
constraint score_schemes_second_person_check on score_schemes: CHECK (((published_by_person_id IS NULL) OR (published_by_person_id <> created_by_person_id)))
constraint score_schemes_status_check on score_schemes: CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text])))
constraint score_schemes_title_check on score_schemes: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 80)))
constraint score_schemes_unit_fkey on score_schemes: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint score_schemes_version_check on score_schemes: CHECK ((version >= 1))
constraint score_schemes_version_key on score_schemes: UNIQUE (code, version)
constraint screen_receipts_act_check on screen_receipts: CHECK ((act = ANY (ARRAY['publish'::text, 'recall'::text])))
constraint screen_receipts_note_check on screen_receipts: CHECK (((length(btrim(note)) >= 2) AND (length(btrim(note)) <= 200)))
constraint screen_receipts_person_check on screen_receipts: CHECK (((person_id IS NULL) = (note IS NULL)))
constraint screen_receipts_pkey on screen_receipts: PRIMARY KEY (screen_id, version_id, act)
constraint screen_receipts_screen_fkey on screen_receipts: FOREIGN KEY (screen_id) REFERENCES screens(id)
constraint screen_receipts_version_fkey on screen_receipts: FOREIGN KEY (version_id) REFERENCES content_versions(id)
constraint screens_name_check on screens: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 60)))
constraint screens_pkey on screens: PRIMARY KEY (id)
constraint screens_token_key on screens: UNIQUE (token_hash)
constraint screens_unit_fkey on screens: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint search_miss_words_length_check on search_miss_words: CHECK (((char_length(words) >= 1) AND (char_length(words) <= 20)))
constraint search_miss_words_pkey on search_miss_words: PRIMARY KEY (words_index)
constraint search_misses_count_check on search_misses: CHECK ((misses > 0))
constraint search_misses_key on search_misses: UNIQUE NULLS NOT DISTINCT (missed_on, topic_code, unit_id, words_index)
constraint search_misses_topic_fkey on search_misses: FOREIGN KEY (topic_code) REFERENCES topics(code)
constraint search_misses_unit_fkey on search_misses: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint seat_pools_capacity_check on seat_pools: CHECK (((capacity >= 1) AND (capacity <= 5000)))
constraint seat_pools_group_check on seat_pools: CHECK (((group_limit >= 1) AND (group_limit <= 100)))
constraint seat_pools_pkey on seat_pools: PRIMARY KEY (id)
constraint seat_pools_seats_check on seat_pools: CHECK (((seats_taken >= 0) AND (seats_taken <= capacity)))
constraint seat_pools_status_check on seat_pools: CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'called_off'::text])))
constraint seat_pools_times_check on seat_pools: CHECK (((ends_at > starts_at) AND (closes_at <= ends_at)))
constraint service_certificates_decided_by_fkey on service_certificates: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint service_certificates_decision_check on service_certificates: CHECK (((status = 'requested'::text) OR ((decided_by_person_id IS NOT NULL) AND (decided_by_person_id <> person_id))))
constraint service_certificates_due_check on service_certificates: CHECK (((status = 'requested'::text) = (due_at IS NOT NULL)))
constraint service_certificates_issued_check on service_certificates: CHECK (((status <> ALL (ARRAY['issued'::text, 'revoked'::text])) OR ((certificate_no IS NOT NULL) AND (content_hash IS NOT NULL) AND (issued_at IS NOT NULL))))
constraint service_certificates_kind_check on service_certificates: CHECK ((kind = ANY (ARRAY['hours'::text, 'thanks'::text])))
constraint service_certificates_no_key on service_certificates: UNIQUE (certificate_no)
constraint service_certificates_period_check on service_certificates: CHECK ((period_from <= period_to))
constraint service_certificates_person_fkey on service_certificates: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint service_certificates_pkey on service_certificates: PRIMARY KEY (id)
constraint service_certificates_reason_check on service_certificates: CHECK (((status <> ALL (ARRAY['refused'::text, 'revoked'::text])) OR (length(btrim(decision_reason)) >= 5)))
constraint service_certificates_status_check on service_certificates: CHECK ((status = ANY (ARRAY['requested'::text, 'issued'::text, 'refused'::text, 'revoked'::text])))
constraint service_certificates_unit_fkey on service_certificates: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint service_hours_added_by_fkey on service_hours: FOREIGN KEY (added_by_person_id) REFERENCES persons(id)
constraint service_hours_added_check on service_hours: CHECK (((kind <> 'added'::text) OR ((visit_id IS NULL) AND (length(btrim(reason)) >= 5) AND (added_by_person_id IS NOT NULL))))
constraint service_hours_corrects_fkey on service_hours: FOREIGN KEY (corrects_id) REFERENCES service_hours(id)
constraint service_hours_credited_check on service_hours: CHECK (((kind <> 'credited'::text) OR ((visit_id IS NOT NULL) AND (reason IS NULL) AND (added_by_person_id IS NULL) AND (status = ANY (ARRAY['standing'::text, 'reversed'::text])))))
constraint service_hours_decided_by_fkey on service_hours: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint service_hours_kind_check on service_hours: CHECK ((kind = ANY (ARRAY['credited'::text, 'added'::text])))
constraint service_hours_minutes_check on service_hours: CHECK (((minutes >= 1) AND (minutes <= 720)))
constraint service_hours_person_fkey on service_hours: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint service_hours_pkey on service_hours: PRIMARY KEY (id)
constraint service_hours_second_person_check on service_hours: CHECK (((kind <> 'added'::text) OR (status = 'proposed'::text) OR ((decided_by_person_id IS NOT NULL) AND (decided_by_person_id <> added_by_person_id) AND (decided_by_person_id <> person_id))))
constraint service_hours_status_check on service_hours: CHECK ((status = ANY (ARRAY['proposed'::text, 'standing'::text, 'refused'::text, 'reversed'::text])))
constraint service_hours_team_fkey on service_hours: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint service_hours_visit_fkey on service_hours: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint service_items_audiences_check on service_items: CHECK (((audiences <@ ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text]) AND (cardinality(audiences) > 0)))
constraint service_items_badges_check on service_items: CHECK ((badges <@ ARRAY['children'::text, 'health'::text, 'safety'::text]))
constraint service_items_code_check on service_items: CHECK ((code ~ '^[a-z][a-z0-9-]{1,40}$'::text))
constraint service_items_demands_check on service_items: CHECK ((demands <@ ARRAY['climbing'::text, 'lifting'::text, 'standing'::text, 'walking'::text, 'outdoors'::text, 'night'::text]))
constraint service_items_effort_check on service_items: CHECK ((effort = ANY (ARRAY['light'::text, 'normal'::text])))
constraint service_items_kind_check on service_items: CHECK ((kind = ANY (ARRAY['talk'::text, 'lesson'::text, 'help'::text, 'experiment'::text, 'consult'::text, 'training'::text, 'exhibition'::text, 'drama'::text, 'film'::text, 'story'::text])))
constraint service_items_little_check on service_items: CHECK (((num_nonnulls(little_materials, little_hazards, children_per_adult) = ANY (ARRAY[0, 3])) AND ((length(btrim(little_materials)) >= 2) AND (length(btrim(little_materials)) <= 200)) AND ((length(btrim(little_hazards)) >= 2) AND (length(btrim(little_hazards)) <= 200)) AND ((children_per_adult >= 1) AND (children_per_adult <= 10))))
constraint service_items_minutes_check on service_items: CHECK (((minutes >= 15) AND (minutes <= 480)))
constraint service_items_pkey on service_items: PRIMARY KEY (code)
constraint service_items_title_check on service_items: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 40)))
constraint service_items_title_key on service_items: UNIQUE (title)
constraint service_items_volunteers_check on service_items: CHECK (((volunteers >= 1) AND (volunteers <= 10)))
constraint sourcing_order_needs_order_fkey on sourcing_order_needs: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint sourcing_order_needs_pkey on sourcing_order_needs: PRIMARY KEY (sourcing_id, order_id)
constraint sourcing_order_needs_sourcing_fkey on sourcing_order_needs: FOREIGN KEY (sourcing_id) REFERENCES sourcing_orders(id)
constraint sourcing_orders_due_check on sourcing_orders: CHECK (((status = ANY (ARRAY['supplied'::text, 'closed'::text])) = (due_at IS NULL)))
constraint sourcing_orders_no_key on sourcing_orders: UNIQUE (sourcing_no)
constraint sourcing_orders_owner_fkey on sourcing_orders: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint sourcing_orders_pkey on sourcing_orders: PRIMARY KEY (id)
constraint sourcing_orders_raised_by_fkey on sourcing_orders: FOREIGN KEY (raised_by_person_id) REFERENCES persons(id)
constraint sourcing_orders_raised_unit_fkey on sourcing_orders: FOREIGN KEY (raised_unit_id) REFERENCES org_units(id)
constraint sourcing_orders_result_check on sourcing_orders: CHECK (((status <> ALL (ARRAY['supplied'::text, 'closed'::text])) OR (COALESCE(length(btrim(result)), 0) >= 5)))
constraint sourcing_orders_status_check on sourcing_orders: CHECK ((status = ANY (ARRAY['raised'::text, 'taken'::text, 'supplied'::text, 'closed'::text])))
constraint sourcing_orders_street_fkey on sourcing_orders: FOREIGN KEY (street_unit_id) REFERENCES org_units(id)
constraint sourcing_orders_take_overs_check on sourcing_orders: CHECK ((take_overs >= 0))
constraint sourcing_orders_unmet_check on sourcing_orders: CHECK ((unmet_count >= 1))
constraint sourcing_orders_wanted_check on sourcing_orders: CHECK (((length(btrim(wanted)) >= 5) AND (length(btrim(wanted)) <= 300)))
constraint standing_occurrences_half_check on standing_occurrences: CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint standing_occurrences_id_key on standing_occurrences: UNIQUE (id)
constraint standing_occurrences_item_fkey on standing_occurrences: FOREIGN KEY (item_code) REFERENCES service_items(code)
constraint standing_occurrences_order_fkey on standing_occurrences: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint standing_occurrences_order_key on standing_occurrences: UNIQUE (order_id)
constraint standing_occurrences_ordered_check on standing_occurrences: CHECK (((status = 'ordered'::text) = (order_id IS NOT NULL)))
constraint standing_occurrences_pkey on standing_occurrences: PRIMARY KEY (standing_id, occurrence_no)
constraint standing_occurrences_place_fkey on standing_occurrences: FOREIGN KEY (place_unit_id) REFERENCES org_units(id)
constraint standing_occurrences_standing_fkey on standing_occurrences: FOREIGN KEY (standing_id) REFERENCES standing_orders(id)
constraint standing_occurrences_status_check on standing_occurrences: CHECK ((status = ANY (ARRAY['planned'::text, 'ordered'::text, 'skipped'::text])))
constraint standing_orders_audience_check on standing_orders: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint standing_orders_half_check on standing_orders: CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint standing_orders_kind_check on standing_orders: CHECK ((kind = ANY (ARRAY['weekly'::text, 'term'::text])))
constraint standing_orders_made_by_fkey on standing_orders: FOREIGN KEY (made_by_person_id) REFERENCES persons(id)
constraint standing_orders_owner_fkey on standing_orders: FOREIGN KEY (owner_unit_id) REFERENCES org_units(id)
constraint standing_orders_people_check on standing_orders: CHECK (((people_count >= 1) AND (people_count <= 2000)))
constraint standing_orders_pkey on standing_orders: PRIMARY KEY (id)
constraint standing_orders_place_fkey on standing_orders: FOREIGN KEY (place_unit_id) REFERENCES org_units(id)
constraint standing_orders_room_check on standing_orders: CHECK ((length(room) <= 40))
constraint standing_orders_status_check on standing_orders: CHECK ((status = ANY (ARRAY['active'::text, 'ended'::text])))
constraint standing_orders_team_fkey on standing_orders: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint standing_orders_title_check on standing_orders: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint station_areas_one_a_day on station_areas: EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&)
constraint station_areas_pkey on station_areas: PRIMARY KEY (id)
constraint station_areas_station_fkey on station_areas: FOREIGN KEY (station_id) REFERENCES org_units(id)
constraint station_areas_unit_fkey on station_areas: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint station_areas_valid_check on station_areas: CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
constraint stored_files_pkey on stored_files: PRIMARY KEY (id)
constraint stored_files_size_check on stored_files: CHECK ((byte_count > 0))
constraint stored_files_unit_fkey on stored_files: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint street_shapes_pkey on street_shapes: PRIMARY KEY (unit_id)
constraint street_shapes_polygons_check on street_shapes: CHECK ((jsonb_typeof(polygons) = 'array'::text))
constraint street_shapes_source_check on street_shapes: CHECK (((length(btrim(source)) >= 1) AND (length(btrim(source)) <= 100)))
constraint street_shapes_unit_fkey on street_shapes: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint submissions_advice_check on submissions: CHECK (((length(btrim(advice)) >= 2) AND (length(btrim(advice)) <= 1000)))
constraint submissions_agreed_check on submissions: CHECK (((status = ANY (ARRAY['writing'::text, 'withdrawn'::text])) OR ((words IS NOT NULL) AND (credit_choice IS NOT NULL) AND (rights_version IS NOT NULL) AND (agreed_at IS NOT NULL))))
constraint submissions_audience_check on submissions: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint submissions_child_check on submissions: CHECK (((author_person_id = owner_person_id) OR (credit_choice IS DISTINCT FROM 'name'::text)))
constraint submissions_credit_check on submissions: CHECK ((credit_choice = ANY (ARRAY['name'::text, 'pen_name'::text])))
constraint submissions_declined_check on submissions: CHECK (((status <> 'declined'::text) OR (reason IS NOT NULL)))
constraint submissions_drafted_check on submissions: CHECK (((status <> ALL (ARRAY['drafted'::text, 'published'::text])) OR (content_id IS NOT NULL)))
constraint submissions_kind_check on submissions: CHECK ((kind = ANY (ARRAY['idea'::text, 'draft'::text])))
constraint submissions_no_key on submissions: UNIQUE (submission_no)
constraint submissions_paired_check on submissions: CHECK (((status <> ALL (ARRAY['paired'::text, 'drafted'::text, 'published'::text])) OR (expert_person_id IS NOT NULL)))
constraint submissions_pen_name_check on submissions: CHECK (((length(btrim(pen_name)) >= 1) AND (length(btrim(pen_name)) <= 20)))
constraint submissions_pen_name_needed_check on submissions: CHECK (((credit_choice IS DISTINCT FROM 'pen_name'::text) OR (pen_name IS NOT NULL)))
constraint submissions_pkey on submissions: PRIMARY KEY (id)
constraint submissions_reason_check on submissions: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500)))
constraint submissions_status_check on submissions: CHECK ((status = ANY (ARRAY['writing'::text, 'received'::text, 'paired'::text, 'drafted'::text, 'published'::text, 'declined'::text, 'withdrawn'::text])))
constraint submissions_title_check on submissions: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 60)))
constraint submissions_unit_fkey on submissions: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint submissions_words_check on submissions: CHECK (((length(btrim(words)) >= 10) AND (length(btrim(words)) <= 8000)))
constraint target_estimates_df_check on target_estimates: CHECK ((degrees_of_freedom > (0)::double precision))
constraint target_estimates_error_check on target_estimates: CHECK ((standard_error > (0)::double precision))
constraint target_estimates_pkey on target_estimates: PRIMARY KEY (id)
constraint target_estimates_rows_check on target_estimates: CHECK ((((cardinality(weights) >= 30) AND (cardinality(weights) <= 20000)) AND (cardinality(reached) = cardinality(weights)) AND ((cardinality(strata) = 0) OR (cardinality(strata) = cardinality(weights))) AND ((cardinality(clusters) = 0) OR (cardinality(clusters) = cardinality(weights)))))
constraint target_estimates_rule_check on target_estimates: CHECK (((length(btrim(scoring_rule)) >= 4) AND (length(btrim(scoring_rule)) <= 60)))
constraint target_estimates_share_check on target_estimates: CHECK (((share > (0)::double precision) AND (share < (1)::double precision)))
constraint target_estimates_target_fkey on target_estimates: FOREIGN KEY (target_id) REFERENCES plan_targets(id)
constraint target_estimates_title_check on target_estimates: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 120)))
constraint target_estimates_withdrawn_check on target_estimates: CHECK (((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))
constraint task_indicators_indicator_fkey on task_indicators: FOREIGN KEY (indicator_code, indicator_version) REFERENCES indicators(code, version)
constraint task_indicators_pkey on task_indicators: PRIMARY KEY (id)
constraint task_indicators_task_fkey on task_indicators: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint team_absences_days_check on team_absences: CHECK (((from_on <= until_on) AND ((until_on - from_on) <= 200)))
constraint team_absences_no_overlap on team_absences: EXCLUDE USING gist (team_id WITH =, daterange(from_on, until_on, '[]'::text) WITH &&)
constraint team_absences_pkey on team_absences: PRIMARY KEY (id)
constraint team_absences_reason_check on team_absences: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 60)))
constraint team_absences_team_fkey on team_absences: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_areas_pkey on team_areas: PRIMARY KEY (team_id, unit_id)
constraint team_areas_team_fkey on team_areas: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_areas_unit_fkey on team_areas: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint team_crops_crop_check on team_crops: CHECK ((crop = ANY (ARRAY['rice'::text, 'maize'::text, 'wheat'::text, 'rapeseed'::text, 'potato'::text, 'vegetables'::text, 'citrus'::text, 'tea'::text, 'cotton'::text, 'fruit'::text])))
constraint team_crops_pkey on team_crops: PRIMARY KEY (team_id, crop)
constraint team_crops_team_fkey on team_crops: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_members_dates_check on team_members: CHECK (((left_at IS NULL) OR (left_at >= joined_at)))
constraint team_members_person_fkey on team_members: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint team_members_pkey on team_members: PRIMARY KEY (id)
constraint team_members_team_fkey on team_members: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_pests_pest_fkey on team_pests: FOREIGN KEY (pest_id) REFERENCES crop_pests(id)
constraint team_pests_pkey on team_pests: PRIMARY KEY (team_id, pest_id)
constraint team_pests_team_fkey on team_pests: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_skills_pkey on team_skills: PRIMARY KEY (team_id, skill)
constraint team_skills_skill_check on team_skills: CHECK ((skill ~ '^[a-z][a-z-]{1,40}$'::text))
constraint team_skills_team_fkey on team_skills: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_term_times_half_check on team_term_times: CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint team_term_times_pkey on team_term_times: PRIMARY KEY (term_id, weekday, half)
constraint team_term_times_term_fkey on team_term_times: FOREIGN KEY (term_id) REFERENCES team_terms(id) ON DELETE CASCADE
constraint team_term_times_weekday_check on team_term_times: CHECK (((weekday >= 1) AND (weekday <= 7)))
constraint team_terms_days_check on team_terms: CHECK (((from_on <= until_on) AND ((until_on - from_on) <= 200)))
constraint team_terms_name_check on team_terms: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 40)))
constraint team_terms_no_overlap on team_terms: EXCLUDE USING gist (team_id WITH =, daterange(from_on, until_on, '[]'::text) WITH &&)
constraint team_terms_pkey on team_terms: PRIMARY KEY (id)
constraint team_terms_team_fkey on team_terms: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_times_half_check on team_times: CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint team_times_pkey on team_times: PRIMARY KEY (team_id, weekday, half)
constraint team_times_team_fkey on team_times: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint team_times_weekday_check on team_times: CHECK (((weekday >= 1) AND (weekday <= 7)))
constraint technique_adoptions_confirmed_by_check on technique_adoptions: CHECK ((confirmed_by = ANY (ARRAY['commissioner'::text, 'town'::text])))
constraint technique_adoptions_confirmed_check on technique_adoptions: CHECK (((status = 'confirmed'::text) = (confirmed_by IS NOT NULL)))
constraint technique_adoptions_decided_by_fkey on technique_adoptions: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint technique_adoptions_entry_fkey on technique_adoptions: FOREIGN KEY (entry_id) REFERENCES technique_entries(id)
constraint technique_adoptions_outcome_check on technique_adoptions: CHECK ((outcome = ANY (ARRAY['good'::text, 'fair'::text, 'poor'::text])))
constraint technique_adoptions_outcome_once_check on technique_adoptions: CHECK (((outcome IS NULL) = (outcome_at IS NULL)))
constraint technique_adoptions_own_check on technique_adoptions: CHECK ((decided_by_person_id IS DISTINCT FROM person_id))
constraint technique_adoptions_person_fkey on technique_adoptions: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint technique_adoptions_pkey on technique_adoptions: PRIMARY KEY (id)
constraint technique_adoptions_season_check on technique_adoptions: CHECK ((season = ANY (ARRAY['spring'::text, 'summer'::text, 'autumn'::text, 'winter'::text])))
constraint technique_adoptions_status_check on technique_adoptions: CHECK ((status = ANY (ARRAY['reported'::text, 'confirmed'::text, 'disputed'::text, 'withdrawn'::text])))
constraint technique_adoptions_unit_fkey on technique_adoptions: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint technique_adoptions_year_check on technique_adoptions: CHECK (((season_year >= 2000) AND (season_year <= 2100)))
constraint technique_entries_decided_by_fkey on technique_entries: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint technique_entries_field_check on technique_entries: CHECK ((field = ANY (ARRAY['rice'::text, 'vegetables'::text, 'fruit'::text, 'tea'::text, 'livestock'::text, 'aquaculture'::text, 'forestry'::text, 'machinery'::text])))
constraint technique_entries_grounds_check on technique_entries: CHECK (((grounds <@ ARRAY['paddy'::text, 'dry_field'::text, 'slope'::text, 'mountain'::text, 'water'::text, 'greenhouse'::text, 'barn'::text]) AND (cardinality(grounds) > 0)))
constraint technique_entries_kind_check on technique_entries: CHECK ((kind = ANY (ARRAY['variety'::text, 'technique'::text, 'equipment'::text, 'facility'::text])))
constraint technique_entries_name_check on technique_entries: CHECK (((char_length(name) >= 2) AND (char_length(name) <= 40)))
constraint technique_entries_no_key on technique_entries: UNIQUE (entry_no)
constraint technique_entries_pkey on technique_entries: PRIMARY KEY (id)
constraint technique_entries_seasons_check on technique_entries: CHECK (((seasons <@ ARRAY['spring'::text, 'summer'::text, 'autumn'::text, 'winter'::text]) AND (cardinality(seasons) > 0)))
constraint technique_entries_source_check on technique_entries: CHECK ((char_length(source_title) >= 4))
constraint technique_entries_source_place_check on technique_entries: CHECK ((char_length(source_place) >= 2))
constraint technique_entries_status_check on technique_entries: CHECK ((status = ANY (ARRAY['waiting'::text, 'published'::text, 'returned'::text, 'withdrawn'::text])))
constraint technique_entries_summary_check on technique_entries: CHECK (((char_length(summary) >= 10) AND (char_length(summary) <= 1500)))
constraint technique_entries_two_persons_check on technique_entries: CHECK (((status <> 'published'::text) OR ((decided_by_person_id IS NOT NULL) AND (decided_by_person_id <> written_by_person_id))))
constraint technique_entries_unit_fkey on technique_entries: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint technique_entries_written_by_fkey on technique_entries: FOREIGN KEY (written_by_person_id) REFERENCES persons(id)
constraint text_messages_channel_check on text_messages: CHECK ((channel = ANY (ARRAY['sms'::text, 'wechat'::text])))
constraint text_messages_content_check on text_messages: CHECK (((status <> 'waiting'::text) OR (content_sealed IS NOT NULL)))
constraint text_messages_key_check on text_messages: CHECK (((length(message_key) >= 3) AND (length(message_key) <= 200)))
constraint text_messages_key_key on text_messages: UNIQUE (message_key)
constraint text_messages_person_fkey on text_messages: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint text_messages_pkey on text_messages: PRIMARY KEY (id)
constraint text_messages_sent_check on text_messages: CHECK (((status <> 'sent'::text) OR ((content_sealed IS NULL) AND (channel IS NOT NULL))))
constraint text_messages_status_check on text_messages: CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'stuck'::text])))
constraint topics_about_check on topics: CHECK ((length(about) <= 80))
constraint topics_code_check on topics: CHECK ((code ~ '^[a-z][a-z0-9-]{1,40}$'::text))
constraint topics_kind_check on topics: CHECK ((kind = ANY (ARRAY['subject'::text, 'spirit'::text, 'health'::text, 'chain'::text, 'challenge'::text])))
constraint topics_name_check on topics: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 20)))
constraint topics_parent_check on topics: CHECK ((parent_code IS DISTINCT FROM code))
constraint topics_parent_fkey on topics: FOREIGN KEY (parent_code) REFERENCES topics(code)
constraint topics_pkey on topics: PRIMARY KEY (code)
constraint training_roll_changes_asked_by_fkey on training_roll_changes: FOREIGN KEY (asked_by_person_id) REFERENCES persons(id)
constraint training_roll_changes_decided_by_fkey on training_roll_changes: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint training_roll_changes_decided_check on training_roll_changes: CHECK (((status = 'asked'::text) = (decided_by_person_id IS NULL)))
constraint training_roll_changes_line_fkey on training_roll_changes: FOREIGN KEY (line_id) REFERENCES training_roll_lines(id)
constraint training_roll_changes_people_check on training_roll_changes: CHECK (((people >= 1) AND (people <= 1000)))
constraint training_roll_changes_pkey on training_roll_changes: PRIMARY KEY (id)
constraint training_roll_changes_reason_check on training_roll_changes: CHECK (((length(btrim(reason)) >= 5) AND (length(btrim(reason)) <= 300)))
constraint training_roll_changes_roll_fkey on training_roll_changes: FOREIGN KEY (roll_id) REFERENCES training_rolls(id)
constraint training_roll_changes_status_check on training_roll_changes: CHECK ((status = ANY (ARRAY['asked'::text, 'agreed'::text, 'refused'::text])))
constraint training_roll_changes_two_persons_check on training_roll_changes: CHECK ((decided_by_person_id <> asked_by_person_id))
constraint training_roll_changes_what_check on training_roll_changes: CHECK (((line_id IS NULL) = ((audience IS NOT NULL) AND (people IS NOT NULL))))
constraint training_roll_lines_audience_check on training_roll_lines: CHECK ((audience = ANY (ARRAY['youth'::text, 'farmer'::text, 'worker'::text, 'elder'::text, 'official'::text])))
constraint training_roll_lines_entered_by_fkey on training_roll_lines: FOREIGN KEY (entered_by_person_id) REFERENCES persons(id)
constraint training_roll_lines_group_check on training_roll_lines: CHECK (((kind <> 'group'::text) OR ((name_sealed IS NULL) AND (group_name IS NOT NULL))))
constraint training_roll_lines_kind_check on training_roll_lines: CHECK ((kind = ANY (ARRAY['person'::text, 'group'::text])))
constraint training_roll_lines_no_key on training_roll_lines: UNIQUE (line_no)
constraint training_roll_lines_people_check on training_roll_lines: CHECK (((people >= 1) AND (people <= 1000)))
constraint training_roll_lines_person_check on training_roll_lines: CHECK (((kind <> 'person'::text) OR ((people = 1) AND (audience <> 'youth'::text) AND (group_name IS NULL))))
constraint training_roll_lines_pkey on training_roll_lines: PRIMARY KEY (id)
constraint training_roll_lines_roll_fkey on training_roll_lines: FOREIGN KEY (roll_id) REFERENCES training_rolls(id)
constraint training_rolls_pkey on training_rolls: PRIMARY KEY (id)
constraint training_rolls_signed_by_fkey on training_rolls: FOREIGN KEY (signed_by_person_id) REFERENCES persons(id)
constraint training_rolls_signed_check on training_rolls: CHECK (((status = 'signed'::text) = (signed_by_person_id IS NOT NULL)))
constraint training_rolls_status_check on training_rolls: CHECK ((status = ANY (ARRAY['open'::text, 'signed'::text])))
constraint training_rolls_visit_fkey on training_rolls: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint training_rolls_visit_key on training_rolls: UNIQUE (visit_id)
constraint unit_notices_body_check on unit_notices: CHECK (((length(btrim(body)) >= 5) AND (length(btrim(body)) <= 5000)))
constraint unit_notices_issued_by_fkey on unit_notices: FOREIGN KEY (issued_by_person_id) REFERENCES persons(id)
constraint unit_notices_no_key on unit_notices: UNIQUE (notice_no)
constraint unit_notices_pkey on unit_notices: PRIMARY KEY (id)
constraint unit_notices_title_check on unit_notices: CHECK (((length(btrim(title)) >= 4) AND (length(btrim(title)) <= 80)))
constraint unit_notices_unit_fkey on unit_notices: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint upstream_feeds_days_check on upstream_feeds: CHECK (((keep_days >= 1) AND (keep_days <= 365)))
constraint upstream_feeds_name_check on upstream_feeds: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 60)))
constraint upstream_feeds_pkey on upstream_feeds: PRIMARY KEY (id)
constraint upstream_feeds_topic_fkey on upstream_feeds: FOREIGN KEY (topic_code) REFERENCES topics(code)
constraint upstream_feeds_url_key on upstream_feeds: UNIQUE (url)
constraint upstream_items_feed_fkey on upstream_items: FOREIGN KEY (feed_id) REFERENCES upstream_feeds(id)
constraint upstream_items_guid_check on upstream_items: CHECK (((length(guid) >= 1) AND (length(guid) <= 500)))
constraint upstream_items_link_check on upstream_items: CHECK ((link ~ '^https?://'::text))
constraint upstream_items_pkey on upstream_items: PRIMARY KEY (feed_id, guid)
constraint verdict_authors_pkey on verdict_authors: PRIMARY KEY (verdict_id, person_id)
constraint verdict_authors_verdict_fkey on verdict_authors: FOREIGN KEY (verdict_id) REFERENCES verdicts(id)
constraint verdict_notices_claim_fkey on verdict_notices: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint verdict_notices_kind_check on verdict_notices: CHECK ((kind = ANY (ARRAY['answer'::text, 'change'::text, 'declined'::text])))
constraint verdict_notices_once on verdict_notices: UNIQUE NULLS NOT DISTINCT (report_id, verdict_id)
constraint verdict_notices_pkey on verdict_notices: PRIMARY KEY (id)
constraint verdict_notices_report_fkey on verdict_notices: FOREIGN KEY (report_id) REFERENCES claim_reports(id)
constraint verdict_notices_status_check on verdict_notices: CHECK ((status = ANY (ARRAY['on_page'::text, 'queued'::text, 'failing'::text, 'sent'::text, 'stuck'::text])))
constraint verdict_notices_subject_check on verdict_notices: CHECK (((kind = 'declined'::text) = (verdict_id IS NULL)))
constraint verdict_notices_verdict_fkey on verdict_notices: FOREIGN KEY (verdict_id) REFERENCES verdicts(id)
constraint verdict_ratings_about_check on verdict_ratings: CHECK ((length(about) <= 80))
constraint verdict_ratings_code_check on verdict_ratings: CHECK ((code ~ '^[a-z][a-z-]{1,30}$'::text))
constraint verdict_ratings_name_check on verdict_ratings: CHECK (((length(btrim(name)) >= 1) AND (length(btrim(name)) <= 10)))
constraint verdict_ratings_pkey on verdict_ratings: PRIMARY KEY (code)
constraint verdict_ratings_value_check on verdict_ratings: CHECK (((review_value >= 1) AND (review_value <= 5)))
constraint verdict_search_claim_fkey on verdict_search: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint verdict_search_pkey on verdict_search: PRIMARY KEY (claim_id)
constraint verdict_search_tokens_documents_check on verdict_search_tokens: CHECK ((documents >= 0))
constraint verdict_search_tokens_pkey on verdict_search_tokens: PRIMARY KEY (token)
constraint verdict_signatures_decision_check on verdict_signatures: CHECK ((decision = ANY (ARRAY['agree'::text, 'dissent'::text])))
constraint verdict_signatures_dissent_check on verdict_signatures: CHECK (((decision = 'agree'::text) OR (reason IS NOT NULL)))
constraint verdict_signatures_hash_check on verdict_signatures: CHECK ((length(content_hash) = 32))
constraint verdict_signatures_once on verdict_signatures: UNIQUE (verdict_id, round_no, person_id)
constraint verdict_signatures_pkey on verdict_signatures: PRIMARY KEY (id)
constraint verdict_signatures_reason_check on verdict_signatures: CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 1000)))
constraint verdict_signatures_term_fkey on verdict_signatures: FOREIGN KEY (expert_term_id) REFERENCES expert_terms(id)
constraint verdict_signatures_verdict_fkey on verdict_signatures: FOREIGN KEY (verdict_id) REFERENCES verdicts(id)
constraint verdicts_advice_check on verdicts: CHECK ((length(advice) <= 400))
constraint verdicts_answer_check on verdicts: CHECK ((length(answer) <= 200))
constraint verdicts_change_check on verdicts: CHECK (((version_no = 1) OR (status = ANY (ARRAY['draft'::text, 'dropped'::text])) OR (change_notice IS NOT NULL)))
constraint verdicts_claim_fkey on verdicts: FOREIGN KEY (claim_id) REFERENCES claims(id)
constraint verdicts_conditions_check on verdicts: CHECK ((length(conditions) <= 400))
constraint verdicts_explanation_check on verdicts: CHECK ((length(explanation) <= 4000))
constraint verdicts_field_check on verdicts: CHECK ((field ~ '^[a-z][a-z-]{1,40}$'::text))
constraint verdicts_frozen_check on verdicts: CHECK (((status = ANY (ARRAY['draft'::text, 'dropped'::text])) OR (content_hash IS NOT NULL)))
constraint verdicts_hash_check on verdicts: CHECK ((length(content_hash) = 32))
constraint verdicts_no_check on verdicts: CHECK ((version_no > 0))
constraint verdicts_notice_check on verdicts: CHECK (((length(btrim(change_notice)) >= 5) AND (length(btrim(change_notice)) <= 300)))
constraint verdicts_pkey on verdicts: PRIMARY KEY (id)
constraint verdicts_published_check on verdicts: CHECK (((status = ANY (ARRAY['published'::text, 'superseded'::text])) = (published_at IS NOT NULL)))
constraint verdicts_rating_fkey on verdicts: FOREIGN KEY (rating) REFERENCES verdict_ratings(code)
constraint verdicts_sourced_check on verdicts: CHECK (((status = ANY (ARRAY['draft'::text, 'dropped'::text])) OR (jsonb_array_length(sources) >= 2)))
constraint verdicts_sources_check on verdicts: CHECK ((jsonb_typeof(sources) = 'array'::text))
constraint verdicts_status_check on verdicts: CHECK ((status = ANY (ARRAY['draft'::text, 'signing'::text, 'published'::text, 'superseded'::text, 'dropped'::text])))
constraint verdicts_title_check on verdicts: CHECK ((length(title) <= 120))
constraint verdicts_told on verdicts: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint village_requests_no_key on village_requests: UNIQUE (request_no)
constraint village_requests_pkey on village_requests: PRIMARY KEY (id)
constraint village_requests_status_check on village_requests: CHECK ((status = ANY (ARRAY['open'::text, 'matched'::text, 'helped'::text, 'closed'::text])))
constraint village_requests_unit_fkey on village_requests: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint village_requests_wanted_check on village_requests: CHECK (((length(btrim(wanted)) >= 5) AND (length(btrim(wanted)) <= 300)))
constraint visit_member_slots_half_hour_check on visit_member_slots: CHECK ((((EXTRACT(epoch FROM slot_at))::bigint % (1800)::bigint) = 0))
constraint visit_member_slots_person_fkey on visit_member_slots: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint visit_member_slots_pkey on visit_member_slots: PRIMARY KEY (person_id, slot_at)
constraint visit_member_slots_visit_fkey on visit_member_slots: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint visit_members_person_fkey on visit_members: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint visit_members_pkey on visit_members: PRIMARY KEY (visit_id, person_id)
constraint visit_members_signs_check on visit_members: CHECK (((signed_out_at IS NULL) OR ((signed_in_at IS NOT NULL) AND (signed_out_at >= signed_in_at))))
constraint visit_members_visit_fkey on visit_members: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint visit_swaps_from_fkey on visit_swaps: FOREIGN KEY (from_person_id) REFERENCES persons(id)
constraint visit_swaps_pkey on visit_swaps: PRIMARY KEY (id)
constraint visit_swaps_status_check on visit_swaps: CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text])))
constraint visit_swaps_to_fkey on visit_swaps: FOREIGN KEY (to_person_id) REFERENCES persons(id)
constraint visit_swaps_two_check on visit_swaps: CHECK ((from_person_id <> to_person_id))
constraint visit_swaps_visit_fkey on visit_swaps: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint visit_team_slots_half_check on visit_team_slots: CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text])))
constraint visit_team_slots_pkey on visit_team_slots: PRIMARY KEY (team_id, slot_on, half, seat)
constraint visit_team_slots_seat_check on visit_team_slots: CHECK (((seat >= 1) AND (seat <= 20)))
constraint visit_team_slots_team_fkey on visit_team_slots: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint visit_team_slots_visit_fkey on visit_team_slots: FOREIGN KEY (visit_id) REFERENCES visits(id)
constraint visit_team_slots_visit_key on visit_team_slots: UNIQUE (visit_id)
constraint visits_assignment_fkey on visits: FOREIGN KEY (assignment_id) REFERENCES order_assignments(id)
constraint visits_order_fkey on visits: FOREIGN KEY (order_id) REFERENCES orders(id)
constraint visits_people_check on visits: CHECK (((people_served >= 0) AND (people_served <= 2000)))
constraint visits_pkey on visits: PRIMARY KEY (id)
constraint visits_status_check on visits: CHECK ((status = ANY (ARRAY['planned'::text, 'under_way'::text, 'finished'::text, 'missed'::text, 'cancelled'::text])))
constraint visits_team_fkey on visits: FOREIGN KEY (team_id) REFERENCES volunteer_teams(id)
constraint visits_times_check on visits: CHECK ((ends_at > starts_at))
constraint volunteer_badges_decided_by_fkey on volunteer_badges: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint volunteer_badges_decision_check on volunteer_badges: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> person_id)))
constraint volunteer_badges_file_fkey on volunteer_badges: FOREIGN KEY (proof_file_id) REFERENCES stored_files(id)
constraint volunteer_badges_kind_check on volunteer_badges: CHECK ((kind = ANY (ARRAY['children'::text, 'health'::text, 'safety'::text])))
constraint volunteer_badges_person_fkey on volunteer_badges: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint volunteer_badges_pkey on volunteer_badges: PRIMARY KEY (id)
constraint volunteer_badges_proof_check on volunteer_badges: CHECK (((length(btrim(proof)) >= 2) AND (length(btrim(proof)) <= 200)))
constraint volunteer_badges_status_check on volunteer_badges: CHECK ((status = ANY (ARRAY['submitted'::text, 'verified'::text, 'refused'::text, 'revoked'::text])))
constraint volunteer_badges_unit_fkey on volunteer_badges: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint volunteer_badges_verified_check on volunteer_badges: CHECK (((status <> ALL (ARRAY['verified'::text, 'revoked'::text])) OR (decided_by_person_id IS NOT NULL)))
constraint volunteer_limits_effort_check on volunteer_limits: CHECK ((effort = ANY (ARRAY['light'::text, 'normal'::text])))
constraint volunteer_limits_person_fkey on volunteer_limits: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint volunteer_limits_pkey on volunteer_limits: PRIMARY KEY (person_id)
constraint volunteer_limits_week_check on volunteer_limits: CHECK (((visits_a_week >= 1) AND (visits_a_week <= 14)))
constraint volunteer_teams_capacity_check on volunteer_teams: CHECK (((capacity >= 1) AND (capacity <= 20)))
constraint volunteer_teams_decided_by_fkey on volunteer_teams: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint volunteer_teams_decision_check on volunteer_teams: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> leader_person_id)))
constraint volunteer_teams_effort_check on volunteer_teams: CHECK ((effort = ANY (ARRAY['light'::text, 'normal'::text])))
constraint volunteer_teams_kind_check on volunteer_teams: CHECK ((kind = ANY (ARRAY['hospital'::text, 'university'::text, 'campus'::text, 'research'::text, 'enterprise'::text, 'society'::text, 'senior'::text, 'community'::text])))
constraint volunteer_teams_leader_fkey on volunteer_teams: FOREIGN KEY (leader_person_id) REFERENCES persons(id)
constraint volunteer_teams_name_check on volunteer_teams: CHECK (((length(btrim(name)) >= 2) AND (length(btrim(name)) <= 40)))
constraint volunteer_teams_no_key on volunteer_teams: UNIQUE (team_no)
constraint volunteer_teams_pkey on volunteer_teams: PRIMARY KEY (id)
constraint volunteer_teams_status_check on volunteer_teams: CHECK ((status = ANY (ARRAY['registered'::text, 'verified'::text, 'refused'::text, 'suspended'::text, 'disbanded'::text])))
constraint volunteer_teams_unit_fkey on volunteer_teams: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint wechat_bindings_openid_key on wechat_bindings: UNIQUE (openid_index)
constraint wechat_bindings_person_fkey on wechat_bindings: FOREIGN KEY (person_id) REFERENCES persons(id)
constraint wechat_bindings_pkey on wechat_bindings: PRIMARY KEY (person_id)
constraint work_plan_items_goal_check on work_plan_items: CHECK (((goal IS NULL) = (measure IS NULL)))
constraint work_plan_items_money_check on work_plan_items: CHECK ((money >= (0)::numeric))
constraint work_plan_items_months_check on work_plan_items: CHECK ((months <@ ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))
constraint work_plan_items_pkey on work_plan_items: PRIMARY KEY (id)
constraint work_plan_items_plan_fkey on work_plan_items: FOREIGN KEY (work_plan_id) REFERENCES work_plans(id)
constraint work_plan_items_seq_key on work_plan_items: UNIQUE (work_plan_id, seq)
constraint work_plan_items_task_fkey on work_plan_items: FOREIGN KEY (task_id) REFERENCES plan_tasks(id)
constraint work_plan_items_title_check on work_plan_items: CHECK (((length(btrim(title)) >= 2) AND (length(btrim(title)) <= 120)))
constraint work_plans_amend_check on work_plans: CHECK (((amends_id IS NULL) = (amend_reason IS NULL)))
constraint work_plans_amends_fkey on work_plans: FOREIGN KEY (amends_id) REFERENCES work_plans(id)
constraint work_plans_creator_fkey on work_plans: FOREIGN KEY (created_by_person_id) REFERENCES persons(id)
constraint work_plans_decider_fkey on work_plans: FOREIGN KEY (decided_by_person_id) REFERENCES persons(id)
constraint work_plans_document_fkey on work_plans: FOREIGN KEY (document_id) REFERENCES plan_documents(id)
constraint work_plans_pkey on work_plans: PRIMARY KEY (id)
constraint work_plans_second_person_check on work_plans: CHECK (((decided_by_person_id IS NULL) OR (decided_by_person_id <> submitted_by_person_id)))
constraint work_plans_status_check on work_plans: CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text, 'superseded'::text])))
constraint work_plans_submitter_fkey on work_plans: FOREIGN KEY (submitted_by_person_id) REFERENCES persons(id)
constraint work_plans_unit_fkey on work_plans: FOREIGN KEY (unit_id) REFERENCES org_units(id)
constraint work_plans_version_check on work_plans: CHECK ((version >= 1))
constraint work_plans_version_key on work_plans: UNIQUE (document_id, unit_id, year, version)
constraint work_plans_year_check on work_plans: CHECK (((year >= 2000) AND (year <= 2100)))
CREATE INDEX activities_occasion_idx ON public.activities USING btree (occasion_code, occasion_year) WHERE (occasion_code IS NOT NULL)
CREATE INDEX activities_team_idx ON public.activities USING btree (team_id) WHERE (team_id IS NOT NULL)
CREATE INDEX activities_unit_idx ON public.activities USING btree (unit_id, status)
CREATE INDEX activity_sessions_activity_idx ON public.activity_sessions USING btree (activity_id, starts_at)
CREATE INDEX activity_sessions_starts_idx ON public.activity_sessions USING btree (starts_at)
CREATE INDEX advice_papers_expert_idx ON public.advice_papers USING btree (expert_id, created_at DESC)
CREATE INDEX advice_papers_owner_idx ON public.advice_papers USING btree (owner_unit_id, due_at)
CREATE INDEX advice_requests_unit_idx ON public.advice_requests USING btree (unit_id, closes_on DESC)
CREATE INDEX agenda_items_issue_idx ON public.agenda_items USING btree (issue_id) WHERE (issue_id IS NOT NULL)
CREATE INDEX appointment_reviews_unit_idx ON public.appointment_reviews USING btree (unit_id, year, status)
CREATE INDEX area_set_members_set_idx ON public.area_set_members USING btree (area_set_id)
CREATE INDEX area_set_members_unit_idx ON public.area_set_members USING btree (unit_id)
CREATE INDEX assessment_units_unit_idx ON public.assessment_units USING btree (unit_id)
CREATE INDEX attempt_counts_window_idx ON public.attempt_counts USING btree (window_start)
CREATE INDEX audit_entries_actor_idx ON public.audit_entries USING btree (actor_person_id, at DESC) WHERE (actor_person_id IS NOT NULL)
CREATE INDEX audit_entries_at_idx ON public.audit_entries USING btree (at DESC, id DESC)
CREATE INDEX audit_entries_record_idx ON public.audit_entries USING btree (record_table, record_id, at DESC)
CREATE UNIQUE INDEX auth_accounts_one_per_provider ON public.auth_accounts USING btree (user_id, provider_id)
CREATE INDEX auth_passkeys_user_idx ON public.auth_passkeys USING btree (user_id)
CREATE INDEX auth_sessions_user_idx ON public.auth_sessions USING btree (user_id)
CREATE INDEX auth_verifications_expires_idx ON public.auth_verifications USING btree (expires_at)
CREATE INDEX auth_verifications_identifier_idx ON public.auth_verifications USING btree (identifier)
CREATE INDEX budget_spendings_line_idx ON public.budget_spendings USING btree (line_id) WHERE (cancelled_at IS NULL)
CREATE INDEX burden_limits_unit_idx ON public.burden_limits USING btree (unit_id, set_at DESC)
CREATE INDEX card_search_pinyin_idx ON public.card_search USING gin (pinyin gin_trgm_ops)
CREATE INDEX card_search_tokens_idx ON public.card_search USING gin (tokens)
CREATE INDEX children_guardian_idx ON public.children USING btree (guardian_person_id)
CREATE INDEX claim_acts_claim_idx ON public.claim_acts USING btree (claim_id, acted_at)
CREATE INDEX claim_notes_claim_idx ON public.claim_notes USING btree (claim_id, created_at)
CREATE INDEX claim_papers_claim_idx ON public.claim_papers USING btree (claim_id, created_at)
CREATE INDEX claim_photos_report_idx ON public.claim_photos USING btree (report_id)
CREATE INDEX claim_reports_claim_idx ON public.claim_reports USING btree (claim_id, created_at DESC)
CREATE INDEX claim_reports_created_idx ON public.claim_reports USING btree (created_at)
CREATE INDEX claim_reports_fingerprint_idx ON public.claim_reports USING btree (fingerprint)
CREATE INDEX claim_reports_open_idx ON public.claim_reports USING btree (due_at) WHERE (status = ANY (ARRAY['choosing'::text, 'waiting'::text]))
CREATE INDEX claim_reports_person_idx ON public.claim_reports USING btree (person_id, created_at DESC) WHERE (person_id IS NOT NULL)
CREATE INDEX claim_wordings_claim_idx ON public.claim_wordings USING btree (claim_id, created_at DESC)
CREATE INDEX claim_wordings_created_idx ON public.claim_wordings USING btree (created_at DESC)
CREATE INDEX claims_status_idx ON public.claims USING btree (status, status_changed_at)
CREATE INDEX claims_unit_idx ON public.claims USING btree (unit_id)
CREATE INDEX clause_links_upper_idx ON public.clause_links USING btree (upper_clause_id)
CREATE INDEX code_rows_previous_codes_idx ON public.code_rows USING gin (previous_codes)
CREATE INDEX collection_items_content_idx ON public.collection_items USING btree (content_id)
CREATE INDEX collections_live_idx ON public.collections USING btree (published_at DESC) WHERE (status = 'published'::text)
CREATE UNIQUE INDEX commissioner_applications_once ON public.commissioner_applications USING btree (call_id, person_id) WHERE (status <> 'withdrawn'::text)
CREATE INDEX commissioner_applications_person_idx ON public.commissioner_applications USING btree (person_id)
CREATE INDEX commissioner_contracts_unit_idx ON public.commissioner_contracts USING btree (unit_id, status)
CREATE INDEX commissioner_logs_contract_idx ON public.commissioner_logs USING btree (contract_id, visited_at DESC)
CREATE INDEX commissioner_logs_farmer_idx ON public.commissioner_logs USING btree (farmer_person_id) WHERE (farmer_person_id IS NOT NULL)
CREATE INDEX commissioner_photos_log_idx ON public.commissioner_photos USING btree (log_id, created_at)
CREATE INDEX commissioner_requests_contract_idx ON public.commissioner_requests USING btree (contract_id)
CREATE INDEX complaint_photos_complaint_idx ON public.complaint_photos USING btree (complaint_id, created_at)
CREATE INDEX complaints_due_idx ON public.complaints USING btree (due_at) WHERE (due_at IS NOT NULL)
CREATE INDEX complaints_filed_by_idx ON public.complaints USING btree (filed_by_person_id, created_at DESC)
CREATE UNIQUE INDEX complaints_open_once ON public.complaints USING btree (order_id, filed_by_person_id) WHERE (status = ANY (ARRAY['filed'::text, 'appealed'::text]))
CREATE UNIQUE INDEX complaints_open_session_once ON public.complaints USING btree (session_id, filed_by_person_id) WHERE (status = ANY (ARRAY['filed'::text, 'appealed'::text]))
CREATE INDEX complaints_owner_idx ON public.complaints USING btree (owner_unit_id, status)
CREATE UNIQUE INDEX consents_one_standing ON public.consents USING btree (person_id, purpose) WHERE (withdrawn_at IS NULL)
CREATE INDEX consents_person_idx ON public.consents USING btree (person_id, given_at DESC)
CREATE INDEX content_comments_version_idx ON public.content_comments USING btree (version_id, created_at)
CREATE INDEX content_files_file_idx ON public.content_files USING btree (file_id)
CREATE INDEX content_search_form_idx ON public.content_search USING btree (form) WHERE (form < 2)
CREATE INDEX content_search_pinyin_idx ON public.content_search USING gin (pinyin gin_trgm_ops)
CREATE INDEX content_search_tokens_idx ON public.content_search USING gin (tokens)
CREATE INDEX content_side_copies_content_idx ON public.content_side_copies USING btree (content_id) WHERE (settled_at IS NULL)
CREATE UNIQUE INDEX content_templates_name_key ON public.content_templates USING btree (name) WHERE (retired_at IS NULL)
CREATE INDEX content_versions_due_idx ON public.content_versions USING btree (publish_at) WHERE (status = 'scheduled'::text)
CREATE INDEX content_versions_expiry_idx ON public.content_versions USING btree (expires_at) WHERE (status = 'published'::text)
CREATE INDEX content_versions_live_idx ON public.content_versions USING btree (published_at DESC) WHERE (status = 'published'::text)
CREATE UNIQUE INDEX content_versions_one_live ON public.content_versions USING btree (content_id) WHERE (status = 'published'::text)
CREATE UNIQUE INDEX content_versions_one_working ON public.content_versions USING btree (content_id) WHERE (status = ANY (ARRAY['draft'::text, 'review1'::text, 'science'::text, 'review2'::text, 'review3'::text, 'proof1'::text, 'proof2'::text, 'proof3'::text, 'approved'::text, 'scheduled'::text]))
CREATE INDEX content_versions_status_idx ON public.content_versions USING btree (status, status_changed_at)
CREATE INDEX content_versions_topics_idx ON public.content_versions USING gin (topics) WHERE (status = 'published'::text)
CREATE INDEX contents_unit_idx ON public.contents USING btree (unit_id)
CREATE INDEX data_requests_person_idx ON public.data_requests USING btree (person_id, done_at DESC)
CREATE INDEX deliveries_content_idx ON public.deliveries USING btree (content_id, created_at DESC)
CREATE INDEX deliveries_due_idx ON public.deliveries USING btree (next_try_at) WHERE (status = ANY (ARRAY['queued'::text, 'failing'::text, 'awaiting'::text]))
CREATE INDEX development_messages_created_idx ON public.development_messages USING btree (created_at DESC)
CREATE INDEX evidence_items_unit_idx ON public.evidence_items USING btree (unit_id, happened_on DESC)
CREATE UNIQUE INDEX evidence_links_item_key ON public.evidence_links USING btree (checklist_item_id, evidence_id) WHERE ((removed_at IS NULL) AND (checklist_item_id IS NOT NULL))
CREATE UNIQUE INDEX evidence_links_milestone_key ON public.evidence_links USING btree (milestone_id, evidence_id) WHERE ((removed_at IS NULL) AND (milestone_id IS NOT NULL))
CREATE INDEX evidence_links_task_idx ON public.evidence_links USING btree (task_id) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX evidence_links_task_key ON public.evidence_links USING btree (evidence_id, task_id) WHERE ((removed_at IS NULL) AND (task_id IS NOT NULL))
CREATE UNIQUE INDEX evidence_packs_one_open ON public.evidence_packs USING btree (unit_id) WHERE (status = ANY (ARRAY['asked'::text, 'made'::text]))
CREATE INDEX evidence_packs_open_idx ON public.evidence_packs USING btree (status) WHERE (status = ANY (ARRAY['asked'::text, 'made'::text]))
CREATE INDEX evidence_packs_unit_idx ON public.evidence_packs USING btree (unit_id, asked_at DESC)
CREATE INDEX evidence_photos_order_idx ON public.evidence_photos USING btree (order_id) WHERE (order_id IS NOT NULL)
CREATE INDEX evidence_photos_session_idx ON public.evidence_photos USING btree (session_id) WHERE (session_id IS NOT NULL)
CREATE UNIQUE INDEX expert_applications_one_waiting ON public.expert_applications USING btree (person_id) WHERE (status = 'submitted'::text)
CREATE INDEX expert_applications_unit_idx ON public.expert_applications USING btree (unit_id, status, created_at)
CREATE INDEX expert_duties_week_idx ON public.expert_duties USING btree (week_starts_on, unit_id)
CREATE INDEX expert_interests_expert_idx ON public.expert_interests USING btree (expert_id) WHERE (ended_at IS NULL)
CREATE INDEX expert_terms_field_idx ON public.expert_terms USING btree (field, starts_on, ends_on)
CREATE INDEX experts_unit_idx ON public.experts USING btree (unit_id)
CREATE INDEX facts_kind_idx ON public.facts USING btree (kind, occurred_on)
CREATE INDEX facts_plan_tags_idx ON public.facts USING gin (plan_tags)
CREATE INDEX facts_source_idx ON public.facts USING btree (source_table, source_id)
CREATE UNIQUE INDEX facts_source_once ON public.facts USING btree (kind, source_table, source_id, COALESCE(audience, ''::text), COALESCE(topic, ''::text), revision) WHERE (reverses_id IS NULL)
CREATE INDEX facts_unit_kind_idx ON public.facts USING btree (unit_id, kind, occurred_on)
CREATE UNIQUE INDEX film_showings_once ON public.film_showings USING btree (content_id, unit_id, week_on) WHERE (status <> 'withdrawn'::text)
CREATE INDEX film_showings_week_idx ON public.film_showings USING btree (week_on) WHERE (status = 'planned'::text)
CREATE INDEX form_burden_weeks_week_idx ON public.form_burden_weeks USING btree (week_starts_on)
CREATE INDEX handovers_from_idx ON public.handovers USING btree (from_person_id, at DESC)
CREATE INDEX handovers_to_idx ON public.handovers USING btree (to_person_id, at DESC)
CREATE INDEX head_counts_session_idx ON public.head_counts USING btree (session_id, counted_from)
CREATE INDEX history_imports_unit_idx ON public.history_imports USING btree (unit_id, created_at DESC)
CREATE INDEX honoraria_expert_idx ON public.honoraria USING btree (expert_id, happened_on DESC)
CREATE INDEX honoraria_unit_idx ON public.honoraria USING btree (unit_id, status, happened_on)
CREATE UNIQUE INDEX honorarium_schemes_one_a_day ON public.honorarium_schemes USING btree (unit_id, starts_on) WHERE (status = 'approved'::text)
CREATE UNIQUE INDEX honorarium_schemes_one_proposed ON public.honorarium_schemes USING btree (unit_id) WHERE (status = 'proposed'::text)
CREATE UNIQUE INDEX hours_corrections_one_open ON public.hours_corrections USING btree (hours_id) WHERE (status = 'requested'::text)
CREATE INDEX hours_corrections_person_idx ON public.hours_corrections USING btree (person_id, created_at DESC)
CREATE UNIQUE INDEX hub_exchanges_one_open ON public.hub_exchanges USING btree (order_id) WHERE (status = ANY (ARRAY['sent'::text, 'accepted'::text]))
CREATE INDEX hub_exchanges_order_idx ON public.hub_exchanges USING btree (order_id, sent_at)
CREATE INDEX idempotency_keys_created_idx ON public.idempotency_keys USING btree (created_at)
CREATE INDEX import_batches_created_idx ON public.import_batches USING btree (created_at)
CREATE INDEX inspection_units_unit_idx ON public.inspection_units USING btree (unit_id)
CREATE INDEX inspections_unit_idx ON public.inspections USING btree (unit_id, announced_at DESC)
CREATE INDEX insurance_claims_due_idx ON public.insurance_claims USING btree (due_at) WHERE (due_at IS NOT NULL)
CREATE UNIQUE INDEX insurance_claims_once ON public.insurance_claims USING btree (visit_id, person_id) WHERE (status <> 'withdrawn'::text)
CREATE INDEX insurance_claims_owner_idx ON public.insurance_claims USING btree (owner_unit_id, status)
CREATE INDEX job_receipts_handled_idx ON public.job_receipts USING btree (handled_at)
CREATE INDEX joint_issues_merged_idx ON public.joint_issues USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL)
CREATE INDEX joint_issues_status_idx ON public.joint_issues USING btree (status, created_at)
CREATE INDEX joint_issues_unit_idx ON public.joint_issues USING btree (unit_id, status)
CREATE INDEX joint_meetings_unit_idx ON public.joint_meetings USING btree (unit_id, held_at DESC)
CREATE INDEX joint_resolutions_due_idx ON public.joint_resolutions USING btree (due_on) WHERE (status <> 'done'::text)
CREATE INDEX joint_resolutions_item_idx ON public.joint_resolutions USING btree (agenda_item_id)
CREATE INDEX joint_resolutions_meeting_idx ON public.joint_resolutions USING btree (meeting_id)
CREATE INDEX joint_resolutions_owner_idx ON public.joint_resolutions USING btree (owner_unit_id, status, due_on)
CREATE UNIQUE INDEX lecture_talks_once ON public.lecture_talks USING btree (expert_id, title) WHERE (status = ANY (ARRAY['submitted'::text, 'admitted'::text]))
CREATE INDEX lecture_talks_unit_idx ON public.lecture_talks USING btree (unit_id, status, created_at)
CREATE INDEX lesson_uses_content_idx ON public.lesson_uses USING btree (content_id)
CREATE INDEX lesson_uses_unit_idx ON public.lesson_uses USING btree (unit_id, used_on DESC)
CREATE INDEX meeting_papers_meeting_idx ON public.meeting_papers USING btree (meeting_id)
CREATE INDEX notice_receipts_waiting_idx ON public.notice_receipts USING btree (unit_id) WHERE (received_at IS NULL)
CREATE UNIQUE INDEX on_site_events_once ON public.on_site_events USING btree (registration_id) WHERE ((kind = 'in'::text) AND (outcome = 'counted'::text))
CREATE INDEX on_site_events_order_idx ON public.on_site_events USING btree (order_id, judged_at) WHERE (order_id IS NOT NULL)
CREATE INDEX on_site_events_person_idx ON public.on_site_events USING btree (by_person_id, judged_at)
CREATE INDEX on_site_events_session_idx ON public.on_site_events USING btree (session_id, judged_at)
CREATE INDEX on_site_events_undoes_idx ON public.on_site_events USING btree (undoes_id) WHERE (undoes_id IS NOT NULL)
CREATE UNIQUE INDEX order_assignments_one_standing ON public.order_assignments USING btree (order_id) WHERE (ended_at IS NULL)
CREATE INDEX order_assignments_team_idx ON public.order_assignments USING btree (team_id, accepted_at)
CREATE INDEX order_attachments_order_idx ON public.order_attachments USING btree (order_id, created_at)
CREATE UNIQUE INDEX order_dispatches_one_open ON public.order_dispatches USING btree (order_id) WHERE (status = 'offered'::text)
CREATE INDEX order_dispatches_order_idx ON public.order_dispatches USING btree (order_id, offered_at)
CREATE INDEX order_dispatches_team_idx ON public.order_dispatches USING btree (team_id, status)
CREATE INDEX order_events_order_idx ON public.order_events USING btree (order_id, at)
CREATE INDEX order_expert_offers_person_idx ON public.order_expert_offers USING btree (person_id, offered_at DESC)
CREATE INDEX order_notices_due_idx ON public.order_notices USING btree (send_after) WHERE (status = 'waiting'::text)
CREATE INDEX order_notices_person_idx ON public.order_notices USING btree (person_id, created_at DESC)
CREATE INDEX orders_due_idx ON public.orders USING btree (due_at) WHERE (due_at IS NOT NULL)
CREATE INDEX orders_merged_idx ON public.orders USING btree (merged_into) WHERE (merged_into IS NOT NULL)
CREATE INDEX orders_owner_idx ON public.orders USING btree (owner_unit_id, status, due_at)
CREATE INDEX orders_place_idx ON public.orders USING btree (place_unit_id, created_at DESC)
CREATE INDEX orders_requester_idx ON public.orders USING btree (requester_person_id, created_at DESC)
CREATE INDEX orders_team_idx ON public.orders USING btree (team_id, status) WHERE (team_id IS NOT NULL)
CREATE INDEX org_units_name_search_trgm ON public.org_units USING gin (name_search gin_trgm_ops)
CREATE INDEX org_units_name_trgm ON public.org_units USING gin (name gin_trgm_ops)
CREATE UNIQUE INDEX org_units_one_root ON public.org_units USING btree (((parent_id IS NULL))) WHERE (parent_id IS NULL)
CREATE INDEX org_units_parent_idx ON public.org_units USING btree (parent_id)
CREATE INDEX org_units_path_gist ON public.org_units USING gist (path)
CREATE UNIQUE INDEX org_units_region_code_key ON public.org_units USING btree (region_code, kind) WHERE ((region_code IS NOT NULL) AND (valid_to IS NULL))
CREATE UNIQUE INDEX org_units_sibling_name ON public.org_units USING btree (parent_id, kind, name) WHERE (valid_to IS NULL)
CREATE INDEX organisation_events_organisation_idx ON public.organisation_events USING btree (organisation_id, at)
CREATE UNIQUE INDEX organisations_credit_code_key ON public.organisations USING btree (credit_code) WHERE (status <> ALL (ARRAY['rejected'::text, 'withdrawn'::text]))
CREATE INDEX organisations_home_unit_idx ON public.organisations USING btree (home_unit_id)
CREATE INDEX organisations_name_search_trgm ON public.organisations USING gin (name_search gin_trgm_ops)
CREATE INDEX organisations_status_idx ON public.organisations USING btree (status, created_at)
CREATE INDEX organisations_unit_idx ON public.organisations USING btree (unit_id) WHERE (unit_id IS NOT NULL)
CREATE UNIQUE INDEX organisations_unit_key ON public.organisations USING btree (unit_id) WHERE (status = ANY (ARRAY['verified'::text, 'suspended'::text]))
CREATE INDEX outbox_events_waiting_idx ON public.outbox_events USING btree (event_no) WHERE (delivered_at IS NULL)
CREATE INDEX outside_posts_content_idx ON public.outside_posts USING btree (content_id, channel_code)
CREATE INDEX pair_requests_open_idx ON public.pair_requests USING btree (side, field, topic_code) WHERE (status = 'open'::text)
CREATE INDEX pair_requests_person_idx ON public.pair_requests USING btree (person_id)
CREATE UNIQUE INDEX pairings_creator_once ON public.pairings USING btree (creator_request_id) WHERE (content_id IS NOT NULL)
CREATE UNIQUE INDEX pairings_result_once ON public.pairings USING btree (result_request_id) WHERE (content_id IS NOT NULL)
CREATE INDEX persons_name_index_idx ON public.persons USING btree (name_index)
CREATE INDEX persons_unit_idx ON public.persons USING btree (unit_id) WHERE (unit_id IS NOT NULL)
CREATE INDEX phone_codes_browser_idx ON public.phone_codes USING btree (browser_hash, created_at DESC)
CREATE INDEX phone_codes_expires_idx ON public.phone_codes USING btree (expires_at)
CREATE INDEX phone_codes_phone_idx ON public.phone_codes USING btree (phone_index, created_at DESC)
CREATE INDEX pitches_unit_idx ON public.pitches USING btree (unit_id, status, created_at DESC)
CREATE INDEX placements_content_idx ON public.placements USING btree (content_id)
CREATE INDEX placements_unit_idx ON public.placements USING btree (unit_id, from_on)
CREATE UNIQUE INDEX plan_adoptions_standing_key ON public.plan_adoptions USING btree (task_id, unit_id) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX plan_documents_successor_key ON public.plan_documents USING btree (replaces_id) WHERE (status <> 'discarded'::text)
CREATE INDEX plan_documents_unit_idx ON public.plan_documents USING btree (unit_id, level, status)
CREATE INDEX plan_milestones_document_idx ON public.plan_milestones USING btree (document_id, due_on)
CREATE INDEX plan_task_units_unit_idx ON public.plan_task_units USING btree (unit_id)
CREATE INDEX plan_tasks_clause_idx ON public.plan_tasks USING btree (clause_id)
CREATE INDEX policies_status_idx ON public.policies USING btree (status, issued_on DESC)
CREATE INDEX policies_unit_idx ON public.policies USING btree (unit_id)
CREATE INDEX poster_opens_unit_idx ON public.poster_opens USING btree (unit_id)
CREATE UNIQUE INDEX proxy_acts_elder_busy ON public.proxy_acts USING btree (elder_person_id) WHERE (ended_at IS NULL)
CREATE INDEX proxy_acts_elder_idx ON public.proxy_acts USING btree (elder_person_id, started_at DESC)
CREATE UNIQUE INDEX proxy_acts_helper_busy ON public.proxy_acts USING btree (helper_person_id) WHERE (ended_at IS NULL)
CREATE INDEX proxy_acts_unit_idx ON public.proxy_acts USING btree (unit_id, started_at DESC)
CREATE INDEX proxy_codes_expires_idx ON public.proxy_codes USING btree (expires_at)
CREATE INDEX proxy_codes_pair_idx ON public.proxy_codes USING btree (elder_person_id, helper_person_id, created_at DESC)
CREATE INDEX question_cards_published_idx ON public.question_cards USING btree (published_at DESC) WHERE (status = 'published'::text)
CREATE INDEX question_cards_unit_idx ON public.question_cards USING btree (unit_id, status, created_at DESC)
CREATE INDEX questions_asker_idx ON public.questions USING btree (asker_person_id, asked_at DESC)
CREATE INDEX questions_due_idx ON public.questions USING btree (due_at) WHERE (ended_at IS NULL)
CREATE INDEX questions_phone_idx ON public.questions USING btree (ended_at) WHERE (phone_sealed IS NOT NULL)
CREATE INDEX questions_unit_idx ON public.questions USING btree (unit_id, status, asked_at DESC)
CREATE INDEX reader_reports_open_idx ON public.reader_reports USING btree (created_at) WHERE (status = 'open'::text)
CREATE INDEX reading_history_age_idx ON public.reading_history USING btree (last_read_at)
CREATE INDEX reading_history_person_idx ON public.reading_history USING btree (person_id, last_read_at DESC)
CREATE UNIQUE INDEX recruitment_applications_once ON public.recruitment_applications USING btree (recruitment_id, person_id) WHERE (status = ANY (ARRAY['applied'::text, 'admitted'::text]))
CREATE INDEX recruitment_applications_person_idx ON public.recruitment_applications USING btree (person_id, created_at DESC)
CREATE UNIQUE INDEX recruitments_one_open ON public.recruitments USING btree (team_id, audience) WHERE (status = 'open'::text)
CREATE INDEX recruitments_team_idx ON public.recruitments USING btree (team_id, created_at DESC)
CREATE INDEX rectification_steps_rectification_idx ON public.rectification_steps USING btree (rectification_id, step_no)
CREATE INDEX rectifications_inspection_idx ON public.rectifications USING btree (inspection_id)
CREATE UNIQUE INDEX rectifications_sample_key ON public.rectifications USING btree (sample_id) WHERE (sample_id IS NOT NULL)
CREATE INDEX rectifications_unit_idx ON public.rectifications USING btree (unit_id, status, due_on)
CREATE INDEX registration_drafts_updated_idx ON public.registration_drafts USING btree (updated_at)
CREATE INDEX registration_notices_due_idx ON public.registration_notices USING btree (send_after) WHERE (status = 'waiting'::text)
CREATE INDEX registrations_offers_idx ON public.registrations USING btree (answer_by) WHERE (answer_by IS NOT NULL)
CREATE INDEX registrations_person_idx ON public.registrations USING btree (person_id, created_at DESC) WHERE (person_id IS NOT NULL)
CREATE UNIQUE INDEX registrations_phone_once ON public.registrations USING btree (pool_id, contact_phone_index) WHERE ((status = ANY (ARRAY['confirmed'::text, 'waiting'::text, 'offered'::text])) AND (contact_phone_index IS NOT NULL))
CREATE INDEX registrations_pool_idx ON public.registrations USING btree (pool_id, queue_no)
CREATE INDEX resolution_notices_waiting_idx ON public.resolution_notices USING btree (created_at) WHERE (status = 'waiting'::text)
CREATE UNIQUE INDEX resolution_reports_one_waiting ON public.resolution_reports USING btree (resolution_id) WHERE (status = 'waiting'::text)
CREATE INDEX resolution_reports_resolution_idx ON public.resolution_reports USING btree (resolution_id, created_at)
CREATE INDEX result_briefs_article_idx ON public.result_briefs USING btree (article_content_id)
CREATE INDEX result_briefs_chart_idx ON public.result_briefs USING btree (chart_content_id)
CREATE INDEX result_briefs_unit_idx ON public.result_briefs USING btree (unit_id, status, filed_at DESC)
CREATE INDEX returnee_matches_due_idx ON public.returnee_matches USING btree (answer_by) WHERE (status = 'proposed'::text)
CREATE UNIQUE INDEX returnee_matches_one_offer ON public.returnee_matches USING btree (returnee_id) WHERE (status = ANY (ARRAY['proposed'::text, 'agreed'::text, 'done'::text]))
CREATE UNIQUE INDEX returnee_matches_one_request ON public.returnee_matches USING btree (request_id) WHERE (status = ANY (ARRAY['proposed'::text, 'agreed'::text, 'done'::text]))
CREATE UNIQUE INDEX returnees_once ON public.returnees USING btree (person_id) WHERE (status = 'offered'::text)
CREATE UNIQUE INDEX review_steps_author_once ON public.review_steps USING btree (version_id, person_id) WHERE (stage = 'author'::text)
CREATE UNIQUE INDEX review_steps_once ON public.review_steps USING btree (version_id, round_no, stage) WHERE (stage <> 'author'::text)
CREATE INDEX role_grants_person_idx ON public.role_grants USING btree (person_id) WHERE (ended_at IS NULL)
CREATE INDEX role_grants_unit_idx ON public.role_grants USING btree (unit_id) WHERE (ended_at IS NULL)
CREATE INDEX saved_items_person_idx ON public.saved_items USING btree (person_id, saved_at DESC)
CREATE UNIQUE INDEX school_consents_one_order ON public.school_consents USING btree (order_id) WHERE ((superseded_at IS NULL) AND (standing_id IS NULL))
CREATE UNIQUE INDEX school_consents_one_series ON public.school_consents USING btree (standing_id) WHERE ((superseded_at IS NULL) AND (standing_id IS NOT NULL))
CREATE UNIQUE INDEX science_staff_once ON public.science_staff USING btree (unit_id, name_index) WHERE (status = 'serving'::text)
CREATE INDEX science_staff_unit_idx ON public.science_staff USING btree (unit_id, status)
CREATE INDEX score_appeals_line_idx ON public.score_appeals USING btree (line_id)
CREATE UNIQUE INDEX score_appeals_one_open ON public.score_appeals USING btree (line_id) WHERE (status = 'filed'::text)
CREATE INDEX score_lines_unit_idx ON public.score_lines USING btree (unit_id)
CREATE INDEX screens_unit_idx ON public.screens USING btree (unit_id)
CREATE INDEX search_misses_words_idx ON public.search_misses USING btree (words_index) WHERE (words_index IS NOT NULL)
CREATE UNIQUE INDEX service_certificates_one_waiting ON public.service_certificates USING btree (person_id, unit_id) WHERE ((status = 'requested'::text) AND (kind = 'hours'::text))
CREATE INDEX service_certificates_person_idx ON public.service_certificates USING btree (person_id, created_at DESC)
CREATE INDEX service_certificates_unit_idx ON public.service_certificates USING btree (unit_id, status)
CREATE INDEX service_hours_corrects_idx ON public.service_hours USING btree (corrects_id) WHERE (corrects_id IS NOT NULL)
CREATE UNIQUE INDEX service_hours_once ON public.service_hours USING btree (person_id, visit_id) WHERE ((kind = 'credited'::text) AND (status = 'standing'::text))
CREATE INDEX service_hours_person_idx ON public.service_hours USING btree (person_id, worked_on DESC)
CREATE INDEX service_hours_team_idx ON public.service_hours USING btree (team_id, status)
CREATE INDEX sourcing_order_needs_order_idx ON public.sourcing_order_needs USING btree (order_id)
CREATE UNIQUE INDEX sourcing_orders_one_open ON public.sourcing_orders USING btree (topic, street_unit_id) WHERE (status = ANY (ARRAY['raised'::text, 'taken'::text]))
CREATE INDEX sourcing_orders_owner_idx ON public.sourcing_orders USING btree (owner_unit_id, status, due_at)
CREATE INDEX standing_occurrences_due_idx ON public.standing_occurrences USING btree (on_day) WHERE (status = 'planned'::text)
CREATE UNIQUE INDEX standing_occurrences_one_room ON public.standing_occurrences USING btree (place_unit_id, room, on_day, half) WHERE (status <> 'skipped'::text)
CREATE INDEX standing_orders_owner_idx ON public.standing_orders USING btree (owner_unit_id, status)
CREATE INDEX station_areas_station_idx ON public.station_areas USING btree (station_id)
CREATE INDEX stored_files_hash_idx ON public.stored_files USING btree (content_hash)
CREATE UNIQUE INDEX submissions_content_key ON public.submissions USING btree (content_id) WHERE (content_id IS NOT NULL)
CREATE INDEX submissions_owner_idx ON public.submissions USING btree (owner_person_id, created_at DESC)
CREATE INDEX submissions_unit_idx ON public.submissions USING btree (unit_id, status, created_at)
CREATE UNIQUE INDEX target_estimates_day_key ON public.target_estimates USING btree (target_id, surveyed_on) WHERE (withdrawn_at IS NULL)
CREATE INDEX task_indicators_task_idx ON public.task_indicators USING btree (task_id)
CREATE UNIQUE INDEX team_members_once ON public.team_members USING btree (team_id, person_id) WHERE (left_at IS NULL)
CREATE INDEX team_members_person_idx ON public.team_members USING btree (person_id) WHERE (left_at IS NULL)
CREATE UNIQUE INDEX technique_adoptions_once ON public.technique_adoptions USING btree (entry_id, person_id, season_year, season) WHERE (status <> 'withdrawn'::text)
CREATE INDEX technique_adoptions_person_idx ON public.technique_adoptions USING btree (person_id, created_at)
CREATE INDEX technique_adoptions_unit_idx ON public.technique_adoptions USING btree (unit_id, status)
CREATE INDEX technique_entries_status_idx ON public.technique_entries USING btree (status, field)
CREATE INDEX technique_entries_unit_idx ON public.technique_entries USING btree (unit_id)
CREATE INDEX text_messages_due_idx ON public.text_messages USING btree (next_try_at) WHERE (status = 'waiting'::text)
CREATE INDEX text_messages_stuck_idx ON public.text_messages USING btree (status_changed_at) WHERE (status = 'stuck'::text)
CREATE UNIQUE INDEX topics_name_key ON public.topics USING btree (name) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX training_roll_changes_one_open ON public.training_roll_changes USING btree (roll_id) WHERE (status = 'asked'::text)
CREATE INDEX training_roll_lines_roll_idx ON public.training_roll_lines USING btree (roll_id, line_no)
CREATE INDEX unit_notices_unit_idx ON public.unit_notices USING btree (unit_id, issued_at DESC)
CREATE INDEX upstream_items_open_idx ON public.upstream_items USING btree (published_at DESC) WHERE (withdrawn_at IS NULL)
CREATE INDEX verdict_notices_claim_idx ON public.verdict_notices USING btree (claim_id)
CREATE INDEX verdict_notices_due_idx ON public.verdict_notices USING btree (next_try_at) WHERE (status = ANY (ARRAY['queued'::text, 'failing'::text]))
CREATE INDEX verdict_notices_verdict_idx ON public.verdict_notices USING btree (verdict_id)
CREATE UNIQUE INDEX verdict_ratings_name_key ON public.verdict_ratings USING btree (name) WHERE (retired_at IS NULL)
CREATE INDEX verdict_search_pinyin_idx ON public.verdict_search USING gin (pinyin gin_trgm_ops)
CREATE INDEX verdict_search_tokens_idx ON public.verdict_search USING gin (tokens)
CREATE INDEX verdicts_live_idx ON public.verdicts USING btree (published_at DESC) WHERE (status = 'published'::text)
CREATE UNIQUE INDEX verdicts_one_live ON public.verdicts USING btree (claim_id) WHERE (status = 'published'::text)
CREATE UNIQUE INDEX verdicts_one_working ON public.verdicts USING btree (claim_id) WHERE (status = ANY (ARRAY['draft'::text, 'signing'::text]))
CREATE INDEX verdicts_status_idx ON public.verdicts USING btree (status, status_changed_at)
CREATE UNIQUE INDEX verdicts_version_key ON public.verdicts USING btree (claim_id, version_no) WHERE (status <> 'dropped'::text)
CREATE INDEX visit_member_slots_visit_idx ON public.visit_member_slots USING btree (visit_id)
CREATE INDEX visit_members_person_idx ON public.visit_members USING btree (person_id, assigned_at DESC)
CREATE UNIQUE INDEX visit_swaps_one_open ON public.visit_swaps USING btree (visit_id, from_person_id) WHERE (status = 'offered'::text)
CREATE INDEX visit_swaps_to_idx ON public.visit_swaps USING btree (to_person_id) WHERE (status = 'offered'::text)
CREATE UNIQUE INDEX visits_one_standing ON public.visits USING btree (order_id) WHERE (status = ANY (ARRAY['planned'::text, 'under_way'::text]))
CREATE INDEX visits_team_idx ON public.visits USING btree (team_id, starts_at)
CREATE UNIQUE INDEX volunteer_badges_one_waiting ON public.volunteer_badges USING btree (person_id, kind) WHERE (status = 'submitted'::text)
CREATE INDEX volunteer_badges_person_idx ON public.volunteer_badges USING btree (person_id, kind, expires_on) WHERE (status = 'verified'::text)
CREATE INDEX volunteer_badges_unit_idx ON public.volunteer_badges USING btree (unit_id, status)
CREATE INDEX volunteer_teams_leader_idx ON public.volunteer_teams USING btree (leader_person_id)
CREATE UNIQUE INDEX volunteer_teams_name_key ON public.volunteer_teams USING btree (name) WHERE (status <> 'disbanded'::text)
CREATE INDEX volunteer_teams_unit_idx ON public.volunteer_teams USING btree (unit_id, status)
CREATE UNIQUE INDEX work_plans_one_approved ON public.work_plans USING btree (document_id, unit_id, year) WHERE (status = 'approved'::text)
CREATE UNIQUE INDEX work_plans_one_open ON public.work_plans USING btree (document_id, unit_id, year) WHERE (status = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text]))
CREATE INDEX work_plans_unit_idx ON public.work_plans USING btree (unit_id, year)
CREATE TRIGGER agenda_items_stay BEFORE INSERT OR DELETE OR UPDATE ON public.agenda_items FOR EACH ROW EXECUTE FUNCTION meeting_parts_keep()
CREATE TRIGGER assessments_stay BEFORE DELETE OR UPDATE ON public.assessments FOR EACH ROW EXECUTE FUNCTION assessments_keep()
CREATE TRIGGER audit_entries_append_only BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER children_consent BEFORE INSERT OR UPDATE ON public.children FOR EACH ROW EXECUTE FUNCTION check_child_consent()
CREATE TRIGGER claim_acts_append_only BEFORE DELETE OR UPDATE ON public.claim_acts FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER claim_acts_no_truncate BEFORE TRUNCATE ON public.claim_acts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER claim_notes_append_only BEFORE DELETE OR UPDATE ON public.claim_notes FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE CONSTRAINT TRIGGER claim_reports_told AFTER INSERT OR UPDATE OF claim_id ON public.claim_reports DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.claim_id IS NOT NULL)) EXECUTE FUNCTION check_askers_told()
CREATE TRIGGER content_rounds_append_only BEFORE DELETE OR UPDATE ON public.content_rounds FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER content_rounds_no_truncate BEFORE TRUNCATE ON public.content_rounds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER content_versions_frozen BEFORE UPDATE ON public.content_versions FOR EACH ROW EXECUTE FUNCTION refuse_frozen_content()
CREATE TRIGGER evidence_items_stay BEFORE DELETE OR UPDATE ON public.evidence_items FOR EACH ROW EXECUTE FUNCTION evidence_items_keep()
CREATE TRIGGER facts_append_only BEFORE DELETE OR UPDATE ON public.facts FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER facts_no_truncate BEFORE TRUNCATE ON public.facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER facts_reversal BEFORE INSERT ON public.facts FOR EACH ROW EXECUTE FUNCTION check_fact_reversal()
CREATE TRIGGER honorarium_schemes_frozen BEFORE DELETE OR UPDATE ON public.honorarium_schemes FOR EACH ROW EXECUTE FUNCTION check_honorarium_scheme()
CREATE TRIGGER indicators_append_only BEFORE DELETE OR UPDATE ON public.indicators FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_population_stays BEFORE INSERT OR DELETE OR UPDATE ON public.inspection_population FOR EACH ROW EXECUTE FUNCTION inspection_population_keep()
CREATE TRIGGER inspection_samples_stay BEFORE DELETE OR UPDATE ON public.inspection_samples FOR EACH ROW EXECUTE FUNCTION inspection_samples_keep()
CREATE TRIGGER inspections_stay BEFORE DELETE OR UPDATE ON public.inspections FOR EACH ROW EXECUTE FUNCTION inspections_keep()
CREATE TRIGGER joint_meetings_stay BEFORE DELETE OR UPDATE ON public.joint_meetings FOR EACH ROW EXECUTE FUNCTION joint_meetings_keep()
CREATE TRIGGER joint_resolutions_stay BEFORE UPDATE ON public.joint_resolutions FOR EACH ROW EXECUTE FUNCTION joint_resolutions_keep()
CREATE TRIGGER ledger_entries_append_only BEFORE DELETE OR UPDATE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER ledger_entries_queue AFTER INSERT ON public.ledger_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_ledger_entries()
CREATE TRIGGER meeting_attendance_stay BEFORE INSERT OR DELETE OR UPDATE ON public.meeting_attendance FOR EACH ROW EXECUTE FUNCTION meeting_parts_keep()
CREATE TRIGGER meeting_papers_stay BEFORE INSERT OR DELETE OR UPDATE ON public.meeting_papers FOR EACH ROW EXECUTE FUNCTION meeting_parts_keep()
CREATE TRIGGER organisation_events_append_only BEFORE DELETE OR UPDATE ON public.organisation_events FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER pack_manifests_keep BEFORE DELETE OR UPDATE ON public.pack_manifests FOR EACH ROW EXECUTE FUNCTION pack_manifests_keep()
CREATE TRIGGER plan_targets_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_targets FOR EACH ROW EXECUTE FUNCTION plan_tasks_stay_frozen()
CREATE TRIGGER plan_task_units_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_task_units FOR EACH ROW EXECUTE FUNCTION plan_tasks_stay_frozen()
CREATE TRIGGER plan_tasks_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_tasks FOR EACH ROW EXECUTE FUNCTION plan_tasks_stay_frozen()
CREATE TRIGGER reading_history_consent BEFORE INSERT OR UPDATE ON public.reading_history FOR EACH ROW EXECUTE FUNCTION check_reading_consent()
CREATE TRIGGER rectification_steps_stay BEFORE DELETE OR UPDATE ON public.rectification_steps FOR EACH ROW EXECUTE FUNCTION rectification_steps_keep()
CREATE TRIGGER review_steps_append_only BEFORE DELETE OR UPDATE ON public.review_steps FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER review_steps_no_truncate BEFORE TRUNCATE ON public.review_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER score_appeals_stay BEFORE DELETE OR UPDATE ON public.score_appeals FOR EACH ROW EXECUTE FUNCTION score_appeals_keep()
CREATE TRIGGER score_items_stay BEFORE INSERT OR DELETE OR UPDATE ON public.score_items FOR EACH ROW EXECUTE FUNCTION score_items_keep()
CREATE TRIGGER score_lines_stay BEFORE INSERT OR DELETE OR UPDATE ON public.score_lines FOR EACH ROW EXECUTE FUNCTION score_lines_keep()
CREATE TRIGGER score_schemes_stay BEFORE DELETE OR UPDATE ON public.score_schemes FOR EACH ROW EXECUTE FUNCTION score_schemes_keep()
CREATE TRIGGER service_hours_kind_stays BEFORE UPDATE ON public.service_hours FOR EACH ROW EXECUTE FUNCTION service_hours_keep_kind()
CREATE TRIGGER target_estimates_stay BEFORE DELETE OR UPDATE ON public.target_estimates FOR EACH ROW EXECUTE FUNCTION target_estimates_keep()
CREATE TRIGGER task_indicators_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.task_indicators FOR EACH ROW EXECUTE FUNCTION plan_tasks_stay_frozen()
CREATE TRIGGER verdict_authors_append_only BEFORE DELETE OR UPDATE ON public.verdict_authors FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdict_authors_no_truncate BEFORE TRUNCATE ON public.verdict_authors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdict_notices_kept BEFORE DELETE ON public.verdict_notices FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdict_signatures_append_only BEFORE DELETE OR UPDATE ON public.verdict_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdict_signatures_no_truncate BEFORE TRUNCATE ON public.verdict_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdict_signatures_right BEFORE INSERT ON public.verdict_signatures FOR EACH ROW EXECUTE FUNCTION check_verdict_signature()
CREATE TRIGGER verdicts_no_truncate BEFORE TRUNCATE ON public.verdicts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER verdicts_rules BEFORE INSERT OR DELETE OR UPDATE ON public.verdicts FOR EACH ROW EXECUTE FUNCTION check_verdict_change()
CREATE CONSTRAINT TRIGGER verdicts_told AFTER UPDATE OF status ON public.verdicts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.status = 'published'::text)) EXECUTE FUNCTION check_askers_told()
function assessments_keep() returns trigger: md5 405bdbe1ac1110f6a1683e9d78b43e5f
function check_askers_told() returns trigger: md5 ae7f9ec6eb556f5f7d8168716f0c48b4
function check_child_consent() returns trigger: md5 e4503bf30bba54bcc4f6da4b56addbd2
function check_fact_reversal() returns trigger: md5 9d4d85ec14ed13ee97d1beed9b634244
function check_honorarium_scheme() returns trigger: md5 cd4237b1e5b8617fb7bfe37fff8c25fb
function check_reading_consent() returns trigger: md5 510f50f29cbfb9719905d9ae4abcd85e
function check_verdict_change() returns trigger: md5 8d174d6b268f4b6e5fe1f326ed2685b3
function check_verdict_signature() returns trigger: md5 493a9bd4d12fbd02eb1404ef434e5177
function evidence_items_keep() returns trigger: md5 e39a1a57a7b54c98c8f09d90d3d8d6e6
function inspection_population_keep() returns trigger: md5 7c43012ef0df046de61efbc14e21bef9
function inspection_samples_keep() returns trigger: md5 cdab0f59e747acad0506151eb97d0bcd
function inspections_keep() returns trigger: md5 f4e18463763a22205b72c353c0df708d
function joint_meetings_keep() returns trigger: md5 f5f518d4730b310bb54bc0bafe74fd09
function joint_resolutions_keep() returns trigger: md5 f8c80fcb604d358790a811259cd27834
function meeting_parts_keep() returns trigger: md5 e776343e26f28b06dc0499315c65bb04
function names_banned_metric(words text) returns boolean: md5 943b5a11a6277d4acd367f080991eced
function pack_manifests_keep() returns trigger: md5 82bc9127a2926c8783a3fc2b4b5dd596
function plan_tasks_stay_frozen() returns trigger: md5 134da9795863c1e9246a925e1d57e8a3
function queue_ledger_entries() returns trigger: md5 61abf4bdc1b9759b00fc49b52223d063
function rectification_steps_keep() returns trigger: md5 3fa647ce5c70191301fbd240d0c5d46b
function refuse_change() returns trigger: md5 a14910badc532260464107faf70f3e1a
function refuse_frozen_content() returns trigger: md5 420a20c2eae475795713610418380eef
function score_appeals_keep() returns trigger: md5 12d678b75b3fa282acf4e3b9e6385ff2
function score_items_keep() returns trigger: md5 36c7b089c7924e2b8fff81aded1192ea
function score_lines_keep() returns trigger: md5 ba28bd31b68f008e4c638065ac97f558
function score_schemes_keep() returns trigger: md5 32abb23c21744e985db87c44d1864f42
function service_hours_keep_kind() returns trigger: md5 f34f420d4a1b1ec0cffcda9628c7f5b4
function target_estimates_keep() returns trigger: md5 c0ad939301578104b4a1c03c1e81378b
