-- 电子档案: one row a registered record. It counts as archived once preserved_at is set.
create table record (
  number text primary key,
  archival_code text not null unique,
  case_id uuid not null unique references case_file,
  title text not null,
  unit text not null,
  fonds_code text not null,
  item_code text not null,
  item_name text not null,
  result text not null,
  year text not null,
  retention text not null,
  security text not null,
  applicants text[] not null,
  decided_at timestamptz,
  finished_at timestamptz not null,
  metadata jsonb not null,
  scope jsonb not null,
  inspection jsonb not null,
  recognition jsonb not null,
  package_sha256 text not null,
  package_bytes bigint not null,
  test_keys boolean not null,
  registered_at timestamptz not null,
  preserved_at timestamptz,
  objects jsonb
);
comment on table record is '电子档案';
comment on column record.number is '电子文件号';
comment on column record.archival_code is '档号';
comment on column record.fonds_code is '全宗号';
comment on column record.retention is '保管期限代码';
comment on column record.test_keys is 'sealed with test keys: without legal force';
create index record_finished on record (finished_at desc, number desc);

create table document (
  number text not null references record on delete cascade deferrable initially deferred,
  document integer not null,
  path text not null,
  material text not null,
  class text not null,
  source_path text not null,
  bytes bigint not null,
  sha256 text not null,
  sm3 text not null,
  format text not null,
  media_type text not null,
  data_offset bigint not null,
  primary key (number, document)
);
comment on table document is '归档文件';
comment on column document.document is 'number of the document in the record, from 1, in package order';
comment on column document.data_offset is 'where its bytes begin in the sealed package';

-- Search index: what a person may look for, one row for the metadata and one a page of text.
create table search_entry (
  number text not null references record on delete cascade deferrable initially deferred,
  document integer,
  page integer,
  body text not null,
  grams text[] not null
);
comment on column search_entry.body is 'NFKC, lower case, no white space';
comment on column search_entry.grams is 'every pair of neighbouring characters of body, each once';
create index search_entry_record on search_entry (number);
create index search_entry_grams on search_entry using gin (grams);
