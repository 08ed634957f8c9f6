package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PairwiseSubjectsTest {
    private static final SubjectId SUBJECT = SubjectId.next(Instant.parse("2026-11-22T08:00:00Z"), 513);

    private final PairwiseSubjects subjects = new PairwiseSubjects(new TokenSecrets(new byte[32]));

    @Test
    void isReadBackWithoutALookup() {
        assertThat(subjects.open(subjects.seal(SUBJECT, "yizhan"), "yizhan")).contains(SUBJECT);
    }

    @Test
    void isTheSameNameForOneAudienceEveryTime() {
        assertThat(subjects.seal(SUBJECT, "yizhan")).isEqualTo(subjects.seal(SUBJECT, "yizhan"));
    }

    @Test
    void isAnotherNameForAnotherAudience() {
        assertThat(subjects.seal(SUBJECT, "yizhan")).isNotEqualTo(subjects.seal(SUBJECT, "tax-bureau"));
    }

    @Test
    void showsNothingOfTheId() {
        var sibling = SubjectId.next(Instant.parse("2026-11-22T08:00:00Z"), 513);

        var shared = 0;
        var one = subjects.seal(SUBJECT, "yizhan");
        var other = subjects.seal(sibling, "yizhan");
        for (int i = 0; i < one.length(); i++) {
            shared += one.charAt(i) == other.charAt(i) ? 1 : 0;
        }
        assertThat(shared).isLessThan(8);
    }

    @Test
    void refusesANameMadeForAnotherSecret() {
        var otherSecret = new byte[32];
        otherSecret[0] = 1;
        int opened = 0;
        for (int i = 0; i < 256; i++) {
            var name = new PairwiseSubjects(new TokenSecrets(otherSecret))
                    .seal(SubjectId.next(Instant.ofEpochMilli(i), i), "yizhan");
            opened += subjects.open(name, "yizhan").isPresent() ? 1 : 0;
        }
        // version and variant leave one chance in 64; the signature of the token is what protects it
        assertThat(opened).isLessThan(32);
    }

    @Test
    void refusesWhatIsNotAName() {
        assertThat(subjects.open("", "yizhan")).isEmpty();
        assertThat(subjects.open("!!", "yizhan")).isEmpty();
        assertThat(subjects.open("c2hvcnQ", "yizhan")).isEmpty();
    }
}
