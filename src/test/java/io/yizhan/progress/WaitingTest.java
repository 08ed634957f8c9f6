package io.yizhan.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.yizhan.casework.QueryNumber;
import io.yizhan.casework.QueryNumbers;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final int MANY = 300;

    /** Waking all may end before the first waits again: the more often they are woken, the less likely is that it always did. */
    private static final int CHANGES = 200;

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

    @Test
    void wakesOnceForAChangeWhoeverWaitsAgain() throws Exception {
        var context = vertx.getOrCreateContext();
        var woken = new AtomicInteger();
        in(context, () -> IntStream.range(0, MANY).forEach(one -> waitAgainAndAgain(woken)));

        for (int change = 1; change <= CHANGES; change++) {
            waiting.wake(number);
            in(context, () -> {});

            assertThat(woken).hasValue(change * MANY);
        }
    }

    private void waitAgainAndAgain(AtomicInteger woken) {
        waiting.hold(number, "somebody", LONG, waiting.changes(number), () -> {
            if (woken.incrementAndGet() <= (CHANGES - 1) * MANY) {
                waitAgainAndAgain(woken);
            }
        });
    }

    private static void in(Context context, Runnable work) throws Exception {
        var done = new CompletableFuture<Void>();
        context.runOnContext(turn -> {
            work.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    private Duration waited(int seen) throws Throwable {
        var begun = System.nanoTime();
        VertxContextSupport.subscribeAndAwait(() -> waiting.await(number, "somebody", LONG, seen));
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
