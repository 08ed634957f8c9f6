create table supervision_card (
    id uuid not null,
    case_id uuid not null,
    department text not null,
    officer uuid,
    kind text not null,
    rule text not null,
    issued_at timestamptz not null,
    due_on date,
    cancelled_at timestamptz,
    cancelled_by uuid,
    cancel_reason text,
    constraint supervision_card_pkey primary key (id),
    constraint supervision_card_case foreign key (case_id) references cases (id),
    constraint supervision_card_once unique (case_id, rule),
    constraint supervision_card_kind check (kind in ('reminder', 'yellow', 'red')),
    constraint supervision_card_cancelled_whole
        check ((cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (cancel_reason is null))
);

create index supervision_card_of_department on supervision_card (department, id desc);
