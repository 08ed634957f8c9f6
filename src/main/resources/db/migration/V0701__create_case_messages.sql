create table case_message (
    id uuid not null,
    case_id uuid not null,
    side text not null,
    author uuid not null,
    text bytea not null,
    sent_at timestamptz not null,
    read_at timestamptz,
    constraint case_message_pkey primary key (id),
    constraint case_message_case foreign key (case_id) references cases (id),
    constraint case_message_side check (side in ('applicant', 'officer'))
);

create index case_message_of_case on case_message (case_id, id desc);
