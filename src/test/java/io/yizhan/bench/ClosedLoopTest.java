package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerRequest;
import io.yizhan.bench.HttpSide.Repetition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static void ok(HttpServerRequest request, long count) {
        request.response().end("x".repeat(100));
    }

    private static TestServer noting(Set<String> asked) throws Exception {
        return new TestServer((request, count) -> {
            asked.add(request.path());
            ok(request, count);
        });
    }

    private static Requests requests(int count) {
        var requests =
                IntStream.range(0, count).mapToObj(i -> Requests.get("/" + i)).toList();
        return Requests.of(requests, 200, (request, answer) -> Optional.empty());
    }

    @Test
    void countsWhatTheServerAnswered() throws Exception {
        try (var server = new TestServer(ClosedLoopTest::ok);
                var loop = new ClosedLoop(server.address(), 8, requests(10))) {
            var counted = loop.run(SHORT, Repetition.ALWAYS);
            assertThat(counted.answers()).isPositive();
            assertThat(server.requests() - counted.answers())
                    .as("one for each connection may have been under way at the end")
                    .isBetween(0L, 8L);
            assertThat(counted.bytes()).isGreaterThan(counted.answers() * 100);
            assertThat(counted.elapsed()).isGreaterThanOrEqualTo(SHORT);
        }
    }

    @Test
    void asksEverythingOnceAndNothingTwice() throws Exception {
        var asked = ConcurrentHashMap.<String>newKeySet();
        try (var server = noting(asked);
                var loop = new ClosedLoop(server.address(), 8, requests(100))) {
            var counted = loop.run(Duration.ofSeconds(10), Repetition.ONCE);
            assertThat(counted.answers()).isEqualTo(100).isEqualTo(server.requests());
            assertThat(asked).hasSize(100);
            assertThat(counted.elapsed()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void goesOnWithThoseItHasNotAskedYet() throws Exception {
        var asked = ConcurrentHashMap.<String>newKeySet();
        try (var server = noting(asked);
                var loop = new ClosedLoop(server.address(), 8, requests(1_000_000))) {
            loop.run(SHORT, Repetition.ONCE);
            loop.run(SHORT, Repetition.ONCE);
            assertThat((long) asked.size()).isEqualTo(server.requests());
        }
    }

    @Test
    void isVoidWhenWhatCanBeDoneOnceIsUsedUp() throws Exception {
        try (var server = new TestServer(ClosedLoopTest::ok);
                var loop = new ClosedLoop(server.address(), 2, requests(10))) {
            assertThat(loop.run(Duration.ofSeconds(10), Repetition.NEVER).answers())
                    .isEqualTo(10);
            assertThatThrownBy(() -> loop.run(SHORT, Repetition.NEVER)).isInstanceOf(VoidRun.class);
            assertThat(server.requests()).isEqualTo(10);
        }
    }

    @Test
    void isVoidAfterOneUnexpectedStatus() throws Exception {
        try (var server = new TestServer((request, count) -> {
                    if (count == 500) {
                        request.response().setStatusCode(503).end("busy");
                    } else {
                        ok(request, count);
                    }
                });
                var loop = new ClosedLoop(server.address(), 4, requests(1000))) {
            assertThatThrownBy(() -> loop.run(Duration.ofSeconds(10), Repetition.ONCE))
                    .isInstanceOf(VoidRun.class)
                    .hasMessageContaining("503")
                    .hasMessageContaining("busy");
        }
    }

    @Test
    void readsAnswersLargerThanItsBufferWhole() throws Exception {
        var large = "y".repeat(1_000_000);
        var asking = Requests.checkingAll(
                List.of(Requests.get("/")),
                200,
                (request, answer) -> answer.body().equals(large)
                        ? Optional.empty()
                        : Optional.of(answer.body().length() + " bytes"));
        try (var server = new TestServer((request, count) -> request.response().end(large));
                var loop = new ClosedLoop(server.address(), 2, asking)) {
            assertThat(loop.run(SHORT, Repetition.ALWAYS).bytes()).isGreaterThan(1_000_000);
        }
    }

    @Test
    void isVoidWhenASampledAnswerIsWrong() throws Exception {
        var asking = Requests.checkingAll(
                List.of(Requests.get("/")), 200, (request, answer) -> Optional.of("wrong: " + answer.body()));
        try (var server = new TestServer((request, count) -> request.response().end("nonsense"));
                var loop = new ClosedLoop(server.address(), 1, asking)) {
            assertThatThrownBy(() -> loop.run(SHORT, Repetition.ALWAYS))
                    .isInstanceOf(VoidRun.class)
                    .hasMessage("wrong: nonsense");
        }
    }

    @Test
    void isVoidWhenTheServerHangsUp() throws Exception {
        try (var server =
                        new TestServer((request, count) -> request.connection().close());
                var loop = new ClosedLoop(server.address(), 1, requests(1))) {
            assertThatThrownBy(() -> loop.run(SHORT, Repetition.ALWAYS)).isInstanceOf(VoidRun.class);
        }
    }
}
