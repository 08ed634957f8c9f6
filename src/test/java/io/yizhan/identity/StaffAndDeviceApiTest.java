package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StaffAndDeviceApiTest {
    private static final String DEPARTMENT = "115304020000000198";

    private String administrator;

    @BeforeEach
    void signIn() {
        administrator = TestTokens.administrator();
    }

    @Test
    void anAdministratorAppointsAndDismissesAClerk() {
        var person = Personas.person();
        grant(person.id(), "clerk", null).statusCode(204);
        grant(person.id(), "clerk", null).statusCode(204);
        var clerk = TestTokens.signIn(person, "clerk");
        me(clerk.access(), 200);

        dismiss(person.id(), "clerk").statusCode(204);

        me(clerk.access(), 401);
        TestTokens.refresh(clerk.refresh()).statusCode(401);
        var begun = TestTokens.begin(person, "clerk");
        TestTokens.tokens(
                        given(),
                        Map.of(
                                "grantType", "signIn",
                                "signInId", begun.getString("signInId"),
                                "code", begun.getString("demoCode")))
                .statusCode(403);
    }

    @Test
    void dismissingAClerkLeavesThemACitizen() {
        var person = Personas.person();
        grant(person.id(), "clerk", null).statusCode(204);
        var citizen = TestTokens.applicant(person);

        dismiss(person.id(), "clerk").statusCode(204);

        me(citizen, 200);
    }

    @Test
    void anOfficerNeedsADepartmentAndNobodyElseHasOne() {
        var person = Personas.person();

        grant(person.id(), "officer", null).statusCode(400).body("errors[0].pointer", equalTo("/department"));
        grant(person.id(), "officer", "115304020000000199").statusCode(400);
        grant(person.id(), "clerk", DEPARTMENT).statusCode(400);
        grant(person.id(), "applicant", null).statusCode(400);
        grant(person.id(), "officer", DEPARTMENT).statusCode(204);
    }

    @Test
    void appointsNobodyWhoIsNotRegistered() {
        grant(SubjectId.next(java.time.Instant.now(), 1), "clerk", null)
                .statusCode(404)
                .body("type", equalTo("/v1/problems/subject-not-found"));
        grant(Personas.organisation().id(), "clerk", null).statusCode(404);
    }

    @Test
    void aRevokedKioskIsOutAtOnce() {
        var device = given().auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "大厅一号机"))
                .post("/v1/devices")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var kiosk = TestTokens.kiosk(device);
        given().auth().oauth2(kiosk).get("/v1/me").then().statusCode(403);

        given().auth()
                .oauth2(administrator)
                .delete("/v1/devices/{id}", device.getString("id"))
                .then()
                .statusCode(204);

        given().auth().oauth2(kiosk).get("/v1/me").then().statusCode(401);
        given().auth()
                .oauth2(administrator)
                .delete("/v1/devices/{id}", device.getString("id"))
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/device-not-found"));
    }

    @Test
    void aDepartmentsSystemIsNoKioskAndAKioskIsNoSystem() {
        var kiosk = register(Map.of("name", "大厅二号机"));
        var system = register(Map.of("name", "业务系统", "department", DEPARTMENT));

        refuse(TestTokens.beginByDevice(kiosk, "system"));
        refuse(TestTokens.beginByDevice(system, "kiosk"));

        given().auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "业务系统", "department", "115304020000000199"))
                .post("/v1/devices")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/department"));
    }

    private JsonPath register(Map<String, String> device) {
        return given().auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(device)
                .post("/v1/devices")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static void refuse(JsonPath begun) {
        TestTokens.tokens(
                        given(),
                        Map.of(
                                "grantType", "signIn",
                                "signInId", begun.getString("signInId"),
                                "code", begun.getString("code")))
                .statusCode(401);
    }

    @Test
    void publishesBothKeysAndWhereToFindThem() {
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("public, max-age=300"))
                .body("keys[0].kty", equalTo("RSA"))
                .body("keys[0].use", equalTo("sig"))
                .body("keys[0].d", nullValue())
                .body("keys.findAll { it.d != null || it.p != null }", hasSize(0));
        given().get("/.well-known/openid-configuration")
                .then()
                .statusCode(200)
                .body("issuer", equalTo("https://hall.example"))
                .body("jwks_uri", equalTo("https://hall.example/.well-known/jwks.json"));
    }

    private ValidatableResponse grant(SubjectId person, String role, String department) {
        var body = new HashMap<String, String>(Map.of("subjectId", person.toString(), "role", role));
        if (department != null) {
            body.put("department", department);
        }
        return given().auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/staff")
                .then();
    }

    private ValidatableResponse dismiss(SubjectId person, String role) {
        return given().auth()
                .oauth2(administrator)
                .delete("/v1/staff/{id}/{role}", person.toString(), role)
                .then();
    }

    private static void me(String accessToken, int status) {
        given().auth().oauth2(accessToken).get("/v1/me").then().statusCode(status);
    }
}
