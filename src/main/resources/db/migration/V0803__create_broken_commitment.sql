-- a licence whose case did not keep what was promised at acceptance: withheld until it is put right, or revoked
create table broken_commitment (
    licence uuid not null,
    case_id uuid not null,
    number smallint not null,
    opened_at timestamptz not null,
    due_on date not null,
    outcome text,
    closed_at timestamptz,
    constraint broken_commitment_pkey primary key (licence, number),
    constraint broken_commitment_version foreign key (licence, number) references licence_version (licence, number),
    constraint broken_commitment_case foreign key (case_id) references cases (id),
    constraint broken_commitment_outcome check (outcome in ('supplied', 'revoked', 'decided')),
    constraint broken_commitment_closed_whole check ((outcome is null) = (closed_at is null))
);

create index broken_commitment_of_case on broken_commitment (case_id) where closed_at is null;
create index broken_commitment_open on broken_commitment (due_on, licence) where closed_at is null;
