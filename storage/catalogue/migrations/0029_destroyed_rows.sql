-- What is destroyed is found by keys of tables, not by reading all of them: a list destroys a thousand records.
create index object_copy_number on object_copy (number);

create or replace function goes_with_record(place name, content jsonb) returns boolean language sql stable as $$
  select case
    when place in ('record', 'document', 'description_version', 'inspection_decision', 'change_notice', 'business_entity')
      then exists (select from disposed_record where number = content->>'number')
    when place = 'business_agent' then exists (select from business_entity b join disposed_record d using (number)
      where b.id = (content->>'business')::uuid)
    when place = 'case_decision' then exists (select from disposed_record where case_id = (content->>'case_id')::uuid)
    else false end
$$;
