package io.yizhan.space;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Desk;
import io.yizhan.identity.TestTokens;
import io.yizhan.material.MaterialConfig;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MovedClockProfile.class)
class SpaceApiTest {
    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    @Inject
    MaterialConfig materials;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private static JsonPath export(String token) {
        var file = given().auth()
                .oauth2(token)
                .get("/v1/space/export")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"yizhan-space.json\"")
                .extract()
                .asByteArray();
        return new JsonPath(new String(file, StandardCharsets.UTF_8));
    }

    @Test
    void showsWhoReadTheDataAndWhatFor() {
        var applicant = TestTokens.applicant();
        var id = submit(applicant, TRANSFER).getString("id");
        given().auth()
                .oauth2(Desk.officer())
                .contentType(ContentType.JSON)
                .body(Map.of("purpose", "核对申请材料"))
                .post("/v1/desk/cases/" + id + "/readings")
                .then()
                .statusCode(200);

        given().auth()
                .oauth2(applicant)
                .get("/v1/space/accesses")
                .then()
                .statusCode(200)
                .body("accesses[0].action", equalTo("case.read"))
                .body("accesses[0].object", equalTo(id))
                .body("accesses[0].purpose", equalTo("核对申请材料"));
        given().auth()
                .oauth2(TestTokens.applicant())
                .get("/v1/space/accesses")
                .then()
                .body("accesses", equalTo(List.of()));
    }

    @Test
    void handsOverEverythingAndNothingOfOthers() {
        var applicant = TestTokens.applicant();
        var id = submit(applicant, TRANSFER).getString("id");
        submit(TestTokens.applicant(), TRANSFER);

        var file = export(applicant);

        assertThat(file.getList("cases.id")).isEqualTo(List.of(id));
        assertThat(file.getString("cases[0].form[0].value")).isEqualTo("红塔区玉兴路1号");
        assertThat(file.getList("materialUses.caseId")).containsOnly(id);
        assertThat(file.getMap("").keySet())
                .contains("accesses", "drafts", "licences", "mandates", "materials", "messages", "notices", "ratings");
    }

    @Test
    void tellsWhereEachMaterialWasUsed() {
        var applicant = TestTokens.applicant();
        var id = submit(applicant, TRANSFER).getString("id");
        var used = export(applicant).getString("materialUses[0].materialId");
        var unused = upload(applicant, "IDN001");

        uses(applicant, used).statusCode(200).body("uses.caseId", equalTo(List.of(id)));
        uses(applicant, unused).statusCode(200).body("uses", equalTo(List.of()));
        uses(TestTokens.applicant(), used).statusCode(404);
    }

    private static ValidatableResponse uses(String token, String material) {
        return given().auth()
                .oauth2(token)
                .get("/v1/materials/" + material + "/uses")
                .then();
    }

    @Test
    void erasesWhatMayGoAndSaysWhyTheRestStays() throws IOException, NoSuchAlgorithmException {
        var applicant = TestTokens.applicant();
        var id = submit(applicant, TRANSFER).getString("id");
        given().auth()
                .oauth2(applicant)
                .contentType(ContentType.JSON)
                .body(Map.of("implementationCode", TRANSFER))
                .post("/v1/drafts")
                .then()
                .statusCode(201);
        var unused = upload(applicant, "IDN001");
        var content = given().auth()
                .oauth2(applicant)
                .get("/v1/materials/" + unused + "/content")
                .asByteArray();

        given().auth()
                .oauth2(applicant)
                .contentType(ContentType.JSON)
                .post("/v1/space/erasure")
                .then()
                .statusCode(200)
                .body("parts.find { it.kind == 'drafts' }.erased", equalTo(1))
                .body("parts.find { it.kind == 'materials' }.erased", equalTo(1))
                .body("parts.find { it.kind == 'cases' }.kept", equalTo(1))
                .body("parts.find { it.kind == 'cases' }.whyZh", not(emptyString()));

        given().auth().oauth2(applicant).get("/v1/materials/" + unused).then().statusCode(404);
        given().auth().oauth2(applicant).get("/v1/cases/" + id).then().statusCode(200);
        var name = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        var file = materials
                .folder()
                .resolve("content")
                .resolve(name.substring(0, 2))
                .resolve(name.substring(2));
        assertThat(Files.exists(file)).isTrue();
        clock.advance(Duration.ofMinutes(61));
        timers.fireDue().await().indefinitely();
        assertThat(Files.exists(file)).isFalse();
    }
}
