package io.yizhan.platform.pg;

import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.future.PromiseInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.time.Duration;

/** One pipelined connection of one event loop, touched by that loop alone. Once unusable it stays so. */
final class PgLine {
    private final ContextInternal loop;
    private final PgConfig config;
    private final Future<PgConnection> connection;
    private final long opened = System.nanoTime();
    private boolean isLost;
    private int inFlight;

    PgLine(ContextInternal loop, DedicatedConnections connections, PgConfig config) {
        this.loop = loop;
        this.config = config;
        this.connection = connections
                .openPipelined(config.maxPipelined())
                .onSuccess(this::watch)
                .onFailure(away -> isLost = true);
    }

    private void watch(PgConnection open) {
        open.exceptionHandler(noticed -> isLost = true);
        open.closeHandler(closed -> isLost = true);
    }

    /** An old one ends when what is under way on it is answered. */
    boolean isUsable() {
        if (!isLost && System.nanoTime() - opened > config.pipelinedLifetime().toNanos()) {
            giveUp();
        }
        return !isLost;
    }

    void query(String sql, Tuple values, PromiseInternal<RowSet<Row>> answer) {
        if (inFlight >= config.maxPipelined()) {
            answer.fail(busy());
            return;
        }
        inFlight++;
        var timer = loop.setTimer(config.pipelinedTimeout().toMillis(), late -> {
            giveUp();
            answer.tryFail(busy());
        });
        connection.compose(open -> open.preparedQuery(sql).execute(values)).onComplete(done -> {
            inFlight--;
            loop.owner().cancelTimer(timer);
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
    }

    private void giveUp() {
        if (!isLost) {
            isLost = true;
            connection.onSuccess(open -> open.close().onFailure(alreadyClosed -> {}));
        }
    }

    private static Problem busy() {
        return Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
    }
}
