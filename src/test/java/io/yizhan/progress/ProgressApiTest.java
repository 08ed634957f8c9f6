package io.yizhan.progress;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.yizhan.casework.QueryNumbers;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProgressApiTest {
    @Inject
    MeterRegistry metrics;

    @Test
    void showsWhereACaseStandsToAnyoneWhoHasTheNumber() {
        var receipt = submit(TestTokens.applicant(), TRANSFER);

        given().get("/v1/progress/" + receipt.getString("queryNumber"))
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("itemNameZh", equalTo("户口迁移审批"))
                .body("state", equalTo("submitted"))
                .body("timeline.kind", hasItem("submitted"))
                .body("promisedOn", equalTo(receipt.getString("promisedOn")))
                .body("bringAlong.materialType", hasItem("IDN001"))
                .body("askAgainAfterSeconds", notNullValue())
                .body("staleAtMostSeconds", equalTo(1));
    }

    @Test
    void isCountedUnderTheAddressOfTheOperationNeverUnderANumber() {
        var number = submit(TestTokens.applicant(), TRANSFER).getString("queryNumber");

        given().get("/v1/progress/" + number).then().statusCode(200);

        await().untilAsserted(() -> assertThat(metrics.find("http.server.requests")
                        .tag("uri", "/v1/progress/{queryNumber}")
                        .tag("status", "200")
                        .timer())
                .isNotNull());
        assertThat(metrics.find("http.server.requests").timers())
                .noneMatch(timer -> timer.getId().getTag("uri").contains(number));
    }

    @Test
    void showsNothingPersonal() {
        var person = Personas.person();
        var receipt = submit(TestTokens.applicant(person), TRANSFER);

        var answer = given().get("/v1/progress/" + receipt.getString("queryNumber"));

        var shown = new HashSet<>(answer.jsonPath().getMap("").keySet());
        assertThat(shown)
                .doesNotContain("id", "subject", "actor", "form", "materials", "officialNumber", "name", "channel");
        assertThat(answer.asString()).doesNotContain(person.name()).doesNotContain(receipt.getString("id"));
    }

    @Test
    void readsTheNumberAsPeopleTypeIt() {
        var receipt = submit(TestTokens.applicant(), TRANSFER);
        var typed = receipt.getString("printedQueryNumber").toLowerCase(java.util.Locale.ROOT);

        given().get("/v1/progress/" + typed)
                .then()
                .statusCode(200)
                .body("queryNumber", equalTo(receipt.getString("queryNumber")));
    }

    @Test
    void answersNotModifiedUntilSomethingChanges() {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var first = progress(receipt, null, null);

        assertThat(progress(receipt, first.header("ETag"), null).statusCode()).isEqualTo(304);
        withdraw(token, receipt);
        var changed = progress(receipt, first.header("ETag"), null);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(first.header("ETag"));
        assertThat(changed.<String>path("state")).isEqualTo("withdrawn");
        assertThat(changed.<Boolean>path("isFinal")).isTrue();
    }

    @Test
    void answersAWaitingClientWhenTheCaseChanges() {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var etag = progress(receipt, null, null).header("ETag");

        var waiting = CompletableFuture.supplyAsync(() -> progress(receipt, etag, "wait=25"));
        await().until(() -> waitingRequests() > 0);
        assertThat(waiting).isNotDone();
        withdraw(token, receipt);

        var answer = waiting.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=25");
        assertThat(answer.<String>path("state")).isEqualTo("withdrawn");
        await().until(() -> waitingRequests() == 0);
    }

    @Test
    void answersNotModifiedWhenTheWaitIsOver() {
        var receipt = submit(TestTokens.applicant(), TRANSFER);
        var etag = progress(receipt, null, null).header("ETag");
        var started = System.nanoTime();

        var answer = progress(receipt, etag, "wait=1");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }

    @Test
    void looksOnlyOnceWhenNothingChangesWhileItWaits() {
        var receipt = submit(TestTokens.applicant(), TRANSFER);

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            var etag = progress(receipt, null, null).header("ETag");
            var looks = looks();
            assertThat(progress(receipt, etag, "wait=1").statusCode()).isEqualTo(304);
            assertThat(looks() - looks).isEqualTo(1);
        });
    }

    private double looks() {
        return Stream.of("hits", "misses")
                .mapToDouble(kind -> metrics.get("yizhan.redis.near." + kind)
                        .tag("cache", "progress")
                        .functionCounter()
                        .count())
                .sum();
    }

    @Test
    void noticesATypingErrorBeforeAnythingElse() {
        var number = submit(TestTokens.applicant(), TRANSFER).getString("queryNumber");
        var wrong = number.substring(0, 12) + (number.charAt(12) == 'A' ? 'B' : 'A');

        given().header("Accept-Language", "en")
                .get("/v1/progress/" + wrong)
                .then()
                .statusCode(400)
                .body("type", equalTo("/v1/problems/query-number-invalid"))
                .body("title", equalTo("The query number has a typing error"));
    }

    @Test
    void stopsAClientThatGuesses() {
        var device = TestTokens.kiosk();
        var random = new java.security.SecureRandom();
        Response answer = null;
        for (int i = 0; i < 21; i++) {
            answer = given().auth().oauth2(device).get("/v1/progress/" + QueryNumbers.unknown(random));
            if (i < 20) {
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.<String>path("type")).isEqualTo("/v1/problems/progress-not-found");
            }
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        var known = submit(TestTokens.applicant(), TRANSFER).getString("queryNumber");
        given().auth().oauth2(device).get("/v1/progress/" + known).then().statusCode(429);
        given().get("/v1/progress/" + known).then().statusCode(200);
    }

    private double waitingRequests() {
        return metrics.get("yizhan.progress.waiting").gauge().value();
    }

    private static void withdraw(String token, JsonPath receipt) {
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .post("/v1/cases/" + receipt.getString("id") + "/withdrawal")
                .then()
                .statusCode(200);
    }

    private static Response progress(JsonPath receipt, String etag, String prefer) {
        var request = given();
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        if (prefer != null) {
            request.header("Prefer", prefer);
        }
        return request.get("/v1/progress/" + receipt.getString("queryNumber"));
    }
}
