-- State Council notices in the order they came here. Append-only: an amendment is a notice of its own.
create table holiday_notice (
    edition integer not null,
    id text not null,
    year integer not null,
    number text not null,
    title text not null,
    published_on date not null,
    source text not null,
    digest text not null,
    loaded_at timestamptz not null,
    loaded_by uuid,
    constraint holiday_notice_pkey primary key (edition),
    constraint holiday_notice_id unique (id),
    constraint holiday_notice_number unique (number),
    constraint holiday_notice_edition check (edition > 0),
    constraint holiday_notice_year check (year between 2015 and 2200)
);

create table holiday_day (
    notice text not null,
    date date not null,
    kind text not null,
    name_zh text not null,
    name_en text not null,
    constraint holiday_day_pkey primary key (notice, date),
    constraint holiday_day_notice foreign key (notice) references holiday_notice (id),
    constraint holiday_day_kind check (kind in ('off', 'working'))
);

-- A hall that is shut on a working day. No statutory time knows of it.
create table hall_closure (
    hall text not null,
    date date not null,
    reason_zh text not null,
    reason_en text not null,
    closed_at timestamptz not null,
    closed_by uuid not null,
    constraint hall_closure_pkey primary key (hall, date),
    constraint hall_closure_hall check (hall ~ '^[a-z0-9-]{1,20}$')
);
