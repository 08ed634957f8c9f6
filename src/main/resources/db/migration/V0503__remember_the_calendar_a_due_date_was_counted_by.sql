-- id of the holiday notice that was the latest then
alter table cases add column counted_by text;
