package io.yizhan.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.yizhan.casework.QueryNumber;
import io.yizhan.casework.QueryNumbers;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final int MANY = 300;

    @Inject
    Waiting waiting;

    @Inject
    Vertx vertx;

    private final QueryNumber number = QueryNumbers.unknown(new SecureRandom());

    @Test
    void noticesAChangeBetweenLookingAndWaiting() throws Throwable {
        var seen = waiting.changes(number);
        waiting.wake(number);

        assertThat(waited(seen)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void noticesThatMessagesMayHaveBeenMissedBetween() throws Throwable {
        var seen = waiting.changes(number);
        waiting.wakeAll();

        assertThat(waited(seen)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void noticesInTurnThatMessagesMayHaveBeenMissedBetween() throws Throwable {
        var seen = waiting.changes(number);
        waiting.wakeInTurn();

        assertThat(waited(seen)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void wakesEverybodyInTurnAndFewAtATime() throws Throwable {
        var random = new SecureRandom();
        var woken = new ConcurrentLinkedQueue<Long>();
        var all = Stream.generate(() -> QueryNumbers.unknown(random))
                .limit(MANY)
                .map(one -> waiting.await(one, "somebody", LONG, waiting.changes(one))
                        .invoke(() -> woken.add(System.nanoTime())))
                .toList();

        VertxContextSupport.subscribeAndAwait(() -> {
            var finished = Uni.join().all(all).andFailFast();
            vertx.runOnContext(turn -> {
                waiting.wakeInTurn();
                waiting.wakeInTurn();
            });
            return finished;
        });

        var times = woken.stream().sorted().toList();
        assertThat(times).hasSize(MANY);
        assertThat(Duration.ofNanos(times.get(MANY - 1) - times.get(0))).isGreaterThan(Duration.ofMillis(MANY / 3));
    }

    private Duration waited(int seen) throws Throwable {
        var begun = System.nanoTime();
        VertxContextSupport.subscribeAndAwait(() -> waiting.await(number, "somebody", LONG, seen));
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
