package io.yizhan.platform.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Timers of a kind of their own, fired by instances that live in the next century. */
@QuarkusTest
class TimersTest {
    private static final Instant THEN = Instant.parse("2126-01-01T00:00:00Z");

    private final String kind = "test." + UUID.randomUUID();
    private final List<UUID> fired = Collections.synchronizedList(new ArrayList<>());

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private Timers at(Instant moment, TimerHandler handler) {
        return new Timers(
                vertx,
                pool,
                Clock.fixed(moment, ZoneOffset.UTC),
                () -> Duration.ofDays(1),
                List.of(handler),
                new SimpleMeterRegistry());
    }

    private TimerHandler noting() {
        return handler((transaction, timer) -> {
            fired.add(timer.key());
            return Uni.createFrom().voidItem();
        });
    }

    private interface Effect {
        Uni<Void> of(SqlConnection transaction, DueTimer timer);
    }

    private TimerHandler handler(Effect effect) {
        return new TimerHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
                return effect.of(transaction, timer);
            }
        };
    }

    private UUID set(Instant dueAt) {
        var key = UUID.randomUUID();
        set(key, dueAt);
        return key;
    }

    private void set(UUID key, Instant dueAt) {
        pool.withTransaction(transaction -> Timers.set(transaction, kind, key, dueAt))
                .await()
                .indefinitely();
    }

    @Test
    void firesWhatIsDueOldestFirstAndNothingElse() {
        var later = set(THEN.minusSeconds(1));
        var first = set(THEN.minusSeconds(60));
        set(THEN.plusSeconds(1));

        assertThat(at(THEN, noting()).fireDue().await().indefinitely()).isEqualTo(2);
        assertThat(fired).containsExactly(first, later);
        assertThat(at(THEN, noting()).fireDue().await().indefinitely()).isZero();
    }

    @Test
    void keepsTheLastMomentAndForgetsACancelledTimer() {
        var moved = set(THEN.minusSeconds(60));
        set(moved, THEN.plusSeconds(60));
        var cancelled = set(THEN.minusSeconds(60));
        pool.withTransaction(transaction -> Timers.cancel(transaction, kind, cancelled))
                .await()
                .indefinitely();

        assertThat(at(THEN, noting()).fireDue().await().indefinitely()).isZero();
        assertThat(at(THEN.plusSeconds(60), noting()).fireDue().await().indefinitely())
                .isEqualTo(1);
        assertThat(fired).containsExactly(moved);
    }

    @Test
    void undoesWhatFailedAndTriesItAgainLater() {
        var key = set(THEN);
        var failing = handler((transaction, timer) -> Timers.set(transaction, kind, UUID.randomUUID(), THEN)
                .onItem()
                .failWith(() -> new IllegalStateException("not today")));

        assertThat(at(THEN, failing).fireDue().await().indefinitely()).isZero();
        assertThat(at(THEN, noting()).fireDue().await().indefinitely()).isZero();
        assertThat(at(THEN.plusSeconds(2), noting()).fireDue().await().indefinitely())
                .isEqualTo(1);
        assertThat(fired).containsExactly(key);
    }

    @Test
    void firesEachOnceHoweverManyInstancesLook() {
        var keys = IntStream.range(0, 60).mapToObj(i -> set(THEN)).toList();
        var instances = IntStream.range(0, 3)
                .mapToObj(i -> at(THEN, noting()).fireDue())
                .toList();

        var counts = Uni.join().all(instances).andFailFast().await().indefinitely();

        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(fired).containsExactlyInAnyOrderElementsOf(keys);
    }
}
