package io.yizhan.fault;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.match;
import static io.yizhan.casework.Journeys.matched;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network to PostgreSQL fails at the worst moments: nothing is lost, nothing is done twice, nobody waits for long. */
@QuarkusTest
@TestProfile(LostAnswerTest.Proxied.class)
@Timeout(90)
class LostAnswerTest {
    public static final class Proxied implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ProxiedStores.class));
        }

        /** Nothing but the request itself brings Redis up to date. */
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yizhan.outbox.pause", "1h");
        }
    }

    PostgresProxy proxy;

    @Inject
    DataSource direct;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void mend() {
        proxy.pass();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> ownCases(TestTokens.applicant()));
    }

    @Test
    void findsOutByItselfThatTheCaseWasWritten() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        var key = newKey();
        proxy.loseAnswerOf(key);

        var receipt = submitting(token, key, application)
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .extract()
                .jsonPath();

        assertThat(ownCases(token)).containsExactly(receipt.getString("officialNumber"));
        assertIdentityCardIsOffered(token);
    }

    @Test
    void saysThatItDoesNotKnowAndAnswersTheRepeatWithTheOneCase() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        var key = newKey();
        proxy.loseAnswerOfAndRefuseAfter(key);

        assertOutcomeUnknown(submitting(token, key, application));
        proxy.pass();

        var receipt = repeated(token, key, application)
                .header("Idempotent-Replayed", "true")
                .extract()
                .jsonPath();
        assertIdentityCardIsOffered(token);
        assertThat(ownCases(token)).containsExactly(receipt.getString("officialNumber"));
    }

    @Test
    void saysThatItDoesNotKnowAndWritesTheCaseWithTheRepeatWhenItNeverArrived() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        var key = newKey();
        proxy.loseRequestOf(key);

        assertOutcomeUnknown(submitting(token, key, application));
        assertThat(ownCases(token)).isEmpty();

        var first = repeated(token, key, application).extract();
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(ownCases(token)).containsExactly(first.jsonPath().getString("officialNumber"));
    }

    @Test
    void findsOutForEachOfThoseWrittenTogether() throws Exception {
        var tokens = Stream.generate(TestTokens::applicant).limit(8).toList();
        var applications =
                tokens.stream().map(token -> application(token, TRANSFER)).toList();
        var first = TestTokens.applicant();
        submit(first, TRANSFER);
        var blocked = application(first, TRANSFER);
        var keys = Stream.generate(Journeys::newKey).limit(8).toList();
        var threads = Executors.newFixedThreadPool(9);
        try (var connection = direct.getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("update case_counter set last = last");
            var before = threads.submit(
                    () -> submitting(first, newKey(), blocked).extract().statusCode());
            await().untilAsserted(() -> assertThat(waitingForARow()).isPositive());
            proxy.loseAnswerOf(keys.get(5));
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < tokens.size(); i++) {
                var one = i;
                answers.add(threads.submit(() -> submitting(tokens.get(one), keys.get(one), applications.get(one))
                        .statusCode(201)
                        .extract()
                        .path("officialNumber")));
            }
            await().untilAsserted(() -> assertThat(waitingForTheLane()).isEqualTo(tokens.size()));
            connection.rollback();

            assertThat(before.get()).isEqualTo(201);
            for (int i = 0; i < tokens.size(); i++) {
                var number = answers.get(i).get();
                assertThat(ownCases(tokens.get(i))).containsExactly(number);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private double waitingForTheLane() {
        return metrics.get("yizhan.casework.submissions.waiting").gauge().value();
    }

    private long waitingForARow() throws SQLException {
        try (var connection = direct.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void answersProgressAndRefusesWritesWhilePostgresIsAwayAndRecoversSoon() {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var progress = progress(number);
        var application = application(token, BIRTH);
        var key = newKey();

        proxy.refuse();
        assertComeBack(submitting(token, key, application));
        assertComeBack(given().auth().oauth2(token).get("/v1/cases").then());
        assertThat(match(token, TRANSFER).getList("requirements")).isNotEmpty();
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(progress(number)).isEqualTo(progress));
        proxy.pass();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> submitting(token, key, application).statusCode(201));
        assertThat(ownCases(token)).hasSize(2);
    }

    @Test
    void refusesSoonWhenEveryConnectionIsStuck() throws Exception {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var progress = progress(number);
        var threads = Executors.newFixedThreadPool(16);
        proxy.freeze();
        try {
            var stuck = new ArrayList<Future<?>>();
            for (int i = 0; i < 16; i++) {
                stuck.add(threads.submit(() -> ownCasesAnswer(token).extract().statusCode()));
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertComeBack(soon(() -> ownCasesAnswer(token))));
            for (int i = 0; i < 4; i++) {
                assertComeBack(soon(() -> ownCasesAnswer(token)));
            }
            assertThat(soon(() -> progress(number))).isEqualTo(progress);
            proxy.pass();
            for (var one : stuck) {
                assertThat(one.get()).isEqualTo(503);
            }
        } finally {
            threads.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(ownCases(token)).hasSize(1));
    }

    private static ValidatableResponse repeated(String token, String key, Map<String, Object> application) {
        var answer = new ArrayList<ValidatableResponse>();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> answer.add(submitting(token, key, application).statusCode(201)));
        return answer.get(0);
    }

    private static void assertOutcomeUnknown(ValidatableResponse answer) {
        answer.statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo("/v1/problems/outcome-unknown"));
    }

    private static void assertComeBack(ValidatableResponse answer) {
        answer.statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo("/v1/problems/service-busy"));
    }

    private static void assertIdentityCardIsOffered(String token) {
        assertThat(matched(match(token, TRANSFER), "IDN001").get("outcome")).isNotEqualTo("supply");
    }

    private static List<String> ownCases(String token) {
        return ownCasesAnswer(token).statusCode(200).extract().jsonPath().getList("cases.officialNumber");
    }

    private static ValidatableResponse ownCasesAnswer(String token) {
        return given().auth().oauth2(token).get("/v1/cases").then();
    }

    private static String progress(String number) {
        return given().get("/v1/progress/" + number)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static <T> T soon(Callable<T> call) throws Exception {
        var begun = System.nanoTime();
        var answer = call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        return answer;
    }
}
