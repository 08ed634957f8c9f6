-- a copy is verified by a code of its own, so that anyone can tell until when it is good
alter table licence_copy add column verification_code text;

update licence_copy set verification_code = (
    select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(random.bytes, i) & 31), 1), '' order by i)
    from (select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(licence_copy.id)) as bytes) random,
         generate_series(0, 19) i
);

alter table licence_copy
    alter column verification_code set not null,
    add constraint licence_copy_verification_code unique (verification_code);
