-- 撤回: a list that nobody has ordered yet is taken back; its records may be appraised again.
create table disposal_withdrawal (
  list text primary key references disposal_list,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  withdrawn_by text not null check (withdrawn_by ~ '[^[:space:]]'),
  withdrawn_at timestamptz not null
);
comment on table disposal_withdrawal is '销毁清册的撤回';

create view open_disposal_list as select id from disposal_list l
  where not exists (select from disposal_certificate c where c.list = l.id)
    and not exists (select from disposal_withdrawal w where w.list = l.id);
comment on view open_disposal_list is '未办结的销毁清册';

create function keep_disposal_withdrawal() returns trigger language plpgsql as $$
begin
  perform from disposal_list where id = new.list for update;
  if not exists (select from disposal_order where list = new.list) then return new; end if;
  raise exception 'withdrawal of % is refused: it is being carried out', new.list using errcode = 'restrict_violation';
end $$;
create function refuse_withdrawn() returns trigger language plpgsql as $$
begin
  if not exists (select from disposal_withdrawal where list = new.list) then return new; end if;
  raise exception '% of % is refused: 清册已撤回 (the list was withdrawn)', tg_table_name, new.list
    using errcode = 'restrict_violation';
end $$;
create trigger keep before insert on disposal_withdrawal for each row execute function keep_disposal_withdrawal();
create trigger refuse_change before update or delete on disposal_withdrawal for each row execute function refuse_change();
create trigger refuse_truncate before truncate on disposal_withdrawal for each statement execute function refuse_change();
create trigger refuse_withdrawn before insert on disposal_approval for each row execute function refuse_withdrawn();
create trigger refuse_withdrawn before insert on disposal_order for each row execute function refuse_withdrawn();

alter table disposal_withdrawal enable always trigger keep;
alter table disposal_withdrawal enable always trigger refuse_change;
alter table disposal_withdrawal enable always trigger refuse_truncate;
alter table disposal_approval enable always trigger refuse_withdrawn;
alter table disposal_order enable always trigger refuse_withdrawn;
