package io.yizhan.approval;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.move;
import static io.yizhan.casework.Desk.moving;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.identity.TestTokens;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An item that its own department (health) decides after civil affairs has given an opinion, with four eyes. */
@QuarkusTest
class ReviewApiTest {
    private static final String HEALTH = "11530402000000190A";
    private static final String CIVIL_AFFAIRS = "11530402000000078B";

    private String applicant;
    private String health;
    private String civilAffairs;

    @BeforeEach
    void signIn() {
        applicant = TestTokens.applicant();
        health = TestTokens.officer(HEALTH);
        civilAffairs = TestTokens.officer(CIVIL_AFFAIRS);
    }

    private String inReview() {
        var id = submit(applicant, ONLY_CHILD).getString("id");
        move(TestTokens.clerk(), id, 1, "acceptance", Map.of("kind", "full"));
        move(health, id, 2, "review", Map.of());
        return id;
    }

    private static ValidatableResponse post(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", newKey())
                .body(body)
                .post(path)
                .then();
    }

    private static JsonPath read(String token, String id) {
        return post(token, "/v1/desk/cases/" + id + "/readings", Map.of("purpose", "审查本件"))
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static final Map<String, String> AGREE = Map.of("outcome", "agree", "opinion", "同意");

    @Test
    void grantsOnlyWhenEveryDepartmentHasAgreed() {
        var id = inReview();

        moving(health, id, 3, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/reviews-open"))
                .body("departments", equalTo(List.of(CIVIL_AFFAIRS)));
        post(civilAffairs, "/v1/desk/cases/" + id + "/opinion", AGREE)
                .statusCode(409)
                .body("type", equalTo("/v1/problems/review-not-claimed"));
        post(civilAffairs, "/v1/desk/cases/" + id + "/claim", Map.of()).statusCode(200);
        post(civilAffairs, "/v1/desk/cases/" + id + "/opinion", AGREE)
                .statusCode(200)
                .body("state", equalTo("done"));
        move(health, id, 3, "decision", Map.of("outcome", "granted"));
    }

    @Test
    void refusesToGrantAgainstADepartmentButLetsItBeRefused() {
        var id = inReview();
        post(civilAffairs, "/v1/desk/cases/" + id + "/claim", Map.of()).statusCode(200);
        post(civilAffairs, "/v1/desk/cases/" + id + "/opinion", Map.of("outcome", "disagree", "opinion", "婚姻登记信息不符"))
                .statusCode(200);

        moving(health, id, 3, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/review-disagrees"));
        move(health, id, 3, "decision", Map.of("outcome", "refused", "reason", "民政部门核查信息不符"));
    }

    @Test
    void letsNobodyDecideWhatHeAccepted() {
        var id = submit(applicant, ONLY_CHILD).getString("id");
        move(health, id, 1, "acceptance", Map.of("kind", "full"));
        move(health, id, 2, "review", Map.of());
        post(civilAffairs, "/v1/desk/cases/" + id + "/claim", Map.of()).statusCode(200);
        post(civilAffairs, "/v1/desk/cases/" + id + "/opinion", AGREE).statusCode(200);

        moving(health, id, 3, "decision", Map.of("outcome", "granted"))
                .statusCode(409)
                .body("type", equalTo("/v1/problems/four-eyes-required"));
        move(TestTokens.officer(HEALTH), id, 3, "decision", Map.of("outcome", "granted"));
    }

    @Test
    void givesEachReviewToOneOfficer() {
        var ids = IntStream.range(0, 4).mapToObj(i -> inReview()).toList();
        var officers = IntStream.range(0, 4)
                .mapToObj(i -> TestTokens.officer(CIVIL_AFFAIRS))
                .toList();

        var claimed = IntStream.range(0, 40)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> post(officers.get(i % 4), "/v1/desk/claims", Map.of())
                                .statusCode(200)
                                .extract()
                                .<String>path("review.caseId")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(id -> id != null)
                .toList();

        assertThat(claimed).containsAll(ids).doesNotHaveDuplicates();
    }

    @Test
    void keepsOthersOffUntilItIsHandedBackOrGivenAway() {
        var id = inReview();
        var other = TestTokens.officer(CIVIL_AFFAIRS);
        post(civilAffairs, "/v1/desk/cases/" + id + "/claim", Map.of()).statusCode(200);

        post(other, "/v1/desk/cases/" + id + "/claim", Map.of())
                .statusCode(409)
                .body("type", equalTo("/v1/problems/review-claimed"));
        post(other, "/v1/desk/cases/" + id + "/hand-back", Map.of()).statusCode(409);
        post(civilAffairs, "/v1/desk/cases/" + id + "/hand-back", Map.of()).statusCode(200);
        post(other, "/v1/desk/cases/" + id + "/claim", Map.of()).statusCode(200);
        var first = given().auth()
                .oauth2(civilAffairs)
                .get("/v1/me")
                .then()
                .extract()
                .jsonPath();
        post(other, "/v1/desk/cases/" + id + "/assignment", Map.of("officer", first.getString("id")))
                .statusCode(200)
                .body("assignee", equalTo(first.getString("id")));
        post(other, "/v1/desk/cases/" + id + "/assignment", Map.of("officer", id))
                .statusCode(404);
    }

    @Test
    void restsTheDepartmentsClockWithTheCase() {
        var id = inReview();
        var before = LocalDate.parse(read(civilAffairs, id).getString("reviews[0].dueOn"));
        var until = LocalDate.now().plusDays(30);

        move(
                health,
                id,
                3,
                "suspensions",
                Map.of(
                        "kind", "specialProcedure",
                        "procedure", "appraisal",
                        "reason", "需要鉴定",
                        "estimatedUntil", until.toString()));

        assertThat(LocalDate.parse(read(civilAffairs, id).getString("reviews[0].dueOn")))
                .isAfter(until);
        move(health, id, 4, "resumption", Map.of("result", "鉴定结论已收到"));
        assertThat(LocalDate.parse(read(civilAffairs, id).getString("reviews[0].dueOn")))
                .isBetween(before, before.plusDays(5));
    }

    @Test
    void readsOnlyForAPurposeThatTheApplicantFinds() {
        var id = inReview();

        post(civilAffairs, "/v1/desk/cases/" + id + "/readings", Map.of())
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/purpose")));
        post(civilAffairs, "/v1/desk/cases/" + id + "/readings", Map.of("purpose", "致电 19912345678"))
                .statusCode(400);
        assertThat(read(civilAffairs, id).getString("caseView.form[0].value")).isNotEmpty();
    }

    @Test
    void carriesMessagesBetweenTheSidesAndMarksThemRead() {
        var id = inReview();
        var asked = post(applicant, "/v1/cases/" + id + "/messages", Map.of("text", "需要原件吗？"))
                .statusCode(200)
                .extract()
                .<String>path("id");

        assertThat(read(health, id).getInt("unreadMessages")).isEqualTo(1);
        post(health, "/v1/cases/" + id + "/messages/read", Map.of("upTo", asked))
                .statusCode(204);
        assertThat(read(health, id).getInt("unreadMessages")).isZero();
        post(health, "/v1/cases/" + id + "/messages", Map.of("text", "需要，请带到窗口。"))
                .statusCode(200);
        given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id + "/messages")
                .then()
                .statusCode(200)
                .body("messages.side", equalTo(List.of("officer", "applicant")))
                .body("messages.text", hasItem("需要，请带到窗口。"));
        given().auth()
                .oauth2(TestTokens.officer("115304020000000198"))
                .get("/v1/cases/" + id + "/messages")
                .then()
                .statusCode(404);
    }
}
