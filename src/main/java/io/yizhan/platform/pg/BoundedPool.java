package io.yizhan.platform.pg;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pool with the limits that have no configuration key: an overload becomes a quick "busy", not seconds of queueing,
 * and nothing waits on the server without end.
 */
@Singleton
final class BoundedPool implements PgPoolCreator {
    static final String APPLICATION_NAME = "yizhan";

    private final PgConfig config;
    private final DedicatedConnections dedicated;

    BoundedPool(PgConfig config, DedicatedConnections dedicated) {
        this.config = config;
        this.dedicated = dedicated;
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus casts what we return to the deprecated type
    public Pool create(Input input) {
        var options = input.poolOptions()
                .setMaxWaitQueueSize(config.maxWaiting())
                .setConnectionTimeout(Math.toIntExact(config.acquireTimeout().toMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        input.pgConnectOptionsList().forEach(this::limit);
        dedicated.reach(input.vertx(), input.pgConnectOptionsList().get(0), options);
        return PgPool.pool(input.vertx(), input.pgConnectOptionsList(), options);
    }

    private void limit(PgConnectOptions connection) {
        connection
                .setPreparedStatementCacheMaxSize(config.cachedStatements())
                .setPreparedStatementCacheSqlLimit(config.longestCachedStatement())
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(Math.toIntExact(config.silenceTimeout().toMillis()));
        connection
                .addProperty("application_name", APPLICATION_NAME)
                .addProperty("lock_timeout", millis(config.lockTimeout()))
                .addProperty("statement_timeout", millis(config.statementTimeout()))
                .addProperty("idle_in_transaction_session_timeout", millis(config.idleInTransactionTimeout()));
    }

    private static String millis(Duration limit) {
        return Long.toString(limit.toMillis());
    }
}
