package io.yizhan.platform.pg;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Refuses to start on a database that would lose what it acknowledged: {@code fsync} and {@code full_page_writes} must
 * be on, {@code synchronous_commit} at least {@code on}. Read through the pool, because a role or the pool itself may
 * lower the last one.
 */
@Singleton
final class DurabilityCheck {
    private static final String DURABILITY = """
            select current_setting('fsync')
                 , current_setting('full_page_writes')
                 , current_setting('synchronous_commit')
            """;

    private static final Set<String> WAITS_FOR_THE_DISK = Set.of("on", "remote_apply");
    private static final long PATIENCE_SECONDS = 30;

    private final Pool pool;

    DurabilityCheck(Pool pool) {
        this.pool = pool;
    }

    /** Before anything else that observes the start may write. */
    void check(@Observes @Priority(1) StartupEvent start) {
        var weak = weakSettings(pool);
        if (!weak.isEmpty()) {
            throw new ConfigurationException("The database would lose acknowledged data after a crash: set "
                    + String.join(" and ", weak) + " on the PostgreSQL server.");
        }
    }

    /** What would have to be set, as {@code name=value}; empty on a durable server. */
    static List<String> weakSettings(Pool pool) {
        var row = read(pool);
        var weak = new ArrayList<String>();
        if (!row.getString(0).equals("on")) {
            weak.add("fsync=on");
        }
        if (!row.getString(1).equals("on")) {
            weak.add("full_page_writes=on");
        }
        if (!WAITS_FOR_THE_DISK.contains(row.getString(2))) {
            weak.add("synchronous_commit=on");
        }
        return weak;
    }

    private static Row read(Pool pool) {
        try {
            return pool.query(DURABILITY)
                    .execute()
                    .subscribeAsCompletionStage()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .iterator()
                    .next();
        } catch (ExecutionException | TimeoutException unreachable) {
            throw new IllegalStateException("PostgreSQL does not answer", unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }
}
