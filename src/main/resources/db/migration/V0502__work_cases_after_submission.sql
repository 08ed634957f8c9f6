alter table cases
    drop constraint cases_state,
    add column department text not null generated always as (left(implementation_code, 18)) stored,
    add column acceptance text,
    add column accepted_at timestamptz,
    add column acceptance_recorded_at timestamptz,
    add column accepted_by uuid,
    add column limit_days smallint,
    add column statutory_days smallint,
    add column clock text not null default 'notStarted',
    add column due_on date,
    add column statutory_due_on date,
    add column outcome text,
    add column decided_at timestamptz,
    add column decided_by uuid,
    add column ending smallint,
    add constraint cases_state check (state in ('submitted', 'received', 'correctionRequested', 'accepted', 'notAccepted',
        'transferred', 'withdrawn', 'inReview', 'suspended', 'decided', 'resultReady', 'delivered', 'rated', 'archived', 'ended')),
    add constraint cases_acceptance check (acceptance in ('full', 'tolerant', 'commitment', 'silence')),
    add constraint cases_accepted_whole check ((acceptance is null) = (accepted_at is null)
        and (acceptance is null) = (acceptance_recorded_at is null) and (acceptance is null) = (limit_days is null)),
    add constraint cases_clock check (clock in ('notStarted', 'running', 'stopped', 'finished')),
    add constraint cases_clock_accepted check (clock in ('notStarted', 'finished') or accepted_at is not null),
    add constraint cases_outcome check (outcome in ('granted', 'refused')),
    add constraint cases_decided_whole check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by is null)),
    add constraint cases_ending check (ending between 0 and 6);

-- what a department has on its desk; small, whatever the archive holds
create index cases_open_of_department on cases (department, id)
    where state in ('submitted', 'received', 'correctionRequested', 'accepted', 'inReview', 'suspended', 'decided', 'resultReady');

alter table case_event
    drop constraint case_event_kind,
    add column state text,
    add column effective_at timestamptz,
    add column window_number text,
    add column reason text,
    add constraint case_event_kind check (kind in ('submitted', 'received', 'correctionRequested', 'correctionSupplied', 'accepted',
        'acceptedBySilence', 'notAccepted', 'transferred', 'withdrawn', 'reviewBegun', 'suspended', 'resumed', 'extensionRequested',
        'extended', 'granted', 'refused', 'resultReady', 'delivered', 'rated', 'archived', 'ended', 'supplied', 'commitmentBroken',
        'dueChanged')),
    add constraint case_event_reason_length check (length(reason) <= 2000);

create table case_stop (
    case_id uuid not null,
    seq smallint not null,
    kind text not null,
    procedure text,
    reason text not null,
    started_at timestamptz not null,
    started_by uuid not null,
    estimated_until date,
    ended_at timestamptz,
    ended_by uuid,
    result text,
    constraint case_stop_pkey primary key (case_id, seq),
    constraint case_stop_case foreign key (case_id) references cases (id),
    constraint case_stop_kind check (kind in ('correction', 'specialProcedure', 'forwarded', 'hold')),
    constraint case_stop_procedure check (procedure in ('hearing', 'tender', 'auction', 'inspection', 'testing', 'quarantine',
        'appraisal', 'expertReview', 'onSiteCheck', 'publicNotice')),
    constraint case_stop_procedure_named check ((kind = 'specialProcedure') = (procedure is not null)),
    constraint case_stop_estimated check (kind <> 'specialProcedure' or estimated_until is not null),
    constraint case_stop_order check (ended_at >= started_at)
);

create unique index case_stop_one_running on case_stop (case_id) where ended_at is null;

create table case_correction (
    case_id uuid not null,
    seq smallint not null,
    defects text not null,
    requested_at timestamptz not null,
    requested_by uuid not null,
    override_reason text,
    supply_by date not null,
    supplied_at timestamptz,
    constraint case_correction_pkey primary key (case_id, seq),
    constraint case_correction_case foreign key (case_id) references cases (id),
    constraint case_correction_told_once check (seq = 1 or override_reason is not null)
);

create table case_extension (
    case_id uuid not null,
    days smallint not null,
    reason text not null,
    requested_at timestamptz not null,
    requested_by uuid not null,
    approved_at timestamptz,
    approved_by uuid,
    constraint case_extension_pkey primary key (case_id),
    constraint case_extension_case foreign key (case_id) references cases (id),
    constraint case_extension_days check (days between 1 and 15),
    constraint case_extension_approved_whole check ((approved_at is null) = (approved_by is null)),
    constraint case_extension_four_eyes check (approved_by <> requested_by)
);

-- what tolerant or commitment-based acceptance left to be supplied
create table case_owed (
    case_id uuid not null,
    material_type text not null,
    due_on date not null,
    supplied_at timestamptz,
    constraint case_owed_pkey primary key (case_id, material_type),
    constraint case_owed_case foreign key (case_id) references cases (id)
);

-- departments that take part besides the responsible one: they see the case
create table case_department (
    case_id uuid not null,
    department text not null,
    constraint case_department_pkey primary key (case_id, department),
    constraint case_department_case foreign key (case_id) references cases (id)
);

create index case_department_of_department on case_department (department, case_id);
