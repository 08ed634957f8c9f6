package io.yizhan.calendar;

import static io.yizhan.platform.HallClock.BUSINESS_ZONE;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The part of the clock that looks at the time of day. Work ends at {@code closing}: exactly at closing an acceptance
 * still counts for the day, and a stop no longer touches it.
 */
record OfficeHours(LocalTime closing, LateAcceptance lateAcceptance) {
    LocalDate acceptanceDay(Instant acceptedAt, WorkingDayCalendar calendar) {
        ZonedDateTime local = acceptedAt.atZone(BUSINESS_ZONE);
        LocalDate day = local.toLocalDate();
        boolean inTime = calendar.isWorkingDay(day) && !local.toLocalTime().isAfter(closing);
        return inTime || lateAcceptance == LateAcceptance.SAME_DAY ? day : calendar.addWorkingDays(day, 1);
    }

    /** The first moment after {@code acceptedAt} whose acceptance may count for another day. */
    Instant sameUntil(Instant acceptedAt) {
        ZonedDateTime local = acceptedAt.atZone(BUSINESS_ZONE);
        ZonedDateTime afterClosing = local.with(closing).plusNanos(1);
        return (local.isBefore(afterClosing)
                        ? afterClosing
                        : local.toLocalDate().plusDays(1).atStartOfDay(BUSINESS_ZONE))
                .toInstant();
    }

    /** The days a stop takes out of the count; empty when it begins and ends in one evening. */
    Optional<DayRange> daysOf(Stop stop) {
        ZonedDateTime from = stop.from().atZone(BUSINESS_ZONE);
        boolean workHadEnded = !from.toLocalTime().isBefore(closing);
        LocalDate first = from.toLocalDate().plusDays(workHadEnded ? 1 : 0);
        LocalDate last = stop.to().minusNanos(1).atZone(BUSINESS_ZONE).toLocalDate();
        return last.isBefore(first) ? Optional.empty() : Optional.of(new DayRange(first, last));
    }

    /** Days from {@code first} to {@code last}, both included. */
    record DayRange(LocalDate first, LocalDate last) {
        boolean contains(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }
}
