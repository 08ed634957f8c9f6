create table review (
    case_id uuid not null,
    department text not null,
    stage smallint not null,
    state text not null,
    limit_days smallint not null,
    opened_at timestamptz,
    due_on date,
    assignee uuid,
    lease_until timestamptz,
    outcome text,
    opinion text,
    done_at timestamptz,
    done_by uuid,
    version integer not null default 1,
    constraint review_pkey primary key (case_id, department),
    constraint review_case foreign key (case_id) references cases (id),
    constraint review_state check (state in ('waiting', 'open', 'done')),
    constraint review_outcome check (outcome in ('agree', 'disagree')),
    constraint review_opened check (state = 'waiting' or opened_at is not null),
    constraint review_done_whole check ((state = 'done') = (outcome is not null and done_at is not null and done_by is not null)),
    constraint review_claim_whole check ((assignee is null) = (lease_until is null))
);

create index review_open_of_department on review (department, due_on, case_id) where state = 'open';

-- open cases as the desks count them; the truth is in cases
create table desk_case (
    case_id uuid not null,
    department text not null,
    state text not null,
    version integer not null,
    constraint desk_case_pkey primary key (case_id),
    constraint desk_case_case foreign key (case_id) references cases (id)
);

create table desk_counter (
    department text not null,
    state text not null,
    cases integer not null,
    constraint desk_counter_pkey primary key (department, state),
    constraint desk_counter_sign check (cases >= 0)
) with (fillfactor = 50);

create function count_desk_case() returns trigger
    language plpgsql as
$$
begin
    if tg_op <> 'INSERT' then
        update desk_counter set cases = cases - 1 where department = old.department and state = old.state;
    end if;
    if tg_op <> 'DELETE' then
        insert into desk_counter (department, state, cases) values (new.department, new.state, 1)
        on conflict on constraint desk_counter_pkey do update set cases = desk_counter.cases + 1;
    end if;
    return null;
end
$$;

create trigger desk_case_counted after insert or delete or update of state on desk_case
    for each row execute function count_desk_case();

create index cases_due_of_department on cases (department, due_on, id) where clock in ('running', 'stopped');
