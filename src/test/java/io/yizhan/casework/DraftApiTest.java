package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ENERGY_REVIEW;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.yizhan.identity.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DraftApiTest {
    @Test
    void keepsOneDraftPerItem() {
        var token = TestTokens.applicant();

        var begun = open(token, TRANSFER)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .extract()
                .<String>path("id");
        var again = open(token, TRANSFER).statusCode(200).extract().<String>path("id");
        var other = open(token, BIRTH).statusCode(201).extract().<String>path("id");

        assertThat(again).isEqualTo(begun);
        assertThat(other).isNotEqualTo(begun);
        given().auth().oauth2(token).get("/v1/drafts").then().statusCode(200).body("drafts.size()", equalTo(2));
    }

    @Test
    void beginsOneDraftWhenTwentyBeginAtOnce() throws Exception {
        var token = TestTokens.applicant();
        var callers = Executors.newFixedThreadPool(20);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> open(token, TRANSFER).extract().path("id"));
        }

        var ids = new ArrayList<String>();
        for (var answer : callers.invokeAll(calls)) {
            ids.add(answer.get());
        }
        callers.shutdownNow();

        assertThat(ids).doesNotContainNull().allMatch(ids.get(0)::equals);
    }

    @Test
    void savesAtTheVersionItWasReadAt() {
        var token = TestTokens.applicant();
        var id = open(token, TRANSFER).extract().<String>path("id");
        var content = Map.of("form", List.of(Map.of("name", "address", "value", "北苑路2号")));

        save(token, id, "\"1\"", content).statusCode(200).header("ETag", "\"2\"");
        save(token, id, "\"1\"", content)
                .statusCode(412)
                .body("type", equalTo("/v1/problems/version-changed"))
                .body("version", equalTo(2));

        given().auth()
                .oauth2(token)
                .get("/v1/drafts/" + id)
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("form[0].value", equalTo("北苑路2号"));
    }

    @Test
    void isUsedUpByItsSubmission() {
        var token = TestTokens.applicant();
        var id = open(token, TRANSFER).extract().<String>path("id");
        var application = application(token, TRANSFER);
        application.put("draftVersion", 1);

        submitting(token, newKey(), application).statusCode(201);

        given().auth()
                .oauth2(token)
                .get("/v1/drafts/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("D404"));
    }

    @Test
    void isNotSubmittedWhenItHasChangedMeanwhile() {
        var token = TestTokens.applicant();
        var id = open(token, TRANSFER).extract().<String>path("id");
        save(token, id, "\"1\"", Map.of("form", List.of())).statusCode(200);
        var application = application(token, TRANSFER);
        application.put("draftVersion", 1);

        submitting(token, newKey(), application).statusCode(409).body("type", equalTo("/v1/problems/draft-changed"));

        given().auth().oauth2(token).get("/v1/drafts/" + id).then().statusCode(200);
        given().auth().oauth2(token).get("/v1/cases").then().body("cases.size()", equalTo(0));
    }

    @Test
    void offersEarlierAnswersWithTheirSourceButNeverSignaturesAndCommitments() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        application.put(
                "form",
                List.of(
                        Map.of("name", "address", "value", "红塔大道9号"),
                        Map.of("name", "handwriting", "value", "…", "kind", "signature"),
                        Map.of("name", "commitmentToTruth", "value", "yes"),
                        Map.of("name", "shareConsent", "value", "yes", "kind", "consent")));
        var receipt = submitting(token, newKey(), application)
                .statusCode(201)
                .extract()
                .jsonPath();

        open(token, BIRTH)
                .statusCode(201)
                .body("prefill.name", equalTo(List.of("address")))
                .body("prefill[0].value", equalTo("红塔大道9号"))
                .body("prefill[0].sourceCase", equalTo(receipt.getString("id")))
                .body("prefill[0].givenAt", equalTo(receipt.getString("submittedAt")))
                .body("form", equalTo(List.of()));
    }

    @Test
    void hidesEveryoneElsesDrafts() {
        var id = open(TestTokens.applicant(), TRANSFER).extract().<String>path("id");
        var other = TestTokens.applicant();

        given().auth().oauth2(other).get("/v1/drafts/" + id).then().statusCode(404);
        given().auth().oauth2(other).delete("/v1/drafts/" + id).then().statusCode(404);
        save(other, id, "\"1\"", Map.of("form", List.of())).statusCode(404);
    }

    @Test
    void canBeThrownAway() {
        var token = TestTokens.applicant();
        var id = open(token, TRANSFER).extract().<String>path("id");

        given().auth().oauth2(token).delete("/v1/drafts/" + id).then().statusCode(204);

        given().auth().oauth2(token).get("/v1/drafts/" + id).then().statusCode(404);
    }

    @Test
    void refusesContentThatIsNotWellFormed() {
        var token = TestTokens.applicant();
        var id = open(token, TRANSFER).extract().<String>path("id");

        save(token, id, "\"1\"", Map.of("form", List.of(Map.of("name", "1 x", "value", "y"))))
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/form/0/name")));
        open(token, ENERGY_REVIEW).statusCode(422);
    }

    private static ValidatableResponse open(String token, String item) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("implementationCode", item))
                .post("/v1/drafts")
                .then();
    }

    private static ValidatableResponse save(String token, String id, String version, Map<String, ?> content) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("If-Match", version)
                .body(content)
                .put("/v1/drafts/" + id)
                .then();
    }
}
