package io.yizhan.calendar;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the pure parts to the features that inject them. */
final class CalendarBeans {
    private CalendarBeans() {}

    @Produces
    @Singleton
    static CurrentCalendar calendar() {
        return new CurrentCalendar(WorkingDayCalendar::shipped);
    }

    @Produces
    @Singleton
    static StatutoryClock clock(CurrentCalendar calendar, CalendarConfig config) {
        return new StatutoryClock(calendar, new OfficeHours(config.closingTime(), config.lateAcceptance()));
    }
}
