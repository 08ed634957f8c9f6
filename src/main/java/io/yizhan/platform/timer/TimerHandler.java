package io.yizhan.platform.timer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Does what the timers of one kind are there for. */
public interface TimerHandler {
    /** Unique among all handlers. */
    String kind();

    /**
     * Writes what follows, in the transaction that also deletes the timer: both happen or neither. It may set the same timer
     * anew. A failure undoes all of it, and it is tried again later.
     */
    Uni<Void> fire(SqlConnection transaction, DueTimer timer);
}
