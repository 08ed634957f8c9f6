package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is planned for its values each time is told by PostgreSQL itself. */
@QuarkusTest
class PlannedOnceTest {
    private static final String STATEMENT = "select count(*) from unnest($1::uuid[]) as one";
    private static final String PLANS =
            "select generic_plans, custom_plans from pg_prepared_statements where statement = $1";

    @Inject
    DedicatedConnections connections;

    @Inject
    PipelinedPg pipelined;

    @Test
    void plansAStatementOnceForAllValues() {
        var plans = new PlannedOnce(connections, 1)
                .withConnection(connection -> run(connection)
                        .chain(() -> connection.preparedQuery(PLANS).execute(Tuple.of(STATEMENT))))
                .await()
                .indefinitely();

        assertOnePlan(plans);
    }

    @Test
    void plansPipelinedReadsOnceForAllValues() {
        var plans = pipelined
                .query(STATEMENT, noIds())
                .chain(() -> pipelined.query(PLANS, Tuple.of(STATEMENT)))
                .await()
                .indefinitely();

        assertOnePlan(plans);
    }

    private static Uni<RowSet<Row>> run(SqlConnection connection) {
        return connection.preparedQuery(STATEMENT).execute(noIds());
    }

    private static Tuple noIds() {
        return Tuple.tuple().addArrayOfUUID(new UUID[0]);
    }

    private static void assertOnePlan(RowSet<Row> plans) {
        var row = plans.iterator().next();
        assertThat(row.getLong("generic_plans")).isPositive();
        assertThat(row.getLong("custom_plans")).isZero();
    }
}
