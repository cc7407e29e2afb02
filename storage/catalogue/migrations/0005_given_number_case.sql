-- 已赋编号 is also asked for by case.
create index given_number_case on given_number (case_id);
