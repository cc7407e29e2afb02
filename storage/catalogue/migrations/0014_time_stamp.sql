-- 时间戳: tokens over checkpoints as they rest in the store, and the rounds of their renewal. Only added to.
create table checkpoint_token (
  size bigint not null references ledger_checkpoint,
  authority text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stamped_at timestamptz not null,
  valid_until timestamptz not null,
  is_test boolean not null,
  primary key (size, authority)
);
comment on table checkpoint_token is '检查点的时间戳';
comment on column checkpoint_token.authority is 'name of the authority in the configuration';
comment on column checkpoint_token.stamped_at is 'genTime of the token';
comment on column checkpoint_token.valid_until is 'when the first certificate of its chain ends';

create table token_renewal (
  round int primary key check (round > 0),
  hash text not null,
  through_size bigint not null references ledger_checkpoint,
  renewed_at timestamptz not null,
  valid_until timestamptz not null
);
comment on table token_renewal is '时间戳续期 (RFC 4998): a round gives every stamped checkpoint up to a size a record of its own';

create table renewed_checkpoint (
  round int not null references token_renewal,
  size bigint not null references ledger_checkpoint,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (size, round)
);
comment on table renewed_checkpoint is '证据记录 of a checkpoint by a round, as it rests in the store';

create trigger refuse_change before update or delete on checkpoint_token for each row execute function refuse_change();
create trigger refuse_truncate before truncate on checkpoint_token for each statement execute function refuse_change();
create trigger refuse_change before update or delete on token_renewal for each row execute function refuse_change();
create trigger refuse_truncate before truncate on token_renewal for each statement execute function refuse_change();
alter table checkpoint_token enable always trigger refuse_change;
alter table checkpoint_token enable always trigger refuse_truncate;
create trigger refuse_change before update or delete on renewed_checkpoint for each row execute function refuse_change();
create trigger refuse_truncate before truncate on renewed_checkpoint for each statement execute function refuse_change();
alter table renewed_checkpoint enable always trigger refuse_change;
alter table renewed_checkpoint enable always trigger refuse_truncate;
alter table token_renewal enable always trigger refuse_change;
alter table token_renewal enable always trigger refuse_truncate;
