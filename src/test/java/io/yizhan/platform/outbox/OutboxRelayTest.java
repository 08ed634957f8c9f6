package io.yizhan.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.outbox.OutboxConsumer.Undelivered;
import io.yizhan.platform.pg.Detour;
import io.yizhan.platform.redis.RedisIsAway;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of the next century, handed on by a relay that lives then: the application's own does not see them. */
@QuarkusTest
class OutboxRelayTest {
    private static final OffsetDateTime THEN = OffsetDateTime.of(2126, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** Connections with the outbox in hand that are not the service's own. */
    private static final String CUT_OFF_STRANGERS = """
            select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.relation = 'outbox'::regclass and l.mode = 'RowExclusiveLock' and a.application_name <> 'yizhan'
            """;

    private record Batches(int batch, Duration pause) implements OutboxConfig {
        @Override
        public int attempts() {
            return 3;
        }

        @Override
        public Duration patience() {
            return Duration.ofDays(3);
        }

        @Override
        public Duration look() {
            return Duration.ofDays(1);
        }
    }

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    ParkedEntries entries;

    private final String topic = "test." + UUID.randomUUID();
    private final List<List<String>> taken = new CopyOnWriteArrayList<>();

    /** The service's own relay takes what other tests have left; these relays live in a later century and would too. */
    @BeforeEach
    void awaitNothingElseIsDue() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pool.preparedQuery("select id from outbox where due_at < $1")
                                .execute(Tuple.of(THEN))
                                .await()
                                .indefinitely()
                                .size())
                        .isZero());
    }

    @AfterEach
    void leaveNothingBehind() {
        for (var table : List.of("outbox", "outbox_parked")) {
            pool.preparedQuery("delete from %s where topic = $1".formatted(table))
                    .execute(Tuple.of(topic))
                    .await()
                    .indefinitely();
        }
    }

    @Test
    void handsAWholeBatchOverAtOnce() {
        append("a", "b", "c");

        relay(100, this::take).relay().await().indefinitely();

        assertThat(taken).containsExactly(List.of("a", "b", "c"));
        assertThat(kept()).isEmpty();
    }

    @Test
    void doesNotPauseBetweenTheEntriesOfOneKey() {
        var payloads = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        append(UUID.randomUUID(), payloads.toArray(String[]::new));
        var relay = new OutboxRelay(
                vertx,
                pool,
                Clock.fixed(THEN.toInstant(), ZoneOffset.UTC),
                new Batches(100, Duration.ofSeconds(1)),
                List.of(this::take),
                new SimpleMeterRegistry());

        relay.start(new StartupEvent());
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> kept().isEmpty());
        } finally {
            relay.stop(new ShutdownEvent());
        }

        assertThat(taken.stream().flatMap(List::stream).toList()).isEqualTo(payloads);
    }

    /**
     * Sorting means that there is no index to go by. With this one gone, both questions about a key must sort: no other index may seem
     * as good to a planner who believes the table empty.
     */
    @Test
    void findsTheOldestOfAKeyByTheIndexMadeForItAlone() {
        var plans = new ArrayList<String>();

        assertThatThrownBy(() -> pool.withTransaction(connection -> connection
                                .query(OutboxRelay.BY_INDEX)
                                .execute()
                                .chain(() -> plan(connection, plans))
                                .chain(() -> connection
                                        .query("drop index outbox_of_key")
                                        .execute())
                                .chain(() -> plan(connection, plans))
                                .onItem()
                                .failWith(() -> new IllegalStateException("keep the index")))
                        .await()
                        .indefinitely())
                .hasMessage("keep the index");

        assertThat(plans.get(0)).contains("outbox_due", "outbox_of_key").doesNotContain("Sort");
        assertThat(plans.get(1).split("Sort Key")).hasSize(3);
    }

    @Test
    void takesForBehindAnEntryOnlyWhatIsOfItsKey() {
        append(new UUID(1, 1), "alone");
        append(new UUID(1, 2), "first", "second");

        assertThat(pool.preparedQuery(OutboxRelay.CLAIM)
                        .execute(Tuple.of(THEN, 100))
                        .await()
                        .indefinitely())
                .filteredOn(row -> topic.equals(row.getString("topic")))
                .extracting(row -> row.getString("payload"), row -> row.getBoolean("is_followed"))
                .containsExactly(tuple("alone", false), tuple("first", true));
    }

    private static Uni<Void> plan(SqlClient client, List<String> plans) {
        return client.query("explain (generic_plan) " + OutboxRelay.CLAIM)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .invoke(plans::add)
                .replaceWithVoid();
    }

    @Test
    void keepsOnlyTheEntryThatFailed() {
        append("a", "b", "c");

        relay(100, this::take, refusing("b")).relay().await().indefinitely();

        assertThat(kept()).containsExactly("b");
        assertThat(count("attempts = 1 and due_at > $2")).isOne();
    }

    @Test
    void keepsAllWhenAConsumerFailsAsAWhole() {
        append("a", "b");

        relay(100, entries -> Uni.createFrom().failure(new IllegalStateException("away")), this::take)
                .relay()
                .await()
                .indefinitely();

        assertThat(kept()).containsExactly("a", "b");
        assertThat(taken).containsExactly(List.of("a", "b"));
    }

    @Test
    void deliversSideBySideAndAnswersWhatFailed() {
        var entries = List.of(entry(1, "a"), entry(2, "b"), entry(3, "c"));

        var undelivered = OutboxConsumer.each(entries, entry -> {
                    if (entry.payload().equals("b")) {
                        throw new IllegalStateException("refused");
                    }
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();

        assertThat(undelivered).extracting(one -> one.entry().payload()).containsExactly("b");
    }

    @Test
    void handsTheEntriesOfAKeyOverOneAfterTheOther() {
        var key = UUID.randomUUID();
        append(key, "a1", "a2", "a3");
        append("b");

        drain(relay(100, this::take));

        assertThat(taken).containsExactly(List.of("a1", "b"), List.of("a2"), List.of("a3"));
    }

    @Test
    void keepsWhatIsBehindAFailedEntryOfItsKeyAndNothingElse() {
        var key = UUID.randomUUID();
        append(key, "a1", "a2");
        append("b");

        drain(relay(100, this::take, refusing("a1")));

        assertThat(taken).containsExactly(List.of("a1", "b"));
        assertThat(kept()).containsExactly("a1", "a2");
    }

    @Test
    void doesNotOvertakeWhatAnotherInstanceHasInHand() {
        var key = UUID.randomUUID();
        append(key, "a1", "a2");
        var stolen = new CopyOnWriteArrayList<OutboxEntry>();
        var other = relay(100, entries -> {
            mine(entries).forEach(stolen::add);
            return Uni.createFrom().item(List.of());
        });
        OutboxConsumer whileInHand = entries -> mine(entries).findAny().isEmpty()
                ? Uni.createFrom().item(List.of())
                : other.relay().chain(() -> take(entries));

        relay(100, whileInHand).relay().await().indefinitely();

        assertThat(stolen).isEmpty();
        assertThat(taken).containsExactly(List.of("a1"), List.of("a2"));
    }

    @Test
    void takesARunOfAKeyInOnePassButNotWithoutEnd() {
        var payloads = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        append(UUID.randomUUID(), payloads.toArray(String[]::new));
        var relay = relay(100, this::take);

        relay.relay().await().indefinitely();

        assertThat(kept()).isEqualTo(payloads.subList(32, 40));
        drain(relay);
        assertThat(taken.stream().flatMap(List::stream).toList()).isEqualTo(payloads);
    }

    @Test
    void leavesWhatComesMeanwhileToTheNextTransaction() {
        append("a");
        OutboxConsumer whileMoreComes =
                entries -> appending(pool, UUID.randomUUID(), "b").chain(() -> take(entries));

        relay(100, whileMoreComes).relay().await().indefinitely();

        assertThat(taken).containsExactly(List.of("a"));
        assertThat(kept()).containsExactly("b");
    }

    @Test
    void commitsWhatFillsABatchBeforeItTakesMore() {
        append(UUID.randomUUID(), "a1", "a2", "a3");
        append("b", "c");

        relay(3, this::take).relay().await().indefinitely();

        assertThat(kept()).hasSize(2);
    }

    @Test
    void endsARunAtTheFirstFailure() {
        append(UUID.randomUUID(), "a1", "a2", "a3");

        relay(100, this::take, refusing("a2")).relay().await().indefinitely();

        assertThat(taken).containsExactly(List.of("a1"), List.of("a2"));
        assertThat(kept()).containsExactly("a2", "a3");
        assertThat(count("attempts = 1 and due_at > $2")).isOne();
    }

    @Test
    void handsARunOverAgainWhenItsTransactionWasLost() {
        append(UUID.randomUUID(), "a1", "a2", "a3");
        var itsPool = Detour.narrowPool(vertx.getDelegate());
        OutboxConsumer losing =
                entries -> mine(entries).noneMatch(entry -> entry.payload().equals("a3"))
                        ? take(entries)
                        : pool.query(CUT_OFF_STRANGERS).execute().replaceWith(List.of());

        assertThatThrownBy(() ->
                        relayOn(itsPool, THEN, 100, losing).relay().await().indefinitely())
                .isInstanceOf(Exception.class);
        itsPool.close().await().indefinitely();
        assertThat(kept()).containsExactly("a1", "a2", "a3");
        drain(relay(100, this::take));

        assertThat(taken).containsExactly(List.of("a1"), List.of("a2"), List.of("a1"), List.of("a2"), List.of("a3"));
        assertThat(kept()).isEmpty();
    }

    @Test
    void handsOverWhatWasCommittedLate() {
        var late = pool.getConnection().await().indefinitely();
        late.query("begin").execute().await().indefinitely();
        append(late, UUID.randomUUID(), "late");
        append("early");

        relay(100, this::take).relay().await().indefinitely();
        late.query("commit").execute().await().indefinitely();
        late.close().await().indefinitely();
        relay(100, this::take).relay().await().indefinitely();

        assertThat(taken).containsExactly(List.of("early"), List.of("late"));
        assertThat(kept()).isEmpty();
    }

    @Test
    void parksWhatGoesOnFailingAndGoesOnWithWhatIsBehindIt() {
        var key = UUID.randomUUID();
        append(key, "a1", "a2");

        tryAgainUntil(Duration.ofMinutes(10), refusing("a1"));

        assertThat(kept()).isEmpty();
        var parked = parked();
        assertThat(parked).hasSize(1);
        assertThat(parked.get(0).attempts()).isEqualTo(3);
        assertThat(parked.get(0).reason()).isEqualTo("IllegalStateException: refused …");
        assertThat(parked.get(0).key()).isEqualTo(key);
    }

    @Test
    void triesForDaysWhileAStoreIsAwayAndParksThen() {
        append("a");

        tryAgainUntil(Duration.ofDays(2), away("a"));
        assertThat(parked()).isEmpty();
        assertThat(kept()).containsExactly("a");

        tryAgainUntil(Duration.ofDays(4), away("a"));
        assertThat(parked()).hasSize(1);
    }

    @Test
    void handsAParkedEntryOverAgainWhenToldTo() {
        append("a", "b");
        tryAgainUntil(Duration.ofMinutes(10), refusing("a"), refusing("b"));
        var order = new ParkedEntries.Order(UUID.randomUUID(), "request");
        var first = parked().get(0);

        entries.replay(Long.parseLong(first.id()), order).await().indefinitely();
        assertThatThrownBy(() -> entries.replay(Long.parseLong(first.id()), order)
                        .await()
                        .indefinitely())
                .isInstanceOf(Problem.class);
        assertThat(entries.replayAll(order).await().indefinitely()).isPositive();
        awaitNothingElseIsDue();
        assertThat(parked()).isEmpty();
        assertThat(kept()).isEmpty();
        assertThat(audited(first.key())).isEqualTo(1);
    }

    /** The pauses of a failing entry, on a clock that is put forward. */
    private void tryAgainUntil(Duration end, OutboxConsumer... consumers) {
        for (var passed = Duration.ZERO; passed.compareTo(end) <= 0; passed = passed.plus(end.dividedBy(6))) {
            drain(relayAt(THEN.plus(passed), 100, consumers));
        }
    }

    private static void drain(OutboxRelay relay) {
        while (relay.relay().await().indefinitely() > 0) {
            // until nothing is due
        }
    }

    private List<ParkedEntries.Parked> parked() {
        return entries.list(0, 1000).await().indefinitely().stream()
                .filter(one -> one.topic().equals(topic))
                .toList();
    }

    private long audited(UUID key) {
        return pool.preparedQuery("select count(*) from audit_entry where stream = $1 and action = 'outbox.replay'")
                .execute(Tuple.of(key))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private Uni<List<Undelivered>> take(List<OutboxEntry> entries) {
        taken.add(mine(entries).map(OutboxEntry::payload).toList());
        return Uni.createFrom().item(List.of());
    }

    private OutboxConsumer refusing(String payload) {
        return entries -> Uni.createFrom()
                .item(mine(entries)
                        .filter(entry -> entry.payload().equals(payload))
                        .map(entry -> new Undelivered(entry, new IllegalStateException("refused 110101199003074477")))
                        .toList());
    }

    private OutboxConsumer away(String payload) {
        return entries -> Uni.createFrom()
                .item(mine(entries)
                        .filter(entry -> entry.payload().equals(payload))
                        .map(entry -> new Undelivered(entry, RedisIsAway.now()))
                        .toList());
    }

    private Stream<OutboxEntry> mine(List<OutboxEntry> entries) {
        return entries.stream().filter(entry -> entry.topic().equals(topic));
    }

    private OutboxRelay relay(int batch, OutboxConsumer... consumers) {
        return relayAt(THEN, batch, consumers);
    }

    private OutboxRelay relayAt(OffsetDateTime moment, int batch, OutboxConsumer... consumers) {
        return relayOn(pool, moment, batch, consumers);
    }

    private OutboxRelay relayOn(Pool itsPool, OffsetDateTime moment, int batch, OutboxConsumer... consumers) {
        var then = Clock.fixed(moment.toInstant(), ZoneOffset.UTC);
        return new OutboxRelay(
                vertx,
                itsPool,
                then,
                new Batches(batch, Duration.ofDays(1)),
                List.of(consumers),
                new SimpleMeterRegistry());
    }

    private OutboxEntry entry(long id, String payload) {
        return new OutboxEntry(id, topic, UUID.randomUUID(), 1, THEN.toInstant(), payload);
    }

    private void append(String... payloads) {
        for (var payload : payloads) {
            append(pool, UUID.randomUUID(), payload);
        }
    }

    private void append(UUID key, String... payloads) {
        for (var payload : payloads) {
            append(pool, key, payload);
        }
    }

    private void append(SqlClient client, UUID key, String payload) {
        appending(client, key, payload).await().indefinitely();
    }

    private Uni<Void> appending(SqlClient client, UUID key, String payload) {
        return client.preparedQuery("""
                        insert into outbox (topic, key, version, payload, created_at, due_at)
                        values ($1, $4, 1, $2, $3, $3)
                        """)
                .execute(Tuple.of(topic, payload, THEN, key))
                .replaceWithVoid();
    }

    private List<String> kept() {
        var rows = pool.preparedQuery("select payload from outbox where topic = $1 order by id")
                .execute(Tuple.of(topic))
                .await()
                .indefinitely();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private long count(String condition) {
        return pool.preparedQuery("select count(*) from outbox where topic = $1 and " + condition)
                .execute(Tuple.of(topic, THEN))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
