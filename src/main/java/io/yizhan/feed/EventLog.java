package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The log of what has happened to cases, from which feed and webhooks are served: both have cursors of their own, so nobody waits for
 * a slow reader, and anybody may read again.
 *
 * <p>Owns {@code event}: {@code position} orders everything and those of one case as they happened, {@code entry} is the outbox entry
 * it comes from and makes a repeat harmless, {@code data} its payload; and {@code event_sharer}: the departments that took part in
 * the case besides the responsible one when it was written. Written in the transaction of a batch, under one lock, so that positions
 * are committed in their order. Whatever has a case for its key is taken; the rest of the outbox is not for other systems.
 */
@Singleton
final class EventLog implements OutboxConsumer {
    private static final String APPEND = """
            with turn as materialized (
                select pg_advisory_xact_lock(hashtextextended('event', 0)) as mine
            ), added as (
                insert into event (position, entry, topic, case_id, version, department, at, data)
                select nextval('event_position'), e.entry, e.topic, c.id, e.version, c.department, e.at, e.data
                from turn cross join unnest($1::bigint[], $2::text[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[])
                    with ordinality as e(entry, topic, case_id, version, at, data, place)
                join cases c on c.id = e.case_id
                order by e.place
                on conflict on constraint event_entry do nothing
                returning position, case_id
            )
            insert into event_sharer (department, position)
            select d.department, a.position from added a join case_department d on d.case_id = a.case_id
            """;

    private static final String AFTER = """
            with mine as (
                select m.position from unnest($1::text[]) as d(department) cross join lateral (
                    select e.position from event e where e.department = d.department and e.position > $2
                    order by e.position limit $3) m
                union
                select m.position from unnest($1::text[]) as d(department) cross join lateral (
                    select s.position from event_sharer s where s.department = d.department and s.position > $2
                    order by s.position limit $3) m
                order by position limit $3
            )
            select e.position, e.entry, e.topic, e.case_id, e.version, e.department, e.at, e.data
            from mine join event e on e.position = mine.position
            order by e.position
            """;

    /** Of the holder's library, not of a case. */
    private static final String NOT_OF_CASES = "material.";

    private final Pool pool;

    EventLog(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var told = entries.stream()
                .filter(entry -> !entry.topic().startsWith(NOT_OF_CASES))
                .toList();
        return told.isEmpty()
                ? Uni.createFrom().item(List.of())
                : append(told)
                        .<List<Undelivered>>replaceWith(List.of())
                        .onFailure()
                        .recoverWithUni(() -> OutboxConsumer.each(told, entry -> append(List.of(entry))));
    }

    /** At once; when one cannot be written, each by itself, so that it keeps none of the others. */
    private Uni<Void> append(List<OutboxEntry> told) {
        return pool.preparedQuery(APPEND).execute(columns(told)).replaceWithVoid();
    }

    private static Tuple columns(List<OutboxEntry> entries) {
        return Tuple.tuple()
                .addArrayOfLong(each(entries, OutboxEntry::id, Long[]::new))
                .addArrayOfString(each(entries, OutboxEntry::topic, String[]::new))
                .addArrayOfUUID(each(entries, OutboxEntry::key, UUID[]::new))
                .addArrayOfInteger(each(entries, OutboxEntry::version, Integer[]::new))
                .addArrayOfOffsetDateTime(
                        each(entries, entry -> entry.at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfString(each(entries, OutboxEntry::payload, String[]::new));
    }

    private static <T> T[] each(
            List<OutboxEntry> entries, Function<OutboxEntry, T> column, IntFunction<T[]> generator) {
        return entries.stream().map(column).toArray(generator);
    }

    /** What happened after a position to cases these departments are responsible for or take part in, in order. */
    Uni<List<CaseEvent>> after(long position, Collection<String> departments, int limit) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(departments.toArray(String[]::new), position, limit))
                .map(EventLog::events);
    }

    private static List<CaseEvent> events(RowSet<Row> rows) {
        var events = new ArrayList<CaseEvent>(rows.size());
        rows.forEach(row -> events.add(event(row)));
        return events;
    }

    static CaseEvent event(Row row) {
        return CaseEvent.of(
                row.getLong("position"),
                row.getLong("entry"),
                row.getString("topic"),
                row.getUUID("case_id"),
                row.getInteger("version"),
                row.getString("department"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("data"));
    }
}
