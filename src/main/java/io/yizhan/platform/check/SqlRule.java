package io.yizhan.platform.check;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that one query tells.
 *
 * @param query answers what breaks the rule: text columns {@code object} and {@code detail}. It may take longer than a request may
 */
public record SqlRule(Pool pool, String name, String query) implements CheckRule {
    public static final int MOST = 50;

    @Override
    public Uni<List<Finding>> check() {
        return pool.withTransaction(transaction -> transaction
                        .query("set transaction read only; set local statement_timeout = 0")
                        .execute()
                        .chain(() -> transaction.query(query + " limit " + MOST).execute()))
                .map(this::findings);
    }

    private List<Finding> findings(RowSet<Row> rows) {
        var all = new ArrayList<Finding>(rows.size());
        for (var row : rows) {
            all.add(new Finding(name, row.getString("object"), row.getString("detail")));
        }
        return all;
    }
}
