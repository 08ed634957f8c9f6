package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Which persons hold which staff role.
 *
 * <p>Owns {@code staff}: one row per person, role and, for an officer, department (its credit code; empty for the other
 * roles). Taking a role away ends the sessions that used it in the same transaction.
 */
@Singleton
public final class Staff {
    private static final String NO_DEPARTMENT = "";

    private static final String GRANT = """
            with granted as (
                insert into staff (bucket, subject_id, role, department, granted_at, granted_by)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (bucket, subject_id, role, department) do nothing
                returning subject_id
            )
            select append_audit(subject_id, $5, $6, 'staff.grant', $3, $4, $7) from granted
            """;

    private static final String REVOKE = """
            with revoked as (
                delete from staff where bucket = $1 and subject_id = $2 and role = $3 and ($4 = '' or department = $4)
                returning department
            )
            select append_audit($2, $5, $6, 'staff.revoke', $3, $4, $7) from (select count(*) as n from revoked) as counted where n > 0
            """;

    private static final String HAS_ADMINISTRATOR = """
            select exists (select 1 from staff where role = 'administrator') as is_there
            """;

    private final Pool pool;
    private final Clock clock;
    private final SessionEnds sessions;

    Staff(Pool pool, Clock clock, SessionEnds sessions) {
        this.pool = pool;
        this.clock = clock;
        this.sessions = sessions;
    }

    public Uni<Void> grantClerk(SubjectId person, Cause cause) {
        return grant(person, Scope.CLERK, NO_DEPARTMENT, cause);
    }

    /** @param department credit code of the department */
    public Uni<Void> grantOfficer(SubjectId person, String department, Cause cause) {
        return grant(person, Scope.OFFICER, department, cause);
    }

    public Uni<Void> grantAdministrator(SubjectId person, Cause cause) {
        return grant(person, Scope.ADMINISTRATOR, NO_DEPARTMENT, cause);
    }

    Uni<Void> grant(SubjectId person, Scope role, String department, Cause cause) {
        return pool.preparedQuery(GRANT)
                .execute(values(person, role, department, cause))
                .replaceWithVoid();
    }

    /** @param department which office ends; empty for all of the role */
    Uni<Void> revoke(SubjectId person, Scope role, String department, Cause cause) {
        return sessions.together(transaction -> revokeIn(transaction, person, role, department, cause));
    }

    private Uni<List<UUID>> revokeIn(
            SqlConnection transaction, SubjectId person, Scope role, String department, Cause cause) {
        return transaction
                .preparedQuery(REVOKE)
                .execute(values(person, role, department, cause))
                .chain(revoked -> sessions.ofRole(transaction, person, role));
    }

    private Tuple values(SubjectId person, Scope role, String department, Cause cause) {
        return Tuple.tuple()
                .addValue((short) person.bucket())
                .addValue(person.value())
                .addValue(role.word())
                .addValue(department)
                .addValue(Values.time(clock.instant()))
                .addValue(cause.actorOrNull())
                .addValue(cause.requestId());
    }

    Uni<Boolean> hasAdministrator() {
        return pool.preparedQuery(HAS_ADMINISTRATOR).execute().map(Staff::isThere);
    }

    private static boolean isThere(RowSet<Row> rows) {
        return rows.iterator().next().getBoolean("is_there");
    }
}
