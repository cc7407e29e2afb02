-- 业务实体 and 机构人员实体 (DA/T 46-2009 M77–M85): what the archive does with a record after it was sealed, and who did it. Rows
-- are only added; the sealed package knows nothing of them.
create table agent_entity (
  id bigint generated always as identity primary key,
  type text not null check (type ~ '[^[:space:]]'),
  name text not null check (name ~ '[^[:space:]]'),
  code text check (code ~ '[^[:space:]]'),
  position text check (position ~ '[^[:space:]]')
);
comment on table agent_entity is '机构人员实体';
comment on column agent_entity.type is '机构人员类型 (M77)';
comment on column agent_entity.name is '机构人员名称 (M78); of software, with its version';
comment on column agent_entity.code is '组织机构代码 (M79)';
comment on column agent_entity.position is '个人职位 (M80)';
create unique index agent_entity_whole on agent_entity (type, name, coalesce(code, ''), coalesce(position, ''));

create table business_entity (
  id uuid primary key,
  entered bigint not null generated always as identity,
  number text not null references record deferrable initially deferred,
  act text not null,
  activity text not null check (activity ~ '[^[:space:]]'),
  status text not null check (status ~ '[^[:space:]]'),
  acted_at timestamptz not null,
  mandate text check (mandate ~ '[^[:space:]]'),
  description text not null check (description ~ '[^[:space:]]'),
  outcome text,
  result_sha256 text check (result_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table business_entity is '业务实体';
comment on column business_entity.number is '电子文件号';
comment on column business_entity.act is 'key of the act in archive-schema/profiles/management-acts.json';
comment on column business_entity.activity is '业务行为 (M82)';
comment on column business_entity.status is '业务状态 (M81)';
comment on column business_entity.acted_at is '行为时间 (M83)';
comment on column business_entity.mandate is '行为依据 (M84)';
comment on column business_entity.description is '行为描述 (M85)';
comment on column business_entity.outcome is '处理结论';
comment on column business_entity.result_sha256 is 'SHA-256 of the result or report as canonical JSON (RFC 8785)';
create index business_entity_record on business_entity (number, entered);

create table business_agent (
  business uuid not null references business_entity,
  agent bigint not null references agent_entity,
  relation text not null check (relation ~ '[^[:space:]]'),
  primary key (business, agent, relation)
);
comment on table business_agent is '实体关系 (M86–M88): what an agent was to an act';

-- Nobody is added to an act that was entered before.
create function keep_business_agent() returns trigger language plpgsql as $$
begin
  if (select xmin from business_entity where id = new.business) = pg_current_xact_id()::xid then return null; end if;
  raise exception 'INSERT of an agent into act % is refused: it is entered', new.business
    using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on business_agent for each row execute function keep_business_agent();

create trigger refuse_change before update or delete on agent_entity for each row execute function refuse_change();
create trigger refuse_truncate before truncate on agent_entity for each statement execute function refuse_change();
create trigger refuse_change before update or delete on business_entity for each row execute function refuse_change();
create trigger refuse_truncate before truncate on business_entity for each statement execute function refuse_change();
create trigger refuse_change before update or delete on business_agent for each row execute function refuse_change();
create trigger refuse_truncate before truncate on business_agent for each statement execute function refuse_change();
alter table agent_entity enable always trigger refuse_change;
alter table agent_entity enable always trigger refuse_truncate;
alter table business_entity enable always trigger refuse_change;
alter table business_entity enable always trigger refuse_truncate;
alter table business_agent enable always trigger keep;
alter table business_agent enable always trigger refuse_change;
alter table business_agent enable always trigger refuse_truncate;

-- 重复性: which records hold a value that should be unique, whatever elements the profile names.
create index record_case_metadata on record using gin ((metadata->'case') jsonb_path_ops);
