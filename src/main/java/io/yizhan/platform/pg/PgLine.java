package io.yizhan.platform.pg;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.future.PromiseInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined connection of one event loop, touched by that loop alone. Once unusable it stays so. A statement fails after
 * its time limit and at most a quarter.
 */
final class PgLine {
    private static final int SWEEPS_PER_LIMIT = 4;

    private final ContextInternal loop;
    private final PgConfig config;
    private final Future<PgConnection> connection;
    private final long opened = System.nanoTime();
    private boolean isLost;
    private boolean isSweeping;
    private @Nullable PgConnection open;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();

    PgLine(ContextInternal loop, DedicatedConnections connections, PgConfig config) {
        this.loop = loop;
        this.config = config;
        this.connection = connections
                .openPipelined(config.maxPipelined())
                .onSuccess(this::watch)
                .onFailure(away -> isLost = true);
    }

    private void watch(PgConnection made) {
        made.exceptionHandler(noticed -> isLost = true);
        made.closeHandler(closed -> isLost = true);
        open = made;
    }

    /** An old one ends when what is under way on it is answered. */
    boolean isUsable() {
        if (!isLost && System.nanoTime() - opened > config.pipelinedLifetime().toNanos()) {
            giveUp();
        }
        return !isLost;
    }

    void query(String sql, Tuple values, PromiseInternal<RowSet<Row>> answer) {
        if (waiting.size() >= config.maxPipelined()) {
            answer.fail(busy());
            return;
        }
        var asked = new Asked(answer, System.nanoTime());
        waiting.add(asked);
        if (open == null) {
            connection.onSuccess(made -> send(made, sql, values, asked)).onFailure(asked::fail);
        } else {
            send(open, sql, values, asked);
        }
        sweepFromNowOn();
    }

    private void send(PgConnection to, String sql, Tuple values, Asked asked) {
        to.preparedQuery(sql).execute(values).onComplete(asked);
    }

    /** A statement under way. Answers come in the order of the statements. */
    private final class Asked implements Handler<AsyncResult<RowSet<Row>>> {
        private final PromiseInternal<RowSet<Row>> answer;
        private final long since;
        private boolean isAnswered;

        private Asked(PromiseInternal<RowSet<Row>> answer, long since) {
            this.answer = answer;
            this.since = since;
        }

        @Override
        public void handle(AsyncResult<RowSet<Row>> done) {
            answered();
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        }

        private void fail(Throwable unconnected) {
            answered();
            answer.tryFail(unconnected);
        }

        private void answered() {
            isAnswered = true;
            while (!waiting.isEmpty() && waiting.peek().isAnswered) {
                waiting.poll();
            }
        }
    }

    /** One timer for all: one for each statement costs as much as its values do. */
    private void sweepFromNowOn() {
        if (!isSweeping) {
            isSweeping = true;
            loop.setTimer(Math.max(1, config.pipelinedTimeout().toMillis() / SWEEPS_PER_LIMIT), timer -> sweep());
        }
    }

    private void sweep() {
        isSweeping = false;
        var limit = config.pipelinedTimeout().toNanos();
        var now = System.nanoTime();
        for (var asked : waiting) {
            if (now - asked.since < limit) {
                break;
            }
            giveUp();
            asked.answer.tryFail(busy());
        }
        if (!waiting.isEmpty()) {
            sweepFromNowOn();
        }
    }

    private void giveUp() {
        if (!isLost) {
            isLost = true;
            connection.onSuccess(made -> made.close().onFailure(alreadyClosed -> {}));
        }
    }

    private static Problem busy() {
        return Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
    }
}
