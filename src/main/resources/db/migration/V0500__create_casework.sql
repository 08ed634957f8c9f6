create table cases (
    id uuid not null,
    bucket smallint not null,
    subject uuid not null,
    actor uuid not null,
    implementation_code text not null,
    catalogue_version integer not null,
    official_number text not null,
    query_number bigint not null,
    state text not null,
    version integer not null,
    channel text not null,
    form bytea not null,
    submitted_at timestamptz not null,
    promised_on date not null,
    is_provisional boolean not null,
    changed_at timestamptz not null,
    constraint cases_pkey primary key (id),
    constraint cases_official_number unique (official_number),
    constraint cases_query_number unique (query_number),
    constraint cases_bucket check (bucket between 0 and 1023),
    constraint cases_query_number_bucket check (query_number >> 50 = bucket),
    constraint cases_official_number_length check (length(official_number) = 43),
    constraint cases_state check (state in ('submitted', 'withdrawn')),
    constraint cases_version check (version > 0)
) with (fillfactor = 85);

create index cases_of_subject on cases (subject, id desc);

-- what a case was submitted with; frozen at submission
create table case_material (
    case_id uuid not null,
    seq smallint not null,
    material_type text not null,
    material uuid not null,
    material_version integer not null,
    reuse_class text not null,
    manner text not null,
    valid_until date,
    source_case uuid,
    confirmed_by uuid,
    constraint case_material_pkey primary key (case_id, seq),
    constraint case_material_case foreign key (case_id) references cases (id),
    constraint case_material_material foreign key (material) references material (id),
    constraint case_material_once unique (case_id, material),
    constraint case_material_class check (reuse_class in ('U', 'V', 'P', 'N')),
    constraint case_material_manner check (manner in ('attached', 'chosen', 'confirmed', 'supplied')),
    constraint case_material_never_reused check (reuse_class <> 'N' or manner = 'supplied')
);

create index case_material_of_material on case_material (material);

create table case_event (
    case_id uuid not null,
    seq integer not null,
    kind text not null,
    at timestamptz not null,
    actor uuid,
    constraint case_event_pkey primary key (case_id, seq),
    constraint case_event_case foreign key (case_id) references cases (id),
    constraint case_event_kind check (kind in ('submitted', 'withdrawn'))
);

-- the daily sequence of an item; a number is taken in the transaction that uses it
create table case_counter (
    implementation_code text not null,
    business_date date not null,
    last integer not null,
    constraint case_counter_pkey primary key (implementation_code, business_date),
    constraint case_counter_daily_limit check (last <= 9999)
) with (fillfactor = 70);

-- every official number ever handed out, so that gaps are explained and none is used twice
create table case_number (
    official_number text not null,
    case_id uuid not null,
    state text not null,
    at timestamptz not null,
    constraint case_number_pkey primary key (official_number),
    constraint case_number_state check (state in ('used', 'voided'))
);
