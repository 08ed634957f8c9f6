package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.holidays.NoticeFixture.loading;
import static io.yizhan.holidays.NoticeFixture.nextYear;
import static io.yizhan.holidays.NoticeFixture.notice;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.ClockFixture;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.holidays.NoticeFixture;
import io.yizhan.identity.Personas;
import io.yizhan.identity.Personas.Person;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.outbox.OutboxRelay;
import io.yizhan.platform.pg.DedicatedConnections;
import io.yizhan.platform.pg.Detour;
import io.yizhan.platform.timer.OtherInstance;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At the end of a December, with cases whose limits reach into a year that is then announced. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class CountAnewTest {
    private static final int ENOUGH_ROUNDS = 3;

    @Inject
    MovableClock clock;

    @Inject
    CurrentCalendar calendar;

    @Inject
    Timers timers;

    @Inject
    @All
    List<TimerHandler> handlers;

    @Inject
    OutboxRelay outbox;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    DedicatedConnections connections;

    @Inject
    CaseRules rules;

    @Inject
    CaseFiles files;

    @Inject
    CaseworkConfig config;

    @Inject
    CaseTimers caseTimers;

    @Inject
    Supplements supplements;

    @Inject
    Cases cases;

    @Inject
    PublishedCatalogue catalogue;

    @Inject
    ObjectMapper json;

    @Inject
    @All
    List<CaseWitness> witnesses;

    @Inject
    @All
    List<CaseFollower> followers;

    private final Person person = Personas.person();
    private int year;
    private String applicant;
    private String officer;

    @BeforeEach
    void goToTheEndOfTheYear() {
        year = nextYear();
        clock.moveTo(LocalDate.of(year - 1, 12, 29)
                .atTime(10, 0)
                .atZone(BUSINESS_ZONE)
                .toInstant());
        applicant = TestTokens.applicant(person);
        officer = Desk.officer();
    }

    /** What happened in years to come is told now: at present it would wait for them. */
    @AfterEach
    void returnToPresent() {
        tellEverything();
        clock.returnToPresent();
    }

    /** Nothing taken is not enough: the application's own relay may hold the rest. */
    private void tellEverything() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            outbox.relay().await().indefinitely();
            return row("select count(*) as waiting from outbox").getLong("waiting") == 0;
        });
    }

    private void announce() {
        loading(TestTokens.administrator(), notice(year, LocalDate.of(year - 1, 12, 28)))
                .statusCode(201);
    }

    /** Each round a minute later: cases are spread over time. */
    private void count(List<Timers> instances) {
        for (int round = 0; round < ENOUGH_ROUNDS; round++) {
            clock.advance(Duration.ofMinutes(1));
            Uni.join()
                    .all(instances.stream().map(Timers::fireDue).toList())
                    .andFailFast()
                    .await()
                    .indefinitely();
        }
    }

    private Timers another() {
        return OtherInstance.timers(vertx, pool, clock, handlers);
    }

    private JsonPath view(String id) {
        return given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private LocalDate dueOn(String id) {
        return LocalDate.parse(view(id).getString("work.dueOn"));
    }

    private Row row(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(values))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }

    @Test
    void movesTheDueDatesOfOpenCasesAndSaysWhy() {
        var open = Desk.inReview(applicant, officer);
        var decided = Desk.granted(applicant, officer);
        var before = dueOn(open);
        assertThat(view(open).getBoolean("isProvisional")).isTrue();

        announce();
        count(List.of(timers));

        var after = view(open);
        var due = LocalDate.parse(after.getString("work.dueOn"));
        assertThat(due).isAfter(before);
        assertThat(due).isEqualTo(explainedDue(open));
        assertThat(after.getBoolean("isProvisional")).isFalse();
        assertThat(after.getString("state")).isEqualTo("inReview");
        assertThat(after.getString("events[-1].kind")).isEqualTo("dueChanged");
        assertThat(after.getString("events[-1].reason"))
                .contains("试〔" + (year - 1) + "〕1号", before.toString(), due.toString());
        var audited = row("""
                select count(*) as entries from audit_entry where stream = $1 and action = 'case.changeDue'
                """, UUID.fromString(open));
        assertThat(audited.getLong("entries")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(progress(after.getString("queryNumber")))
                .as("told by the outbox")
                .contains("dueChanged", due.toString()));
        assertThat(dueOn(decided)).as("finished under the old calendar").isEqualTo(before);
        assertThat(explainedDue(decided)).as("and explained by it").isEqualTo(before);
        assertThat(view(decided).getList("events.kind")).doesNotContain("dueChanged");
        assertThat(brokenDueDates()).isEmpty();
    }

    private static String progress(String queryNumber) {
        return given().get("/v1/progress/" + queryNumber).asString();
    }

    private LocalDate explainedDue(String id) {
        return LocalDate.parse(given().auth()
                .oauth2(applicant)
                .get("/v1/cases/" + id + "/deadline")
                .jsonPath()
                .getString("promised.dueOn"));
    }

    private List<?> brokenDueDates() {
        return rules.rules().stream()
                .flatMap(rule -> rule.check().await().indefinitely().stream())
                .toList();
    }

    @Test
    void givesTheAuthorityItsFiveDaysByTheNewCalendar() {
        var id = submit(applicant, TRANSFER).getString("id");
        tellEverything();
        var before = silence(id);

        announce();
        count(List.of(timers));

        assertThat(silence(id)).isAfter(before);
        assertThat(view(id).getList("events.kind")).isEqualTo(List.of("submitted"));
    }

    private Instant silence(String id) {
        return row("select due_at from timer where kind = 'case.silence' and key = $1", UUID.fromString(id))
                .getOffsetDateTime("due_at")
                .toInstant();
    }

    @Test
    void countsEachCaseOnceHoweverManyInstancesRun() {
        var ids = IntStream.range(0, 6)
                .mapToObj(i -> Desk.inReview(applicant, officer))
                .toList();

        announce();
        count(List.of(timers, another(), another()));

        for (var id : ids) {
            assertThat(timesCounted(id)).isEqualTo(1);
        }
    }

    @Test
    void learnsTheNoticeBeforeItCounts() {
        var id = Desk.inReview(applicant, officer);
        var before = dueOn(id);
        var behind = new CurrentCalendar(WorkingDayCalendar.shipped());
        announce();

        count(List.of(OtherInstance.timers(vertx, pool, clock, handlersOf(behind, pool))));

        assertThat(behind.edition()).isEqualTo(calendar.edition());
        assertThat(dueOn(id)).isAfter(before).isEqualTo(explainedDue(id));
    }

    /** The second time finds it, and takes each case up once although three instances go through them. */
    @Test
    void findsWhatAnInstanceStillMovedByTheOldCalendar() {
        var behind = new CurrentCalendar(calendar.get());
        var ids = IntStream.range(0, 4)
                .mapToObj(i -> submit(applicant, TRANSFER).getString("id"))
                .toList();
        ids.forEach(id -> Desk.move(officer, id, 1, "acceptance", Map.of("kind", "full")));
        var before = dueOn(ids.get(0));
        announce();
        count(List.of(timers));
        var after = dueOn(ids.get(0));
        var moved = ids.subList(0, 2);
        for (var id : moved) {
            moving(pool, ClockFixture.clock(behind))
                    .move(MoveCase.Command.byLaw(UUID.fromString(id), new CaseAct.BeginReview()))
                    .await()
                    .indefinitely();
            assertThat(dueOn(id)).as("by the old calendar").isEqualTo(before);
        }

        clock.advance(Duration.ofMinutes(6));
        applicant = TestTokens.applicant(person);
        count(List.of(timers, another(), another()));

        for (var id : ids) {
            assertThat(dueOn(id)).isEqualTo(after).isNotEqualTo(before);
            assertThat(timesCounted(id)).isEqualTo(moved.contains(id) ? 2 : 1);
        }
        assertThat(brokenDueDates()).isEmpty();
    }

    private long timesCounted(String id) {
        return view(id).getList("events.kind").stream()
                .filter("dueChanged"::equals)
                .count();
    }

    @Test
    void comesBackToACaseSomebodyHeldMeanwhile() {
        var id = Desk.inReview(applicant, officer);
        var before = dueOn(id);
        announce();
        var holder = pool.getConnection().await().indefinitely();
        try {
            holder.query("begin").execute().await().indefinitely();
            holder.preparedQuery("select from cases where id = $1 for update")
                    .execute(Tuple.of(UUID.fromString(id)))
                    .await()
                    .indefinitely();
            count(List.of(timers));
            assertThat(failed(List.of(id))).as("seen by the check").isEqualTo(1);
            assertThat(dueOn(id)).isEqualTo(before);
        } finally {
            holder.query("rollback").execute().await().indefinitely();
            holder.close().await().indefinitely();
        }

        count(List.of(timers));

        assertThat(timesCounted(id)).isEqualTo(1);
        assertThat(waiting(List.of(id))).isZero();
        assertThat(failed(List.of(id))).isZero();
    }

    /** Its transaction is undone, and nobody can even note that: the rest waits with it, and the check says that it does. */
    @Test
    void finishesLaterWhenTheConnectionsRunOutInTheMiddle() {
        var ids = IntStream.range(0, 3)
                .mapToObj(i -> Desk.inReview(applicant, officer))
                .sorted()
                .toList();
        var narrow = Detour.narrowPool(vertx.getDelegate());
        try {
            var taking = new AtomicReference<CompletionStage<SqlConnection>>();
            var instance = OtherInstance.timers(
                    vertx,
                    narrow,
                    clock,
                    takingTheConnectionAt(ids.get(1), narrow, handlersOf(calendar, narrow), taking));
            announce();

            assertThatThrownBy(() -> count(List.of(instance))).isInstanceOf(RuntimeException.class);

            assertThat(ids.stream().mapToLong(this::timesCounted)).containsExactly(1L, 0L, 0L);
            assertThat(waiting(ids)).isEqualTo(2);
            assertThat(brokenDueDates()).as("seen by the check").hasSize(2);

            taking.get().toCompletableFuture().join().close().await().indefinitely();
            count(List.of(instance));

            assertThat(ids.stream().mapToLong(this::timesCounted)).containsExactly(1L, 1L, 1L);
            assertThat(waiting(ids)).isZero();
            assertThat(brokenDueDates()).isEmpty();
        } finally {
            narrow.close().await().indefinitely();
        }
    }

    /** Once, when the effect on this case is written: somebody else has the only connection next, and keeps it. */
    private static List<TimerHandler> takingTheConnectionAt(
            String id,
            Pool narrow,
            List<TimerHandler> handlers,
            AtomicReference<CompletionStage<SqlConnection>> taking) {
        return handlers.stream()
                .map(handler -> !handler.kind().equals(CountAnew.ONE)
                        ? handler
                        : CountAnew.Handlers.handler(CountAnew.ONE, (transaction, timer) -> handler.fire(
                                        transaction, timer)
                                .invoke(() -> {
                                    if (timer.key().toString().equals(id) && taking.get() == null) {
                                        taking.set(narrow.getConnection().subscribeAsCompletionStage());
                                        throw new IllegalStateException("lost");
                                    }
                                })))
                .toList();
    }

    private long waiting(List<String> ids) {
        return timersOf(ids, "true");
    }

    private long failed(List<String> ids) {
        return timersOf(ids, "attempts > 0");
    }

    private long timersOf(List<String> ids, String condition) {
        var keys = ids.stream().map(UUID::fromString).toArray(UUID[]::new);
        return row(
                        "select count(*) as n from timer where kind = 'case.countAnew' and key = any($1) and "
                                + condition,
                        (Object) keys)
                .getLong("n");
    }

    /** The handlers of an instance with this calendar, which refreshes it through this pool. */
    private List<TimerHandler> handlersOf(CurrentCalendar known, Pool itsPool) {
        var counting = ClockFixture.clock(known);
        var follower = NoticeFixture.otherInstance(known, itsPool, connections);
        var anew = new CountAnew(files, moving(itsPool, counting), follower, counting, clock);
        return handlers.stream()
                .map(handler -> handler.kind().equals(CountAnew.ONE) ? CountAnew.Handlers.one(anew) : handler)
                .toList();
    }

    private MoveCase moving(Pool itsPool, StatutoryClock counting) {
        return new MoveCase(
                itsPool,
                clock,
                files,
                counting,
                config,
                caseTimers,
                supplements,
                cases,
                catalogue,
                json,
                witnesses,
                followers);
    }
}
