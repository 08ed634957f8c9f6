package io.yizhan.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClientBucketsTest {
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-25T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hand clock = new Hand();
    private final ClientBuckets buckets = new ClientBuckets(2, 0.5, clock);

    @Test
    void saysHowLongToWaitWhenTheBurstIsSpent() {
        assertThat(buckets.take("a", 1)).isZero();
        assertThat(buckets.take("a", 1)).isZero();
        assertThat(buckets.take("a", 1)).isEqualTo(2000);
        assertThat(buckets.take("b", 1)).isZero();
    }

    @Test
    void fillsAgainWithTimeButNotAboveTheBurst() {
        buckets.take("a", 2);
        clock.now = clock.now.plusSeconds(2);
        assertThat(buckets.take("a", 1)).isZero();
        assertThat(buckets.take("a", 1)).isPositive();
        clock.now = clock.now.plusSeconds(3600);
        assertThat(buckets.take("a", 1)).isZero();
        assertThat(buckets.take("a", 1)).isZero();
        assertThat(buckets.take("a", 1)).isPositive();
    }

    @Test
    void spendsEvenWhatIsNotThere() {
        buckets.spend("a");
        buckets.spend("a");
        buckets.spend("a");
        assertThat(buckets.take("a", 0)).isEqualTo(2000);
    }
}
