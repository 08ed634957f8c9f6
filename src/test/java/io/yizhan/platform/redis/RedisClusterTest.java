package io.yizhan.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands, scripts and near caches on a real cluster of six, whose masters change. */
@Timeout(120)
class RedisClusterTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static RealCluster cluster;

    private final RedisConfig config = RedisSettingsOfTest.standard();
    private final Vertx vertx = Vertx.vertx();
    private final RedisClients clients = cluster.clients(vertx);
    private final RedisMasters masters = new RedisMasters(vertx, clients);
    private final PipelinedRedis redis = new PipelinedRedis(vertx, clients, masters, config, new SimpleMeterRegistry());
    private final Coherence coherence = new Coherence(vertx, clients, masters, config);
    private final NearKeys<String, String> keys =
            new NearKeys<>("test", "near:", key -> key, String::length, Duration.ZERO);
    private final NearCache<String, String> cache =
            new NearCaches(coherence, config, new SimpleMeterRegistry()).cache(keys);

    @BeforeAll
    static void startCluster() throws IOException {
        assumeTrue(
                RealCluster.isInstalled("Redis Cluster"),
                "SKIPPED: redis-server is not installed (apt-get install redis-server)");
        cluster = RealCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void start() {
        masters.start(null);
        coherence.start(null);
        awaitCoherent();
    }

    @AfterEach
    void stop() {
        coherence.stop(null);
        redis.stop(null);
        assertThat(vertx.close().toCompletionStage().toCompletableFuture()).succeedsWithin(SOON);
    }

    private void awaitCoherent() {
        await().atMost(SOON).until(cache::isCoherent);
    }

    private static String redisKey(String key) {
        return "near:{" + key + "}";
    }

    private String send(Command command, String... arguments) {
        var request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return text(redis.send(request).await().atMost(SOON));
    }

    private static String text(Response answer) {
        return answer == null ? "nothing" : answer.toString();
    }

    private String read(String key) {
        return cache.load(key, () -> redis.send(Request.cmd(Command.GET).arg(redisKey(key)))
                        .map(RedisClusterTest::text))
                .await()
                .atMost(SOON);
    }

    private void hold(String key, String value) {
        await().atMost(SOON).ignoreExceptions().until(() -> cluster.ask("SET", redisKey(key), value)
                .equals("OK"));
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(read(key)).isEqualTo(value);
            assertThat(cache.get(key)).isEqualTo(value);
        });
    }

    @Test
    void sendsEveryKeyToItsMaster() {
        var all = IntStream.range(0, 60).mapToObj(number -> "every" + number).toList();
        all.forEach(
                key -> assertThat(send(Command.SET, redisKey(key), "of " + key)).isEqualTo("OK"));

        all.forEach(key -> assertThat(send(Command.GET, redisKey(key))).isEqualTo("of " + key));
        assertThat(cluster.masters()).hasSize(3).allSatisfy(port -> assertThat(
                        Integer.parseInt(cluster.tell(port, "DBSIZE")))
                .isPositive());
    }

    @Test
    void runsAScriptWhereItsKeyIs() {
        var script = new LuaScript(redis, "material/replace_if_newer.lua");
        for (int number = 0; number < 12; number++) {
            var key = redisKey("script" + number);
            for (var version : List.of("2", "1", "3")) {
                assertThat(script.execute(List.of(key), List.of(version, "60", version + "\n"))
                                .await()
                                .atMost(SOON)
                                .toInteger())
                        .isEqualTo(version.equals("1") ? 0 : 1);
            }
            assertThat(cluster.ask("GET", key)).isEqualTo("3");
        }
    }

    @Test
    void dropsWhatSomebodyElseWritesOnAnyMaster() {
        var all = IntStream.range(0, 12).mapToObj(number -> "near" + number).toList();
        all.forEach(key -> hold(key, "1"));

        all.forEach(key -> cluster.ask("SET", redisKey(key), "2"));

        all.forEach(key -> await().atMost(SOON)
                .untilAsserted(() -> assertThat(cache.get(key)).isNull()));
        all.forEach(key -> assertThat(read(key)).isEqualTo("2"));
    }

    @Test
    void followsASlotToAnotherMaster() {
        hold("moves", "1");
        var from = cluster.masterOf(redisKey("moves"));
        var to = cluster.masters().stream()
                .filter(port -> port != from)
                .findFirst()
                .orElseThrow();
        var slot = Integer.parseInt(cluster.ask("CLUSTER", "KEYSLOT", redisKey("moves")));

        cluster.move(slot, from, to);
        assertThat(cluster.ask("SET", redisKey("moves"), "2")).isEqualTo("OK");

        await().atMost(SOON).untilAsserted(() -> assertThat(read("moves")).isEqualTo("2"));
        hold("moves", "3");
    }

    @Test
    void followsAReplicaThatTakesOverFromALivingMaster() {
        hold("asked", "1");
        var master = cluster.masterOf(redisKey("asked"));
        var replica = cluster.replicaOf(master);

        assertThat(cluster.tell(replica, "CLUSTER", "FAILOVER")).isEqualTo("OK");
        await().atMost(SOON).until(() -> cluster.masterOf(redisKey("asked")) == replica);
        assertThat(cluster.ask("SET", redisKey("asked"), "2")).isEqualTo("OK");

        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(read("asked"))
                .isEqualTo("2"));
        awaitCoherent();
        hold("asked", "3");
    }

    @Test
    void holdsNothingUntilTheSuccessorOfADeadMasterIsTracked() {
        hold("dies", "1");
        var other = IntStream.range(0, 100)
                .mapToObj(number -> "lives" + number)
                .filter(key -> cluster.masterOf(redisKey(key)) != cluster.masterOf(redisKey("dies")))
                .findFirst()
                .orElseThrow();
        hold(other, "1");
        var dead = cluster.masterOf(redisKey("dies"));

        cluster.kill(dead);

        await().atMost(SOON).untilAsserted(() -> assertThat(cache.get("dies")).isNull());
        assertThat(send(Command.GET, redisKey(other)))
                .as("other masters still answer")
                .isEqualTo("1");
        await().atMost(SOON).ignoreExceptions().until(() -> cluster.masterOf(redisKey("dies")) != dead);
        awaitCoherent();
        hold("dies", "2");
        hold(other, "2");
    }
}
