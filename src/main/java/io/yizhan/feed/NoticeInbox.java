package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The channel where no gateway is connected: notices wait until people look.
 *
 * <p>Owns {@code notice_inbox}: notices as they were sent, by {@code entry}, for {@code subject}.
 */
final class NoticeInbox implements NoticeChannel {
    private static final String PUT = """
            insert into notice_inbox (entry, subject, case_id, topic, zh, en, at)
            select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
            on conflict on constraint notice_inbox_pkey do nothing
            """;

    private static final String LIST = """
            select entry, case_id, topic, zh, en, at from notice_inbox
            where subject = $1 and entry < $2 order by entry desc limit $3
            """;

    private final Pool pool;

    NoticeInbox(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Map<Notice, Throwable>> send(List<Notice> notices) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addArrayOfLong(notices.stream().map(Notice::entry).toArray(Long[]::new))
                        .addArrayOfUUID(notices.stream().map(Notice::subject).toArray(UUID[]::new))
                        .addArrayOfUUID(notices.stream().map(Notice::caseId).toArray(UUID[]::new))
                        .addArrayOfString(notices.stream().map(Notice::topic).toArray(String[]::new))
                        .addArrayOfString(notices.stream().map(Notice::zh).toArray(String[]::new))
                        .addArrayOfString(notices.stream().map(Notice::en).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(notices.stream()
                                .map(notice -> notice.at().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .replaceWith(Map.of());
    }

    /** As its reader sees it. */
    record InboxNotice(String id, UUID caseId, String topic, String zh, String en, Instant at) {}

    /** Newest first, before an entry. */
    Uni<List<InboxNotice>> list(UUID subject, long before, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(subject, before, limit))
                .map(rows -> {
                    var all = new ArrayList<InboxNotice>(rows.size());
                    rows.forEach(row -> all.add(new InboxNotice(
                            Long.toString(row.getLong("entry")),
                            row.getUUID("case_id"),
                            row.getString("topic"),
                            row.getString("zh"),
                            row.getString("en"),
                            row.getOffsetDateTime("at").toInstant())));
                    return all;
                });
    }
}
