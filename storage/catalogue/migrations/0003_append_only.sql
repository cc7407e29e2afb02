-- 背景、结构和管理过程元数据不应修改 (DA/T 94-2022, 14.3): what is registered is only added to, whichever role asks, the owner of
-- the tables included. "enable always" keeps the triggers at work where session_replication_role is replica.
-- The search index is derived from what stands here and is free to change.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: 背景、结构和管理过程元数据不可更改 (what is registered never changes)', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- 电子档案: once registered, the only change is that it comes to rest in the store. Columns are named, because comparing
-- whole rows would cost as much as writing them.
create trigger refuse_update before update of number, archival_code, case_id, title, unit, fonds_code, item_code, item_name,
  result, year, retention, security, applicants, decided_at, finished_at, metadata, scope, inspection, recognition,
  package_sha256, package_bytes, test_keys, registered_at on record
  for each row execute function refuse_change();
create trigger refuse_second_rest before update of preserved_at, objects on record for each row
  when (old.preserved_at is not null or old.objects is not null or new.preserved_at is null or new.objects is null)
  execute function refuse_change();
create trigger refuse_delete before delete on record for each row execute function refuse_change();
create trigger refuse_truncate before truncate on record for each statement execute function refuse_change();

-- 归档文件: entered with their record; none is added to a registered one.
create function keep_document() returns trigger language plpgsql as $$
begin
  if not exists (select from record where number = new.number) then return new; end if;
  raise exception 'INSERT of a document into record % is refused: it is registered', new.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on document for each row execute function keep_document();

-- 办件: what was handed over stays as it was; an archived case does not move any more.
create trigger refuse_update before update of id, system_code, serial_number, revision, handover_digest, folder, handover,
  captured_at on case_file for each row execute function refuse_change();
create trigger refuse_move before update on case_file for each row when (old.state = 'archived')
  execute function refuse_change();
create trigger refuse_truncate before truncate on case_file for each statement execute function refuse_change();

-- 各环节结果: go with a case that was refused, never with one that has a record.
create function keep_stage_result() returns trigger language plpgsql as $$
begin
  if not exists (select from record where case_id = old.case_id) then return old; end if;
  raise exception 'DELETE of stage % is refused: its case is registered', old.stage using errcode = 'restrict_violation';
end $$;
create trigger keep before delete on stage_result for each row execute function keep_stage_result();
create trigger refuse_update before update on stage_result for each row execute function refuse_change();
create trigger refuse_truncate before truncate on stage_result for each statement execute function refuse_change();

-- 归档范围表: a draft gives way to the next edition of its version; what was approved stays.
create function keep_scope_table() returns trigger language plpgsql as $$
begin
  if old.body->>'status' = '草案' and new.id = old.id and new.credit_code = old.credit_code and new.version = old.version
  then return new; end if;
  raise exception 'UPDATE of scope table % is refused: 已审核的版本不可修改 (what was approved never changes)', old.id
    using errcode = 'restrict_violation';
end $$;
create trigger keep before update on scope_table for each row execute function keep_scope_table();

-- 编号流水: goes up by one, and a number is given only after it was taken.
create function keep_sequence() returns trigger language plpgsql as $$
begin
  if new.kind = old.kind and new.scope = old.scope and new.last = old.last + 1 then return new; end if;
  raise exception 'UPDATE of sequence % % from % to % is refused: 编号应连续 (numbers have no gaps)',
    old.kind, old.scope, old.last, new.last using errcode = 'restrict_violation';
end $$;
create trigger keep before update on number_sequence for each row execute function keep_sequence();

create function keep_given_number() returns trigger language plpgsql as $$
begin
  if exists (select from number_sequence s where s.kind = new.kind and s.scope = new.scope
             and new.number between 1 and s.last) then return new; end if;
  raise exception 'number % of sequence % % was not taken', new.number, new.kind, new.scope
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on given_number for each row execute function keep_given_number();

create trigger refuse_delete before delete on number_sequence for each row execute function refuse_change();
create trigger refuse_truncate before truncate on number_sequence for each statement execute function refuse_change();

create trigger refuse_change before update or delete on document for each row execute function refuse_change();
create trigger refuse_truncate before truncate on document for each statement execute function refuse_change();
create trigger refuse_change before update or delete on given_number for each row execute function refuse_change();
create trigger refuse_truncate before truncate on given_number for each statement execute function refuse_change();
create trigger refuse_change before update or delete on refusal for each row execute function refuse_change();
create trigger refuse_truncate before truncate on refusal for each statement execute function refuse_change();
create trigger refuse_delete before delete on scope_table for each row execute function refuse_change();
create trigger refuse_truncate before truncate on scope_table for each statement execute function refuse_change();

do $$
declare own record;
begin
  for own in select tgname, tgrelid::regclass as place from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where not tgisinternal and p.pronamespace = current_schema()::regnamespace
  loop
    execute format('alter table %s enable always trigger %I', own.place, own.tgname);
  end loop;
end $$;
