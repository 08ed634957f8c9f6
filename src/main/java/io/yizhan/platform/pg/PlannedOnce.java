package io.yizhan.platform.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few connections on which a statement is planned once and not for its values: for those that take longer to plan than to run
 * and would be planned alike each time. PostgreSQL by itself goes on planning a statement anew whose arrays have fewer rows than
 * the ten it supposes.
 */
public final class PlannedOnce {
    private final DedicatedConnections connections;
    private final int size;
    private @Nullable Pool pool;

    /** @param size connections at most, beside the pool */
    public PlannedOnce(DedicatedConnections connections, int size) {
        this.connections = connections;
        this.size = size;
    }

    /** As the pool does; fails while that has not been used yet. */
    public <T> Uni<T> withConnection(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> pool().withConnection(work));
    }

    private synchronized Pool pool() {
        var known = pool;
        if (known == null) {
            known = connections.poolForPlansMadeOnce(size);
            pool = known;
        }
        return known;
    }
}
