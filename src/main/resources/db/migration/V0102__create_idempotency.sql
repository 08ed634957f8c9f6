-- One row per finished command; written in the transaction of its effect, kept seven days.
create table idempotency (
    caller text not null,
    operation text not null,
    key text not null,
    fingerprint bytea not null,
    status integer not null,
    resource uuid not null,
    body text not null,
    created_at timestamptz not null,
    constraint idempotency_pkey primary key (caller, operation, key)
);

create index idempotency_created_at on idempotency (created_at);
