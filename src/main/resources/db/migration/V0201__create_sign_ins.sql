-- A sign-in that was begun; subject_id is null when nobody is registered under the number, which the client never learns.
create table sign_in (
    bucket smallint not null,
    id uuid not null,
    number_hash bytea,
    subject_id uuid,
    factor text not null,
    channel text not null,
    scope text not null,
    code_hash bytea not null,
    attempts smallint not null default 0,
    vouched_by uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint sign_in_pkey primary key (bucket, id),
    constraint sign_in_factor check (factor in ('code', 'vouch', 'device')),
    constraint sign_in_vouched check ((factor = 'vouch') = (vouched_by is not null))
);

create index sign_in_expires_at on sign_in (expires_at);

-- Slows down guessing and flooding, for registered and unknown numbers alike.
create table sign_in_pace (
    bucket smallint not null,
    number_hash bytea not null,
    wrong_codes integer not null,
    delayed_until timestamptz not null,
    next_code_at timestamptz not null,
    constraint sign_in_pace_pkey primary key (bucket, number_hash)
);
