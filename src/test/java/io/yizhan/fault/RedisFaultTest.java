package io.yizhan.fault;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.match;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.submitting;
import static io.yizhan.casework.Journeys.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis may be emptied, frozen, cut off or killed at any moment: answers stay the same, they only come later. */
@QuarkusTest
@Timeout(60)
class RedisFaultTest {
    /** After this long a person tries again; the machine of a test run has other things to do. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Inject
    MeterRegistry metrics;

    @Inject
    Pool pool;

    private final RealRedis redis = new RealRedis();

    @BeforeEach
    @AfterEach
    void redisIsUsed() {
        var token = TestTokens.applicant();
        match(token, TRANSFER);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertHit(token));
    }

    private void assertHit(String token) {
        var before = hits();
        match(token, TRANSFER);
        assertThat(hits()).isGreaterThan(before);
    }

    private double hits() {
        return metrics.counter("yizhan.material.index", "result", "hit").count()
                + metrics.get("yizhan.redis.near.hits")
                        .tag("cache", "material")
                        .functionCounter()
                        .count();
    }

    @Test
    void answersTheSameWhenRedisIsEmptiedBetween() {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var matched = requirements(token);
        var progress = progress(number);

        redis.empty();

        assertThat(requirements(token)).isEqualTo(matched);
        assertThat(progress(number)).isEqualTo(progress);
    }

    @Test
    void answersTheSameWhileRedisIsEmptiedOverAndOver() throws Exception {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var matched = requirements(token);

        var answers = inParallel(4, () -> {
            var seen = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                redis.empty();
                seen.add(requirements(token));
            }
            return seen;
        });

        assertThat(answers).allSatisfy(seen -> assertThat(seen).containsOnly(matched));
    }

    @Test
    void answersEverythingSoonWhileRedisIsFrozen() {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        var number = submit(token, TRANSFER).getString("queryNumber");
        var matched = requirements(token);
        var progress = progress(number);

        try (var frozen = redis.freeze()) {
            assertThat(soon(() -> requirements(token))).isEqualTo(matched);
            assertThat(soon(() -> progress(number))).isEqualTo(progress);
            assertThat(soon(() -> upload(token, "IDN001"))).isNotBlank();
            assertThat(soon(() -> TestTokens.signIn(person, "applicant")).access())
                    .isNotBlank();
            var another = TestTokens.applicant();
            var application = application(another, TRANSFER);
            assertThat(soon(() ->
                            submitting(another, newKey(), application).extract().statusCode()))
                    .isEqualTo(201);
            assertThat(frozen).isNotNull();
        }
    }

    @Test
    void servesManyWhileRedisIsFrozen() throws Exception {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var matched = requirements(token);

        try (var frozen = redis.freeze()) {
            var answers = inParallel(16, () -> {
                var seen = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    seen.add(soon(() -> requirements(token)));
                }
                return seen;
            });
            assertThat(answers).allSatisfy(seen -> assertThat(seen).containsOnly(matched));
            assertThat(frozen).isNotNull();
        }
    }

    @Test
    void showsASubmissionAtOnceThoughRedisIsFrozenAndLaterHoldsAnOlderCopy() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        requirements(token);

        List<Object> withBoth;
        try (var frozen = redis.freeze()) {
            submit(token, BIRTH);
            withBoth = requirements(token);
            frozen.thaw();
            assertThat(requirements(token)).isEqualTo(withBoth);
        }
        redis.empty();
        assertThat(requirements(token)).isEqualTo(withBoth);
    }

    /** Another instance may have changed the case, and nobody told. */
    @Test
    void looksAgainWhenAWaitEndsWhileRedisTellsNothing() throws Exception {
        var number = submit(TestTokens.applicant(), TRANSFER).getString("queryNumber");
        await().atMost(SOON).until(() -> {
            var misses = progressMisses();
            progress(number);
            return progressMisses() == misses;
        });
        var etag = given().get("/v1/progress/" + number).header("ETag");
        var misses = progressMisses();

        var waiting = CompletableFuture.supplyAsync(() -> given().header("If-None-Match", etag)
                .header("Prefer", "wait=2")
                .get("/v1/progress/" + number)
                .statusCode());
        await().atMost(SOON)
                .until(() -> metrics.get("yizhan.progress.waiting").gauge().value() > 0);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
        assertThat(progressMisses()).isEqualTo(misses);
        try (var frozen = redis.freeze()) {
            assertThat(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(304);
            assertThat(progressMisses()).isGreaterThan(misses);
            assertThat(frozen).isNotNull();
        }
    }

    private double progressMisses() {
        return metrics.get("yizhan.redis.near.misses")
                .tag("cache", "progress")
                .functionCounter()
                .count();
    }

    @Test
    void neverMatchesOnAnOlderCopyThanItsOwnSubmissions() {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        submit(token, TRANSFER);
        requirements(token);
        settle();
        var copy = "yz:material:reusable:v2:{" + person.id() + "}";
        redis.ask("COPY " + copy + " older");

        submit(token, BIRTH);
        var withBoth = requirements(token);
        settle();
        redis.ask("COPY older " + copy + " REPLACE");

        assertThat(requirements(token)).isEqualTo(withBoth);
        assertThat(redis.value("GETRANGE " + copy + " 0 1")).isEqualTo("2\n");
    }

    @Test
    void neverShowsProgressGoBackwardsThoughRedisHoldsAnOlderCopy() {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var number = receipt.getString("queryNumber");
        progress(number);
        settle();
        var copy = "yz:progress:view:v2:{" + number + "}";
        redis.ask("COPY " + copy + " older");

        withdraw(token, receipt.getString("id"));
        var withdrawn = progress(number);
        settle();
        redis.ask("COPY older " + copy + " REPLACE");

        assertThat(withdrawn).contains("withdrawn");
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(progress(number)).isEqualTo(withdrawn));
    }

    @Test
    void repairsTheCopyByTheOutboxWhenTheRequestCouldNotWriteIt() {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        var application = application(token, TRANSFER);
        redis.kill();
        var number = submitting(token, newKey(), application)
                .statusCode(201)
                .extract()
                .<String>path("queryNumber");
        redis.startAgain();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(redis.value("GETRANGE yz:material:reusable:v2:{" + person.id() + "} 0 1"))
                    .isEqualTo("1\n");
            assertThat(redis.value("EXISTS yz:progress:view:v2:{" + number + "}"))
                    .isEqualTo("1");
        });
    }

    @Test
    void recoversWhenEveryConnectionIsKilled() throws Exception {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var matched = requirements(token);

        for (int i = 0; i < 5; i++) {
            redis.ask("CLIENT KILL TYPE normal SKIPME yes", "CLIENT KILL TYPE pubsub");
            assertThat(inParallel(4, () -> requirements(token))).containsOnly(matched);
        }
        awaitTracking();
    }

    @Test
    void goesOnWithoutRedisAndUsesTheOneThatComesBackEmpty() {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var matched = requirements(token);
        var progress = progress(number);

        redis.kill();
        assertThat(soon(() -> requirements(token))).isEqualTo(matched);
        assertThat(soon(() -> progress(number))).isEqualTo(progress);
        redis.startAgain();

        assertThat(requirements(token)).isEqualTo(matched);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertHit(token));
        awaitTracking();
    }

    private void awaitTracking() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(given().get("/q/metrics").asString()).contains("yizhan_redis_near_coherent 1.0"));
    }

    /** Nothing of what has been committed so far is on its way to Redis any more. */
    private void settle() {
        var last = waiting("true").stream().mapToLong(Long::longValue).max().orElse(0);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(waiting("id <= " + last + " and due_at < now() + interval '1 minute'"))
                        .isEmpty());
    }

    private List<Long> waiting(String condition) {
        var rows = pool.query("select id from outbox where " + condition)
                .execute()
                .await()
                .indefinitely();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong("id"))
                .toList();
    }

    private static List<Object> requirements(String token) {
        return match(token, ONLY_CHILD).getList("requirements");
    }

    private static String progress(String number) {
        return given().get("/v1/progress/" + number)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static void withdraw(String token, String id) {
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .post("/v1/cases/" + id + "/withdrawal")
                .then()
                .statusCode(200);
    }

    private static <T> T soon(Callable<T> call) {
        try {
            var begun = System.nanoTime();
            var answer = call.call();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            return answer;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static <T> List<T> inParallel(int callers, Callable<T> call)
            throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(callers);
        try {
            var answers = new ArrayList<T>();
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(callers, call))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
