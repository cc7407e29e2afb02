-- 保管期限、锁定与保全 (retention, locks, legal holds): what is due to a record after it was preserved. Terms and locks only grow; who
-- changed a term, and what holds a record, is only added to.
create table record_retention (
  number text primary key references record,
  start_rule text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  locked_until timestamptz not null,
  held boolean not null default false,
  store_held boolean not null default false
);
comment on table record_retention is '保管期限';
comment on column record_retention.number is '电子文件号';
comment on column record_retention.start_rule is '起算规则: key in archive-schema/profiles/retention-starts.json';
comment on column record_retention.ends_at is 'first instant after the term; absent: 永久';
comment on column record_retention.locked_until is '保管锁定到期时刻: the earliest end of a lock among its objects, as read back';
comment on column record_retention.held is 'whether a hold is on it: changed in the transaction that places or lifts holds';
comment on column record_retention.store_held is 'whether its objects carry the legal hold of the store';
create index record_retention_locked on record_retention (locked_until, number);
create index record_retention_ends on record_retention (ends_at, number);
create index record_retention_marks on record_retention (number) where held <> store_held;

create table retention_extension (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  number text not null references record_retention,
  entered bigint not null generated always as identity,
  ends_before timestamptz not null,
  ends_after timestamptz,
  cause text not null check (cause ~ '[^[:space:]]'),
  reason text not null check (reason ~ '[^[:space:]]'),
  authority text check (authority ~ '[^[:space:]]'),
  extended_by text not null check (extended_by ~ '[^[:space:]]'),
  extended_at timestamptz not null
);
comment on table retention_extension is '延长保管期限';
comment on column retention_extension.sha256 is 'of its text in the ledger';
comment on column retention_extension.cause is '电子文件号 of the record that was extended: another one where a joint parent follows its child';
create index retention_extension_record on retention_extension (number, entered);

create table legal_hold (
  id text primary key check (id ~ '^hold-[0-9]{8}-[0-9a-f]{8}$'),
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  authority text not null check (authority ~ '[^[:space:]]'),
  reason text not null check (reason ~ '[^[:space:]]'),
  placed_by text not null check (placed_by ~ '[^[:space:]]'),
  placed_at timestamptz not null
);
comment on table legal_hold is '保全';
comment on column legal_hold.sha256 is 'of its text in the ledger';
create index legal_hold_order on legal_hold (placed_at desc, id desc);

create table legal_release (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  hold text not null references legal_hold,
  authority text not null check (authority ~ '[^[:space:]]'),
  reason text not null check (reason ~ '[^[:space:]]'),
  released_by text not null check (released_by ~ '[^[:space:]]'),
  released_at timestamptz not null
);
comment on table legal_release is '解除保全';
comment on column legal_release.sha256 is 'of its text in the ledger';
create index legal_release_hold on legal_release (hold);

create table legal_hold_record (
  hold text not null references legal_hold,
  number text not null references record_retention,
  release text references legal_release,
  primary key (hold, number)
);
comment on table legal_hold_record is '保全的档案';
comment on column legal_hold_record.release is 'absent: the hold is on it';
create index legal_hold_record_active on legal_hold_record (number) where release is null;
create index legal_hold_record_record on legal_hold_record (number);

-- Where the look over locks that no record has (ledger, texts of life events) stands.
create table lock_sweep (
  prefix text primary key,
  after text not null,
  began_at timestamptz not null,
  completed_at timestamptz
);
comment on column lock_sweep.after is 'last key that was looked at';

create table lock_fault (
  key text primary key,
  number text references record_retention,
  code text not null,
  found text not null,
  since timestamptz not null,
  last_at timestamptz not null
);
comment on table lock_fault is '锁定告警: objects whose lock could not be renewed; a row goes when it could';

-- A term never becomes shorter, a lock never earlier, and how the term began never changes.
create function keep_retention() returns trigger language plpgsql as $$
begin
  if new.number = old.number and new.start_rule = old.start_rule and new.starts_at = old.starts_at
    and coalesce(new.ends_at, 'infinity') >= coalesce(old.ends_at, 'infinity') and new.locked_until >= old.locked_until
  then return new; end if;
  raise exception 'UPDATE of the retention of % is refused: 保管期限和锁定只能延长 (terms and locks only grow)', old.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep before update on record_retention for each row execute function keep_retention();
create trigger refuse_delete before delete on record_retention for each row execute function refuse_change();
create trigger refuse_truncate before truncate on record_retention for each statement execute function refuse_change();

create trigger refuse_change before update or delete on retention_extension for each row execute function refuse_change();
create trigger refuse_truncate before truncate on retention_extension for each statement execute function refuse_change();
create trigger refuse_change before update or delete on legal_hold for each row execute function refuse_change();
create trigger refuse_truncate before truncate on legal_hold for each statement execute function refuse_change();
create trigger refuse_change before update or delete on legal_release for each row execute function refuse_change();
create trigger refuse_truncate before truncate on legal_release for each statement execute function refuse_change();

-- A hold on a record is lifted once, by a release of that hold; no record is added to a hold that stands.
create function keep_held_record() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.hold = old.hold and new.number = old.number and old.release is null
    and exists (select from legal_release r where r.sha256 = new.release and r.hold = new.hold) then return new; end if;
  if tg_op = 'INSERT' and new.release is null
    and (select xmin from legal_hold where id = new.hold) = pg_current_xact_id()::xid then return new; end if;
  raise exception '% of hold % on % is refused', tg_op, new.hold, new.number using errcode = 'restrict_violation';
end $$;
create trigger keep before insert or update on legal_hold_record for each row execute function keep_held_record();
create trigger refuse_delete before delete on legal_hold_record for each row execute function refuse_change();
create trigger refuse_truncate before truncate on legal_hold_record for each statement execute function refuse_change();

alter table record_retention enable always trigger keep;
alter table record_retention enable always trigger refuse_delete;
alter table record_retention enable always trigger refuse_truncate;
alter table retention_extension enable always trigger refuse_change;
alter table retention_extension enable always trigger refuse_truncate;
alter table legal_hold enable always trigger refuse_change;
alter table legal_hold enable always trigger refuse_truncate;
alter table legal_release enable always trigger refuse_change;
alter table legal_release enable always trigger refuse_truncate;
alter table legal_hold_record enable always trigger keep;
alter table legal_hold_record enable always trigger refuse_delete;
alter table legal_hold_record enable always trigger refuse_truncate;
