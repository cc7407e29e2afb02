-- 副本、修复、固化核查: what the second store holds, where repaired objects lie, and what each slice of an audit has come to.

create table object_copy (
  store text not null check (store in ('first', 'second')),
  key text not null,
  number text,
  bytes bigint not null check (bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text not null check (sm3 ~ '^[0-9a-f]{64}$'),
  version text not null,
  locked_until timestamptz not null,
  copied_at timestamptz not null,
  is_told boolean not null default false,
  primary key (store, key)
);
comment on table object_copy is '副本登记: objects that rest in the second store as well, as they were read back there';
comment on column object_copy.number is '电子文件号, where the object belongs to a record';
comment on column object_copy.is_told is 'named in a text whose entry stands in the ledger';
create index object_copy_untold on object_copy (key) where not is_told;

create table object_repair (
  id bigint generated always as identity primary key,
  store text not null check (store in ('first', 'second')),
  key text not null,
  place text not null,
  text_sha256 text not null check (text_sha256 ~ '^[0-9a-f]{64}$'),
  repaired_at timestamptz not null
);
comment on table object_repair is '修复记录: the newest of a key says where its good bytes lie';
comment on column object_repair.text_sha256 is 'of the text that the ledger holds about it';
create index object_repair_key on object_repair (store, key, id desc);

create table audit_slice (
  id uuid primary key,
  store text not null check (store in ('first', 'second')),
  slice int not null check (slice between 1 and slices),
  slices int not null,
  sample numeric not null check (sample > 0 and sample <= 100),
  step bigint not null default 0,
  progress jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  text_sha256 text check (text_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table audit_slice is '固化核查: slices of rounds over a store, finished or under way';
comment on column audit_slice.step is 'goes up with every batch: of two processes only one goes on';
comment on column audit_slice.progress is 'where it stands and what it has found';
create unique index audit_slice_open on audit_slice (store, slice, slices, sample) where finished_at is null;

create trigger refuse_change before update of store, key, number, bytes, sha256, sm3, version on object_copy
  for each row execute function refuse_change();
create trigger refuse_change before update or delete on object_repair for each row execute function refuse_change();
create trigger refuse_truncate before truncate on object_repair for each statement execute function refuse_change();
create trigger refuse_reopening before update on audit_slice for each row when (old.finished_at is not null)
  execute function refuse_change();
create trigger refuse_delete before delete on audit_slice for each row execute function refuse_change();
create trigger refuse_truncate before truncate on audit_slice for each statement execute function refuse_change();
alter table object_copy enable always trigger refuse_change;
alter table object_repair enable always trigger refuse_change;
alter table object_repair enable always trigger refuse_truncate;
alter table audit_slice enable always trigger refuse_reopening;
alter table audit_slice enable always trigger refuse_delete;
alter table audit_slice enable always trigger refuse_truncate;
