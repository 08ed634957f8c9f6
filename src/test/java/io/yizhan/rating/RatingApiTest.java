package io.yizhan.rating;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MovedClockProfile.class)
class RatingApiTest {
    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    @Inject
    RatingRules rules;

    private String applicant;
    private String officer;
    private String administrator;

    @BeforeEach
    void signIn() {
        applicant = TestTokens.applicant();
        officer = Desk.officer();
        administrator = TestTokens.administrator();
    }

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private static ValidatableResponse post(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Journeys.newKey())
                .body(body)
                .post(path)
                .then();
    }

    private static Map<String, Object> judgement(String occasion, int level) {
        return new HashMap<>(Map.of("occasion", occasion, "level", level, "remark", "窗口等候时间长"));
    }

    private String rated(int level) {
        var id = Desk.delivered(applicant, officer);
        return post(applicant, "/v1/cases/" + id + "/ratings", judgement("matter", level))
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static JsonPath rectification(String token, String rating) {
        return given().auth()
                .oauth2(token)
                .get("/v1/rectifications/" + rating)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void ratesAMatterOnceWhenItIsDone() {
        var open = Desk.inReview(applicant, officer);
        post(applicant, "/v1/cases/" + open + "/ratings", judgement("matter", 1))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/rating-not-open"));

        var id = Desk.delivered(applicant, officer);
        post(applicant, "/v1/cases/" + id + "/ratings", judgement("matter", 1)).statusCode(200);
        post(applicant, "/v1/cases/" + id + "/ratings", judgement("matter", 5))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/rated-already"));
        given().auth().oauth2(applicant).get("/v1/cases/" + id).then().body("state", equalTo("rated"));
        post(TestTokens.applicant(), "/v1/cases/" + id + "/ratings", judgement("matter", 5))
                .statusCode(404);
    }

    @Test
    void ratesOnlyAVisitThatTookPlace() {
        var id = Journeys.submit(applicant, Journeys.TRANSFER).getString("id");
        post(applicant, "/v1/cases/" + id + "/ratings", judgement("visit-2", 2)).statusCode(409);
        given().auth()
                .oauth2(Desk.clerk())
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .header("Idempotency-Key", Journeys.newKey())
                .header("Window-Number", "A07")
                .body(Map.of("kind", "full"))
                .post("/v1/cases/" + id + "/acceptance")
                .then()
                .statusCode(200);

        post(applicant, "/v1/cases/" + id + "/ratings", judgement("visit-2", 2)).statusCode(200);
        var wrong = judgement("visit-2", 2);
        wrong.put("indicators", Map.of("guideAccuracy", 1));
        post(applicant, "/v1/cases/" + id + "/ratings", wrong).statusCode(400);
    }

    @Test
    void amendsOnceAndInTime() {
        var rating = rated(2);
        post(applicant, "/v1/ratings/" + rating + "/amendment", judgement("matter", 3))
                .statusCode(200);
        post(applicant, "/v1/ratings/" + rating + "/amendment", judgement("matter", 1))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/rating-settled"));
    }

    @Test
    void hidesTheRaterFromTheRatedUnitButNotFromTheAdministrator() {
        var rating = rated(5);

        assertThat(rectification(officer, rating).getString("caseId")).isNull();
        assertThat(rectification(administrator, rating).getString("caseId")).isNotNull();
        given().auth()
                .oauth2(TestTokens.officer("115304020000000198"))
                .get("/v1/rectifications/" + rating)
                .then()
                .statusCode(404);
    }

    @Test
    void followsABadRatingUntilTheRaterIsSatisfied() {
        var rating = rated(4);
        var path = "/v1/rectifications/" + rating;

        post(officer, path + "/measures", Map.of("measures", "已整改"))
                .statusCode(409)
                .body("state", equalTo("verifying"));
        post(officer, path + "/verification", Map.of("isSubstantiated", true, "finding", "情况属实"))
                .statusCode(200)
                .body("state", equalTo("rectifying"));
        post(officer, path + "/measures", Map.of("measures", "已增设窗口")).statusCode(200);
        post(administrator, path + "/call-back", Map.of("isSatisfied", false, "note", "仍不满意"))
                .body("state", equalTo("rectifying"));
        post(officer, path + "/measures", Map.of("measures", "已当面道歉")).statusCode(200);
        post(administrator, path + "/call-back", Map.of("isSatisfied", true, "note", "满意"))
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("dueAt", nullValue())
                .body("steps.remark[-1]", equalTo("满意"));
    }

    @Test
    void escalatesAStepThatIsNotTakenInTime() {
        var rating = rated(5);

        clock.advance(Duration.ofDays(6));
        timers.fireDue().await().indefinitely();
        clock.returnToPresent();

        var after = rectification(administrator, rating);
        assertThat(after.getInt("escalations")).isEqualTo(1);
        assertThat(after.getString("state")).isEqualTo("verifying");
        assertThat(after.getList("steps.kind")).isEqualTo(List.of("opened", "escalated"));
    }

    @Test
    void endsEscalatingAtTheTopAndStaysOpenThere() {
        var rating = rated(5);

        for (int term = 0; term < 5; term++) {
            clock.advance(Duration.ofDays(10));
            timers.fireDue().await().indefinitely();
        }
        clock.returnToPresent();

        var after = rectification(administrator, rating);
        assertThat(after.getInt("escalations")).isEqualTo(3);
        assertThat(after.getBoolean("isAtTop")).isTrue();
        assertThat(after.getString("state")).isEqualTo("verifying");
        assertThat(after.getString("dueAt")).isNotNull();
        assertThat(given().get("/q/metrics").asString()).contains("yizhan_rating_reached_the_top_total");
        assertThat(findings()).isEmpty();
        given().auth()
                .oauth2(administrator)
                .get("/v1/rectifications?limit=100")
                .then()
                .body("rectifications.find { it.ratingId == '" + rating + "' }.isAtTop", equalTo(true));

        var path = "/v1/rectifications/" + rating;
        post(officer, path + "/verification", Map.of("isSubstantiated", false, "finding", "查无此事"))
                .statusCode(200)
                .body("isAtTop", equalTo(true));
        assertThat(findings()).isEmpty();
        post(administrator, path + "/call-back", Map.of("isSatisfied", true, "note", "满意"))
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("isAtTop", equalTo(false));
    }

    private List<Finding> findings() {
        return rules.rules().stream()
                .flatMap(rule -> rule.check().await().indefinitely().stream())
                .toList();
    }

    @Test
    void countsRatingsAndLeavesOutWhatAnAppealExcludes() {
        for (int i = 0; i < 5; i++) {
            rated(1);
        }
        var before = figures();
        var rating = rated(5);
        var counted = figures();
        assertThat(level(counted, 5)).isEqualTo(level(before, 5) + 1);

        var path = "/v1/rectifications/" + rating;
        post(officer, path + "/appeal", Map.of("reason", "该评价针对其他部门")).body("state", equalTo("appealed"));
        post(officer, path + "/appeal-review", Map.of("isUpheld", true, "reason", "核实为误评"))
                .statusCode(403);
        post(administrator, path + "/appeal-review", Map.of("isUpheld", true, "reason", "核实为误评"))
                .statusCode(200);

        assertThat(level(figures(), 5)).isEqualTo(level(before, 5));
        given().get("/v1/rating-figures?by=item").then().statusCode(200).body("figures", notNullValue());
        given().get("/v1/rating-figures?from=2026").then().statusCode(400);
    }

    private static JsonPath figures() {
        return given().get("/v1/rating-figures?by=department")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int level(JsonPath figures, int level) {
        Integer found = figures.get("figures.find { it.name == '" + Desk.POLICE + "' }?.levels?.get('" + level + "')");
        return found == null ? 0 : found;
    }

    @Test
    void publishesNoLevelsOfASmallGroup() {
        var department = "11530402000000190A";
        var id = Journeys.submit(applicant, Journeys.BIRTH_SERVICE).getString("id");
        Desk.move(Desk.clerk(), id, 1, "non-acceptance", Map.of("reason", "不需要办理"));
        post(applicant, "/v1/cases/" + id + "/ratings", judgement("matter", 3)).statusCode(200);

        given().get("/v1/rating-figures?by=item")
                .then()
                .body("figures.find { it.name == '" + Journeys.BIRTH_SERVICE + "' }.levels", nullValue())
                .body("figures.find { it.name == '" + Journeys.BIRTH_SERVICE + "' }.ratings", not(equalTo(0)));
        assertThat(Journeys.BIRTH_SERVICE).startsWith(department);
    }
}
