package io.yizhan.audit;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of the trail. */
@Singleton
class AuditRules implements CheckRules {
    private static final String CHAIN = """
            select e.stream::text as object, 'entry ' || e.seq as detail
            from (
                select stream, seq, at, actor, action, object, detail, request_id, previous_hash, hash,
                       lag(hash) over trail as before, lag(seq) over trail as seq_before
                from audit_entry window trail as (partition by stream order by seq)
            ) e
            where e.seq <> coalesce(e.seq_before, 0) + 1 or e.previous_hash <> coalesce(e.before, ''::bytea)
               or e.hash <> audit_hash(e.previous_hash, e.stream, e.seq, e.at, e.actor, e.action, e.object, e.detail, e.request_id)
            """;

    private final Pool pool;

    AuditRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(new SqlRule(pool, "every audit entry follows the one before it, by number and by hash", CHAIN));
    }
}
