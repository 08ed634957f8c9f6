create table draft (
    id uuid not null,
    bucket smallint not null,
    subject uuid not null,
    implementation_code text not null,
    version integer not null,
    content bytea not null,
    channel text not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    constraint draft_pkey primary key (id),
    constraint draft_one_per_item unique (subject, implementation_code),
    constraint draft_bucket check (bucket between 0 and 1023)
);
