package io.yizhan.calendar;

import static io.yizhan.platform.HallClock.BUSINESS_ZONE;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** A clock of a hall that closes at 17:30, and moments as its wall clock shows them. */
public final class ClockFixture {
    static final LocalTime CLOSING = LocalTime.of(17, 30);
    static final WorkingDayCalendar CALENDAR = WorkingDayCalendar.shipped();

    private ClockFixture() {}

    static StatutoryClock clock() {
        return clock(LateAcceptance.NEXT_WORKING_DAY);
    }

    static StatutoryClock clock(LateAcceptance lateAcceptance) {
        return new StatutoryClock(() -> CALENDAR, new OfficeHours(CLOSING, lateAcceptance));
    }

    /** Of another instance, which counts by whatever calendar it has. */
    public static StatutoryClock clock(CurrentCalendar current) {
        return new StatutoryClock(current, new OfficeHours(CLOSING, LateAcceptance.NEXT_WORKING_DAY));
    }

    /** @param local such as {@code 2017-09-11T17:30} */
    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BUSINESS_ZONE).toInstant();
    }
}
