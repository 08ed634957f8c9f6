create table webhook (
    id uuid not null,
    department text not null,
    url text not null,
    secret bytea not null,
    state text not null,
    position bigint not null,
    failures integer not null default 0,
    failing_since timestamptz,
    last_failure text,
    delivered_at timestamptz,
    due_at timestamptz not null,
    lease uuid,
    leased_until timestamptz,
    registered_at timestamptz not null,
    registered_by uuid not null,
    constraint webhook_pkey primary key (id),
    constraint webhook_state check (state in ('active', 'suspended', 'removed')),
    constraint webhook_url_length check (length(url) <= 500)
);

-- What could not be handed over in its turn; everything else up to webhook.position has been.
create table webhook_delivery (
    webhook uuid not null,
    position bigint not null,
    case_id uuid not null,
    state text not null,
    attempts integer not null,
    first_failed_at timestamptz,
    due_at timestamptz not null,
    reason text,
    constraint webhook_delivery_pkey primary key (webhook, position),
    constraint webhook_delivery_webhook foreign key (webhook) references webhook (id),
    constraint webhook_delivery_event foreign key (position) references event (position),
    constraint webhook_delivery_state check (state in ('waiting', 'parked'))
);

create index webhook_delivery_of_case on webhook_delivery (webhook, case_id, position) where state = 'waiting';
