-- An entry is handed over only while it is the oldest of its key.
create index outbox_of_key on outbox (key, id);

-- What was tried long enough. Nothing behind it waits any more; it stays until somebody has it tried again.
create table outbox_parked (
    id bigint not null,
    topic text not null,
    key uuid not null,
    version integer not null,
    payload text not null,
    created_at timestamptz not null,
    attempts integer not null,
    parked_at timestamptz not null,
    reason text not null,
    constraint outbox_parked_pkey primary key (id)
);
