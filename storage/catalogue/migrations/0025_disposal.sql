-- 鉴定销毁 (appraisal and disposal): opinions, signatures, the order, what was destroyed, and its proof. Everything is only added to.
create table disposal_list (
  id text primary key check (id ~ '^disposal-[0-9]{8}-[0-9a-f]{8}$'),
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  appraisal_sha256 text not null check (appraisal_sha256 ~ '^[0-9a-f]{64}$'),
  drafter text not null check (drafter ~ '[^[:space:]]'),
  department text not null check (department ~ '[^[:space:]]'),
  drafted_at timestamptz not null,
  media_plan text check (media_plan ~ '[^[:space:]]')
);
comment on table disposal_list is '销毁清册';
comment on column disposal_list.sha256 is 'of its text in the ledger';
comment on column disposal_list.appraisal_sha256 is 'of the text of the 鉴定意见书 in the ledger';
comment on column disposal_list.drafter is '档案机构经办人, of the archives department';

create table disposal_item (
  list text not null references disposal_list,
  number text not null,
  opinion text not null check (opinion in ('destroy', 'withhold')),
  item jsonb not null,
  primary key (list, number)
);
comment on table disposal_item is '销毁清册的条目';
comment on column disposal_item.opinion is 'destroy 销毁, withhold 因未了事项抽出';
create index disposal_item_record on disposal_item (number);

create table disposal_approval (
  list text not null references disposal_list,
  role text not null check (role in ('unit-head', 'archives-head', 'forming-head')),
  name text not null check (name ~ '[^[:space:]]'),
  department text not null check (department ~ '[^[:space:]]'),
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  approved_at timestamptz not null,
  primary key (list, role),
  unique (list, name)
);
comment on table disposal_approval is '签署意见';
comment on column disposal_approval.role is 'unit-head 单位负责人, archives-head 档案机构负责人, forming-head 形成部门负责人';

create table disposal_order (
  list text primary key references disposal_list,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  ordered_by text not null check (ordered_by ~ '[^[:space:]]'),
  ordered_at timestamptz not null
);
comment on table disposal_order is '销毁的执行';

create table disposal_watcher (
  list text not null references disposal_order,
  name text not null check (name ~ '[^[:space:]]'),
  department text not null check (department ~ '[^[:space:]]'),
  primary key (list, name),
  unique (list, department)
);
comment on table disposal_watcher is '监销人: two, of two departments';

create table disposed_record (
  number text primary key,
  archival_code text not null unique,
  case_id uuid not null unique,
  list text not null,
  disposed_at timestamptz not null,
  stores text[],
  system_code text,
  serial_number text,
  foreign key (list, number) references disposal_item
);
create index disposed_record_case on disposed_record (system_code, serial_number);
-- What is destroyed is found by keys of tables, not by reading all of them: a list destroys a thousand records.
create index object_copy_number on object_copy (number);
comment on table disposed_record is '已销毁档案: its line in the list is what stays of its metadata (DA/T 94-2022 13.3 c)';
comment on column disposed_record.number is '电子文件号';
comment on column disposed_record.archival_code is '档号';
comment on column disposed_record.stores is 'stores in which its objects may lie: it is gone when all of them are empty of it';
comment on column disposed_record.system_code is 'of its case: a destroyed record was archived, and is not handed over again';

create table disposal_outcome (
  number text primary key references disposed_record,
  stores text[] not null check (cardinality(stores) > 0),
  erased integer not null check (erased >= 0),
  verified_at timestamptz not null
);
comment on table disposal_outcome is '不可恢复性验证: nothing of the record was found any more';
comment on column disposal_outcome.erased is 'versions and marks that were deleted in this run';

create table disposal_attestation (
  list text not null,
  name text not null,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (list, name),
  foreign key (list, name) references disposal_watcher
);
comment on table disposal_attestation is '监销签字, after the act';

create table disposal_certificate (
  list text primary key references disposal_order,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  completed_at timestamptz not null
);
comment on table disposal_certificate is '销毁证明: the list is closed';

-- Terms and offline media outlive the record, but come only of one that is there.
alter table record_retention drop constraint record_retention_number_fkey;
alter table offline_medium_record drop constraint offline_medium_record_number_fkey;
create function demand_record() returns trigger language plpgsql as $$
begin
  if exists (select from record where number = new.number) then return new; end if;
  raise exception '% into % is refused: there is no record %', tg_op, tg_table_name, new.number
    using errcode = 'foreign_key_violation';
end $$;
create trigger demand_record before insert on record_retention for each row execute function demand_record();
create trigger demand_record before insert on offline_medium_record for each row execute function demand_record();

-- A list is whole from the first; who drew it up signs in no other role; nobody signs once it is carried out.
create function keep_disposal_item() returns trigger language plpgsql as $$
begin
  if (select xmin from disposal_list where id = new.list) = pg_current_xact_id()::xid then return new; end if;
  raise exception 'INSERT into disposal list % is refused: it is drawn up', new.list using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_item for each row execute function keep_disposal_item();

create function keep_disposal_approval() returns trigger language plpgsql as $$
begin
  if exists (select from disposal_list where id = new.list and drafter <> new.name
               and (new.role <> 'archives-head' or department = new.department)
               and (new.role <> 'forming-head' or department <> new.department))
    and not exists (select from disposal_order where list = new.list) then return new; end if;
  raise exception 'signature of % on % is refused', new.name, new.list using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_approval for each row execute function keep_disposal_approval();

-- Nothing is carried out before all have signed, nor without two who watch and have not signed.
create function keep_disposal_order() returns trigger language plpgsql as $$
begin
  if (select count(*) from disposal_approval where list = new.list) = 3 then return new; end if;
  raise exception 'destruction of % is refused: 签署不全 (signatures are missing)', new.list
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_order for each row execute function keep_disposal_order();

create function keep_disposal_watcher() returns trigger language plpgsql as $$
begin
  if (select xmin from disposal_order where list = new.list) = pg_current_xact_id()::xid
    and not exists (select from disposal_list where id = new.list and drafter = new.name)
    and not exists (select from disposal_approval where list = new.list and name = new.name)
    and (exists (select from disposal_list where id = new.list and department = new.department)
      or exists (select from disposal_approval where list = new.list and role = 'forming-head'
                   and department = new.department)) then return new; end if;
  raise exception 'watcher % of % is refused', new.name, new.list using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_watcher for each row execute function keep_disposal_watcher();

-- A record goes by a list that is being carried out, when its term is over, nothing holds it, and nothing has changed since the list was
-- drawn up: what its signers did not know of wants a new appraisal.
create function keep_disposed_record() returns trigger language plpgsql as $$
begin
  if (select count(*) from disposal_watcher where list = new.list) = 2
    and not exists (select from disposal_certificate where list = new.list)
    and exists (select from disposal_item i join record_retention t using (number)
      where i.list = new.list and i.number = new.number and i.opinion = 'destroy' and not t.held and t.ends_at <= new.disposed_at
        and (t.ends_at at time zone interval '8 hours')::date = (i.item->>'endsOn')::date)
    and not exists (select from legal_hold_record r join legal_hold h on h.id = r.hold join disposal_list l on l.id = new.list
      where r.number = new.number and (r.release is null or h.placed_at >= l.drafted_at))
  then return new; end if;
  raise exception 'destruction of % is refused: 未批准、未到期或在保全中 (not approved, not due, or held)', new.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposed_record for each row execute function keep_disposed_record();

-- Nobody signs that a list was destroyed while something of it is left.
create function keep_disposal_attestation() returns trigger language plpgsql as $$
begin
  if not exists (select from disposed_record d where d.list = new.list
       and not exists (select from disposal_outcome o where o.number = d.number)) then return new; end if;
  raise exception 'signature of % on % is refused: it is not destroyed', new.name, new.list
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_attestation for each row execute function keep_disposal_attestation();

create function keep_disposal_certificate() returns trigger language plpgsql as $$
begin
  if (select count(*) from disposal_attestation where list = new.list) = 2 then return new; end if;
  raise exception 'certificate of % is refused: 监销人未签字 (the watchers have not signed)', new.list
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_certificate for each row execute function keep_disposal_certificate();

-- What was destroyed does not come back, is held by nothing, and gets no longer term.
create function refuse_disposed() returns trigger language plpgsql as $$
begin
  if not exists (select from disposed_record where number = new.number) then return new; end if;
  raise exception '% of % is refused: the record was destroyed', tg_op, new.number using errcode = 'unique_violation';
end $$;
create trigger refuse_disposed before insert on record for each row execute function refuse_disposed();
create trigger refuse_disposed before insert on legal_hold_record for each row execute function refuse_disposed();
create trigger refuse_disposed before insert on retention_extension for each row execute function refuse_disposed();

-- Rows that rest with a record go with it, and only then.
create function goes_with_record(place name, content jsonb) returns boolean language sql stable as $$
  select case
    when place in ('record', 'document', 'description_version', 'inspection_decision', 'change_notice', 'business_entity')
      then exists (select from disposed_record where number = content->>'number')
    when place = 'business_agent' then exists (select from business_entity b join disposed_record d using (number)
      where b.id = (content->>'business')::uuid)
    when place = 'case_decision' then exists (select from disposed_record where case_id = (content->>'case_id')::uuid)
    else false end
$$;
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' and goes_with_record(tg_table_name, to_jsonb(old)) then return old; end if;
  raise exception '% of % is refused: 背景、结构和管理过程元数据不可更改 (what is registered never changes)', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;
create or replace function keep_case() returns trigger language plpgsql as $$
begin
  if old.state <> 'archived' and exists (select from refusal where case_id = old.id) then return null; end if;
  if exists (select from disposed_record where case_id = old.id) then return null; end if;
  raise exception 'DELETE of case % is refused: it was not refused', old.id using errcode = 'restrict_violation';
end $$;

do $$
declare
  place text;
  own record;
begin
  foreach place in array array['disposal_list', 'disposal_item', 'disposal_approval', 'disposal_order', 'disposal_watcher',
    'disposed_record', 'disposal_outcome', 'disposal_attestation', 'disposal_certificate']
  loop
    execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', place);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', place);
  end loop;
  for own in select tgname, tgrelid::regclass as place from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where not tgisinternal and p.pronamespace = current_schema()::regnamespace and tgenabled <> 'A'
  loop
    execute format('alter table %s enable always trigger %I', own.place, own.tgname);
  end loop;
end $$;
