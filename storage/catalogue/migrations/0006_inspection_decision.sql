-- 人工核查结论: what a person has decided on an item of the four-property inspection. Only added to: a mistake is put right by
-- a later decision, and both are shown.
create table inspection_decision (
  id bigint generated always as identity primary key,
  number text not null references record,
  stage text not null check (stage in ('gd', 'yj', 'bc')),
  rule text not null,
  outcome text not null check (outcome in ('PASS', 'FAIL')),
  person text not null check (person ~ '[^[:space:]]'),
  role text check (role ~ '[^[:space:]]'),
  remark text not null check (remark ~ '[^[:space:]]'),
  package_sha256 text not null,
  decided_at timestamptz not null
);
comment on table inspection_decision is '人工核查结论（四性检测）';
comment on column inspection_decision.stage is '环节: gd 归档, yj 移交与接收, bc 长期保存';
comment on column inspection_decision.rule is '检测项';
comment on column inspection_decision.person is '检测人';
comment on column inspection_decision.role is '岗位';
comment on column inspection_decision.remark is '检测意见';
comment on column inspection_decision.package_sha256 is 'the package about which it was decided';
create index inspection_decision_record on inspection_decision (number, stage);

create trigger refuse_change before update or delete on inspection_decision for each row execute function refuse_change();
create trigger refuse_truncate before truncate on inspection_decision for each statement execute function refuse_change();
alter table inspection_decision enable always trigger refuse_change;
alter table inspection_decision enable always trigger refuse_truncate;
