package io.yizhan.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ParkedApiTest {
    private static final AtomicLong IDS = new AtomicLong(1_000_000_000_000L);

    @Inject
    Pool pool;

    private long parked(UUID key) {
        return parked(key, "test.parked");
    }

    private long parked(UUID key, String topic) {
        var id = IDS.incrementAndGet();
        pool.preparedQuery("""
                        insert into outbox_parked (id, topic, key, version, payload, created_at, attempts, parked_at, reason)
                        values ($1, $4, $2, 1, '{}', $3, 20, $3, 'IllegalStateException: no')
                        """)
                .execute(Tuple.of(id, key, OffsetDateTime.now(), topic))
                .await()
                .indefinitely();
        return id;
    }

    private long count(String sql, Object key) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(key))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void showsWhatIsParkedAndHandsItOverAgain() {
        var administrator = TestTokens.administrator();
        var key = UUID.randomUUID();
        var id = parked(key);

        var listed = given().auth()
                .oauth2(administrator)
                .queryParam("limit", 200)
                .get("/v1/outbox/parked")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(listed.getString("entries.find { it.id == '" + id + "' }.reason"))
                .isEqualTo("IllegalStateException: no");

        replay(administrator, id, 204);
        given().auth()
                .oauth2(administrator)
                .post("/v1/outbox/parked/" + id + "/replay")
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/parked-not-found"));

        assertThat(count("select count(*) from outbox_parked where key = $1", key))
                .isZero();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> count("select count(*) from outbox where key = $1", key) == 0);
        assertThat(count("select count(*) from audit_entry where stream = $1 and action = 'outbox.replay'", key))
                .isOne();
    }

    private static void replay(String token, long id, int status) {
        given().auth()
                .oauth2(token)
                .post("/v1/outbox/parked/" + id + "/replay")
                .then()
                .statusCode(status);
    }

    @Test
    void handsAllOverAgain() {
        var administrator = TestTokens.administrator();
        var topic = "test." + UUID.randomUUID();
        for (int i = 0; i < 250; i++) {
            parked(UUID.randomUUID(), topic);
        }

        var count = given().auth()
                .oauth2(administrator)
                .post("/v1/outbox/parked/replay")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("count");

        assertThat(count).isGreaterThanOrEqualTo(250);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("select count(*) from outbox where topic = $1", topic) == 0);
        assertThat(count("select count(*) from outbox_parked where topic = $1", topic))
                .isZero();
    }

    @Test
    void saysInHealthHowMuchIsParked() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'outbox' }.data.parked", greaterThanOrEqualTo(0));
    }
}
