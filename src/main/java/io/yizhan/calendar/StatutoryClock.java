package io.yizhan.calendar;

import io.yizhan.calendar.OfficeHours.DayRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Computes when a case is due by law. Pure: the same terms on the same calendar always give the same deadline.
 *
 * <p>The rules, in the business zone Asia/Shanghai:
 *
 * <ul>
 *   <li>The day of acceptance is not counted (Civil Code, article 201); day 1 is the next day of the limit's unit.
 *   <li>Acceptance after closing time or on a day off counts as acceptance on the next working day (setting).
 *   <li>A day is not consumed when any stop touches it between midnight and closing time. So the day a stop begins is
 *       consumed only when the stop begins at or after closing, and the day it ends is not consumed at all, unless it
 *       ended at midnight: counting goes on with the day after.
 *   <li>The due moment is the end of the last counted day.
 * </ul>
 */
public final class StatutoryClock {
    private final Supplier<WorkingDayCalendar> current;
    private final OfficeHours hours;

    /** @param current asked once per deadline, so that a deadline is of one calendar */
    StatutoryClock(Supplier<WorkingDayCalendar> current, OfficeHours hours) {
        this.current = current;
        this.hours = hours;
    }

    /** What it counts by at present; another object after another notice. */
    public WorkingDayCalendar calendar() {
        return current.get();
    }

    /** The clock as it was when this notice was the latest. */
    public StatutoryClock asOf(String notice) {
        return new StatutoryClock(() -> current.get().asOf(notice), hours);
    }

    /** @throws OutsideCalendar when the count leaves the years the calendar covers */
    public Deadline deadline(DeadlineTerms terms) {
        WorkingDayCalendar calendar = current.get();
        List<DayRange> stopped = stoppedDays(terms);
        LocalDate acceptanceDay = hours.acceptanceDay(terms.acceptedAt(), calendar);
        return new Deadline(terms, calendar, stopped, acceptanceDay, dueDate(calendar, acceptanceDay, terms, stopped));
    }

    /** Until when, exclusively, the same terms accepted later give the same deadline: closing time or midnight. */
    public Instant sameUntil(Instant acceptedAt) {
        return hours.sameUntil(acceptedAt);
    }

    private List<DayRange> stoppedDays(DeadlineTerms terms) {
        return terms.stops().stream()
                .map(hours::daysOf)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(DayRange::first))
                .toList();
    }

    /** Jumps from stop to stop: what lies free before a stop is consumed, what lies in it is skipped. */
    private static LocalDate dueDate(
            WorkingDayCalendar calendar, LocalDate acceptanceDay, DeadlineTerms terms, List<DayRange> stopped) {
        DayUnit unit = terms.limit().unit();
        LocalDate position = acceptanceDay;
        int left = terms.totalDays();
        for (DayRange stop : stopped) {
            int free = countBetween(calendar, position, latest(position, dayBefore(calendar, stop)), unit);
            if (free >= left) {
                break;
            }
            left -= free;
            position = latest(position, stop.last());
        }
        return add(calendar, position, left, unit);
    }

    private static LocalDate add(WorkingDayCalendar calendar, LocalDate date, int days, DayUnit unit) {
        return unit == DayUnit.WORKING_DAY
                ? calendar.addWorkingDays(date, days)
                : calendar.require(date.plusDays(days));
    }

    private static int countBetween(WorkingDayCalendar calendar, LocalDate from, LocalDate to, DayUnit unit) {
        return unit == DayUnit.WORKING_DAY
                ? calendar.workingDaysBetween(from, to)
                : Math.toIntExact(ChronoUnit.DAYS.between(from, to));
    }

    private static LocalDate dayBefore(WorkingDayCalendar calendar, DayRange stop) {
        return stop.first().isAfter(calendar.lastDay())
                ? calendar.lastDay()
                : stop.first().minusDays(1);
    }

    private static LocalDate latest(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
