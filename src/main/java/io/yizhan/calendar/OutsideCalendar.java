package io.yizhan.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;

/** A date, or a count, that leaves the years the calendar covers. Counting on by weekdays would be a guess. */
public final class OutsideCalendar extends DateTimeException {
    private static final long serialVersionUID = 1L;

    OutsideCalendar(String what, LocalDate firstDay, LocalDate lastDay) {
        super(what + " is outside the working-day calendar " + firstDay + " to " + lastDay);
    }
}
