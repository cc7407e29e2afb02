-- 台账 (journal): what changes in the tables that are kept goes to the store as well. A change is put into the outbox by a trigger, in
-- its own transaction, and leaves it once it rests in a locked segment. The triggers are set by what `kept-tables.ts` says.
create table journal_outbox (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  table_name text not null,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  content jsonb not null
);
comment on table journal_outbox is '台账待写: changes on their way into the store';
comment on column journal_outbox.xid is 'its transaction: a change is taken only when no older transaction is at work any more';
comment on column journal_outbox.content is 'the row; or only what it belongs to, where rows rest with their record';
create index journal_outbox_xid on journal_outbox (xid, id);

create table journal_object (
  key text primary key,
  segment bigint not null check (segment > 0),
  number text,
  bytes bigint not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  is_named boolean not null
);
comment on table journal_object is '台账对象: segments, and the rows of records that they name';
comment on column journal_object.number is '电子文件号 of whose rows they are; absent: a segment';
comment on column journal_object.is_named is 'rests in the store, and is a segment or named by one; if not, a killed process may have left it there';
create unique index journal_object_segment on journal_object (segment) where number is null;
create index journal_object_number on journal_object (number);

create function journal_change() returns trigger language plpgsql as $$
declare
  whole jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  insert into journal_outbox (table_name, operation, content) values (tg_table_name, lower(tg_op),
    case when tg_nargs = 0 then whole
         else (select jsonb_object_agg(key, value) from jsonb_each(whole) where key = any (tg_argv)) end);
  return null;
end $$;
comment on function journal_change is 'its arguments: the columns that are enough; none: all';
