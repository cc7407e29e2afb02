-- 载体登记 (register of offline media), and what became of each. Only added to.
create table offline_medium (
  id text primary key,
  carrier text not null,
  set_number int not null check (set_number >= 1),
  place text not null,
  made_at timestamptz not null,
  made_by text not null,
  records int not null,
  files int not null,
  bytes bigint not null,
  manifest_sha256 text not null,
  manifest_sm3 text not null,
  rewrites text references offline_medium
);
comment on table offline_medium is '离线载体';
comment on column offline_medium.id is '载体标识';
comment on column offline_medium.set_number is '套别';
comment on column offline_medium.rewrites is '载体标识 of the medium in whose place it was written';

create table offline_medium_record (
  medium text not null references offline_medium,
  number text not null references record,
  primary key (medium, number)
);
comment on table offline_medium_record is '载体上的档案';
create index offline_medium_record_number on offline_medium_record (number);

create table offline_medium_test (
  id bigint generated always as identity primary key,
  medium text not null references offline_medium,
  tested_at timestamptz not null,
  tested_by text not null,
  sample jsonb not null,
  faults jsonb not null
);
comment on table offline_medium_test is '抽检';
create index offline_medium_test_medium on offline_medium_test (medium, id);

create table offline_medium_end (
  medium text primary key references offline_medium,
  ended_at timestamptz not null,
  ended_by text not null,
  reason text not null
);
comment on table offline_medium_end is '载体注销';

create trigger refuse_change before update or delete on offline_medium for each row execute function refuse_change();
create trigger refuse_truncate before truncate on offline_medium for each statement execute function refuse_change();
create trigger refuse_change before update or delete on offline_medium_record for each row execute function refuse_change();
create trigger refuse_truncate before truncate on offline_medium_record for each statement execute function refuse_change();
create trigger refuse_change before update or delete on offline_medium_test for each row execute function refuse_change();
create trigger refuse_truncate before truncate on offline_medium_test for each statement execute function refuse_change();
create trigger refuse_change before update or delete on offline_medium_end for each row execute function refuse_change();
create trigger refuse_truncate before truncate on offline_medium_end for each statement execute function refuse_change();
alter table offline_medium enable always trigger refuse_change;
alter table offline_medium enable always trigger refuse_truncate;
alter table offline_medium_record enable always trigger refuse_change;
alter table offline_medium_record enable always trigger refuse_truncate;
alter table offline_medium_test enable always trigger refuse_change;
alter table offline_medium_test enable always trigger refuse_truncate;
alter table offline_medium_end enable always trigger refuse_change;
alter table offline_medium_end enable always trigger refuse_truncate;
