package io.yizhan.feed;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.check.Finding;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReportApiTest {
    /** Whose system reports for the hall, in tests. */
    private static final String REPORTER = "115304020000000198";

    @Inject
    Pool pool;

    @Inject
    FeedConfig config;

    @Inject
    FeedRules rules;

    /** A reported row. */
    private record Reported(String dataSet, Map<String, Object> row) {}

    private static Response next(String system) {
        return given().auth().oauth2(system).get("/v1/report-batches/next");
    }

    private static ValidatableResponse acknowledging(String system, long number, String digest, int rows) {
        return given().auth()
                .oauth2(system)
                .contentType(ContentType.JSON)
                .body(Map.of("digest", digest, "rowCount", rows))
                .post("/v1/report-batches/" + number + "/acknowledgement")
                .then();
    }

    private static ValidatableResponse acknowledging(String system, JsonPath batch) {
        return acknowledging(system, batch.getLong("number"), batch.getString("digest"), batch.getInt("rowCount"));
    }

    /** Fetches and acknowledges all there is; the rows of a case. */
    private static List<Reported> drain(String system, String officialNumber) {
        var rows = new ArrayList<Reported>();
        while (true) {
            var answer = next(system);
            if (answer.statusCode() == 204) {
                return rows;
            }
            var batch = answer.jsonPath();
            batch.<Map<String, Object>>getList("rows").stream()
                    .filter(row -> row.get("officialNumber").equals(officialNumber))
                    .forEach(row -> rows.add(new Reported(batch.getString("dataSet"), row)));
            acknowledging(system, batch).statusCode(204);
        }
    }

    private static JsonPath delivered() {
        var receipt = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER);
        var officer = Desk.officer();
        var id = receipt.getString("id");
        move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        move(officer, id, 2, "review", Map.of());
        move(officer, id, 3, "suspensions", hearing());
        move(officer, id, 4, "resumption", Map.of("result", "听证会已召开"));
        move(officer, id, 5, "decision", Map.of("outcome", "granted"));
        move(officer, id, 6, "result", Map.of());
        move(officer, id, 7, "delivery", Map.of("manner", "counter"));
        return receipt;
    }

    private static Map<String, Object> hearing() {
        return Map.of(
                "kind",
                "specialProcedure",
                "procedure",
                "hearing",
                "reason",
                "依申请听证",
                "estimatedUntil",
                LocalDate.now().plusDays(20).toString());
    }

    private void awaitLogged(String caseId, String topic) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pool.preparedQuery("select position from event where case_id = $1 and topic = $2")
                                .execute(Tuple.of(UUID.fromString(caseId), topic))
                                .await()
                                .indefinitely()
                                .size()
                        == 1);
    }

    @Test
    void reportsTheFiveSetsOfACaseInTheirSequence() {
        var system = TestTokens.system(REPORTER);
        drain(system, "");
        var receipt = delivered();
        awaitLogged(receipt.getString("id"), "case.delivered");

        var rows = drain(system, receipt.getString("officialNumber"));

        assertThat(of(rows, "acceptance")).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("outcome", "accepted").containsEntry("operation", "insert");
            assertThat(row.get("dueOn")).isNotNull();
        });
        assertThat(of(rows, "process"))
                .extracting(row -> row.get("kind"))
                .containsExactly(
                        "submitted",
                        "accepted",
                        "reviewBegun",
                        "suspended",
                        "resumed",
                        "granted",
                        "resultReady",
                        "delivered");
        assertThat(of(rows, "process")).extracting(row -> row.get("step")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(of(rows, "specialProcedure"))
                .extracting(row -> row.get("operation"))
                .containsExactly("insert", "update");
        assertThat(of(rows, "specialProcedure"))
                .extracting(row -> row.get("name"))
                .containsOnly("hearing");
        assertThat(of(rows, "result")).extracting(row -> row.get("operation")).containsExactly("insert", "update");
        assertThat(of(rows, "result")).extracting(row -> row.get("outcome")).containsOnly("granted");
        assertThat(of(rows, "materials")).isNotEmpty();
        assertThat(rows.get(0).dataSet()).isEqualTo("acceptance");
        assertThat(rows).allSatisfy(row -> assertThat(row.row().keySet())
                .doesNotContain("subject", "actor", "form", "name_of_applicant", "reason"));
    }

    private static List<Map<String, Object>> of(List<Reported> rows, String dataSet) {
        return rows.stream()
                .filter(row -> row.dataSet().equals(dataSet))
                .map(Reported::row)
                .toList();
    }

    @Test
    void sendsABatchAgainUntilItIsAcknowledgedAndNothingElse() throws NoSuchAlgorithmException {
        var system = TestTokens.system(REPORTER);
        drain(system, "");
        var receipt = delivered();
        awaitLogged(receipt.getString("id"), "case.delivered");

        var first = next(system).jsonPath();
        var again = next(system);
        var number = first.getLong("number");
        assertThat(again.jsonPath().getLong("number")).isEqualTo(number);
        assertThat(again.jsonPath().getString("digest")).isEqualTo(first.getString("digest"));
        assertThat(again.jsonPath().getInt("timesSent")).isEqualTo(first.getInt("timesSent") + 1);
        assertThat(first.getString("digest")).isEqualTo(digestOfRows(again.asString()));

        acknowledging(system, number, "0".repeat(64), first.getInt("rowCount"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/report-receipt-mismatch"));
        acknowledging(system, number, first.getString("digest"), first.getInt("rowCount") + 1)
                .statusCode(409);
        acknowledging(system, number + 1, first.getString("digest"), first.getInt("rowCount"))
                .statusCode(409);
        acknowledging(system, number + 1000, first.getString("digest"), 1)
                .statusCode(404)
                .body("type", equalTo("/v1/problems/report-batch-not-found"));
        assertThat(next(system).jsonPath().getLong("number")).isEqualTo(number);
        acknowledging(system, first).statusCode(204);
        acknowledging(system, first).statusCode(204);

        assertThat(next(system).jsonPath().getLong("number")).isEqualTo(number + 1);
        given().auth()
                .oauth2(TestTokens.administrator())
                .get("/v1/report-batches?limit=200")
                .then()
                .statusCode(200)
                .body("batches.find { it.number == " + number + " }.timesSent", equalTo(first.getInt("timesSent") + 2));
    }

    @Test
    void emptiesABatchLongAfterItWasAcknowledgedAndNoOther() {
        var system = TestTokens.system(REPORTER);
        drain(system, "");
        var receipt = delivered();
        awaitLogged(receipt.getString("id"), "case.delivered");
        var first = next(system).jsonPath();
        acknowledging(system, first).statusCode(204);
        var number = first.getLong("number");
        var open = next(system).jsonPath().getLong("number");

        nextAfter(Duration.ofDays(364));
        assertThat(isEmpty(number)).isFalse();
        for (int some = 0; some < 50 && !isEmpty(number); some++) {
            nextAfter(Duration.ofDays(366));
        }

        assertThat(isEmpty(number)).isTrue();
        assertThat(isEmpty(open)).isFalse();
        assertThat(findings()).isEmpty();
        acknowledging(system, first).statusCode(204);
        given().auth()
                .oauth2(TestTokens.administrator())
                .get("/v1/report-batches?limit=200")
                .then()
                .body("batches.find { it.number == " + number + " }.digest", equalTo(first.getString("digest")));
    }

    private void nextAfter(Duration passed) {
        var clock = Clock.offset(Clock.systemUTC(), passed);
        assertThat(new Reports(pool, clock, config).next().await().indefinitely())
                .isPresent();
    }

    private boolean isEmpty(long number) {
        return pool.preparedQuery("select rows = '' as is_empty from report_batch where number = $1")
                .execute(Tuple.of(number))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBoolean("is_empty");
    }

    private List<Finding> findings() {
        return rules.rules().stream()
                .filter(rule ->
                        rule.name().startsWith("a report batch") || rule.name().startsWith("report batches"))
                .flatMap(rule -> rule.check().await().indefinitely().stream())
                .toList();
    }

    /** Over the bytes between the brackets, as they came. */
    private static String digestOfRows(String body) throws NoSuchAlgorithmException {
        var start = body.indexOf("\"rows\":") + "\"rows\":".length();
        var rows = body.substring(start, body.lastIndexOf(']') + 1);
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(rows.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void givesReportsToTheReportingDepartmentAlone() {
        next(TestTokens.system(Desk.POLICE)).then().statusCode(403);
        acknowledging(TestTokens.system(Desk.POLICE), 1, "0".repeat(64), 1).statusCode(403);
    }
}
