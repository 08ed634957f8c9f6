package io.yizhan.platform.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Redis over one automatically pipelined connection per event loop. The pooled client holds a connection for the whole
 * round trip of each single command: a third of the throughput, and errors under load.
 *
 * <p>Every command has a time limit and a place in a bounded line; what cannot be had in time fails with {@link
 * RedisAway} and is counted. Callers treat that as a miss. Transactions, blocking commands and subscriptions never
 * run here.
 */
@Singleton
public final class PipelinedRedis {
    private final Vertx vertx;
    private final Redis redis;
    private final RedisConfig config;
    private final Counter failures;
    private final ConcurrentHashMap<Object, RedisLine> lines = new ConcurrentHashMap<>();

    PipelinedRedis(Vertx vertx, Redis redis, RedisConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.config = config;
        this.failures = Counter.builder("yizhan.redis.failures")
                .description("Redis commands that were not answered in time or failed")
                .register(metrics);
    }

    /** The answer, {@code null} for a nil; fails with {@link RedisAway}, or with Redis' own error for a bad command. */
    public Uni<@Nullable Response> send(Request request) {
        return Uni.createFrom().emitter(emitter -> {
            var context = vertx.getOrCreateContext();
            line(context).send(request).onComplete(emitter::complete, failure -> {
                failures.increment();
                emitter.fail(failure);
            });
        });
    }

    private RedisLine line(Context context) {
        var loop = ((ContextInternal) context).nettyEventLoop();
        return lines.computeIfAbsent(loop, key -> new RedisLine(vertx, redis, config));
    }
}
