package io.yizhan.platform.pg;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** Ways to the database of this test run beside the application's: connections that can be kept from being made, and few of them. */
public final class Detour {
    private static final int NOBODY_LISTENS = 1;

    private final Vertx vertx;
    private final DedicatedConnections connections = new DedicatedConnections();

    public Detour(Vertx vertx) {
        this.vertx = vertx;
        mend();
    }

    public DedicatedConnections connections() {
        return connections;
    }

    /** From now on none can be made; those there are stay. */
    public void block() {
        connections.reach(vertx, options().setPort(NOBODY_LISTENS), new PoolOptions());
    }

    public void mend() {
        connections.reach(vertx, options(), new PoolOptions());
    }

    /** A pool of one connection, for which nobody waits longer than a second; the caller's to close. */
    public static io.vertx.mutiny.sqlclient.Pool narrowPool(Vertx vertx) {
        var limits = new PoolOptions().setMaxSize(1).setConnectionTimeout(1).setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return io.vertx.mutiny.sqlclient.Pool.newInstance(Pool.pool(vertx, options(), limits));
    }

    private static PgConnectOptions options() {
        var config = ConfigProvider.getConfig();
        return PgConnectOptions.fromUri(config.getValue("quarkus.datasource.reactive.url", String.class))
                .setUser(config.getValue("quarkus.datasource.username", String.class))
                .setPassword(config.getValue("quarkus.datasource.password", String.class));
    }
}
