-- what is reported upward: numbered without a gap, frozen when made, one after the other
create table report_batch (
    number bigint not null,
    data_set text not null,
    from_position bigint not null,
    to_position bigint not null,
    row_count integer not null,
    rows text not null,
    digest text not null,
    made_at timestamptz not null,
    times_sent integer not null default 0,
    sent_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    constraint report_batch_pkey primary key (number),
    constraint report_batch_once unique (data_set, from_position),
    constraint report_batch_data_set check (data_set in ('acceptance', 'process', 'specialProcedure', 'result', 'materials')),
    constraint report_batch_positions check (to_position > from_position),
    constraint report_batch_acknowledged_whole check ((acknowledged_at is null) = (acknowledged_by is null))
);

create index report_batch_open on report_batch (number) where acknowledged_at is null;

-- how far the log has been cut, one row: a stretch may have nothing to say
create table report_cursor (
    id boolean not null default true,
    to_position bigint not null,
    constraint report_cursor_pkey primary key (id),
    constraint report_cursor_one check (id)
);

insert into report_cursor (to_position) values (0);
