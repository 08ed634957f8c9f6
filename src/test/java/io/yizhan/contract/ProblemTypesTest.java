package io.yizhan.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.platform.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemTypesTest {
    private static final ProblemType[] TYPES = ProblemType.values();

    @Test
    void haveASlugAndACodeOfTheirOwn() {
        assertThat(TYPES)
                .extracting(ProblemType::slug)
                .doesNotHaveDuplicates()
                .allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
        assertThat(TYPES)
                .extracting(ProblemType::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[A-Z]\\d{3}"));
    }

    @Test
    void areTitledInBothLanguages() {
        assertThat(TYPES).allSatisfy(type -> {
            assertThat(type.title().zh()).matches("(?s).*\\p{IsHan}.*");
            assertThat(type.title().en()).matches("\\p{ASCII}+");
        });
    }

    @Test
    void areRefusalsOrFailures() {
        assertThat(TYPES).extracting(ProblemType::status).allMatch(status -> status >= 400 && status < 600);
    }

    @Test
    void haveAPageEachBehindTheirType() {
        for (var type : TYPES) {
            var page = given().get(type.uri()).then().statusCode(200).extract().jsonPath();
            assertThat(page.getString("type")).isEqualTo(type.uri());
            assertThat(page.getString("code")).isEqualTo(type.code());
            assertThat(page.getInt("status")).isEqualTo(type.status());
            assertThat(page.getString("titleZh")).isEqualTo(type.title().zh());
            assertThat(page.getString("titleEn")).isEqualTo(type.title().en());
            assertThat(page.getString("adviceZh")).matches("(?s).*\\p{IsHan}.*");
            assertThat(page.getString("adviceEn")).matches("\\p{ASCII}+");
        }
    }

    @Test
    void areListed() {
        List<Map<String, Object>> problems = given().get("/v1/problems")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("problems");
        assertThat(problems)
                .extracting(problem -> problem.get("slug"))
                .containsExactlyElementsOf(
                        Arrays.stream(TYPES).map(ProblemType::slug).toList());
    }
}
