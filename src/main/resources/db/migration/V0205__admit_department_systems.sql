-- A device of a department is no kiosk but the department's own system.
alter table device
    add column department text,
    add constraint device_department check (length(department) = 18);

alter table session
    drop constraint session_scope,
    add constraint session_scope check (scope in ('applicant', 'clerk', 'officer', 'kiosk', 'administrator', 'system'));
