package io.yizhan.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how much is parked and how long the oldest entry has been waiting, as metrics and as a detail of readiness, which it never
 * turns down: no replica could do better than another. Looked up in the background.
 */
@Readiness
@Singleton
class OutboxHealth implements AsyncHealthCheck {
    /** More are not counted: an alarm goes off at the first. */
    private static final int MOST = 10_000;

    private static final String LOOK = """
            select (select count(*) from (select from outbox_parked limit $1) p) as parked,
                   (select due_at from outbox order by due_at, id limit 1) as oldest
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final OutboxConfig config;
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong lateSeconds = new AtomicLong();
    private volatile boolean isStopped;

    OutboxHealth(Vertx vertx, Pool pool, Clock clock, OutboxConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.config = config;
        metrics.gauge("yizhan.outbox.parked", parked);
        metrics.gauge("yizhan.outbox.late.seconds", lateSeconds);
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        vertx.setTimer(config.look().toMillis(), again -> work());
    }

    private void work() {
        if (!isStopped) {
            look().onTermination().invoke(this::rest).subscribe().with(seen -> {}, away -> {});
        }
    }

    /** Counts anew. */
    Uni<Void> look() {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(MOST))
                .invoke(rows -> note(rows.iterator().next()))
                .replaceWithVoid();
    }

    private void note(Row row) {
        parked.set(row.getLong("parked"));
        var oldest = row.getOffsetDateTime("oldest");
        lateSeconds.set(
                oldest == null ? 0 : Math.max(0, OffsetDateTime.now(clock).toEpochSecond() - oldest.toEpochSecond()));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("outbox")
                .up()
                .withData("parked", parked.get())
                .withData("lateSeconds", lateSeconds.get())
                .build());
    }
}
