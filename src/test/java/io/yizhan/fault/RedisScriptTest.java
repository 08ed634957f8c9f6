package io.yizhan.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.PipelinedRedis;
import io.yizhan.platform.redis.RedisAway;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The scripts that decide which copy stays, on the real Redis, with many writers. */
@QuarkusTest
class RedisScriptTest {
    private static final int WRITERS = 8;
    private static final int VERSIONS = 200;
    private static final long SEED = new Random().nextLong();

    /** Without the application's time limits. */
    @Inject
    RedisAPI commands;

    @Inject
    PipelinedRedis pipelined;

    private final RealRedis redis = new RealRedis();
    private final String key = "fault:" + UUID.randomUUID();
    private final String replaceIfNewer = text("material/replace_if_newer.lua");
    private final String keepAnswer = text("material/keep_answer.lua");
    private final String publishIfNewer = text("progress/publish_if_newer.lua");

    private static String text(String file) {
        try (var script = RedisScriptTest.class.getResourceAsStream("/lua/" + file)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private int library(int version, String records) {
        return execute(replaceIfNewer, List.of(Integer.toString(version), "60", version + "\n" + records));
    }

    private int view(int caseVersion, int catalogueVersion) {
        return execute(
                publishIfNewer,
                List.of(
                        Integer.toString(caseVersion),
                        Integer.toString(catalogueVersion),
                        caseVersion + " " + catalogueVersion + " tag\n{}",
                        "60"));
    }

    private int answer(int libraryVersion, int catalogueVersion) {
        var stamp = libraryVersion + " " + catalogueVersion + " ";
        return commands.eval(List.of(
                        keepAnswer,
                        "2",
                        key,
                        key + ":answer",
                        Integer.toString(libraryVersion),
                        Integer.toString(catalogueVersion),
                        "60000",
                        stamp + "rest\n{}"))
                .await()
                .indefinitely()
                .toInteger();
    }

    private int execute(String script, List<String> arguments) {
        var command = new ArrayList<>(List.of(script, "1", key));
        command.addAll(arguments);
        return commands.eval(command).await().indefinitely().toInteger();
    }

    @Test
    void keepsTheNewerLibrary() {
        assertThat(library(2, "first")).isOne();
        assertThat(library(1, "older")).isZero();
        assertThat(library(2, "again")).isZero();
        assertThat(library(10, "newer")).isOne();
        assertThat(library(9, "older")).isZero();

        assertThat(redis.value("GET " + key)).isEqualTo("10\nnewer");
        assertThat(Long.parseLong(redis.value("TTL " + key))).isBetween(1L, 60L);
    }

    @Test
    void keepsTheNewestLibraryOfManyWriters() throws Exception {
        var replaced = write(version -> library(version, "records"));

        assertThat(redis.value("GET " + key)).as("seed %d", SEED).isEqualTo(VERSIONS + "\nrecords");
        assertThat(replaced).as("each version replaces at most once").isLessThanOrEqualTo(VERSIONS);
    }

    @Test
    void replacesALibraryItCannotRead() {
        redis.ask("SET " + key + " foreign");
        assertThat(library(0, "")).isOne();
    }

    @Test
    void keepsTheNewerViewOfACaseAndOfACatalogue() {
        assertThat(view(2, 5)).isOne();
        assertThat(view(1, 9)).isZero();
        assertThat(view(2, 5)).isZero();
        assertThat(view(2, 4)).isZero();
        assertThat(view(2, 6)).isOne();
        assertThat(view(10, 1)).isOne();

        assertThat(redis.ask("GET " + key)).contains("10 1 tag\n{}");
        assertThat(Long.parseLong(redis.value("TTL " + key))).isBetween(1L, 60L);
    }

    @Test
    void keepsTheNewestViewOfManyWriters() throws Exception {
        var replaced = write(version -> view(version, 1));

        assertThat(redis.ask("GET " + key)).as("seed %d", SEED).contains(VERSIONS + " 1 tag\n{}");
        assertThat(replaced).as("each version replaces at most once").isLessThanOrEqualTo(VERSIONS);
    }

    @Test
    void replacesWhatItCannotRead() {
        redis.ask("SET " + key + " foreign");
        assertThat(view(1, 1)).isOne();
    }

    @Test
    void keepsAnAnswerOnlyBesideTheLibraryItWasMadeFrom() {
        assertThat(answer(1, 5)).as("no library").isZero();
        library(2, "records");
        assertThat(answer(1, 5)).as("of an older library").isZero();
        assertThat(answer(3, 5)).as("of a newer library").isZero();
        assertThat(answer(2, 5)).isOne();
        assertThat(answer(2, 4)).as("on an older catalogue").isZero();
        assertThat(answer(2, 5)).isOne();
        assertThat(answer(2, 6)).isOne();

        assertThat(redis.ask("GET " + key + ":answer")).contains("2 6 rest\n{}");
        assertThat(Long.parseLong(redis.value("PTTL " + key + ":answer"))).isBetween(1L, 60_000L);
    }

    @Test
    void replacesTheAnswerOfAnOlderLibraryAndWhatItCannotRead() {
        library(1, "records");
        assertThat(answer(1, 9)).isOne();
        library(2, "records");
        assertThat(answer(2, 5)).isOne();
        redis.ask("SET " + key + ":answer foreign");
        assertThat(answer(2, 5)).isOne();
    }

    @Test
    void sendsAScriptAgainThatRedisHasForgotten() {
        var script = new LuaScript(pipelined, "material/replace_if_newer.lua");
        for (int version = 1; version <= 3; version++) {
            var arguments = List.of(Integer.toString(version), "60", version + "\n");
            assertThat(redis.ask("SCRIPT FLUSH")).startsWith("+OK");
            await().ignoreExceptionsInstanceOf(RedisAway.class)
                    .untilAsserted(
                            () -> VertxContextSupport.subscribeAndAwait(() -> script.execute(List.of(key), arguments)));
            assertThat(redis.value("GET " + key)).isEqualTo(arguments.get(2));
        }
    }

    /** Every writer writes every version once, in an order of its own; answers how many writes were taken. */
    private static int write(IntUnaryOperator writer) throws Exception {
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(number -> (Callable<Integer>) () -> shuffled(number).stream()
                            .mapToInt(writer::applyAsInt)
                            .sum())
                    .toList();
            var taken = 0;
            for (Future<Integer> one : threads.invokeAll(writers)) {
                taken += one.get();
            }
            return taken;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Integer> shuffled(int writer) {
        var versions =
                new ArrayList<>(IntStream.rangeClosed(1, VERSIONS).boxed().toList());
        Collections.shuffle(versions, new Random(SEED + writer));
        return versions;
    }
}
