package io.yizhan.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Near caches on a real Redis that is written by others, emptied, frozen, cut off and killed. */
@Timeout(60)
class CoherenceTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static RunningRedis redis;

    private final RedisConfig config = RedisSettingsOfTest.standard();
    private final Vertx vertx = Vertx.vertx();
    private final RedisClients clients = redis.clients(vertx);
    private final RedisMasters masters = new RedisMasters(vertx, clients);
    private final PipelinedRedis pipelined =
            new PipelinedRedis(vertx, clients, masters, config, new SimpleMeterRegistry());
    private final Coherence coherence = new Coherence(vertx, clients, masters, config);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final NearKeys<String, String> keys =
            new NearKeys<>("test", "near:", key -> key, String::length, Duration.ZERO);
    private final NearCache<String, String> cache =
            new NearCaches(coherence, config, new SimpleMeterRegistry()).cache(keys, new Heard());

    private final class Heard implements NearListener<String> {
        @Override
        public void changed(String key) {
            heard.add(key);
        }

        @Override
        public void flushed() {
            heard.add("flushed");
        }
    }

    @BeforeAll
    static void startRedis() throws IOException {
        redis = new RunningRedis();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() {
        coherence.start(null);
        awaitCoherent();
        heard.clear();
    }

    @AfterEach
    void stop() {
        coherence.stop(null);
        pipelined.stop(null);
        assertThat(vertx.close().toCompletionStage().toCompletableFuture()).succeedsWithin(SOON);
    }

    private void awaitCoherent() {
        await().atMost(SOON).until(cache::isCoherent);
    }

    private String read(String key) {
        return load(key).await().atMost(SOON);
    }

    private Uni<String> load(String key) {
        return cache.load(key, () -> pipelined
                .send(Request.cmd(Command.GET).arg("near:{" + key + "}"))
                .map(CoherenceTest::text));
    }

    private static String text(Response answer) {
        return answer == null ? "nothing" : answer.toString();
    }

    /** Written by somebody else, read, and held: what was told of the writing has arrived. */
    private void hold(String key, String value) {
        redis.ask("SET near:{" + key + "} " + value);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(read(key)).isEqualTo(value);
            assertThat(cache.get(key)).isEqualTo(value);
        });
    }

    private void awaitDropped(String key) {
        await().atMost(SOON).untilAsserted(() -> assertThat(cache.get(key)).isNull());
    }

    @Test
    void dropsWhatSomebodyElseWrites() {
        hold("a", "1");
        hold("b", "1");

        redis.ask("SET near:{a} 2");

        awaitDropped("a");
        assertThat(read("a")).isEqualTo("2");
        assertThat(cache.get("b")).isEqualTo("1");
        assertThat(heard).contains("a");
    }

    @Test
    void dropsWhatExpires() {
        hold("a", "1");
        redis.ask("PEXPIRE near:{a} 50");
        await().atMost(SOON).untilAsserted(() -> assertThat(read("a")).isEqualTo("nothing"));
    }

    @Test
    void dropsWhatIsEvicted() {
        hold("a", "1");
        try {
            redis.ask("CONFIG SET maxmemory-policy allkeys-random", "CONFIG SET maxmemory 1");
            redis.ask("SET pressure 1");
            awaitDropped("a");
        } finally {
            redis.ask("CONFIG SET maxmemory 512mb", "CONFIG SET maxmemory-policy allkeys-lru");
        }
    }

    @Test
    void dropsManyKeysOfOneCommand() {
        var all = IntStream.range(0, 200).mapToObj(number -> "many" + number).toList();
        redis.ask(setting(all, "1"));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(all).allSatisfy(key -> assertThat(read(key)).isEqualTo("1"));
            assertThat(all).noneSatisfy(key -> assertThat(cache.get(key)).isNull());
        });

        redis.ask(setting(all, "2"));

        await().atMost(SOON).untilAsserted(() -> assertThat(all)
                .allSatisfy(key -> assertThat(cache.get(key)).isNull()));
    }

    private static String setting(List<String> keys, String value) {
        return keys.stream().map(key -> " near:{" + key + "} " + value).collect(Collectors.joining("", "MSET", ""));
    }

    @Test
    void dropsEverythingWhenRedisIsEmptied() {
        hold("a", "1");
        redis.ask("FLUSHALL");
        awaitDropped("a");
        assertThat(heard).contains("flushed");
        hold("a", "2");
    }

    @Test
    void goesOnBelievingWhatItHoldsWhileRequestsKeepTheirLoopsBusy() {
        hold("a", "1");
        var busy = new CountDownLatch(1);
        try {
            ((VertxInternal) vertx).getEventLoopGroup().forEach(loop -> loop.execute(() -> awaitQuietly(busy)));

            await().during(config.nearLease().multipliedBy(3))
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(cache.get("a")).isEqualTo("1"));
        } finally {
            busy.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void dropsEverythingWhenItsConnectionIsKilledAndHoldsAgainSoon() {
        hold("a", "1");

        redis.ask("CLIENT KILL TYPE normal SKIPME yes");

        await().atMost(SOON).until(() -> heard.contains("flushed"));
        awaitCoherent();
        assertThat(cache.get("a")).isNull();
        hold("a", "2");
    }

    @Test
    void answersNothingFromMemoryWhileRedisIsFrozen() {
        hold("a", "1");
        var begun = System.nanoTime();
        try (var frozen = redis.freeze()) {
            awaitDropped("a");
            var noticed = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(noticed).as("the lease").isLessThan(config.nearLease().plusSeconds(2));
            assertThat(cache.isCoherent()).isFalse();
            await().atMost(SOON).until(() -> heard.contains("flushed"));
            assertThat(frozen).isNotNull();
        }
        awaitCoherent();
        hold("a", "2");
    }

    @Test
    void beginsEmptyOnTheRedisThatComesBack() {
        hold("a", "1");
        redis.kill();
        awaitDropped("a");
        redis.startAgain();
        awaitCoherent();
        assertThat(read("a")).isEqualTo("nothing");
        hold("a", "2");
    }

    @Test
    void findsInRedisWhatItHasFilledInItself() {
        var key = "own";
        var filled = cache.load(key, () -> pipelined
                        .send(Request.cmd(Command.SET).arg("near:{own}").arg("1"))
                        .map(done -> "1"))
                .await()
                .atMost(SOON);
        assertThat(filled).isEqualTo("1");
        await().atMost(SOON).until(() -> heard.contains(key));

        assertThat(read(key)).isEqualTo("1");
        assertThat(cache.get(key)).as("nothing ends it any more").isEqualTo("1");
    }

    @Test
    void closesTheConnectionsItGivesUp() {
        for (int i = 0; i < 5; i++) {
            redis.ask("CLIENT KILL TYPE normal SKIPME yes");
            await().atMost(SOON).until(() -> heard.contains("flushed"));
            awaitCoherent();
            heard.clear();
        }
        try (var frozen = redis.freeze()) {
            await().atMost(SOON).until(() -> heard.contains("flushed"));
            assertThat(frozen).isNotNull();
        }
        awaitCoherent();
        await().atMost(SOON).untilAsserted(() -> assertThat(redis.ask("CLIENT LIST")
                        .lines()
                        .filter(line -> line.contains("flags=") && line.contains("cmd=role"))
                        .count())
                .isOne());
    }
}
