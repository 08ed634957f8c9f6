package io.yizhan.licence;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.match;
import static io.yizhan.casework.Journeys.matched;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.licence.Licensed.REGISTER;
import static io.yizhan.licence.Licensed.changing;
import static io.yizhan.licence.Licensed.get;
import static io.yizhan.licence.Licensed.licence;
import static io.yizhan.licence.Licensed.posting;
import static io.yizhan.licence.Licensed.registered;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LicenceApiTest {
    private static final String EDUCATION = "11530402000000043Q";

    /** Senior citizen preferential card, of the civil affairs bureau; decided on the spot. */
    private static final String PENSIONER = "11530402000000078B4532011101000";

    private String applicant;
    private String officer;

    @Inject
    Pool pool;

    @BeforeEach
    void signIn() {
        applicant = TestTokens.applicant();
        officer = Desk.officer();
    }

    private static LocalDate today() {
        return LocalDate.now(BUSINESS_ZONE);
    }

    private static String text(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void issuesALicenceThatIsReusableAtOnce() {
        assertThat(matched(match(applicant, TRANSFER), REGISTER)).containsEntry("outcome", "supply");

        var caseId = registered(applicant);

        var licences = get(applicant, "/v1/licences");
        assertThat(licences.getList("licences")).hasSize(1);
        var licence = get(applicant, "/v1/licences/" + licences.getString("licences[0].id"));
        var read = LicenceIdentifier.read(licence.getString("identifier"));
        assertThat(read.isCheckRight()).isTrue();
        assertThat(read.identifier().issuer()).isEqualTo(Desk.POLICE);
        assertThat(licence.getBoolean("isValid")).isTrue();
        var found = matched(match(applicant, TRANSFER), REGISTER);
        assertThat(found).containsEntry("outcome", "offeredToConfirm");
        assertThat(Journeys.firstOffered(found)).isEqualTo(licence.getString("materialId"));
        var material = get(applicant, "/v1/materials/" + licence.getString("materialId"));
        assertThat(material.getString("trustGrade")).isEqualTo("A");
        assertThat(material.getString("sourceCase")).isEqualTo(caseId);
    }

    @Test
    void givesTheMaterialTheSealedDocumentAsItsContent() throws Exception {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        var licence = get(token, "/v1/licences/" + licence(token));

        var content = given().auth()
                .oauth2(token)
                .get("/v1/materials/" + licence.getString("materialId") + "/content")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();

        assertThat(text(content))
                .contains("居民户口簿", person.name(), "红塔分局")
                .contains(licence.getString("identifier").substring(0, 40));
    }

    @Test
    void issuesNothingForARefusedCase() {
        var id = submit(applicant, Journeys.BIRTH).getString("id");
        Desk.move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        Desk.move(officer, id, 2, "review", Map.of());
        Desk.move(officer, id, 3, "decision", Map.of("outcome", "refused", "reason", "材料与事实不符"));
        Desk.move(officer, id, 4, "result", Map.of());

        assertThat(get(applicant, "/v1/licences").getList("licences")).isEmpty();
    }

    @Test
    void goesOnWithTheChainWhenItIsIssuedAgain() {
        var first = get(applicant, "/v1/licences/" + licence(applicant));
        var uploaded = Journeys.upload(applicant, REGISTER);

        registered(applicant);

        var licences = get(applicant, "/v1/licences");
        assertThat(licences.getList("licences")).hasSize(1);
        var second = get(applicant, "/v1/licences/" + first.getString("id"));
        assertThat(second.getInt("version")).isEqualTo(2);
        var history = get(applicant, "/v1/licences/" + first.getString("id") + "/history");
        assertThat(history.getString("versions[1].replaces")).isEqualTo(first.getString("identifier"));
        var old = get(applicant, "/v1/materials/" + first.getString("materialId"));
        assertThat(old.getString("state")).isEqualTo("superseded");
        assertThat(get(applicant, "/v1/materials/" + second.getString("materialId"))
                        .getInt("edition"))
                .isGreaterThan(old.getInt("edition"));
        assertThat(Journeys.firstOffered(matched(match(applicant, TRANSFER), REGISTER)))
                .isEqualTo(second.getString("materialId"));
        assertThat(get(applicant, "/v1/materials/" + uploaded).getString("state"))
                .isEqualTo("valid");
    }

    @Test
    void numbersTheLicencesOfAnIssuerWithoutGapOrTwin() {
        var serials = List.of(licence(applicant), licence(TestTokens.applicant())).stream()
                .map(id -> serial(UUID.fromString(id)))
                .toList();

        assertThat(serials).allMatch(serial -> serial.startsWith(Integer.toString(today().getYear())));
        assertThat(serials).doesNotHaveDuplicates();
    }

    private String serial(UUID licence) {
        return pool.preparedQuery("select serial from licence where id = $1")
                .executeAndAwait(Tuple.of(licence))
                .iterator()
                .next()
                .getString("serial");
    }

    @Test
    void isThereForItsIssuerAloneAmongDepartments() {
        var id = licence(applicant);

        changing(TestTokens.officer(EDUCATION), id, 1, "withheld", Map.of())
                .statusCode(404)
                .body("type", equalTo("/v1/problems/licence-not-found"));
        given().auth()
                .oauth2(TestTokens.officer(EDUCATION))
                .get("/v1/licences/" + id + "/standing")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(officer)
                .get("/v1/licences/" + id + "/standing")
                .then()
                .statusCode(200)
                .body("isValid", equalTo(true));
    }

    @Test
    void isWithheldAndRestored() {
        var id = licence(applicant);

        changing(officer, id, 1, "withheld", Map.of()).statusCode(200).body("version", equalTo(2));
        assertThat(get(applicant, "/v1/licences/" + id + "/standing").getBoolean("isValid"))
                .isFalse();
        assertThat(matched(match(applicant, TRANSFER), REGISTER)).containsEntry("outcome", "supply");

        changing(officer, id, 2, "valid", Map.of()).statusCode(200);
        assertThat(get(applicant, "/v1/licences/" + id + "/standing").getBoolean("isValid"))
                .isTrue();
        assertThat(matched(match(applicant, TRANSFER), REGISTER)).containsEntry("outcome", "offeredToConfirm");
    }

    @Test
    void tellsTheSecondOfficerAndRefusesWhatIsNotLegal() {
        var id = licence(applicant);
        changing(officer, id, 1, "revoked", Map.of()).statusCode(200);

        changing(officer, id, 1, "withheld", Map.of())
                .statusCode(412)
                .body("state", equalTo("revoked"))
                .body("version", equalTo(2));
        changing(officer, id, 2, "valid", Map.of())
                .statusCode(409)
                .body("type", equalTo("/v1/problems/licence-state-conflict"))
                .body("legalStates", empty());
    }

    @Test
    void saysWhatElseItHasBecome() {
        var id = licence(applicant);

        changing(officer, id, 1, "other", Map.of()).statusCode(400).body("errors.pointer", hasItem("/description"));
        changing(
                        officer,
                        id,
                        1,
                        "revoked",
                        Map.of("effectiveFrom", today().plusDays(1).toString()))
                .statusCode(400)
                .body("errors.pointer", hasItem("/effectiveFrom"));
        changing(officer, id, 1, "other", Map.of("description", "损毁待补")).statusCode(200);
        assertThat(get(applicant, "/v1/licences/" + id).getString("description"))
                .isEqualTo("损毁待补");
    }

    @Test
    void revocationEndsReuseAndFlagsOpenCasesButNoDecidedOne() {
        var id = licence(applicant);
        var closed = submit(applicant, TRANSFER).getString("id");
        Desk.move(officer, closed, 1, "non-acceptance", Map.of("reason", "不属于受理范围"));
        var open = submit(applicant, TRANSFER).getString("id");

        changing(officer, id, 1, "revoked", Map.of("reason", "以欺骗手段取得"))
                .statusCode(200)
                .body("state", equalTo("revoked"));

        assertThat(matched(match(applicant, TRANSFER), REGISTER)).containsEntry("outcome", "supply");
        given().auth()
                .oauth2(officer)
                .get("/v1/cases/" + open + "/licence-flags")
                .then()
                .statusCode(200)
                .body("flags.licenceId", equalTo(List.of(id)))
                .body("flags[0].state", equalTo("revoked"))
                .body("flags[0].stateNow", equalTo("revoked"))
                .body("flags[0].reason", equalTo("以欺骗手段取得"));
        given().auth()
                .oauth2(officer)
                .get("/v1/cases/" + closed + "/licence-flags")
                .then()
                .statusCode(200)
                .body("flags", empty());
        given().auth()
                .oauth2(TestTokens.officer(EDUCATION))
                .get("/v1/cases/" + open + "/licence-flags")
                .then()
                .statusCode(200)
                .body("flags", empty());
        assertThat(revocationsNotedAt(open)).isEqualTo(1);
        assertThat(get(applicant, "/v1/cases/" + closed).getList("materials.materialVersion"))
                .isNotEmpty();
    }

    private long revocationsNotedAt(String caseId) {
        return pool.preparedQuery("""
                        select count(*) as n from audit_entry a join case_licence_flag f on a.stream = f.licence
                        where f.case_id = $1 and a.action = 'licence.revoked'
                        """)
                .executeAndAwait(Tuple.of(UUID.fromString(caseId)))
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void knowsWhatItWasOnADay() {
        var id = licence(applicant);
        changing(officer, id, 1, "withheld", Map.of()).statusCode(200);

        var before = get(applicant, "/v1/licences/" + id + "/standing?on=" + today().minusDays(1));
        assertThat(before.getBoolean("isValid")).isFalse();
        assertThat(before.getString("identifier")).isNull();
        var now = get(applicant, "/v1/licences/" + id + "/standing?on=" + today());
        assertThat(now.getString("state")).isEqualTo("withheld");
        assertThat(now.getString("identifier")).contains(".002.");
    }

    @Test
    void copiesForAPurposeAndTellsTheHolderOfEveryUse() throws Exception {
        var id = licence(applicant);
        var wish = Map.of(
                "purpose",
                "办理住房贷款",
                "recipient",
                "红塔银行",
                "until",
                today().plusDays(30).toString());

        var copy = posting(applicant, "/v1/licences/" + id + "/copies", wish)
                .statusCode(201)
                .extract();
        posting(applicant, "/v1/licences/" + id + "/copies", wish)
                .statusCode(200)
                .body("id", equalTo(copy.path("id")));
        var pdf = given().auth()
                .oauth2(applicant)
                .get(copy.header("Location"))
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        var retrieval =
                Map.of("identifier", get(applicant, "/v1/licences/" + id).getString("identifier"), "purpose", "核对补贴资格");
        posting(TestTokens.officer(EDUCATION), "/v1/licence-retrievals", retrieval)
                .statusCode(200)
                .body("id", equalTo(id));

        assertThat(text(pdf)).contains("仅限用于：办理住房贷款", "提供给：红塔银行");
        given().auth()
                .oauth2(applicant)
                .get("/v1/licences/" + id + "/usage")
                .then()
                .statusCode(200)
                .body("uses.kind", containsInAnyOrder("retrieved", "downloaded", "copied"))
                .body("uses[0].purpose", equalTo("核对补贴资格"))
                .body("uses[0].departments", equalTo(List.of(EDUCATION)));
        assertThat(audited(UUID.fromString(id)))
                .contains("licence.issued", "licence.copied", "licence.downloaded", "licence.retrieved");
        var access = get(applicant, "/v1/space/accesses");
        assertThat(access.getString("accesses[0].action")).isEqualTo("licence.read");
        assertThat(access.getString("accesses[0].object")).isEqualTo(id);
        var export = get(applicant, "/v1/space/export");
        assertThat(export.getList("licenceCopies.recipient")).isEqualTo(List.of("红塔银行"));
        assertThat(export.getList("licenceUses.kind")).isEqualTo(List.of("copied", "downloaded", "retrieved"));
    }

    private List<String> audited(UUID stream) {
        var actions = new ArrayList<String>();
        pool.preparedQuery("select action from audit_entry where stream = $1")
                .executeAndAwait(Tuple.of(stream))
                .forEach(row -> actions.add(row.getString("action")));
        return actions;
    }

    @Test
    void makesNoCopyOfWhatIsNotValidAndNoneForLongerThanAllowed() {
        var id = licence(applicant);
        var wish = Map.of(
                "purpose",
                "办理住房贷款",
                "recipient",
                "红塔银行",
                "until",
                today().plusDays(5).toString());
        var copy = posting(applicant, "/v1/licences/" + id + "/copies", wish)
                .statusCode(201)
                .extract()
                .header("Location");
        posting(
                        applicant,
                        "/v1/licences/" + id + "/copies",
                        Map.of(
                                "purpose",
                                "长期",
                                "recipient",
                                "某人",
                                "until",
                                today().plusYears(2).toString()))
                .statusCode(400)
                .body("errors.pointer", hasItem("/until"));

        changing(officer, id, 1, "withheld", Map.of()).statusCode(200);

        posting(applicant, "/v1/licences/" + id + "/copies", wish).statusCode(409);
        given().auth().oauth2(applicant).get(copy).then().statusCode(409);
    }

    @Test
    void refusesAMistypedIdentifierBeforeLooking() {
        posting(
                        officer,
                        "/v1/licence-retrievals",
                        Map.of(
                                "identifier",
                                "1.2.156.3005.2.115304020000000198001.115304020000000198.2017000001.001.X",
                                "purpose",
                                "核对"))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/licence-identifier-invalid"));
        posting(
                        officer,
                        "/v1/licence-retrievals",
                        Map.of(
                                "identifier",
                                "1.2.156.3005.2.115304020000000198001.115304020000000198.2017000001.001.W",
                                "purpose",
                                "核对"))
                .statusCode(404);
    }

    @Test
    void refusesToRewriteTheChain() {
        var id = licence(applicant);

        assertThatThrownBy(() -> pool.preparedQuery("update licence_version set state = 'revoked' where licence = $1")
                        .executeAndAwait(Tuple.of(UUID.fromString(id))))
                .hasMessageContaining("append-only");
    }

    @Test
    void keepsPersonalNumbersOutOfPurposes() {
        var id = licence(applicant);
        var until = today().plusDays(3).toString();

        posting(
                        applicant,
                        "/v1/licences/" + id + "/copies",
                        Map.of("purpose", "联系 19900000000", "recipient", "银行", "until", until))
                .statusCode(400)
                .body("errors.pointer", hasItem("/purpose"));
    }

    @Test
    void issuesToManyAtOnceWithOneTypeCodeAndSerialsOfTheirOwn() {
        var ready = IntStream.range(0, 6).mapToObj(i -> TestTokens.applicant()).toList();
        var cases = ready.stream()
                .map(token -> {
                    var id = submit(token, PENSIONER).getString("id");
                    Desk.move(civilAffairs(), id, 1, "acceptance", Map.of("kind", "full"));
                    Desk.move(civilAffairs(), id, 2, "decision", Map.of("outcome", "granted"));
                    return id;
                })
                .toList();

        var statuses = cases.stream()
                .map(id -> CompletableFuture.supplyAsync(() -> Desk.moving(civilAffairs(), id, 3, "result", Map.of())
                        .extract()
                        .statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsOnly(200);
        var identifiers = ready.stream()
                .map(token ->
                        get(token, "/v1/licences/" + Licensed.newest(token)).getString("identifier"))
                .map(text -> LicenceIdentifier.read(text).identifier())
                .toList();
        assertThat(identifiers.stream().map(LicenceIdentifier::typeCode).distinct())
                .hasSize(1);
        assertThat(identifiers.stream().map(LicenceIdentifier::serial)).doesNotHaveDuplicates();
    }

    private static String civilAffairs() {
        return TestTokens.officer("11530402000000078B");
    }
}
