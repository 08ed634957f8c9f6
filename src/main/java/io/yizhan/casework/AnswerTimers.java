package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sets the five days within which an application must be answered. By the outbox, so that a submission does not carry it: it is
 * told at least once, and a case that has been answered meanwhile needs none. One that is being answered at this very moment may get
 * it all the same: it leaves alone what it finds answered then, which costs less than to lock every case that is submitted.
 */
@Singleton
class AnswerTimers implements OutboxConsumer {
    private static final String UNANSWERED =
            "select id, submitted_at from cases where id = any($1) and state = 'submitted'";

    private static final String SET = """
            insert into timer (kind, key, due_at, try_at)
            select 'case.silence', t.key, t.due_at, t.due_at
            from unnest($1::uuid[], $2::timestamptz[]) as t(key, due_at) join cases c on c.id = t.key and c.state = 'submitted'
            on conflict on constraint timer_pkey do nothing
            """;

    private final Pool pool;
    private final CaseClock clock;

    AnswerTimers(Pool pool, StatutoryClock statutory) {
        this.pool = pool;
        this.clock = new CaseClock(statutory);
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var submitted = entries.stream()
                .filter(entry -> entry.topic().equals(CaseMove.SUBMIT.topic()))
                .map(OutboxEntry::key)
                .toArray(UUID[]::new);
        if (submitted.length == 0) {
            return Uni.createFrom().item(List.of());
        }
        return pool.preparedQuery(UNANSWERED)
                .execute(Tuple.tuple().addValue(submitted))
                .chain(this::set)
                .replaceWith(List.of());
    }

    private Uni<Void> set(RowSet<Row> unanswered) {
        var keys = new ArrayList<UUID>(unanswered.size());
        var moments = new ArrayList<OffsetDateTime>(unanswered.size());
        for (var row : unanswered) {
            keys.add(row.getUUID("id"));
            moments.add(CaseFiles.time(
                    clock.silenceSince(row.getOffsetDateTime("submitted_at").toInstant())));
        }
        return keys.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(SET)
                        .execute(Tuple.tuple()
                                .addValue(keys.toArray(UUID[]::new))
                                .addValue(moments.toArray(OffsetDateTime[]::new)))
                        .replaceWithVoid();
    }
}
