package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.yizhan.identity.TestTokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CaseApiTest {
    @Test
    void listsOwnCasesNewestFirstEachOnce() {
        var token = TestTokens.applicant();
        var submitted = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            submitted.add(0, submit(token, TRANSFER).getString("id"));
        }

        var first = list(token, null).extract().jsonPath();
        var second = list(token, first.getString("next")).extract().jsonPath();
        var third = list(token, second.getString("next")).extract().jsonPath();

        var seen = new ArrayList<String>(first.getList("cases.id"));
        seen.addAll(second.getList("cases.id"));
        seen.addAll(third.getList("cases.id"));
        assertThat(seen).isEqualTo(submitted);
        assertThat(third.getString("next")).isNull();
        assertThat(first.getString("cases[0].itemNameZh")).isEqualTo("户口迁移审批");
    }

    private static ValidatableResponse list(String token, String cursor) {
        var request = given().auth().oauth2(token).queryParam("limit", 2);
        return (cursor == null ? request : request.queryParam("cursor", cursor))
                .get("/v1/cases")
                .then()
                .statusCode(200);
    }

    @Test
    void hidesEveryoneElsesCases() {
        var id = submit(TestTokens.applicant(), TRANSFER).getString("id");
        var other = TestTokens.applicant();

        given().auth()
                .oauth2(other)
                .get("/v1/cases/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("B404"));
        withdraw(other, id, "\"1\"").statusCode(404);
        assertThat(list(other, null).extract().jsonPath().getList("cases")).isEmpty();
    }

    @Test
    void withdrawsACaseOnce() {
        var token = TestTokens.applicant();
        var id = submit(token, TRANSFER).getString("id");

        withdraw(token, id, "\"1\"").statusCode(200).header("ETag", "\"2\"").body("state", equalTo("withdrawn"));
        withdraw(token, id, "\"2\"")
                .statusCode(409)
                .body("type", equalTo("/v1/problems/case-state-conflict"))
                .body("state", equalTo("withdrawn"));

        given().auth()
                .oauth2(token)
                .get("/v1/cases/" + id)
                .then()
                .body("state", equalTo("withdrawn"))
                .body("events.kind", equalTo(List.of("submitted", "withdrawn")));
    }

    @Test
    void asksForThePresentVersion() {
        var token = TestTokens.applicant();
        var id = submit(token, TRANSFER).getString("id");

        withdraw(token, id, "\"7\"").statusCode(412).body("version", equalTo(1)).body("state", equalTo("submitted"));
        given().auth()
                .oauth2(token)
                .post("/v1/cases/" + id + "/withdrawal")
                .then()
                .statusCode(428)
                .body("errors.pointer", equalTo(List.of("header:If-Match")));
    }

    private static ValidatableResponse withdraw(String token, String id, String version) {
        return given().auth()
                .oauth2(token)
                .header("If-Match", version)
                .post("/v1/cases/" + id + "/withdrawal")
                .then();
    }
}
