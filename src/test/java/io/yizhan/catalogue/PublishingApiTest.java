package io.yizhan.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PublishingApiTest {
    private static final String ITEM = CatalogueFixture.ITEM;
    private static final String VERSIONS = "/v1/catalogue/versions";

    @Inject
    Pool pool;

    private String administrator;

    @BeforeEach
    void signIn() {
        administrator = TestTokens.administrator();
    }

    /** Other tests count on the catalogue that comes with the application. */
    @AfterEach
    void publishTheRealOneAgain() {
        assertThat(publish(CatalogueFixture.real()).statusCode()).isIn(200, 201);
    }

    @Test
    void theSameFilesChangeNothing() {
        var before = rowCounts();

        var answer = publish(CatalogueFixture.real());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getInt("number")).isEqualTo(publishedNumber());
        assertThat(answer.jsonPath().getString("digest"))
                .isEqualTo(CatalogueFixture.realFiles().digest());
        assertThat(rowCounts()).isEqualTo(before);
    }

    @Test
    void changedFilesBecomeTheNextVersionWithItsDiff() {
        int before = publishedNumber();
        var guideTag = given().get("/v1/items/" + ITEM).header("ETag");
        var otherTag = given().get("/v1/items/1153040200000002734000104002000").header("ETag");

        var answer = publish(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费10元"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith(VERSIONS + "/" + (before + 1));
        assertThat(answer.jsonPath().getList("summary.changed")).containsExactly(0, 1, 0, 0, 0);

        var guide = given().header("If-None-Match", guideTag).get("/v1/items/" + ITEM);
        assertThat(guide.statusCode()).isEqualTo(200);
        assertThat(guide.jsonPath().getMap("fee")).isEqualTo(Map.of("charged", true, "textZh", "工本费10元"));
        assertThat(given().header("If-None-Match", otherTag)
                        .get("/v1/items/1153040200000002734000104002000")
                        .statusCode())
                .as("an item that did not change keeps its tag")
                .isEqualTo(304);

        var version = asAdministrator().get(VERSIONS + "/" + (before + 1));
        assertThat(version.statusCode()).isEqualTo(200);
        assertThat(version.jsonPath().getMap("diff[1].changed[0]"))
                .isEqualTo(Map.of(
                        "key", ITEM, "fields", List.of(Map.of("column", "fee", "before", "free", "after", "工本费10元"))));
        assertThat(text("select fee from catalogue_item where version = " + (before + 1)
                        + " and implementation_code = '" + ITEM + "'"))
                .isEqualTo("工本费10元");
        assertThat(text("select fee from catalogue_item where version = " + before + " and implementation_code = '"
                        + ITEM + "'"))
                .as("the version before stays as it was")
                .isEqualTo("free");
        assertThat(text("select action from audit_entry where object = 'catalogue/" + (before + 1) + "'"))
                .isEqualTo("catalogue.published");
    }

    @Test
    void goingBackToEarlierFilesIsAVersionOfItsOwn() {
        int before = publishedNumber();
        publish(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费10元"));

        var answer = publish(CatalogueFixture.real());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.jsonPath().getInt("number")).isEqualTo(before + 2);
    }

    @Test
    void brokenFilesChangeNothingAndNameEveryError() {
        var before = rowCounts();
        var broken = CatalogueFixture.real()
                .set(CatalogueFile.ITEMS, 2, "promised_days_before", "21")
                .set(CatalogueFile.WINDOWS, 7, "serves", "all");

        var problem = given().auth()
                .oauth2(administrator)
                .header("Accept-Language", "en")
                .contentType("application/zip")
                .body(CatalogueZip.of(broken))
                .post(VERSIONS);

        assertThat(problem.statusCode()).isEqualTo(422);
        assertThat(problem.contentType()).startsWith("application/problem+json");
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/catalogue-invalid");
        assertThat(problem.jsonPath().getList("errors"))
                .isEqualTo(List.of(
                        Map.of(
                                "pointer", "items.csv:2:promised_days_before",
                                "code", "promised-above-statutory",
                                "detail", "the promised limit exceeds the statutory limit of 20",
                                "file", "items.csv",
                                "line", 2,
                                "column", "promised_days_before",
                                "position", 11),
                        Map.of(
                                "pointer", "windows.csv:7:serves",
                                "code", "unknown-value",
                                "detail", "all is none of natural legal both",
                                "file", "windows.csv",
                                "line", 7,
                                "column", "serves",
                                "position", 4)));
        assertThat(rowCounts()).isEqualTo(before);
    }

    @Test
    void twoPublishersOfTheSameFilesMakeOneVersion() throws Exception {
        int before = publishedNumber();
        var changed = CatalogueZip.of(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费20元"));

        var answers = together(() -> publish(changed), () -> publish(changed));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 201);
        assertThat(answers)
                .extracting(answer -> answer.jsonPath().getInt("number"))
                .containsOnly(before + 1);
        assertThat(publishedNumber()).isEqualTo(before + 1);
    }

    @Test
    void twoPublishersOfDifferentFilesFollowEachOther() throws Exception {
        int before = publishedNumber();
        var one = CatalogueZip.of(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费30元"));
        var other = CatalogueZip.of(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费40元"));

        var answers = together(() -> publish(one), () -> publish(other));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.jsonPath().getInt("number"))
                .containsExactlyInAnyOrder(before + 1, before + 2);
    }

    @Test
    void theListOfVersionsIsWalkedNewestFirst() {
        publish(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费50元"));
        int newest = publishedNumber();
        var walked = new ArrayList<Integer>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            var page = asAdministrator()
                    .queryParam("limit", 1)
                    .queryParam("cursor", next.get())
                    .get(VERSIONS)
                    .jsonPath();
            assertThat(page.getList("versions")).hasSize(1);
            assertThat(page.getMap("versions[0]")).doesNotContainKey("diff").containsKey("publisher");
            walked.addAll(page.getList("versions.number"));
            next = Optional.ofNullable(page.getString("next"));
        }

        assertThat(walked).hasSize(newest).startsWith(newest).endsWith(1).isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void anUnknownVersionIsAProblem() {
        var problem = asAdministrator().get(VERSIONS + "/999999");

        assertThat(problem.statusCode()).isEqualTo(404);
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/catalogue-version-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "applicant", "clerk"})
    void nobodyElsePublishesOrLooksBack(String role) {
        var before = rowCounts();
        Supplier<RequestSpecification> request = () -> switch (role) {
            case "applicant" -> given().auth().oauth2(TestTokens.applicant());
            case "clerk" -> given().auth().oauth2(TestTokens.clerk());
            default -> given();
        };
        int refused = role.isEmpty() ? 401 : 403;

        assertThat(request.get()
                        .contentType("application/zip")
                        .body(CatalogueZip.of(CatalogueFixture.real().set(CatalogueFile.ITEMS, ITEM, "fee", "工本费60元")))
                        .post(VERSIONS)
                        .statusCode())
                .isEqualTo(refused);
        assertThat(request.get().get(VERSIONS).statusCode()).isEqualTo(refused);
        assertThat(request.get().get(VERSIONS + "/1").statusCode()).isEqualTo(refused);
        assertThat(rowCounts()).isEqualTo(before);
    }

    @Test
    void anotherContentTypeIsRefused() {
        assertThat(asAdministrator()
                        .contentType("application/json")
                        .body("{}")
                        .post(VERSIONS)
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void whatIsNoArchiveIsSaidToBeNone() {
        var problem = asAdministrator()
                .contentType("application/zip")
                .body("not a zip".getBytes(StandardCharsets.UTF_8))
                .post(VERSIONS);

        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/catalogue-archive-unreadable");
    }

    @Test
    void anArchiveBeyondTheLimitIsRefused() {
        var problem = asAdministrator()
                .contentType("application/zip")
                .body(new byte[5 * 1024 * 1024])
                .post(VERSIONS);

        assertThat(problem.statusCode()).isEqualTo(413);
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/payload-too-large");
    }

    private RequestSpecification asAdministrator() {
        return given().auth().oauth2(administrator);
    }

    private Response publish(CatalogueFixture files) {
        return publish(CatalogueZip.of(files));
    }

    private Response publish(byte[] archive) {
        return asAdministrator().contentType("application/zip").body(archive).post(VERSIONS);
    }

    @SafeVarargs
    private static List<Response> together(Callable<Response>... calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.length);
        try {
            var answers = new ArrayList<Response>();
            for (var answer : threads.invokeAll(List.of(calls))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private int publishedNumber() {
        return given().get("/v1/catalogue/statistics").jsonPath().getInt("catalogueVersion");
    }

    private List<String> rowCounts() {
        return Stream.of("version", "department", "item", "material_type", "requirement", "window")
                .map(table -> text("select count(*)::text from catalogue_" + table))
                .toList();
    }

    private String text(String query) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> textOf(query));
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }

    private Uni<String> textOf(String query) {
        return pool.query(query).execute().map(found -> found.iterator().next().getString(0));
    }
}
