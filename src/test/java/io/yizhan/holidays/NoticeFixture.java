package io.yizhan.holidays;

import static io.restassured.RestAssured.given;

import io.quarkus.arc.Arc;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.platform.pg.DedicatedConnections;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A notice of an invented year, in the shape of the real ones: seven holidays, some of them paid for with weekends. */
public final class NoticeFixture {
    private NoticeFixture() {}

    /** The body of a request. */
    public static Map<String, Object> notice(int year, LocalDate publishedOn) {
        return Map.of(
                "year",
                year,
                "notice",
                Map.of(
                        "number", "试〔" + (year - 1) + "〕1号",
                        "title", "关于" + year + "年部分节假日安排的通知",
                        "publishedOn", publishedOn.toString(),
                        "source", "https://example.org/" + year),
                "holidays",
                List.of(
                        holiday("元旦", "New Year's Day", days(year, 1, 1, 3), List.of()),
                        holiday("春节", "Spring Festival", days(year, 2, 5, 7), saturdays(year, 1, 20)),
                        holiday("清明节", "Tomb-Sweeping Day", days(year, 4, 4, 3), List.of()),
                        holiday("劳动节", "Labour Day", days(year, 5, 1, 5), saturdays(year, 4, 20)),
                        holiday("端午节", "Dragon Boat Festival", days(year, 6, 9, 3), List.of()),
                        holiday("中秋节", "Mid-Autumn Festival", days(year, 9, 15, 3), List.of()),
                        holiday("国庆节", "National Day", days(year, 10, 1, 7), saturdays(year, 9, 21))));
    }

    static Map<String, Object> holiday(String zh, String en, List<LocalDate> off, List<LocalDate> working) {
        return Map.of(
                "nameZh",
                zh,
                "nameEn",
                en,
                "off",
                off.stream().map(LocalDate::toString).toList(),
                "working",
                working.stream().map(LocalDate::toString).toList());
    }

    private static List<LocalDate> days(int year, int month, int first, int count) {
        var from = LocalDate.of(year, month, first);
        return IntStream.range(0, count).mapToObj(from::plusDays).toList();
    }

    /** The first Saturday after a day. */
    private static List<LocalDate> saturdays(int year, int month, int day) {
        return Stream.iterate(LocalDate.of(year, month, day), date -> date.plusDays(1))
                .filter(date -> date.getDayOfWeek() == DayOfWeek.SATURDAY)
                .limit(1)
                .toList();
    }

    /** The first year nobody has announced to the running application. */
    public static int nextYear() {
        var years = given().get("/v1/calendar/years").jsonPath();
        return years.getInt("years.find { it.isProvisional }.year");
    }

    public static ValidatableResponse loading(String token, Map<String, Object> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/calendar/years")
                .then();
    }

    /** An instance that has been told nothing: it follows once it is started, and before that only when asked to. */
    public static CalendarFollower otherInstance(CurrentCalendar calendar) {
        return otherInstance(calendar, bean(Pool.class), bean(DedicatedConnections.class));
    }

    /** The same, which reaches the database in its own way. */
    public static CalendarFollower otherInstance(
            CurrentCalendar calendar, Pool pool, DedicatedConnections connections) {
        return new CalendarFollower(pool, connections, bean(Notices.class), calendar, () -> Duration.ofDays(1));
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().select(type).get();
    }

    /** The same as it is read from a request. */
    static NewYear read(Map<String, Object> body) {
        var notice = (Map<?, ?>) body.get("notice");
        var holidays = new ArrayList<NewYear.NewHoliday>();
        for (var one : (List<?>) body.get("holidays")) {
            var holiday = (Map<?, ?>) one;
            holidays.add(new NewYear.NewHoliday(
                    (String) holiday.get("nameZh"),
                    (String) holiday.get("nameEn"),
                    texts(holiday.get("off")),
                    texts(holiday.get("working"))));
        }
        return new NewYear(
                (Integer) body.get("year"),
                (Boolean) body.get("isAmendment"),
                new NewYear.NewNotice(
                        (String) notice.get("number"),
                        (String) notice.get("title"),
                        (String) notice.get("publishedOn"),
                        (String) notice.get("source")),
                holidays);
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
