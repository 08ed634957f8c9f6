package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Ends sessions at once and everywhere. Each statement takes the row lock a rotation needs, and tells every instance when
 * it commits.
 *
 * <p>Writes {@code session.revoked_at}; sends {@code notify session_ended} with the id of each ended session.
 */
@Singleton
final class SessionEnds {
    private static final String END = """
            with ended as (
                update session set revoked_at = $2 where %s and revoked_at is null and expires_at > $2 returning id
            )
            select id, pg_notify('session_ended', id::text) from ended
            """;

    /** The session and what was opened from it for an organisation. */
    private static final String OF_FAMILY = END.formatted("((bucket = $3 and id = $1) or parent_id = $1)");

    private static final String OF_ACTOR = END.formatted("actor_id = $1");
    private static final String OF_ROLE = END.formatted("actor_id = $1 and scope = $3");
    private static final String OF_MANDATE = END.formatted("mandate_id = $1");

    private final Pool pool;
    private final Clock clock;
    private final EndedSessions ended;

    SessionEnds(Pool pool, Clock clock, EndedSessions ended) {
        this.pool = pool;
        this.clock = clock;
        this.ended = ended;
    }

    Uni<Void> ofFamily(UUID session) {
        return end(pool, OF_FAMILY, session, (short) SubjectId.bucketOf(session))
                .invoke(this::remember)
                .replaceWithVoid();
    }

    /** Takes an entitlement away and ends the sessions that rest on it, in one transaction. */
    Uni<Void> together(Function<SqlConnection, Uni<List<UUID>>> change) {
        return pool.withTransaction(change).invoke(this::remember).replaceWithVoid();
    }

    /** Everything a person or a device has signed in to. */
    Uni<List<UUID>> ofActor(SqlClient transaction, SubjectId actor) {
        return end(transaction, OF_ACTOR, actor.value());
    }

    Uni<List<UUID>> ofRole(SqlClient transaction, SubjectId actor, Scope role) {
        return end(transaction, OF_ROLE, actor.value(), role.word());
    }

    Uni<List<UUID>> ofMandate(SqlClient transaction, UUID mandate) {
        return end(transaction, OF_MANDATE, mandate);
    }

    private Uni<List<UUID>> end(SqlClient client, String statement, UUID id, Object... more) {
        var values = Tuple.of(id, Values.time(clock.instant()));
        for (var value : more) {
            values.addValue(value);
        }
        return client.preparedQuery(statement).execute(values).map(SessionEnds::ids);
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        var ids = new ArrayList<UUID>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    private void remember(List<UUID> sessions) {
        sessions.forEach(ended::add);
    }
}
