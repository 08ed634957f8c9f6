package io.yizhan.platform.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Redis over one automatically pipelined connection per event loop and server. The pooled client holds a connection for the
 * whole round trip of each single command: a third of the throughput, and errors under load.
 *
 * <p>Every command has a time limit and a place in a bounded line; what cannot be had in time fails with {@link
 * RedisAway} and is counted. Callers treat that as a miss. Transactions, blocking commands and subscriptions never
 * run here.
 */
@Singleton
public final class PipelinedRedis {
    private static final Logger LOG = Logger.getLogger(PipelinedRedis.class);

    private final Vertx vertx;
    private final RedisClients clients;
    private final RedisMasters masters;
    private final RedisConfig config;
    private final Counter failures;
    private final ConcurrentHashMap<EventLoop, RedisLines> loops = new ConcurrentHashMap<>();

    PipelinedRedis(Vertx vertx, RedisClients clients, RedisMasters masters, RedisConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.clients = clients;
        this.masters = masters;
        this.config = config;
        this.failures = Counter.builder("yizhan.redis.failures")
                .description("Redis commands that were not answered in time or failed")
                .register(metrics);
        if (config.naive()) {
            LOG.warn("naive: no near caches, no pipelined connections; for measuring only");
        }
    }

    /** The answer, {@code null} for a nil; fails with {@link RedisAway}, or with Redis' own error for a bad command. */
    public Uni<@Nullable Response> send(Request request) {
        return config.naive()
                ? Uni.createFrom()
                        .completionStage(
                                () -> clients.configured().send(request).toCompletionStage())
                : Uni.createFrom()
                        .emitter(emitter -> send(request, new Reader() {
                            @Override
                            public void answered(@Nullable Response answer) {
                                emitter.complete(answer);
                            }

                            @Override
                            public void failed(Throwable why) {
                                emitter.fail(why);
                            }
                        }));
    }

    /** Told once, in the context from which the command was sent when that is an event loop's, what became of it. */
    public interface Reader {
        /** @param answer {@code null} for a nil */
        void answered(@Nullable Response answer);

        /** @param why {@link RedisAway}, or Redis' own error for a bad command */
        void failed(Throwable why);
    }

    /** As {@link #send(Request)}, without the steps of a reactive chain, which cost as much as the command. */
    public void send(Request request, Reader reader) {
        if (config.naive()) {
            clients.configured().send(request).onSuccess(reader::answered).onFailure(reader::failed);
            return;
        }
        var context = (ContextInternal) vertx.getOrCreateContext();
        var lines = lines(context);
        if (context.nettyEventLoop().inEventLoop()) {
            lines.send(new Waiting(request, context, reader));
        } else {
            lines.home().runOnContext(turn -> lines.send(new Waiting(request, lines.home(), reader)));
        }
    }

    private RedisLines lines(ContextInternal context) {
        return loops.computeIfAbsent(context.nettyEventLoop(), this::newLines);
    }

    private RedisLines newLines(EventLoop loop) {
        var home = ((VertxInternal) vertx)
                .createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
        return new RedisLines(home, clients, config, masters);
    }

    void stop(@Observes ShutdownEvent stopping) {
        loops.values().forEach(lines -> lines.home().runOnContext(turn -> lines.close()));
    }

    private final class Waiting extends RedisCommand {
        private final Reader reader;

        private Waiting(Request request, ContextInternal caller, Reader reader) {
            super(request, caller);
            this.reader = reader;
        }

        @Override
        void answered(@Nullable Response answer) {
            reader.answered(answer);
        }

        @Override
        void failed(Throwable failure) {
            failures.increment();
            reader.failed(failure);
        }
    }
}
