-- 页数 as the hand-over states it; null where it states none. What is registered already says it in its metadata.
alter table document add column pages bigint;
comment on column document.pages is '页数, as it was stated';
alter table document disable trigger refuse_change;
update document d set pages = (r.metadata->'documents'->(d.document - 1)->>'pageCount')::bigint
  from record r where r.number = d.number;
alter table document enable always trigger refuse_change;

-- 办结清单: what a handling system says it has finished, so that what was never handed over is seen. Only added to: what is said
-- of a case later holds, and what was said before stays.
create table finished_case (
  id bigint generated always as identity primary key,
  system_code text not null,
  serial_number text not null,
  acceptance_number text,
  finished_on date not null,
  name text,
  reported_at timestamptz not null
);
comment on table finished_case is '办结清单';
comment on column finished_case.serial_number is '业务流水号';
comment on column finished_case.acceptance_number is '受理编号';
comment on column finished_case.finished_on is '办结日期';
create index finished_case_identity on finished_case (system_code, serial_number, id desc);

-- 变更通知: what has become of an archived case in its handling system (升版、作废). The record stays as it was sealed.
create table change_notice (
  id bigint generated always as identity primary key,
  number text not null references record,
  system_code text not null,
  notice_number text not null,
  sha256 text not null,
  body jsonb not null,
  received_at timestamptz not null,
  unique (system_code, notice_number)
);
comment on table change_notice is '变更通知（升版、作废）';
comment on column change_notice.number is '电子文件号 of the record that it is about';
comment on column change_notice.notice_number is '通知编号 in the handling system';
comment on column change_notice.body is 'the notice as it was taken in';
create index change_notice_record on change_notice (number);
create index change_notice_successor on change_notice ((body->'successor'->>'systemCode'), (body->'successor'->>'serialNumber'));

create trigger refuse_change before update or delete on finished_case for each row execute function refuse_change();
create trigger refuse_truncate before truncate on finished_case for each statement execute function refuse_change();
create trigger refuse_change before update or delete on change_notice for each row execute function refuse_change();
create trigger refuse_truncate before truncate on change_notice for each statement execute function refuse_change();
alter table finished_case enable always trigger refuse_change;
alter table finished_case enable always trigger refuse_truncate;
alter table change_notice enable always trigger refuse_change;
alter table change_notice enable always trigger refuse_truncate;
