package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubjectIdTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");

    @Test
    void carriesItsBucketInTheLastTenBits() {
        for (int bucket = 0; bucket < SubjectId.BUCKETS; bucket++) {
            assertThat(SubjectId.next(NOW, bucket).bucket()).isEqualTo(bucket);
        }
    }

    @Test
    void carriesTheMomentItWasMade() {
        assertThat(SubjectId.next(NOW, 1023).value().getMostSignificantBits() >>> 16)
                .isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void neverRepeatsWithinOneMillisecondAndBucket() {
        var made = new HashSet<SubjectId>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(made.add(SubjectId.next(NOW, 7))).isTrue();
        }
    }

    @Test
    void refusesAnIdOfAnotherKind() {
        assertThatThrownBy(() -> SubjectId.of(UUID.randomUUID())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesABucketOutOfRange() {
        assertThatThrownBy(() -> SubjectId.next(NOW, 1024)).isInstanceOf(IllegalArgumentException.class);
    }
}
