package io.yizhan.licence;

import static io.yizhan.licence.Licensed.get;
import static io.yizhan.licence.Licensed.newest;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time makes of a licence by itself: the residence permit, valid for twelve months. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class LicenceExpiryTest {
    private static final String RESIDENCE = "1153040200000006XB4002009105000";

    private final Personas.Person person = Personas.person();

    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    /** Access tokens do not outlive the journeys through time made here. */
    private String applicant() {
        return TestTokens.applicant(person);
    }

    private void moveTo(LocalDate day) {
        clock.moveTo(day.atTime(10, 0).atZone(BUSINESS_ZONE).toInstant());
    }

    private void fire() {
        timers.fireDue().await().indefinitely();
    }

    private String permit() {
        var officer = Desk.officer();
        var id = Journeys.submit(applicant(), RESIDENCE).getString("id");
        Desk.move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        Desk.move(officer, id, 2, "review", Map.of());
        Desk.move(officer, id, 3, "decision", Map.of("outcome", "granted"));
        Desk.move(officer, id, 4, "result", Map.of());
        return newest(applicant());
    }

    private LocalDate lastDay(String id) {
        return LocalDate.parse(get(applicant(), "/v1/licences/" + id).getString("validUntil"));
    }

    @Test
    void expiresWhenItsLastDayIsOverAndNotBefore() {
        var id = permit();
        var last = lastDay(id);
        assertThat(last).isEqualTo(LocalDate.now(clock).plusMonths(12).minusDays(1));

        moveTo(last);
        fire();
        assertThat(get(applicant(), "/v1/licences/" + id).getString("state")).isEqualTo("valid");

        moveTo(last.plusDays(1));
        fire();
        var expired = get(applicant(), "/v1/licences/" + id);
        assertThat(expired.getString("state")).isEqualTo("expired");
        assertThat(expired.getInt("version")).isEqualTo(2);
        assertThat(get(applicant(), "/v1/licences/" + id + "/standing?on=" + last)
                        .getBoolean("isValid"))
                .isTrue();
    }

    @Test
    void countsAsRenewedWhenTheAuthorityHasNotAnsweredAnApplicationMadeInTime() {
        var id = permit();
        var last = lastDay(id);
        moveTo(last.minusDays(30));
        var renewal = Journeys.submit(applicant(), RESIDENCE).getString("id");

        moveTo(last.plusDays(1));
        fire();

        var renewed = get(applicant(), "/v1/licences/" + id);
        assertThat(renewed.getString("state")).isEqualTo("valid");
        assertThat(renewed.getString("validUntil"))
                .isEqualTo(last.plusMonths(12).toString());
        assertThat(renewed.getString("description")).contains("视为准予延续");
        assertThat(get(applicant(), "/v1/licences/" + id + "/history").getString("versions[1].sourceCase"))
                .isEqualTo(renewal);
        assertThat(get(applicant(), "/v1/materials/" + renewed.getString("materialId"))
                        .getString("validUntil"))
                .isEqualTo(last.plusMonths(12).toString());
    }

    @Test
    void isNotProlongedTwiceForOneApplication() {
        var id = permit();
        var last = lastDay(id);
        moveTo(last.minusDays(30));
        var renewal = Journeys.submit(applicant(), RESIDENCE).getString("id");
        Desk.move(Desk.officer(), renewal, 1, "acceptance", Map.of("kind", "full"));
        moveTo(last.plusDays(1));
        fire();

        Desk.move(Desk.officer(), renewal, 2, "review", Map.of());
        Desk.move(Desk.officer(), renewal, 3, "decision", Map.of("outcome", "granted"));
        Desk.move(Desk.officer(), renewal, 4, "result", Map.of());

        assertThat(newest(applicant())).isEqualTo(id);
        assertThat(get(applicant(), "/v1/licences/" + id).getInt("version")).isEqualTo(3);
        assertThat(lastDay(id)).isEqualTo(last.plusMonths(12));
    }

    @Test
    void expiresAllTheSameWhenTheApplicationCameTooLate() {
        var id = permit();
        var last = lastDay(id);
        moveTo(last.minusDays(29));
        Journeys.submit(applicant(), RESIDENCE);

        moveTo(last.plusDays(1));
        fire();

        assertThat(get(applicant(), "/v1/licences/" + id).getString("state")).isEqualTo("expired");
    }

    @Test
    void isProlongedByARenewalThatIsGranted() {
        var id = permit();
        var last = lastDay(id);
        moveTo(last.minusDays(40));

        permit();

        assertThat(lastDay(id)).isEqualTo(last.plusMonths(12));
        moveTo(last.plusDays(1));
        fire();
        var licence = get(applicant(), "/v1/licences/" + id);
        assertThat(licence.getString("state")).isEqualTo("valid");
        assertThat(licence.getInt("version")).isEqualTo(2);
    }
}
