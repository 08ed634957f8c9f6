package io.yizhan.platform.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of the outbox. */
@Singleton
class OutboxRules implements CheckRules {
    private static final String LEFT_OVER = """
            select id::text as object, topic || ', attempts ' || attempts as detail from outbox
            """;

    private static final String PARKED = """
            select id::text as object, topic || ', attempts ' || attempts || ', ' || reason as detail from outbox_parked
            """;

    private final Pool pool;

    OutboxRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                new SqlRule(pool, "everything that happened has been told", LEFT_OVER),
                new SqlRule(pool, "nothing that happened is parked", PARKED));
    }
}
