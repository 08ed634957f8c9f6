package io.yizhan.holidays;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The second layer of the calendar: days on which a hall is shut although people work. Appointments and tickets ask it; statutory
 * time never does.
 *
 * <p>Owns {@code hall_closure}: {@code hall} (a short code), {@code date}, the reason told to people, when and by whom it was shut.
 */
@Singleton
public final class HallClosures {
    private static final String CLOSE = """
            with closed as (
                insert into hall_closure (hall, date, reason_zh, reason_en, closed_at, closed_by) values ($1, $2, $3, $4, $5, $6)
                on conflict on constraint hall_closure_pkey do update
                    set reason_zh = excluded.reason_zh, reason_en = excluded.reason_en, closed_at = excluded.closed_at,
                        closed_by = excluded.closed_by
                    where (hall_closure.reason_zh, hall_closure.reason_en) is distinct from (excluded.reason_zh, excluded.reason_en)
                returning hall, date
            )
            select append_audit($7, $5, $6, 'calendar.hallClosed', hall || '/' || date, '', $8) as seq from closed
            """;

    private static final String OPEN = """
            with opened as (delete from hall_closure where hall = $1 and date = $2 returning hall, date)
            select append_audit($5, $3, $4, 'calendar.hallOpened', hall || '/' || date, '', $6) as seq from opened
            """;

    private static final String LIST =
            "select date, reason_zh, reason_en from hall_closure where hall = $1 and date between $2 and $3";

    private final Pool pool;
    private final Clock clock;
    private final CurrentCalendar calendar;

    HallClosures(Pool pool, Clock clock, CurrentCalendar calendar) {
        this.pool = pool;
        this.clock = clock;
        this.calendar = calendar;
    }

    /**
     * A day as visitors of a hall meet it.
     *
     * @param isWorkingDay by the notices
     * @param isOpen whether the hall is: a working day on which it is not shut
     * @param reasonZh why it is shut on a working day
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record HallDay(
            LocalDate date,
            boolean isWorkingDay,
            boolean isOpen,
            Optional<String> reasonZh,
            Optional<String> reasonEn) {}

    /** The days from {@code from} to {@code to}, both included, within the calendar. */
    public Uni<List<HallDay>> days(String hall, LocalDate from, LocalDate to) {
        return pool.preparedQuery(LIST).execute(Tuple.of(hall, from, to)).map(rows -> days(from, to, reasons(rows)));
    }

    private List<HallDay> days(LocalDate from, LocalDate to, Map<LocalDate, Text> reasons) {
        var current = calendar.get();
        return from.datesUntil(to.plusDays(1))
                .map(date -> day(date, current.isWorkingDay(date), Optional.ofNullable(reasons.get(date))))
                .toList();
    }

    private static HallDay day(LocalDate date, boolean isWorkingDay, Optional<Text> reason) {
        return new HallDay(
                date, isWorkingDay, isWorkingDay && reason.isEmpty(), reason.map(Text::zh), reason.map(Text::en));
    }

    private static Map<LocalDate, Text> reasons(RowSet<Row> rows) {
        var reasons = new HashMap<LocalDate, Text>();
        for (var row : rows) {
            reasons.put(row.getLocalDate("date"), new Text(row.getString("reason_zh"), row.getString("reason_en")));
        }
        return reasons;
    }

    /** Shuts a hall, or changes the reason. The same again changes nothing. */
    Uni<Void> close(String hall, LocalDate date, Text reason, UUID by, String requestId) {
        if (date.isBefore(LocalDate.now(clock))) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("path:date", "past", "不得早于今日", "must not lie before today");
        }
        var values = Tuple.tuple()
                .addValue(hall)
                .addValue(date)
                .addValue(reason.zh())
                .addValue(reason.en())
                .addValue(OffsetDateTime.now(clock))
                .addValue(by)
                .addValue(LoadNotice.STREAM)
                .addValue(requestId);
        return pool.preparedQuery(CLOSE).execute(values).replaceWithVoid();
    }

    /** @throws Problem {@code closure-not-found} */
    Uni<Void> open(String hall, LocalDate date, UUID by, String requestId) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(hall, date, OffsetDateTime.now(clock), by, LoadNotice.STREAM, requestId))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.of(ProblemType.CLOSURE_NOT_FOUND);
                    }
                })
                .replaceWithVoid();
    }
}
