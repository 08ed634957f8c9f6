package io.yizhan.platform.personal;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Text;
import java.util.UUID;
import java.util.function.Function;

/**
 * Data that the law keeps.
 *
 * @param query all rows of subject {@code $1}, oldest first, at most {@code $2}
 */
public record KeptData(String kind, String query, Function<Row, JsonObject> object, Text why) implements PersonalData {
    @Override
    public Uni<JsonArray> export(SqlClient client, UUID subject) {
        return client.preparedQuery(query).execute(Tuple.of(subject, MOST)).map(rows -> {
            var all = new JsonArray();
            rows.forEach(row -> all.add(object.apply(row)));
            return all;
        });
    }

    @Override
    public Uni<Erasure> erase(SqlConnection transaction, UUID subject) {
        return transaction
                .preparedQuery(query)
                .execute(Tuple.of(subject, MOST))
                .map(rows -> Erasure.noneOf(kind, rows.size(), why));
    }
}
