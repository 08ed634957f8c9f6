create table staff (
    bucket smallint not null,
    subject_id uuid not null,
    role text not null,
    department text not null default '',
    granted_at timestamptz not null,
    granted_by uuid,
    constraint staff_pkey primary key (bucket, subject_id, role, department),
    constraint staff_role check (role in ('clerk', 'officer', 'administrator')),
    constraint staff_department check ((role = 'officer') = (department <> '')),
    constraint staff_subject foreign key (bucket, subject_id) references subject (bucket, id)
);

create table device (
    bucket smallint not null,
    id uuid not null,
    name text not null,
    secret_hash bytea not null,
    registered_at timestamptz not null,
    registered_by uuid not null,
    revoked_at timestamptz,
    constraint device_pkey primary key (bucket, id)
);
