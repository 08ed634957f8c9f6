package io.yizhan.feed;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
                        """),
                new SqlRule(pool, "whoever is to be told of a case has a notice", """
                        select l.case_id::text as object, l.topic as detail from event l
                        where l.topic in (%s) and not exists (select from notice n where n.entry = l.entry)
                          and not exists (select from outbox o where o.id = l.entry)
                          and not exists (select from outbox_parked p where p.id = l.entry)
                        """.formatted(toldTopics())),
                new SqlRule(pool, "no notice is parked", """
                        select entry::text as object, topic || ': ' || reason as detail from notice where state = 'parked'
                        """),
                new SqlRule(pool, "report batches are numbered without a gap and acknowledged in their sequence", """
                        select b.number::text as object, b.data_set as detail
                        from (select number, data_set, acknowledged_at, row_number() over (order by number) as place,
                                     min(number) filter (where acknowledged_at is null) over () as first_open
                              from report_batch) b
                        where b.number <> b.place or (b.acknowledged_at is not null and b.number > b.first_open)
                        """),
                new SqlRule(pool, "a report batch is what its digest says, or was acknowledged and emptied", """
                        select number::text as object, data_set as detail from report_batch
                        where case when rows = '' then acknowledged_at is null
                            else digest <> encode(sha256(convert_to(rows, 'UTF8')), 'hex') or row_count <> jsonb_array_length(rows::jsonb) end
                        """));
    }

    private static String toldTopics() {
        return Arrays.stream(NoticeText.topics()).map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
