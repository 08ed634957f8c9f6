package io.yizhan.material;

import static io.yizhan.material.MatchingFixture.COMPLETION;
import static io.yizhan.material.MatchingFixture.DAY;
import static io.yizhan.material.MatchingFixture.HOLDER;
import static io.yizhan.material.MatchingFixture.candidate;
import static io.yizhan.material.MatchingFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.catalogue.ReuseClass;
import io.yizhan.material.Match.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchingTest {
    @Test
    void attachesABirthCertificateByItself() {
        var birth = candidate("IDN005").held();

        var match = decide(ReuseClass.UNCONDITIONAL, birth);

        assertThat(match.outcome()).isEqualTo(Outcome.ATTACHED);
        assertThat(match.usable()).containsExactly(birth);
    }

    @Test
    void attachesAnUnconditionalMaterialWhateverItsDates() {
        var old = candidate("IDN005").validUntil(DAY.minusYears(10)).held();

        assertThat(decide(ReuseClass.UNCONDITIONAL, old).outcome()).isEqualTo(Outcome.ATTACHED);
    }

    @Test
    void offersAMarriageCertificateToBeConfirmedUnchanged() {
        var marriage = candidate("IDN005").issuedOn(DAY.minusYears(20)).held();

        assertThat(decide(ReuseClass.WITHOUT_EXPIRY, marriage).outcome()).isEqualTo(Outcome.OFFERED_TO_CONFIRM);
    }

    @Test
    void offersAHygieneLicenceUntilItsLastValidDay() {
        var lastDay = candidate("IDN005").validUntil(DAY).held();
        var dayAfter = candidate("IDN005").validUntil(DAY.minusDays(1)).held();

        assertThat(decide(ReuseClass.WITHIN_VALIDITY, lastDay).outcome()).isEqualTo(Outcome.OFFERED);
        assertThat(reason(ReuseClass.WITHIN_VALIDITY, dayAfter)).isEqualTo(Unusable.EXPIRED);
    }

    @Test
    void countsTheTypesOwnValidityWhereTheDocumentStatesNone() {
        var lastDay =
                candidate("IDN005").issuedOn(DAY.minusMonths(12).plusDays(1)).held();
        var dayAfter = candidate("IDN005").issuedOn(DAY.minusMonths(12)).held();
        var undated = candidate("IDN005").issuedOn(null).held();

        assertThat(decide(ReuseClass.WITHIN_VALIDITY, lastDay).outcome()).isEqualTo(Outcome.OFFERED);
        assertThat(reason(ReuseClass.WITHIN_VALIDITY, dayAfter)).isEqualTo(Unusable.EXPIRED);
        assertThat(reason(ReuseClass.WITHIN_VALIDITY, undated)).isEqualTo(Unusable.NO_VALIDITY);
    }

    @Test
    void refusesWhatIsNotValidYet() {
        var future = candidate("IDN005")
                .validFrom(DAY.plusDays(1))
                .validUntil(DAY.plusYears(1))
                .held();

        assertThat(reason(ReuseClass.WITHIN_VALIDITY, future)).isEqualTo(Unusable.NOT_YET_VALID);
    }

    @Test
    void mayAskForValidityUpToTheCompletionAndBeyond() {
        var policy = new ReusePolicy(5, true, TrustGrade.D);
        var enough = candidate("IDN005").validUntil(COMPLETION.plusDays(5)).held();
        var short1 = candidate("IDN005").validUntil(COMPLETION.plusDays(4)).held();

        var match = Matching.of(HOLDER, DAY, COMPLETION, policy)
                .decide(List.of(requirement("IDN005", ReuseClass.WITHIN_VALIDITY)), List.of(enough, short1))
                .get(0);

        assertThat(match.usable()).containsExactly(enough);
        assertThat(match.unusable()).extracting(Match.Rejected::reason).containsExactly(Unusable.EXPIRES_TOO_SOON);
    }

    @Test
    void neverEvenLooksAtCandidatesOfClassNever() {
        var match = decide(ReuseClass.NEVER, candidate("IDN005").held());

        assertThat(match.outcome()).isEqualTo(Outcome.SUPPLY);
        assertThat(match.usable()).isEmpty();
        assertThat(match.unusable()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void neverServesARevokedSupersededSuspendedOrForeignMaterial(ReuseClass reuseClass) {
        var foreign = candidate("IDN005").holder(UUID.randomUUID()).held();

        assertThat(reason(
                        reuseClass,
                        candidate("IDN005").state(MaterialState.REVOKED).held()))
                .isEqualTo(Unusable.REVOKED);
        assertThat(reason(
                        reuseClass,
                        candidate("IDN005").state(MaterialState.SUPERSEDED).held()))
                .isEqualTo(Unusable.SUPERSEDED);
        assertThat(reason(
                        reuseClass,
                        candidate("IDN005").state(MaterialState.SUSPENDED).held()))
                .isEqualTo(Unusable.SUSPENDED);
        assertThat(reason(reuseClass, foreign)).isEqualTo(Unusable.WRONG_HOLDER);
    }

    @Test
    void mayAskForAMinimumGrade() {
        var policy = new ReusePolicy(0, false, TrustGrade.C);
        var unverified = candidate("IDN005").grade(TrustGrade.D).held();

        var match = Matching.of(HOLDER, DAY, COMPLETION, policy)
                .decide(List.of(requirement("IDN005", ReuseClass.UNCONDITIONAL)), List.of(unverified))
                .get(0);

        assertThat(match.outcome()).isEqualTo(Outcome.SUPPLY);
        assertThat(match.unusable()).extracting(Match.Rejected::reason).containsExactly(Unusable.GRADE_TOO_LOW);
    }

    @Test
    void putsTheNewestEditionFirstThenTheBetterGradeThenTheLatest() {
        var first = candidate("IDN005").edition(1).grade(TrustGrade.A).held();
        var second = candidate("IDN005").edition(2).grade(TrustGrade.D).held();
        var secondTrusted = candidate("IDN005").edition(2).grade(TrustGrade.B).held();
        var secondLater = candidate("IDN005")
                .edition(2)
                .grade(TrustGrade.D)
                .handedInAt(Instant.parse("2017-08-01T00:00:00Z"))
                .held();

        var match = decide(ReuseClass.UNCONDITIONAL, first, second, secondTrusted, secondLater);

        assertThat(match.usable()).containsExactly(secondTrusted, secondLater, second, first);
    }

    @Test
    void takesTheStricterClass() {
        assertThat(ReuseClass.UNCONDITIONAL.stricter(ReuseClass.WITHOUT_EXPIRY)).isEqualTo(ReuseClass.WITHOUT_EXPIRY);
        assertThat(ReuseClass.NEVER.stricter(ReuseClass.WITHIN_VALIDITY)).isEqualTo(ReuseClass.NEVER);
        assertThat(ReuseClass.WITHIN_VALIDITY.stricter(ReuseClass.NEVER)).isEqualTo(ReuseClass.NEVER);
    }

    private static Match decide(ReuseClass reuseClass, HeldMaterial... candidates) {
        return Matching.of(HOLDER, DAY, COMPLETION, ReusePolicy.LENIENT)
                .decide(List.of(requirement("IDN005", reuseClass)), List.of(candidates))
                .get(0);
    }

    private static Unusable reason(ReuseClass reuseClass, HeldMaterial candidate) {
        return decide(reuseClass, candidate).unusable().get(0).reason();
    }
}
