package io.yizhan.platform.personal;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** One kind of data about a subject. */
public interface PersonalData {
    /** Rows of one kind that are handed over at most: nobody has more, and a file has an end. */
    int MOST = 10_000;

    /** Its name in the file and in the answer, such as {@code drafts}. */
    String kind();

    /** All of it, as objects, oldest first. */
    Uni<JsonArray> export(SqlClient client, UUID subject);

    /** Erases what may go, in the transaction of the request, and says what stays. */
    Uni<Erasure> erase(SqlConnection transaction, UUID subject);
}
