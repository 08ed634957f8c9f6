create table mandate (
    bucket smallint not null,
    id uuid not null,
    organisation_id uuid not null,
    agent_id uuid not null,
    kind text not null,
    granted_at timestamptz not null,
    granted_by uuid,
    valid_until timestamptz,
    revoked_at timestamptz,
    revoked_by uuid,
    constraint mandate_pkey primary key (bucket, id),
    constraint mandate_kind check (kind in ('legalRepresentative', 'agent')),
    constraint mandate_time_boxed check ((kind = 'agent') = (valid_until is not null)),
    constraint mandate_period check (valid_until > granted_at),
    constraint mandate_organisation foreign key (bucket, organisation_id) references subject (bucket, id)
);

create unique index mandate_legal_representative on mandate (bucket, organisation_id)
    where kind = 'legalRepresentative' and revoked_at is null;
create index mandate_of_organisation on mandate (bucket, organisation_id, id);
create index mandate_of_agent on mandate (agent_id, id);
