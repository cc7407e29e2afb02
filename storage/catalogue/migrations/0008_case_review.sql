-- 待人工的办件: what persons decide about cases that wait for one, and the log of what was handed over.

alter table case_file add column further_faults jsonb;
comment on column case_file.further_faults is 'what else was found beside fault';

-- 人工处理 (重试、放行、退回): only added to. A case that is returned has no row of its own any more, so none is referred to.
create table case_decision (
  id bigint generated always as identity primary key,
  case_id uuid not null,
  system_code text not null,
  serial_number text not null,
  revision integer not null,
  decision text not null check (decision in ('retry', 'clear', 'return')),
  stage text not null,
  faults jsonb not null,
  waiting_since timestamptz not null,
  reason text check ((decision = 'return') = (reason is not null)),
  number text,
  person text not null check (person ~ '[^[:space:]]'),
  role text check (role ~ '[^[:space:]]'),
  remark text not null check (remark ~ '[^[:space:]]'),
  decided_at timestamptz not null
);
comment on table case_decision is '待人工办件的处理结论';
comment on column case_decision.decision is 'retry 重试, clear 放行, return 退回';
comment on column case_decision.stage is 'the stage that had given the case to a person';
comment on column case_decision.faults is 'what it waited for';
comment on column case_decision.reason is '退回原因代码';
comment on column case_decision.number is '电子文件号 that the case had been given; of a returned case it is free for another';
comment on column case_decision.person is '处理人';
comment on column case_decision.remark is '处理意见';
create index case_decision_case on case_decision (case_id);
create trigger refuse_change before update or delete on case_decision for each row execute function refuse_change();
create trigger refuse_truncate before truncate on case_decision for each statement execute function refuse_change();

-- 人工核查结论 on a case that is not registered yet: its number is the one that 著录 gave to the case.
alter table inspection_decision drop constraint inspection_decision_number_fkey;
alter table inspection_decision add column case_id uuid;
comment on column inspection_decision.case_id is 'the case that waited in inspection; missing where a record was decided on';
create function keep_inspection_decision() returns trigger language plpgsql as $$
begin
  if new.case_id is null and exists (select from record where number = new.number) then return new; end if;
  if exists (select from stage_result where case_id = new.case_id and stage = 'description'
             and result->>'number' = new.number) then return new; end if;
  raise exception 'a decision about % is refused: there is no such record or case', new.number
    using errcode = 'foreign_key_violation';
end $$;
create trigger keep before insert on inspection_decision for each row execute function keep_inspection_decision();

-- 退号 (numbers of returned cases): free until the next case of the sequence takes them, so that no number is skipped.
create table free_number (
  kind text not null,
  scope text not null,
  number integer not null,
  primary key (kind, scope, number)
);
comment on table free_number is '退号: numbers that were given to a case that was returned before it was registered';

-- A number is taken back only from a case that was returned, and stays known: free, or given again.
drop trigger refuse_change on given_number;
create trigger refuse_update before update on given_number for each row execute function refuse_change();
create function keep_given() returns trigger language plpgsql as $$
begin
  if exists (select from free_number f where (f.kind, f.scope, f.number) = (old.kind, old.scope, old.number))
     and exists (select from case_decision d where d.case_id = old.case_id and d.decision = 'return')
     and not exists (select from record r where r.case_id = old.case_id) then return old; end if;
  raise exception 'DELETE of given number % % % is refused: its case was not returned', old.kind, old.scope, old.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep_delete before delete on given_number for each row execute function keep_given();
create function keep_free_number() returns trigger language plpgsql as $$
begin
  if exists (select from given_number g where (g.kind, g.scope, g.number) = (old.kind, old.scope, old.number))
  then return null; end if;
  raise exception 'DELETE of free number % % % is refused: it was given to nobody', old.kind, old.scope, old.number
    using errcode = 'restrict_violation';
end $$;
create constraint trigger keep after delete on free_number deferrable initially deferred
  for each row execute function keep_free_number();
create trigger refuse_update before update on free_number for each row execute function refuse_change();
create trigger refuse_truncate before truncate on free_number for each statement execute function refuse_change();

-- 办件状态: a case begins in process; it is archived or waits; it goes on from where it waited. Nothing else.
create function keep_case_state() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state = 'processing' then return new; end if;
  elsif (old.state, new.state) in (('processing', 'archived'), ('processing', 'review'), ('review', 'processing'))
        and (old.stage = new.stage or new.state = 'archived') then return new;
  end if;
  raise exception '% of a case from % to % is refused: 状态不得如此变化 (no such transition)', tg_op,
    case when tg_op = 'INSERT' then 'nothing' else old.state end, new.state using errcode = 'restrict_violation';
end $$;
create trigger keep_first_state before insert on case_file for each row execute function keep_case_state();
create trigger keep_state before update of state on case_file for each row
  when (old.state is distinct from new.state) execute function keep_case_state();
create trigger refuse_stage before update of stage on case_file for each row
  when (old.state = 'review' and old.stage is distinct from new.stage) execute function refuse_change();

-- A case goes only with a refusal that says why, and never once it is archived; a record keeps its case before that.
create function keep_case() returns trigger language plpgsql as $$
begin
  if old.state <> 'archived' and exists (select from refusal where case_id = old.id) then return null; end if;
  raise exception 'DELETE of case % is refused: it was not refused', old.id using errcode = 'restrict_violation';
end $$;
create constraint trigger keep after delete on case_file deferrable initially deferred
  for each row execute function keep_case();

-- 交接日志 (DA/T 94-2022 C.2, DA/T 104-2024 附录B): every hand-over and what became of it. Written by the tables themselves, so that no way round it exists;
-- only repeats and failures, which change no table, are entered by capture.
create table handover_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind in ('received', 'repeated', 'failed', 'refused', 'review', 'resumed', 'returned', 'archived')),
  status text check (status in ('processing', 'review', 'archived', 'refused')),
  case_id uuid,
  system_code text,
  serial_number text,
  revision integer,
  folder text not null,
  stage text not null,
  code text check ((code is not null) or kind not in ('failed', 'refused', 'review', 'returned'))
);
comment on table handover_log is '交接日志';
comment on column handover_log.kind is 'received 收到, repeated 重复, failed 未能收集, refused 拒收, review 转人工, resumed 继续, returned 退回, archived 已归档';
comment on column handover_log.status is 'where the case stood after it; missing where nothing was entered';
comment on column handover_log.code is '故障代码';
create index handover_log_identity on handover_log (system_code, serial_number);
create index handover_log_at on handover_log (at);
create trigger refuse_change before update or delete on handover_log for each row execute function refuse_change();
create trigger refuse_truncate before truncate on handover_log for each statement execute function refuse_change();

create function log_case() returns trigger language plpgsql as $$
begin
  insert into handover_log (at, kind, status, case_id, system_code, serial_number, revision, folder, stage, code)
  values (new.changed_at,
    case when tg_op = 'INSERT' then 'received' when new.state = 'processing' then 'resumed' else new.state end,
    new.state, new.id, new.system_code, new.serial_number, new.revision, new.folder, new.stage,
    case when new.state = 'review' then new.fault->>'code' end);
  return null;
end $$;
create trigger log_entry after insert on case_file for each row execute function log_case();
create trigger log_state after update of state on case_file for each row
  when (old.state is distinct from new.state) execute function log_case();
create function log_refusal() returns trigger language plpgsql as $$
begin
  insert into handover_log (at, kind, status, case_id, system_code, serial_number, revision, folder, stage, code)
  values (new.refused_at, case when new.faults->0->>'code' like 'RETURN\_%' then 'returned' else 'refused' end, 'refused',
    new.case_id, new.system_code, new.serial_number, new.revision, new.folder, new.stage, new.faults->0->>'code');
  return null;
end $$;
create trigger log_entry after insert on refusal for each row execute function log_refusal();

do $$
declare own record;
begin
  for own in select tgname, tgrelid::regclass as place from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where not tgisinternal and p.pronamespace = current_schema()::regnamespace and tgenabled <> 'A'
  loop
    execute format('alter table %s enable always trigger %I', own.place, own.tgname);
  end loop;
end $$;
