package io.yizhan.platform.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one event loop; touched by that loop alone once it exists. Answers come in the order of the commands,
 * so while one is overdue the next would wait behind it: they fail at once instead, until something is heard again.
 */
final class RedisLine {
    private static final Logger LOG = Logger.getLogger(RedisLine.class);

    private final Vertx vertx;
    private final Redis redis;
    private final RedisConfig config;
    private @Nullable Future<RedisConnection> connection;
    private boolean wasAway;
    private boolean isOverdue;
    private int inFlight;

    RedisLine(Vertx vertx, Redis redis, RedisConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.config = config;
    }

    Future<@Nullable Response> send(Request request) {
        if (isOverdue) {
            return Future.failedFuture(new RedisAway("an answer is overdue"));
        }
        if (inFlight >= config.maxInFlight()) {
            return Future.failedFuture(new RedisAway("line is full"));
        }
        inFlight++;
        Promise<@Nullable Response> answer = Promise.promise();
        var timer = vertx.setTimer(config.commandTimeout().toMillis(), late -> {
            isOverdue = true;
            answer.tryFail(new RedisAway("no answer in time"));
        });
        connected().compose(open -> open.send(request)).onComplete(done -> {
            inFlight--;
            isOverdue = false;
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
        return answer.future();
    }

    private Future<RedisConnection> connected() {
        if (connection == null) {
            connection = redis.connect()
                    .map(this::watched)
                    .recover(failure -> Future.failedFuture(new RedisAway("not connected")))
                    .onFailure(this::pause);
        }
        return connection;
    }

    private RedisConnection watched(RedisConnection open) {
        if (wasAway) {
            LOG.info("Redis is back");
            wasAway = false;
        }
        open.exceptionHandler(this::lost);
        open.endHandler(end -> lost(new RedisAway("connection ended")));
        return open;
    }

    private void lost(Throwable why) {
        if (connection != null && connection.succeeded()) {
            connection.result().close().onFailure(alreadyClosed -> {});
            connection = Future.failedFuture(new RedisAway("connection lost"));
            pause(why);
        }
    }

    private void pause(Throwable why) {
        if (!wasAway) {
            LOG.warnf("Redis is away, PostgreSQL answers meanwhile: %s", why.getMessage());
            wasAway = true;
        }
        vertx.setTimer(config.reconnectPause().toMillis(), again -> connection = null);
    }
}
