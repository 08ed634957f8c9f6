package io.yizhan.material;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.pdf;
import static io.yizhan.casework.Journeys.upload;
import static io.yizhan.casework.Journeys.uploading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.identity.TestTokens;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MaterialApiTest {
    private String token;

    @BeforeEach
    void signIn() {
        token = TestTokens.applicant();
    }

    @Test
    void keepsAnUploadWithWhatTheApplicantSaysOfIt() {
        var content = pdf();

        var id = uploading(token, "IDN001", content, Map.of("issuer", "玉溪市公安局", "validUntil", "2036-01-04"))
                .statusCode(201)
                .header("Location", containsString("/v1/materials/"))
                .body("trustGrade", equalTo("D"))
                .body("state", equalTo("valid"))
                .body("mediaType", equalTo("application/pdf"))
                .body("size", equalTo(content.length))
                .extract()
                .<String>path("id");

        given().auth()
                .oauth2(token)
                .get("/v1/materials/" + id)
                .then()
                .statusCode(200)
                .body("issuer", equalTo("玉溪市公安局"))
                .body("validUntil", equalTo("2036-01-04"));
        var download = given().auth().oauth2(token).get("/v1/materials/" + id + "/content");
        assertThat(download.asByteArray()).isEqualTo(content);
        assertThat(download.header("Content-Disposition")).startsWith("attachment");
    }

    /** A serializer that takes issuer for a getter answers a "suer" as well. */
    @Test
    void answersEveryFieldOnceUnderItsName() {
        var metadata = Map.of("issuer", "玉溪市公安局", "issuedOn", "2026-01-05");

        uploading(token, "IDN009", pdf(), metadata)
                .statusCode(201)
                .body(
                        "keySet()",
                        containsInAnyOrder(
                                "id",
                                "materialType",
                                "version",
                                "edition",
                                "state",
                                "trustGrade",
                                "issuer",
                                "issuedOn",
                                "mediaType",
                                "size",
                                "sha256",
                                "uploadedAt",
                                "confirmedAtWindow"));
    }

    @Test
    void keepsTheSameBytesForTheSamePurposeOnce() {
        var content = pdf();

        var first = uploading(token, "IDN001", content, Map.of())
                .statusCode(201)
                .extract()
                .<String>path("id");
        var again = uploading(token, "IDN001", content, Map.of())
                .statusCode(200)
                .extract()
                .<String>path("id");
        var otherPurpose = uploading(token, "IDN002", content, Map.of())
                .statusCode(201)
                .extract()
                .<String>path("id");

        assertThat(again).isEqualTo(first);
        assertThat(otherPurpose).isNotEqualTo(first);
    }

    @Test
    void storesTheSameBytesOfTwoPeopleOnceAndShowsThemToNeitherOther() {
        var content = pdf();
        var other = TestTokens.applicant();

        var mine = uploading(token, "IDN001", content, Map.of())
                .statusCode(201)
                .extract()
                .jsonPath();
        var theirs = uploading(other, "IDN001", content, Map.of())
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(mine.getString("sha256")).isEqualTo(theirs.getString("sha256"));
        given().auth()
                .oauth2(other)
                .get("/v1/materials/" + mine.getString("id"))
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(other)
                .get("/v1/materials/" + mine.getString("id") + "/content")
                .then()
                .statusCode(404);
    }

    @Test
    void goesByTheContentNotByTheName() {
        given().auth()
                .oauth2(token)
                .multiPart("file", "passport.png", "just words".getBytes(StandardCharsets.UTF_8), "image/png")
                .multiPart("materialType", "IDN001")
                .post("/v1/materials")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("type", equalTo("/v1/problems/file-type-refused"));
    }

    @Test
    void acceptsPicturesAndOfdAndRefusesOtherArchives() {
        uploading(token, "IDN006", png(20, 20), Map.of()).statusCode(201).body("mediaType", equalTo("image/png"));
        uploading(token, "ORG001", zip("OFD.xml"), Map.of())
                .statusCode(201)
                .body("mediaType", equalTo("application/ofd"));
        uploading(token, "ORG001", zip("word/document.xml"), Map.of()).statusCode(415);
    }

    @Test
    void refusesAPictureWithTooManyPixels() {
        var header = png(20, 20).clone();
        header[16] = 0x00;
        header[17] = 0x01; // width 65536 + …
        header[20] = 0x00;
        header[21] = 0x01;

        uploading(token, "IDN006", header, Map.of()).statusCode(413).body("code", equalTo("M413"));
    }

    @Test
    void refusesTooLargeAFileWhileItArrives() {
        var large = new byte[2_000_000];
        System.arraycopy(pdf(), 0, large, 0, 20);

        uploading(token, "IDN001", large, Map.of())
                .statusCode(413)
                .body("type", equalTo("/v1/problems/file-too-large"));
    }

    @Test
    void countsTheBytesOfADay() {
        var content = new byte[900_000];
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 4; i++) {
            System.arraycopy(pdf(), 0, content, 0, 40);
            statuses.add(uploading(token, "IDN001", content, Map.of()).extract().statusCode());
        }

        assertThat(statuses).containsExactly(201, 201, 201, 429);
    }

    @Test
    void refusesWhatIsNotOneFileWithItsMetadata() {
        given().auth()
                .oauth2(token)
                .multiPart("materialType", "IDN001")
                .post("/v1/materials")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("form:file"));
        given().auth()
                .oauth2(token)
                .multiPart("file", "a", pdf(), "application/pdf")
                .multiPart("file", "b", pdf(), "application/pdf")
                .multiPart("materialType", "IDN001")
                .post("/v1/materials")
                .then()
                .statusCode(400);
        uploading(token, "XXX999", pdf(), Map.of())
                .statusCode(422)
                .body("type", equalTo("/v1/problems/material-type-unknown"));
        uploading(token, "IDN001", pdf(), Map.of("validUntil", "soon"))
                .statusCode(400)
                .body("errors.pointer", contains("form:validUntil"));
        uploading(token, "IDN001", new byte[0], Map.of()).statusCode(400);
    }

    @Test
    void refusesAFloodOfPartsAndGiantPartHeaders() {
        var flood = given().auth().oauth2(token).multiPart("file", "a", pdf(), "application/pdf");
        for (int i = 0; i < 3_000; i++) {
            flood.multiPart("field" + i, "x");
        }
        assertThat(flood.post("/v1/materials").statusCode()).isBetween(400, 499);

        var giant = "x".repeat(200_000);
        var body = "--b\r\nContent-Disposition: form-data; name=\"" + giant + "\"\r\n\r\nx\r\n--b--\r\n";
        assertThat(given().auth()
                        .oauth2(token)
                        .contentType("multipart/form-data; boundary=b")
                        .body(body.getBytes(StandardCharsets.US_ASCII))
                        .post("/v1/materials")
                        .statusCode())
                .isBetween(400, 499);
    }

    @Test
    void listsOwnMaterialsPageByPage() {
        var applicant = TestTokens.applicant();
        var uploaded = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            uploaded.add(0, upload(applicant, "IDN001"));
        }

        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var request = given().auth().oauth2(applicant).queryParam("limit", 2);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/materials")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("materials.id"));
            cursor = page.getString("next");
        } while (cursor != null);

        assertThat(seen).isEqualTo(uploaded);
        given().auth()
                .oauth2(applicant)
                .queryParam("cursor", "%%%")
                .get("/v1/materials")
                .then()
                .statusCode(400)
                .body("type", equalTo("/v1/problems/cursor-invalid"));
    }

    private static byte[] png(int width, int height) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String entry) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(pdf());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
