package io.yizhan.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.outbox.OutboxConsumer.Undelivered;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of the next century, handed on by a relay that lives then: the application's own does not see them. */
@QuarkusTest
class OutboxRelayTest {
    private static final OffsetDateTime THEN = OffsetDateTime.of(2126, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private record Batches(int batch) implements OutboxConfig {
        @Override
        public Duration pause() {
            return Duration.ofDays(1);
        }
    }

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private final String topic = "test." + UUID.randomUUID();
    private final List<List<String>> taken = new ArrayList<>();

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

    @Test
    void handsAWholeBatchOverAtOnce() {
        append("a", "b", "c");

        relay(100, this::take).relay().await().indefinitely();

        assertThat(taken).containsExactly(List.of("a", "b", "c"));
        assertThat(kept()).isEmpty();
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

    private Uni<List<Undelivered>> take(List<OutboxEntry> entries) {
        taken.add(mine(entries).map(OutboxEntry::payload).toList());
        return Uni.createFrom().item(List.of());
    }

    private OutboxConsumer refusing(String payload) {
        return entries -> Uni.createFrom()
                .item(mine(entries)
                        .filter(entry -> entry.payload().equals(payload))
                        .map(entry -> new Undelivered(entry, new IllegalStateException("refused")))
                        .toList());
    }

    private Stream<OutboxEntry> mine(List<OutboxEntry> entries) {
        return entries.stream().filter(entry -> entry.topic().equals(topic));
    }

    private OutboxRelay relay(int batch, OutboxConsumer... consumers) {
        var then = Clock.fixed(THEN.toInstant(), ZoneOffset.UTC);
        return new OutboxRelay(vertx, pool, then, new Batches(batch), List.of(consumers), new SimpleMeterRegistry());
    }

    private OutboxEntry entry(long id, String payload) {
        return new OutboxEntry(id, topic, UUID.randomUUID(), 1, payload);
    }

    private void append(String... payloads) {
        for (var payload : payloads) {
            pool.preparedQuery("""
                            insert into outbox (topic, key, version, payload, created_at, due_at)
                            values ($1, gen_random_uuid(), 1, $2, $3, $3)
                            """)
                    .execute(Tuple.of(topic, payload, THEN))
                    .await()
                    .indefinitely();
        }
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
