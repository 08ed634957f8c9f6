package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.yizhan.bench.OpenLoop.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final Duration NO_WARM_UP = Duration.ZERO;

    /** The machine that runs the tests may be busy. */
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private static Kind kind(String name, int weight) {
        var requests = Requests.of(List.of(Requests.get("/" + name)), 200, (request, answer) -> Optional.empty());
        return new Kind(name, weight, Visit.asking(requests));
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void sendsAsManyOfEachKindAsTheirWeightsSay() throws Exception {
        try (var server = new TestServer((request, count) -> request.response().end("ok"));
                var load = new OpenLoop(server.address(), 8, List.of(kind("often", 9), kind("rare", 1)), PATIENT)) {
            var outcome = load.run(1000, NO_WARM_UP, Duration.ofMillis(500));
            assertThat(outcome.latencies().get("often").getTotalCount()).isEqualTo(450);
            assertThat(outcome.latencies().get("rare").getTotalCount()).isEqualTo(50);
        }
    }

    @Test
    void chargesAStallToEveryoneWhoWasDueMeanwhile() throws Exception {
        try (var server = new TestServer((request, count) -> {
                    if (count % 500 == 250) {
                        sleep(200);
                    }
                    request.response().end("ok");
                });
                var load = new OpenLoop(server.address(), 2, List.of(kind("visitor", 1)), PATIENT)) {
            var latencies =
                    load.run(500, NO_WARM_UP, Duration.ofSeconds(1)).latencies().get("visitor");
            assertThat(latencies.getMaxValue()).isGreaterThan(190_000);
            assertThat(latencies.getCountBetweenValues(50_000, latencies.getMaxValue()))
                    .as("a visitor was due every 2 ms; two connections alone would show two slow answers")
                    .isGreaterThan(60);
        }
    }

    @Test
    void isVoidWhenTheGeneratorFallsBehindItsSchedule() throws Exception {
        try (var server = new TestServer((request, count) -> request.response().end("ok"));
                var load = new OpenLoop(server.address(), 8, List.of(new Kind("slow", 1, () -> slow())))) {
            assertThatThrownBy(() -> load.run(200, NO_WARM_UP, Duration.ofMillis(300)))
                    .isInstanceOf(VoidRun.class)
                    .hasMessageContaining("late");
        }
    }

    /** Makes the generator work longer for one visitor than there is time until the next. */
    private static Visit slow() {
        sleep(10);
        return Visit.asking(Requests.of(List.of(Requests.get("/")), 200, (request, answer) -> Optional.empty()))
                .get();
    }

    @Test
    void isVoidAfterOneUnexpectedStatus() throws Exception {
        try (var server = new TestServer((request, count) -> request.response()
                        .setStatusCode(count == 50 ? 500 : 200)
                        .end("broken"));
                var load = new OpenLoop(server.address(), 8, List.of(kind("visitor", 1)), PATIENT)) {
            assertThatThrownBy(() -> load.run(500, NO_WARM_UP, Duration.ofMillis(500)))
                    .isInstanceOf(VoidRun.class)
                    .hasMessageContaining("500");
        }
    }

    @Test
    void countsAllVisitsOfASaturatedServer() throws Exception {
        try (var server = new TestServer((request, count) -> request.response().end("ok"));
                var load = new OpenLoop(server.address(), 4, List.of(kind("visitor", 1)))) {
            var perSecond = load.saturation(Duration.ofMillis(500));
            assertThat(perSecond / 2).isBetween(server.requests() - 4.0, (double) server.requests());
        }
    }

    @Test
    void letsAVisitGoOnWithWhatItWasAnswered() throws Exception {
        try (var server = new TestServer((request, count) ->
                        request.response().end(request.path().equals("/first") ? "second" : "done"));
                var load = new OpenLoop(server.address(), 8, List.of(new Kind("two", 1, TwoSteps::new)), PATIENT)) {
            var outcome = load.run(500, NO_WARM_UP, Duration.ofMillis(200));
            assertThat(outcome.latencies().get("two").getTotalCount()).isEqualTo(100);
        }
        assertThat(TwoSteps.ended).isGreaterThanOrEqualTo(100);
    }

    private static final class TwoSteps implements Visit {
        private static volatile int ended;
        private boolean isSecond;

        @Override
        public Buffer first() {
            return Buffer.buffer(Requests.get("/first"));
        }

        @Override
        public int expectedStatus() {
            return 200;
        }

        @Override
        public Optional<Buffer> next(Supplier<Answer> answer) {
            if (isSecond) {
                assertThat(answer.get().body()).isEqualTo("done");
                ended++;
                return Optional.empty();
            }
            isSecond = true;
            return Optional.of(Buffer.buffer(Requests.get("/" + answer.get().body())));
        }
    }
}
