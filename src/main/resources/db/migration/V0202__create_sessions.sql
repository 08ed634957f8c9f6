-- One row is one token family. Rotation and revocation update this row, so they cannot pass each other.
create table session (
    bucket smallint not null,
    id uuid not null,
    subject_id uuid not null,
    actor_id uuid not null,
    scope text not null,
    channel text not null,
    assurance_level smallint not null,
    amr text not null,
    departments text[] not null,
    authenticated_at timestamptz not null,
    vouched_by uuid,
    mandate_id uuid,
    parent_id uuid,
    generation integer not null,
    current_hash bytea not null,
    idle_expires_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint session_pkey primary key (bucket, id),
    constraint session_current_hash unique (bucket, current_hash),
    constraint session_scope check (scope in ('applicant', 'clerk', 'officer', 'kiosk', 'administrator')),
    constraint session_amr check (amr in ('sms', 'vouch', 'device')),
    constraint session_acting check ((subject_id <> actor_id) = (mandate_id is not null)),
    constraint session_expiry check (idle_expires_at <= expires_at)
);

create index session_actor on session (actor_id) where revoked_at is null;
create index session_parent on session (parent_id) where parent_id is not null;
create index session_mandate on session (mandate_id) where mandate_id is not null;
create index session_revoked_at on session (revoked_at) where revoked_at is not null;
create index session_expires_at on session (expires_at);

create table spent_refresh_token (
    bucket smallint not null,
    hash bytea not null,
    session_id uuid not null,
    generation integer not null,
    spent_at timestamptz not null,
    constraint spent_refresh_token_pkey primary key (bucket, hash),
    constraint spent_refresh_token_generation unique (bucket, session_id, generation),
    constraint spent_refresh_token_session foreign key (bucket, session_id) references session (bucket, id) on delete cascade
);
