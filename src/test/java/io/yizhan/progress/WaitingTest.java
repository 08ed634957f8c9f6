package io.yizhan.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.yizhan.casework.QueryNumber;
import io.yizhan.casework.QueryNumbers;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Inject
    Waiting waiting;

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

    private Duration waited(int seen) throws Throwable {
        var begun = System.nanoTime();
        VertxContextSupport.subscribeAndAwait(() -> waiting.await(number, "somebody", LONG, seen));
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
