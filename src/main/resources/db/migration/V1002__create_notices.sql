create table notice (
    entry bigint not null,
    case_id uuid not null,
    subject uuid not null,
    topic text not null,
    zh text not null,
    en text not null,
    at timestamptz not null,
    state text not null default 'waiting',
    attempts integer not null default 0,
    first_failed_at timestamptz,
    due_at timestamptz not null,
    reason text,
    sent_at timestamptz,
    constraint notice_pkey primary key (entry),
    constraint notice_case foreign key (case_id) references cases (id),
    constraint notice_state check (state in ('waiting', 'sent', 'parked')),
    constraint notice_sent_whole check ((state = 'sent') = (sent_at is not null))
);

create index notice_waiting on notice (due_at, entry) where state = 'waiting';
create index notice_waiting_of_case on notice (case_id, entry) where state = 'waiting';
create index notice_parked on notice (entry) where state = 'parked';

-- what people find when they look, where no gateway carries notices to them
create table notice_inbox (
    entry bigint not null,
    subject uuid not null,
    case_id uuid not null,
    topic text not null,
    zh text not null,
    en text not null,
    at timestamptz not null,
    constraint notice_inbox_pkey primary key (entry)
);

create index notice_inbox_of_subject on notice_inbox (subject, entry desc);
