package io.yizhan.platform.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one pub/sub channel over a connection of its own, for as long as the process lives. Messages are hints and
 * may be lost while the connection is away; after each (re)connection the listener is told so.
 */
public final class RedisChannel {
    private static final Logger LOG = Logger.getLogger(RedisChannel.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Redis redis;
    private final String channel;
    private final Consumer<String> onMessage;
    private final Runnable onConnected;
    private @Nullable RedisConnection connection;
    private volatile boolean isClosed;

    public RedisChannel(Vertx vertx, Redis redis, String channel, Consumer<String> onMessage, Runnable onConnected) {
        this.vertx = vertx;
        this.redis = redis;
        this.channel = channel;
        this.onMessage = onMessage;
        this.onConnected = onConnected;
    }

    public void open() {
        if (!isClosed) {
            redis.connect().onSuccess(this::subscribe).onFailure(this::again);
        }
    }

    public void close() {
        isClosed = true;
        if (connection != null) {
            connection.close().onFailure(alreadyClosed -> {});
        }
    }

    private void subscribe(RedisConnection open) {
        connection = open;
        open.handler(this::receive);
        open.exceptionHandler(failure -> LOG.debugf("channel %s: %s", channel, failure.getMessage()));
        open.endHandler(end -> again(new RedisAway("connection ended")));
        open.send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .onSuccess(done -> onConnected.run())
                .onFailure(failure -> {
                    open.close().onFailure(alreadyClosed -> {});
                    again(failure);
                });
    }

    private void again(Throwable why) {
        if (!isClosed) {
            LOG.debugf("channel %s is away: %s", channel, why.getMessage());
            vertx.setTimer(PAUSE.toMillis(), timer -> open());
        }
    }

    private void receive(@Nullable Response push) {
        if (push != null && isMessage(push)) {
            onMessage.accept(push.get(2).toString());
        }
    }

    /** RESP3 pushes, RESP2 sends arrays. */
    private static boolean isMessage(Response push) {
        var isFrame = push.type() == ResponseType.PUSH || push.type() == ResponseType.MULTI;
        return isFrame && push.size() == 3 && push.get(0).toString().equals("message");
    }
}
