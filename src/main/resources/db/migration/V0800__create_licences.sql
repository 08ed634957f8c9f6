-- numbers that are handed out once: type numbers of a defining body (year 0), serials of an issuer and type in a year
create table licence_counter (
    scope text not null,
    year smallint not null,
    last integer not null,
    constraint licence_counter_pkey primary key (scope, year)
) with (fillfactor = 70);

create table licence_type (
    code text not null,
    definer text not null,
    number smallint not null,
    material_type text not null,
    constraint licence_type_pkey primary key (code),
    constraint licence_type_material_type unique (definer, material_type),
    constraint licence_type_number check (number between 1 and 999),
    constraint licence_type_code check (code = definer || lpad(number::text, 3, '0'))
);

create table licence (
    id uuid not null,
    bucket smallint not null,
    holder uuid not null,
    holder_name bytea not null,
    material_type text not null,
    type_code text not null,
    name_zh text not null,
    name_en text not null,
    issuer text not null,
    serial text not null,
    version smallint not null,
    state text not null,
    valid_from date not null,
    valid_until date,
    material uuid not null,
    issued_at timestamptz not null,
    changed_at timestamptz not null,
    constraint licence_pkey primary key (id),
    constraint licence_of_type foreign key (type_code) references licence_type (code),
    constraint licence_material foreign key (material) references material (id),
    constraint licence_serial_once unique (type_code, issuer, serial),
    constraint licence_bucket check (bucket between 0 and 1023),
    constraint licence_version_range check (version between 1 and 999),
    constraint licence_state check (state in ('valid', 'withheld', 'revoked', 'cancelled', 'expired', 'transferredOut', 'withdrawn', 'other')),
    constraint licence_validity check (valid_from <= valid_until)
) with (fillfactor = 85);

create index licence_of_holder on licence (holder, id desc);

-- the chain: an issue or a change of state, each replacing the one before; append-only
create table licence_version (
    licence uuid not null,
    number smallint not null,
    identifier text not null,
    replaces text,
    state text not null,
    description text,
    reason text,
    effective_from date not null,
    valid_from date not null,
    valid_until date,
    at timestamptz not null,
    actor uuid,
    source_case uuid,
    material uuid not null,
    verification_code text,
    sha256 bytea,
    seal text,
    constraint licence_version_pkey primary key (licence, number),
    constraint licence_version_licence foreign key (licence) references licence (id),
    constraint licence_version_material foreign key (material) references material (id),
    constraint licence_version_identifier unique (identifier),
    constraint licence_version_replaces unique (replaces),
    constraint licence_version_replaced foreign key (replaces) references licence_version (identifier),
    constraint licence_version_verification_code unique (verification_code),
    constraint licence_version_number check (number between 1 and 999),
    constraint licence_version_first check ((number = 1) = (replaces is null)),
    constraint licence_version_state check (state in ('valid', 'withheld', 'revoked', 'cancelled', 'expired', 'transferredOut', 'withdrawn', 'other')),
    constraint licence_version_described check (state <> 'other' or description is not null),
    constraint licence_version_validity check (valid_from <= valid_until),
    constraint licence_version_texts check (length(description) <= 500 and length(reason) <= 2000),
    constraint licence_version_sealed_whole check ((verification_code is null) = (sha256 is null) and (sha256 is null) = (seal is null))
);

create index licence_version_of_case on licence_version (source_case) where source_case is not null;
create index licence_version_of_material on licence_version (material);

create function refuse_licence_version_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the chain of a licence is append-only' using errcode = '42501';
end
$$;

create trigger licence_version_append_only
    before update or delete or truncate on licence_version
    for each statement execute function refuse_licence_version_change();

-- open cases whose papers a change of a licence has touched; what was decided is never rewritten
create table case_licence_flag (
    case_id uuid not null,
    licence uuid not null,
    number smallint not null,
    material uuid not null,
    flagged_at timestamptz not null,
    constraint case_licence_flag_pkey primary key (case_id, licence, number),
    constraint case_licence_flag_case foreign key (case_id) references cases (id),
    constraint case_licence_flag_version foreign key (licence, number) references licence_version (licence, number)
);
