package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.bench.Pgbench.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PgbenchTest {
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final long LATENCY_MICROS = 40_000;

    /** One client, a transaction after the other, from the first end to the last begin. */
    private static List<Transaction> transactions(long firstMillis, long lastMillis) {
        return LongStream.iterate(
                        firstMillis * 1_000,
                        end -> end <= lastMillis * 1_000 + LATENCY_MICROS,
                        end -> end + LATENCY_MICROS)
                .mapToObj(end -> new Transaction(end, LATENCY_MICROS))
                .toList();
    }

    @Test
    void countsTheSecondsBeforeItBeganItsLastTransaction() {
        var transactions = new ArrayList<>(transactions(1_000, 5_000));
        transactions.add(new Transaction(6_000_000, 1_000_000)); // when the others had stopped
        var done = Pgbench.done(transactions, TIME);

        assertThat(done.latencies().getTotalCount()).isEqualTo(50);
        assertThat(done.perSecond()).isEqualTo(25);
    }

    @Test
    void isVoidWhenItCameToWorkTooLate() {
        assertThatThrownBy(() -> Pgbench.done(transactions(2_100, 5_000), TIME)).isInstanceOf(VoidRun.class);
    }
}
