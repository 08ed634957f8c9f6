package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInApiTest {
    @Test
    void signsAPersonInByTheCodeSentToTheirPhone() {
        var person = Personas.person();

        given().auth()
                .oauth2(TestTokens.applicant(person))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(person.id().toString()))
                .body("name", equalTo(person.name()))
                .body("kind", equalTo("residentId"))
                .body("assuranceLevel", equalTo(4))
                .body(
                        "number",
                        equalTo(person.number().substring(0, 6) + "********"
                                + person.number().substring(14)));
    }

    @Test
    void answersAnUnknownNumberLikeAKnownOne() {
        var known = TestTokens.begin(Personas.person(), "applicant");
        var unknown = TestTokens.begin(given(), TestTokens.codeRequest(Personas.number(), "applicant"))
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(unknown.getMap("$").keySet()).isEqualTo(known.getMap("$").keySet());
        redeem(unknown.getString("signInId"), unknown.getString("demoCode"), 401);
    }

    @Test
    void acceptsACodeOnce() {
        var begun = TestTokens.begin(Personas.person(), "applicant");

        redeem(begun.getString("signInId"), begun.getString("demoCode"), 200);
        redeem(begun.getString("signInId"), begun.getString("demoCode"), 401);
    }

    @Test
    void acceptsACodeForItsOwnSignInOnly() {
        var person = Personas.person();
        var one = TestTokens.begin(person, "applicant");
        var other = TestTokens.begin(person, "applicant");

        redeem(one.getString("signInId"), wrongUnless(other.getString("demoCode"), one.getString("demoCode")), 401);
    }

    @Test
    void refusesAnUnknownSignInLikeAWrongCode() {
        var begun = TestTokens.begin(Personas.person(), "applicant");

        var wrong = redeem(begun.getString("signInId"), wrong(begun.getString("demoCode")), 401);
        var unknown = redeem(UUID.randomUUID().toString(), "123456", 401);

        assertThat(wrong).isEqualTo("/v1/problems/sign-in-refused").isEqualTo(unknown);
    }

    @Test
    void slowsDownWhoeverGuessesButNeverLocksThePersonOut() {
        var begun = TestTokens.begin(Personas.person(), "applicant");
        var signIn = begun.getString("signInId");
        redeem(signIn, wrong(begun.getString("demoCode")), 401);
        redeem(signIn, wrong(begun.getString("demoCode")), 401);
        redeem(signIn, wrong(begun.getString("demoCode")), 401);

        TestTokens.tokens(
                        given(), Map.of("grantType", "signIn", "signInId", signIn, "code", begun.getString("demoCode")))
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/v1/problems/too-many-requests"));
    }

    @Test
    void signsNobodyInWithARoleTheyDoNotHold() {
        var begun = TestTokens.begin(Personas.person(), "administrator");

        TestTokens.tokens(
                        given(),
                        Map.of(
                                "grantType", "signIn",
                                "signInId", begun.getString("signInId"),
                                "code", begun.getString("demoCode")))
                .statusCode(403)
                .body("type", equalTo("/v1/problems/scope-not-held"));
    }

    @Test
    void givesAnOfficerTheirDepartmentsAndNothingOfAnApplicant() {
        given().auth()
                .oauth2(TestTokens.officer("115304020000000198"))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("scopes", equalTo(java.util.List.of("officer")))
                .body("departments", equalTo(java.util.List.of("115304020000000198")));
    }

    @Test
    void aClerkVouchesForThePersonInFrontOfThem() {
        var person = Personas.person();
        var begun = TestTokens.begin(given().auth().oauth2(TestTokens.clerk()), vouch(person))
                .statusCode(201)
                .extract()
                .jsonPath();

        given().auth()
                .oauth2(TestTokens.exchange(begun.getString("signInId"), begun.getString("code"))
                        .access())
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(person.id().toString()))
                .body("assuranceLevel", equalTo(5));
    }

    @Test
    void nobodyButAClerkVouches() {
        var person = Personas.person();

        TestTokens.begin(given(), vouch(person)).statusCode(401);
        TestTokens.begin(given().auth().oauth2(TestTokens.applicant()), vouch(person))
                .statusCode(403);
    }

    @Test
    void noClerkVouchesForThemselvesOrForAStaffRole() {
        var clerk = TestTokens.clerkPerson();
        var token = TestTokens.signIn(clerk, "clerk").access();
        var asClerk = new java.util.HashMap<>(vouch(Personas.person()));
        asClerk.put("scope", "clerk");

        TestTokens.begin(given().auth().oauth2(token), vouch(clerk)).statusCode(403);
        TestTokens.begin(given().auth().oauth2(token), asClerk).statusCode(403);
    }

    @Test
    void aKioskSignsInWithItsOwnSecret() {
        given().auth().oauth2(TestTokens.kiosk()).get("/v1/me").then().statusCode(403);
    }

    @Test
    void refusesAWrongDeviceSecret() {
        TestTokens.begin(
                        given(),
                        Map.of(
                                "channel", "kiosk",
                                "factor", "device",
                                "deviceId",
                                        SubjectId.next(java.time.Instant.now(), 5)
                                                .toString(),
                                "deviceSecret", "wrong"))
                .statusCode(401)
                .body("type", equalTo("/v1/problems/sign-in-refused"));
    }

    @Test
    void refusesAMalformedNumberBeforeAnythingElse() {
        TestTokens.begin(given(), TestTokens.codeRequest("123", "applicant"))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/identity-number-invalid"))
                .body("errors[0].code", equalTo("wrongLength"));
    }

    private static Map<String, String> vouch(Personas.Person person) {
        return Map.of(
                "channel", "window", "factor", "vouch", "kind", person.kind().word(), "number", person.number());
    }

    private static String redeem(String signIn, String code, int status) {
        return TestTokens.tokens(given(), Map.of("grantType", "signIn", "signInId", signIn, "code", code))
                .statusCode(status)
                .extract()
                .jsonPath()
                .getString("type");
    }

    private static String wrong(String code) {
        return code.charAt(0) == '9' ? "0" + code.substring(1) : "9" + code.substring(1);
    }

    private static String wrongUnless(String candidate, String right) {
        return candidate.equals(right) ? wrong(right) : candidate;
    }
}
