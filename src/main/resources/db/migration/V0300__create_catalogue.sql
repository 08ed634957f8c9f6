-- Published versions of the catalogue. Rows of a version are written once, with it, and never change.
create table catalogue_version (
    number integer not null,
    digest text not null,
    previous_number integer,
    previous_digest text,
    published_at timestamptz not null,
    publisher text not null,
    summary jsonb not null,
    diff jsonb not null,
    constraint catalogue_version_pkey primary key (number),
    constraint catalogue_version_number_digest unique (number, digest),
    constraint catalogue_version_one_successor unique (previous_number),
    -- what follows a version is numbered after it and differs from it, whoever publishes
    constraint catalogue_version_follows foreign key (previous_number, previous_digest)
        references catalogue_version (number, digest),
    constraint catalogue_version_differs check (digest <> previous_digest),
    constraint catalogue_version_counts check (number = coalesce(previous_number, 0) + 1
        and (previous_number is null) = (previous_digest is null))
);

create table catalogue_department (
    version integer not null,
    position integer not null,
    code text not null,
    short_code text not null,
    name_zh text not null,
    name_en text not null,
    constraint catalogue_department_pkey primary key (version, code),
    constraint catalogue_department_short_code unique (version, short_code),
    constraint catalogue_department_version foreign key (version) references catalogue_version (number)
);

create table catalogue_material_type (
    version integer not null,
    position integer not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    default_reuse_class text not null,
    validity_months integer,
    issuer text not null,
    holder text not null,
    note text,
    constraint catalogue_material_type_pkey primary key (version, code),
    constraint catalogue_material_type_version foreign key (version) references catalogue_version (number),
    constraint catalogue_material_type_class check (default_reuse_class in ('U', 'V', 'P', 'N')),
    constraint catalogue_material_type_validity check ((default_reuse_class = 'V') = (validity_months is not null))
);

create table catalogue_item (
    version integer not null,
    position integer not null,
    basic_code text not null,
    implementation_code text not null,
    local_code text not null,
    type text not null,
    department_code text not null,
    name_zh text not null,
    name_en text not null,
    handling_type text not null,
    audience text not null,
    statutory_days integer not null,
    promised_days_before integer not null,
    promised_days_after integer not null,
    scope text not null,
    onsite_visits integer not null,
    channels text not null,
    fee text not null,
    result_name_zh text not null,
    result_licence_type text,
    theme text not null,
    legal_basis_zh text not null,
    zone text not null,
    constraint catalogue_item_pkey primary key (version, implementation_code),
    constraint catalogue_item_basic_code unique (version, basic_code),
    constraint catalogue_item_local_code unique (version, local_code),
    constraint catalogue_item_department foreign key (version, department_code)
        references catalogue_department (version, code),
    constraint catalogue_item_result foreign key (version, result_licence_type)
        references catalogue_material_type (version, code),
    constraint catalogue_item_limits check (promised_days_after <= promised_days_before
        and (statutory_days = 0 or promised_days_before <= statutory_days)),
    constraint catalogue_item_immediate check ((handling_type = '1') = (promised_days_after = 0))
);

create table catalogue_requirement (
    version integer not null,
    position integer not null,
    implementation_code text not null,
    material_type text not null,
    necessity text not null,
    condition_zh text,
    form text not null,
    originals integer not null,
    copies integer not null,
    source text not null,
    reuse_class_override text,
    status text not null,
    constraint catalogue_requirement_pkey primary key (version, implementation_code, material_type),
    constraint catalogue_requirement_item foreign key (version, implementation_code)
        references catalogue_item (version, implementation_code),
    constraint catalogue_requirement_material_type foreign key (version, material_type)
        references catalogue_material_type (version, code),
    constraint catalogue_requirement_condition check ((necessity = 'conditional') = (condition_zh is not null)),
    constraint catalogue_requirement_status check (status in ('current', 'cancelled'))
);

create table catalogue_window (
    version integer not null,
    position integer not null,
    zone_code text not null,
    window_no text not null,
    floor integer not null,
    serves text not null,
    name_zh text not null,
    name_en text not null,
    constraint catalogue_window_pkey primary key (version, window_no),
    constraint catalogue_window_version foreign key (version) references catalogue_version (number)
);
