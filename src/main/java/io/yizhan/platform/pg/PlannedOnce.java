package io.yizhan.platform.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few connections on which a statement is planned once and not for its values: for those that take longer to plan than to run
 * and would be planned alike each time. PostgreSQL by itself goes on planning a statement anew whose arrays have fewer rows than
 * the ten it supposes.
 */
@Singleton
public final class PlannedOnce {
    private final DedicatedConnections connections;
    private final PgConfig config;
    private final AtomicReference<@Nullable Pool> pool = new AtomicReference<>();

    PlannedOnce(DedicatedConnections connections, PgConfig config) {
        this.connections = connections;
        this.config = config;
    }

    /** As the pool does; fails while that has not been used yet. */
    public <T> Uni<T> withConnection(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> pool().withConnection(work));
    }

    private Pool pool() {
        var known = pool.get();
        return known == null ? opened() : known;
    }

    private synchronized Pool opened() {
        var known = pool.get();
        if (known == null) {
            known = connections.poolForPlansMadeOnce(config.plannedOnce());
            pool.set(known);
        }
        return known;
    }
}
