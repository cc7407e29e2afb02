-- How long changes wait for the journal, and objects of the journal for their copy, is told.
alter table journal_outbox add column entered_at timestamptz not null default now();
comment on column journal_outbox.entered_at is 'when its transaction began, by the clock of the database';
alter table journal_object add column registered_at timestamptz not null default now();
comment on column journal_object.registered_at is 'when this database learned of it';
