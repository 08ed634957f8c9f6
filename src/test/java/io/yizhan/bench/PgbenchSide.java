package io.yizhan.bench;

import java.time.Duration;

/** pgbench with the service's submission statement, one case a transaction. */
record PgbenchSide(Pgbench pgbench, int clients) implements Side {
    static final Duration SHORTEST = Duration.ofSeconds(1);

    static PgbenchSide of(Hall hall, int clients) {
        var pgbench = Pgbench.find(hall.stores(), hall.crowd().data())
                .orElseThrow(() -> new VoidRun("pgbench is not installed"));
        return new PgbenchSide(pgbench, clients);
    }

    @Override
    public Measured measure(Duration longest) {
        var time = longest.compareTo(SHORTEST) < 0 ? SHORTEST : longest;
        var done = pgbench.submissions(clients, time);
        return Measured.pace(done.latencies().getTotalCount(), done.perSecond());
    }

    /** Each measurement begins with connections of its own, and warms them up itself. */
    @Override
    public void warmUp(Duration time) {}

    @Override
    public void close() {}
}
