-- Append-only, hash-chained per stream (a case, a subject, a catalogue). Digests and opaque ids only, no personal data.
create table audit_entry (
    stream uuid not null,
    seq integer not null,
    at timestamptz not null,
    actor uuid,
    action text not null,
    object text not null,
    detail text not null,
    request_id text not null,
    previous_hash bytea not null,
    hash bytea not null,
    constraint audit_entry_pkey primary key (stream, seq)
);

create function audit_field(value bytea) returns bytea
    language sql immutable parallel safe
    return int4send(length(value)) || value;

create function audit_field(value text) returns bytea
    language sql immutable parallel safe
    return audit_field(convert_to(value, 'UTF8'));

-- Fields are length-prefixed in fixed order; the leading byte is the format version.
create function audit_hash(previous bytea, e_stream uuid, e_seq integer, e_at timestamptz, e_actor uuid, e_action text,
                           e_object text, e_detail text, e_request_id text) returns bytea
    language sql immutable parallel safe
    return sha256('\x01'::bytea || audit_field(previous) || audit_field(uuid_send(e_stream)) || audit_field(int4send(e_seq))
        || audit_field(int8send((extract(epoch from e_at) * 1000000)::bigint))
        || audit_field(coalesce(uuid_send(e_actor), ''::bytea)) || audit_field(e_action) || audit_field(e_object)
        || audit_field(e_detail) || audit_field(e_request_id));

-- Appends to a stream inside the caller's transaction. Writers of one stream queue behind each other, of two streams never.
create function append_audit(e_stream uuid, e_at timestamptz, e_actor uuid, e_action text, e_object text, e_detail text,
                             e_request_id text) returns integer
    language plpgsql volatile as
$$
declare
    last record;
begin
    perform pg_advisory_xact_lock(hashtextextended('audit:' || e_stream::text, 0));
    select seq, hash into last from audit_entry where stream = e_stream order by seq desc limit 1;
    insert into audit_entry (stream, seq, at, actor, action, object, detail, request_id, previous_hash, hash)
    values (e_stream, coalesce(last.seq, 0) + 1, e_at, e_actor, e_action, e_object, e_detail, e_request_id,
            coalesce(last.hash, ''::bytea),
            audit_hash(coalesce(last.hash, ''::bytea), e_stream, coalesce(last.seq, 0) + 1, e_at, e_actor, e_action,
                       e_object, e_detail, e_request_id));
    return coalesce(last.seq, 0) + 1;
end
$$;

create function refuse_audit_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the audit trail is append-only' using errcode = '42501';
end
$$;

create trigger audit_entry_append_only
    before update or delete or truncate on audit_entry
    for each statement execute function refuse_audit_change();
