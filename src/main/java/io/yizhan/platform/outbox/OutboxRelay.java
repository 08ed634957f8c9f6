package io.yizhan.platform.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.outbox.OutboxConsumer.Undelivered;
import io.yizhan.platform.redis.RedisAway;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Hands committed changes to their consumers and forgets them when all have taken them.
 *
 * <p>Owns table {@code outbox}: written inside the transaction of the change by the feature that makes it; read and
 * deleted here alone. Rows are claimed with {@code skip locked}, each on its own merit, never by "id greater than the
 * last seen": rows that commit late are not skipped, and instances share the work.
 */
@Singleton
public final class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /**
     * Rows come and go, so the planner's idea of the table is always an old one: planned when it was empty, a deletion reads
     * the whole of it ever after.
     */
    private static final String BY_INDEX = "set local enable_seqscan = off";

    private static final String CLAIM = """
            select id, topic, key, version, payload from outbox
            where due_at <= $1 order by due_at, id limit $2
            for update skip locked
            """;
    private static final String DELETE = "delete from outbox where id = any($1)";
    private static final String POSTPONE = """
            update outbox set attempts = attempts + 1,
                   due_at = $2::timestamptz + interval '1 second' * least($3::int, power(2, least(attempts, 9)))
            where id = any($1)
            """;

    /** A delivery that fails by itself is not worth much work. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** But when Redis comes back, what it holds is out of date until it is repaired. */
    private static final Duration LONGEST_PAUSE_WITHOUT_REDIS = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final OutboxConfig config;
    private final List<OutboxConsumer> consumers;
    private final Counter failures;
    private volatile boolean isStopped;

    OutboxRelay(
            Vertx vertx,
            Pool pool,
            Clock clock,
            OutboxConfig config,
            @All List<OutboxConsumer> consumers,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.config = config;
        this.consumers = consumers;
        this.failures = Counter.builder("yizhan.outbox.failures")
                .description("Deliveries of committed changes that failed and will be repeated")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        if (!isStopped) {
            vertx.setTimer(config.pause().toMillis(), again -> work());
        }
    }

    private void work() {
        if (!isStopped) {
            relay().subscribe().with(this::again, this::later);
        }
    }

    private void again(int taken) {
        if (taken == config.batch()) {
            work();
        } else {
            rest();
        }
    }

    private void later(Throwable failure) {
        LOG.debugf("outbox not readable now: %s", failure.getMessage());
        rest();
    }

    /** Delivers what is due; answers how many entries were taken. */
    public Uni<Integer> relay() {
        return pool.withTransaction(this::deliverBatch);
    }

    private Uni<Integer> deliverBatch(SqlConnection connection) {
        return connection
                .query(BY_INDEX)
                .execute()
                .chain(() -> connection.preparedQuery(CLAIM).execute(Tuple.of(now(), config.batch())))
                .map(OutboxRelay::entries)
                .chain(entries -> entries.isEmpty()
                        ? Uni.createFrom().item(0)
                        : deliver(entries)
                                .chain(undelivered -> settle(connection, entries, undelivered))
                                .replaceWith(entries.size()));
    }

    /** To every consumer; answers what has to be repeated, by entry. */
    private Uni<Map<Long, Undelivered>> deliver(List<OutboxEntry> entries) {
        return Multi.createFrom()
                .iterable(consumers)
                .onItem()
                .transformToUniAndConcatenate(consumer -> deliver(consumer, entries))
                .onItem()
                .<Undelivered>disjoint()
                .collect()
                .asMap(undelivered -> undelivered.entry().id());
    }

    private static Uni<List<Undelivered>> deliver(OutboxConsumer consumer, List<OutboxEntry> entries) {
        return Uni.createFrom()
                .deferred(() -> consumer.accept(entries))
                .onFailure()
                .recoverWithItem(failure -> entries.stream()
                        .map(entry -> new Undelivered(entry, failure))
                        .toList());
    }

    private Uni<Void> settle(SqlConnection connection, List<OutboxEntry> entries, Map<Long, Undelivered> undelivered) {
        var taken = entries.stream()
                .map(OutboxEntry::id)
                .filter(id -> !undelivered.containsKey(id))
                .toList();
        return forget(connection, taken).chain(() -> postpone(connection, undelivered.values()));
    }

    private static Uni<Void> forget(SqlConnection connection, List<Long> taken) {
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(DELETE)
                        .execute(Tuple.of(array(taken)))
                        .replaceWithVoid();
    }

    private Uni<Void> postpone(SqlConnection connection, Collection<Undelivered> undelivered) {
        undelivered.forEach(this::count);
        return Multi.createFrom()
                .iterable(undelivered.stream()
                        .collect(Collectors.groupingBy(OutboxRelay::longestPause))
                        .entrySet())
                .onItem()
                .transformToUniAndConcatenate(group -> postpone(connection, group.getKey(), group.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> postpone(SqlConnection connection, Duration longest, List<Undelivered> undelivered) {
        var ids = undelivered.stream().map(one -> one.entry().id()).toList();
        return connection
                .preparedQuery(POSTPONE)
                .execute(Tuple.of(array(ids), now(), Math.toIntExact(longest.toSeconds())))
                .replaceWithVoid();
    }

    private void count(Undelivered undelivered) {
        failures.increment();
        LOG.debugf(
                "outbox entry %d (%s) is repeated later: %s",
                undelivered.entry().id(),
                undelivered.entry().topic(),
                undelivered.why().getMessage());
    }

    private static Duration longestPause(Undelivered undelivered) {
        return undelivered.why() instanceof RedisAway ? LONGEST_PAUSE_WITHOUT_REDIS : LONGEST_PAUSE;
    }

    private static Long[] array(List<Long> ids) {
        return ids.toArray(Long[]::new);
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows) {
        var entries = new ArrayList<OutboxEntry>(rows.size());
        rows.forEach(row -> entries.add(entry(row)));
        return entries;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private static OutboxEntry entry(Row row) {
        return new OutboxEntry(
                row.getLong("id"),
                row.getString("topic"),
                row.getUUID("key"),
                row.getInteger("version"),
                row.getString("payload"));
    }
}
