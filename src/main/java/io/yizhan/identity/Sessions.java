package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens sessions and rotates their refresh tokens.
 *
 * <p>Owns {@code session} (one row per token family; {@code bucket} is the subject's, {@code current_hash} the SHA-256 of
 * the one refresh token that is valid, {@code generation} counts rotations) and {@code spent_refresh_token} (the hashes
 * that went before, to tell reuse from nonsense). {@link SessionEnds} is the other writer.
 *
 * <p>Rotation is one conditional statement on the session row; revocation updates the same row, so one of them comes
 * first and the other sees it. Opening takes share locks on what entitles to it, so that disabling a person, revoking a
 * role, a device or a mandate either prevents the session or finds it.
 */
@Singleton
final class Sessions {
    /** A session with the refresh token that was just made for it. */
    record Opened(Session session, RefreshToken refreshToken) {}

    private static final String PERSON_ALIVE = """
            alive as (
                select 1 from subject where bucket = $16 and id = $4 and disabled_at is null for share
            )
            """;

    private static final String INSERT = """
            , opened as (
                insert into session (bucket, id, subject_id, actor_id, scope, channel, assurance_level, amr, departments,
                    authenticated_at, vouched_by, mandate_id, parent_id, generation, current_hash, idle_expires_at, expires_at)
                select $1, $2, $3, $4, $5, $6, $7, $8, basis.departments, $9, $10, $11, $12, 0, $13,
                       least($14::timestamptz, $15::timestamptz, basis.ends), least($15::timestamptz, basis.ends)
                from basis
                returning *
            )
            select * from opened
            """;

    private static final String OPEN_APPLICANT = "with " + PERSON_ALIVE + """
            , basis as (select '{}'::text[] as departments, null::timestamptz as ends from alive)
            """ + INSERT;

    private static final String OPEN_STAFF = "with " + PERSON_ALIVE + """
            , held as (
                select department from staff where bucket = $16 and subject_id = $4 and role = $5 for share
            ), basis as (
                select coalesce(array_agg(department order by department) filter (where department <> ''), '{}') as departments,
                       null::timestamptz as ends
                from held having count(*) > 0 and exists (select 1 from alive)
            )
            """ + INSERT;

    private static final String OPEN_DEVICE = """
            with basis as (
                select '{}'::text[] as departments, null::timestamptz as ends
                from device where bucket = $16 and id = $4 and revoked_at is null and department is null for share
            )
            """ + INSERT;

    private static final String OPEN_SYSTEM = """
            with basis as (
                select array[department] as departments, null::timestamptz as ends
                from device where bucket = $16 and id = $4 and revoked_at is null and department is not null for share
            )
            """ + INSERT;

    private static final String OPEN_MANDATED = "with " + PERSON_ALIVE + """
            , granted as (
                select valid_until from mandate
                where bucket = $1 and id = $11 and organisation_id = $3 and agent_id = $4
                  and revoked_at is null and (valid_until is null or valid_until > $17)
                for share
            ), basis as (
                select '{}'::text[] as departments, valid_until as ends from granted where exists (select 1 from alive)
            )
            """ + INSERT;

    private static final String ROTATE = """
            with rotated as (
                update session
                set current_hash = $3, generation = generation + 1, idle_expires_at = least($5::timestamptz, expires_at)
                where bucket = $1 and current_hash = $2 and revoked_at is null and idle_expires_at > $4
                returning *
            ), spent as (
                insert into spent_refresh_token (bucket, hash, session_id, generation, spent_at)
                select bucket, $2, id, generation - 1, $4 from rotated
                returning 1
            )
            select rotated.* from rotated, spent
            """;

    private static final String KNOWN = """
            select s.*, t.spent_at from spent_refresh_token t join session s on s.bucket = t.bucket and s.id = t.session_id
            where t.bucket = $1 and t.hash = $2
            """;

    private final Pool pool;
    private final Clock clock;
    private final TokenConfig config;
    private final SessionEnds ends;
    private final byte[] successorKey;

    Sessions(Pool pool, Clock clock, TokenConfig config, SessionEnds ends, TokenSecrets secrets) {
        this.pool = pool;
        this.clock = clock;
        this.config = config;
        this.ends = ends;
        this.successorKey = secrets.keyFor("refresh token successor");
    }

    /**
     * What a sign-in has proved.
     *
     * @param person the person, or the device of a kiosk
     */
    record Proof(
            SubjectId person,
            Scope scope,
            String channel,
            int assuranceLevel,
            String amr,
            Optional<SubjectId> vouchedBy) {}

    /** Fails with {@code scope-not-held} for a staff scope nobody granted, and with {@code sign-in-refused} otherwise. */
    Uni<Opened> open(Proof proof) {
        var now = clock.instant();
        var session = new Session(
                SubjectId.inBucket(now, proof.person().bucket()),
                proof.person(),
                proof.person(),
                proof.scope(),
                proof.channel(),
                proof.assuranceLevel(),
                proof.amr(),
                List.of(),
                now,
                proof.vouchedBy(),
                Optional.empty(),
                now.plus(absolute(proof.scope())));
        var refusal = proof.scope().isStaff() ? ProblemType.SCOPE_NOT_HELD : ProblemType.SIGN_IN_REFUSED;
        return insert(statement(proof.scope()), session, Optional.empty(), now)
                .map(opened -> opened.orElseThrow(() -> Problem.of(refusal)));
    }

    private static String statement(Scope scope) {
        if (scope == Scope.KIOSK) {
            return OPEN_DEVICE;
        }
        if (scope == Scope.SYSTEM) {
            return OPEN_SYSTEM;
        }
        return scope.isStaff() ? OPEN_STAFF : OPEN_APPLICANT;
    }

    /** A session for the organisation, ending with the person's own session or with the mandate. */
    Uni<Opened> openMandated(Caller person, UUID mandate, SubjectId organisation) {
        var now = clock.instant();
        var session = new Session(
                SubjectId.inBucket(now, organisation.bucket()),
                organisation,
                person.actor(),
                Scope.APPLICANT,
                person.channel(),
                person.assuranceLevel(),
                person.amr().iterator().next(),
                List.of(),
                now,
                person.clerkVouching(),
                Optional.of(mandate),
                now.plus(absolute(Scope.APPLICANT)));
        return insert(OPEN_MANDATED, session, Optional.of(UUID.fromString(person.sessionId())), now)
                .map(opened -> opened.orElseThrow(() -> Problem.of(ProblemType.MANDATE_REFUSED)));
    }

    private Duration absolute(Scope scope) {
        return scope.isStaff() ? config.staffAbsolute() : config.refreshAbsolute();
    }

    private Uni<Optional<Opened>> insert(String statement, Session session, Optional<UUID> parent, Instant now) {
        var token = RefreshToken.random(session.subject().bucket());
        var values = Tuple.tuple()
                .addValue((short) session.subject().bucket())
                .addValue(session.id())
                .addValue(session.subject().value())
                .addValue(session.actor().value())
                .addValue(session.scope().word())
                .addValue(session.channel())
                .addValue((short) session.assuranceLevel())
                .addValue(session.amr())
                .addValue(Values.time(now))
                .addValue(session.vouchedBy().map(SubjectId::value).orElse(null))
                .addValue(session.mandate().orElse(null))
                .addValue(parent.orElse(null))
                .addValue(Values.bytes(token.hash()))
                .addValue(Values.time(now.plus(config.refreshIdle())))
                .addValue(Values.time(session.expiresAt()))
                .addValue((short) session.actor().bucket());
        if (session.mandate().isPresent()) {
            values.addValue(Values.time(now));
        }
        return pool.preparedQuery(statement).execute(values).map(rows -> opened(rows, token));
    }

    private static Optional<Opened> opened(RowSet<Row> rows, RefreshToken token) {
        for (var row : rows) {
            return Optional.of(new Opened(session(row), token));
        }
        return Optional.empty();
    }

    /**
     * Exchanges a refresh token for its successor. The same token again within the grace gets the same successor; later it
     * is reuse and ends the family.
     *
     * @throws Problem {@code refresh-refused}, whatever the reason
     */
    Uni<Opened> rotate(RefreshToken token) {
        var now = clock.instant();
        var successor = token.successor(successorKey);
        return pool.preparedQuery(ROTATE)
                .execute(Tuple.of(
                        token.bucket(),
                        Values.bytes(token.hash()),
                        Values.bytes(successor.hash()),
                        Values.time(now),
                        Values.time(now.plus(config.refreshIdle()))))
                .map(rows -> opened(rows, successor))
                .chain(opened -> opened.map(Uni.createFrom()::item).orElseGet(() -> again(token, successor, now)));
    }

    private Uni<Opened> again(RefreshToken token, RefreshToken successor, Instant now) {
        return pool.preparedQuery(KNOWN)
                .execute(Tuple.of(token.bucket(), Values.bytes(token.hash())))
                .chain(rows -> judge(rows, successor, now));
    }

    private Uni<Opened> judge(RowSet<Row> rows, RefreshToken successor, Instant now) {
        for (var row : rows) {
            var alive = row.getOffsetDateTime("revoked_at") == null
                    && Values.time(row, "idle_expires_at").isAfter(now);
            var isInGrace =
                    !Values.time(row, "spent_at").plus(config.reuseGrace()).isBefore(now);
            if (alive && isInGrace && Arrays.equals(Values.bytes(row, "current_hash"), successor.hash())) {
                return Uni.createFrom().item(new Opened(session(row), successor));
            }
            return ends.ofFamily(row.getUUID("id"))
                    .chain(ended -> Uni.createFrom().failure(refused()));
        }
        return Uni.createFrom().failure(refused());
    }

    static Problem refused() {
        return Problem.of(ProblemType.REFRESH_REFUSED);
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                SubjectId.of(row.getUUID("subject_id")),
                SubjectId.of(row.getUUID("actor_id")),
                Scope.of(row.getString("scope")),
                row.getString("channel"),
                row.getShort("assurance_level"),
                row.getString("amr"),
                List.of(row.getArrayOfStrings("departments")),
                Values.time(row, "authenticated_at"),
                Values.optionalSubject(row, "vouched_by"),
                Optional.ofNullable(row.getUUID("mandate_id")),
                Values.time(row, "expires_at"));
    }
}
