package io.yizhan.calendar;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calendar that counts at present, replaced whole when a notice comes and never by an older one. Until somebody
 * brings the notices that were loaded here, it is the calendar this release ships, read when it is asked for: at a start it never is.
 */
public final class CurrentCalendar implements Supplier<WorkingDayCalendar> {
    private final Supplier<WorkingDayCalendar> first;
    private volatile @Nullable Held held;

    /** @param edition 0 for what was counted by first */
    private record Held(int edition, WorkingDayCalendar calendar) {}

    public CurrentCalendar(WorkingDayCalendar calendar) {
        this(() -> calendar);
    }

    /** @param first what counts until somebody brings a notice */
    CurrentCalendar(Supplier<WorkingDayCalendar> first) {
        this.first = first;
    }

    @Override
    public WorkingDayCalendar get() {
        var known = held;
        return known == null ? begin().calendar() : known.calendar();
    }

    private synchronized Held begin() {
        var known = held;
        if (known == null) {
            known = new Held(0, first.get());
            held = known;
        }
        return known;
    }

    /** Counts the notices known; 0 while nobody has brought any. */
    public int edition() {
        var known = held;
        return known == null ? 0 : known.edition();
    }

    public synchronized void swap(int edition, WorkingDayCalendar calendar) {
        if (edition() < edition) {
            held = new Held(edition, calendar);
        }
    }
}
