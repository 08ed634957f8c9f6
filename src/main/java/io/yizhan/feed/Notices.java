package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.platform.Text;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What people are to be told, until a channel has taken it.
 *
 * <p>Owns {@code notice}: one per outbox {@code entry} that is told, for the case's {@code subject}, in both languages; {@code state} is
 * waiting (tried at {@code due_at}, which whoever takes it in hand puts off by a lease), sent, or parked (tried long enough; an
 * administrator has it tried again).
 */
@Singleton
class Notices implements OutboxConsumer {
    private static final String WRITE = """
            insert into notice (entry, case_id, subject, topic, zh, en, at, due_at)
            select n.entry, c.id, c.subject, n.topic, n.zh, n.en, n.at, $7
            from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as n(entry, case_id, topic, zh, en, at)
            join cases c on c.id = n.case_id
            on conflict on constraint notice_pkey do nothing
            """;

    private static final String CLAIM = """
            with due as (
                select n.entry from notice n
                where n.state = 'waiting' and n.due_at <= $1
                  and n.entry = (select min(x.entry) from notice x where x.case_id = n.case_id and x.state = 'waiting')
                order by n.due_at, n.entry limit $2
                for update of n skip locked
            )
            update notice n set due_at = $3 from due where n.entry = due.entry
            returning n.entry, n.case_id, n.subject, n.topic, n.zh, n.en, n.at, n.attempts, n.first_failed_at
            """;

    private static final String SENT =
            "update notice set state = 'sent', sent_at = $2 where entry = any($1) and state <> 'sent'";

    private static final String FAILED = """
            update notice n set attempts = k.attempts, first_failed_at = k.first_failed_at, due_at = k.due_at, reason = k.reason,
                   state = case when k.is_over then 'parked' else 'waiting' end
            from unnest($1::bigint[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::boolean[])
                as k(entry, attempts, first_failed_at, due_at, reason, is_over)
            where n.entry = k.entry and n.state = 'waiting'
            """;

    private static final String PARKED = """
            select entry, case_id, topic, attempts, first_failed_at, reason from notice
            where state = 'parked' and entry > $1 order by entry limit $2
            """;

    private static final String REPLAY = """
            with back as (
                update notice set state = 'waiting', attempts = 0, first_failed_at = null, due_at = $1 where state = 'parked'
                returning entry, case_id, topic
            )
            select append_audit(case_id, $1, $2, 'notice.replay', entry::text, topic, $3)
            from (select entry, case_id, topic from back order by case_id, entry) b
            """;

    private final Pool pool;
    private final PublishedCatalogue catalogue;
    private final Clock clock;

    Notices(Pool pool, PublishedCatalogue catalogue, Clock clock) {
        this.pool = pool;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var told = entries.stream().filter(NoticeText::isTold).toList();
        return told.isEmpty()
                ? Uni.createFrom().item(List.of())
                : pool.preparedQuery(WRITE).execute(columns(told)).replaceWith(List.of());
    }

    private Tuple columns(List<OutboxEntry> told) {
        var texts = told.stream()
                .map(entry -> NoticeText.of(entry, catalogue.get()))
                .toList();
        return Tuple.tuple()
                .addArrayOfLong(told.stream().map(OutboxEntry::id).toArray(Long[]::new))
                .addArrayOfUUID(told.stream().map(OutboxEntry::key).toArray(UUID[]::new))
                .addArrayOfString(told.stream().map(OutboxEntry::topic).toArray(String[]::new))
                .addArrayOfString(texts.stream().map(Text::zh).toArray(String[]::new))
                .addArrayOfString(texts.stream().map(Text::en).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        told.stream().map(entry -> time(entry.at())).toArray(OffsetDateTime[]::new))
                .addValue(time(clock.instant()));
    }

    /** A notice in hand, and how it has fared. */
    record Claimed(Notice notice, int attempts, Optional<Instant> firstFailedAt) {}

    /** The oldest of each case that are due; nobody else takes them before the lease is over. */
    Uni<List<Claimed>> claim(int limit, Duration lease) {
        var now = clock.instant();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(time(now), limit, time(now.plus(lease))))
                .map(rows -> {
                    var all = new ArrayList<Claimed>(rows.size());
                    rows.forEach(row -> all.add(claimed(row)));
                    return all;
                });
    }

    private static Claimed claimed(Row row) {
        var notice = new Notice(
                row.getLong("entry"),
                row.getUUID("subject"),
                row.getUUID("case_id"),
                row.getString("topic"),
                row.getString("zh"),
                row.getString("en"),
                row.getOffsetDateTime("at").toInstant());
        return new Claimed(
                notice,
                row.getInteger("attempts"),
                Optional.ofNullable(row.getOffsetDateTime("first_failed_at")).map(OffsetDateTime::toInstant));
    }

    Uni<Void> sent(List<Claimed> sent) {
        return sent.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(SENT)
                        .execute(Tuple.of(entries(sent), time(clock.instant())))
                        .replaceWithVoid();
    }

    private static Long[] entries(List<Claimed> claimed) {
        return claimed.stream().map(one -> one.notice().entry()).toArray(Long[]::new);
    }

    /** A notice that was not taken. */
    record Failed(Claimed claimed, String reason) {}

    /** They wait for another turn, or are parked when they were tried long enough. */
    Uni<Void> failed(List<Failed> failed, Duration longestPause, Duration patience) {
        if (failed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var now = clock.instant();
        var values = Tuple.tuple()
                .addArrayOfLong(entries(failed.stream().map(Failed::claimed).toList()))
                .addArrayOfInteger(
                        failed.stream().map(one -> one.claimed().attempts() + 1).toArray(Integer[]::new))
                .addArrayOfOffsetDateTime(failed.stream()
                        .map(one -> time(one.claimed().firstFailedAt().orElse(now)))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(failed.stream()
                        .map(one -> time(now.plus(Settlement.pause(one.claimed().attempts() + 1, longestPause))))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(failed.stream().map(Failed::reason).toArray(String[]::new))
                .addArrayOfBoolean(failed.stream()
                        .map(one -> Settlement.isOver(
                                one.claimed().attempts() + 1, one.claimed().firstFailedAt(), patience, now))
                        .toArray(Boolean[]::new));
        return pool.preparedQuery(FAILED).execute(values).replaceWithVoid();
    }

    /** A notice that was tried long enough. */
    record ParkedNotice(String id, UUID caseId, String topic, int attempts, Instant firstFailedAt, String reason) {}

    Uni<List<ParkedNotice>> parked(long after, int limit) {
        return pool.preparedQuery(PARKED).execute(Tuple.of(after, limit)).map(rows -> {
            var all = new ArrayList<ParkedNotice>(rows.size());
            rows.forEach(row -> all.add(new ParkedNotice(
                    Long.toString(row.getLong("entry")),
                    row.getUUID("case_id"),
                    row.getString("topic"),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("first_failed_at").toInstant(),
                    row.getString("reason"))));
            return all;
        });
    }

    /** All that are parked are tried again; answers how many. */
    Uni<Integer> replay(UUID actor, String requestId) {
        return pool.preparedQuery(REPLAY)
                .execute(Tuple.of(time(clock.instant()), actor, requestId))
                .map(rows -> rows.size());
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
