package io.yizhan.calendar;

import java.util.function.Supplier;

/**
 * The calendar that counts at present, replaced whole when a notice comes and never by an older one. Until somebody
 * brings the notices that were loaded here, it is the calendar this release ships.
 */
public final class CurrentCalendar implements Supplier<WorkingDayCalendar> {
    private volatile Held held;

    /** @param edition 0 for what the release ships */
    private record Held(int edition, WorkingDayCalendar calendar) {}

    public CurrentCalendar(WorkingDayCalendar calendar) {
        this.held = new Held(0, calendar);
    }

    @Override
    public WorkingDayCalendar get() {
        return held.calendar();
    }

    /** Counts the notices known; 0 while nobody has brought any. */
    public int edition() {
        return held.edition();
    }

    public synchronized void swap(int edition, WorkingDayCalendar calendar) {
        if (held.edition() < edition) {
            held = new Held(edition, calendar);
        }
    }
}
