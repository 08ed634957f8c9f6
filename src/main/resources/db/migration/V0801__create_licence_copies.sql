-- copies for a purpose; the same wish again is the same copy
create table licence_copy (
    id uuid not null,
    licence uuid not null,
    number smallint not null,
    purpose text not null,
    recipient text not null,
    good_until date not null,
    made_at timestamptz not null,
    made_by uuid not null,
    constraint licence_copy_pkey primary key (id),
    constraint licence_copy_version foreign key (licence, number) references licence_version (licence, number),
    constraint licence_copy_same unique (licence, number, purpose, recipient, good_until, made_by),
    constraint licence_copy_texts check (length(purpose) <= 200 and length(recipient) <= 200)
);

-- who used a licence, when and what for; its holder reads it
create table licence_use (
    licence uuid not null,
    id uuid not null,
    kind text not null,
    at timestamptz not null,
    actor uuid not null,
    scope text not null,
    departments text[] not null,
    purpose text not null,
    copy uuid,
    constraint licence_use_pkey primary key (licence, id),
    constraint licence_use_licence foreign key (licence) references licence (id),
    constraint licence_use_copy foreign key (copy) references licence_copy (id),
    constraint licence_use_kind check (kind in ('copied', 'downloaded', 'retrieved')),
    constraint licence_use_scope check (scope in ('applicant', 'clerk', 'officer')),
    constraint licence_use_purpose_length check (length(purpose) between 2 and 500)
);
