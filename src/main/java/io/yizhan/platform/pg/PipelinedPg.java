package io.yizhan.platform.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL over one pipelined connection per event loop: twice the reads of a pool, whose connections each wait for
 * their answer before they are of use again.
 *
 * <p>For single statements that only read and take no locks: they are answered one after the other, so a slow one holds
 * up all behind it. Transactions and writes never run here. What cannot be had in time, or finds too many before it,
 * fails with {@code service-busy}.
 */
@Singleton
public final class PipelinedPg {
    private final VertxInternal vertx;
    private final DedicatedConnections connections;
    private final PgConfig config;
    private final ContextInternal elsewhere;
    private final ConcurrentHashMap<Object, PgLine> lines = new ConcurrentHashMap<>();

    PipelinedPg(Vertx vertx, DedicatedConnections connections, PgConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.connections = connections;
        this.config = config;
        this.elsewhere = this.vertx.createEventLoopContext();
    }

    /** The rows, on the caller's context; the SQL must be one constant text, because it is prepared once per text. */
    public Uni<RowSet<Row>> query(String sql, Tuple values) {
        return Uni.createFrom().emitter(emitter -> ask(sql, values.getDelegate())
                .onComplete(rows -> emitter.complete(RowSet.newInstance(rows, Row.__TYPE_ARG)), emitter::fail));
    }

    /** As {@link #query}, sent at once and without the steps of a reactive chain. */
    public Future<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> ask(String sql, io.vertx.sqlclient.Tuple values) {
        var caller = vertx.getOrCreateContext();
        var answer = caller.<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>>promise();
        var loop = caller.isEventLoopContext() ? caller.unwrap() : elsewhere;
        loop.emit(here -> line(loop).query(sql, values, answer));
        return answer.future();
    }

    private PgLine line(ContextInternal loop) {
        return lines.compute(loop.nettyEventLoop(), (key, known) -> usable(known, loop));
    }

    private PgLine usable(@Nullable PgLine known, ContextInternal loop) {
        return known != null && known.isUsable() ? known : new PgLine(loop, connections, config);
    }
}
