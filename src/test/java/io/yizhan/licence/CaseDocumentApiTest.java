package io.yizhan.licence;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.defect;
import static io.yizhan.casework.Desk.move;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.licence.Licensed.get;
import static io.yizhan.licence.Licensed.posting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CaseDocumentApiTest {
    private static final String EDUCATION = "11530402000000043Q";

    private Personas.Person person;
    private static final Map<String, String> PURPOSE = Map.of("purpose", "审查本件");

    private String applicant;
    private String officer;

    @BeforeEach
    void signIn() {
        person = Personas.person();
        applicant = TestTokens.applicant(person);
        officer = Desk.officer();
    }

    private JsonPath documents(String caseId) {
        return get(applicant, "/v1/cases/" + caseId + "/documents");
    }

    private byte[] content(String token, String caseId, String number) {
        return given().auth()
                .oauth2(token)
                .get("/v1/cases/" + caseId + "/documents/" + number + "/content")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
    }

    private static ValidatableResponse reading(String staff, String caseId, String number, Map<String, ?> body) {
        return posting(staff, "/v1/cases/" + caseId + "/documents/" + number + "/readings", body);
    }

    private static String text(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    @Test
    void tellsEveryStepTheLawWantsInWriting() throws Exception {
        var id = submit(applicant, TRANSFER).getString("id");
        move(
                officer,
                id,
                1,
                "corrections",
                Map.of("defects", List.of(defect("material:IDN002", "缺少户主页"), defect("form:address", "地址不全"))));
        var supplied = Map.of(
                "materials",
                List.of(Map.of("materialType", "IDN002", "materialId", Journeys.upload(applicant, "IDN002"))),
                "form",
                List.of(Map.of("name", "address", "value", "红塔区玉兴路2号")));
        move(applicant, id, 2, "supplements", supplied);
        move(officer, id, 3, "acceptance", Map.of("kind", "full"));
        move(officer, id, 4, "review", Map.of());
        move(officer, id, 5, "decision", Map.of("outcome", "refused", "reason", "与登记信息不一致"));

        var documents = documents(id);

        assertThat(documents.getList("documents.kind"))
                .isEqualTo(List.of("correctionNotice", "acceptanceNotice", "decision"));
        assertThat(documents.getList("documents[0].data.defects.reason")).isEqualTo(List.of("缺少户主页", "地址不全"));
        assertThat(documents.getString("documents[2].titleZh")).isEqualTo("不予行政许可决定书");
        var refusal = text(content(applicant, id, documents.getString("documents[2].number")));
        assertThat(refusal)
                .contains(person.name(), "与登记信息不一致", "行政复议", "行政诉讼", documents.getString("documents[2].number"));
    }

    @Test
    void sealsTheVeryBytesItHandsOut() throws Exception {
        var id = submit(applicant, TRANSFER).getString("id");
        move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        var document = documents(id).<Map<String, Object>>getList("documents").get(0);
        var number = (String) document.get("number");

        var first = content(applicant, id, number);
        var second =
                reading(officer, id, number, PURPOSE).statusCode(200).extract().asByteArray();

        assertThat(second).isEqualTo(first);
        var sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(first));
        assertThat(document.get("sha256")).isEqualTo(sha256);
        var seal = JWSObject.parse((String) document.get("seal"));
        var keys = JWKSet.parse(given().get("/.well-known/jwks.json").asString());
        var key = keys.getKeyByKeyId(seal.getHeader().getKeyID()).toRSAKey();
        assertThat(seal.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(seal.getPayload().toJSONObject()).isEqualTo(Map.of("document", number, "sha256", sha256));
        var access = get(applicant, "/v1/space/accesses");
        assertThat(access.getString("accesses[0].action")).isEqualTo("document.read");
        assertThat(access.getString("accesses[0].object")).isEqualTo(number);
        assertThat(access.getString("accesses[0].purpose")).isEqualTo(PURPOSE.get("purpose"));
    }

    @Test
    void numbersTheDocumentsOfADepartmentWithoutGap() {
        var first = accepted();
        var second = accepted();

        assertThat(first).matches("[A-Z]{2,3}-SL-\\d{4}-\\d{6}");
        assertThat(Integer.parseInt(second.substring(second.length() - 6)))
                .isGreaterThan(Integer.parseInt(first.substring(first.length() - 6)));
    }

    private String accepted() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        return documents(id).getString("documents[0].number");
    }

    @Test
    void areThereForThoseWhoMaySeeTheCase() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(officer, id, 1, "non-acceptance", Map.of("reason", "不属于受理范围"));
        var number = documents(id).getString("documents[0].number");

        for (var stranger : List.of(TestTokens.applicant(), TestTokens.officer(EDUCATION))) {
            given().auth()
                    .oauth2(stranger)
                    .get("/v1/cases/" + id + "/documents")
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("/v1/problems/case-not-found"));
        }
        given().auth()
                .oauth2(TestTokens.applicant())
                .get("/v1/cases/" + id + "/documents/" + number + "/content")
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/document-not-found"));
        reading(TestTokens.officer(EDUCATION), id, number, PURPOSE)
                .statusCode(404)
                .body("type", equalTo("/v1/problems/document-not-found"));
    }

    @Test
    void areReadByStaffOnlyForAPurpose() {
        var id = submit(applicant, TRANSFER).getString("id");
        move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        var number = documents(id).getString("documents[0].number");

        reading(officer, id, number, Map.of()).statusCode(400).body("errors.pointer", hasItem("/purpose"));
        reading(officer, id, number, Map.of("purpose", "联系 19900000000"))
                .statusCode(400)
                .body("errors.code", hasItem("personal"));
    }
}
