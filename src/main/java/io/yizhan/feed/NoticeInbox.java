package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The channel where no gateway is connected: notices wait until people look.
 *
 * <p>Owns {@code notice_inbox}: notices as they were sent, by {@code entry}, for {@code subject}.
 */
final class NoticeInbox implements NoticeChannel {
    private static final String PUT = """
            insert into notice_inbox (entry, subject, case_id, topic, zh, en, at) values ($1, $2, $3, $4, $5, $6, $7)
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
    public Uni<Void> send(Notice notice) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addValue(notice.entry())
                        .addValue(notice.subject())
                        .addValue(notice.caseId())
                        .addValue(notice.topic())
                        .addValue(notice.zh())
                        .addValue(notice.en())
                        .addValue(notice.at().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
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
