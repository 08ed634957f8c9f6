package io.yizhan.platform.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connections beside the pool, for what keeps one for as long as the service runs, such as listening for notifications.
 * They reach the server as the pool does; each counts against its {@code max_connections}.
 */
@Singleton
public final class DedicatedConnections {
    private record Server(Vertx vertx, PgConnectOptions options, PoolOptions limits) {
        /** For statements that are asked for all the time: their values make no other plan better. */
        PgConnectOptions onePlan() {
            var copy = new PgConnectOptions(options);
            copy.addProperty("plan_cache_mode", "force_generic_plan");
            return copy;
        }
    }

    private final AtomicReference<@Nullable Server> server = new AtomicReference<>();

    DedicatedConnections() {}

    void reach(Vertx vertx, PgConnectOptions options, PoolOptions limits) {
        server.set(new Server(vertx, options, limits));
    }

    String user() {
        return known().options().getUser();
    }

    String password() {
        return known().options().getPassword();
    }

    private Server known() {
        return Optional.ofNullable(server.get())
                .orElseThrow(() -> new IllegalStateException("the pool was not used yet"));
    }

    /** A new connection, the caller's to close. Fails while the pool has not been used yet. */
    public Uni<PgConnection> open() {
        return Uni.createFrom().deferred(() -> Optional.ofNullable(server.get())
                .map(known ->
                        PgConnection.connect(io.vertx.mutiny.core.Vertx.newInstance(known.vertx()), known.options()))
                .orElseGet(() -> Uni.createFrom().failure(new IllegalStateException("the pool was not used yet"))));
    }

    /** The same on the current context, for reads that follow one another without waiting for the answers. */
    Future<io.vertx.pgclient.PgConnection> openPipelined(int inFlight) {
        var known = server.get();
        return known == null
                ? Future.failedFuture(new IllegalStateException("the pool was not used yet"))
                : io.vertx.pgclient.PgConnection.connect(
                        known.vertx(), known.onePlan().setPipeliningLimit(inFlight));
    }

    /** With the limits of the pool. */
    @SuppressWarnings("deprecation") // as the pool itself
    Pool poolForPlansMadeOnce(int size) {
        var known = known();
        return Pool.newInstance(
                PgPool.pool(known.vertx(), known.onePlan(), new PoolOptions(known.limits()).setMaxSize(size)));
    }
}
