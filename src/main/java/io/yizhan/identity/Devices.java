package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The kiosks of the hall, and the systems of departments.
 *
 * <p>Owns {@code device}: {@code secret_hash} is the SHA-256 of a 256-bit secret nobody else keeps; {@code revoked_at}
 * ends a device for good. {@code id} is made like a subject's, so that a device can stand where a caller is expected. {@code
 * department} is the credit code of whose system it is; a kiosk has none.
 */
@Singleton
final class Devices {
    /** @param secret shown once, never again */
    record Registered(SubjectId id, String secret) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String REGISTER = """
            with added as (
                insert into device (bucket, id, name, secret_hash, registered_at, registered_by, department)
                values ($1, $2, $3, $4, $5, $6, $8) returning id
            )
            select append_audit(id, $5, $6, 'device.register', id::text, coalesce($8, ''), $7) from added
            """;
    private static final String SECRET_HASH = """
            select secret_hash from device where bucket = $1 and id = $2 and revoked_at is null
            """;
    private static final String REVOKE = """
            with revoked as (
                update device set revoked_at = $3 where bucket = $1 and id = $2 and revoked_at is null returning id
            )
            select append_audit(id, $3, $4, 'device.revoke', id::text, '', $5) from revoked
            """;

    private final Pool pool;
    private final Clock clock;
    private final SessionEnds sessions;

    Devices(Pool pool, Clock clock, SessionEnds sessions) {
        this.pool = pool;
        this.clock = clock;
        this.sessions = sessions;
    }

    /** @param department whose system it is; none for a kiosk */
    Uni<Registered> register(String name, Optional<String> department, Cause cause) {
        var now = clock.instant();
        var id = SubjectId.next(now, RANDOM.nextInt(SubjectId.BUCKETS));
        var secret = Secrets.random();
        var values = Tuple.tuple()
                .addValue((short) id.bucket())
                .addValue(id.value())
                .addValue(name)
                .addValue(Values.bytes(Secrets.hash(secret)))
                .addValue(Values.time(now))
                .addValue(cause.actorOrNull())
                .addValue(cause.requestId())
                .addValue(department.orElse(null));
        return pool.preparedQuery(REGISTER).execute(values).replaceWith(new Registered(id, secret));
    }

    /** @throws Problem {@code sign-in-refused} for an unknown or revoked device and for a wrong secret alike */
    Uni<SubjectId> check(SubjectId device, String secret) {
        return pool.preparedQuery(SECRET_HASH)
                .execute(Tuple.of((short) device.bucket(), device.value()))
                .map(rows -> checked(rows, device, Secrets.hash(secret)));
    }

    private static SubjectId checked(RowSet<Row> rows, SubjectId device, byte[] hash) {
        for (var row : rows) {
            if (MessageDigest.isEqual(Values.bytes(row, "secret_hash"), hash)) {
                return device;
            }
        }
        throw Problem.of(ProblemType.SIGN_IN_REFUSED);
    }

    /** @throws Problem {@code device-not-found}, also when it was revoked before */
    Uni<Void> revoke(SubjectId device, Cause cause) {
        return sessions.together(transaction -> revokeIn(transaction, device, cause));
    }

    private Uni<List<UUID>> revokeIn(SqlConnection transaction, SubjectId device, Cause cause) {
        return transaction
                .preparedQuery(REVOKE)
                .execute(Tuple.of(
                        (short) device.bucket(),
                        device.value(),
                        Values.time(clock.instant()),
                        cause.actorOrNull(),
                        cause.requestId()))
                .invoke(Devices::refuseNone)
                .chain(revoked -> sessions.ofActor(transaction, device));
    }

    private static void refuseNone(RowSet<Row> revoked) {
        if (revoked.size() == 0) {
            throw Problem.of(ProblemType.DEVICE_NOT_FOUND);
        }
    }
}
