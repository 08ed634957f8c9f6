package io.yizhan.material;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ENERGY_REVIEW;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.firstOffered;
import static io.yizhan.casework.Journeys.match;
import static io.yizhan.casework.Journeys.matched;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.submitting;
import static io.yizhan.casework.Journeys.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.HallClock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MatchApiTest {
    @Test
    void asksANewcomerForEverything() {
        var match = match(TestTokens.applicant(), ONLY_CHILD);

        assertThat(match.<String>getList("requirements.outcome")).containsOnly("supply");
        assertThat(match.getInt("reusableCount")).isZero();
    }

    @Test
    void offersAtOnceWhatAnEarlierCaseHasBrought() {
        var token = TestTokens.applicant();

        var birth = submit(token, BIRTH);
        submit(token, TRANSFER);
        var match = match(token, ONLY_CHILD);

        assertThat(matched(match, "IDN009"))
                .containsEntry("outcome", "attached")
                .containsEntry("reuseClass", "unconditional");
        assertThat(matched(match, "IDN001"))
                .containsEntry("outcome", "offered")
                .containsEntry("reuseClass", "withinValidity");
        assertThat(matched(match, "IDN002"))
                .containsEntry("outcome", "offeredToConfirm")
                .containsEntry("reuseClass", "withoutExpiry");
        assertThat(matched(match, "FRM001")).containsEntry("outcome", "supply").containsEntry("reuseClass", "never");
        assertThat(matched(match, "IDN006")).containsEntry("outcome", "supply");
        assertThat(provenance(match, "IDN009"))
                .containsEntry("sourceCase", birth.getString("id"))
                .containsEntry("trustGrade", "D")
                .containsEntry("checkedAtAcceptance", true)
                .containsKeys("handedInAt", "version", "edition", "issuer");
    }

    @Test
    void neverOffersAFormEvenWhenItServedBefore() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);

        var form = matched(match(token, TRANSFER), "FRM001");

        assertThat(form.get("offered")).isEqualTo(List.of());
        assertThat(form.get("unusable")).isEqualTo(List.of());
    }

    @Test
    void showsNobodyElsesMaterials() {
        submit(TestTokens.applicant(), TRANSFER);

        assertThat(match(TestTokens.applicant(), TRANSFER).getInt("reusableCount"))
                .isZero();
    }

    @Test
    void anAgentSeesThePrincipalsMaterialsNotTheirOwn() {
        var organisation = Personas.organisation();
        var person = TestTokens.applicant(organisation.representative());
        var agent = TestTokens.applicantActingFor(organisation);
        submit(person, TRANSFER);
        submit(agent, ENERGY_REVIEW);

        assertThat(match(agent, ENERGY_REVIEW).getInt("reusableCount")).isPositive();
        given().auth()
                .oauth2(agent)
                .get("/v1/materials")
                .then()
                .statusCode(200)
                .body("materials.findAll { it.materialType == 'IDN002' }.size()", equalTo(0));
        assertThat(match(person, TRANSFER).getInt("reusableCount")).isEqualTo(2);
    }

    @Test
    void saysWhyARevokedMaterialMayNotServe() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var register = firstOffered(matched(match(token, TRANSFER), "IDN002"));

        given().auth()
                .oauth2(TestTokens.clerk())
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "登记内容有误"))
                .post("/v1/materials/" + register + "/revocation")
                .then()
                .statusCode(204);

        var answer = matched(match(token, TRANSFER), "IDN002");
        assertThat(answer).containsEntry("outcome", "supply");
        assertThat(unusable(answer)).containsEntry("reason", "revoked");
    }

    @Test
    void decidesForTheMomentAskedFor() {
        var token = TestTokens.applicant();
        var lastDay = LocalDate.now(HallClock.BUSINESS_ZONE).plusDays(10);
        var application = application(token, TRANSFER);
        application.put(
                "materials",
                List.of(
                        choice("FRM001", upload(token, "FRM001")),
                        choice("IDN002", upload(token, "IDN002")),
                        choice("IDN001", upload(token, "IDN001", Map.of("validUntil", lastDay.toString())))));
        submitting(token, newKey(), application).statusCode(201);

        assertThat(identityCardOn(token, lastDay)).containsEntry("outcome", "offered");
        var dayAfter = identityCardOn(token, lastDay.plusDays(1));
        assertThat(dayAfter).containsEntry("outcome", "supply");
        assertThat(unusable(dayAfter)).containsEntry("reason", "expired").containsEntry("reasonText", "has expired");
    }

    private static Map<String, String> choice(String type, String material) {
        return Map.of("materialType", type, "materialId", material);
    }

    private static Map<String, Object> identityCardOn(String token, LocalDate day) {
        var answer = given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .body(Map.of("implementationCode", TRANSFER, "moment", day + "T09:00:00+08:00"))
                .post("/v1/matches")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return matched(answer, "IDN001");
    }

    @Test
    void tellsAPersonThatAnItemIsForOrganisations() {
        given().auth()
                .oauth2(TestTokens.applicant())
                .contentType(ContentType.JSON)
                .body(Map.of("implementationCode", ENERGY_REVIEW))
                .post("/v1/matches")
                .then()
                .statusCode(422)
                .body("type", equalTo("/v1/problems/audience-mismatch"));
    }

    @Test
    void knowsNoOtherItems() {
        given().auth()
                .oauth2(TestTokens.applicant())
                .contentType(ContentType.JSON)
                .body(Map.of("implementationCode", "9".repeat(31)))
                .post("/v1/matches")
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/item-unknown"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> provenance(JsonPath match, String type) {
        return ((List<Map<String, Object>>) matched(match, type).get("offered")).get(0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> unusable(Map<String, Object> answer) {
        return ((List<Map<String, Object>>) answer.get("unusable")).get(0);
    }
}
