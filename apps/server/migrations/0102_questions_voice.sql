-- Why: who cannot type asks by voice (E-00): the recording stays with the question, and the desk writes down what it heard.
-- Lock: ACCESS EXCLUSIVE on questions for a moment: nullable columns and checks on them. Safe on a live database: yes.
alter table questions add column voice_file_id uuid constraint questions_voice_fkey references stored_files (id);
alter table questions add column voice_seconds integer constraint questions_voice_seconds_check check (voice_seconds between 1 and 60);
-- Who wrote down what was heard; until then the words are only that there is a recording.
alter table questions add column heard_by_person_id uuid constraint questions_heard_fkey references persons (id);
alter table questions add column is_heard boolean not null default true;
