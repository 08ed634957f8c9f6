package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.time.LocalDate;

/** One day a State Council notice names; {@code notice} is the id under which the notice is listed. */
record PublicHoliday(LocalDate date, Kind kind, Text name, String notice) {
    enum Kind {
        OFF,
        /** A day people work although the weekday rule, or an earlier notice, gave it to them. */
        WORKING
    }

    boolean isWorking() {
        return kind == Kind.WORKING;
    }
}
