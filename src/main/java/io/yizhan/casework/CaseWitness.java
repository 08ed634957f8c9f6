package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Another feature's part in a move: it writes its own rows in the same transaction, or fails and thereby stops the move. */
public interface CaseWitness {
    Uni<Void> moved(SqlConnection transaction, CaseChange change);
}
