create table blob (
    sha256 bytea not null,
    size bigint not null,
    media_type text not null,
    created_at timestamptz not null,
    constraint blob_pkey primary key (sha256),
    constraint blob_sha256_length check (length(sha256) = 32),
    constraint blob_size_positive check (size > 0)
);

create table material (
    id uuid not null,
    bucket smallint not null,
    holder uuid not null,
    material_type text not null,
    version integer not null,
    edition integer not null,
    state text not null,
    grade text not null,
    issuer text not null,
    issued_on date,
    valid_from date,
    valid_until date,
    sha256 bytea not null,
    replaces uuid,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    source_case uuid,
    handed_in_at timestamptz,
    confirmed_by uuid,
    confirmed_at timestamptz,
    constraint material_pkey primary key (id),
    constraint material_blob foreign key (sha256) references blob (sha256),
    constraint material_replaces foreign key (replaces) references material (id),
    constraint material_bucket check (bucket between 0 and 1023),
    constraint material_version check (version > 0 and edition > 0),
    constraint material_state check (state in ('valid', 'superseded', 'suspended', 'revoked')),
    constraint material_grade check (grade in ('A', 'B', 'C', 'D')),
    constraint material_issuer_length check (length(issuer) <= 100),
    constraint material_validity_order check (valid_from <= valid_until),
    constraint material_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null))
) with (fillfactor = 85);

-- the same bytes for the same purpose, not yet handed in, are the same upload: a repeated call finds the first
create unique index material_same_upload
    on material (holder, material_type, sha256, coalesce(issued_on, 'infinity'::date), coalesce(valid_until, 'infinity'::date))
    where handed_in_at is null and state = 'valid';

create index material_of_holder on material (holder, handed_in_at desc);

-- counts every change of what a subject may reuse; orders the copies of it in Redis
create table material_library (
    holder uuid not null,
    version integer not null,
    constraint material_library_pkey primary key (holder)
);

create table upload_quota (
    holder uuid not null,
    day date not null,
    bytes bigint not null,
    constraint upload_quota_pkey primary key (holder, day)
);
