package io.yizhan.platform.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Overhears how the configured client is made: addresses, password, TLS. */
@Singleton
class RedisSettings implements RedisOptionsCustomizer {
    private volatile @Nullable RedisOptions options;

    @Override
    public void customize(String client, RedisOptions configured) {
        options = copy(configured);
    }

    /** @throws IllegalStateException before the configured client has been made */
    RedisOptions get() {
        var known = options;
        if (known == null) {
            throw new IllegalStateException("there is no Redis client");
        }
        return copy(known);
    }

    private static RedisOptions copy(RedisOptions other) {
        return new RedisOptions(other).setNetClientOptions(new NetClientOptions(other.getNetClientOptions()));
    }
}
