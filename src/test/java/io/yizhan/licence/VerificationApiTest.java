package io.yizhan.licence;

import static io.restassured.RestAssured.given;
import static io.yizhan.licence.Licensed.changing;
import static io.yizhan.licence.Licensed.get;
import static io.yizhan.licence.Licensed.licence;
import static io.yizhan.licence.Licensed.posting;
import static io.yizhan.licence.Licensed.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.HallClock;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VerificationApiTest {
    private Personas.Person person;
    private String applicant;

    @Inject
    Pool pool;

    @BeforeEach
    void signIn() {
        person = Personas.person();
        applicant = TestTokens.applicant(person);
    }

    private static ValidatableResponse verifying(String code) {
        return given().get("/v1/verifications/" + code).then();
    }

    /** As it is printed on the holder's document. */
    private String codeOn(String licence) throws Exception {
        var material = get(applicant, "/v1/licences/" + licence).getString("materialId");
        var pdf = given().auth()
                .oauth2(applicant)
                .get("/v1/materials/" + material + "/content")
                .asByteArray();
        try (var document = Loader.loadPDF(pdf)) {
            var printed =
                    Pattern.compile("[0-9A-Z]{5}(-[0-9A-Z]{5}){3}").matcher(new PDFTextStripper().getText(document));
            assertThat(printed.find()).isTrue();
            return printed.group();
        }
    }

    @Test
    void tellsAnyoneWhetherALicenceIsGenuineAndValidButNotWhoseItIs() throws Exception {
        var id = licence(applicant);

        verifying(codeOn(id))
                .statusCode(200)
                .body("kind", equalTo("licence"))
                .body("isGenuine", equalTo(true))
                .body("signature", equalTo("right"))
                .body("isValid", equalTo(true))
                .body("isNewest", equalTo(true))
                .body(not(containsString(person.name())));
    }

    @Test
    void tellsTheStateOfTheDayAndThatALaterIssueTookItsPlace() throws Exception {
        var id = licence(applicant);
        var first = codeOn(id);
        registered(applicant);
        changing(Desk.officer(), id, 2, "revoked", Map.of()).statusCode(200);

        verifying(first)
                .statusCode(200)
                .body("isGenuine", equalTo(true))
                .body("isNewest", equalTo(false))
                .body("isValid", equalTo(false))
                .body("state", equalTo("revoked"))
                .body(not(containsString("经查证")));
    }

    @Test
    void noticesAForgedEntryInTheLibrary() throws Exception {
        var id = licence(applicant);
        var code = codeOn(id);
        pool.query("alter table licence_version disable trigger licence_version_append_only")
                .executeAndAwait();
        try {
            pool.preparedQuery("update licence_version set sha256 = sha256('forged'::bytea) where licence = $1")
                    .executeAndAwait(Tuple.of(UUID.fromString(id)));
        } finally {
            pool.query("alter table licence_version enable trigger licence_version_append_only")
                    .executeAndAwait();
        }

        verifying(code).statusCode(200).body("isGenuine", equalTo(false)).body("signature", equalTo("wrong"));
    }

    @Test
    void tellsOfADocumentOnceItIsPrinted() {
        var id = Journeys.submit(applicant, Journeys.TRANSFER).getString("id");
        Desk.move(Desk.clerk(), id, 1, "acceptance", Map.of("kind", "full"));
        var document = get(applicant, "/v1/cases/" + id + "/documents");

        verifying(document.getString("documents[0].verificationCode"))
                .statusCode(200)
                .body("kind", equalTo("document"))
                .body("number", equalTo(document.getString("documents[0].number")))
                .body("nameZh", equalTo("受理通知书"))
                .body("isGenuine", equalTo(true))
                .body("sha256", equalTo(document.getString("documents[0].sha256")))
                .body(not(containsString(person.name())));
    }

    @Test
    void tellsUntilWhenACopyIsGoodButNotWhatFor() {
        var id = licence(applicant);
        var until = LocalDate.now(HallClock.BUSINESS_ZONE).plusDays(3);
        var copy = posting(
                        applicant,
                        "/v1/licences/" + id + "/copies",
                        Map.of("purpose", "办理住房贷款", "recipient", "红塔银行", "until", until.toString()))
                .statusCode(201)
                .extract()
                .jsonPath();
        var code = copy.getString("verificationCode");

        verifying(code)
                .statusCode(200)
                .body("kind", equalTo("copy"))
                .body("isGenuine", equalTo(true))
                .body("isValid", equalTo(true))
                .body("goodUntil", equalTo(until.toString()))
                .body("sha256", nullValue())
                .body(not(containsString(person.name())))
                .body(not(containsString("住房贷款")))
                .body(not(containsString("红塔银行")));
        pool.preparedQuery("update licence_copy set good_until = $2 where id = $1")
                .executeAndAwait(Tuple.of(
                        UUID.fromString(copy.getString("id")),
                        LocalDate.now(HallClock.BUSINESS_ZONE).minusDays(1)));
        verifying(code)
                .statusCode(200)
                .body("isGenuine", equalTo(true))
                .body("isValid", equalTo(false))
                .body("state", equalTo("valid"));
    }

    @Test
    void refusesAMistypedCodeAndKnowsNothingOfAnInventedOne() {
        verifying("0123").statusCode(400).body("type", equalTo("/v1/problems/verification-code-invalid"));
        verifying(VerificationCode.random().printed())
                .statusCode(404)
                .body("type", equalTo("/v1/problems/verification-not-found"));
    }

    @Test
    void hasAPageThatRunsItsOwnFilesOnly() {
        var page = given().get("/verify/").then().statusCode(200).extract();

        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
        assertThat(page.asString()).contains("verify.js");
        given().get("/verify/verify.js").then().statusCode(200);
        given().get("/verify/verify.css").then().statusCode(200);
    }
}
