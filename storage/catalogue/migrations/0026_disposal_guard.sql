-- A record goes by a list only while nothing has changed since it was drawn up: what its signers did not know of wants a new appraisal.
alter table disposed_record add column stores text[], add column system_code text, add column serial_number text;
comment on column disposed_record.stores is 'stores in which its objects may lie: it is gone when all of them are empty of it';
comment on column disposed_record.system_code is 'of its case: a destroyed record was archived, and is not handed over again';
create index disposed_record_case on disposed_record (system_code, serial_number);

create or replace function keep_disposed_record() returns trigger language plpgsql as $$
begin
  if (select count(*) from disposal_watcher where list = new.list) = 2
    and not exists (select from disposal_certificate where list = new.list)
    and exists (select from disposal_item i join record_retention t using (number)
      where i.list = new.list and i.number = new.number and i.opinion = 'destroy' and not t.held and t.ends_at <= new.disposed_at
        and (t.ends_at at time zone interval '8 hours')::date = (i.item->>'endsOn')::date)
    and not exists (select from legal_hold_record r join legal_hold h on h.id = r.hold join disposal_list l on l.id = new.list
      where r.number = new.number and (r.release is null or h.placed_at >= l.drafted_at))
  then return new; end if;
  raise exception 'destruction of % is refused: 未批准、未到期或在保全中 (not approved, not due, or held)', new.number
    using errcode = 'restrict_violation';
end $$;
