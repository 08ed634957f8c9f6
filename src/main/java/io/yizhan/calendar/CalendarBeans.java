package io.yizhan.calendar;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the pure parts to the features that inject them. */
final class CalendarBeans {
    private CalendarBeans() {}

    @Produces
    @Singleton
    static WorkingDayCalendar calendar() {
        return WorkingDayCalendar.shipped();
    }

    @Produces
    @Singleton
    static StatutoryClock clock(WorkingDayCalendar calendar, CalendarConfig config) {
        return new StatutoryClock(calendar, new OfficeHours(config.closingTime(), config.lateAcceptance()));
    }
}
