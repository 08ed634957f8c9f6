package io.yizhan.approval;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.yizhan.casework.Desk;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MovedClockProfile.class)
class CardsTest {
    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private void passUntil(LocalDate day) {
        clock.moveTo(day.atTime(12, 0).atZone(HallClock.BUSINESS_ZONE).toInstant());
        timers.fireDue().await().indefinitely();
        clock.returnToPresent();
    }

    private static List<String> kinds(String officer, String id) {
        return given().auth()
                .oauth2(officer)
                .queryParam("limit", 100)
                .get("/v1/supervision/cards")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("cards.findAll { it.caseId == '" + id + "' }.kind");
    }

    private static LocalDate dueOn(String applicant, String id) {
        return LocalDate.parse(given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id)
                .jsonPath()
                .getString("work.dueOn"));
    }

    @Test
    void issuesReminderYellowAndRedAsTimeRunsOut() {
        var applicant = TestTokens.applicant();
        var officer = Desk.officer();
        var id = Desk.inReview(applicant, officer);
        var due = dueOn(applicant, id);

        passUntil(due.minusDays(1));
        assertThat(kinds(officer, id)).containsExactly("reminder");
        passUntil(due);
        assertThat(kinds(officer, id)).containsExactly("yellow", "reminder");
        passUntil(due.plusDays(1));
        assertThat(kinds(officer, id)).containsExactly("red", "yellow", "reminder");
    }

    @Test
    void issuesNothingWhileTheClockIsStoppedOrOnceItIsDecided() {
        var applicant = TestTokens.applicant();
        var officer = Desk.officer();
        var stopped = Desk.inReview(applicant, officer);
        var decided = Desk.granted(applicant, officer);
        var due = dueOn(applicant, stopped);
        move(
                officer,
                stopped,
                3,
                "suspensions",
                Map.of(
                        "kind", "specialProcedure",
                        "procedure", "hearing",
                        "reason", "依申请听证",
                        "estimatedUntil", due.plusDays(60).toString()));

        passUntil(due.plusDays(5));

        assertThat(kinds(officer, stopped)).isEmpty();
        assertThat(kinds(officer, decided)).isEmpty();
    }

    @Test
    void keepsACancelledCardWithItsReason() {
        var applicant = TestTokens.applicant();
        var officer = Desk.officer();
        var id = Desk.inReview(applicant, officer);
        passUntil(dueOn(applicant, id).plusDays(1));
        var card = given().auth()
                .oauth2(officer)
                .queryParam("limit", 100)
                .queryParam("kind", "red")
                .get("/v1/supervision/cards")
                .jsonPath()
                .getString("cards.find { it.caseId == '" + id + "' }.id");

        cancel(card, 204);
        cancel(card, 409);
        cancel(id, 404);

        given().auth()
                .oauth2(officer)
                .queryParam("limit", 100)
                .get("/v1/supervision/cards")
                .then()
                .body("cards.find { it.id == '" + card + "' }.cancelReason", equalTo("系统故障，非承办人原因"));
    }

    private static void cancel(String card, int status) {
        given().auth()
                .oauth2(TestTokens.administrator())
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "系统故障，非承办人原因"))
                .post("/v1/supervision/cards/" + card + "/cancellation")
                .then()
                .statusCode(status);
    }
}
