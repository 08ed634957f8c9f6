package io.yizhan.platform.pg;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection by which a start reads, whoever reads: the pool keeps connections apart by event loop and would open another one for
 * the next, which takes 40 ms of an event loop for its password alone. The pool has it back when the start is over.
 */
@Singleton
public final class StartConnection {
    private static final int WHEN_EVERYTHING_HAS_STARTED = 1_000_000;

    /** Where a start is slow, its first connection is: until then nothing is compiled, and whoever started it waits anyway. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;
    private @Nullable Uni<SqlConnection> open;
    private boolean isHandedBack;

    StartConnection(Pool pool) {
        this.pool = pool;
    }

    /** The connection, opened with the first call. */
    synchronized Uni<SqlConnection> opened() {
        var before = open;
        if (before == null) {
            before = patiently(System.nanoTime()).memoize().indefinitely();
            open = before;
        }
        return before;
    }

    /** The pool gives up as soon as it would for a request. Whatever else fails, fails again. */
    private Uni<SqlConnection> patiently(long begun) {
        return pool.getConnection()
                .onFailure(StartConnection::isTimeout)
                .retry()
                .until(late -> System.nanoTime() - begun < PATIENCE.toNanos());
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof NoStackTraceThrowable && "Timeout".equals(failure.getMessage());
    }

    /** Waits for what is read; not for an event loop. After the start, by any connection. */
    public <T> T await(Function<SqlConnection, Uni<T>> reading) throws Throwable {
        try {
            return read(reading).subscribeAsCompletionStage().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    private synchronized <T> Uni<T> read(Function<SqlConnection, Uni<T>> reading) {
        return isHandedBack ? pool.withConnection(reading) : opened().chain(open -> reading.apply(open));
    }

    synchronized void handBack(@Observes @Priority(WHEN_EVERYTHING_HAS_STARTED) StartupEvent started) {
        var ours = open;
        isHandedBack = true;
        open = null;
        if (ours != null) {
            ours.chain(SqlConnection::close).subscribe().with(closed -> {}, failed -> {});
        }
    }
}
