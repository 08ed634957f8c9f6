-- files that belong to a department's opinion
create table review_attachment (
    id uuid not null,
    case_id uuid not null,
    department text not null,
    title text not null,
    sha256 bytea not null,
    size bigint not null,
    media_type text not null,
    added_at timestamptz not null,
    added_by uuid not null,
    constraint review_attachment_pkey primary key (id),
    constraint review_attachment_review foreign key (case_id, department) references review (case_id, department),
    constraint review_attachment_same unique (case_id, department, sha256),
    constraint review_attachment_title check (length(title) between 1 and 100),
    constraint review_attachment_sha256_length check (length(sha256) = 32)
);
