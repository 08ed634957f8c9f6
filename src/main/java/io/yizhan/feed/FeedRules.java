package io.yizhan.feed;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of what others are told. */
@Singleton
class FeedRules implements CheckRules {
    private final Pool pool;

    FeedRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                new SqlRule(pool, "everything that has happened to a case is in the log of events", """
                        select e.case_id::text as object, e.seq || ' ' || e.kind as detail
                        from case_event e
                        where not exists (select from event l where l.case_id = e.case_id and l.version = e.seq and l.topic = 'case.' || e.kind)
                          and not exists (select from outbox o where o.key = e.case_id and o.version <= e.seq)
                          and not exists (select from outbox_parked p where p.key = e.case_id and p.version = e.seq)
                        """),
                new SqlRule(pool, "the log tells of a case in the order in which it happened", """
                        select l.case_id::text as object, 'version ' || l.version || ' after ' || l.before as detail
                        from (select case_id, version, lag(version) over (partition by case_id order by position) as before
                              from event where topic like 'case.%') l
                        where l.version < l.before
                        """),
                new SqlRule(pool, "what waits for a receiver is behind the webhook's place in the log", """
                        select w.id::text as object, d.position || ' is ahead of ' || w.position as detail
                        from webhook_delivery d join webhook w on w.id = d.webhook where d.position > w.position
                        """),
                new SqlRule(pool, "nothing is parked that a receiver should have taken", """
                        select webhook::text as object, 'event ' || position || ': ' || reason as detail
                        from webhook_delivery where state = 'parked'
                        """));
    }
}
