package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.holidays.CalendarChange;
import io.yizhan.holidays.CalendarFollower;
import io.yizhan.holidays.CalendarWitness;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts open cases anew when a holiday notice comes: each in a transaction of its own, with an event, an audit entry and an outbox
 * row that give the reason, and only where something changes.
 *
 * <p>The notice sets one timer; that one sets a timer per open case, {@link #PER_SECOND} a second, so that the law's own timers are
 * not held up; each case is then counted by whichever instance gets it, which first makes sure that it knows the notice. What an
 * instance still moved by the old calendar, before the word reached it, is found when all is gone through a second time.
 */
@Singleton
final class CountAnew implements CalendarWitness {
    /** Goes through all open cases. */
    static final String ALL = "calendar.countAnew";
    /** The same, once no instance can be behind any more. */
    static final String ALL_AGAIN = "calendar.countAgain";
    /** Counts one case. */
    static final String ONE = "case.countAnew";

    private static final int PER_SECOND = 200;
    private static final Duration UNTIL_NOBODY_IS_BEHIND = Duration.ofMinutes(10);
    private static final UUID THE_CALENDAR = new UUID(0, 0);

    private static final String SET_ALL = """
            insert into timer (kind, key, due_at, try_at)
            select 'case.countAnew', id, at, at
            from (
                select id, $1::timestamptz + interval '1 second' * (row_number() over (order by id) / $2::integer) as at
                from cases where state in ('submitted', 'received', 'accepted', 'inReview', 'suspended')
            ) open
            on conflict on constraint timer_pkey do nothing
            """;

    private final CaseFiles files;
    private final MoveCase moving;
    private final CalendarFollower calendars;
    private final StatutoryClock statutory;
    private final CaseClock clock;
    private final Clock now;

    CountAnew(CaseFiles files, MoveCase moving, CalendarFollower calendars, StatutoryClock statutory, Clock now) {
        this.files = files;
        this.moving = moving;
        this.calendars = calendars;
        this.statutory = statutory;
        this.clock = new CaseClock(statutory);
        this.now = now;
    }

    @Override
    public Uni<Void> changed(SqlConnection transaction, CalendarChange change) {
        return Timers.set(transaction, ALL, THE_CALENDAR, change.at())
                .chain(() -> Timers.set(
                        transaction, ALL_AGAIN, THE_CALENDAR, change.at().plus(UNTIL_NOBODY_IS_BEHIND)));
    }

    private Uni<Void> setAll(SqlConnection transaction) {
        return transaction
                .preparedQuery(SET_ALL)
                .execute(Tuple.of(CaseFiles.time(now.instant()), PER_SECOND))
                .replaceWithVoid();
    }

    private Uni<Void> count(SqlConnection transaction, UUID id) {
        return calendars
                .refreshIn(transaction)
                .chain(() -> files.lockAndGet(transaction, id, CaseAccess.LAW))
                .chain(file -> count(transaction, file));
    }

    private Uni<Void> count(SqlConnection transaction, CaseFile file) {
        return switch (file.state()) {
            case SUBMITTED, RECEIVED ->
                Timers.set(transaction, CaseTimers.SILENCE, file.id(), clock.silenceSince(file.answerableSince()));
            case ACCEPTED, IN_REVIEW, SUSPENDED ->
                changeOf(file, clock.due(file), statutory.calendar().holidays().latestNotice())
                        .map(act -> moving.moveIn(transaction, MoveCase.Command.byLaw(file.id(), act))
                                .replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem());
            default -> Uni.createFrom().voidItem();
        };
    }

    /** Nothing when the notice changes nothing for the case. */
    static Optional<CaseAct.ChangeDue> changeOf(CaseFile file, CaseFile.Due due, HolidayNotice notice) {
        if (due.isAs(file.due())) {
            return Optional.empty();
        }
        var before = file.due().on().map(LocalDate::toString).orElse("–");
        var after = due.on().map(LocalDate::toString).orElse("–");
        var cited = notice.cited();
        var zh = before.equals(after) ? "办结期限仍为 " + after : "办结期限由 " + before + " 改为 " + after;
        var en = before.equals(after)
                ? "the case is still due on " + after
                : "the case is due on " + after + " instead of " + before;
        return Optional.of(new CaseAct.ChangeDue(
                "根据" + cited.zh() + "重新计算，" + zh + "。Counted anew by " + cited.en() + ": " + en + "."));
    }

    /** One handler per kind. */
    static final class Handlers {
        private Handlers() {}

        @Produces
        @Singleton
        static TimerHandler all(CountAnew counting) {
            return handler(ALL, (transaction, timer) -> counting.setAll(transaction));
        }

        @Produces
        @Singleton
        static TimerHandler allAgain(CountAnew counting) {
            return handler(ALL_AGAIN, (transaction, timer) -> counting.setAll(transaction));
        }

        @Produces
        @Singleton
        static TimerHandler one(CountAnew counting) {
            return handler(ONE, (transaction, timer) -> counting.count(transaction, timer.key()));
        }

        interface Effect {
            Uni<Void> of(SqlConnection transaction, DueTimer timer);
        }

        static TimerHandler handler(String kind, Effect effect) {
            return new TimerHandler() {
                @Override
                public String kind() {
                    return kind;
                }

                @Override
                public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
                    return effect.of(transaction, timer);
                }
            };
        }
    }
}
