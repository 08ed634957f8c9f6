package io.yizhan.calendar;

/** How long something may take. 0 days means on the spot: due on the day of acceptance, whatever stops there are. */
public record Limit(int days, DayUnit unit) {
    public Limit {
        if (days < 0) {
            throw new IllegalArgumentException("A limit must not be negative: " + days);
        }
    }

    public static Limit workingDays(int days) {
        return new Limit(days, DayUnit.WORKING_DAY);
    }

    public static Limit calendarDays(int days) {
        return new Limit(days, DayUnit.CALENDAR_DAY);
    }
}
