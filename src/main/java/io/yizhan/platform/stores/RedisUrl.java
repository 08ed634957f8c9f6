package io.yizhan.platform.stores;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/**
 * {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss} for TLS, as the Redis client reads it. Several,
 * separated by commas, are servers of one cluster.
 */
record RedisUrl(String value) {
    static final String VARIABLE = "REDIS_URL";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    static RedisUrl parse(String value) {
        for (var address : value.split(",", -1)) {
            check(address);
        }
        return new RedisUrl(value);
    }

    private static void check(String address) {
        try {
            var uri = new URI(address);
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
                throw malformed();
            }
        } catch (URISyntaxException unreadable) {
            throw malformed();
        }
    }

    boolean isCluster() {
        return value.indexOf(',') >= 0;
    }

    private static StartRefused malformed() {
        return new StartRefused(
                VARIABLE + " is malformed: it must be redis://:password@host:port, or rediss:// for TLS, several"
                        + " for a cluster separated by commas, with special characters percent-encoded.");
    }

    Map<String, String> settings() {
        return Map.of("quarkus.redis.hosts", value);
    }

    @Override
    public String toString() {
        return "redis";
    }
}
