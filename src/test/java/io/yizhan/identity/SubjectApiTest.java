package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubjectApiTest {
    @Inject
    Pool pool;

    @Test
    void registersAPersonOncePerNumber() {
        var clerk = TestTokens.clerk();
        var request = person(Personas.number());

        var first =
                post("/v1/subjects", clerk, request).statusCode(201).extract().jsonPath();
        var second =
                post("/v1/subjects", clerk, request).statusCode(200).extract().jsonPath();

        assertThat(second.getString("id")).isEqualTo(first.getString("id"));
        assertThat(first.getString("number")).contains("********");
        assertThat(first.getString("phone")).contains("****");
        assertThat(first.getInt("assuranceLevel")).isEqualTo(4);
    }

    @Test
    void storesNothingPersonalInTheClear() {
        var person = Personas.person();

        var stored =
                Personas.await(() -> pool.preparedQuery("select subject::text as all_of_it from subject where id = $1")
                        .execute(Tuple.of(person.id().value()))
                        .map(rows -> rows.iterator().next().getString("all_of_it")));

        assertThat(stored.contains(person.number())).isFalse();
        assertThat(stored.contains(hex(person.number()))).isFalse();
        assertThat(stored.contains(hex(person.name()))).isFalse();
        assertThat(stored.contains(hex(person.phone()))).isFalse();
    }

    @Test
    void refusesAnInvalidNumberWithItsReason() {
        post("/v1/subjects", TestTokens.clerk(), person("530402190001010014"))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/identity-number-invalid"))
                .body("errors.code", hasItem("checkCharacter"));
    }

    @Test
    void acceptsASuspiciousCodeOnlyWhenConfirmedAndRecordsWhoDid() {
        var clerkPerson = TestTokens.clerkPerson();
        var clerk = TestTokens.signIn(clerkPerson, "clerk").access();
        var request = organisation(suspiciousCode());

        post("/v1/subjects", clerk, request)
                .statusCode(422)
                .body("type", equalTo("/v1/problems/identity-number-suspicious"));
        request.put("confirmedAgainstRegistry", true);
        var id = post("/v1/subjects", clerk, request)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");

        var confirmation = Personas.await(
                () -> pool.preparedQuery("select confirmed_by, confirmed_reasons from subject where id = $1")
                        .execute(Tuple.of(UUID.fromString(id)))
                        .map(rows -> rows.iterator().next()));
        assertThat(confirmation.getUUID("confirmed_by"))
                .isEqualTo(clerkPerson.id().value());
        assertThat(confirmation.getArrayOfStrings("confirmed_reasons")).containsExactly("creditCodeCheck");
    }

    @Test
    void wantsThePhoneOfAPersonAndTheRepresentativeOfAnOrganisation() {
        var phoneless = person(Personas.number());
        phoneless.remove("phone");
        var headless = organisation(Personas.creditCode());
        headless.remove("legalRepresentative");

        post("/v1/subjects", TestTokens.clerk(), phoneless)
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/phone"));
        post("/v1/subjects", TestTokens.clerk(), headless)
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/legalRepresentative"));
    }

    @Test
    void leavesAnAuditRowForEveryReadingByStaff() {
        var person = Personas.person();
        var clerkPerson = TestTokens.clerkPerson();
        var clerk = TestTokens.signIn(clerkPerson, "clerk").access();

        post("/v1/subject-lookups", clerk, Map.of("kind", "residentId", "number", person.number(), "purpose", "窗口核对"))
                .statusCode(200)
                .body("id", equalTo(person.id().toString()))
                .body("name", equalTo(person.name()));

        var audited = Personas.await(() -> pool.preparedQuery(
                        "select actor, detail from audit_entry where stream = $1 and action = 'subject.read'")
                .execute(Tuple.of(person.id().value()))
                .map(rows -> rows.iterator().next()));
        assertThat(audited.getUUID("actor")).isEqualTo(clerkPerson.id().value());
        assertThat(audited.getString("detail")).isEqualTo("窗口核对");
    }

    @Test
    void gradesANumberWithoutStoringIt() {
        post("/v1/identity-checks", TestTokens.clerk(), Map.of("kind", "residentId", "number", "110105491231002"))
                .statusCode(200)
                .body("verdict", equalTo("valid"))
                .body("masked", equalTo("110105********002X"));
        post("/v1/identity-checks", TestTokens.clerk(), Map.of("kind", "creditCode", "number", "513322190001010030"))
                .statusCode(200)
                .body("verdict", equalTo("suspicious"))
                .body("reasons", hasItem("alsoAPersonNumber"));
    }

    @Test
    void refusesAGuessedKind() {
        post("/v1/identity-checks", TestTokens.clerk(), Map.of("kind", "anything", "number", "1"))
                .statusCode(400)
                .body("type", equalTo("/v1/problems/invalid-request"));
    }

    @Test
    void actsForAnOrganisationInItsOwnSpaceOnly() {
        var organisation = Personas.organisation();

        given().auth()
                .oauth2(TestTokens.applicantActingFor(organisation))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(organisation.id().toString()))
                .body("number", equalTo(organisation.creditCode()))
                .body(
                        "actingPerson.id",
                        equalTo(organisation.representative().id().toString()));
        given().auth()
                .oauth2(TestTokens.applicant(organisation.representative()))
                .get("/v1/me")
                .then()
                .body("id", equalTo(organisation.representative().id().toString()))
                .body("actingPerson", nullValue());
    }

    @Test
    void disablesASubjectAndLetsItBackIn() {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        var administrator = TestTokens.administrator();

        given().auth()
                .oauth2(administrator)
                .post("/v1/subjects/{id}/disablement", person.id().toString())
                .then()
                .statusCode(204);
        given().auth().oauth2(token).get("/v1/me").then().statusCode(401);
        given().auth()
                .oauth2(administrator)
                .delete("/v1/subjects/{id}/disablement", person.id().toString())
                .then()
                .statusCode(204);

        given().auth().oauth2(TestTokens.applicant(person)).get("/v1/me").then().statusCode(200);
    }

    private static ValidatableResponse post(String path, String token, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    private static Map<String, Object> person(String number) {
        return new HashMap<>(
                Map.of("kind", "residentId", "number", number, "name", Personas.name(), "phone", Personas.phone()));
    }

    private static Map<String, Object> organisation(String code) {
        return new HashMap<>(Map.of(
                "kind",
                "creditCode",
                "number",
                code,
                "name",
                "玉溪某某有限公司",
                "legalRepresentative",
                Map.of("subjectId", Personas.person().id().toString())));
    }

    private static String suspiciousCode() {
        var right = Personas.creditCode();
        return right.substring(0, 17) + (right.charAt(17) == '0' ? '1' : '0');
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
