-- 见证签名: lines of witnesses under checkpoints, as they rest in the store. Only added to.
create table checkpoint_cosignature (
  size bigint not null references ledger_checkpoint,
  witness text not null,
  line text not null,
  cosigned_at timestamptz not null,
  primary key (size, witness)
);
comment on table checkpoint_cosignature is '见证签名';
comment on column checkpoint_cosignature.witness is 'name of the witness';
comment on column checkpoint_cosignature.line is 'its signature line (C2SP signed-note)';

create trigger refuse_change before update or delete on checkpoint_cosignature for each row execute function refuse_change();
create trigger refuse_truncate before truncate on checkpoint_cosignature for each statement execute function refuse_change();
alter table checkpoint_cosignature enable always trigger refuse_change;
alter table checkpoint_cosignature enable always trigger refuse_truncate;
