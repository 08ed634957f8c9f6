package io.yizhan.holidays;

import static io.restassured.RestAssured.given;
import static io.yizhan.holidays.NoticeFixture.loading;
import static io.yizhan.holidays.NoticeFixture.nextYear;
import static io.yizhan.holidays.NoticeFixture.notice;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.calendar.DeadlineTerms;
import io.yizhan.calendar.Limit;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.pg.Detour;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A year nobody has announced is announced: every test takes the next one. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class CalendarApiTest {
    /** Two of them are the longest pause between two attempts. */
    private static final Duration AFTER_LISTENING_AGAIN = Duration.ofSeconds(10);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    @Inject
    CurrentCalendar calendar;

    @Inject
    StatutoryClock statutory;

    @Inject
    HolidayRules rules;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private void moveTo(LocalDate day) {
        clock.moveTo(day.atTime(10, 0).atZone(BUSINESS_ZONE).toInstant());
    }

    private static ValidatableResponse calendarCheck() {
        return given().get("/q/health/ready").then().statusCode(200).rootPath("checks.find { it.name == 'calendar' }");
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    @Test
    void raisesTheAlarmAfterNovemberUntilTheNextYearIsLoaded() {
        var year = nextYear();

        moveTo(LocalDate.of(year - 1, 11, 30));
        calendarCheck().body("status", equalTo("UP")).body("data.missingYear", nullValue());
        assertThat(metrics()).contains("yizhan_calendar_year_missing 0.0");

        moveTo(LocalDate.of(year - 1, 12, 1));
        calendarCheck()
                .body("status", equalTo("UP"))
                .body("data.missingYear", equalTo(year))
                .body("data.announcedUntil", equalTo(year - 1));
        assertThat(metrics()).contains("yizhan_calendar_year_missing 1.0");

        loading(TestTokens.administrator(), notice(year, LocalDate.of(year - 1, 11, 20)))
                .statusCode(201);
        calendarCheck().body("data.missingYear", nullValue()).body("data.announcedUntil", equalTo(year));
        assertThat(metrics())
                .contains("yizhan_calendar_year_missing 0.0")
                .contains("yizhan_calendar_last_year " + year + ".0");
    }

    @Test
    void loadsAYearOnceAndItsAmendmentsAfterIt() {
        var year = nextYear();
        moveTo(LocalDate.of(year - 1, 12, 2));
        var administrator = TestTokens.administrator();
        var published = LocalDate.of(year - 1, 11, 21);
        given().get("/v1/calendar/years/" + year)
                .then()
                .statusCode(200)
                .body("isProvisional", equalTo(true))
                .body("holidays", equalTo(List.of()));

        loading(administrator, notice(year, published))
                .statusCode(201)
                .header("Location", endsWith("/v1/calendar/years/" + year))
                .body("isProvisional", equalTo(false))
                .body("holidays[1].nameZh", equalTo("春节"))
                .body("holidays[1].off.size()", equalTo(7))
                .body("holidays[1].working.size()", equalTo(1));
        loading(administrator, notice(year, published)).statusCode(200);
        loading(administrator, notice(year, published.minusDays(1)))
                .statusCode(409)
                .body("type", endsWith("calendar-year-announced"));
        loading(administrator, amendment(year, published, false))
                .statusCode(409)
                .body("type", endsWith("calendar-year-announced"));
        loading(administrator, amendment(year, published, true)).statusCode(201).body("notices.size()", equalTo(2));

        assertThat(calendar.get().isWorkingDay(freed(year)))
                .as("the amendment frees a day more")
                .isFalse();
        given().get("/v1/calendar/years")
                .then()
                .statusCode(200)
                .body("years.find { it.year == " + year + " }.isProvisional", equalTo(false))
                .body("years.find { it.year == " + (year + 1) + " }.isProvisional", equalTo(true));
        assertThat(findings()).isEmpty();
    }

    /** Frees the first weekday after the Spring Festival. */
    private static Map<String, Object> amendment(int year, LocalDate published, boolean isAmendment) {
        var body = new HashMap<>(notice(year, published));
        body.put("isAmendment", isAmendment);
        body.put(
                "notice",
                Map.of(
                        "number", "试〔" + year + "〕2号",
                        "title", "关于调整" + year + "年春节放假安排的通知",
                        "publishedOn", published.plusDays(3).toString(),
                        "source", "https://example.org/" + year + "/2"));
        body.put("holidays", List.of(NoticeFixture.holiday("春节", "Spring Festival", List.of(freed(year)), List.of())));
        return body;
    }

    private static LocalDate freed(int year) {
        return Stream.iterate(LocalDate.of(year, 2, 12), day -> day.plusDays(1))
                .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
                .findFirst()
                .orElseThrow();
    }

    private List<Finding> findings() {
        var found = new ArrayList<Finding>();
        for (var rule : rules.rules()) {
            found.addAll(rule.check().await().indefinitely());
        }
        return found;
    }

    @Test
    void knowsAShippedNoticeWhenItIsTypedAgain() throws IOException {
        try (var typed = CalendarApiTest.class.getResourceAsStream("/openapi-examples/loadCalendarYear.request.json")) {
            given().auth()
                    .oauth2(TestTokens.administrator())
                    .contentType(ContentType.JSON)
                    .body(typed.readAllBytes())
                    .post("/v1/calendar/years")
                    .then()
                    .statusCode(200)
                    .body("workingDays", equalTo(248))
                    .body("notices.size()", equalTo(1));
        }
    }

    @Test
    void namesEveryMistakeAndChangesNothing() {
        var year = nextYear();
        moveTo(LocalDate.of(year - 1, 12, 3));
        var body = new HashMap<>(notice(year, LocalDate.of(year, 1, 1)));
        body.put(
                "holidays",
                List.of(NoticeFixture.holiday("元旦", " ", List.of(LocalDate.of(year - 2, 1, 1)), List.of())));

        loading(TestTokens.administrator(), body)
                .statusCode(422)
                .body("type", endsWith("calendar-year-invalid"))
                .body("errors.pointer", hasItem("/notice/publishedOn"))
                .body("errors.pointer", hasItem("/holidays/0/nameEn"))
                .body("errors.pointer", hasItem("/holidays/0/off/0"));

        assertThat(nextYear()).isEqualTo(year);
        given().get("/v1/calendar/years/1999").then().statusCode(404).body("type", endsWith("calendar-year-unknown"));
    }

    @Test
    void tellsTheOtherInstances() throws Throwable {
        var elsewhere = new CurrentCalendar(WorkingDayCalendar.shipped());
        var follower = NoticeFixture.otherInstance(elsewhere);
        VertxContextSupport.subscribeAndAwait(follower::refresh);
        assertThat(elsewhere.edition()).isEqualTo(calendar.edition());
        follower.start();
        try {
            var year = nextYear();
            moveTo(LocalDate.of(year - 1, 12, 4));

            loading(TestTokens.administrator(), notice(year, LocalDate.of(year - 1, 11, 22)))
                    .statusCode(201);

            await().atMost(Duration.ofSeconds(10)).until(elsewhere::edition, equalTo(calendar.edition()));
            assertThat(elsewhere.get().holidays().lastAnnouncedYear()).isEqualTo(year);
        } finally {
            follower.stop(new ShutdownEvent());
        }
    }

    /** It cannot listen and does not look by itself: nothing but listening again tells it. */
    @Test
    void tellsAnInstanceThatWasCutOffAsSoonAsItListensAgain() throws Throwable {
        var detour = new Detour(vertx);
        var elsewhere = new CurrentCalendar(WorkingDayCalendar.shipped());
        var follower = NoticeFixture.otherInstance(elsewhere, pool, detour.connections());
        VertxContextSupport.subscribeAndAwait(follower::refresh);
        var before = elsewhere.edition();
        follower.start();
        try {
            await().until(() -> listeners() >= 2);
            detour.block();
            pool.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen yizhan_calendar'")
                    .execute()
                    .await()
                    .indefinitely();
            var year = nextYear();
            moveTo(LocalDate.of(year - 1, 12, 4));
            loading(TestTokens.administrator(), notice(year, LocalDate.of(year - 1, 11, 22)))
                    .statusCode(201);
            assertThat(elsewhere.edition()).isEqualTo(before);

            detour.mend();

            await().atMost(AFTER_LISTENING_AGAIN).until(elsewhere::edition, equalTo(calendar.edition()));
            assertThat(elsewhere.get().holidays().lastAnnouncedYear()).isEqualTo(year);
        } finally {
            follower.stop(new ShutdownEvent());
        }
    }

    private long listeners() {
        return pool.query("select count(*) from pg_stat_activity where query = 'listen yizhan_calendar'")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void shutsAHallWithoutTouchingStatutoryTime() {
        var administrator = TestTokens.administrator();
        var hall = "hall-" + clock.millis() % 1_000_000;
        var today = LocalDate.now(clock.withZone(BUSINESS_ZONE));
        var day = calendar.get().addWorkingDays(today, 2);
        var terms = DeadlineTerms.of(clock.instant(), Limit.workingDays(5));
        var due = statutory.deadline(terms).dueDate();

        closing(administrator, hall, day, "大厅电力检修").statusCode(204);
        closing(administrator, hall, day, "大厅电力检修").statusCode(204);

        days(hall, day)
                .body("days[0].isWorkingDay", equalTo(true))
                .body("days[0].isOpen", equalTo(false))
                .body("days[0].reasonZh", equalTo("大厅电力检修"))
                .body("days[0].reasonEn", notNullValue());
        days("hall-elsewhere", day).body("days[0].isOpen", equalTo(true));
        assertThat(statutory.deadline(terms).dueDate()).isEqualTo(due);
        assertThat(statutory.deadline(terms).explain())
                .noneMatch(counted -> counted.reason().zh().contains("检修"));

        opening(administrator, hall, day).statusCode(204);
        days(hall, day).body("days[0].isOpen", equalTo(true)).body("days[0].reasonZh", nullValue());
        opening(administrator, hall, day).statusCode(404).body("type", endsWith("closure-not-found"));
        closing(administrator, hall, today.minusDays(1), "迟到").statusCode(400);
        given().queryParam("from", day.toString())
                .queryParam("to", day.plusDays(92).toString())
                .get("/v1/calendar/halls/" + hall + "/days")
                .then()
                .statusCode(400);
    }

    private static ValidatableResponse closing(String administrator, String hall, LocalDate day, String reason) {
        return given().auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(Map.of("reasonZh", reason, "reasonEn", "Electrical maintenance"))
                .put("/v1/calendar/halls/" + hall + "/closures/" + day)
                .then();
    }

    private static ValidatableResponse opening(String administrator, String hall, LocalDate day) {
        return given().auth()
                .oauth2(administrator)
                .delete("/v1/calendar/halls/" + hall + "/closures/" + day)
                .then();
    }

    private static ValidatableResponse days(String hall, LocalDate day) {
        return given().queryParam("from", day.toString())
                .queryParam("to", day.toString())
                .get("/v1/calendar/halls/" + hall + "/days")
                .then()
                .statusCode(200);
    }
}
