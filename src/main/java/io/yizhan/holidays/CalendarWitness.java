package io.yizhan.holidays;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Another feature's part in a new notice: what it counted by the old ones. It writes in the transaction that loads the notice. */
public interface CalendarWitness {
    Uni<Void> changed(SqlConnection transaction, CalendarChange change);
}
