package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeadlinePageTest {
    private Personas.Person person;
    private String applicant;
    private String officer;

    @BeforeEach
    void signIn() {
        person = Personas.person();
        applicant = TestTokens.applicant(person);
        officer = Desk.officer();
    }

    private static ValidatableResponse page(String token, String id) {
        return given().auth()
                .oauth2(token)
                .get("/v1/cases/" + id + "/deadline/page")
                .then();
    }

    @Test
    void accountsForEveryDayInBothLanguagesForWhoeverIsEntitled() {
        var id = Desk.inReview(applicant, officer);
        List<Map<String, Object>> days = given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id + "/deadline")
                .jsonPath()
                .getList("promised.days");

        for (var token : List.of(applicant, officer, Desk.clerk())) {
            var html = page(token, id)
                    .statusCode(200)
                    .header("Content-Type", startsWith("text/html"))
                    .header("Cache-Control", containsString("private"))
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .extract()
                    .asString();
            for (var day : days) {
                assertThat(html)
                        .contains(day.get("date").toString())
                        .contains(DeadlinePage.escaped(day.get("zh").toString()))
                        .contains(DeadlinePage.escaped(day.get("en").toString()))
                        .contains(DeadlinePage.escaped(day.get("basisZh").toString()))
                        .contains(DeadlinePage.escaped(day.get("basisEn").toString()));
            }
            assertThat(html)
                    .contains("办结期限说明", "How the due date is counted", "户口迁移审批")
                    .doesNotContain(person.name(), person.number(), "<script");
        }
    }

    @Test
    void saysSoWhileNothingIsCountedYet() {
        var id = submit(applicant, TRANSFER).getString("id");

        page(applicant, id)
                .statusCode(200)
                .body(containsString("尚未受理"))
                .body(containsString("Not accepted yet"))
                .body(not(containsString("<table>")));
    }

    @Test
    void showsNothingToStrangers() {
        var id = Desk.inReview(applicant, officer);

        for (var stranger : List.of(TestTokens.applicant(), TestTokens.officer("115304020000000198"))) {
            page(stranger, id)
                    .statusCode(404)
                    .header("Content-Type", startsWith("application/problem+json"))
                    .body("type", endsWith("case-not-found"));
        }
        given().get("/v1/cases/" + id + "/deadline/page").then().statusCode(401);
    }

    @Test
    void showsWhatPeopleTypedAsText() {
        var heading = new DeadlinePage.Heading(
                "530402<b>", Optional.of(new Text("名称&\"", "<script>alert('x')</script>")), Instant.EPOCH);
        var day = new DeadlineView.Day(
                LocalDate.EPOCH, true, 1, "workingDay", "<i>节日</i>", "<i>feast</i>", "《法》<", "Law >", true);
        var count = new DeadlineView.Count(1, 0, LocalDate.EPOCH, LocalDate.EPOCH, true, List.of(day));
        var view = new DeadlineView(new UUID(0, 1), ClockState.RUNNING, Optional.of(count), Optional.empty());

        var html = DeadlinePage.of(view, heading);

        assertThat(html)
                .contains("530402&lt;b&gt;", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "&lt;i&gt;节日&lt;/i&gt;")
                .contains("暂定 provisional", "provisional and will be counted anew")
                .doesNotContain("<script", "<i>", "<b>");
    }
}
