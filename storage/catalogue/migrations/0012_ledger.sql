-- 账本 (ledger): a row an entry, written in the transaction in which what it is about becomes true. Its place in the log is given
-- later, once, in the order of the rows; the trees themselves rest in the store.
create table ledger_entry (
  id bigint generated always as identity primary key,
  type text not null check (type ~ '^[a-z][a-z-]{0,31}$'),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text not null check (sm3 ~ '^[0-9a-f]{64}$'),
  place bigint unique check (place >= 0),
  queued_at timestamptz not null,
  unique (type, sha256, sm3)
);
comment on table ledger_entry is '账本条目';
comment on column ledger_entry.sha256 is 'of the text that the entry is about, e.g. statement.txt';
comment on column ledger_entry.place is 'index in the log, from 0; absent: waits';
create index ledger_entry_waiting on ledger_entry (id) where place is null;

create table ledger_state (
  size bigint primary key check (size > 0),
  root_sha256 text not null,
  root_sm3 text not null,
  committed_at timestamptz not null
);
comment on table ledger_state is '账本状态: a number of entries whose tiles rest in the store, and the roots of both trees in base64';

create table ledger_checkpoint (
  size bigint primary key references ledger_state,
  note_sha256 text not null,
  note_sm3 text not null,
  published_at timestamptz not null
);
comment on table ledger_checkpoint is '检查点: states that were signed; the notes of both trees as they rest in the store';

create table ledger_sweep (
  is_only boolean primary key default true check (is_only),
  tiles bigint not null
);
comment on table ledger_sweep is 'number of tiles whose partial predecessors were removed from the store';
insert into ledger_sweep (tiles) values (0);

-- An entry gets its place, and nothing else ever changes.
create trigger refuse_update before update of id, type, sha256, sm3, queued_at on ledger_entry
  for each row execute function refuse_change();
create trigger refuse_second_place before update of place on ledger_entry for each row
  when (old.place is not null or new.place is null) execute function refuse_change();
create trigger refuse_delete before delete on ledger_entry for each row execute function refuse_change();
create trigger refuse_truncate before truncate on ledger_entry for each statement execute function refuse_change();
create trigger refuse_change before update or delete on ledger_state for each row execute function refuse_change();
create trigger refuse_truncate before truncate on ledger_state for each statement execute function refuse_change();
create trigger refuse_change before update or delete on ledger_checkpoint for each row execute function refuse_change();
create trigger refuse_truncate before truncate on ledger_checkpoint for each statement execute function refuse_change();

alter table ledger_entry enable always trigger refuse_update;
alter table ledger_entry enable always trigger refuse_second_place;
alter table ledger_entry enable always trigger refuse_delete;
alter table ledger_entry enable always trigger refuse_truncate;
alter table ledger_state enable always trigger refuse_change;
alter table ledger_state enable always trigger refuse_truncate;
alter table ledger_checkpoint enable always trigger refuse_change;
alter table ledger_checkpoint enable always trigger refuse_truncate;
