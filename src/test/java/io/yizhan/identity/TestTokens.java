package io.yizhan.identity;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.yizhan.identity.Personas.Organisation;
import io.yizhan.identity.Personas.Person;
import java.util.HashMap;
import java.util.Map;

/**
 * Real tokens from the real sign-in, over HTTP: {@code given().auth().oauth2(TestTokens.applicant())}. Every call without
 * arguments registers someone new.
 */
public final class TestTokens {
    /** What a sign-in gives. */
    public record Tokens(String access, String refresh) {
        static Tokens of(JsonPath answer) {
            return new Tokens(answer.getString("accessToken"), answer.getString("refreshToken"));
        }

        @Override
        public String toString() {
            return "tokens";
        }
    }

    private TestTokens() {}

    public static String applicant() {
        return applicant(Personas.person());
    }

    public static String applicant(Person person) {
        return signIn(person, "applicant").access();
    }

    /** The legal representative, acting for the organisation. */
    public static String applicantActingFor(Organisation organisation) {
        return actingFor(organisation, signIn(organisation.representative(), "applicant"))
                .access();
    }

    public static String clerk() {
        return signIn(clerkPerson(), "clerk").access();
    }

    /** @param department credit code */
    public static String officer(String department) {
        var person = Personas.person();
        Personas.await(() -> Personas.bean(Staff.class).grantOfficer(person.id(), department, cause()));
        return signIn(person, "officer").access();
    }

    public static String administrator() {
        var person = Personas.person();
        Personas.await(() -> Personas.bean(Staff.class).grantAdministrator(person.id(), cause()));
        return signIn(person, "administrator").access();
    }

    public static String kiosk() {
        var device = given().auth()
                .oauth2(administrator())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "测试自助机"))
                .post("/v1/devices")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return kiosk(device);
    }

    /** @param device the answer of its registration */
    static String kiosk(JsonPath device) {
        return exchange(beginByDevice(device, "kiosk")).access();
    }

    /** @param department credit code of the department whose system it is */
    public static String system(String department) {
        var system = given().auth()
                .oauth2(administrator())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "部门业务系统", "department", department))
                .post("/v1/devices")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return exchange(beginByDevice(system, "system")).access();
    }

    static JsonPath beginByDevice(JsonPath device, String scope) {
        return begin(
                        given(),
                        Map.of(
                                "channel",
                                scope,
                                "factor",
                                "device",
                                "scope",
                                scope,
                                "deviceId",
                                device.getString("id"),
                                "deviceSecret",
                                device.getString("secret")))
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static Tokens exchange(JsonPath begun) {
        return exchange(begun.getString("signInId"), begun.getString("code"));
    }

    static Person clerkPerson() {
        var person = Personas.person();
        Personas.await(() -> Personas.bean(Staff.class).grantClerk(person.id(), cause()));
        return person;
    }

    private static Cause cause() {
        return Cause.startUp("test-staff");
    }

    /** Signs in by one-time code, which demonstrations show in the answer. */
    public static Tokens signIn(Person person, String scope) {
        var begun = begin(person, scope);
        return exchange(begun.getString("signInId"), begun.getString("demoCode"));
    }

    static JsonPath begin(Person person, String scope) {
        return begin(given(), codeRequest(person.number(), scope))
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static Map<String, Object> codeRequest(String number, String scope) {
        return new HashMap<>(
                Map.of("channel", "portal", "factor", "code", "scope", scope, "kind", "residentId", "number", number));
    }

    static ValidatableResponse begin(RequestSpecification request, Map<String, ?> body) {
        return request.contentType(ContentType.JSON)
                .body(body)
                .post("/v1/sign-ins")
                .then();
    }

    static Tokens exchange(String signInId, String code) {
        return Tokens.of(tokens(given(), Map.of("grantType", "signIn", "signInId", signInId, "code", code))
                .statusCode(200)
                .extract()
                .jsonPath());
    }

    static ValidatableResponse refresh(String refreshToken) {
        return tokens(given(), Map.of("grantType", "refreshToken", "refreshToken", refreshToken));
    }

    /** Exchanges the person's first valid mandate for this organisation. */
    static Tokens actingFor(Organisation organisation, Tokens person) {
        var mandate = given().auth()
                .oauth2(person.access())
                .get("/v1/mandates")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("items.find { it.creditCode == '" + organisation.creditCode() + "' }.id");
        return Tokens.of(
                tokens(given().auth().oauth2(person.access()), Map.of("grantType", "mandate", "mandateId", mandate))
                        .statusCode(200)
                        .extract()
                        .jsonPath());
    }

    static ValidatableResponse tokens(RequestSpecification request, Map<String, ?> body) {
        return request.contentType(ContentType.JSON)
                .body(body)
                .post("/v1/tokens")
                .then();
    }
}
