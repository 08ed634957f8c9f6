package io.yizhan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadGateTest {
    private final ReadGate gate = new ReadGate(2);
    private final ArrayDeque<UniEmitter<? super String>> reading = new ArrayDeque<>();

    private CompletableFuture<String> ask() {
        return gate.pass(() -> Uni.createFrom().<String>emitter(reading::add)).subscribeAsCompletionStage();
    }

    private static void assertRefused(CompletableFuture<String> asked) {
        assertThat(asked)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .satisfies(refused -> {
                    assertThat(refused).isInstanceOf(Problem.class);
                    assertThat(((Problem) refused).type()).isEqualTo(ProblemType.SERVICE_BUSY);
                });
    }

    @Test
    void refusesAtOnceWhoFindsItFull() {
        var first = ask();
        var second = ask();

        assertRefused(ask());

        assertThat(reading).hasSize(2);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
    }

    @Test
    void letsTheNextInWhenOneHasReadOrFailedOrHungUp() {
        var first = ask();
        ask();
        reading.poll().complete("read");
        assertThat(first).isCompletedWithValue("read");

        ask();
        reading.poll().fail(new IllegalStateException("store"));
        var last = ask();
        assertRefused(ask());
        assertThat(last.cancel(true)).isTrue();

        assertThat(ask()).isNotDone();
        assertRefused(ask());
    }

    @Test
    void isNotEnteredByWhoNeverSubscribes() {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.pass(() -> Uni.createFrom().item("never"))).isNotNull();
        }
        assertThat(ask()).isNotDone();
        assertThat(ask()).isNotDone();
    }

    @Test
    void isLeftByAReadThatFailsBeforeItBegins() {
        for (int i = 0; i < 3; i++) {
            var failed = gate.<String>pass(() -> {
                        throw new IllegalStateException("before");
                    })
                    .subscribeAsCompletionStage();
            assertThat(failed).isCompletedExceptionally();
        }
        assertThat(ask()).isNotDone();
    }
}
