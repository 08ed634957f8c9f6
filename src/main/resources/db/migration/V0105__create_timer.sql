-- What has to happen at a moment. A row is deleted in the transaction of what it causes, so it happens once.
create table timer (
    kind text not null,
    key uuid not null,
    due_at timestamptz not null,
    try_at timestamptz not null,
    attempts integer not null default 0,
    constraint timer_pkey primary key (kind, key)
);

create index timer_try_at on timer (try_at);
