package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.defect;
import static io.yizhan.casework.Desk.defects;
import static io.yizhan.casework.Desk.move;
import static io.yizhan.casework.Desk.moving;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CaseworkApiTest {
    private String applicant;
    private String clerk;
    private String officer;

    @Inject
    Pool pool;

    @BeforeEach
    void signIn() {
        applicant = TestTokens.applicant();
        clerk = Desk.clerk();
        officer = Desk.officer();
    }

    private JsonPath view(String id) {
        return given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void worksACaseFromReceiptToDelivery() {
        var receipt = submit(applicant, TRANSFER);
        var id = receipt.getString("id");

        move(clerk, id, 1, "receipt", Map.of());
        var accepted = move(clerk, id, 2, "acceptance", Map.of("kind", "full"));
        move(officer, id, 3, "review", Map.of());
        move(officer, id, 4, "decision", Map.of("outcome", "granted", "reason", "符合条件"));
        move(clerk, id, 5, "result", Map.of());
        move(clerk, id, 6, "delivery", Map.of("manner", "counter"));

        assertThat(accepted.getString("clock")).isEqualTo("running");
        assertThat(accepted.getString("dueOn")).isEqualTo(receipt.getString("promisedOn"));
        var view = view(id);
        assertThat(view.getString("state")).isEqualTo("delivered");
        assertThat(view.getString("work.ending")).isEqualTo("certificateIssued");
        assertThat(view.getString("work.clock")).isEqualTo("finished");
        assertThat(view.getList("events.kind"))
                .isEqualTo(List.of(
                        "submitted", "received", "accepted", "reviewBegun", "granted", "resultReady", "delivered"));
        given().get("/v1/progress/" + receipt.getString("queryNumber"))
                .then()
                .statusCode(200)
                .body("state", equalTo("delivered"))
                .body("timeline.kind", hasItem("granted"))
                .body("dueOn", equalTo(accepted.getString("dueOn")));
    }

    @Test
    void namesTheLegalMovesWhenAMoveIsNot() {
        var id = submit(applicant, TRANSFER).getString("id");

        moving(officer, id, 1, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/case-state-conflict"))
                .body("state", equalTo("submitted"))
                .body("legalMoves", hasItem("accept"))
                .body("legalMoves", not(hasItem("grant")));
    }

    @Test
    void tellsTheSecondClerkWhereTheCaseStands() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(clerk, id, 1, "acceptance", Map.of("kind", "full"));

        moving(Desk.clerk(), id, 1, "non-acceptance", Map.of("reason", "材料不符"))
                .statusCode(412)
                .body("state", equalTo("accepted"))
                .body("version", equalTo(2));
    }

    @Test
    void letsOneOfManyClerksAcceptAndTellsTheOthers() {
        var id = submit(applicant, TRANSFER).getString("id");

        var statuses = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> moving(clerk, id, 1, "acceptance", Map.of("kind", "full"))
                                .extract()
                                .statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(7);
    }

    @Test
    void answersARepeatWithTheSameMoveAndRefusesTheKeyForAnother() {
        var id = submit(applicant, TRANSFER).getString("id");
        var key = newKey();

        var first = accept(id, key, Map.of("kind", "full")).statusCode(200).extract();
        var repeated = accept(id, key, Map.of("kind", "full")).statusCode(200).extract();

        assertThat(repeated.asString()).isEqualTo(first.asString());
        assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
        accept(id, key, Map.of("kind", "commitment", "owed", List.of()))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/idempotency-key-reused"));
        assertThat(view(id).getList("events")).hasSize(2);
    }

    private ValidatableResponse accept(String id, String key, Map<String, Object> body) {
        return given().auth()
                .oauth2(clerk)
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/cases/" + id + "/acceptance")
                .then();
    }

    @Test
    void asksForCorrectionsOnceAndCompletely() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(
                clerk,
                id,
                1,
                "corrections",
                Map.of("defects", List.of(defect("material:IDN002", "缺少户主页"), defect("form:address", "地址不全"))));

        var missing = Map.of(
                "materials", List.of(Map.of("materialType", "IDN002", "materialId", upload(applicant, "IDN002"))));
        moving(applicant, id, 2, "supplements", missing)
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/form")));
        var supplied = Map.of(
                "materials",
                List.of(Map.of("materialType", "IDN002", "materialId", upload(applicant, "IDN002"))),
                "form",
                List.of(Map.of("name", "address", "value", "红塔区玉兴路2号3栋")));
        move(applicant, id, 2, "supplements", supplied);

        var view = view(id);
        assertThat(view.getString("state")).isEqualTo("received");
        assertThat(view.getString("form.find { it.name == 'address' }.value")).isEqualTo("红塔区玉兴路2号3栋");
        assertThat(view.getList("materials.findAll { it.materialType == 'IDN002' }"))
                .hasSize(2);
        moving(clerk, id, 3, "corrections", defects("form:address"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/correction-told-already"));
        move(
                clerk,
                id,
                3,
                "corrections",
                Map.of("defects", List.of(defect("form:address", "门牌号仍不清楚")), "overrideReason", "经负责人同意再次告知"));
        assertThat(view(id).getList("work.corrections")).hasSize(2);
    }

    @Test
    void refusesMaterialsThatAreNotOnesOwn() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(clerk, id, 1, "corrections", defects("material:IDN002"));
        var foreign = upload(TestTokens.applicant(), "IDN002");

        moving(
                        applicant,
                        id,
                        2,
                        "supplements",
                        Map.of("materials", List.of(Map.of("materialType", "IDN002", "materialId", foreign))))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/materials-incomplete"));
        assertThat(view(id).getString("state")).isEqualTo("correctionRequested");
    }

    @Test
    void stopsTheClockForAHearingAndRunsItAgain() {
        var id = Desk.inReview(applicant, officer);
        var until = LocalDate.now().plusDays(20);

        moving(
                        officer,
                        id,
                        3,
                        "suspensions",
                        Map.of("kind", "specialProcedure", "procedure", "hearing", "reason", "依申请听证"))
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/estimatedUntil")));
        var suspended = move(
                officer,
                id,
                3,
                "suspensions",
                Map.of(
                        "kind", "specialProcedure",
                        "procedure", "hearing",
                        "reason", "依申请听证",
                        "estimatedUntil", until.toString()));
        moving(officer, id, 4, "ending", Map.of("ending", "otherwise", "reason", "不再办理"))
                .statusCode(409)
                .body("allowedEndings", empty());
        moving(officer, id, 4, "resumption", Map.of()).statusCode(400);
        var resumed = move(officer, id, 4, "resumption", Map.of("result", "听证会已召开"));

        assertThat(suspended.getString("clock")).isEqualTo("stopped");
        assertThat(LocalDate.parse(suspended.getString("dueOn"))).isAfter(until);
        assertThat(resumed.getString("clock")).isEqualTo("running");
        assertThat(LocalDate.parse(resumed.getString("dueOn"))).isBefore(until);
    }

    @Test
    void doesNotStopTheClockForAHold() {
        var id = Desk.inReview(applicant, officer);

        move(officer, id, 3, "suspensions", Map.of("kind", "hold", "reason", "系统故障"));

        moving(officer, id, 4, "ending", Map.of("ending", "voided", "reason", "无须办理"))
                .statusCode(409);
        assertThat(view(id).getString("work.clock")).isEqualTo("running");
    }

    @Test
    void extendsOnceAndOnlyWithAnotherOnesApproval() {
        var id = Desk.inReview(applicant, officer);
        var before = view(id).getString("work.dueOn");

        moving(officer, id, 3, "extension", Map.of()).statusCode(409);
        var asked = move(officer, id, 3, "extension-requests", Map.of("days", 10, "reason", "案情复杂"));
        moving(officer, id, 4, "extension", Map.of())
                .statusCode(409)
                .body("type", equalTo("/v1/problems/four-eyes-required"));
        var extended = move(Desk.officer(), id, 4, "extension", Map.of());
        moving(officer, id, 5, "extension-requests", Map.of("days", 5, "reason", "仍复杂"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/extension-granted-already"));

        assertThat(asked.getString("dueOn")).isEqualTo(before);
        assertThat(LocalDate.parse(extended.getString("dueOn"))).isAfter(LocalDate.parse(before));
    }

    @Test
    void grantsATolerantCaseOnlyWhenNothingIsOwedAndACommittedOneAtOnce() {
        var tolerant = submit(applicant, TRANSFER).getString("id");
        var owed = List.of(Map.of(
                "materialType", "IDN002", "dueOn", LocalDate.now().plusDays(30).toString()));
        move(officer, tolerant, 1, "acceptance", Map.of("kind", "tolerant", "owed", owed));
        move(officer, tolerant, 2, "review", Map.of());
        moving(officer, tolerant, 3, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/materials-owed"));
        move(
                applicant,
                tolerant,
                3,
                "owed-materials",
                Map.of(
                        "materials",
                        List.of(Map.of("materialType", "IDN002", "materialId", upload(applicant, "IDN002")))));
        move(officer, tolerant, 4, "decision", Map.of("outcome", "granted"));

        var committed = submit(applicant, TRANSFER).getString("id");
        move(officer, committed, 1, "acceptance", Map.of("kind", "commitment", "owed", owed));
        move(officer, committed, 2, "review", Map.of());
        move(officer, committed, 3, "decision", Map.of("outcome", "granted"));
        assertThat(view(committed).getString("state")).isEqualTo("decided");
    }

    @Test
    void decidesOnTheSpotOnlyWhatIsHandledOnTheSpot() {
        var promised = submit(applicant, TRANSFER).getString("id");
        move(officer, promised, 1, "acceptance", Map.of("kind", "full"));

        moving(officer, promised, 2, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("legalMoves", equalTo(List.of("beginReview")));
    }

    @Test
    void hidesACaseFromOtherDepartmentsAndOtherApplicants() {
        var id = submit(applicant, TRANSFER).getString("id");
        var elsewhere = TestTokens.officer("115304020000000198");

        moving(elsewhere, id, 1, "acceptance", Map.of("kind", "full")).statusCode(404);
        moving(TestTokens.applicant(), id, 1, "supplements", Map.of("form", List.of()))
                .statusCode(404);
        given().auth()
                .oauth2(elsewhere)
                .get("/v1/cases/" + id + "/deadline")
                .then()
                .statusCode(404);
        assertThat(view(id).getList("events")).hasSize(1);
    }

    @Test
    void explainsTheDeadlineDayByDay() {
        var id = Desk.inReview(applicant, officer);

        var deadline = given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id + "/deadline")
                .then()
                .statusCode(200)
                .body("promised.dueOn", equalTo(view(id).getString("work.dueOn")))
                .body("promised.days.rule", hasItem("acceptanceDay"))
                .body("promised.days[0].basisZh", notNullValue())
                .extract()
                .jsonPath();
        var counted = deadline.getList("promised.days.findAll { it.isCounted }");
        assertThat(counted).hasSize(deadline.getInt("promised.limitDays"));
    }

    @Test
    void leavesATraceOfEveryMoveThatNobodyCanTakeBack() {
        var id = Desk.delivered(applicant, officer);

        var events = count("select count(*) from case_event where case_id = $1", id);
        var audited = count("select count(*) from audit_entry where stream = $1 and action like 'case.%'", id);
        var withState = count("select count(*) from case_event where case_id = $1 and state is not null", id);
        assertThat(Stream.of(events, audited, withState)).containsExactly(6L, 6L, 5L);
    }

    private long count(String query, String id) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
