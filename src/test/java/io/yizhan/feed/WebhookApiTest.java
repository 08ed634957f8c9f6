package io.yizhan.feed;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.POLICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WebhookApiTest {
    @Inject
    Pool pool;

    static ValidatableResponse registering(String department, String url) {
        return given().auth()
                .oauth2(TestTokens.administrator())
                .contentType(ContentType.JSON)
                .body(Map.of("department", department, "url", url))
                .post("/v1/webhooks")
                .then();
    }

    static ValidatableResponse removing(String id) {
        return given().auth()
                .oauth2(TestTokens.administrator())
                .delete("/v1/webhooks/" + id)
                .then();
    }

    private static ValidatableResponse commanding(String id, String command) {
        return given().auth()
                .oauth2(TestTokens.administrator())
                .post("/v1/webhooks/" + id + "/" + command)
                .then();
    }

    private static ValidatableResponse listing() {
        return given().auth()
                .oauth2(TestTokens.administrator())
                .get("/v1/webhooks")
                .then();
    }

    @Test
    void sendsWhatHappensSignedWithASecretThatIsShownOnce() throws IOException {
        try (var receiver = new TestReceiver()) {
            receiver.open();
            var registered = registering(POLICE, receiver.url())
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            receiver.expect(registered.getString("secret"));
            var id = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id");

            await().atMost(Duration.ofSeconds(20)).until(() -> receiver.taken().stream()
                    .anyMatch(taken -> taken.caseId().equals(id)));

            assertThat(receiver.forged()).isZero();
            var webhook = "webhooks.find { it.id == '" + registered.getString("id") + "' }";
            listing()
                    .statusCode(200)
                    .body(webhook + ".state", equalTo("active"))
                    .body(webhook + ".secret", nullValue());
            removing(registered.getString("id")).statusCode(204);
            listing().body(webhook, nullValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest",
                "https://10.0.0.1/hook",
                "http://93.184.215.14/hook",
                "https://[fd00::1]/hook",
                "ftp://127.0.0.1/"
            })
    void refusesAddressesThatLeadInside(String url) {
        registering(POLICE, url).statusCode(422).body("type", equalTo("/v1/problems/webhook-address-refused"));
    }

    @Test
    void refusesWhatIsNoDepartment() {
        registering("1153040200000006X0", "http://127.0.0.1:9/hook").statusCode(400);
    }

    @Test
    void knowsNoWebhookThatWasRemoved() {
        var id = registering(POLICE, "http://127.0.0.1:9/hook")
                .statusCode(201)
                .extract()
                .<String>path("id");
        removing(id).statusCode(204);

        removing(id).statusCode(404).body("type", equalTo("/v1/problems/webhook-not-found"));
        commanding(id, "resumption").statusCode(404);
        commanding(id, "replay").statusCode(404);
    }

    @Test
    void keepsTheSecretEncrypted() {
        var registered = registering(POLICE, "http://127.0.0.1:9/hook")
                .statusCode(201)
                .extract()
                .jsonPath();
        var stored = pool.preparedQuery("select encode(secret, 'escape') as secret from webhook where id = $1")
                .execute(Tuple.of(UUID.fromString(registered.getString("id"))))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString("secret");
        removing(registered.getString("id")).statusCode(204);

        assertThat(stored)
                .doesNotContain("whsec_")
                .doesNotContain(registered.getString("secret").substring(6));
    }

    @Test
    void signsWithANewSecretAndGoesOnWhereItWas() throws IOException {
        try (var receiver = new TestReceiver()) {
            var old = registering(POLICE, receiver.url())
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            var webhook = old.getString("id");
            var id = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id");

            var renewed =
                    commanding(webhook, "secret").statusCode(200).extract().<String>path("secret");
            assertThat(renewed).startsWith("whsec_").isNotEqualTo(old.getString("secret"));
            receiver.expect(renewed);
            await().atMost(Duration.ofSeconds(10)).until(() -> isInNobodysHand(webhook));
            receiver.open();
            commanding(webhook, "resumption").statusCode(204);

            await().atMost(Duration.ofSeconds(20)).until(() -> receiver.taken().stream()
                    .anyMatch(taken -> taken.caseId().equals(id)));
            assertThat(receiver.forged()).isZero();
            removing(webhook).statusCode(204);
            commanding(webhook, "secret").statusCode(404);
        }
    }

    /** What a receiver does not want is tried for days, then parked; an administrator has it sent again. */
    @Test
    void sendsParkedEventsAgain() throws IOException {
        try (var receiver = new TestReceiver()) {
            receiver.open();
            receiver.refuse(true);
            var registered = registering(POLICE, receiver.url())
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            receiver.expect(registered.getString("secret"));
            var webhook = registered.getString("id");
            var id = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id");
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting(webhook, id) > 0);
            pool.preparedQuery("update webhook_delivery set state = 'parked' where webhook = $1 and case_id = $2")
                    .execute(Tuple.of(UUID.fromString(webhook), UUID.fromString(id)))
                    .await()
                    .indefinitely();
            given().auth()
                    .oauth2(TestTokens.administrator())
                    .get("/v1/webhooks/" + webhook + "/parked")
                    .then()
                    .statusCode(200)
                    .body("deliveries.find { it.event.caseId == '" + id + "' }.reason", equalTo("answered 422"));

            receiver.refuse(false);
            commanding(webhook, "replay").statusCode(200);

            await().atMost(Duration.ofSeconds(20)).until(() -> receiver.taken().stream()
                    .anyMatch(taken -> taken.caseId().equals(id)));
            removing(webhook).statusCode(204);
        }
    }

    /** Whoever takes it into hand next signs with the secret of then. */
    private boolean isInNobodysHand(String webhook) {
        return pool.preparedQuery("select id from webhook where id = $1 and lease is null")
                        .execute(Tuple.of(UUID.fromString(webhook)))
                        .await()
                        .indefinitely()
                        .size()
                == 1;
    }

    private long waiting(String webhook, String caseId) {
        return pool.preparedQuery(
                        "select count(*) as n from webhook_delivery where webhook = $1 and case_id = $2 and state = 'waiting'")
                .execute(Tuple.of(UUID.fromString(webhook), UUID.fromString(caseId)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("n");
    }
}
