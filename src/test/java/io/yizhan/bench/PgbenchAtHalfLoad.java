package io.yizhan.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Latency of the submission statement alone, one case a transaction, at half of what pgbench can do of them. Its transactions
 * come at random and not evenly, and each counts from when it was due.
 */
final class PgbenchAtHalfLoad {
    private final Pgbench pgbench;
    private final int clients;
    private final Duration counted;
    private final double perSecond;
    private final List<Histogram> rounds = new ArrayList<>();

    private PgbenchAtHalfLoad(Pgbench pgbench, int clients, Duration counted) {
        this.pgbench = pgbench;
        this.clients = clients;
        this.counted = counted;
        this.perSecond = pgbench.submissions(clients, counted).perSecond() / 2;
    }

    /** Empty where pgbench is not installed. */
    static Optional<PgbenchAtHalfLoad> find(Hall hall, int clients, Duration counted) {
        return Pgbench.find(hall.stores(), hall.crowd().data())
                .map(pgbench -> new PgbenchAtHalfLoad(pgbench, clients, counted));
    }

    void run() {
        rounds.add(pgbench.submissions(clients, counted, perSecond).latencies());
    }

    double perSecond() {
        return perSecond;
    }

    /** Of each round, in milliseconds. */
    double[] percentiles(double percentile) {
        return rounds.stream()
                .mapToDouble(latencies -> latencies.getValueAtPercentile(percentile) / 1e3)
                .toArray();
    }
}
