create table outbox (
    id bigint generated always as identity,
    topic text not null,
    key uuid not null,
    version integer not null,
    payload text not null,
    created_at timestamptz not null,
    attempts integer not null default 0,
    due_at timestamptz not null,
    constraint outbox_pkey primary key (id)
);

create index outbox_due on outbox (due_at, id);
