-- 归档范围和档案保管期限表: approved versions never change; a record keeps the version it was classed under.
create table scope_table (
  id text primary key,
  credit_code text not null,
  version text not null,
  effective_from date not null,
  sha256 text not null,
  body jsonb not null,
  imported_at timestamptz not null
);
comment on table scope_table is '归档范围和档案保管期限表（已审核）';
create index scope_table_unit on scope_table (credit_code);

-- 办件: one row a hand-over that was not refused.
create table case_file (
  id uuid primary key,
  system_code text not null,
  serial_number text not null,
  revision integer not null,
  handover_digest text not null,
  folder text not null,
  handover jsonb not null,
  stage text not null,
  state text not null check (state in ('processing', 'archived', 'review')),
  fault jsonb,
  captured_at timestamptz not null,
  changed_at timestamptz not null,
  unique (system_code, serial_number, revision)
);
comment on table case_file is '办件（已收集）';
comment on column case_file.serial_number is '业务流水号';
comment on column case_file.revision is '修订号';
comment on column case_file.handover_digest is 'SHA-256 over case.json and the listed digests: what was handed over under this identity';
comment on column case_file.handover is 'case.json as it was handed over, and the captured files';
comment on column case_file.stage is 'last completed stage';
comment on column case_file.fault is 'why the case waits for a person';
create index case_file_unfinished on case_file (state) where state <> 'archived';

-- What each completed stage decided. A stage that has a row here is never decided a second time.
create table stage_result (
  case_id uuid not null references case_file on delete cascade,
  stage text not null,
  result jsonb not null,
  completed_at timestamptz not null,
  primary key (case_id, stage)
);
comment on table stage_result is '各环节结果';

-- Refusals: the only thing that is kept of a refused case. No personal data, no content.
create table refusal (
  id bigint generated always as identity primary key,
  case_id uuid unique,
  folder text not null,
  system_code text,
  serial_number text,
  revision integer,
  stage text not null,
  faults jsonb not null,
  refused_at timestamptz not null
);
comment on table refusal is '拒收记录';
comment on column refusal.case_id is 'the case that was refused after capture; it has no row of its own any more';
create index refusal_identity on refusal (system_code, serial_number, revision);

-- Gap-free numbers: the row is locked by the transaction that takes one, so a rolled-back case uses up none.
create table number_sequence (
  kind text not null,
  scope text not null,
  last integer not null,
  primary key (kind, scope)
);
comment on table number_sequence is '编号流水（电子文件号、档号）';

create table given_number (
  kind text not null,
  scope text not null,
  number integer not null,
  case_id uuid not null,
  primary key (kind, scope, number)
);
comment on table given_number is '已赋编号: which case was given which number of a sequence';
