-- the number of a document is taken in the transaction that writes it
create table document_counter (
    department text not null,
    kind text not null,
    year smallint not null,
    last integer not null,
    constraint document_counter_pkey primary key (department, kind, year),
    constraint document_counter_range check (last between 1 and 999999)
) with (fillfactor = 70);

create table case_document (
    id uuid not null,
    case_id uuid not null,
    seq integer not null,
    kind text not null,
    number text not null,
    data text not null,
    at timestamptz not null,
    verification_code text not null,
    sha256 bytea,
    seal text,
    sealed_at timestamptz,
    constraint case_document_pkey primary key (id),
    constraint case_document_case foreign key (case_id) references cases (id),
    constraint case_document_number unique (number),
    constraint case_document_of_event unique (case_id, seq),
    constraint case_document_verification_code unique (verification_code),
    constraint case_document_kind check (kind in ('acceptanceNotice', 'nonAcceptanceNotice', 'correctionNotice', 'extensionNotice',
        'suspensionNotice', 'decision')),
    constraint case_document_sealed_whole check ((sha256 is null) = (seal is null) and (sha256 is null) = (sealed_at is null))
);

-- every document number ever handed out, so that gaps are explained and none is used twice
create table document_number (
    number text not null,
    document uuid not null,
    state text not null,
    at timestamptz not null,
    constraint document_number_pkey primary key (number),
    constraint document_number_document foreign key (document) references case_document (id),
    constraint document_number_state check (state in ('used', 'voided'))
);
