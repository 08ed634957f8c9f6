package io.yizhan.platform.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;

/**
 * Clients of one connection each, beside the configured one, which cannot serve here: all its connections live on one event
 * loop, closing one puts it back into the pool, and its idle time-outs would end a connection that only listens.
 */
@Singleton
class RedisClients {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    private final Vertx vertx;
    private final RedisSettings settings;
    private final Redis configured;

    /** @param configured has been made when it can be asked for, so that its settings are known */
    RedisClients(Vertx vertx, RedisSettings settings, Redis configured) {
        this.vertx = vertx;
        this.settings = settings;
        this.configured = configured;
    }

    /** With its pool. */
    Redis configured() {
        return configured;
    }

    boolean isCluster() {
        return settings.get().getType() == RedisClientType.CLUSTER;
    }

    List<String> endpoints() {
        return settings.get().getEndpoints();
    }

    /** For a connection on the event loop this is called on. To close the client is to close the connection. */
    Redis create(String endpoint) {
        var options = settings.get();
        if (options.getType() == RedisClientType.CLUSTER) {
            options.setType(RedisClientType.STANDALONE).setEndpoints(List.of(endpoint));
        }
        options.setProtocolNegotiation(true)
                .setPreferredProtocolVersion(ProtocolVersion.RESP3)
                .setMaxPoolSize(1)
                .getNetClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setReconnectAttempts(0)
                .setIdleTimeout(0)
                .setReadIdleTimeout(0)
                .setWriteIdleTimeout(0);
        return Redis.createClient(vertx, options);
    }

    /** The address of another node, reached as the configured ones are. */
    String endpointAt(String host, int port) {
        var known = URI.create(endpoints().get(0));
        var user = known.getRawUserInfo() == null ? "" : known.getRawUserInfo() + "@";
        var query = known.getRawQuery() == null ? "" : "?" + known.getRawQuery();
        var address = host.contains(":") ? "[" + host + "]" : host;
        return known.getScheme() + "://" + user + address + ":" + port + query;
    }
}
