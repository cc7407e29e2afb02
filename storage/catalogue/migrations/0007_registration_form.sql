-- 电子文件归档登记表 (GB/T 18894-2016 表A.1). Everything here is only added to: a form is corrected by a new version, a check by
-- a later check; a form that both sides have signed takes nothing more.
create table registration_form (
  number text not null,
  version integer not null check (version > 0),
  registered jsonb not null,
  registered_at timestamptz not null,
  primary key (number, version)
);
comment on table registration_form is '电子文件归档登记表';
comment on column registration_form.number is '登记表编号: of a batch, or of a unit and 归档年度';
comment on column registration_form.registered is '登记内容: what the unit registered before anything was checked, by whom and why';

create table registration_act (
  number text not null,
  version integer not null,
  step integer not null check (step > 0),
  kind text not null check (kind in ('check', 'answer', 'signature')),
  act jsonb not null,
  acted_at timestamptz not null,
  primary key (number, version, step),
  foreign key (number, version) references registration_form
);
comment on table registration_act is '登记表的检测、检验和签章';

create table registration_closing (
  number text not null,
  version integer not null,
  content text not null,
  sha256 text not null,
  signature text not null,
  closed_at timestamptz not null,
  primary key (number, version),
  foreign key (number, version) references registration_form
);
comment on table registration_closing is '双方签章后的登记表';
comment on column registration_closing.content is 'the JSON of the form, byte for byte as it was signed';
comment on column registration_closing.signature is 'base64 of the detached CMS (CAdES-B, DER) of content by the signer of the archive';

-- 批次: under which batch a case was handed in; entered in the transaction that takes the case in, or that refuses it.
create table batch_entry (
  id bigint generated always as identity primary key,
  batch text not null,
  case_id uuid unique,
  refusal_id bigint unique references refusal,
  entered_at timestamptz not null,
  check (num_nonnulls(case_id, refusal_id) = 1)
);
comment on table batch_entry is '批次所收办件';
comment on column batch_entry.batch is '批次号';
comment on column batch_entry.case_id is 'the case; its row is gone where a later stage refused it';
comment on column batch_entry.refusal_id is 'the refusal of what was not even taken in';
create index batch_entry_batch on batch_entry (batch, id);

-- What a unit handed in for a 归档年度.
create index case_file_unit_year on case_file
  ((handover #>> '{caseFile,unit,fondsCode}'), (handover #>> '{caseFile,case,year}'));

-- The row itself counts already. A version that leaves one out, or comes before the last, is refused.
create function keep_registration_form() returns trigger language plpgsql as $$
begin
  if new.version = (select count(*) from registration_form where number = new.number) then return null; end if;
  raise exception 'version % of the registration form % does not follow the last one', new.version, new.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on registration_form for each row execute function keep_registration_form();

create function keep_registration_act() returns trigger language plpgsql as $$
begin
  if new.step = (select count(*) from registration_act where number = new.number and version = new.version)
     and not exists (select from registration_form where number = new.number and version > new.version)
     and not exists (select from registration_closing where number = new.number and version = new.version)
  then return null; end if;
  raise exception 'step % of the registration form % (%) is refused: 已签章或非最新版 (closed, corrected or out of order)',
    new.step, new.number, new.version using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on registration_act for each row execute function keep_registration_act();

-- Closed by the signatures of both sides, with nothing after them.
create function keep_registration_closing() returns trigger language plpgsql as $$
begin
  if (select array_agg(act->>'side' order by step) from
        (select step, act from registration_act where number = new.number and version = new.version and kind = 'signature'
           and step > (select coalesce(max(step), 0) from registration_act
                       where number = new.number and version = new.version and kind <> 'signature')) signatures)
     = array['forming', 'archives']
  then return null; end if;
  raise exception 'the registration form % (%) is not signed by both sides: 未经双方签章', new.number, new.version
    using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on registration_closing for each row execute function keep_registration_closing();

-- No case enters a batch whose form is closed in its newest version.
create function keep_batch_entry() returns trigger language plpgsql as $$
begin
  if new.case_id is null or not exists (
    select from registration_closing where number = new.batch
      and version = (select max(version) from registration_form where number = new.batch))
  then return null; end if;
  raise exception 'batch % takes no more cases: 登记表已由双方签章 (its form is closed)', new.batch
    using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on batch_entry for each row execute function keep_batch_entry();

create trigger refuse_change before update or delete on registration_form for each row execute function refuse_change();
create trigger refuse_truncate before truncate on registration_form for each statement execute function refuse_change();
create trigger refuse_change before update or delete on registration_act for each row execute function refuse_change();
create trigger refuse_truncate before truncate on registration_act for each statement execute function refuse_change();
create trigger refuse_change before update or delete on registration_closing for each row execute function refuse_change();
create trigger refuse_truncate before truncate on registration_closing for each statement execute function refuse_change();
create trigger refuse_change before update or delete on batch_entry for each row execute function refuse_change();
create trigger refuse_truncate before truncate on batch_entry for each statement execute function refuse_change();

do $$
declare own record;
begin
  for own in select tgname, tgrelid::regclass as place from pg_trigger
             where not tgisinternal and tgrelid in ('registration_form'::regclass, 'registration_act'::regclass,
               'registration_closing'::regclass, 'batch_entry'::regclass)
  loop
    execute format('alter table %s enable always trigger %I', own.place, own.tgname);
  end loop;
end $$;
