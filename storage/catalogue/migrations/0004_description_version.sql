-- 著录版本: corrections of the editable description. Version 1 is what was sealed and has no row; a version is never changed.
create table description_version (
  number text not null references record,
  version integer not null check (version > 1),
  description jsonb not null,
  changes jsonb not null,
  changed_by text not null check (changed_by <> ''),
  reason text not null check (reason <> ''),
  changed_at timestamptz not null,
  primary key (number, version)
);
comment on table description_version is '著录版本';
comment on column description_version.number is '电子文件号';
comment on column description_version.description is 'the whole description from this version on';
comment on column description_version.changes is 'what this version changed: element, before, after';
comment on column description_version.changed_by is '著录者';

-- The row itself counts already. A version that leaves one out, or comes before the last, is refused.
create function keep_description_version() returns trigger language plpgsql as $$
begin
  if new.version = 1 + (select count(*) from description_version where number = new.number) then return null; end if;
  raise exception 'version % of the description of % does not follow the last one', new.version, new.number
    using errcode = 'restrict_violation';
end $$;
create trigger keep after insert on description_version for each row execute function keep_description_version();
create trigger refuse_change before update or delete on description_version for each row execute function refuse_change();
create trigger refuse_truncate before truncate on description_version for each statement execute function refuse_change();
alter table description_version enable always trigger keep;
alter table description_version enable always trigger refuse_change;
alter table description_version enable always trigger refuse_truncate;
