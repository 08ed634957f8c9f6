package io.yizhan.feed;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.POLICE;
import static io.yizhan.casework.Desk.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.outbox.OutboxEntry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventLogTest {
    private static final String HEALTH = "115304020000000198";

    /** Numbers no outbox entry has. */
    private static final AtomicLong ENTRIES = new AtomicLong(-1_000_000);

    @Inject
    Pool pool;

    @Inject
    EventLog log;

    @Test
    void tellsADepartmentsSystemWhatHappensToItsCasesInTheirOrder() {
        var system = TestTokens.system(POLICE);
        var start = end(system);
        var officer = Desk.officer();
        var id = Desk.inReview(TestTokens.applicant(), officer);
        move(officer, id, 3, "suspensions", Map.of("kind", "hold", "reason", "等待其他部门意见"));

        var events = movesOf(awaitEvent(system, start, id, "case.suspended"));

        assertThat(events)
                .extracting(event -> event.get("topic"))
                .containsExactly("case.submitted", "case.accepted", "case.reviewBegun", "case.suspended");
        assertThat(events).extracting(event -> event.get("version")).containsExactly(1, 2, 3, 4);
        assertThat(events).extracting(event -> event.get("id")).doesNotHaveDuplicates();
        assertThat(events)
                .allSatisfy(event -> assertThat(event.get("department")).isEqualTo(POLICE));
    }

    @Test
    void tellsTheSameAgainFromTheSameCursor() {
        var system = TestTokens.system(POLICE);
        var start = end(system);
        var id = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id");

        var first = awaitEvents(system, start, id, 1);

        assertThat(awaitEvents(system, start, id, 1)).isEqualTo(first);
        assertThat(awaitEvents(TestTokens.officer(POLICE), start, id, 1)).isEqualTo(first);
    }

    @Test
    void tellsNobodyOfTheCasesOfOthers() {
        var system = TestTokens.system(POLICE);
        var other = TestTokens.system(HEALTH);
        var start = end(system);
        var othersStart = end(other);
        var id = Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id");
        awaitEvents(system, start, id, 1);

        assertThat(eventsOf(other, othersStart, id)).isEmpty();
    }

    @Test
    void tellsADepartmentThatTakesPartFromThenOn() {
        var other = TestTokens.system(HEALTH);
        var start = end(other);
        var id = UUID.fromString(
                Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id"));
        pool.preparedQuery("insert into case_department (case_id, department) values ($1, $2)")
                .execute(Tuple.of(id, HEALTH))
                .await()
                .indefinitely();
        move(Desk.clerk(), id.toString(), 1, "acceptance", Map.of("kind", "full"));

        var events = awaitEvent(other, start, id.toString(), "case.accepted");

        assertThat(events).extracting(event -> event.get("department")).containsOnly(POLICE);
    }

    @Test
    void writesARepeatedEntryOnce() {
        var id = UUID.fromString(
                Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id"));
        var entry = entry(id, "test.repeated");

        log.accept(List.of(entry)).await().indefinitely();
        log.accept(List.of(entry, entry(UUID.randomUUID(), "test.noCase")))
                .await()
                .indefinitely();

        assertThat(count("test.repeated", id)).isOne();
    }

    /** Whoever reads while somebody writes must not be led past what is written but not committed. */
    @Test
    void neverSkipsWhatIsCommittedLate() {
        var id = UUID.fromString(
                Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER).getString("id"));
        var slow = pool.getConnection().await().indefinitely();
        begin(slow);
        run(slow, "select pg_advisory_xact_lock(hashtextextended('event', 0))");
        var late = position(slow);
        run(slow, """
                insert into event (position, entry, topic, case_id, version, department, at, data)
                values (%d, %d, 'test.late', '%s', 1, '%s', now(), '{}')
                """.formatted(late, ENTRIES.decrementAndGet(), id, POLICE));

        var early = log.accept(List.of(entry(id, "test.early"))).subscribeAsCompletionStage();
        assertThat(log.after(late - 1, List.of(POLICE), 10).await().indefinitely())
                .isEmpty();
        assertThat(early).isNotDone();
        run(slow, "commit");
        slow.close().await().indefinitely();

        await().atMost(Duration.ofSeconds(10)).until(early::isDone);
        assertThat(log.after(late - 1, List.of(POLICE), 10).await().indefinitely())
                .extracting(CaseEvent::topic)
                .containsSubsequence("test.late", "test.early"); // what the relay hands on may come between
    }

    private static void begin(SqlConnection connection) {
        run(connection, "begin");
    }

    private static void run(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().indefinitely();
    }

    private static long position(SqlConnection connection) {
        return connection
                .query("select nextval('event_position') as position")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("position");
    }

    @Test
    void refusesACursorOfItsOwnMaking() {
        events(TestTokens.system(POLICE), "bm90LW91cnM")
                .statusCode(400)
                .extract()
                .jsonPath();
    }

    private static OutboxEntry entry(UUID caseId, String topic) {
        return new OutboxEntry(ENTRIES.decrementAndGet(), topic, caseId, 1, Instant.now(), "{}");
    }

    private long count(String topic, UUID caseId) {
        return pool.preparedQuery("select count(*) as n from event where topic = $1 and case_id = $2")
                .execute(Tuple.of(topic, caseId))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("n");
    }

    private static ValidatableResponse events(String token, String after) {
        return given().auth()
                .oauth2(token)
                .queryParam("after", after)
                .queryParam("limit", 50)
                .get("/v1/events")
                .then();
    }

    private static JsonPath page(String token, String after) {
        return events(token, after).statusCode(200).extract().jsonPath();
    }

    /** Where the log ends now. */
    private static String end(String token) {
        var cursor = given().auth().oauth2(token).get("/v1/events").jsonPath().getString("next");
        while (true) {
            var page = page(token, cursor);
            cursor = page.getString("next");
            if (page.getBoolean("isWhole")) {
                return cursor;
            }
        }
    }

    private static List<Map<String, Object>> eventsOf(String token, String after, String caseId) {
        var found = new ArrayList<Map<String, Object>>();
        var cursor = after;
        while (true) {
            var page = page(token, cursor);
            page.<Map<String, Object>>getList("events").stream()
                    .filter(event -> event.get("caseId").equals(caseId))
                    .map(HashMap::new)
                    .forEach(found::add);
            cursor = page.getString("next");
            if (page.getBoolean("isWhole")) {
                return found;
            }
        }
    }

    private static List<Map<String, Object>> awaitEvent(String token, String after, String caseId, String topic) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> eventsOf(token, after, caseId), events -> events.stream()
                        .anyMatch(event -> event.get("topic").equals(topic)));
    }

    /** Without what other features tell of the case. */
    private static List<Map<String, Object>> movesOf(List<Map<String, Object>> events) {
        return events.stream()
                .filter(event -> ((String) event.get("topic")).startsWith("case."))
                .toList();
    }

    private static List<Map<String, Object>> awaitEvents(String token, String after, String caseId, int count) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> eventsOf(token, after, caseId), events -> events.size() >= count);
    }

    @Test
    void countsEveryEventOnceOverManyPages() {
        var ids = new HashSet<String>();
        var system = TestTokens.system(POLICE);
        var cursor = given().auth()
                .oauth2(system)
                .queryParam("limit", 1)
                .get("/v1/events")
                .jsonPath()
                .getString("next");
        for (int page = 0; page < 5; page++) {
            var next = given().auth()
                    .oauth2(system)
                    .queryParam("after", cursor)
                    .queryParam("limit", 1)
                    .get("/v1/events")
                    .jsonPath();
            next.<String>getList("events.id")
                    .forEach(id -> assertThat(ids.add(id)).isTrue());
            cursor = next.getString("next");
        }
    }
}
