create table rating (
    id uuid not null,
    case_id uuid not null,
    occasion text not null,
    level smallint not null,
    indicators text not null,
    remark bytea,
    channel text not null,
    rater uuid not null,
    shows_rater boolean not null,
    implementation_code text not null,
    department text not null,
    window_number text,
    month date not null,
    rated_at timestamptz not null,
    amended_at timestamptz,
    amended_from smallint,
    is_excluded boolean not null default false,
    constraint rating_pkey primary key (id),
    constraint rating_case foreign key (case_id) references cases (id),
    constraint rating_one_per_occasion unique (case_id, occasion),
    constraint rating_occasion check (occasion = 'matter' or occasion ~ '^visit-[0-9]{1,4}$'),
    constraint rating_level check (level between 1 and 5),
    constraint rating_amended_whole check ((amended_at is null) = (amended_from is null))
);

-- what becomes of a bad rating
create table rectification (
    rating_id uuid not null,
    department text not null,
    state text not null,
    due_at timestamptz,
    escalations smallint not null default 0,
    opened_at timestamptz not null,
    closed_at timestamptz,
    version integer not null,
    constraint rectification_pkey primary key (rating_id),
    constraint rectification_rating foreign key (rating_id) references rating (id),
    constraint rectification_state check (state in ('verifying', 'rectifying', 'callingBack', 'appealed', 'closed')),
    constraint rectification_closed_whole check ((state = 'closed') = (closed_at is not null) and (state = 'closed') = (due_at is null))
);

create index rectification_open_of_department on rectification (department, rating_id) where state <> 'closed';

create table rectification_step (
    rating_id uuid not null,
    seq smallint not null,
    kind text not null,
    at timestamptz not null,
    actor uuid,
    remark bytea,
    constraint rectification_step_pkey primary key (rating_id, seq),
    constraint rectification_step_rectification foreign key (rating_id) references rectification (rating_id),
    constraint rectification_step_kind check (kind in ('opened', 'substantiated', 'notSubstantiated', 'rectified', 'satisfied',
        'notSatisfied', 'appealed', 'appealUpheld', 'appealRejected', 'escalated', 'amended'))
);

create table rating_figure (
    department text not null,
    implementation_code text not null,
    window_number text not null,
    month date not null,
    level smallint not null,
    ratings integer not null,
    constraint rating_figure_pkey primary key (department, implementation_code, window_number, month, level),
    constraint rating_figure_sign check (ratings >= 0)
) with (fillfactor = 70);

create function count_rating() returns trigger
    language plpgsql as
$$
begin
    if tg_op = 'UPDATE' and not old.is_excluded then
        update rating_figure set ratings = ratings - 1
        where department = old.department and implementation_code = old.implementation_code
          and window_number = coalesce(old.window_number, '') and month = old.month and level = old.level;
    end if;
    if not new.is_excluded then
        insert into rating_figure (department, implementation_code, window_number, month, level, ratings)
        values (new.department, new.implementation_code, coalesce(new.window_number, ''), new.month, new.level, 1)
        on conflict on constraint rating_figure_pkey do update set ratings = rating_figure.ratings + 1;
    end if;
    return null;
end
$$;

create trigger rating_counted after insert or update of level, is_excluded on rating
    for each row execute function count_rating();
