create index notice_of_subject on notice (subject, entry);
