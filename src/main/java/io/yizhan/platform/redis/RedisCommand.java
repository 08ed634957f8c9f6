package io.yizhan.platform.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request, and who waits for its answer. They are told once: the answer, {@link RedisAway}, or Redis' own error. Touched by
 * the event loop of its line alone.
 */
abstract class RedisCommand implements Handler<AsyncResult<@Nullable Response>> {
    private final Request request;
    private final ContextInternal caller;
    private @Nullable RedisLine line;
    private int sweep;
    private boolean isAnswered;
    private boolean isTold;

    RedisCommand(Request request, ContextInternal caller) {
        this.request = request;
        this.caller = caller;
    }

    abstract void answered(@Nullable Response answer);

    abstract void failed(Throwable failure);

    Request request() {
        return request;
    }

    /** Whether it may wait for the others of this turn of the loop and leave with them. */
    boolean isSociable() {
        return true;
    }

    /** Where the answer is to come. */
    ContextInternal caller() {
        return caller;
    }

    /** @param sweep how often the line had been swept before */
    void enter(RedisLine line, int sweep) {
        this.line = line;
        this.sweep = sweep;
    }

    int sweep() {
        return sweep;
    }

    boolean isAnswered() {
        return isAnswered;
    }

    boolean isTold() {
        return isTold;
    }

    @Override
    public final void handle(AsyncResult<@Nullable Response> done) {
        isAnswered = true;
        if (line != null) {
            line.heard();
        }
        if (isTold) {
            return;
        }
        isTold = true;
        if (done.succeeded()) {
            answered(done.result());
        } else {
            failed(done.cause());
        }
    }

    void refuse(String why) {
        if (!isTold) {
            isTold = true;
            failed(new RedisAway(why));
        }
    }

    /** From where it is not its caller's turn. */
    void refuseLater(String why) {
        if (!isTold) {
            caller.runOnContext(turn -> refuse(why));
        }
    }

    /** Whatever still comes for it says nothing about the line. */
    void abandon(String why) {
        line = null;
        isAnswered = true;
        refuseLater(why);
    }
}
