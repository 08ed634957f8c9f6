package io.yizhan.calendar;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The calendar that counts at present, replaced whole when a notice comes and never by an older one. Until somebody
 * brings the notices that were loaded here, it is the calendar this release ships.
 */
public final class CurrentCalendar implements Supplier<WorkingDayCalendar> {
    private final AtomicReference<Held> held;

    /** @param edition 0 for what the release ships */
    private record Held(int edition, WorkingDayCalendar calendar) {}

    public CurrentCalendar(WorkingDayCalendar calendar) {
        this.held = new AtomicReference<>(new Held(0, calendar));
    }

    @Override
    public WorkingDayCalendar get() {
        return held.get().calendar();
    }

    /** Counts the notices known; 0 while nobody has brought any. */
    public int edition() {
        return held.get().edition();
    }

    public void swap(int edition, WorkingDayCalendar calendar) {
        held.accumulateAndGet(
                new Held(edition, calendar), (old, given) -> old.edition() < given.edition() ? given : old);
    }
}
