package io.yizhan.licence;

import static io.yizhan.licence.Licensed.changing;
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
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A residence permit on the applicant's commitment to supply the tenancy contract within thirty days. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class KeepCommitmentTest {
    private static final String RESIDENCE = "1153040200000006XB4002009105000";
    private static final String CONTRACT = "CTR003";
    private static final String EDUCATION = "11530402000000043Q";

    private final Personas.Person person = Personas.person();
    private final LocalDate promised = LocalDate.now(BUSINESS_ZONE).plusDays(30);

    @Inject
    MovableClock clock;

    @Inject
    Timers timers;

    @Inject
    LicenceRules rules;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private String applicant() {
        return TestTokens.applicant(person);
    }

    private void pass(LocalDate day) {
        clock.moveTo(day.plusDays(1).atTime(10, 0).atZone(BUSINESS_ZONE).toInstant());
        timers.fireDue().await().indefinitely();
    }

    /** At version 4. */
    private String granted() {
        var id = Journeys.submit(applicant(), RESIDENCE).getString("id");
        Desk.acceptOwing(id, CONTRACT);
        Desk.move(Desk.officer(), id, 2, "review", Map.of());
        Desk.move(Desk.officer(), id, 3, "decision", Map.of("outcome", "granted"));
        return id;
    }

    /** At version 5. */
    private String issued() {
        var id = granted();
        Desk.move(Desk.officer(), id, 4, "result", Map.of());
        return id;
    }

    private String state(String licence) {
        return get(applicant(), "/v1/licences/" + licence).getString("state");
    }

    private static List<String> watched(String officer) {
        return get(officer, "/v1/broken-commitments?limit=100").getList("commitments.licenceId");
    }

    private List<String> findings(String licence) {
        return rules.rules().stream()
                .flatMap(rule -> rule.check().await().indefinitely().stream())
                .filter(finding -> finding.object().equals(licence))
                .map(Finding::toString)
                .toList();
    }

    @Test
    void withholdsTheLicenceAndRevokesItWhenTheTermIsOver() {
        var caseId = issued();
        var licence = newest(applicant());

        pass(promised);

        assertThat(state(licence)).isEqualTo("withheld");
        assertThat(watched(Desk.officer())).contains(licence);
        assertThat(watched(TestTokens.officer(EDUCATION))).doesNotContain(licence);
        assertThat(findings(licence)).isEmpty();

        pass(promised.plusDays(15));
        assertThat(state(licence)).isEqualTo("withheld");
        pass(promised.plusDays(16));

        assertThat(state(licence)).isEqualTo("revoked");
        assertThat(watched(Desk.officer())).doesNotContain(licence);
        assertThat(get(applicant(), "/v1/cases/" + caseId).getString("state")).isEqualTo("resultReady");
        assertThat(findings(licence)).isEmpty();
    }

    @Test
    void restoresItWhenEverythingIsSuppliedWithinTheTerm() {
        var caseId = issued();
        var licence = newest(applicant());
        pass(promised);

        var material = Journeys.upload(applicant(), CONTRACT);
        Desk.move(
                applicant(),
                caseId,
                6,
                "owed-materials",
                Map.of("materials", List.of(Map.of("materialType", CONTRACT, "materialId", material))));

        assertThat(state(licence)).isEqualTo("valid");
        assertThat(watched(Desk.officer())).doesNotContain(licence);
        pass(promised.plusDays(16));
        assertThat(state(licence)).isEqualTo("valid");
        assertThat(findings(licence)).isEmpty();
    }

    @Test
    void issuesWithheldWhatIsMadeReadyAfterTheCommitmentWasBroken() {
        var caseId = granted();
        pass(promised);

        Desk.move(Desk.officer(), caseId, 5, "result", Map.of());

        var licence = newest(applicant());
        assertThat(state(licence)).isEqualTo("withheld");
        assertThat(get(applicant(), "/v1/licences/" + licence + "/history").getList("versions.state"))
                .isEqualTo(List.of("valid", "withheld"));
        assertThat(watched(Desk.officer())).contains(licence);
    }

    @Test
    void leavesItToTheOfficerWhoDecidesBefore() {
        issued();
        var licence = newest(applicant());
        pass(promised);

        changing(Desk.officer(), licence, 2, "valid", Map.of("reason", "现场核查属实"))
                .statusCode(200);

        assertThat(watched(Desk.officer())).doesNotContain(licence);
        pass(promised.plusDays(16));
        assertThat(state(licence)).isEqualTo("valid");
        assertThat(findings(licence)).isEmpty();
    }
}
