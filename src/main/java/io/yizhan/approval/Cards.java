package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.CountedDay;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseClock;
import io.yizhan.casework.CaseFile;
import io.yizhan.casework.CaseFiles;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseWitness;
import io.yizhan.casework.ClockState;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Electronic supervision: a reminder, a yellow and a red card, issued by the clock of a case. While the clock is stopped nothing is
 * issued; items handled on the spot get none. Its rules: {@link Rule}.
 *
 * <p>Owns {@code supervision_card}: one row per case and {@code rule}; {@code officer} is who decided or accepted the case, as far as
 * anybody did; {@code due_on} the date it was issued against; a cancellation keeps the card and says who, when and why. The
 * moments lie in {@code timer}, keyed by the case.
 */
@Singleton
public final class Cards implements CaseWitness {
    private static final String ISSUE = """
            with issued as (
                insert into supervision_card (id, case_id, department, officer, kind, rule, issued_at, due_on)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict on constraint supervision_card_once do nothing
                returning case_id
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'supervision.' || $5, case_id, $9, $10, $7, $7 from issued
            )
            select append_audit(case_id, $7, null, 'supervision.issue', $1::text, $6, 'law-supervision') from issued
            """;

    private static final String LIST = """
            select s.id, s.case_id, s.department, s.officer, s.kind, s.rule, s.issued_at, s.due_on, s.cancelled_at, s.cancelled_by,
                   s.cancel_reason
            from supervision_card s
            where ($1 or s.department = any($2)) and ($3::text is null or s.kind = $3) and ($4::uuid is null or s.id < $4)
            order by s.id desc limit $5
            """;

    private static final String CANCEL = """
            with cancelled as (
                update supervision_card set cancelled_at = $2, cancelled_by = $3, cancel_reason = $4
                where id = $1 and cancelled_at is null
                returning id, case_id
            )
            select append_audit(case_id, $2, $3, 'supervision.cancel', id::text, $4, $5) from cancelled
            """;

    private final Pool pool;
    private final Clock clock;
    private final CaseFiles files;
    private final CaseClock caseClock;

    Cards(Pool pool, Clock clock, CaseFiles files, StatutoryClock statutory) {
        this.pool = pool;
        this.clock = clock;
        this.files = files;
        this.caseClock = new CaseClock(statutory);
    }

    /** What is issued when. */
    enum Rule {
        /** With the working day on which half of the promised time is used up. */
        HALF_TIME("reminder", "承诺时限已过半", "half of the promised time is used up"),
        /** With the last working day of the promised time. */
        LAST_DAY("yellow", "承诺时限最后一个工作日", "the last working day of the promised time"),
        /** The promised time is over. */
        PROMISE_OVERDUE("red", "超过承诺时限", "the promised time is over"),
        /** The time the law gives is over. */
        LAW_OVERDUE("red", "超过法定时限", "the time the law gives is over");

        private final String card;
        private final Text text;

        Rule(String card, String zh, String en) {
            this.card = card;
            this.text = new Text(zh, en);
        }

        String timer() {
            return "supervision." + word();
        }

        @JsonValue
        String word() {
            var word = new StringBuilder(name().toLowerCase(Locale.ROOT));
            for (int gap = word.indexOf("_"); gap >= 0; gap = word.indexOf("_")) {
                word.deleteCharAt(gap).setCharAt(gap, Character.toUpperCase(word.charAt(gap)));
            }
            return word.toString();
        }

        static Rule ofWord(String word) {
            for (var rule : values()) {
                if (rule.word().equals(word)) {
                    return rule;
                }
            }
            throw new IllegalArgumentException("no such rule");
        }

        /** When it falls due for a case whose clock is running; empty when it never does. */
        Optional<Instant> at(CaseFile file, CaseClock clock) {
            return switch (this) {
                case HALF_TIME -> beginning(file, clock, limit -> (limit + 1) / 2);
                case LAST_DAY -> beginning(file, clock, limit -> limit);
                case PROMISE_OVERDUE -> clock.promised(file).map(deadline -> deadline.dueMoment());
                case LAW_OVERDUE -> clock.statutory(file).map(deadline -> deadline.dueMoment());
            };
        }

        private interface Share {
            int of(int limit);
        }

        private static Optional<Instant> beginning(CaseFile file, CaseClock clock, Share share) {
            return clock.promised(file).flatMap(deadline -> {
                var days = deadline.explain();
                var limit = days.get(days.size() - 1).daysUsed();
                return days.stream()
                        .filter(day -> day.counted() && day.daysUsed() == share.of(limit))
                        .map(CountedDay::date)
                        .findFirst()
                        .map(day -> day.atStartOfDay(HallClock.BUSINESS_ZONE).toInstant());
            });
        }
    }

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        var steps = Uni.createFrom().voidItem();
        for (var rule : Rule.values()) {
            var before = moment(rule, change.before());
            var after = moment(rule, change.after());
            // both are counted by the calendar of now, so a change of the calendar does not show between them
            if (!before.equals(after) || change.move() == CaseMove.CHANGE_DUE) {
                var id = change.after().id();
                steps = steps.chain(() -> after.map(at -> Timers.set(transaction, rule.timer(), id, at))
                        .orElseGet(() -> Timers.cancel(transaction, rule.timer(), id)));
            }
        }
        return steps;
    }

    /** Nothing while the clock does not run; nothing for what is handled on the spot. */
    private Optional<Instant> moment(Rule rule, CaseFile file) {
        var isTimed = file.due().clock() == ClockState.RUNNING
                && file.acceptance().filter(one -> one.limitDays() > 0).isPresent();
        return isTimed ? rule.at(file, caseClock) : Optional.empty();
    }

    private Uni<Void> issue(SqlConnection transaction, Rule rule, DueTimer timer) {
        return files.lockAndGet(transaction, timer.key(), CaseAccess.LAW).chain(file -> moment(rule, file)
                .filter(at -> !at.isAfter(clock.instant()))
                .map(at -> write(transaction, rule, file))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> write(SqlConnection transaction, Rule rule, CaseFile file) {
        var values = Tuple.tuple()
                .addValue(UuidCreator.getTimeOrderedEpoch(clock.instant()))
                .addValue(file.id())
                .addValue(file.head().department())
                .addValue(file.acceptance().flatMap(one -> one.by()).orElse(null))
                .addValue(rule.card)
                .addValue(rule.word())
                .addValue(OffsetDateTime.now(clock))
                .addValue(file.due().on().orElse(null))
                .addValue(file.version())
                .addValue("{\"department\":\"" + file.head().department() + "\",\"rule\":\"" + rule.word() + "\"}");
        return transaction.preparedQuery(ISSUE).execute(values).replaceWithVoid();
    }

    /** One handler per rule. */
    static final class Handlers {
        private Handlers() {}

        @Produces
        @Singleton
        static TimerHandler halfTime(Cards cards) {
            return handler(cards, Rule.HALF_TIME);
        }

        @Produces
        @Singleton
        static TimerHandler lastDay(Cards cards) {
            return handler(cards, Rule.LAST_DAY);
        }

        @Produces
        @Singleton
        static TimerHandler promiseOverdue(Cards cards) {
            return handler(cards, Rule.PROMISE_OVERDUE);
        }

        @Produces
        @Singleton
        static TimerHandler lawOverdue(Cards cards) {
            return handler(cards, Rule.LAW_OVERDUE);
        }

        private static TimerHandler handler(Cards cards, Rule rule) {
            return new TimerHandler() {
                @Override
                public String kind() {
                    return rule.timer();
                }

                @Override
                public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
                    return cards.issue(transaction, rule, timer);
                }
            };
        }
    }

    /** @param cancelledBy who took it back, and why: the card stays */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Card(
            UUID id,
            UUID caseId,
            String department,
            Optional<UUID> officer,
            String kind,
            String rule,
            String zh,
            String en,
            Instant issuedAt,
            Optional<LocalDate> dueOn,
            Optional<Instant> cancelledAt,
            Optional<UUID> cancelledBy,
            Optional<String> cancelReason) {}

    /** Newest first, of some departments or of all. */
    Uni<List<Card>> list(
            Set<String> departments, boolean isAll, @Nullable String kind, Optional<UUID> before, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addValue(isAll)
                        .addValue(departments.toArray(String[]::new))
                        .addValue(kind)
                        .addValue(before.orElse(null))
                        .addValue(limit))
                .map(Cards::cards);
    }

    /** @throws Problem {@code card-not-found}, {@code card-cancelled} */
    Uni<Void> cancel(UUID id, String reason, UUID by, String requestId) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(CANCEL)
                .execute(Tuple.of(id, OffsetDateTime.now(clock), by, reason, requestId))
                .chain(rows -> rows.size() > 0 ? Uni.createFrom().voidItem() : refuse(transaction, id)));
    }

    private static Uni<Void> refuse(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery("select 1 from supervision_card where id = $1")
                .execute(Tuple.of(id))
                .map(found -> {
                    throw Problem.of(found.size() == 0 ? ProblemType.CARD_NOT_FOUND : ProblemType.CARD_CANCELLED);
                });
    }

    private static List<Card> cards(RowSet<Row> rows) {
        var all = new ArrayList<Card>(rows.size());
        for (var row : rows) {
            var rule = Rule.ofWord(row.getString("rule"));
            all.add(new Card(
                    row.getUUID("id"),
                    row.getUUID("case_id"),
                    row.getString("department"),
                    Optional.ofNullable(row.getUUID("officer")),
                    row.getString("kind"),
                    rule.word(),
                    rule.text.zh(),
                    rule.text.en(),
                    row.getOffsetDateTime("issued_at").toInstant(),
                    Optional.ofNullable(row.getLocalDate("due_on")),
                    Optional.ofNullable(row.getOffsetDateTime("cancelled_at")).map(OffsetDateTime::toInstant),
                    Optional.ofNullable(row.getUUID("cancelled_by")),
                    Optional.ofNullable(row.getString("cancel_reason"))));
        }
        return all;
    }
}
