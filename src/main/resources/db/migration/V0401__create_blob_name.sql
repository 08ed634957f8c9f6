-- content that something besides a material names: it is not discarded either
create table blob_name (
    kind text not null,
    id uuid not null,
    sha256 bytea not null,
    constraint blob_name_pkey primary key (kind, id),
    constraint blob_name_blob foreign key (sha256) references blob (sha256)
);

create index blob_name_of_blob on blob_name (sha256);
