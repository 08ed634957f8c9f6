package io.yizhan.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class GuideApiTest {
    private static final String ITEM = CatalogueFixture.ITEM;

    @Test
    void theGuideSaysEverythingAnApplicantMustKnow() {
        var guide = get("/v1/items/" + ITEM, 200).jsonPath();

        assertThat(guide.getString("localCode")).isEqualTo("530402-CGJ-XK-001");
        assertThat(guide.getString("nameZh")).isEqualTo("门头装饰、招牌设置审批");
        assertThat(guide.getString("nameEn")).isEqualTo("Shop front and signboard approval");
        assertThat(guide.getString("type.code")).isEqualTo("licensing");
        assertThat(guide.getString("department.nameEn")).isEqualTo("Urban Management Bureau");
        assertThat(guide.getMap("limits"))
                .isEqualTo(Map.of(
                        "unit", "workingDays", "statutory", 20, "promisedBefore", 10, "promised", 0, "reduced", 10));
        assertThat(guide.getString("handlingType.nameZh")).isEqualTo("即办件");
        assertThat(guide.getList("channels.code")).containsExactly("window", "web", "mobile");
        assertThat(guide.getMap("fee")).isEqualTo(Map.of("charged", false));
        assertThat(guide.getString("result.nameZh")).isEqualTo("门头招牌设置批准书");
        assertThat(guide.getList("legalBasisZh")).containsExactly("《城市市容和环境卫生管理条例》");
        assertThat(guide.getInt("acceptance.floor")).isEqualTo(2);
        assertThat(guide.getList("acceptance.windows.number"))
                .containsExactly("A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18");
        assertThat(guide.getList("pickup.windows.number")).containsExactly("P02");
        assertThat(guide.getList("materials")).hasSizeBetween(3, 9);
    }

    @Test
    void aMaterialSaysWhetherItMustBeBroughtAgain() {
        var form = get("/v1/items/" + ITEM, 200).jsonPath().getMap("materials.find { it.code.startsWith('FRM') }");

        assertThat(form.get("reuseClass"))
                .isEqualTo(Map.of(
                        "code", "N",
                        "word", "never",
                        "nameZh", "不可重复使用",
                        "nameEn", "supplied afresh every time"));
        assertThat(form)
                .containsKeys("necessity", "form", "source", "originals", "copies")
                .doesNotContainKeys("conditionZh", "validityMonths", "issuer", "sampleUrl");
    }

    @Test
    void aStricterRequirementOverridesTheMaterialType() {
        var catalogue = CatalogueFixture.catalogue();
        var overridden = CatalogueFixture.real().read().rows().of(CatalogueFile.REQUIREMENTS).stream()
                .filter(row -> row.get("status").equals("current"))
                .filter(row -> row.get("reuse_class_override").equals("N"))
                .findFirst()
                .orElseThrow();

        var material = get("/v1/items/" + overridden.get("implementation_code"), 200)
                .jsonPath()
                .getMap("materials.find { it.code == '" + overridden.get("material_type") + "' }");

        assertThat(catalogue.materialType(overridden.get("material_type")).reuseClass())
                .isNotEqualTo(ReuseClass.NEVER);
        assertThat(material.get("reuseClass"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("code", "N");
    }

    @Test
    void whatWasCancelledIsNeverAskedFor() {
        var cancelled = CatalogueFixture.real().read().rows().of(CatalogueFile.REQUIREMENTS).stream()
                .filter(row -> row.get("status").equals("cancelled"))
                .findFirst()
                .orElseThrow();

        var guide =
                get("/v1/items/" + cancelled.get("implementation_code"), 200).jsonPath();

        assertThat(guide.getList("materials.code")).doesNotContain(cancelled.get("material_type"));
        assertThat(guide.getList("cancelledMaterials.code")).contains(cancelled.get("material_type"));
    }

    @Test
    void anUnknownItemIsAProblem() {
        var problem = get("/v1/items/" + ITEM.replace('1', '2'), 404);

        assertThat(problem.contentType()).startsWith("application/problem+json");
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/item-unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items/" + ITEM,
                "/v1/items?limit=3",
                "/v1/departments",
                "/v1/themes",
                "/v1/catalogue/snapshot",
                "/v1/catalogue/statistics"
            })
    void whoHasItAlreadyIsToldSo(String path) {
        var first = get(path, 200);
        var tag = first.header("ETag");

        assertThat(tag).matches("\"[^\"]+\"");
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=60");
        for (var known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            var second = given().header("If-None-Match", known).get(path);
            assertThat(second.statusCode()).as(known).isEqualTo(304);
            assertThat(second.asByteArray()).isEmpty();
            assertThat(second.header("ETag")).isEqualTo(tag);
            assertThat(second.header("Cache-Control")).isEqualTo("public, max-age=60");
        }
        assertThat(given().header("If-None-Match", "\"other\"").get(path).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items/" + ITEM, "/v1/items?limit=3", "/v1/catalogue/snapshot"})
    void headTellsTheSameWithoutTheBody(String path) {
        var get = get(path, 200);
        var head = given().head(path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.asByteArray()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.asByteArray().length));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100})
    void walkingTheCursorsMeetsEveryItemOnce(int limit) {
        var walked = new ArrayList<String>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            var page = given().queryParam("limit", limit)
                    .queryParam("cursor", next.get())
                    .get("/v1/items")
                    .jsonPath();
            assertThat(page.getList("items")).hasSizeBetween(1, limit);
            walked.addAll(page.getList("items.implementationCode"));
            next = Optional.ofNullable(page.getString("next"));
        }

        assertThat(walked).hasSize(218).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void filtersAndTextNarrowTheList() {
        assertThat(codes(Map.of("text", "mtzs"))).containsExactly(ITEM);
        assertThat(codes(Map.of("text", "招牌"))).containsExactly(ITEM);
        assertThat(codes(Map.of("text", "signboard approval"))).containsExactly(ITEM);
        assertThat(codes(Map.of("audience", "person"))).hasSize(85);
        assertThat(codes(Map.of("audience", "both"))).hasSize(35);
        assertThat(codes(Map.of("handlingType", "immediate"))).hasSize(40).contains(ITEM);
        assertThat(codes(Map.of("theme", "市容市政"))).hasSize(13).contains(ITEM);
        assertThat(codes(Map.of("department", "115304020000000198", "handlingType", "immediate")))
                .contains(ITEM)
                .allMatch(code -> code.startsWith("115304020000000198"));
        assertThat(codes(Map.of("theme", "没有这个主题"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "audience,everybody,invalid-request,query:audience",
        "handlingType,1,invalid-request,query:handlingType",
        "limit,0,invalid-request,query:limit",
        "limit,101,invalid-request,query:limit",
        "cursor,AAAA,cursor-invalid,query:cursor",
        "cursor,***,cursor-invalid,query:cursor"
    })
    void whatCannotBeAskedIsNamed(String parameter, String value, String slug, String pointer) {
        var problem = given().queryParam(parameter, value).get("/v1/items");

        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(problem.jsonPath().getString("type")).isEqualTo("/v1/problems/" + slug);
        assertThat(problem.jsonPath().getList("errors.pointer")).containsExactly(pointer);
    }

    @Test
    void departmentsAndThemesCountTheirItems() {
        var departments = get("/v1/departments", 200).jsonPath();
        var themes = get("/v1/themes", 200).jsonPath();

        assertThat(departments.getList("departments")).hasSize(27);
        assertThat(departments.getList("departments.items", Integer.class).stream()
                        .mapToInt(Integer::intValue))
                .allMatch(items -> items > 0);
        assertThat(sum(departments.getList("departments.items", Integer.class))).isEqualTo(218);
        assertThat(sum(themes.getList("themes.items", Integer.class))).isEqualTo(218);
        assertThat(themes.getString("themes[0].nameZh")).isEqualTo("农林水利");
    }

    @Test
    void thePublishedTotalsComeOutOfTheTables() {
        var statistics = get("/v1/catalogue/statistics", 200).jsonPath();

        assertThat(statistics.getInt("departments")).isEqualTo(27);
        assertThat(statistics.getMap("items"))
                .isEqualTo(Map.of("total", 218, "licensing", 162, "publicService", 56, "immediate", 40));
        assertThat(statistics.getMap("materials")).isEqualTo(Map.of("types", 180, "required", 1450, "cancelled", 96));
        assertThat(statistics.getMap("workingDays")).isEqualTo(Map.of("before", 3976, "after", 1014, "reduced", 2962));
        assertThat(statistics.getList("averages.value", Float.class)).containsExactly(13.6f, 13.7f);
        assertThat(statistics.getList("averages.denominator")).containsExactly(218, 216);
        assertThat(statistics.getList("averages.denominatorEn"))
                .containsExactly("all items of the catalogue", "the items whose promised limit became shorter");
    }

    @Test
    void theSnapshotHoldsEveryGuideAsItIsAnsweredAlone() {
        var snapshot = get("/v1/catalogue/snapshot", 200).jsonPath();
        var guide = get("/v1/items/" + ITEM, 200).jsonPath().getMap("");

        assertThat(snapshot.getList("items")).hasSize(218);
        assertThat(snapshot.getMap("items.find { it.implementationCode == '" + ITEM + "' }"))
                .isEqualTo(guide);
        assertThat(snapshot.getList("departments")).hasSize(27);
        assertThat(snapshot.getList("windows")).hasSize(40);
        assertThat(snapshot.getString("digest")).matches("[0-9a-f]{64}");
    }

    private static int sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    private static List<String> codes(Map<String, String> filters) {
        var page = given().queryParams(filters).queryParam("limit", 100).get("/v1/items");
        assertThat(page.statusCode()).isEqualTo(200);
        return page.jsonPath().getList("items.implementationCode");
    }

    private static Response get(String path, int status) {
        var response = given().get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        return response;
    }
}
