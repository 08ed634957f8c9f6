package io.yizhan.approval;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.move;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.pdf;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.material.MaterialConfig;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of the opinion that civil affairs gives on an item of health. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class AttachmentApiTest {
    private static final String HEALTH = "11530402000000190A";
    private static final String CIVIL_AFFAIRS = "11530402000000078B";
    private static final String EDUCATION = "11530402000000043Q";
    private static final Map<String, String> PURPOSE = Map.of("purpose", "审查本件");

    @Inject
    MaterialConfig materials;

    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    private String applicant;
    private String civilAffairs;
    private String caseId;

    @BeforeEach
    void beginReview() {
        applicant = TestTokens.applicant();
        civilAffairs = TestTokens.officer(CIVIL_AFFAIRS);
        caseId = submit(applicant, ONLY_CHILD).getString("id");
        move(TestTokens.clerk(), caseId, 1, "acceptance", Map.of("kind", "full"));
        move(TestTokens.officer(HEALTH), caseId, 2, "review", Map.of());
    }

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private String path() {
        return "/v1/desk/cases/" + caseId + "/attachments";
    }

    private ValidatableResponse attach(String officer, byte[] content, String title) {
        return given().auth()
                .oauth2(officer)
                .multiPart("file", "reply.pdf", content, "application/octet-stream")
                .multiPart(new MultiPartSpecBuilder(title)
                        .controlName("title")
                        .charset(StandardCharsets.UTF_8)
                        .build())
                .post(path())
                .then();
    }

    private ValidatableResponse post(String token, String path, Map<String, String> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", newKey())
                .body(body)
                .post(path)
                .then();
    }

    private void claim() {
        post(civilAffairs, "/v1/desk/cases/" + caseId + "/claim", Map.of()).statusCode(200);
    }

    @Test
    void keepsAFileOfTheClaimedReviewWithItsDigestAndKind() throws Exception {
        claim();
        var content = pdf();
        var sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));

        var id = attach(civilAffairs, content, "婚姻登记核查结果")
                .statusCode(201)
                .body("department", equalTo(CIVIL_AFFAIRS))
                .body("title", equalTo("婚姻登记核查结果"))
                .body("mediaType", equalTo("application/pdf"))
                .body("size", equalTo(content.length))
                .body("sha256", equalTo(sha256))
                .extract()
                .<String>path("id");
        attach(civilAffairs, content, "同一文件").statusCode(200).body("id", equalTo(id));

        for (var reader : List.of(TestTokens.officer(HEALTH), TestTokens.clerk())) {
            given().auth()
                    .oauth2(reader)
                    .get(path())
                    .then()
                    .statusCode(200)
                    .body("attachments.id", equalTo(List.of(id)));
            var read = post(reader, path() + "/" + id + "/readings", PURPOSE)
                    .statusCode(200)
                    .contentType("application/pdf")
                    .extract()
                    .asByteArray();
            assertThat(read).isEqualTo(content);
        }
        given().auth()
                .oauth2(applicant)
                .get("/v1/space/accesses")
                .then()
                .body("accesses.purpose", hasItem(PURPOSE.get("purpose")))
                .body("accesses.object", hasItem(caseId));
    }

    @Test
    void isThereForWhoMaySeeTheCaseAndOnlyForAPurpose() {
        claim();
        var id = attach(civilAffairs, pdf(), "核查结果").statusCode(201).extract().<String>path("id");
        var stranger = TestTokens.officer(EDUCATION);

        given().auth()
                .oauth2(stranger)
                .get(path())
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/case-not-found"));
        post(stranger, path() + "/" + id + "/readings", PURPOSE)
                .statusCode(404)
                .body("type", equalTo("/v1/problems/attachment-not-found"));
        post(civilAffairs, path() + "/" + id + "/readings", Map.of())
                .statusCode(400)
                .body("errors.pointer", hasItem("/purpose"));
        given().auth().oauth2(applicant).get(path()).then().statusCode(403);
    }

    @Test
    void isAddedByTheOfficerWhoHoldsTheReviewUntilItIsConcluded() {
        attach(civilAffairs, pdf(), "核查结果").statusCode(409).body("type", equalTo("/v1/problems/review-not-claimed"));
        claim();
        attach(TestTokens.officer(CIVIL_AFFAIRS), pdf(), "核查结果").statusCode(409);
        attach(TestTokens.officer(HEALTH), pdf(), "核查结果").statusCode(409);
        attach(civilAffairs, pdf(), "核查结果").statusCode(201);
        post(civilAffairs, "/v1/desk/cases/" + caseId + "/opinion", Map.of("outcome", "agree", "opinion", "同意"))
                .statusCode(200);

        attach(civilAffairs, pdf(), "迟到的附件").statusCode(409);
    }

    @Test
    void refusesWhatIsNotADocumentOrTooLargeOrNamedAfterANumber() {
        claim();

        attach(civilAffairs, "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), "脚本")
                .statusCode(415)
                .body("type", equalTo("/v1/problems/file-type-refused"));
        attach(civilAffairs, new byte[(int) materials.maxFileBytes() + 1], "太大")
                .statusCode(413)
                .body("type", equalTo("/v1/problems/file-too-large"));
        attach(civilAffairs, pdf(), "530402199001010014 的核查").statusCode(400).body("errors.code", hasItem("personal"));
        attach(civilAffairs, pdf(), " ").statusCode(400).body("errors.pointer", hasItem("form:title"));
        given().auth().oauth2(civilAffairs).get(path()).then().body("attachments", equalTo(List.of()));
    }

    @Test
    void takesTwentyFilesAndNoMore() {
        claim();
        for (int i = 0; i < 20; i++) {
            attach(civilAffairs, pdf(), "第 " + i + " 页").statusCode(201);
        }

        attach(civilAffairs, pdf(), "再一页").statusCode(429).body("type", equalTo("/v1/problems/upload-quota-exceeded"));
    }

    @Test
    void keepsItsContentWhenAnApplicantErasesTheSameBytes() {
        claim();
        var content = pdf();
        Journeys.uploading(applicant, "IDN001", content, Map.of()).statusCode(201);
        var id = attach(civilAffairs, content, "核查结果").statusCode(201).extract().<String>path("id");

        given().auth()
                .oauth2(applicant)
                .contentType(ContentType.JSON)
                .post("/v1/space/erasure")
                .then()
                .statusCode(200)
                .body("parts.find { it.kind == 'materials' }.erased", equalTo(1));
        clock.advance(Duration.ofMinutes(61));
        timers.fireDue().await().indefinitely();

        var read = post(TestTokens.clerk(), path() + "/" + id + "/readings", PURPOSE)
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(read).isEqualTo(content);
    }
}
