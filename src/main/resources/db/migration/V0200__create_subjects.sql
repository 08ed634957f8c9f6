-- Personal columns hold key version, nonce and ciphertext; number_hash holds key version and HMAC.
create table subject (
    bucket smallint not null,
    id uuid not null,
    kind text not null,
    number_hash bytea not null,
    number bytea not null,
    name bytea not null,
    phone bytea,
    assurance_level smallint not null,
    registered_at timestamptz not null,
    registered_by uuid,
    confirmed_at timestamptz,
    confirmed_by uuid,
    confirmed_reasons text[] not null default '{}',
    disabled_at timestamptz,
    constraint subject_pkey primary key (bucket, id),
    constraint subject_number unique (bucket, number_hash),
    constraint subject_bucket check (bucket between 0 and 1023),
    constraint subject_kind check (kind in ('residentId', 'hmtPermit', 'foreignPermit', 'creditCode')),
    constraint subject_assurance_level check (assurance_level between 2 and 5),
    constraint subject_confirmation check (confirmed_at is not null or confirmed_reasons = '{}')
);
