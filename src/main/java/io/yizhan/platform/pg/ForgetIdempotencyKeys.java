package io.yizhan.platform.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/**
 * Forgets the answers of commands after seven days, the promised time a repeat is recognised. Kiosks queue over a long
 * weekend; nobody repeats after a week.
 *
 * <p>Deletes from {@code idempotency}, in small batches so that no submission waits for it. Several instances do no harm.
 */
@Singleton
public final class ForgetIdempotencyKeys {
    static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int BATCH = 1_000;
    private static final Logger LOG = Logger.getLogger(ForgetIdempotencyKeys.class);

    private static final String FORGET = """
            delete from idempotency where (caller, operation, key) in (
                select caller, operation, key from idempotency where created_at < $1 limit $2 for update skip locked)
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private volatile boolean isStopped;

    ForgetIdempotencyKeys(Vertx vertx, Pool pool, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        vertx.setTimer(PAUSE.toMillis(), again -> work());
    }

    private void work() {
        if (!isStopped) {
            forget().subscribe().with(forgotten -> rest(), failure -> {
                LOG.debugf("old idempotency keys are forgotten later: %s", failure.getMessage());
                rest();
            });
        }
    }

    /** One batch; answers how many were forgotten. */
    public Uni<Integer> forget() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(OffsetDateTime.now(clock).minus(REMEMBERED), BATCH))
                .map(SqlResult::rowCount);
    }
}
