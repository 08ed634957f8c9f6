package io.yizhan.platform.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection over which one Redis server tells which keys change, and whether it is still to be believed. Ends when it is
 * lost, and its owner makes another.
 *
 * <p>The ping is {@code ROLE}: a server that has become a replica is told of changes later than others are. One is out at a
 * time. The client takes a push for the answer of whoever waits for one and gives the answer itself to the handler of pushes:
 * both ways are taken.
 */
final class Tracking {
    private static final Logger LOG = Logger.getLogger(Tracking.class);

    private final RedisClients clients;
    private final String endpoint;
    private final List<String> prefixes;
    private final Duration pingEvery;
    private final Duration silence;
    private final Owner owner;
    private final Context context;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private long timer;
    private long begun;
    private boolean isAwaited;
    private long awaitedSince;
    private boolean isLive;
    private boolean isOver;

    /** Told on the event loop of the connection. */
    interface Owner {
        /** From a moment after {@code sentAt} on, every change is told; asked again and confirmed with each ping. */
        void confirmed(Tracking tracking, long sentAt);

        void changed(String redisKey);

        /** Every key is gone. */
        void emptied();

        void lost(Tracking tracking, String why);
    }

    Tracking(
            Vertx vertx,
            RedisClients clients,
            String endpoint,
            List<String> prefixes,
            RedisConfig config,
            Owner owner) {
        this.clients = clients;
        this.endpoint = endpoint;
        this.prefixes = prefixes;
        this.pingEvery = Duration.ofNanos(config.nearLease().toNanos() / 4);
        this.silence = config.silence();
        this.owner = owner;
        this.context = apart((VertxInternal) vertx);
    }

    /**
     * On the loop that otherwise only accepts connections. On the others a ping would wait behind requests: thousands at once,
     * as when clients come back after a restart, and this process would no longer believe what it holds just when it is needed.
     */
    private static Context apart(VertxInternal vertx) {
        return vertx.createEventLoopContext(
                vertx.getAcceptorEventLoopGroup().next(),
                vertx.getWorkerPool(),
                Thread.currentThread().getContextClassLoader());
    }

    String endpoint() {
        return endpoint;
    }

    void open() {
        context.runOnContext(here -> connect());
    }

    void close() {
        context.runOnContext(here -> end());
    }

    private void connect() {
        if (isOver) {
            return;
        }
        begun = System.nanoTime();
        timer = context.owner().setPeriodic(pingEvery.toMillis(), tick -> tick());
        client = clients.create(endpoint);
        client.connect().onSuccess(this::track).onFailure(this::lost);
    }

    private void track(RedisConnection open) {
        if (isOver) {
            return;
        }
        connection = open;
        open.handler(this::receive);
        open.exceptionHandler(this::lost);
        open.endHandler(end -> lost("connection ended"));
        var request = Request.cmd(Command.CLIENT).arg("TRACKING").arg("ON").arg("BCAST");
        prefixes.forEach(prefix -> request.arg("PREFIX").arg(prefix));
        var sentAt = System.nanoTime();
        open.send(request).onSuccess(on -> confirm(sentAt)).onFailure(this::lost);
    }

    private void confirm(long sentAt) {
        if (!isOver) {
            isLive = true;
            owner.confirmed(this, sentAt);
        }
    }

    /** Frozen servers accept connections and say nothing, so the way to the first answer is watched too. */
    private void tick() {
        if (!isLive || isAwaited) {
            var since = isLive ? awaitedSince : begun;
            if (System.nanoTime() - since > silence.toNanos()) {
                lost("it is silent");
            }
        } else if (connection != null) {
            isAwaited = true;
            awaitedSince = System.nanoTime();
            connection.send(Request.cmd(Command.ROLE)).onSuccess(this::answered).onFailure(this::lost);
        }
    }

    private void answered(@Nullable Response role) {
        if (!isAwaited || role == null || role.size() == 0) {
            return;
        }
        isAwaited = false;
        if (role.get(0).toString().equals("master")) {
            confirm(awaitedSince);
        } else {
            lost("it is a replica now");
        }
    }

    private void receive(@Nullable Response frame) {
        if (isOver || frame == null) {
            return;
        }
        if (frame.type() != ResponseType.PUSH) {
            answered(frame);
        } else if (frame.size() == 2 && frame.get(0).toString().equals("invalidate")) {
            invalidate(frame.get(1));
        }
    }

    private void invalidate(@Nullable Response keys) {
        if (keys == null) {
            owner.emptied();
            return;
        }
        for (var key : keys) {
            owner.changed(key.toString());
        }
    }

    private void lost(Throwable why) {
        lost(String.valueOf(why.getMessage()));
    }

    private void lost(String why) {
        if (!isOver) {
            LOG.debugf("tracking: %s", why);
            end();
            owner.lost(this, why);
        }
    }

    private void end() {
        if (!isOver) {
            isOver = true;
            context.owner().cancelTimer(timer);
            if (client != null) {
                client.close();
            }
        }
    }
}
