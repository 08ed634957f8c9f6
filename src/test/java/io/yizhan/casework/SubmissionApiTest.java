package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.BIRTH_SERVICE;
import static io.yizhan.casework.Journeys.ENERGY_REVIEW;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.match;
import static io.yizhan.casework.Journeys.matched;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.submitting;
import static io.yizhan.casework.Journeys.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmissionApiTest {
    private static final int CALLERS = 200;

    @Inject
    Pool pool;

    @Test
    void answersWithAReceiptThatCanBeReadBack() {
        var token = TestTokens.applicant();

        var receipt = submitting(token, newKey(), application(token, TRANSFER))
                .statusCode(201)
                .header("Location", notNullValue())
                .body("officialNumber", matchesPattern(TRANSFER + "\\d{8}\\d{4}"))
                .body("printedQueryNumber", matchesPattern("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}"))
                .body("promisedOn", notNullValue())
                .body("reusedCount", equalTo(0))
                .body("bringAlong.materialType", hasItem("IDN001"))
                .extract()
                .jsonPath();

        assertThat(receipt.getString("qr")).endsWith("/kiosk/#" + receipt.getString("queryNumber"));
        given().auth()
                .oauth2(token)
                .get("/v1/cases/" + receipt.getString("id"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("officialNumber", equalTo(receipt.getString("officialNumber")))
                .body("form[0].value", equalTo("红塔区玉兴路1号"))
                .body("materials.manner", equalTo(List.of("supplied", "supplied", "supplied")))
                .body("events.kind", equalTo(List.of("submitted")));
    }

    @Test
    void writesNumberLedgerEventAuditAndOutboxWithTheCase() {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var id = UUID.fromString(receipt.getString("id"));

        assertThat(count(
                        "select count(*) from case_number where official_number = $1 and state = 'used'",
                        receipt.getString("officialNumber")))
                .isOne();
        assertThat(count("select count(*) from case_event where case_id = $1 and kind = 'submitted'", id))
                .isOne();
        assertThat(count(
                        "select count(*) from audit_entry where stream = $1 and action = 'case.submit' and seq = 1",
                        id))
                .isOne();
        assertThat(count("select count(*) from idempotency where resource = $1", id))
                .isOne();
    }

    @Test
    void auditsTheNameTheAnswerCarries() {
        var token = TestTokens.applicant();
        var given = "kiosk-" + newKey();
        var request = given().header("X-Request-Id", given)
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .header("Idempotency-Key", newKey())
                .body(application(token, TRANSFER));

        var named = request.post("/v1/cases").header("X-Request-Id");
        var made = submitting(token, newKey(), application(token, TRANSFER))
                .extract()
                .header("X-Request-Id");

        assertThat(named).isEqualTo(given);
        for (var name : List.of(named, made)) {
            assertThat(count("select count(*) from audit_entry where action = 'case.submit' and request_id = $1", name))
                    .isOne();
        }
    }

    @Test
    void storesTheFormEncrypted() {
        var token = TestTokens.applicant();
        var id = UUID.fromString(submit(token, TRANSFER).getString("id"));

        assertThat(count(
                        "select count(*) from cases where id = $1 and position(convert_to('玉兴路', 'UTF8') in form) > 0",
                        id))
                .isZero();
    }

    @Test
    void countsReuseOnTheReceipt() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);

        submitting(token, newKey(), application(token, TRANSFER))
                .statusCode(201)
                .body("reusedCount", equalTo(2))
                .body("materials.find { it.materialType == 'IDN002' }.manner", equalTo("confirmed"))
                .body("materials.find { it.materialType == 'IDN001' }.manner", equalTo("chosen"))
                .body("materials.find { it.materialType == 'IDN001' }.sourceCase", notNullValue());
    }

    @Test
    void requiresAnIdempotencyKeyOfAFixedForm() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);

        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(application)
                .post("/v1/cases")
                .then()
                .statusCode(400)
                .body("type", equalTo("/v1/problems/idempotency-key-missing"));
        submitting(token, "short", application)
                .statusCode(400)
                .body("type", equalTo("/v1/problems/idempotency-key-invalid"));
    }

    @Test
    void repeatsTheAnswerOfARepeatedCall() {
        var token = TestTokens.applicant();
        var key = newKey();
        var application = application(token, TRANSFER);

        var first = submitting(token, key, application).statusCode(201).extract();
        var again = submitting(token, '"' + key + '"', application)
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .extract();

        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        var token = TestTokens.applicant();
        var key = newKey();
        submitting(token, key, application(token, TRANSFER)).statusCode(201);

        submitting(token, key, application(token, BIRTH))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/idempotency-key-reused"));
    }

    @Test
    void givesNobodyAnothersAnswer() {
        var key = newKey();
        var mine = TestTokens.applicant();
        var theirs = TestTokens.applicant();

        var first = submitting(mine, key, application(mine, TRANSFER))
                .statusCode(201)
                .extract()
                .jsonPath();
        var second = submitting(theirs, key, application(theirs, TRANSFER))
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(second.getString("id")).isNotEqualTo(first.getString("id"));
    }

    @Test
    void makesOneCaseOfTwoHundredParallelDuplicates() throws Exception {
        var token = TestTokens.applicant();
        var key = newKey();
        var application = application(token, TRANSFER);

        var answers =
                inParallel(CALLERS, () -> submitting(token, key, application).extract());

        var receipts = new ArrayList<String>();
        for (var answer : answers) {
            assertThat(answer.statusCode()).isIn(201, 409);
            if (answer.statusCode() == 201) {
                receipts.add(answer.asString());
            }
        }
        assertThat(receipts).isNotEmpty().allMatch(receipts.get(0)::equals);
        assertThat(ownCases(token)).hasSize(1);
    }

    @Test
    void makesTwoHundredNumbersOfTwoHundredParallelSubmissions() throws Exception {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var applications = new ConcurrentLinkedQueue<>(inParallel(CALLERS, () -> application(token, TRANSFER)));

        var answers = inParallel(CALLERS, () -> submitting(token, newKey(), applications.remove())
                .extract());

        assertThat(answers.stream().filter(answer -> answer.statusCode() != 201).map(answer -> answer.asString()))
                .isEmpty();
        assertThat(answers.stream()
                        .map(answer -> answer.<String>path("officialNumber"))
                        .distinct())
                .hasSize(CALLERS);
        assertThat(answers.stream()
                        .map(answer -> answer.<String>path("queryNumber"))
                        .distinct())
                .hasSize(CALLERS);
        assertThat(ownCases(token)).hasSize(CALLERS + 1);
    }

    @Test
    void saysThatTheTwinIsStillRunning() {
        var token = TestTokens.applicant();
        var key = newKey();
        var application = application(token, TRANSFER);
        submitting(token, key, application).statusCode(201);
        var other = newKey();

        var twin = pool.getConnection().await().indefinitely();
        try {
            var running = twin.begin().await().indefinitely();
            twin.preparedQuery("""
                            insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
                            select caller, operation, $2, fingerprint, status, resource, body, created_at
                            from idempotency where key = $1
                            """).execute(Tuple.of(key, other)).await().indefinitely();

            submitting(token, other, application(token, TRANSFER))
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("type", equalTo("/v1/problems/request-in-progress"));

            running.rollback().await().indefinitely();
        } finally {
            twin.close().await().indefinitely();
        }
    }

    @Test
    void takesNoNumberForARepeatOrARefusal() {
        var token = TestTokens.applicant();
        var key = newKey();
        var application = application(token, ONE_OFF);
        var first =
                submitting(token, key, application).statusCode(201).extract().<String>path("officialNumber");
        submitting(token, key, application).statusCode(201);
        submitting(token, newKey(), Map.of("implementationCode", ONE_OFF)).statusCode(422);

        var next = submit(token, ONE_OFF).getString("officialNumber");

        assertThat(sequence(next)).isEqualTo(sequence(first) + 1);
    }

    /** An item no other test submits. */
    private static final String ONE_OFF = "11530402000000078B4532011102000";

    private static int sequence(String officialNumber) {
        return Integer.parseInt(officialNumber.substring(39));
    }

    @Test
    void listsEveryMissingMaterialAtOnce() {
        var token = TestTokens.applicant();

        submitting(token, newKey(), Map.of("implementationCode", TRANSFER))
                .statusCode(422)
                .body("type", equalTo("/v1/problems/materials-incomplete"))
                .body("errors.code", equalTo(List.of("missing:FRM001", "missing:IDN001", "missing:IDN002")));
    }

    @Test
    void refusesSomebodyElsesMaterial() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        application.put(
                "materials",
                List.of(Map.of("materialType", "FRM001", "materialId", upload(TestTokens.applicant(), "FRM001"))));

        submitting(token, newKey(), application).statusCode(422).body("errors.code", hasItem("notOffered"));
    }

    @Test
    void refusesAFormThatServedBefore() {
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        submitting(token, newKey(), application).statusCode(201);

        submitting(token, newKey(), application).statusCode(422).body("errors.code", hasItem("notOffered"));
    }

    @Test
    void doesNotTrustTheIndexWhenAMaterialWasRevokedBehindIt() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var application = application(token, TRANSFER);
        pool.preparedQuery("update material set state = 'revoked' where id = $1")
                .execute(Tuple.of(UUID.fromString(choice(application, "IDN002"))))
                .await()
                .indefinitely();

        submitting(token, newKey(), application).statusCode(422).body("errors.code", hasItem("revoked"));
    }

    @Test
    void endsTheReuseOfAMarriageCertificateWithADivorceCertificate() {
        var token = TestTokens.applicant();
        submit(token, BIRTH_SERVICE);
        assertThat(matched(match(token, BIRTH_SERVICE), "IDN007")).containsEntry("outcome", "offeredToConfirm");

        var application = application(token, MARRIAGE);
        var choices = new ArrayList<Object>((List<?>) application.get("materials"));
        choices.add(Map.of("materialType", "IDN008", "materialId", upload(token, "IDN008")));
        application.put("materials", choices);
        submitting(token, newKey(), application).statusCode(201);

        assertThat(matched(match(token, BIRTH_SERVICE), "IDN007")).containsEntry("outcome", "supply");
    }

    private static final String MARRIAGE = "11530402000000078B4002011103001";

    @Test
    void putsALaterEditionInThePlaceOfTheEarlier() {
        var token = TestTokens.applicant();
        submit(token, TRANSFER);
        var old = Journeys.firstOffered(matched(match(token, TRANSFER), "IDN002"));
        var application = application(token, TRANSFER);
        var renewed = upload(token, "IDN002", Map.of("replaces", old));
        var choices = new ArrayList<Map<String, ?>>();
        choices.add(Map.of("materialType", "IDN002", "materialId", renewed));
        choices.add(Map.of("materialType", "IDN001", "materialId", choice(application, "IDN001")));
        choices.add(Map.of("materialType", "FRM001", "materialId", choice(application, "FRM001")));
        application.put("materials", choices);
        submitting(token, newKey(), application).statusCode(201);

        var register = matched(match(token, TRANSFER), "IDN002");

        assertThat(Journeys.firstOffered(register)).isEqualTo(renewed);
        assertThat(register.toString()).contains("superseded");
    }

    @Test
    void keepsAnOrganisationsCasesApartFromItsAgents() {
        var organisation = Personas.organisation();
        var agent = TestTokens.applicantActingFor(organisation);

        var receipt = submit(agent, ENERGY_REVIEW);

        given().auth()
                .oauth2(agent)
                .get("/v1/cases/" + receipt.getString("id"))
                .then()
                .statusCode(200);
        var person = TestTokens.applicant(organisation.representative());
        given().auth()
                .oauth2(person)
                .get("/v1/cases/" + receipt.getString("id"))
                .then()
                .statusCode(404);
        assertThat(ownCases(person)).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static String choice(Map<String, Object> application, String type) {
        return ((List<Map<String, Object>>) application.get("materials"))
                .stream()
                        .filter(choice -> type.equals(choice.get("materialType")))
                        .map(choice -> (String) choice.get("materialId"))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<String> ownCases(String token) {
        var all = new ArrayList<String>();
        String cursor = null;
        do {
            var request = given().auth().oauth2(token).queryParam("limit", 100);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/cases")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            all.addAll(page.getList("cases.id"));
            cursor = page.getString("next");
        } while (cursor != null);
        return all;
    }

    private long count(String sql, Object value) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(value))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> List<T> inParallel(int callers, Callable<T> call) throws Exception {
        var pool = Executors.newFixedThreadPool(32);
        try {
            var running = new ArrayList<Future<T>>();
            for (int i = 0; i < callers; i++) {
                running.add(pool.submit(call));
            }
            var answers = new ArrayList<T>();
            for (var one : running) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
