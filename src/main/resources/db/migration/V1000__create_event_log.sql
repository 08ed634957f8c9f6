-- What has happened to cases, for other systems. A position is given out under one lock that is held until the commit:
-- whatever becomes visible later has a higher one, so a reader who goes on from a position misses nothing.
create sequence event_position;

create table event (
    position bigint not null,
    entry bigint not null,
    topic text not null,
    case_id uuid not null,
    version integer not null,
    department text not null,
    at timestamptz not null,
    data text not null,
    constraint event_pkey primary key (position),
    constraint event_entry unique (entry)
);

create index event_of_department on event (department, position);

-- departments that take part in the case besides the responsible one
create table event_sharer (
    department text not null,
    position bigint not null,
    constraint event_sharer_pkey primary key (department, position)
);
