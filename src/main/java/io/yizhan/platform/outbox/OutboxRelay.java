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
 * Hands committed changes to their consumers, those of one key in their order, and forgets them when all have taken them.
 *
 * <p>Owns table {@code outbox}: written inside the transaction of the change by the feature that makes it; read and
 * deleted here alone, and written again by {@link ParkedEntries}. Rows are claimed with {@code skip locked}, each on its own
 * merit, never by "id greater than the last seen": rows that commit late are not skipped, and instances share the work.
 *
 * <p>A row is claimed only while it is the oldest of its key, so that nothing overtakes an entry that another instance has in
 * hand or that has failed and waits for its next turn. That holds because whoever writes about an object locks it first: of one
 * key, a lower {@code id} is committed before a higher one is given out. An entry that goes on failing is parked in the end,
 * and what is behind it goes on.
 *
 * <p>One transaction looks again and again while something lies behind what it took: that is the oldest of its key now, for this
 * transaction alone, because nobody else sees yet that anything is gone. Should it be lost, all of it is handed over again. What
 * comes meanwhile under other keys waits for the next transaction and comes together.
 */
@Singleton
public final class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /**
     * Rows come and go, so the planner's idea of the table is always an old one: planned for the empty table it was, each look
     * would read all that has piled up since, and fall behind further. So each is planned for what is there now, and has to go in
     * the order of an index.
     */
    static final String BY_INDEX = """
            set local enable_seqscan = off;
            set local enable_sort = off;
            set local plan_cache_mode = force_custom_plan
            """;

    /**
     * Of a table believed to be empty, any index is as good as another: compared as rows, key and id are found by the index of both
     * alone.
     */
    static final String CLAIM = """
            select o.id, o.topic, o.key, o.version, o.payload, o.attempts, o.created_at,
                   (select next.id from outbox next where (next.key, next.id) > (o.key, o.id) and next.key <= o.key
                    order by next.key, next.id limit 1) is not null as is_followed
            from outbox o
            where o.due_at <= $1
              and o.id = (select first.id from outbox first where (first.key, first.id) >= (o.key, 0)
                          order by first.key, first.id limit 1)
            order by o.due_at, o.id limit $2
            for update of o skip locked
            """;

    private static final String DELETE = "delete from outbox where id = any($1)";
    private static final String POSTPONE = """
            update outbox set attempts = attempts + 1,
                   due_at = $2::timestamptz + interval '1 second' * least($3::int, power(2, least(attempts, 9)))
            where id = any($1)
            """;

    private static final String PARK = """
            with gone as (
                delete from outbox where id = any($1) returning id, topic, key, version, payload, created_at, attempts
            )
            insert into outbox_parked (id, topic, key, version, payload, created_at, attempts, parked_at, reason)
            select g.id, g.topic, g.key, g.version, g.payload, g.created_at, g.attempts + 1, $3, r.reason
            from gone g join unnest($1::bigint[], $2::text[]) as r(id, reason) on r.id = g.id
            """;

    /** Tried so often at least, however old it is: the service itself may have been away. */
    private static final int FEWEST_ATTEMPTS = 3;

    /** A delivery that fails by itself is not worth much work. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** But when Redis comes back, what it holds is out of date until it is repaired. */
    private static final Duration LONGEST_PAUSE_WITHOUT_REDIS = Duration.ofSeconds(4);

    /** Looks of one transaction, and so entries of one key: no more than that is handed over again when it is lost. */
    private static final int MOST_LOOKS = 32;

    /**
     * What lies behind the last look is not to wait for a whole pause, but what comes meanwhile is to come together: each look costs
     * a commit or two for every consumer, of one entry or of a hundred.
     */
    private static final long BEHIND_MILLIS = 50;

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final OutboxConfig config;
    private final List<OutboxConsumer> consumers;
    private final Counter failures;
    private final Counter parkings;
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
        this.parkings = Counter.builder("yizhan.outbox.parkings")
                .description("Committed changes that could not be handed over and were parked")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        rest(config.pause().toMillis());
    }

    private void rest(long millis) {
        if (!isStopped) {
            vertx.setTimer(millis, again -> work());
        }
    }

    private void work() {
        if (!isStopped) {
            relay().subscribe().with(this::again, this::later);
        }
    }

    private void again(int taken) {
        if (taken >= config.batch()) {
            work();
        } else if (taken > 0) {
            rest(BEHIND_MILLIS);
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
        return pool.withTransaction(
                connection -> connection.query(BY_INDEX).execute().chain(() -> deliverRun(connection, MOST_LOOKS, 0)));
    }

    private Uni<Integer> deliverRun(SqlConnection connection, int looks, int before) {
        return deliverBatch(connection).chain(claimed -> {
            var all = before + claimed.size();
            return all >= config.batch() || looks == 1 || claimed.stream().noneMatch(Claimed::isFollowed)
                    ? Uni.createFrom().item(all)
                    : deliverRun(connection, looks - 1, all);
        });
    }

    private Uni<List<Claimed>> deliverBatch(SqlConnection connection) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(now(), config.batch()))
                .map(OutboxRelay::claimed)
                .chain(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().item(claimed)
                        : deliver(entries(claimed))
                                .chain(undelivered -> settle(connection, claimed, undelivered))
                                .replaceWith(claimed));
    }

    /** An entry in hand, how it has fared, and whether there are further ones of its key. */
    private record Claimed(OutboxEntry entry, int attempts, boolean isFollowed) {}

    private static List<OutboxEntry> entries(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::entry).toList();
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

    private Uni<Void> settle(SqlConnection connection, List<Claimed> claimed, Map<Long, Undelivered> undelivered) {
        var taken = new ArrayList<Long>(claimed.size());
        var again = new ArrayList<Undelivered>();
        var givenUp = new ArrayList<Undelivered>();
        for (var one : claimed) {
            var failure = undelivered.get(one.entry().id());
            if (failure == null) {
                taken.add(one.entry().id());
            } else if (isOver(one, failure)) {
                givenUp.add(failure);
            } else {
                again.add(failure);
            }
        }
        return forget(connection, taken)
                .chain(() -> postpone(connection, again))
                .chain(() -> park(connection, givenUp));
    }

    /** A store that is away is nothing the entry can help: it is given days, not attempts. */
    private boolean isOver(Claimed claimed, Undelivered undelivered) {
        var attempts = claimed.attempts() + 1;
        if (undelivered.why() instanceof RedisAway) {
            var givenUpAt = claimed.entry().at().plus(config.patience());
            return attempts >= FEWEST_ATTEMPTS && !clock.instant().isBefore(givenUpAt);
        }
        return attempts >= config.attempts();
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

    private Uni<Void> park(SqlConnection connection, List<Undelivered> given) {
        if (given.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        given.forEach(this::countParked);
        var ids = given.stream().map(one -> one.entry().id()).toList();
        var reasons = given.stream().map(one -> FailureText.of(one.why())).toArray(String[]::new);
        return connection
                .preparedQuery(PARK)
                .execute(Tuple.tuple()
                        .addArrayOfLong(array(ids))
                        .addArrayOfString(reasons)
                        .addValue(now()))
                .replaceWithVoid();
    }

    private void countParked(Undelivered undelivered) {
        failures.increment();
        parkings.increment();
        LOG.errorf(
                "outbox entry %d (%s) is parked: %s",
                undelivered.entry().id(), undelivered.entry().topic(), FailureText.of(undelivered.why()));
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

    private static List<Claimed> claimed(RowSet<Row> rows) {
        var claimed = new ArrayList<Claimed>(rows.size());
        rows.forEach(
                row -> claimed.add(new Claimed(entry(row), row.getInteger("attempts"), row.getBoolean("is_followed"))));
        return claimed;
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
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("payload"));
    }
}
