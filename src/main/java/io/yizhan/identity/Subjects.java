package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.PersonalCipher.Column;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The registered persons and organisations.
 *
 * <p>Owns {@code subject}: {@code number}, {@code name} and {@code phone} are encrypted by {@link PersonalCipher};
 * {@code number_hash} is the blind index of {@link NumberIndex}, written with the current key and looked up with all;
 * {@code bucket} repeats the last ten bits of {@code id}; {@code confirmed_*} says who checked a suspicious number
 * against its register and what was suspicious; {@code disabled_at} keeps a subject from signing in. Rows are never
 * deleted: cases point to them.
 */
@Singleton
public final class Subjects {
    /** Result of a registration. */
    record Registered(SubjectId id, boolean isNew) {}

    private static final Column NUMBER = new Column("subject", "number");
    private static final Column NAME = new Column("subject", "name");
    private static final Column PHONE = new Column("subject", "phone");

    /** What a clerk sees of a document at a window: person, name and document proven to match. */
    private static final short REGISTERED_AT_WINDOW = 4;

    private static final String COLUMNS = "id, kind, number, name, phone, assurance_level, disabled_at";

    private static final String GET = "select " + COLUMNS + " from subject where bucket = $1 and id = $2";

    private static final String GET_ALL = "select " + COLUMNS + """
             from subject
            where (bucket, id) in (select * from unnest($1::smallint[], $2::uuid[]))
            """;

    private static final String FIND = "select " + COLUMNS + """
             from subject
            where (bucket, number_hash) in (select * from unnest($1::smallint[], $2::bytea[]))
            """;

    private static final String ADD = """
            with known as (
                select id from subject
                where (bucket, number_hash) in (select * from unnest($16::smallint[], $17::bytea[]))
            ), added as (
                insert into subject (bucket, id, kind, number_hash, number, name, phone, assurance_level, registered_at,
                    registered_by, confirmed_at, confirmed_by, confirmed_reasons)
                select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::uuid,
                       case when cardinality($11::text[]) > 0 then $9::timestamptz end,
                       case when cardinality($11::text[]) > 0 then $10::uuid end, $11
                where not exists (select 1 from known)
                on conflict (bucket, number_hash) do nothing
                returning id
            ), represented as (
                insert into mandate (bucket, id, organisation_id, agent_id, kind, granted_at, granted_by)
                select $1, $12, id, $13, 'legalRepresentative', $9, $10::uuid from added where $13::uuid is not null
            ), noted as (
                select append_audit(id, $9, $10::uuid, 'subject.register', id::text, $14, $15) from added
            )
            select (select id from added) as added, (select id from known limit 1) as known, (select count(*) from noted) as noted
            """;

    private static final String NOTE = "select append_audit($1, $2, $3, $4, $5, $6, $7)";

    private static final String DISABLE = """
            update subject set disabled_at = $3 where bucket = $1 and id = $2 and disabled_at is null
            """;
    private static final String ENABLE = "update subject set disabled_at = null where bucket = $1 and id = $2";

    private final Pool pool;
    private final Clock clock;
    private final PersonalCipher cipher;
    private final NumberIndex index;
    private final SessionEnds sessions;

    Subjects(Pool pool, Clock clock, PersonalCipher cipher, NumberIndex index, SessionEnds sessions) {
        this.pool = pool;
        this.clock = clock;
        this.cipher = cipher;
        this.index = index;
        this.sessions = sessions;
    }

    /**
     * The subject, for its own use: prefilling its forms, printing its receipt. Reading it for somebody else goes through
     * {@link SubjectReads}, which leaves an audit row.
     */
    public Uni<Subject> get(SubjectId id) {
        return find(id).map(found -> found.orElseThrow(() -> Problem.of(ProblemType.SUBJECT_NOT_FOUND)));
    }

    /** The same inside a transaction, which must not wait for a second connection. */
    public Uni<Subject> get(SqlClient transaction, SubjectId id) {
        return find(transaction, id).map(found -> found.orElseThrow(() -> Problem.of(ProblemType.SUBJECT_NOT_FOUND)));
    }

    Uni<Optional<Subject>> find(SubjectId id) {
        return find(pool, id);
    }

    private Uni<Optional<Subject>> find(SqlClient client, SubjectId id) {
        return client.preparedQuery(GET)
                .execute(Tuple.of((short) id.bucket(), id.value()))
                .map(this::first);
    }

    Uni<Map<SubjectId, Subject>> getAll(Collection<SubjectId> ids) {
        var buckets = ids.stream().map(id -> (short) id.bucket()).toArray(Short[]::new);
        var values = ids.stream().map(SubjectId::value).toArray(UUID[]::new);
        return pool.preparedQuery(GET_ALL).execute(Tuple.of(buckets, values)).map(this::byId);
    }

    private Map<SubjectId, Subject> byId(RowSet<Row> rows) {
        var byId = new HashMap<SubjectId, Subject>();
        for (var row : rows) {
            var subject = subject(row);
            byId.put(subject.id(), subject);
        }
        return byId;
    }

    Uni<Optional<Subject>> find(IdentityNumber number) {
        var candidates = Candidates.of(index.all(number));
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(candidates.buckets(), candidates.hashes()))
                .map(this::first);
    }

    /** Adds the subject unless its number is registered already, in which case nothing is changed. */
    Uni<Registered> add(Registration registration, Cause cause) {
        return pool.preparedQuery(ADD)
                .execute(values(registration, cause))
                .map(Subjects::registered)
                .chain(registered ->
                        registered.map(Uni.createFrom()::item).orElseGet(() -> addedMeanwhile(registration.number())));
    }

    /** Somebody registered the same number while our statement ran. */
    private Uni<Registered> addedMeanwhile(IdentityNumber number) {
        return find(number).map(Optional::orElseThrow).map(subject -> new Registered(subject.id(), false));
    }

    private Tuple values(Registration registration, Cause cause) {
        var now = clock.instant();
        var entry = index.current(registration.number());
        var candidates = Candidates.of(index.all(registration.number()));
        var id = SubjectId.next(now, entry.bucket()).value();
        return Tuple.tuple()
                .addValue((short) entry.bucket())
                .addValue(id)
                .addValue(registration.number().kind().word())
                .addValue(Values.bytes(entry.hash()))
                .addValue(encrypted(NUMBER, id, registration.number().value()))
                .addValue(encrypted(NAME, id, registration.name()))
                .addValue(registration
                        .phone()
                        .map(phone -> encrypted(PHONE, id, phone))
                        .orElse(null))
                .addValue(REGISTERED_AT_WINDOW)
                .addValue(Values.time(now))
                .addValue(cause.actorOrNull())
                .addValue(registration.confirmed().stream()
                        .map(NumberReason::word)
                        .toArray(String[]::new))
                .addValue(SubjectId.inBucket(now, entry.bucket()))
                .addValue(
                        registration.legalRepresentative().map(SubjectId::value).orElse(null))
                .addValue(registration.number().kind().word())
                .addValue(cause.requestId())
                .addValue(candidates.buckets())
                .addValue(candidates.hashes());
    }

    private Buffer encrypted(Column column, UUID id, String plain) {
        return Values.bytes(cipher.encrypt(column, id, plain));
    }

    private static Optional<Registered> registered(RowSet<Row> rows) {
        var row = rows.iterator().next();
        var added = row.getUUID("added");
        if (added != null) {
            return Optional.of(new Registered(SubjectId.of(added), true));
        }
        return Values.optionalSubject(row, "known").map(known -> new Registered(known, false));
    }

    /** Records in the subject's own audit stream that its personal data were read. */
    Uni<Void> noteRead(SubjectId subject, String purpose, Cause cause) {
        return note(subject, "subject.read", purpose, cause);
    }

    Uni<Void> noteVouching(SubjectId person, Cause clerk) {
        return note(person, "signIn.vouch", "", clerk);
    }

    private Uni<Void> note(SubjectId subject, String action, String detail, Cause cause) {
        return pool.preparedQuery(NOTE)
                .execute(noteValues(subject, action, detail, cause))
                .replaceWithVoid();
    }

    private Tuple noteValues(SubjectId subject, String action, String detail, Cause cause) {
        return Tuple.tuple()
                .addValue(subject.value())
                .addValue(Values.time(clock.instant()))
                .addValue(cause.actorOrNull())
                .addValue(action)
                .addValue(subject.toString())
                .addValue(detail)
                .addValue(cause.requestId());
    }

    /** Keeps the subject from signing in and ends every session of it. */
    Uni<Void> disable(SubjectId subject, Cause cause) {
        return sessions.together(transaction -> disableIn(transaction, subject, cause));
    }

    private Uni<List<UUID>> disableIn(SqlConnection transaction, SubjectId subject, Cause cause) {
        return transaction
                .preparedQuery(DISABLE)
                .execute(Tuple.of((short) subject.bucket(), subject.value(), Values.time(clock.instant())))
                .chain(() -> transaction.preparedQuery(NOTE).execute(noteValues(subject, "subject.disable", "", cause)))
                .chain(() -> sessions.ofActor(transaction, subject));
    }

    Uni<Void> enable(SubjectId subject, Cause cause) {
        return pool.preparedQuery(ENABLE)
                .execute(Tuple.of((short) subject.bucket(), subject.value()))
                .chain(() -> note(subject, "subject.enable", "", cause));
    }

    private Optional<Subject> first(RowSet<Row> rows) {
        for (var row : rows) {
            return Optional.of(subject(row));
        }
        return Optional.empty();
    }

    private Subject subject(Row row) {
        var id = row.getUUID("id");
        var kind = IdentityKind.of(row.getString("kind"));
        var phone = row.getBuffer("phone");
        return new Subject(
                SubjectId.of(id),
                new IdentityNumber(kind, cipher.decrypt(NUMBER, id, Values.bytes(row, "number"))),
                cipher.decrypt(NAME, id, Values.bytes(row, "name")),
                phone == null ? Optional.empty() : Optional.of(cipher.decrypt(PHONE, id, phone.getBytes())),
                row.getShort("assurance_level"),
                row.getOffsetDateTime("disabled_at") != null);
    }

    /** Every place a number may be found under, as two parallel arrays. */
    record Candidates(Short[] buckets, Buffer[] hashes) {
        static Candidates of(List<NumberIndex.Entry> entries) {
            return new Candidates(
                    entries.stream().map(entry -> (short) entry.bucket()).toArray(Short[]::new),
                    entries.stream().map(entry -> Values.bytes(entry.hash())).toArray(Buffer[]::new));
        }
    }
}
