package io.yizhan.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands on one event loop and a real Redis that freezes, cuts off and goes away. */
@Timeout(60)
class RedisLineTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMillis(200);
    private static RunningRedis redis;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final PipelinedRedis pipelined = pipelined(64, Duration.ofMinutes(1));

    private PipelinedRedis pipelined(int maxInFlight, Duration silence) {
        var clients = redis.clients(vertx);
        var config = RedisSettingsOfTest.standard().with(maxInFlight, LIMIT, silence);
        return new PipelinedRedis(vertx, clients, new RedisMasters(vertx, clients), config, new SimpleMeterRegistry());
    }

    @BeforeAll
    static void startRedis() throws IOException {
        redis = new RunningRedis();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void stop() {
        pipelined.stop(null);
        assertThat(vertx.close().toCompletionStage().toCompletableFuture()).succeedsWithin(SOON);
    }

    private static CompletableFuture<Response> echo(PipelinedRedis to, String text) {
        return to.send(Request.cmd(Command.ECHO).arg(text)).subscribeAsCompletionStage();
    }

    private void awaitAnswer() {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> echo(pipelined, "there").get() != null);
    }

    @Test
    void answersEveryoneTheirOwn() {
        awaitAnswer();
        var all = IntStream.range(0, 60)
                .mapToObj(number -> echo(pipelined, "of " + number))
                .toList();
        for (int number = 0; number < all.size(); number++) {
            assertThat(all.get(number)).succeedsWithin(SOON);
            assertThat(all.get(number).join()).hasToString("of " + number);
        }
    }

    @Test
    void sendsWhatWasAskedBeforeItWasConnected() {
        assertThat(echo(pipelined, "first")).succeedsWithin(SOON);
    }

    @Test
    void passesOnWhatRedisHasAgainstACommand() {
        redis.ask("SET line:string text");
        var wrong =
                pipelined.send(Request.cmd(Command.HGETALL).arg("line:string")).subscribeAsCompletionStage();
        assertThat(wrong).failsWithin(SOON).withThrowableThat().withMessageContaining("WRONGTYPE");
        assertThat(echo(pipelined, "next")).succeedsWithin(SOON);
    }

    @Test
    void failsOneReadOfManyAlone() throws Exception {
        redis.ask("SET line:string text", "DEL line:list line:none", "RPUSH line:list element");
        awaitAnswer();
        var asked = new CompletableFuture<List<CompletableFuture<Response>>>();
        vertx.getOrCreateContext()
                .runOnContext(turn -> asked.complete(Stream.of("line:string", "line:list", "line:none", "line:string")
                        .map(key -> pipelined
                                .send(Request.cmd(Command.GET).arg(key))
                                .subscribeAsCompletionStage())
                        .toList()));

        var answers = asked.get();
        assertThat(answers.get(0)).succeedsWithin(SOON).hasToString("text");
        assertThat(answers.get(1)).failsWithin(SOON).withThrowableThat().withMessageContaining("WRONGTYPE");
        assertThat(answers.get(2)).succeedsWithin(SOON).isNull();
        assertThat(answers.get(3)).succeedsWithin(SOON).hasToString("text");
    }

    @Test
    void givesUpWaitingAfterTheLimitAndFailsAtOnceUntilSomethingIsHeard() throws Exception {
        awaitAnswer();
        try (var frozen = redis.freeze()) {
            var begun = System.nanoTime();
            assertThat(echo(pipelined, "late"))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withMessageContaining("no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(LIMIT);

            var next = echo(pipelined, "next");
            assertThat(next).failsWithin(LIMIT).withThrowableThat().withMessageContaining("overdue");
            assertThat(frozen).isNotNull();
        }
        awaitAnswer();
    }

    @Test
    void letsNoMoreIntoTheLineThanItMay() throws Exception {
        awaitAnswer();
        try (var frozen = redis.freeze()) {
            var all = new ArrayList<CompletableFuture<Response>>();
            var done = new CompletableFuture<List<CompletableFuture<Response>>>();
            vertx.getOrCreateContext().runOnContext(turn -> {
                for (int number = 0; number < 80; number++) {
                    all.add(echo(pipelined, "x"));
                }
                done.complete(all.stream().filter(CompletableFuture::isDone).toList());
            });
            assertThat(done).succeedsWithin(SOON);
            assertThat(done.get()).as("refused at once").hasSize(80 - 64);
            assertThat(frozen).isNotNull();
        }
        awaitAnswer();
    }

    @Test
    void givesUpAConnectionThatStaysSilent() {
        var impatient = pipelined(64, Duration.ofMillis(500));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> echo(impatient, "there").get() != null);
        var before = connections();
        try (var frozen = redis.freeze()) {
            assertThat(echo(impatient, "late")).failsWithin(SOON);
            await().atMost(SOON).untilAsserted(() -> assertThat(echo(impatient, "next"))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withMessageContaining("not connected"));
            assertThat(frozen).isNotNull();
        }
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> echo(impatient, "again").get() != null);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(connections()).as("the old one is closed").isLessThanOrEqualTo(before));
        impatient.stop(null);
    }

    private static long connections() {
        return redis.ask("CLIENT LIST")
                .lines()
                .filter(line -> line.contains("resp=3") || line.contains("cmd=echo"))
                .count();
    }

    @Test
    void comesBackAfterItsConnectionsWereKilled() {
        awaitAnswer();
        for (int i = 0; i < 5; i++) {
            redis.ask("CLIENT KILL TYPE normal SKIPME yes");
            awaitAnswer();
        }
    }

    @Test
    void comesBackWithTheRedisThatComesBack() {
        awaitAnswer();
        redis.kill();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(echo(pipelined, "gone")).failsWithin(SOON));
        redis.startAgain();
        awaitAnswer();
    }
}
