package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.defects;
import static io.yizhan.casework.Desk.move;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.DeadlineTerms;
import io.yizhan.calendar.Limit;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.outbox.OutboxRelay;
import io.yizhan.platform.timer.OtherInstance;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the law makes of a case by itself, with the clock put forward. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class LawTimersTest {
    @Inject
    MovableClock clock;

    @Inject
    StatutoryClock statutory;

    @Inject
    Timers timers;

    @Inject
    OutboxRelay outbox;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    @All
    List<TimerHandler> handlers;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private String submitted(String token) {
        var id = submit(token, TRANSFER).getString("id");
        while (outbox.relay().await().indefinitely() > 0) {
            // until the application's days to answer are set
        }
        return id;
    }

    private static JsonPath view(String token, String id) {
        return given().auth()
                .oauth2(token)
                .get("/v1/cases/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private Instant endOfWorkingDays(int days) {
        return statutory
                .deadline(DeadlineTerms.of(clock.instant(), Limit.workingDays(days)))
                .dueMoment();
    }

    private void pass(Instant until) {
        clock.moveTo(until);
        timers.fireDue().await().indefinitely();
    }

    @Test
    void takesSilenceForAcceptanceOnTheDayOfReceipt() {
        var applicant = TestTokens.applicant();
        var id = submitted(applicant);
        var submittedAt = view(applicant, id).getString("submittedAt");
        var fiveDays = endOfWorkingDays(5);

        pass(fiveDays.minusSeconds(60));
        clock.returnToPresent();
        assertThat(view(applicant, id).getString("state")).isEqualTo("submitted");
        pass(fiveDays.plusSeconds(1));
        clock.returnToPresent();

        var view = view(applicant, id);
        assertThat(view.getString("state")).isEqualTo("accepted");
        assertThat(view.getString("work.acceptance.kind")).isEqualTo("silence");
        assertThat(view.getString("work.acceptance.at")).isEqualTo(submittedAt);
        assertThat(view.getString("events[1].effectiveAt")).isEqualTo(submittedAt);
        assertThat(view.getString("work.dueOn")).isEqualTo(view.getString("promisedOn"));
    }

    @Test
    void takesSilenceForAcceptanceOnceHoweverManyInstancesRun() {
        var applicant = TestTokens.applicant();
        var ids = IntStream.range(0, 6).mapToObj(i -> submitted(applicant)).toList();
        clock.moveTo(endOfWorkingDays(5).plusSeconds(1));

        Uni.join()
                .all(timers.fireDue(), another().fireDue(), another().fireDue())
                .andFailFast()
                .await()
                .indefinitely();
        clock.returnToPresent();

        for (var id : ids) {
            assertThat(view(applicant, id).getList("events.kind")).isEqualTo(List.of("submitted", "acceptedBySilence"));
        }
    }

    private Timers another() {
        return OtherInstance.timers(vertx, pool, clock, handlers);
    }

    @Test
    void leavesAnAnsweredApplicationAlone() {
        var applicant = TestTokens.applicant();
        var id = submitted(applicant);
        move(Desk.clerk(), id, 1, "non-acceptance", Map.of("reason", "不需要办理"));
        var leftOver = UUID.fromString(id);
        pool.withTransaction(transaction -> Timers.set(transaction, CaseTimers.SILENCE, leftOver, endOfWorkingDays(5)))
                .await()
                .indefinitely();

        pass(endOfWorkingDays(6));
        assertThat(pool.preparedQuery("select from timer where key = $1")
                        .execute(Tuple.of(leftOver))
                        .await()
                        .indefinitely())
                .isEmpty();
        clock.returnToPresent();

        assertThat(view(applicant, id).getString("state")).isEqualTo("notAccepted");
        assertThat(view(applicant, id).getString("work.ending")).isEqualTo("rejected");
    }

    @Test
    void closesACaseWhoseCorrectionsNeverCame() {
        var applicant = TestTokens.applicant();
        var id = submitted(applicant);
        move(Desk.clerk(), id, 1, "corrections", defects("form:address"));

        pass(endOfWorkingDays(16));
        clock.returnToPresent();

        var view = view(applicant, id);
        assertThat(view.getString("state")).isEqualTo("ended");
        assertThat(view.getString("work.ending")).isEqualTo("notSupplied");
    }

    @Test
    void notesABrokenCommitmentAfterTheDecisionAndEndsTheCaseBeforeIt() {
        var applicant = TestTokens.applicant();
        var officer = Desk.officer();
        var granted = submitted(applicant);
        Desk.acceptOwing(granted, "IDN002");
        move(officer, granted, 2, "review", Map.of());
        move(officer, granted, 3, "decision", Map.of("outcome", "granted"));
        var undecided = submitted(applicant);
        Desk.acceptOwing(undecided, "IDN002");

        pass(clock.instant().plus(Duration.ofDays(32)));
        clock.returnToPresent();

        assertThat(view(applicant, granted).getString("events[-1].kind")).isEqualTo("commitmentBroken");
        assertThat(view(applicant, granted).getString("state")).isEqualTo("decided");
        assertThat(view(applicant, undecided).getString("work.ending")).isEqualTo("notSupplied");
    }

    @Test
    void archivesADeliveredCaseRatedOrNot() {
        var applicant = TestTokens.applicant();
        var id = Desk.delivered(applicant, Desk.officer());

        pass(endOfWorkingDays(16));
        clock.returnToPresent();

        assertThat(view(applicant, id).getString("state")).isEqualTo("archived");
    }
}
