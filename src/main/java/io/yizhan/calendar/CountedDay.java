package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.time.LocalDate;

/**
 * One line of the explanation of a deadline.
 *
 * @param counted whether the day uses up a day of the limit
 * @param daysUsed days of the limit used up by the end of this day
 * @param provisional whether a holiday notice still to come may change this line
 */
public record CountedDay(
        LocalDate date, boolean counted, int daysUsed, CountingRule rule, Text reason, boolean provisional) {}
