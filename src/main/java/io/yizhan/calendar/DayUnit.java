package io.yizhan.calendar;

/** What a limit counts. */
public enum DayUnit {
    WORKING_DAY,
    /**
     * Every day counts, weekends and holidays included. A limit that ends on a day off ends there: it is not carried to
     * the next working day, which would only be later for the applicant.
     */
    CALENDAR_DAY
}
