-- 锁定验证 (WORM proof): what a store was seen to enforce. The text is locked in the store and entered in the ledger; this row says
-- which one is the newest.
create table worm_proof (
  id bigint generated always as identity primary key,
  content text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  signature text not null,
  place text not null,
  scope text not null check (scope in ('full', 'probe')),
  ended_at timestamptz not null
);
comment on table worm_proof is '锁定验证';
comment on column worm_proof.content is 'the text, as it rests in the store';
comment on column worm_proof.signature is 'detached CAdES-B signature of the text, base64 of DER';
comment on column worm_proof.place is 'address of the store for which it holds: kind, endpoint and bucket, or folder';

create trigger refuse_change before update or delete on worm_proof for each row execute function refuse_change();
create trigger refuse_truncate before truncate on worm_proof for each statement execute function refuse_change();
alter table worm_proof enable always trigger refuse_change;
alter table worm_proof enable always trigger refuse_truncate;
