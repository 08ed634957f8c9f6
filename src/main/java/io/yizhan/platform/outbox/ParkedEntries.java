package io.yizhan.platform.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What could not be handed over and waits for somebody to look at it.
 *
 * <p>Owns {@code outbox_parked} together with {@link OutboxRelay}, which parks: an entry as it stood in {@code outbox}, the
 * {@code attempts} that were made, when it was parked and the {@code reason} of the last failure. Nothing is ever dropped from it;
 * a replay moves the entry back under its old {@code id}, ahead of everything of its key that has not been handed over.
 */
@Singleton
public final class ParkedEntries {
    private static final String LIST = """
            select id, topic, key, version, attempts, created_at, parked_at, reason from outbox_parked
            where id > $1 order by id limit $2
            """;

    private static final String REPLAY = """
            with taken as (
                delete from outbox_parked where id in (select id from outbox_parked where $1::bigint is null or id = $1 order by id limit $5
                    for update skip locked)
                returning id, topic, key, version, payload, created_at
            ), back as (
                insert into outbox (id, topic, key, version, payload, created_at, due_at) overriding system value
                select id, topic, key, version, payload, created_at, $2 from taken
                returning id, topic, key
            )
            select append_audit(key, $2, $3, 'outbox.replay', id::text, topic, $4) from (select id, topic, key from back order by key, id) b
            """;

    /** Put back in one transaction. */
    private static final int BATCH = 200;

    private final Pool pool;
    private final Clock clock;

    ParkedEntries(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * An entry that was given up.
     *
     * @param key the object it is about
     * @param reason of the last failure; no personal data
     */
    public record Parked(
            String id,
            String topic,
            UUID key,
            int version,
            int attempts,
            Instant createdAt,
            Instant parkedAt,
            String reason) {}

    /** Who has it tried again, in which request. */
    public record Order(UUID actor, String requestId) {}

    /** Oldest first, after the given one. */
    public Uni<List<Parked>> list(long after, int limit) {
        return pool.preparedQuery(LIST).execute(Tuple.of(after, limit)).map(ParkedEntries::parked);
    }

    /** @throws Problem {@code parked-not-found}, also when it has been put back before */
    public Uni<Void> replay(long id, Order order) {
        return putBack(id, order)
                .invoke(count -> {
                    if (count == 0) {
                        throw Problem.of(ProblemType.PARKED_NOT_FOUND);
                    }
                })
                .replaceWithVoid();
    }

    /** Puts back all there is; answers how many. */
    public Uni<Integer> replayAll(Order order) {
        return replayAll(order, 0);
    }

    private Uni<Integer> replayAll(Order order, int before) {
        return putBack(null, order)
                .chain(count ->
                        count < BATCH ? Uni.createFrom().item(before + count) : replayAll(order, before + count));
    }

    private Uni<Integer> putBack(@Nullable Long id, Order order) {
        return pool.preparedQuery(REPLAY)
                .execute(Tuple.tuple()
                        .addValue(id)
                        .addValue(OffsetDateTime.now(clock))
                        .addValue(order.actor())
                        .addValue(order.requestId())
                        .addValue(BATCH))
                .map(RowSet::size);
    }

    private static List<Parked> parked(RowSet<Row> rows) {
        var all = new ArrayList<Parked>(rows.size());
        for (var row : rows) {
            all.add(new Parked(
                    Long.toString(row.getLong("id")),
                    row.getString("topic"),
                    row.getUUID("key"),
                    row.getInteger("version"),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getOffsetDateTime("parked_at").toInstant(),
                    row.getString("reason")));
        }
        return all;
    }
}
